"""The order of decision and the facts it speaks of, as data an officer can read.

``corpus/rules/facts.yaml`` names every fact (label, the question that asks for it, what silence
means); ``corpus/rules/decision.yaml`` holds the rules, in the order in which they are asked.
The rules implement 行政处罚法 (2021) 27-37, 40, 49, 57 and the Panjin plan 二（三）（四）.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from corpus.errors import DataError
from corpus.models import Frozen
from corpus.yaml_files import line_of, parse_entries, read_yaml

RULES_DIR = Path(__file__).parent / "rules"


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

    def facts(self) -> frozenset[str]:
        """The names of all facts this condition may ask for."""
        inner = [*self.all, *self.any, *([self.not_] if self.not_ else [])]
        own = {self.fact} if self.fact else set()
        return frozenset(own.union(*(c.facts() for c in inner)) if inner else own)


def _word(value: object) -> str:
    """YAML reads a bare yes/no as a boolean; the rules mean the words."""
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


class Assumption(Frozen):
    """The most likely value of an open fact: where ``when`` holds (always, if None) and no ``unless`` does."""

    value: str
    when: When | None = None
    unless: tuple[When, ...] = ()


class FactSpec(Frozen):
    """One fact the rules may ask for.

    ``presumed``: what silence means. None: silence stays unknown. "no" for circumstances out of the
    ordinary, which nobody mentions unless they are there.
    ``assume``: the reading that leads while the fact is open; it makes the outcome conditional.
    ``values``: the words a fact may take besides unknown; empty for numbers.
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
    outcome: str
    label: str
    when: When
    basis: tuple[str, ...]
    because: str = ""
    shields: tuple[str, ...] = ()
    final: bool = False


class RuleBook(Frozen):
    facts: dict[str, FactSpec]
    rules: tuple[Rule, ...]


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
        parse_entries(file, read_yaml(file), AlwaysCited, {"reference": "行政处罚法 第二十八条第一款"})
    )


@lru_cache(maxsize=4)
def load_rules(directory: Path = RULES_DIR) -> RuleBook:
    """Read the rule book. Raises DataError when a rule asks for a fact that is not declared."""
    fact_file, rule_file = directory / "facts.yaml", directory / "decision.yaml"
    specs = parse_entries(fact_file, read_yaml(fact_file), FactSpec, {"values": "[yes, no]"})
    facts = {spec.id: spec for spec in specs}
    rules = parse_entries(rule_file, read_yaml(rule_file), Rule, {"when": "{first_violation: yes}"})
    for rule in rules:
        for name in rule.when.facts() - facts.keys():
            raise DataError(
                rule_file, rule.id, "when", name, "facts.yaml 里没有这个事实", "first_violation",
                line_of(rule_file, rule.id),
            )  # fmt: skip
    return RuleBook(facts=facts, rules=tuple(rules))
