"""Facts that follow from others: what the penalty clause, the values, the crime table and time say.

Nothing here decides. Each derived fact carries as evidence the words or the source it follows from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.derivations import Implied, Limitation, MinorBound, implications, limitations, minor_bounds
from assistant.kleene import evaluate
from assistant.models import Fact, assumed
from assistant.reading.reader import LEARNED
from corpus.crimes import CrimeHit
from corpus.models import PenaltyMode, Violation

__all__ = [
    "Facts", "Implied", "Limitation", "MinorBound", "derive", "implications", "limitation_of", "limitations",
    "minor_bounds", "number",
]  # fmt: skip

Facts = dict[str, Fact]


def number(facts: Mapping[str, Fact], name: str) -> float | None:
    """The value of a scalar fact, or None."""
    fact = facts.get(name)
    return None if fact is None or isinstance(fact.value, str) else float(fact.value)


def derive(
    facts: Facts,
    violation: Violation | None,
    crimes: list[CrimeHit],
    extra: Mapping[str, str | float] | None = None,
    laws: Sequence[str] = (),
    sure: bool = True,
) -> Facts:
    """All facts, told ones first: what the question says outright is never overwritten.

    ``extra``: what is known of the question itself (told_chars, role), for implications only. ``laws``:
    those of the authority the question names, for the limitation where no violation is known. ``sure``:
    whether the violation is certain enough that what its clause spares may be relied on.
    """
    out = dict(facts)
    _from_crimes(out, crimes)
    if violation:
        _from_violation(out, violation, sure)
    _minor(out)
    _time(out, violation, laws)
    _imply(out, extra or {})
    return out


def _imply(facts: Facts, extra: Mapping[str, str | float]) -> None:
    for implied in implications():
        values = {**{name: fact.value for name, fact in facts.items()}, **extra}
        if evaluate(implied.when, values) and not any(evaluate(u, values) for u in implied.unless):
            _add(facts, implied.fact, implied.value, implied.because)


def _add(facts: Facts, name: str, value: str, evidence: str, note: str = "") -> None:
    facts.setdefault(name, assumed(name, value, evidence, note))


def _from_crimes(facts: Facts, crimes: list[CrimeHit]) -> None:
    for hit in crimes:
        if hit.met == "yes" and hit.signal.effect == "transfer":
            _add(facts, "crime_suspected", "yes", "、".join(hit.matched))
        elif hit.met == "yes":
            _add(facts, "grave", "yes", "、".join(hit.matched))


def _from_violation(facts: Facts, violation: Violation, sure: bool) -> None:
    mode = violation.penalty_mode
    spares = mode in (PenaltyMode.CORRECT_FIRST, PenaltyMode.WARN_FIRST)
    if spares and not (sure and violation.correctable):  # what cannot be undone is not put right in time
        mode = PenaltyMode.PUNISH
    _add(facts, "clause_mode", mode.value, "、".join(violation.penalty))
    _add(facts, "key_area", "yes" if violation.key_area else "no", violation.name)
    if violation.grave:
        _add(facts, "grave", "yes", violation.name)
        _add(facts, "minor", "no", violation.name)


def _minor(facts: Facts) -> None:
    """Slightness by quantity; a bound that speaks against it wins over those that speak for it."""
    read: dict[str, tuple[str, str]] = {}
    for bound in minor_bounds():
        value = number(facts, bound.fact)
        if value is None:
            continue
        below = bound.le is not None and value <= bound.le
        above = bound.ge is not None and value >= bound.ge
        if below or above:
            read.setdefault(bound.minor, (facts[bound.fact].evidence, bound.source))
    guessed = "minor" in facts and facts["minor"].note == LEARNED
    for verdict in ("no", "yes"):
        if verdict in read:
            if guessed:  # a value outranks what was only inferred
                del facts["minor"]
            _add(facts, "minor", verdict, *read[verdict])
            return


def _time(facts: Facts, violation: Violation | None, laws: Sequence[str]) -> None:
    """行政处罚法 36: the longer limit needs harm; while none is told or denied, the shorter is in doubt."""
    years = number(facts, "years_since_act")
    if years is None:
        return
    rule, evidence = limitation_of(violation, laws), facts["years_since_act"].evidence
    harm = facts["harm"].value if "harm" in facts else "unknown"
    if years > (rule.long_years or rule.years) or (years > rule.years and harm == "none"):
        _add(facts, "time_barred", "yes", evidence)
    elif years > rule.years and harm == "unknown":
        _add(facts, "past_short_limit", "yes", evidence)


def limitation_of(violation: Violation | None, laws: Sequence[str] = ()) -> Limitation:
    """The limitation of the violation's law, else of ``laws``; 行政处罚法 36 where none has its own."""
    own = limitations()
    named = [reference.split(" ")[0] for reference in violation.penalty] if violation else laws
    return next((own[law] for law in named if law in own), own[""])
