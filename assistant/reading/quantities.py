"""Amounts, durations, ratios, ages and counts in a question, as values in base units.

yuan, days, times (0.1 = 超标 10%), years of age, pieces, persons, years since a day told.
``quantity:UNIT`` carries a measure in the unit it was told in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.reading import numbers as num
from assistant.reading.ages import ages_told
from assistant.reading.clauses import Clause
from assistant.reading.days import Day, days_told, one_story, years_ago
from assistant.reading.measured import measured_over_limit
from assistant.reading.quantity_words import Quantity, vocabulary

_LOOK_BACK = 8


def read_quantities(clauses: list[Clause], as_of: date) -> list[Quantity]:
    """All values in the clauses, in order of the text."""
    found: list[Quantity] = []
    story = one_story(clauses)
    days = days_told(story, as_of)
    for i, clause in enumerate(clauses):
        context = " ".join(c.text for c in clauses[max(0, i - 1) : i + 2] if c.sentence == clause.sentence)
        money = list(_money(clause, context))
        found += money
        found += _durations(clause, days)
        found += _ratios(clause, context)
        found += _people(clause, context)
        found += _counts(clause, money)
        found += [
            _quantity(clause, m, "capacity_degree", degree)
            for degree, words in vocabulary().capacity
            for m in words.finditer(clause.text)
        ]
    found += measured_over_limit(clauses)
    found += ages_told(story, days, as_of)
    found += years_ago(story, days, as_of)
    return sorted(found, key=lambda q: q.start)


def _quantity(clause: Clause, match: re.Match[str], fact: str, value: float) -> Quantity:
    start = clause.start + match.start()
    return Quantity(fact=fact, value=value, text=match.group(), start=start, end=clause.start + match.end())


def _money(clause: Clause, context: str) -> Iterator[Quantity]:
    for m in num.MONEY.finditer(clause.text):
        value = num.number(m["n"])
        before = clause.text[max(0, m.start() - _LOOK_BACK) : m.start()]
        if value is not None and not (m.group().endswith("块") and num.PIECE_OF.search(before)):
            each = num.EACH_AFTER.match(clause.text, m.end()) or num.EACH_BEFORE.search(before)
            fact = "unit_price" if each else vocabulary().nearest("money", before, clause.text, context)
            fact = fact or "goods_value"
            yield _quantity(clause, m, fact, value * num.SCALE[m["u"]])


def _durations(clause: Clause, days: list[Day]) -> Iterator[Quantity]:
    for m in num.DURATION.finditer(clause.text):
        value = num.number(m["n"])
        if any(d.start < clause.start + m.end() and clause.start + m.start() < d.end for d in days):
            continue  # 二〇二二年 is a date
        after = clause.text[m.end() :]
        if value is None or after.startswith(("前", "内", "之内", "以内", "来", "后", "之后")):
            continue
        fact = vocabulary().nearest("duration", clause.text[: m.start()][-_LOOK_BACK:], clause.text)
        if fact:
            yield _quantity(clause, m, fact, value * num.DAYS[m["u1"] or m["u2"]])


def _ratios(clause: Clause, context: str) -> Iterator[Quantity]:
    for m in [*num.RATIO.finditer(clause.text), *num.PERCENT_WORDS.finditer(clause.text)]:
        value = num.number(m["n"])
        fact = vocabulary().nearest("ratio", clause.text, context)
        if value is None or not fact:
            continue
        parts = m.groupdict()
        if parts.get("d"):
            value += (num.number(parts["d"]) or 0) / 10
        value = value if parts.get("u") == "倍" else value / 100
        yield _quantity(clause, m, fact, value)
        if fact == "exceedance_heavy":
            yield _quantity(clause, m, "exceedance", value)


def _people(clause: Clause, context: str) -> Iterator[Quantity]:
    for m in num.PEOPLE.finditer(clause.text):
        value = num.number(m["n"])
        if value is not None and not clause.text[: m.start()].endswith("第"):
            yield _quantity(clause, m, vocabulary().nearest("people", clause.text, context), value)


def _counts(clause: Clause, money: list[Quantity]) -> Iterator[Quantity]:
    taken = [(q.start - clause.start, q.end - clause.start) for q in money]
    words = vocabulary()
    for pattern, prefix in ((words.count, "count"), (words.measure, "quantity")):
        for m in pattern.finditer(clause.text):
            value = num.number(m["n"])
            overlaps = any(a < m.end() and m.start() < b + (value == 1) for a, b in taken)  # 两块一根: of one
            before, after = clause.text[: m.start()], clause.text[m.end() :]
            one_by_one = after.startswith(m.group()) or before.endswith(m.group())
            if value is None or overlaps or one_by_one or before.endswith(("第", "一方面")):
                continue
            value *= num.SCALE[m.groupdict().get("s")]
            yield _quantity(clause, m, "count" if prefix == "count" else f"quantity:{m['u']}", value)
            if prefix == "quantity" and m["u"] in words.kilograms:
                for unit, factor in (("公斤", 1.0), ("吨", 0.001)):
                    if unit != m["u"]:
                        kilograms = value * words.kilograms[m["u"]]
                        yield _quantity(clause, m, f"quantity:{unit}", kilograms * factor)
    for m in [*num.ALCOHOL.finditer(clause.text), *num.ALCOHOL_BARE.finditer(clause.text)]:
        value = num.number(m["n"])
        if value is not None:
            yield _quantity(clause, m, "blood_alcohol", value)
