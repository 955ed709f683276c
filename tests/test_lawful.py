"""Acts that are lawful although often reported: recognised, on a clause in force, and no wider than that."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.knowledge import Knowledge
from assistant.pipeline import Assistant
from corpus.errors import DataError
from corpus.lawful import find_lawful, load_lawful

DAY = date(2026, 11, 24)
ACTS = load_lawful()


def ids(text: str) -> list[str]:
    return [act.id for act in find_lawful(text, ACTS)]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("菜摊卖白菜没有食品经营许可证，被人举报", "farm-produce-no-licence"),
        ("小店只销售预包装食品，没办许可", "prepackaged-filing"),
        ("微信上卖自家种的桃子，没办营业执照", "small-online-trade"),
        ("小偷闯进来，我把他按地上，他受了伤，说我打人", "stop-assault"),
    ],
)
def test_the_act_is_recognised(text: str, act: str) -> None:
    assert act in ids(text)


@pytest.mark.parametrize(
    "text",
    [
        "菜摊卖白菜和熟食，没有食品经营许可证",
        "饭店没有食品经营许可证，卖凉菜和蔬菜",
        "超市卖过期面包，第一次被查",
        "网店卖自己种的桃子，虚假宣传",
        "",
    ],
)
def test_what_goes_further_is_not(text: str) -> None:
    assert ids(text) == []


def test_every_act_stands_on_a_clause_in_force(knowledge: Knowledge) -> None:
    assert ACTS
    for act in ACTS:
        assert act.basis
        for reference in act.basis:
            assert knowledge.library.check_ref(reference, DAY) is None, f"{act.id}: {reference}"


def test_ids_are_named_once_and_names_are_chinese() -> None:
    assert len({act.id for act in ACTS}) == len(ACTS)
    assert all(act.name and not act.name.isascii() for act in ACTS)


def test_the_answer_says_that_no_violation_is_established(assistant: Assistant) -> None:
    answer = assistant.ask("菜摊卖白菜没有食品经营许可证，被人举报，会罚款吗", as_of=DAY)
    assert answer.outcome.code.value == "not_a_violation"
    assert "第三十五条" in {c.article for c in answer.citations}


GOOD = "- {id: a, name: 甲, triggers: [许可证 白菜], basis: [食品安全法 第三十五条]}\n"


@pytest.mark.parametrize(
    ("right", "wrong", "field"),
    [
        ("[许可证 白菜]", "[]", "triggers"),
        ("[许可证 白菜]", "['许可证  白菜']", "triggers"),
        ("[许可证 白菜]", "['许可证 白菜||鸡蛋']", "triggers"),
        ("[许可证 白菜]", "['!熟食']", "triggers"),
        ("[许可证 白菜]", "['']", "triggers"),
        ("[食品安全法 第三十五条]", "[食品安全法]", "basis"),
        ("name: 甲, ", "", "name"),
        ("name: 甲", "name: 甲, why: 乙", "why"),
    ],
)
def test_a_wrong_entry_is_named(right: str, wrong: str, field: str, tmp_path: Path) -> None:
    (tmp_path / "lawful.yaml").write_text(GOOD.replace(right, wrong), encoding="utf-8")
    with pytest.raises(DataError, match=r"lawful\.yaml.*条目") as caught:
        load_lawful(tmp_path)
    assert caught.value.field == field


@pytest.mark.parametrize("content", ["", "[]", "a: 1", "[[1"])
def test_a_file_of_another_shape_is_named(content: str, tmp_path: Path) -> None:
    (tmp_path / "lawful.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"lawful\.yaml"):
        load_lawful(tmp_path)


def test_a_row_that_only_forbids_would_hold_everywhere() -> None:
    """Why "!熟食" alone is refused: every text without the word would be called lawful."""
    wide = ACTS[0].model_copy(update={"triggers": ("!熟食",)})
    assert find_lawful("超市卖过期面包", [wide]) == [wide]
