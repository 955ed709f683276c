"""The catalogue of violations: what its loader refuses, what every shipped entry must satisfy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import DataError
from corpus.models import Violation
from corpus.paragraphs import slice as slice_text
from corpus.references import parse_refs
from corpus.statutes import Statutes
from corpus.validity import LawError
from corpus.violations import (
    check_violations,
    load_violations,
    references,
    split_reference,
    trigger_hits,
    trigger_words,
)

AS_OF = date(2026, 11, 24)
GOOD = """
- id: food-expired-sale
  field: 食品
  name: 经营超过保质期的食品
  aka: [货架上有过期面包没下架]
  triggers: [过期|超过保质期 面包|牛奶]
  authority: 市场监督管理部门
  obligation: [食品安全法 第三十四条第（十）项]
  penalty: [食品安全法 第一百二十四条第一款第（五）项]
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Callable[..., list[Violation]]:
    """Write the given texts as 0.yaml, 1.yaml ... and load the directory."""

    def load(*texts: str) -> list[Violation]:
        for number, text in enumerate(texts):
            (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
        return load_violations(tmp_path)

    return load


@pytest.fixture(scope="module")
def shipped() -> list[Violation]:
    return load_violations()


def violation(*triggers: str) -> Violation:
    return Violation(
        id="x", field="f", name="n", aka=("a",), triggers=triggers, authority="机关", penalty=("甲法 第一条",)
    )


@pytest.fixture(scope="module")
def resolve() -> Callable[[str, str], bool]:
    """Whether law, article, paragraph (款) and item (项) stand in the version in force on AS_OF."""
    statutes = Statutes.open()

    def stands(law: str, article: str) -> bool:
        try:
            for ref in parse_refs(f"{law} {article}"):
                text = statutes.provision(ref.law, ref.article, AS_OF).text
                slice_text(text, ref.paragraph, ref.item)
        except LawError:
            return False
        return True

    return stands


# --- loading ---------------------------------------------------------------------------------


def test_a_well_formed_file_is_read(catalogue: Callable[..., list[Violation]]) -> None:
    (entry,) = catalogue(GOOD)
    assert entry.id == "food-expired-sale"
    assert entry.penalty_mode == "punish"
    assert entry.correctable


@pytest.mark.parametrize(
    ("text", "field", "part"),
    [
        ("foo: bar", "（条目）", "列表"),
        ("- just words", "（条目）", "一组字段"),
        (GOOD.replace("  field: 食品\n", ""), "field", "缺少这个字段"),
        (GOOD + "  colour: red\n", "colour", "没有这个字段"),
        (GOOD + "  penalty_mode: harsh\n", "penalty_mode", "只能是"),
        (GOOD.replace("food-expired-sale", "食品过期"), "id", "小写字母"),
        (GOOD.replace("[货架上有过期面包没下架]", "[]"), "aka", "日常说法"),
        (GOOD.replace("[货架上有过期面包没下架]", "['  ']"), "aka", "日常说法"),
        (GOOD.replace("[食品安全法 第一百二十四条第一款第（五）项]", "[]"), "penalty", "不能为空"),
        (GOOD.replace("过期|超过保质期 面包", "过期||超过保质期 面包"), "triggers", "空一格"),
        (GOOD.replace("过期|超过保质期 面包", "过期|超过保质期  面包"), "triggers", "空一格"),
        (GOOD.replace("[过期|超过保质期 面包|牛奶]", "['!面包|牛奶']"), "triggers", "排除词"),
        (GOOD.replace("食品安全法 第三十四条", "《食品安全法》第三十四条"), "obligation", "书名号"),
        (GOOD.replace("食品安全法 第三十四条", "食品安全法第三十四条 "), "obligation", "书名号"),
        (GOOD.replace("第三十四条第（十）项", "第34条"), "obligation", "书名号"),
    ],
)
def test_a_malformed_file_is_refused_with_field_and_example(
    catalogue: Callable[..., list[Violation]], text: str, field: str, part: str
) -> None:
    with pytest.raises(DataError) as caught:
        catalogue(text)
    assert caught.value.field == field
    assert part in str(caught.value)
    assert "0.yaml" in str(caught.value)
    assert caught.value.example


def test_an_id_used_in_two_files_is_refused(catalogue: Callable[..., list[Violation]]) -> None:
    with pytest.raises(DataError, match=r"与 0\.yaml 重复"):
        catalogue(GOOD, GOOD)


# --- references ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "parts"),
    [
        ("行政处罚法 第三十三条第一款", ("行政处罚法", "第三十三条第一款")),
        ("刑法 第一百四十二条之一", ("刑法", "第一百四十二条之一")),
        (
            "甲法 第一千零一条第二款第（三）项、第（四）项",
            ("甲法", "第一千零一条第二款第（三）项、第（四）项"),
        ),
        ("合同行政监督管理办法", ("合同行政监督管理办法", "")),
    ],
)
def test_a_reference_splits_into_law_and_article(reference: str, parts: tuple[str, str]) -> None:
    assert split_reference(reference) == parts


