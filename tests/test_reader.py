"""One question read as a whole: facts with their evidence, contradictions told, nothing invented."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.reading.reader import read
from corpus.yaml_files import read_yaml
from settings import PROJECT

DAY = date(2026, 11, 24)
TRAPS = [
    "我家超市卖了两袋过期面包，第一次被发现，以前也这样卖，还没来得及改。",
    "执法人员说没有造成危害，但是有三名顾客食物中毒住院，我答应三天内改。",
    "当事人王某，15岁，2022年3月卖烟给一个12岁的小孩，现在才被发现，货值三十元。",
    "工厂排污超标三倍，责令改正后逾期未改，明知违法还偷排。",
    "如果改了呢？会不会造成危害？罚款两万元，交不起。",
]


def facts(text: str) -> dict[str, str | float]:
    return {name: fact.value for name, fact in read(text, DAY).facts.items()}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "我家超市被查到两袋过期面包，第一次，已经下架了，会罚款吗？",
            {"first_violation": "yes", "corrected_in_time": "yes", "count": 2.0},
        ),
        ("第一次被发现，以前也这样卖", {"first_violation": "no"}),
        ("第一次被发现，但是以前也这样卖", {"first_violation": "no"}),
        ("第一次被查，系统里也没有处罚记录", {"first_violation": "yes"}),
        ("没有造成危害，但有三名顾客食物中毒住院", {"harm": "serious"}),
        ("执法人员说没有造成危害，其实三名顾客食物中毒住院", {"harm": "serious"}),
        ("当事人称第一次，经查去年被罚过", {"first_violation": "no"}),
        ("货值只有30元，但是一人重伤", {"harm": "serious", "goods_value": 30.0}),
        ("货值两万元，没有造成危害后果", {"harm": "none", "goods_value": 20_000.0}),
        ("责令限期改正，逾期未改", {"correction_refused": "yes", "corrected_in_time": "no"}),
    ],
)
def test_what_a_question_tells(text: str, told: dict[str, str | float]) -> None:
    found = facts(text)
    assert {name: found.get(name) for name in told} == told


@pytest.mark.parametrize(
    "text",
    [
        "会不会造成危害？",
        "如果改了呢？",
        "第一次会罚吗",
        "这种情况要罚多少？",
        "我觉得肯定不用罚",
        "过期面包怎么处理",
        "",
        "😀😀",
        "<script>alert(1)</script>",
    ],
)
def test_questions_suppositions_and_wishes_show_no_harm_and_no_correction(text: str) -> None:
    assert not {"harm", "corrected_in_time", "minor", "no_fault_evidence"} & facts(text).keys()


def test_a_contradiction_is_told_with_both_wordings() -> None:
    text = "第一次被发现，以前也这样卖"
    conflict = read(text, DAY).conflicts[0]
    assert conflict.fact == "first_violation"
    assert conflict.first in text
    assert conflict.second in text
    assert conflict.first != conflict.second


def test_one_story_without_contradiction_tells_none() -> None:
    assert not read("第一次被查，已经下架了，没有造成危害后果", DAY).conflicts


def test_questions_alone_are_known_as_such() -> None:
    assert read("会不会罚款？", DAY).asks_only
    assert read("如果改了会怎么样", DAY).asks_only
    assert not read("卖了过期面包，会不会罚款？", DAY).asks_only


def test_evidence_is_the_words_themselves() -> None:
    text = "我家超市卖了两袋过期面包，第一次被查，已经下架了。"
    found = read(text, DAY).facts
    assert found["first_violation"].evidence == "第一次"
    assert found["corrected_in_time"].evidence == "已经下架了"
    assert found["count"].evidence == "两袋"


def wordings() -> list[str]:
    """Questions put together from the examples shown on the page and from the traps."""
    rows = read_yaml(PROJECT / "prompts" / "examples.yaml")
    shown = [text for texts in rows.values() for text in texts if isinstance(text, str)]
    return [*TRAPS, *shown]


@pytest.mark.parametrize("text", wordings())
def test_every_fact_is_a_slice_of_the_question(text: str) -> None:
    for fact in read(text, DAY).facts.values():
        assert fact.evidence
        assert fact.evidence == text[fact.start : fact.end]


MARKS = st.sampled_from("，。？！、 \n三十万0.,")
WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        "没有 不是 如果 改正 了 第一次 被罚 超标 百分之 倍 元 岁 年 月 日 前 现在才 发现 危害 造成 会不会 吗 "
        "拒绝 答应 责令 逾期 住院 两袋 万元",
    )
)
MIXED = st.lists(MARKS | WORDS, max_size=30).map("".join)
ANYTHING = st.text(st.characters(), max_size=80)  # lone surrogates and control characters too


@settings(max_examples=150)
@given(st.one_of(MIXED, ANYTHING))
def test_reading_never_fails_and_every_fact_is_a_slice(text: str) -> None:
    reading = read(text, DAY)
    for fact in reading.facts.values():
        assert fact.evidence == text[fact.start : fact.end]
    for quantity in reading.quantities:
        assert quantity.text == text[quantity.start : quantity.end]


@settings(max_examples=60)
@given(MIXED, MIXED)
def test_reading_is_steady(first: str, second: str) -> None:
    """The same words read the same, whatever was read in between."""
    before = read(first, DAY)
    read(second, DAY)
    assert read(first, DAY) == before
