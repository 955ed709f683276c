"""The limit for putting things right, and how far time has gone: arithmetic, not likeness of words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.clauses import split_clauses
from assistant.reading.deadlines import standing
from assistant.reading.reader import read

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("责令十五日内改，今天才第六天，展板还在印刷厂", False),
        ("限本月三十日前上墙，现为二十四日，广告公司做着牌子", False),
        ("给二十个工作日，才过了二十五天", False),
        ("让我十号前拆，今天都二十六了，棚子还在那立着", True),
        ("叫他一个月里办下来，这都过了一个半月", True),
        ("限3月28日前清走，现在4月2号，料还堆着", True),
        ("通知三天内搬走，这都俩礼拜了", True),
    ],
)
def test_time_told_is_set_against_the_limit(text: str, past: bool) -> None:
    told = standing(split_clauses(text))
    assert told is not None
    assert told.past is past


@pytest.mark.parametrize(
    "text",
    ["限七天内改", "第二天就拆了", "今天第五天了，会不会罚", "吃了三天药，今天第四天", "店开了十天，被查了"],
)
def test_without_a_limit_and_a_time_nothing_is_told(text: str) -> None:
    assert standing(split_clauses(text)) is None


@given(st.integers(2, 60), st.integers(1, 90))
def test_numbers_alone_decide(limit: int, gone: int) -> None:
    told = standing(split_clauses(f"责令{limit}日内拆除，今天第{gone}天了"))
    assert told is not None
    assert told.past is (gone > limit)


def test_an_order_whose_time_is_over_and_nothing_has_changed_is_not_obeyed() -> None:
    facts = read("门口的棚子占道，限我十天清走，今天第二十天了还堆着", DAY).facts
    assert facts["correction_refused"].value == "yes"
    assert facts["correction_refused"].evidence == "今天第二十天了还堆着"


def test_within_the_limit_what_waits_is_no_refusal() -> None:
    facts = read("门口的棚子占道，限我十天清走，今天第三天，车还没约上", DAY).facts
    assert "correction_refused" not in facts
    assert facts["not_yet_corrected"].value == "yes"


def test_an_outright_refusal_stays_one_within_the_limit() -> None:
    assert "correction_refused" in read("限我十天拆，今天第三天，我就是不拆，爱咋咋地", DAY).facts
