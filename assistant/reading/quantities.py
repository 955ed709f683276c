"""Amounts, durations, ratios, ages and counts in a question, as values in base units.

yuan, days, times (0.1 = 超标 10%), years of age, pieces, persons, years since the act.
``quantity:UNIT`` carries a measure in the unit it was told in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from assistant.reading import numbers as num
from assistant.reading.clauses import Clause
from assistant.reading.patterns import read_vocabulary
from corpus.models import Frozen

_LOOK_BACK = 8


class Quantity(Frozen):
    """A value with the words it was read from; ``fact`` is the scalar fact it belongs to."""

    fact: str
    value: float
    text: str
    start: int
    end: int


class _Vocabulary:
    """The compiled words of quantities.yaml."""

    def __init__(self) -> None:
        _, data = read_vocabulary("quantities.yaml")
        self._rows: dict[str, list[tuple[str, re.Pattern[str]]]] = {
            kind: [(row["fact"], re.compile(row["words"])) for row in data[kind]]
            for kind in ("money", "duration", "ratio", "people")
        }
        self.victim = re.compile(data["age"]["victim"])
        count = rf"(?P<n>{num.NUMBER}|几)(?:小|大)?(?P<u>{data['minor_units']})"
        self.count = re.compile(count)
        self.measure = re.compile(
            rf"(?P<n>{num.NUMBER}|几|几十|几百)(?P<s>万|千|百)?(?:来|多|余)?(?P<u>{data['measures']})"
        )
        self.kilograms: dict[str, float] = data["to_kilogram"]

    def nearest(self, kind: str, *places: str) -> str:
        """The fact whose words stand in the first place that has any."""
        for place in places:
            for fact, words in self._rows[kind]:
                if words.search(place):
                    return fact
        return ""


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    return _Vocabulary()


def read_quantities(clauses: list[Clause], as_of: date) -> list[Quantity]:
    """All values in the clauses, in order of the text."""
    found: list[Quantity] = []
    for i, clause in enumerate(clauses):
        context = " ".join(c.text for c in clauses[max(0, i - 1) : i + 2] if c.sentence == clause.sentence)
        money = list(_money(clause, context))
        found += money
        found += _durations(clause)
        found += _ratios(clause, context)
        found += _ages(clause)
        found += _people(clause, context)
        found += _counts(clause, money)
        found += _years_since(clause, as_of)
    return found


def _quantity(clause: Clause, match: re.Match[str], fact: str, value: float) -> Quantity:
    start = clause.start + match.start()
    return Quantity(fact=fact, value=value, text=match.group(), start=start, end=clause.start + match.end())


def _money(clause: Clause, context: str) -> Iterator[Quantity]:
    for m in num.MONEY.finditer(clause.text):
        value = num.number(m["n"])
        if value is not None:
            before = clause.text[max(0, m.start() - _LOOK_BACK) : m.start()]
            fact = _vocabulary().nearest("money", before, clause.text, context) or "goods_value"
            yield _quantity(clause, m, fact, value * num.SCALE[m["u"]])


def _durations(clause: Clause) -> Iterator[Quantity]:
    for m in num.DURATION.finditer(clause.text):
        value = num.number(m["n"])
        after = clause.text[m.end() :]
        if value is None or after.startswith(("前", "内", "之内", "以内", "来", "后", "之后")):
            continue
        fact = _vocabulary().nearest("duration", clause.text[: m.start()][-_LOOK_BACK:], clause.text)
        if fact:
            yield _quantity(clause, m, fact, value * num.DAYS[m["u1"] or m["u2"]])


def _ratios(clause: Clause, context: str) -> Iterator[Quantity]:
    for m in [*num.RATIO.finditer(clause.text), *num.PERCENT_WORDS.finditer(clause.text)]:
        value = num.number(m["n"])
        fact = _vocabulary().nearest("ratio", clause.text, context)
        if value is None or not fact:
            continue
        parts = m.groupdict()
        if parts.get("d"):
            value += (num.number(parts["d"]) or 0) / 10
        value = value if parts.get("u") == "倍" else value / 100
        yield _quantity(clause, m, fact, value)
        if fact == "exceedance_heavy":
            yield _quantity(clause, m, "exceedance", value)


def _ages(clause: Clause) -> Iterator[Quantity]:
    for m in num.AGE.finditer(clause.text):
        value = num.number(m["w"] or m["n"] or m["m"] or m["k"])
        if value is None or value > 120:
            continue
        victim = _vocabulary().victim.search(clause.text[: m.start()])
        yield _quantity(clause, m, "victim_age" if victim else "age", value - 1 if m["b"] else value)


def _people(clause: Clause, context: str) -> Iterator[Quantity]:
    for m in num.PEOPLE.finditer(clause.text):
        value = num.number(m["n"])
        if value is not None and not clause.text[: m.start()].endswith("第"):
            yield _quantity(clause, m, _vocabulary().nearest("people", clause.text, context), value)


def _counts(clause: Clause, money: list[Quantity]) -> Iterator[Quantity]:
    taken = [(q.start - clause.start, q.end - clause.start) for q in money]
    vocabulary = _vocabulary()
    for pattern, prefix in ((vocabulary.count, "count"), (vocabulary.measure, "quantity")):
        for m in pattern.finditer(clause.text):
            value = num.number(m["n"])
            overlaps = any(a < m.end() and m.start() < b for a, b in taken)
            if value is None or overlaps or clause.text[: m.start()].endswith(("第", "一方面")):
                continue
            value *= num.SCALE[m.groupdict().get("s")]
            yield _quantity(clause, m, "count" if prefix == "count" else f"quantity:{m['u']}", value)
            if prefix == "quantity" and m["u"] in vocabulary.kilograms:
                for unit, factor in (("公斤", 1.0), ("吨", 0.001)):
                    if unit != m["u"]:
                        kilograms = value * vocabulary.kilograms[m["u"]]
                        yield _quantity(clause, m, f"quantity:{unit}", kilograms * factor)
    for m in num.ALCOHOL.finditer(clause.text):
        value = num.number(m["n"])
        if value is not None:
            yield _quantity(clause, m, "blood_alcohol", value)


def _years_since(clause: Clause, as_of: date) -> Iterator[Quantity]:
    for m in num.AGO.finditer(clause.text):
        value = num.number(m["n"])
        if value is not None:
            yield _quantity(clause, m, "years_ago", value / (12 if m["u"] == "月" else 1))
    for m in num.DATE.finditer(clause.text):
        year = int(m["y"]) if m["y"] else as_of.year - num.RELATIVE_YEARS[m["r"]]
        month = num.number(m["m"]) if m["m"] else (6 if m["y"] or m["r"] != "今年" else None)
        if month is None or not 1 <= month <= 12:
            continue
        day = date(year, int(month), min(28, max(1, int(m["d"] or 15))))
        if day <= as_of:
            yield _quantity(clause, m, "years_ago", (as_of - day).days / 365.25)
