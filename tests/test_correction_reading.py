"""Correcting: done, not yet, promised, ordered, refused, overdue and asked are all different things."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.reading.clauses import split_clauses
from assistant.reading.correction import find_corrections
from assistant.reading.reader import read
from assistant.reading.scopes import scope_clauses

DAY = date(2026, 11, 24)
STANDS = ("corrected_in_time", "not_yet_corrected", "correction_promised", "correction_refused")


def statuses(text: str) -> list[str]:
    return [act.status for act in find_corrections(scope_clauses(split_clauses(text)))]


def stands(text: str) -> dict[str, str | float]:
    """The facts about correction that a text shows."""
    facts = read(text, DAY).facts
    return {name: facts[name].value for name in STANDS if name in facts}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("已经改正了", "done"),
        ("当场就改了", "done"),
        ("面包已经下架", "done"),
        ("责令改正后当天就改了", "done"),
        ("把占道的货都搬进店里了", "done"),
        ("证补办好了", "done"),
        ("复查合格", "done"),
        ("已整改到位", "done"),
        ("没有改正", "not_done"),
        ("还没来得及改", "not_done"),
        ("尚未整改", "not_done"),
        ("一直没下架", "not_done"),
        ("答应三天内改", "promised"),
        ("承诺下周整改", "promised"),
        ("准备明天拆除", "promised"),
        ("责令三天内改正", "ordered"),
        ("要求我拆除", "ordered"),
        ("拒绝改正", "refused"),
        ("拒不整改", "refused"),
        ("就是不下架", "refused"),
        ("逾期未改正", "overdue"),
        ("复查时仍未改正", "overdue"),
        ("过了期限也没整改", "overdue"),
        ("改了吗？", "asked"),
        ("要不要下架", "asked"),
        ("如果改正了", "supposed"),
    ],
)
def test_where_one_act_stands(text: str, status: str) -> None:
    assert statuses(text) == [status]


DONE, NOT_YET = {"corrected_in_time": "yes"}, {"not_yet_corrected": "yes"}
PROMISED = {"correction_promised": "yes"}
REFUSED = {"correction_refused": "yes", "corrected_in_time": "no"}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # the four that all differ
        ("没有改正", NOT_YET),
        ("还没来得及改", NOT_YET),
        ("拒绝改", REFUSED),
        ("答应三天内改", PROMISED),
        # the last word counts
        ("当时没有改，第二天就改了", DONE),
        ("开始拒绝改，后来全部改了", DONE),
        ("责令我三天内改正，我当天就改了", DONE),
        ("责令限期改正，逾期未改", REFUSED),
        ("拒绝改，说以后再改", REFUSED),
        ("拒绝整改，又被责令改正", REFUSED),
        # what is asked or supposed is no fact
        ("如果我改了，会不会罚", {}),
        ("改正了吗？", {}),
        ("应该怎么改正", {}),
        # a mere order is no correction
        ("责令改正", {}),
        ("让我三天内整改", {}),
        ("卖了两袋过期面包", {}),
    ],
)
def test_what_a_question_shows_of_correction(text: str, facts: dict[str, str]) -> None:
    assert stands(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "没有改正",
        "尚未改正",
        "还没来得及下架",
        "拒绝改正",
        "答应改正",
        "责令改正",
        "改正了吗？",
        "如果改正呢",
    ],
)
def test_only_what_was_done_counts_as_corrected(text: str) -> None:
    assert stands(text).get("corrected_in_time") != "yes"


@pytest.mark.parametrize("text", ["没有改正", "答应三天内改", "无法改正", "还没来得及改"])
def test_not_having_done_it_yet_is_not_refusing(text: str) -> None:
    assert "correction_refused" not in stands(text)


def test_an_act_is_a_slice_of_the_question() -> None:
    text = "我家店第一次被查，已经下架了，答应三天内补齐票据。"
    for act in find_corrections(scope_clauses(split_clauses(text))):
        assert act.text == text[act.start : act.end]
