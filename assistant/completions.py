"""What the open facts can bring together: every completion of them, the branches, the questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from itertools import product
from math import log2, prod
from typing import NamedTuple

from assistant.judging import Code, describe, judge
from assistant.kleene import Values
from assistant.models import Branch
from corpus.rules import RuleBook

_MAX_COMPLETIONS = 300


class Completions(NamedTuple):
    """The outcome of every combination of values of ``names``, the open facts that can be asked for."""

    names: tuple[str, ...]
    outcomes: dict[tuple[str, ...], Code]


def complete(known: Values, open_facts: list[str], book: RuleBook) -> Completions:
    """Judge every completion; of too many open facts the least waited for are left open."""
    names = [n for n in open_facts if book.facts[n].ask_business]
    while names and prod(len(book.facts[n].values) for n in names) > _MAX_COMPLETIONS:
        names.pop()
    combinations = product(*(book.facts[n].values for n in names)) if names else ()
    outcomes = {c: judge({**known, **dict(zip(names, c, strict=True))}, book).code for c in combinations}
    return Completions(tuple(names), outcomes)


def joint_branches(
    told: Container[Code], lead_values: Values, completions: Completions, book: RuleBook
) -> list[tuple[str, Branch]]:
    """For each outcome not in ``told``, which open facts only reach together: the fewest that bring it."""
    nearest: dict[Code, dict[str, str]] = {}
    for combination, code in completions.outcomes.items():
        given = dict(zip(completions.names, combination, strict=True))
        changed = {n: v for n, v in given.items() if lead_values.get(n) != v}
        held = nearest.get(code)
        if code not in told and code is not Code.INSUFFICIENT and (held is None or len(changed) < len(held)):
            nearest[code] = changed
    found = []
    for code, changed in nearest.items():
        for name in completions.names:
            fewer = {n: v for n, v in changed.items() if n != name}
            if len(fewer) < len(changed) and judge({**lead_values, **fewer}, book).code is code:
                changed = fewer
        words = "，且".join(describe(book.facts[n], v) for n, v in changed.items())
        found.append((next(iter(changed)), Branch(when=words, code=code)))
    return found


def most_telling(completions: Completions, among: Container[str], most: int = 3) -> tuple[str, ...]:
    """Those facts ``among`` the open ones whose answer would narrow the outcome most (information gain)."""
    outcomes = completions.outcomes
    whole = _entropy(Counter(outcomes.values()))
    gains: list[tuple[float, int, str]] = []
    for i, name in enumerate(completions.names):
        parts: dict[str, Counter[Code]] = {}
        for combination, code in outcomes.items():
            parts.setdefault(combination[i], Counter())[code] += 1
        rest = sum(_entropy(p) * p.total() for p in parts.values()) / len(outcomes)
        gains.append((whole - rest, -i, name))
    told = [name for gain, _, name in sorted(gains, reverse=True) if gain > 1e-9 and name in among]
    return tuple(told[:most])


def _entropy(counts: Counter[Code]) -> float:
    total = counts.total()
    return -sum(n / total * log2(n / total) for n in counts.values()) if total else 0.0
