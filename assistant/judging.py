"""Facts to a verdict: what silence means, what is assumed, and the rules in their order.

Implements the rule book of ``corpus/rules`` (行政处罚法 27-37, 40, 49, 57; the Panjin plan 二). Pure
functions; nothing here knows a rule by name.
"""

from __future__ import annotations

from assistant.kleene import Truth, Values, evaluate
from assistant.models import OutcomeCode
from corpus.models import Frozen
from corpus.rules import FactSpec, Rule, RuleBook

Code = OutcomeCode

# From the mildest to the gravest; what is compared when floor, option and branches are named.
SEVERITY: tuple[Code, ...] = (
    Code.NOT_A_VIOLATION,
    Code.NO_PENALTY_REQUIRED,
    Code.NO_PENALTY_DISCRETIONARY,
    Code.MITIGATION_REQUIRED,
    Code.MITIGATION_DISCRETIONARY,
    Code.PENALTY,
    Code.AGGRAVATED_PENALTY,
    Code.TRANSFER,
)
_MITIGATION = (Code.MITIGATION_REQUIRED, Code.MITIGATION_DISCRETIONARY)


class Verdict(Frozen):
    """What the rules say of one set of values. ``code`` INSUFFICIENT: open rules could still grant."""

    code: Code
    rules: tuple[str, ...] = ()
    floor: Code | None = None
    option: Code | None = None


def severity(code: Code) -> int:
    return SEVERITY.index(code)


def presume(values: Values, book: RuleBook) -> dict[str, str | float | None]:
    """Fill in what silence means: circumstances out of the ordinary are absent unless told."""
    full: dict[str, str | float | None] = {
        name: spec.presumed for name, spec in book.facts.items() if spec.presumed is not None
    }
    full.update({k: v for k, v in values.items() if v is not None and v != "unknown"})
    return full


def assume(values: Values, book: RuleBook) -> dict[str, str | float | None]:
    """Add the most likely reading of open facts (FactSpec.assume); values are already presumed."""
    full = dict(values)
    for name, spec in book.facts.items():
        if full.get(name) is not None:
            continue
        for guess in spec.assume:
            holds = guess.when is None or evaluate(guess.when, values)
            if holds and not any(evaluate(u, values) for u in guess.unless):
                full[name] = guess.value
                break
    return full


def judge(values: Values, book: RuleBook) -> Verdict:
    """Run the rules over values with silence filled in. Deterministic; the order of facts is nothing."""
    truths = {rule.id: evaluate(rule.when, values) for rule in book.rules}
    fired = [rule for rule in book.rules if truths[rule.id]]
    for rule in fired:
        if rule.kind == "terminal":
            return Verdict(code=Code(rule.outcome), rules=(rule.id,))
    if any(r.kind == "terminal" and truths[r.id] is None and _doubted(r, values) for r in book.rules):
        return Verdict(code=Code.INSUFFICIENT)
    excludes = [r for r in fired if r.kind == "exclude"]
    grants = [r for r in fired if r.kind == "grant"]
    mitigation = [r for r in grants if Code(r.outcome) in _MITIGATION]
    stopped = {r.id for r in excludes}
    leniency = [r for r in grants if r not in mitigation and stopped <= set(r.shields)]
    if excludes and not leniency:
        return _excluded(fired, excludes, mitigation)
    if leniency or mitigation:
        return _granted(leniency, mitigation, truths, book)
    open_grants = [r for r in book.rules if r.kind == "grant" and truths[r.id] is None]
    if any(Code(r.outcome) not in _MITIGATION for r in open_grants):
        return Verdict(code=Code.INSUFFICIENT)
    return Verdict(code=Code.PENALTY)


def _doubted(rule: Rule, values: Values) -> bool:
    """Whether the question itself casts doubt on a fact of this rule: then nothing is presumed."""
    return any(values.get(name) == "open" for name in rule.when.facts())


def _excluded(fired: list[Rule], excludes: list[Rule], mitigation: list[Rule]) -> Verdict:
    heavier = [r for r in fired if r.kind == "aggravate"]
    floor = _mildest(mitigation) if mitigation else None
    ids = tuple(r.id for r in [*excludes, *heavier, *mitigation])
    if heavier:
        return Verdict(code=Code.AGGRAVATED_PENALTY, rules=ids, floor=floor)
    if mitigation and not any(r.final for r in excludes):
        return Verdict(code=_mildest(mitigation), rules=ids)
    return Verdict(code=Code.PENALTY, rules=ids, floor=floor)


def _granted(
    leniency: list[Rule], mitigation: list[Rule], truths: dict[str, Truth], book: RuleBook
) -> Verdict:
    code = _mildest(leniency or mitigation)
    floor = _mildest(mitigation) if leniency and mitigation else None
    if code is Code.NO_PENALTY_REQUIRED:
        floor = None
    opens = [
        r
        for r in book.rules
        if r.kind == "grant" and truths[r.id] is None and severity(Code(r.outcome)) < severity(code)
    ]
    return Verdict(
        code=code,
        rules=tuple(r.id for r in [*leniency, *mitigation]),
        floor=floor,
        option=_mildest(opens) if opens else None,
    )


def _mildest(rules: list[Rule]) -> Code:
    return min((Code(r.outcome) for r in rules), key=severity)


def describe(spec: FactSpec, value: str) -> str:
    """A fact with a value in words: "初次违法", "不是：初次违法", "危害后果严重"."""
    if value in spec.value_labels:
        return spec.value_labels[value]
    return spec.label if value == "yes" else f"不属于“{spec.label}”"
