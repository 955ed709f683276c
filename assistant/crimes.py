"""Crime signals of one question, without those whose words are only denied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.models import Fact
from corpus.crimes import CrimeHit, CrimeSignal, find_crimes, linked_crimes
from corpus.models import Violation

_DENIED = re.compile(
    r"(不构成|未构成|没有构成|不是|并非|不属于|没有|没|未|无|不|幸未|未造成|没造成)(造成|达到|发生)?$"
)
_NOT_AT_STAKE = ("fine", "monthly_pay")  # sums of money that measure no crime


def suspected(text: str, signals: Iterable[CrimeSignal], facts: Mapping[str, Fact]) -> list[CrimeHit]:
    """Hits of the crime table in the text, with the told values; denied ones ("不构成轻伤") left out."""
    hits = find_crimes(text, signals, crime_values(facts))
    return [hit for hit in hits if not any(_only_denied(word, text) for word in hit.matched)]


def linked(
    violation: Violation, text: str, signals: Iterable[CrimeSignal], facts: Mapping[str, Fact]
) -> list[CrimeHit]:
    """Full hits of the crimes that a violation names, denied measures left out."""
    hits = linked_crimes(violation.crime, violation.crime_by_act, text, signals, crime_values(facts))
    return [
        h for h in hits if h.met == "yes" and not any(_only_denied(w, text) for w in h.reason.split("、"))
    ]


def _only_denied(word: str, text: str) -> bool:
    places = [m.start() for m in re.finditer(re.escape(word), text)]
    return bool(places) and all(_DENIED.search(text[max(0, at - 6) : at]) for at in places)


def crime_values(facts: Mapping[str, Fact]) -> dict[str, float]:
    """Scalar facts for the crime table, with the largest sum of money at stake as "money"."""
    values = {name: float(f.value) for name, f in facts.items() if not isinstance(f.value, str)}
    money = [
        v
        for n, v in values.items()
        if n not in _NOT_AT_STAKE and facts[n].evidence.rstrip("钱")[-1:] in ("元", "块", "万", "亿")
    ]
    return values | ({"money": max(money)} if money else {})
