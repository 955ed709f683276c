"""The limit for putting things right, and how far time has gone: arithmetic, not likeness of words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.clauses import split_clauses
from assistant.reading.correction import CorrectionAct, Status
from assistant.reading.deadlines import Standing, in_time, standing
from assistant.reading.model import shipped_model
from assistant.reading.reader import read
from assistant.reading.scopes import scope_clauses

DAY = date(2026, 11, 24)


def told(text: str) -> Standing | None:
    return standing(scope_clauses(split_clauses(text)))


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
        ("限三十天内拆除，已经超期五天了", True),
        ("限七天拆，现在七天已经过了，还堆着", True),
        ("限七天拆，都过了一个月了我压根没理，罚款单已经下来三天了", True),
        ("责令11月25日前拆完，今天11月23日", False),
    ],
)
def test_time_told_is_set_against_the_limit(text: str, past: bool) -> None:
    found = told(text)
    assert found is not None
    assert found.past is past


@pytest.mark.parametrize(
    "text",
    [
        "限七天内改",
        "第二天就拆了",
        "今天第五天了，会不会罚",
        "吃了三天药，今天第四天",
        "店开了十天，被查了",
        "限十天整改，现在还是每天排放八小时",
        "责令三十日内拆除，今天12月25日了",
        "给了三个月整改，这都一年零两个月了",
        "限五天拆，过了五天零三小时",
        "限十天清走，都过了二十五六天了",
        "限七八天清走，都过了半个月了",
        "上个月通知限二十号前拆，今天都三号了",
        "限12月20日前拆，现在1月5日了",
        "限七天拆，如果过了二十天还堆着，会不会算拒不改正",
        "处罚告知书说是五日内可以申辩，今天第二天",
        "房东又通知三个月内腾房，现在才过了一个月",
        "罚款通知说是十五天内交，今天才第二天",
        "某食品有限公司三十天没出检验报告，至今才两天打鱼三天晒网",
    ],
)
def test_what_is_not_sure_is_not_told(text: str) -> None:
    assert told(text) is None


@given(st.integers(2, 60), st.integers(1, 90))
def test_numbers_alone_decide(limit: int, gone: int) -> None:
    found = told(f"责令{limit}日内拆除，今天第{gone}天了")
    assert found is not None
    assert found.past is (gone > limit)


# What it does to the acts of correction

LIMIT = Standing(past=False, still=False, waiting=False, text="今天第三天", start=10, end=15, since=0)


def act(status: Status, text: str, start: int, learned: bool = True) -> CorrectionAct:
    return CorrectionAct(status=status, text=text, start=start, end=start + len(text), learned=learned)


def test_within_the_limit_what_waits_is_no_refusal() -> None:
    assert [a.status for a in in_time([act("refused", "车还没约上，在等", 20)], LIMIT)] == ["not_done"]


@pytest.mark.parametrize(
    "refusal",
    [
        act("refused", "通知书我当面撕了扔他脸上", 20),
        act("refused", "老板放话谁也别想让他拆", 20),
        act("refused", "我压根没理", 20),
        act("refused", "厂家还在路上", 5),  # before the time was told
        act("refused", "在等料，就是不拆", 20, learned=False),  # in so many words
    ],
)
def test_within_the_limit_a_refusal_stays_one(refusal: CorrectionAct) -> None:
    assert in_time([refusal], LIMIT) == [refusal]


def test_after_the_limit_what_is_not_done_is_overdue() -> None:
    over = LIMIT._replace(past=True)
    assert [a.status for a in in_time([act("not_done", "还没改", 20)], over)] == ["overdue"]


def test_who_put_it_right_is_not_overdue_because_nobody_came_to_see() -> None:
    text = "限七日内改，我当天就改完了，今天都第十天了，还没人来复查"
    assert "correction_refused" not in read(text, DAY).facts


# In whole questions


def test_an_order_whose_time_is_over_and_nothing_has_changed_is_not_obeyed() -> None:
    facts = read("门口的棚子占道，限我十天清走，今天第二十天了还堆着", DAY).facts
    assert facts["correction_refused"].value == "yes"
    assert facts["correction_refused"].evidence == "今天第二十天了还堆着"


@pytest.mark.parametrize(
    "text",
    [
        "限我十天拆，今天第三天，我就是不拆，爱咋咋地",
        "限三十天改，今天第五天，通知书我当面撕了扔他脸上",
        "限三十天改，过了一周他们又来我把他们轰出去了",
        "限七天拆，都过了一个月了我压根没理，罚款单已经下来三天了",
    ],
)
def test_nothing_told_of_time_takes_a_refusal_back(text: str) -> None:
    assert "correction_refused" in read(text, DAY, shipped_model()).facts


def test_an_order_within_its_time_is_not_overdue() -> None:
    facts = read("门口的棚子占道，责令11月25日前拆完，今天才11月23日", DAY).facts
    assert "correction_refused" not in facts
    assert facts["not_yet_corrected"].value == "yes"
