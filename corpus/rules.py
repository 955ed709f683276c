"""The order of decision and the facts it speaks of, as data an officer can read.

``corpus/rules/facts.yaml`` names every fact (label, the question that asks for it, what silence
means); ``corpus/rules/decision.yaml`` holds the rules, in the order in which they are asked.
The rules implement 行政处罚法 (2021) 27-37, 40, 49, 57 and the Panjin plan 二（三）（四）.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from corpus.errors import DataError
from corpus.models import Frozen
from corpus.yaml_files import line_of, parse_entries, read_list

RULES_DIR = Path(__file__).parent / "rules"
Outcome = Literal[
    "not_a_violation",
    "no_penalty_required",
    "no_penalty_discretionary",
    "mitigation_required",
    "mitigation_discretionary",
    "penalty",
    "aggravated_penalty",
    "transfer",
]
_EXAMPLES = {
    "values": "[yes, no]",
    "when": "{first_violation: yes}",
    "outcome": "no_penalty_discretionary",
    "kind": "grant",
    "basis": "[行政处罚法 第三十三条第一款]",
    "assume": "[{value: 'yes', when: {correction_promised: yes}}]",
}


class When(Frozen):
    """An atom (``fact`` with a value or a bound) or all / any / not of conditions."""

    fact: str | None = None
    value: tuple[str, ...] = ()
    lt: float | None = None
    le: float | None = None
    gt: float | None = None
    ge: float | None = None
    all: tuple[When, ...] = ()
    any: tuple[When, ...] = ()
    not_: When | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, data: object) -> object:
        """Accept ``{first_violation: yes}`` and ``{age: {lt: 14}}`` as the short form of an atom."""
        if not isinstance(data, dict) or len(data) != 1:
            return data
        key, wanted = next(iter(data.items()))
        if key in ("all", "any"):
            return data
        if key == "not":
            return {"not_": wanted}
        if isinstance(wanted, dict):
            return {"fact": key, **wanted}
        values = wanted if isinstance(wanted, list) else [wanted]
        return {"fact": key, "value": [_word(v) for v in values]}

    @model_validator(mode="after")
    def _says_one_thing(self) -> When:
        bounds = [b for b in (self.lt, self.le, self.gt, self.ge) if b is not None]
        forms = [bool(self.fact), bool(self.all), bool(self.any), self.not_ is not None]
        if sum(forms) != 1:
            raise ValueError("条件是空的，或者一个条件里写了几种形式")
        if bool(self.fact) != (bool(self.value) != bool(bounds)):
            raise ValueError("条件要写一个值或者数值范围，两者只写一种")
        return self

    def atoms(self) -> Iterator[When]:
        """The conditions over one fact of which this one is made."""
        inner = [*self.all, *self.any, *([self.not_] if self.not_ else [])]
        if not inner:
            yield self
        for part in inner:
            yield from part.atoms()

    def facts(self) -> frozenset[str]:
        """The names of all facts this condition may ask for."""
        return frozenset(atom.fact for atom in self.atoms() if atom.fact)

    def problem(self, specs: Mapping[str, FactSpec], extra: Container[str] = ()) -> tuple[str, str] | None:
        """The first fact (or value) that does not fit the facts declared, and why; None when all fit.

        ``extra``: names of facts known elsewhere, whose values are not checked.
        """
        for atom in self.atoms():
            name = atom.fact or ""
            if name not in specs:
                if name in extra:
                    continue
                return name, "没有这个事实"
            values = specs[name].values
            wrong = [v for v in atom.value if v not in values]
            if values and not atom.value:
                return name, f"这个事实不是数值，可用的值：{'、'.join(values)}"
            if wrong:
                return (
                    f"{name}: {wrong[0]}",
                    f"这个事实没有这个值，可用的值：{'、'.join(values) or '数值范围'}",
                )
        return None


def _word(value: object) -> str:
    """YAML reads a bare yes/no as a boolean; the rules mean the words."""
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


class Assumption(Frozen):
    """The likeliest value of an open fact: where ``when`` holds (always, if None) and no ``unless`` does."""

    value: str
    when: When | None = None
    unless: tuple[When, ...] = ()


class FactSpec(Frozen):
    """One fact the rules may ask for.

    ``presumed``: what silence means. None: silence stays unknown. "no" for circumstances out of the
    ordinary, which nobody mentions unless they are there.
    ``assume``: the reading that leads while the fact is open; it makes the outcome conditional.
    ``values``: the words a fact may take besides unknown; empty for numbers.
    ``ask_unless``: where this holds the answer is known to be of no use yet, and is not asked for.
    ``always_branch``: a value whose consequence is always told to the reader, even when presumed away.
    """

    id: str
    label: str
    values: tuple[str, ...] = ("yes", "no")
    value_labels: dict[str, str] = Field(default_factory=dict)
    presumed: str | None = None
    assume: tuple[Assumption, ...] = ()
    always_branch: str = ""
    ask_business: str = ""
    ask_officer: str = ""
    ask_unless: When | None = None
    unit: str = ""
    note: str = ""


class Rule(Frozen):
    """One rule. ``kind`` says what a rule that holds does.

    terminal: ends the decision with ``outcome``. exclude: closes the way to no penalty (its
    ``outcome`` is what follows). grant: opens ``outcome``. aggravate: turns a penalty into a heavier
    one. ``shields``: rules of kind exclude that this grant is not stopped by (a statutory *shall*).
    ``final`` (of an exclude): no ground of mitigation leads past it, though the floor still shows it.
    """

    id: str
    step: int
    kind: Literal["terminal", "exclude", "grant", "aggravate"]
    outcome: Outcome
    label: str
    when: When
    basis: tuple[str, ...]
    because: str = ""
    shields: tuple[str, ...] = ()
    final: bool = False


class RuleBook(Frozen):
    facts: dict[str, FactSpec]
    rules: tuple[Rule, ...]

    def of_ids(self, ids: Container[str]) -> list[Rule]:
        """The rules with these ids, in the order in which they are asked."""
        return [rule for rule in self.rules if rule.id in ids]

    def fact_asked(self, question: str) -> str | None:
        """The fact that a follow-up question asks for; None when it is the question of none."""
        asked = ((name, (spec.ask_business, spec.ask_officer)) for name, spec in self.facts.items())
        return next((name for name, words in asked if question and question in words), None)


class AlwaysCited(Frozen):
    """A clause that stands under every answer of a kind, unless the outcome is one of ``except_for``."""

    id: str
    reference: str
    why: str
    kinds: tuple[str, ...]
    except_for: tuple[str, ...] = ()


@lru_cache(maxsize=4)
def load_always(directory: Path = RULES_DIR) -> tuple[AlwaysCited, ...]:
    """The clauses of always.yaml, in order."""
    file = directory / "always.yaml"
    return tuple(
        parse_entries(
            file, read_list(file, "- id: correct"), AlwaysCited, {"reference": "行政处罚法 第二十八条第一款"}
        )
    )


def load_facts(file: Path = RULES_DIR / "facts.yaml") -> dict[str, FactSpec]:
    """The facts of one file by name. Raises DataError on a value that its fact never takes."""
    facts = {
        spec.id: spec for spec in parse_entries(file, read_list(file, "- id: harm"), FactSpec, _EXAMPLES)
    }
    for spec in facts.values():
        told = [
            ("presumed", spec.presumed),
            ("always_branch", spec.always_branch or None),
            *(("value_labels", value) for value in spec.value_labels),
            *(("assume", guess.value) for guess in spec.assume),
        ]
        for field, value in told:
            if value is not None and value not in spec.values:
                known = "、".join(spec.values) or "（数值事实不写这一项）"
                raise _error(file, spec.id, field, value, f"这个事实没有这个值，可用的值：{known}")
        for guess in spec.assume:
            for condition in (*([guess.when] if guess.when else []), *guess.unless):
                if problem := condition.problem(facts):
                    raise _error(file, spec.id, "assume", *problem)
        if spec.ask_unless and (problem := spec.ask_unless.problem(facts)):
            raise _error(file, spec.id, "ask_unless", *problem)
    return facts


@lru_cache(maxsize=4)
def load_rules(directory: Path = RULES_DIR) -> RuleBook:
    """Read the rule book.

    Raises DataError when a rule asks for a fact or a value that is not declared, or shields from a rule
    that excludes nothing.
    """
    facts, file = load_facts(directory / "facts.yaml"), directory / "decision.yaml"
    rules = parse_entries(file, read_list(file, "- id: under-14"), Rule, _EXAMPLES)
    excludes = {rule.id for rule in rules if rule.kind == "exclude"}
    for rule in rules:
        if problem := rule.when.problem(facts):
            raise _error(file, rule.id, "when", *problem)
        for shield in rule.shields:
            if shield not in excludes:
                raise _error(file, rule.id, "shields", shield, "没有这条排除规则")
    return RuleBook(facts=facts, rules=tuple(rules))


def _error(file: Path, entry: str, field: str, value: object, problem: str) -> DataError:
    example = _EXAMPLES.get(field, "见同目录 README.md")
    return DataError(file, entry, field, value, problem, example, line_of(file, entry))
