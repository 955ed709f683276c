"""Which violation is meant: its own words first, likeness only where words run out."""

from __future__ import annotations

import pytest

from assistant.knowledge import Knowledge
from assistant.matching import Matcher
from corpus.models import Violation


def violation(name: str, *triggers: str) -> Violation:
    return Violation(
        id=name, field="市场", name=name, aka=(), triggers=triggers, authority="市场监管部门",
        penalty=("食品安全法 第一百二十四条",),
    )  # fmt: skip


BREAD = violation("expired-food", "过期 面包|牛奶|食品")
LICENCE = violation("no-licence", "没有|无 许可证|执照")
FAKE = violation("fake-drug", "假药 !假药店")
SHELF = (BREAD, LICENCE, FAKE)


def names(text: str, matcher: Matcher) -> list[str]:
    return [match.violation.id for match in matcher.match(text)]


def test_every_group_of_a_trigger_must_occur_in_any_order() -> None:
    matcher = Matcher(SHELF)
    assert names("面包过期了还在卖", matcher) == ["expired-food"]
    assert names("面包很好吃", matcher) == []


def test_a_forbidden_word_stops_a_trigger() -> None:
    matcher = Matcher(SHELF)
    assert names("药店卖假药", matcher) == ["fake-drug"]
    assert names("他开的是假药店", matcher) == []


def test_two_violations_in_one_question_are_both_found() -> None:
    assert set(names("没有执照，还卖过期牛奶", Matcher(SHELF))) == {"expired-food", "no-licence"}


def test_a_match_names_the_words_it_stands_on() -> None:
    match = Matcher(SHELF).match("店里卖过期牛奶")[0]
    assert set(match.words) == {"过期", "牛奶"}
    assert match.meaning == 0


def test_words_go_before_likeness_alone() -> None:
    matcher = Matcher(SHELF, lambda text: {"no-licence": (0.99, 1.0)})
    matches = matcher.match("店里卖过期牛奶")
    assert matches[0].violation.id == "expired-food"
    assert matches[0].words


def test_likeness_without_words_is_known_as_such() -> None:
    matches = Matcher(SHELF, lambda text: {"fake-drug": (0.99, 1.0)}).match("卖了不对的东西")
    assert all(not m.words for m in matches)


def test_what_has_neither_words_nor_likeness_is_not_matched() -> None:
    assert Matcher(SHELF, lambda text: {}).match("今天天气不错") == []


def test_at_most_as_many_as_asked_for() -> None:
    assert len(Matcher(SHELF).match("没有执照，还卖过期牛奶和假药", most=2)) == 2


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("我家超市卖了两袋过期面包", "食品安全法 第一百二十四条"),
        ("小饭店没有明码标价", "价格法 第四十二条"),
        ("广告里写了全国最好", "广告法 第五十七条"),
        ("工厂排放污水超标0.05倍", "生态环境法典 第一千一百零七条"),
        ("货车超限运输百分之八", "公路法 第七十六条"),
        ("电子秤没有检定", "计量法"),
    ],
)
def test_the_catalogue_knows_everyday_words(text: str, article: str, knowledge: Knowledge) -> None:
    """Words alone lead to the penalty clause; article numbers were looked up in the statutes."""
    best = Matcher(knowledge.violations).match(text)[0]
    assert any(reference.startswith(article) for reference in best.violation.penalty)


@pytest.mark.parametrize("text", ["今天天气不错", "我想学做红烧肉", "你好", "帮我写一首诗", "1+1等于几"])
def test_the_catalogue_is_silent_on_small_talk(text: str, knowledge: Knowledge) -> None:
    assert Matcher(knowledge.violations).match(text) == []
