"""Days told in a question, and how long ago the act, its end and its discovery were.

The limitation runs from the end of the act to its first discovery (行政处罚法 第三十六条).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from assistant.reading import numbers as num
from assistant.reading.clauses import Clause
from assistant.reading.quantity_words import Quantity, vocabulary


def clause_start(story: str, at: int) -> int:
    """Where the clause that holds ``at`` begins."""
    return max(story.rfind("，", 0, at), story.rfind("。", 0, at)) + 1


def one_story(clauses: list[Clause]) -> str:
    """The question with one mark a clause ("，") and a sentence ("。"), every word in its place."""
    out: list[str] = []
    last = None
    for clause in clauses:
        gap = "，" if last is not None and last.sentence == clause.sentence else "。"
        out.append(gap * (clause.start - sum(map(len, out))) + clause.text)
        last = clause
    return "".join(out)


class Day(NamedTuple):
    """A day told. ``birth``: somebody was born on it."""

    start: int
    end: int
    day: date
    birth: bool


def days_told(story: str, as_of: date) -> list[Day]:
    """The days told up to today. 今年 or 那年 without a month is none; another year is read as its middle."""
    words = vocabulary().dates
    out: list[Day] = []
    told: int | None = None
    for m in num.DATE.finditer(story):
        year = num.year_of(m, as_of, told)
        if year is None:
            continue
        told = year
        birth = bool(
            words["born_before"].search(story[: m.start()]) or words["born_after"].match(story[m.end() :])
        )
        month = num.month_of(m) or (1 if birth else 6)
        if m["r"] == "今年" and num.month_of(m) is None:
            continue
        day = date(year, month, min(28, max(1, int(m["d"] or (1 if birth else 15)))))
        if day <= as_of:
            out.append(Day(m.start(), m.end(), day, birth))
    return out


def years_ago(story: str, days: list[Day], as_of: date) -> Iterator[Quantity]:
    """Years since each day told: of the act (``years_ago``), of its end, of its discovery.

    ``going_on``: since that day it lasts; ``pursued``: an authority dealt with it in the meantime.
    """
    words = vocabulary().dates
    told: list[tuple[int, int, float | None]] = [
        (d.start, d.end, (as_of - d.day).days / 365.25) for d in days if not d.birth
    ]
    told += [(m.start(), m.end(), num.span(m)) for m in num.AGO.finditer(story)]
    passed = [(m.start(), m.end(), num.span(m)) for m in num.PASSED.finditer(story)]
    last_end = -9
    for start, end, years in sorted([*told, *passed], key=lambda row: row[:2]):
        begins = clause_start(story, start)
        tail = words["now"].split(words["dated"].split(re.split("[，。]", story[end:])[0])[0])[0]
        near = story[begins:start] + tail
        if years is None or words["other"].search(near):
            continue
        found = words["found"].search(words["not_found"].sub("", tail))
        if (start, end, years) in passed:
            kind = "years_ago"
        elif found:
            kind = "found_ago"
        elif words["ended"].search(tail) or words["until"].fullmatch(story[last_end:start]):
            kind = "ended_ago"
        elif words["going_on"].search(tail):
            kind = "going_on"
        else:
            kind = "years_ago"
        last_end = end
        yield Quantity(fact=kind, value=years, text=story[start:end], start=start, end=end)
    for m in words["pursued"].finditer(story):
        begins = clause_start(story, m.start())
        if not words["denied"].search(story[begins : m.end()]):
            yield Quantity(fact="pursued", value=1.0, text=m.group(), start=m.start(), end=m.end())
