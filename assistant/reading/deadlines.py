"""Whether the time for putting things right is over, as the question tells it.

"限七日内拆除，今天第十五天了" and "限本月三十日前，现为二十四日": a limit, and how far time has gone since.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.reading.clauses import Clause
from assistant.reading.correction import CorrectionAct, Status
from assistant.reading.numbers import DAYS, NUMBER, number
from assistant.reading.patterns import VOCABULARY_DIR, word_lists

_SPAN = re.compile(
    rf"(?P<rank>第)?(?<!月)(?P<n>{NUMBER}|半|俩)(?:个?(?P<u>工作日|小时|天|周|星期|礼拜)|(?P<d>日)(?!前)|(?:个(?P<h>半)?|(?<=[俩两半]))(?P<m>月))"
)
_DAY = re.compile(
    rf"(?:(?P<m>{NUMBER})月(?:份)?)?(?:(?P<d>{NUMBER})(?:[日号](?!店|楼|院|内|之内|以内)|(?=了|$))|(?P<end>月底))"
)
_DATE_BEFORE = re.compile(rf"{NUMBER}月$")
_WORKING_DAY = 7 / 5
_LAST_OF_MONTH = 30
_MARK_REACHES = 8  # characters from a mark of time to its number


class Standing(NamedTuple):
    """``past``: the limit is over. ``still``: nothing has changed. ``text``: the clause that tells so."""

    past: bool
    still: bool
    text: str
    start: int
    end: int


def standing(clauses: Sequence[Clause]) -> Standing | None:
    """The last word of the question on a limit and the time gone since; None where either is not told."""
    words = word_lists(VOCABULARY_DIR / "deadlines.yaml")
    limit: tuple[float | None, tuple[int, int] | None] = (None, None)
    out: Standing | None = None
    for place, clause in enumerate(clauses):
        if found := _limit(clause.text, words["limit"]):
            limit = found
            continue
        past = _gone(clause.text, words["now"], *limit)
        if past is not None:
            rest = "，".join(c.text for c in clauses[place:])
            still = bool(words["still"].search(rest))
            out = Standing(past, still, clause.text, clause.start, clause.end)
    return out


def in_time(acts: Sequence[CorrectionAct], told: Standing | None) -> list[CorrectionAct]:
    """Acts of correction in the light of the limit: what is not done is overdue when it is past, and when it
    is not, what merely sounded like a refusal is under way.
    """
    if told is None:
        return list(acts)
    if told.past:
        late = [_as(a, "overdue") if a.status == "not_done" and a.start >= told.start else a for a in acts]
        unchanged = told.still and not any(a.status == "done" and a.start >= told.start for a in acts)
        return _in_order([*late, _act(told, "overdue")]) if unchanged else late
    waiting = [_as(a, "not_done") if a.status == "refused" and a.learned else a for a in acts]
    if any(a.status != "ordered" for a in waiting):
        return waiting
    return _in_order([*waiting, _act(told, "not_done")])


def _as(act: CorrectionAct, status: Status) -> CorrectionAct:
    return act.model_copy(update={"status": status})


def _act(told: Standing, status: Status) -> CorrectionAct:
    return CorrectionAct(status=status, text=told.text, start=told.start, end=told.end)


def _in_order(acts: Sequence[CorrectionAct]) -> list[CorrectionAct]:
    return sorted(acts, key=lambda act: act.start)


def _limit(text: str, marks: re.Pattern[str]) -> tuple[float | None, tuple[int, int] | None] | None:
    """(days, None) or (None, (month or 0, day)) that a clause sets as the limit."""
    mark = marks.search(text)
    if not mark:
        return None
    for day in _days(text, mark.end()):
        if text[day.end : day.end + 2].startswith(("前", "之前", "以前")):
            return None, day.day
    for span in _SPAN.finditer(text, mark.end()):
        if not span["rank"]:
            return _length(span), None
    return None


def _gone(text: str, marks: re.Pattern[str], days: float | None, by: tuple[int, int] | None) -> bool | None:
    """Whether the limit is past by what a clause says of the time; None where it says nothing of it."""
    if days is None and by is None:
        return None
    for mark in marks.finditer(text):
        if days is not None:
            span = _SPAN.search(text, mark.end())
            if (
                span
                and span.start() - mark.end() <= _MARK_REACHES
                and not _DATE_BEFORE.search(text[: span.start()])
            ):
                return _length(span) > days
        elif by is not None:
            day = next(_days(text, mark.end()), None)
            if day and day.start - mark.end() <= _MARK_REACHES:
                return _later(day.day, by)
    return None


class _Told(NamedTuple):
    start: int
    end: int
    day: tuple[int, int]


def _days(text: str, since: int) -> Iterator[_Told]:
    for m in _DAY.finditer(text, since):
        month = number(m["m"]) if m["m"] else 0
        day = _LAST_OF_MONTH if m["end"] else number(m["d"])
        if month is not None and day is not None:
            yield _Told(m.start(), m.end(), (int(month), int(day)))


def _later(day: tuple[int, int], limit: tuple[int, int]) -> bool:
    """A day told without its month is of the other's month."""
    if 0 in (day[0], limit[0]):
        return day[1] > limit[1]
    return day > limit


def _length(span: re.Match[str]) -> float:
    """Days."""
    unit = span["u"] or span["d"] or span["m"]
    each = _WORKING_DAY if unit == "工作日" else DAYS[unit]
    return ((number(span["n"]) or 0) + (0.5 if span["h"] else 0)) * each
