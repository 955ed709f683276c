"""The elements of a determination: what the rules asked for, met or not or open, with the evidence."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.determination import Determination, describe
from assistant.models import Basis, Element, Fact
from corpus.library import Library
from corpus.references import parse_ref
from corpus.rules import RuleBook

# The elements of 行政处罚法 33(1) are always shown; others where they were told or decided.
_ELEMENTS_STEP = 7  # of the order of decision: where 33(1) asks for its elements
_CORE = ("minor", "first_violation", "corrected_in_time", "harm")


def elements_of(
    determination: Determination, facts: Mapping[str, Fact], book: RuleBook, library: Library
) -> tuple[Element, ...]:
    """Core elements unless a terminal rule ended the matter; then those facts that fired a rule."""
    fired = book.of_ids(determination.rules)
    terminal = any(rule.kind == "terminal" for rule in fired)
    names = [] if terminal else list(_CORE)
    for rule in fired:
        told = [
            n for n in sorted(rule.when.facts()) if n in facts and facts[n].value != book.facts[n].presumed
        ]
        names += [n for n in told if n not in names]
    return tuple(_element(name, facts.get(name), determination, book, library) for name in names)


def _element(
    name: str, fact: Fact | None, determination: Determination, book: RuleBook, library: Library
) -> Element:
    spec = book.facts[name]
    status, label = "open", spec.label
    if fact is not None and fact.value != "unknown":
        value = str(fact.value)
        good = value in ("yes", "none", "slight") if spec.presumed is None else value != spec.presumed
        status = "met" if good else "unmet"
        label = describe(spec, value) if value in spec.value_labels else spec.label
    asking = [r for r in book.rules if name in r.when.facts() and r.basis]
    fired = determination.rules
    rule = min(asking, key=lambda r: (r.id not in fired, r.step != _ELEMENTS_STEP, r.step), default=None)
    return Element.model_validate(
        {
            "name": name, "label": label, "status": status,
            "evidence": fact.evidence if fact else "",
            "basis": _basis(rule.basis[0], library) if rule else None,
        }
    )  # fmt: skip


def _basis(reference: str, library: Library) -> Basis | None:
    ref = parse_ref(reference)
    law = library.resolve_name(ref.law)
    return Basis(law=law, article=ref.article) if law else None
