"""What was measured against its limit, where the text gives both and not the ratio: 测得5.2毫克/升，限值1.0.

Times over the limit as elsewhere: 4.2 here. Sounds are left out: decibels are no ratios.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.reading.clauses import Clause
from assistant.reading.quantity_words import Quantity, vocabulary


def measured_over_limit(clauses: Sequence[Clause]) -> Iterator[Quantity]:
    """One exceedance for each clause with a measured value whose sentence gives one limit."""
    words = vocabulary()
    for clause in clauses:
        found = words.measured.search(clause.text)
        if found is None:
            continue
        near = [c.text for c in clauses if c.sentence == clause.sentence]
        limits = {float(m["n"]) for text in near for m in words.limit.finditer(text)}
        value = float(found["n"])
        if len(limits) != 1 or not 0 < (limit := limits.pop()) < value:
            continue
        over = round(value / limit - 1, 3)
        fact = words.nearest("ratio", *near)
        for name in dict.fromkeys(("exceedance", fact if fact.startswith("exceedance") else "exceedance")):
            yield Quantity(
                fact=name, value=over, text=found.group(),
                start=clause.start + found.start(), end=clause.start + found.end(),
            )  # fmt: skip
