"""How the amount is found: steps by outcome, and local benchmarks where they bind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.knowledge import Knowledge
from assistant.pipeline import Assistant
from corpus.discretion import load_discretion, unresolved_discretion
from corpus.errors import DataError

LOCAL = """
steps:
- {id: range, text: 看幅度, basis: 行政处罚法 第三十四条, outcomes: [penalty]}
benchmarks:
- {id: ln, region: 辽宁省, penalty: 食品安全法 第一百二十四条, source: 辽宁基准,
   tiers: [{when: 货值不足五百元, then: 减轻}]}
"""


def test_steps_belong_to_outcomes_and_stand_on_articles_in_force(knowledge: Knowledge) -> None:
    discretion = load_discretion()
    assert [s.id for s in discretion.steps_for("penalty")] == ["range", "below", "fits"]
    assert "heavier" in [s.id for s in discretion.steps_for("aggravated_penalty")]
    assert discretion.steps_for("no_penalty_required") == []
    day = date(2026, 11, 24)

    def held(law: str, article: str) -> bool:
        return knowledge.library.find(law, article, day) is not None

    assert unresolved_discretion(discretion, held) == []


@pytest.mark.parametrize(
    ("place", "penalty", "found"),
    [
        ("辽宁省盘锦市", "食品安全法 第一百二十四条第一款第（五）项", 1),
        ("吉林省长春市", "食品安全法 第一百二十四条第一款第（五）项", 0),
        ("辽宁省盘锦市", "食品安全法 第一百二十六条", 0),
    ],
)
def test_a_benchmark_binds_in_its_region_and_for_its_clause(
    tmp_path: Path, place: str, penalty: str, found: int
) -> None:
    file = tmp_path / "discretion.yaml"
    file.write_text(LOCAL, encoding="utf-8")
    assert len(load_discretion(file).benchmarks_for([penalty], place)) == found


def test_a_wrong_entry_names_file_and_field(tmp_path: Path) -> None:
    file = tmp_path / "discretion.yaml"
    file.write_text(LOCAL.replace("outcomes: [penalty]", "outcome: penalty"), encoding="utf-8")
    with pytest.raises(DataError, match=r"discretion\.yaml"):
        load_discretion(file)


def test_a_penalty_explains_its_amount_and_leniency_does_not(assistant: Assistant) -> None:
    day = date(2026, 11, 24)
    punished = assistant.ask("卖过期食品被责令改正，拒不改正，复查还在卖", as_of=day)
    assert "### 罚多少怎么定" in punished.answer
    assert ("中华人民共和国行政处罚法", "第三十四条") in {(c.law, c.article) for c in punished.citations}
    spared = assistant.ask("货架上一袋过期面包，第一次，当场下架销毁，没人吃", as_of=day)
    assert "### 罚多少怎么定" not in spared.answer