def test_only_statutes_with_an_article_are_asked_for() -> None:
    entry = violation().model_copy(
        update={"penalty": ("甲法 第一条", "乙法 第九条", "丙条例 第二条", "丁办法 第三条", "戊法")}
    )
    assert check_violations([entry], lambda law, article: law == "甲法") == [
        "x 的 penalty：乙法 第九条 查不到或已不施行"
    ]


# --- triggers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("triggers", "text", "hits"),
    [
        (("过期 面包|牛奶",), "牛奶摆到过期也没人管", 1),
        (("过期 面包|牛奶",), "牛奶是新鲜的", 0),
        (("过期 面包", "过期 货架"), "货架上的面包过期了", 2),
        (("过期 面包 !后厨|原料",), "后厨有过期面包", 0),
        (("过期 面包 !后厨|原料",), "货架上有过期面包", 1),
        (("3C认证|app",), "没有 ３Ｃ 认证", 1),
        (("3C认证|app",), "APP 弹窗", 1),
        ((), "什么都不是", 0),
    ],
)
def test_a_row_holds_when_all_its_groups_occur(triggers: tuple[str, ...], text: str, hits: int) -> None:
    assert trigger_hits(violation(*triggers), text) == hits


def test_the_words_that_made_a_row_hold_are_told() -> None:
    entry = violation("过期 面包|牛奶 !后厨", "罚款 停业")
    assert trigger_words(entry, "面包过期，要不要罚款") == ("过期", "面包")


def test_a_question_is_matched_against_the_whole_catalogue(shipped: list[Violation]) -> None:
    question = ("我家开了个小超市，昨天检查时货架上有两袋过期面包，已经下架销毁。" * 12)[:300]
    assert max(shipped, key=lambda entry: trigger_hits(entry, question)).id == "food-expired-sale"


# --- what ships ------------------------------------------------------------------------------


def test_ids_are_unique_over_all_files(shipped: list[Violation]) -> None:
    assert [name for name, count in Counter(entry.id for entry in shipped).items() if count > 1] == []


def test_no_everyday_phrase_stands_under_two_violations(shipped: list[Violation]) -> None:
    phrases = Counter(aka for entry in shipped for aka in entry.aka)
    assert [phrase for phrase, count in phrases.items() if count > 1] == []


def test_the_catalogue_is_broad(shipped: list[Violation]) -> None:
    assert len(shipped) >= 300
    assert len({entry.field for entry in shipped}) >= 25


def test_every_entry_can_be_found_by_words(shipped: list[Violation]) -> None:
    assert [entry.id for entry in shipped if not entry.aka or not entry.triggers] == []


def test_triggers_fire_on_most_of_the_entry_s_own_phrases(shipped: list[Violation]) -> None:
    weak = [
        f"{entry.id}: {sum(map(bool, fired))}/{len(fired)}"
        for entry in shipped
        if sum(map(bool, fired := [trigger_hits(entry, aka) for aka in entry.aka])) < 0.6 * len(fired)
    ]
    assert weak == []


def test_a_crime_is_named_with_the_point_at_which_it_starts(shipped: list[Violation]) -> None:
    assert [e.id for e in shipped if bool(e.crime) != bool(e.crime_when)] == []


def test_every_article_stands_in_a_statute_in_force(
    shipped: list[Violation], resolve: Callable[[str, str], bool]
) -> None:
    assert check_violations(shipped, resolve) == []
    assert not resolve("食品安全法", "第一百五十五条")
    assert not resolve("水污染防治法", "第八十三条")
    named = {law for entry in shipped for _, law, article in references(entry) if article}
    assert len(named) > 50
