"""Whether the time for putting things right is over, as the question tells it.

"限七日内拆除，今天第十五天了" and "限本月三十日前，现为二十四日": a limit, and how far time has gone since.
What cannot be worked out for sure is not told: a refusal taken for "in time" would be dangerous.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.reading.correction import CorrectionAct, Status
from assistant.reading.numbers import DAYS, NUMBER, number
from assistant.reading.patterns import VOCABULARY_DIR, word_lists
from assistant.reading.scopes import Scope

_N = rf"(?<![\d.一二三四五六七八九十百两几]){NUMBER}"
_SPAN = re.compile(
    rf"(?P<rank>第)?(?:(?P<n>{_N}|半|俩)"
    r"(?:个?(?P<u>工作日|小时|天|周|星期|礼拜)|(?P<d>日)(?!前)|(?:个(?P<h>半)?|(?<=[俩两半]))(?P<m>月)))"
)
_DAY = re.compile(
    rf"(?:(?P<m>{_N})月(?:份)?)?(?:(?P<d>{NUMBER})(?:[日号](?!店|楼|院|内|之内|以内)|(?=了|$))|(?P<end>月底))"
)
_RATHER = re.compile(r"[一二三四五六七八九][一二三四五六七八九](?![十百])")  # 七八天, 二十五六天: no number
_EACH = re.compile(r"每|一天|年|零|又|月$")  # what makes the next span no time gone since the order
_WORKING_DAY = 7 / 5
_LAST_OF_MONTH = 30
_MARK_REACHES = 8  # characters from a mark of time to its number
_RECENT = 6  # days that "上周五" may lie back
_FAR = 6  # months; a day further back is one of the year before

Day = tuple[int, int]  # month (0 when not told) and day


class Limit(NamedTuple):
    """``days`` or ``by`` a day. ``start``: of its clause. ``this_month``: the day is said to be of it.

    ``since``: the day of the order, where it is told with its month.
    """

    days: float | None
    by: Day | None
    start: int
    this_month: bool
    since: Day | None = None


class Standing(NamedTuple):
    """``past``: the limit, told at ``since``, is over. ``still``: nothing has changed. ``waiting``: it says
    that time is left or that something is under way. ``text``: the clause that tells the time.
    """

    past: bool
    still: bool
    waiting: bool
    text: str
    start: int
    end: int
    since: int


def standing(scopes: Sequence[Scope]) -> Standing | None:
    """What the question tells of a limit and the time gone since; None where that is not sure.

    Of several times the first that is past counts, until another limit is set.
    """
    words = word_lists(VOCABULARY_DIR / "deadlines.yaml")
    limit: Limit | None = None
    out: Standing | None = None
    for place, scope in enumerate(scopes):
        clause = scope.clause
        if scope.hypothetical or scope.asked_from is not None:
            continue
        if found := _limit(clause.text, clause.start, words):
            limit, out = found, None
            if _just_ordered(clause.text, words, found):
                waiting = _near(words["waiting"], scopes[place:])
                out = Standing(False, False, waiting, clause.text, clause.start, clause.end, clause.start)
            continue
        if limit is None or (out and out.past):
            continue
        past = _gone(clause.text, words, limit)
        if past is not None:
            still = _near(words["still"], scopes[place:])
            waiting = _near(words["waiting"], scopes[place:]) or bool(words["early"].search(clause.text))
            out = Standing(past, still, waiting, clause.text, clause.start, clause.end, limit.start)
    return out


def _near(words: re.Pattern[str], scopes: Sequence[Scope]) -> bool:
    """Whether the first clause or the next one has such words."""
    return any(words.search(scope.clause.text) for scope in scopes[:2])


def in_time(acts: Sequence[CorrectionAct], told: Standing | None) -> list[CorrectionAct]:
    """Acts of correction in the light of the limit.

    Past: what is not done is overdue, and so is what is as it was. Not past: what was read as a refusal by
    likeness alone, and says in so many words that something is under way, is not done yet.
    """
    if told is None:
        return list(acts)
    if told.past:
        late = [_as(a, "overdue") if a.status == "not_done" and a.start >= told.start else a for a in acts]
        unchanged = told.still and not any(a.status == "done" and a.start >= told.since for a in acts)
        return _in_order([*late, _act(told, "overdue")]) if unchanged else late
    waiting = word_lists(VOCABULARY_DIR / "deadlines.yaml")["waiting"]
    out = [
        _as(a, "not_done")
        if a.status == "refused" and a.learned and a.start >= told.start and waiting.search(a.text)
        else a
        for a in acts
    ]
    silent = told.waiting and all(a.status == "ordered" for a in out)
    return _in_order([*out, _act(told, "not_done")]) if silent else out


def _as(act: CorrectionAct, status: Status) -> CorrectionAct:
    return act.model_copy(update={"status": status})


def _act(told: Standing, status: Status) -> CorrectionAct:
    return CorrectionAct(status=status, text=told.text, start=told.start, end=told.end)


def _in_order(acts: Sequence[CorrectionAct]) -> list[CorrectionAct]:
    return sorted(acts, key=lambda act: act.start)


def _limit(text: str, start: int, words: dict[str, re.Pattern[str]]) -> Limit | None:
    """The limit that a clause sets for putting things right."""
    mark = words["limit"].search(text)
    if not mark or words["not_limit"].search(text):
        return None
    for told in _days(text, mark.end()):
        if text[told.end :].startswith(("前", "之前", "以前")) or told.day[0]:
            return Limit(None, told.day, start, bool(re.search("本月|这个?月", text)))
    for span in _SPAN.finditer(text, mark.end()):
        if not span["rank"] and (days := _length(span)) is not None:
            ordered = next((d.day for d in _days(text, 0) if d.end <= span.start() and d.day[0]), None)
            return Limit(days, None, start, False, ordered)
    return None


def _just_ordered(text: str, words: dict[str, re.Pattern[str]], limit: Limit) -> bool:
    """Whether the clause that sets the limit says that the order is younger than that (昨天才下的单子)."""
    recent = words["recent"].search(text)
    return bool(recent and limit.days is not None and limit.days > _RECENT)


def _gone(text: str, words: dict[str, re.Pattern[str]], limit: Limit) -> bool | None:
    """Whether the limit is past by what a clause says of the time; None where it says nothing sure of it."""
    if words["over"].search(text):
        return True
    for mark in words["now"].finditer(text):
        if limit.days is not None:
            today = next(_days(text, mark.end()), None)
            if today and limit.since and today.day[0] and today.start - mark.end() <= _MARK_REACHES:
                return _between(limit.since, today.day, limit.days)
            span = _SPAN.search(text, mark.end())
            if span and _counts(text, mark, span):
                days = _length(span)
                return None if days is None else days > limit.days
        elif limit.by is not None:
            told = next(_days(text, mark.end()), None)
            if told and told.start - mark.end() <= _MARK_REACHES:
                return _later(told.day, limit, bool(words["early"].search(text)))
    return None


def _counts(text: str, mark: re.Match[str], span: re.Match[str]) -> bool:
    """Whether a span tells the time gone: right after the mark, alone, and no day of a month."""
    between = text[mark.end() : span.start()]
    if len(between) > _MARK_REACHES or _EACH.search(between) or _EACH.match(text[span.end() :]):
        return False
    return not span["d"] or bool(span["rank"]) or mark.group() in ("过了", "过去")


class _Told(NamedTuple):
    start: int
    end: int
    day: Day


def _days(text: str, since: int) -> Iterator[_Told]:
    for m in _DAY.finditer(text, since):
        month = number(m["m"]) if m["m"] else 0
        day = _LAST_OF_MONTH if m["end"] else number(m["d"])
        if month is not None and day is not None and not _RATHER.search(m["d"] or ""):
            yield _Told(m.start(), m.end(), (int(month), int(day)))


def _later(day: Day, limit: Limit, early: bool) -> bool | None:
    """Whether a day lies after the limit. Without both months only what cannot be otherwise is told."""
    by = limit.by or (0, 0)
    if day[0] and by[0]:
        return day > by if abs(day[0] - by[0]) <= _FAR else None
    if day[1] > by[1]:
        return True
    return False if early or limit.this_month else None


def _between(since: Day, day: Day, days: float) -> bool | None:
    """Whether more than ``days`` lie between two days of one year."""
    gone = (day[0] - since[0]) * _LAST_OF_MONTH + day[1] - since[1]
    return gone > days if gone >= 0 else None


def _length(span: re.Match[str]) -> float | None:
    """Days; None for a rough number."""
    unit = span["u"] or span["d"] or span["m"]
    each = _WORKING_DAY if unit == "工作日" else DAYS[unit]
    value = number(span["n"])
    if value is None or _RATHER.search(span["n"]):
        return None
    return (value + (0.5 if span["h"] else 0)) * each
