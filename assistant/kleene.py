"""Three-valued logic (Kleene's strong logic) over named facts: True, False, or None for unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from corpus.rules import When

Truth = bool | None
Values = Mapping[str, str | float | None]


def k_all(truths: Iterable[Truth]) -> Truth:
    """And: False if any is False, else unknown if any is unknown."""
    seen = list(truths)
    if False in seen:
        return False
    return None if None in seen else True


def k_any(truths: Iterable[Truth]) -> Truth:
    """Or: True if any is True, else unknown if any is unknown."""
    seen = list(truths)
    if True in seen:
        return True
    return None if None in seen else False


def k_not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def evaluate(when: When, values: Values) -> Truth:
    """Evaluate a condition. A fact that is absent, None or "unknown" makes its atom unknown."""
    if when.all:
        return k_all(evaluate(c, values) for c in when.all)
    if when.any:
        return k_any(evaluate(c, values) for c in when.any)
    if when.not_ is not None:
        return k_not(evaluate(when.not_, values))
    return _atom(when, values)


def _atom(when: When, values: Values) -> Truth:
    value = values.get(when.fact or "")
    if value in (None, "unknown", "open"):
        return None
    if when.value:
        return value in when.value
    number = float(value)
    bounds = (
        when.lt is None or number < when.lt,
        when.le is None or number <= when.le,
        when.gt is None or number > when.gt,
        when.ge is None or number >= when.ge,
    )
    return all(bounds)
