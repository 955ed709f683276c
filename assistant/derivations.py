"""The data by which facts follow from others: bounds of slightness, limitations, implications.

Sources: corpus/rules/minor.yaml, limitation.yaml, implied.yaml. A fault in them is a DataError.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from assistant.reading.patterns import read_vocabulary
from corpus.errors import DataError
from corpus.item_schema import item_facts
from corpus.models import Frozen
from corpus.rules import RULES_DIR, FactSpec, When
from corpus.sector import load_aggravating, load_sector
from corpus.yaml_files import line_of, parse_entries, parse_one, read_groups, read_yaml

# What is known of the question itself, and values that the reader counts without words of their own.
OF_THE_QUESTION = frozenset({"told_chars", "role", "violation_named"})
_COUNTED = frozenset({"count", "years_since_act"})
_LIMITATION = {"default": "{years: 2, basis: 行政处罚法 第三十六条}", "years": "2", "laws": "{}"}
_BOUND = {"minor": "'yes' 或者 'no'（要加引号）", "le": "500", "ge": "10000", "fact": "goods_value"}


class MinorBound(Frozen):
    """A value at which a violation counts as slight in quantity, or no longer does: ``le`` or ``ge``."""

    id: str
    fact: str
    minor: Literal["yes", "no"]
    source: str
    le: float | None = None
    ge: float | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> MinorBound:
        if (self.le is None) == (self.ge is None):
            raise ValueError("le（不超过）和 ge（达到）要写一个，只写一个")
        return self


class Limitation(Frozen):
    """How long a violation may be pursued: ``long_years`` where life, health or finance is harmed."""

    years: float = Field(gt=0)
    basis: str
    long_years: float | None = None


class Implied(Frozen):
    """A fact that follows when ``when`` holds on what was told and none of ``unless`` does."""

    id: str
    when: When
    unless: tuple[When, ...] = ()
    fact: str
    value: str
    because: str


@lru_cache(maxsize=2)
def minor_bounds(file: Path = RULES_DIR / "minor.yaml") -> tuple[MinorBound, ...]:
    """The bounds of slightness. Raises DataError, also where a fact is unknown or no number."""
    bounds = parse_entries(file, read_yaml(file), MinorBound, _BOUND)
    specs, others = _known()
    for bound in bounds:
        numeric = not specs[bound.fact].values if bound.fact in specs else bound.fact in others
        if not numeric:
            problem = "没有这个数值事实"
            line = line_of(file, bound.id)
            raise DataError(file, bound.id, "fact", bound.fact, problem, _BOUND["fact"], line)
    return tuple(bounds)


@lru_cache(maxsize=2)
def limitations(file: Path = RULES_DIR / "limitation.yaml") -> dict[str, Limitation]:
    """The limitation of each law, "" for all others. Raises DataError on another shape."""
    data = read_groups(file, "default: " + _LIMITATION["default"])
    laws: Any = data.get("laws", {})
    if not isinstance(laws, dict):
        raise DataError(file, "laws", "（内容）", laws, "应是一组“法律名: 期限”", _LIMITATION["laws"])
    if "default" not in data:
        raise DataError(file, "default", "default", None, "缺少一般期限", _LIMITATION["default"])
    rows = {"": data["default"], **laws}
    return {law: parse_one(file, law or "default", row, Limitation, _LIMITATION) for law, row in rows.items()}


@lru_cache(maxsize=2)
def implications(file: Path = RULES_DIR / "implied.yaml") -> tuple[Implied, ...]:
    """What follows from what. Raises DataError, also on a fact or a value that does not exist."""
    rows = parse_entries(file, read_yaml(file), Implied, {"when": "{violent: yes}"})
    specs, others = _known()
    for row in rows:
        told = When(fact=row.fact, value=(row.value,))
        for field, conditions in (("when", (row.when,)), ("unless", row.unless), ("fact", (told,))):
            for condition in conditions:
                if problem := condition.problem(specs, others):
                    line = line_of(file, row.id)
                    raise DataError(file, row.id, field, *problem, "{violent: yes}", line)
    return tuple(rows)


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, FactSpec], frozenset[str]]:
    """Facts declared with their values (rules and lists), and names known elsewhere."""
    _, amounts = read_vocabulary("quantities.yaml")
    _, phrases = read_vocabulary("facts.yaml")
    scalars = {row["fact"] for kind in ("money", "duration", "ratio", "people") for row in amounts[kind]}
    read = {entry["fact"] for entry in phrases}
    extra = {*load_sector().extra_facts, *load_aggravating().extra_facts}
    return item_facts(), frozenset({*scalars, *read, *extra, *OF_THE_QUESTION, *_COUNTED})
