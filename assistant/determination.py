"""From facts to an outcome: the order of decision, with floor, option, branches and questions.

The rules themselves are run by ``judging``; here the lead, what open facts would change, and what to
ask. Pure functions: values in, a Determination out. Nothing here reads text.
"""

from __future__ import annotations

from collections import Counter

from assistant.completions import complete, joint_branches, most_telling
from assistant.judging import SEVERITY, Code, Verdict, assume, describe, judge, presume, severity
from assistant.kleene import Values, evaluate
from assistant.models import Branch, Certainty
from corpus.models import Frozen
from corpus.rules import FactSpec, RuleBook

__all__ = ["SEVERITY", "Determination", "describe", "determine", "judge", "presume", "severity"]


class Determination(Frozen):
    """``rules`` made the lead; ``trace`` are all that hold on what is told or presumed, in order."""

    code: Code
    certainty: Certainty
    floor: Code | None
    option: Code | None
    rules: tuple[str, ...]
    branches: tuple[Branch, ...]
    ask: tuple[str, ...]
    trace: tuple[str, ...]


def determine(values: Values, book: RuleBook) -> Determination:
    """Decide on facts (name → value; absent or "unknown" stays open).

    The lead is what a careful officer would most likely reach; branches say what each open fact would
    change, or several together where none does it alone; ``ask`` names the facts to ask for, the one that
    tells most first.
    """
    known = presume(values, book)
    lead_values = assume(known, book)
    lead = judge(lead_values, book)
    open_facts = _open_facts(known, book)
    completions = complete(known, open_facts, book)
    branches = _branches(lead, lead_values, open_facts, book)
    # Where a rule ended the matter, what would come after it is for another day.
    if lead.code is not Code.INSUFFICIENT and not (branches and _ended(lead, book)):
        told = {lead.code, *(branch.code for name, branch in branches if name)}
        branches = [*joint_branches(told, lead_values, completions, book), *branches]
    if lead.code is Code.INSUFFICIENT:
        certainty: Certainty = "undetermined"
    else:
        certainty = "conditional" if any(name for name, _ in branches) else "definite"
    useful = [n for n in open_facts if not _settled(book.facts[n], known)]
    ask = most_telling(completions, useful) if certainty != "definite" else ()
    return Determination(
        code=lead.code,
        certainty=certainty,
        floor=lead.floor,
        option=_option(lead, [b for _, b in branches]),
        rules=lead.rules,
        branches=tuple(b for _, b in branches),
        ask=ask,
        trace=tuple(rule.id for rule in book.rules if evaluate(rule.when, known)),
    )


def _ended(lead: Verdict, book: RuleBook) -> bool:
    return any(rule.kind == "terminal" for rule in book.of_ids(lead.rules))


def _settled(spec: FactSpec, known: Values) -> bool:
    return spec.ask_unless is not None and evaluate(spec.ask_unless, known) is True


def _option(lead: Verdict, branches: list[Branch]) -> Code | None:
    """The mildest outcome that an open fact could still bring, where it is milder than the lead."""
    if lead.code not in SEVERITY:
        return None
    codes = [b.code for b in branches if b.code in SEVERITY and severity(b.code) < severity(lead.code)]
    return min([*codes, *([lead.option] if lead.option else [])], key=severity, default=None)


def _open_facts(known: Values, book: RuleBook) -> list[str]:
    """Facts that nobody has told and that some rule still waits for."""
    waiting: Counter[str] = Counter()
    for rule in book.rules:
        if evaluate(rule.when, known) is None:
            waiting.update(
                f for f in rule.when.facts() if known.get(f) in (None, "open") and book.facts[f].values
            )
    return [name for name, _ in waiting.most_common()]


def _branches(
    lead: Verdict, lead_values: Values, open_facts: list[str], book: RuleBook
) -> list[tuple[str, Branch]]:
    """What one open fact would change, and (without a fact to ask for) what is always told.

    Where a rule ended the matter, not to be able to tell any more is a change too.
    """
    no_change = (lead.code,) if _ended(lead, book) else (lead.code, Code.INSUFFICIENT)
    found: list[tuple[str, Branch]] = []
    for name in open_facts:
        for value in book.facts[name].values:
            code = judge({**lead_values, name: value}, book).code
            if code not in no_change:
                found.append((name, Branch(when=describe(book.facts[name], value), code=code)))
    if lead.code in SEVERITY[:5]:
        for name, spec in book.facts.items():
            if spec.always_branch and name not in open_facts and lead_values.get(name) != spec.always_branch:
                code = judge({**lead_values, name: spec.always_branch}, book).code
                if code is not lead.code:
                    found.append(("", Branch(when=describe(spec, spec.always_branch), code=code)))
    return found
