"""From facts to an outcome: the order of decision, with floor, option, branches and questions.

Implements the rule book of ``corpus/rules`` (行政处罚法 27-37, 40, 49, 57; the Panjin plan 二). Pure
functions: values in, a Determination out. Nothing here reads text, and nothing here knows a rule by name.
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import log2, prod

from assistant.kleene import Truth, Values, evaluate
from assistant.models import Branch, Certainty, OutcomeCode
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
_MAX_COMPLETIONS = 300


class RuleTrace(Frozen):
    """One rule as it stood: ``truth`` True fired, None open, False not met; ``facts`` are asked for."""

    rule: str
    truth: bool | None
    facts: tuple[str, ...]


class Verdict(Frozen):
    """What the rules say of one set of values. ``code`` INSUFFICIENT: open rules could still grant."""

    code: Code
    rules: tuple[str, ...] = ()
    floor: Code | None = None
    option: Code | None = None


class Determination(Frozen):
    code: Code
    certainty: Certainty
    floor: Code | None
    option: Code | None
    rules: tuple[str, ...]
    branches: tuple[Branch, ...]
    ask: tuple[str, ...]
    assumed: tuple[str, ...]
    trace: tuple[RuleTrace, ...]


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


def determine(values: Values, book: RuleBook) -> Determination:
    """Decide on facts (name → value; absent or "unknown" stays open).

    The lead is what a careful officer would most likely reach; branches say what each open fact would
    change; ``ask`` names the facts to ask for, the one that tells most first.
    """
    known = presume(values, book)
    lead_values = assume(known, book)
    lead = judge(lead_values, book)
    open_facts = _open_facts(known, book)
    branches = _branches(lead.code, lead_values, open_facts, book)
    assumed = tuple(sorted(n for n in lead_values if n not in known and n in open_facts))
    matters = [n for n in open_facts if any(b_fact == n for b_fact, _ in branches)]
    if lead.code is Code.INSUFFICIENT:
        certainty: Certainty = "undetermined"
    else:
        certainty = "conditional" if matters else "definite"
    ask = _most_telling(known, open_facts, book) if certainty != "definite" else ()
    return Determination(
        code=lead.code,
        certainty=certainty,
        floor=lead.floor,
        option=_option(lead, [b for _, b in branches]),
        rules=lead.rules,
        branches=tuple(b for _, b in branches),
        ask=ask,
        assumed=assumed,
        trace=tuple(
            RuleTrace(rule=r.id, truth=evaluate(r.when, known), facts=tuple(sorted(r.when.facts())))
            for r in book.rules
        ),
    )


def _option(lead: Verdict, branches: list[Branch]) -> Code | None:
    """The mildest outcome that an open fact could still bring, where it is milder than the lead."""
    if lead.code not in SEVERITY:
        return None
    codes = [b.code for b in branches if severity(b.code) < severity(lead.code)]
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
    lead: Code, lead_values: Values, open_facts: list[str], book: RuleBook
) -> list[tuple[str, Branch]]:
    found: list[tuple[str, Branch]] = []
    for name in open_facts:
        for value in book.facts[name].values:
            code = judge({**lead_values, name: value}, book).code
            if code not in (lead, Code.INSUFFICIENT):
                found.append((name, Branch(when=describe(book.facts[name], value), code=code)))
    if lead in SEVERITY[:5]:
        for name, spec in book.facts.items():
            if spec.always_branch and name not in open_facts and lead_values.get(name) != spec.always_branch:
                code = judge({**lead_values, name: spec.always_branch}, book).code
                if code is not lead:
                    found.append(("", Branch(when=describe(spec, spec.always_branch), code=code)))
    return found


def describe(spec: FactSpec, value: str) -> str:
    """A fact with a value in words: "初次违法", "不是：初次违法", "危害后果严重"."""
    if value in spec.value_labels:
        return spec.value_labels[value]
    return spec.label if value == "yes" else f"不属于“{spec.label}”"


def _most_telling(known: Values, open_facts: list[str], book: RuleBook, most: int = 3) -> tuple[str, ...]:
    """Open facts by how much an answer would narrow the outcome (information gain over completions)."""
    askable = [n for n in open_facts if book.facts[n].ask_business]
    while askable and prod(len(book.facts[n].values) for n in askable) > _MAX_COMPLETIONS:
        askable.pop()
    if not askable:
        return ()
    domain = [book.facts[n].values for n in askable]
    outcomes = {combo: judge({**known, **dict(zip(askable, combo, strict=True))}, book).code
                for combo in product(*domain)}  # fmt: skip
    whole = _entropy(Counter(outcomes.values()))
    gains: list[tuple[float, int, str]] = []
    for i, name in enumerate(askable):
        parts = [Counter(c for k, c in outcomes.items() if k[i] == v) for v in domain[i]]
        rest = sum(_entropy(p) * p.total() for p in parts) / len(outcomes)
        gains.append((whole - rest, -i, name))
    return tuple(name for gain, _, name in sorted(gains, reverse=True)[:most] if gain > 1e-9)


def _entropy(counts: Counter[Code]) -> float:
    total = counts.total()
    return -sum(n / total * log2(n / total) for n in counts.values()) if total else 0.0
