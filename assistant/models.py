"""The values that pass between the stages, and the Answer that leaves the house (docs/contract)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal, get_args

from pydantic import Field

from corpus.models import Frozen, Tri

Role = Literal["business", "officer", "publicity"]
ROLES: tuple[Role, ...] = get_args(Role)


class OutcomeCode(StrEnum):
    NO_PENALTY_REQUIRED = "no_penalty_required"
    NO_PENALTY_DISCRETIONARY = "no_penalty_discretionary"
    MITIGATION_REQUIRED = "mitigation_required"
    MITIGATION_DISCRETIONARY = "mitigation_discretionary"
    PENALTY = "penalty"
    AGGRAVATED_PENALTY = "aggravated_penalty"
    TRANSFER = "transfer"
    NOT_A_VIOLATION = "not_a_violation"
    INSUFFICIENT = "insufficient"
    OUT_OF_SCOPE = "out_of_scope"
    INFORMATION = "information"


LABELS: dict[OutcomeCode, str] = {
    OutcomeCode.NO_PENALTY_REQUIRED: "应当不予处罚",
    OutcomeCode.NO_PENALTY_DISCRETIONARY: "可以不予处罚",
    OutcomeCode.MITIGATION_REQUIRED: "应当从轻或减轻处罚",
    OutcomeCode.MITIGATION_DISCRETIONARY: "可以从轻或减轻处罚",
    OutcomeCode.PENALTY: "不适用柔性执法，依法处罚",
    OutcomeCode.AGGRAVATED_PENALTY: "依法从重处罚",
    OutcomeCode.TRANSFER: "移送司法机关",
    OutcomeCode.NOT_A_VIOLATION: "不予处罚（违法事实不成立、超过时效或不具责任能力）",
    OutcomeCode.INSUFFICIENT: "事实不足，需要补充",
    OutcomeCode.OUT_OF_SCOPE: "不在本助手的范围",
    OutcomeCode.INFORMATION: "法律说明",
}

NOT_DETERMINED = (OutcomeCode.OUT_OF_SCOPE, OutcomeCode.INFORMATION)  # no facts, nothing to settle
Certainty = Literal["definite", "conditional", "undetermined"]


class Fact(Frozen):
    """One fact as read. ``value`` is "yes", "no", "unknown", or a number or word for scalar facts."""

    name: str
    value: str | float
    evidence: str = ""
    from_: Literal["question", "checklist", "record", "assumed"] = Field("question", alias="from")
    start: int = 0
    end: int = 0
    note: str = ""  # what it follows from, where it was not told outright

    model_config = Frozen.model_config | {"populate_by_name": True, "serialize_by_alias": True}


def assumed(name: str, value: str, evidence: str, note: str = "") -> Fact:
    """A fact that follows from others; nobody told it."""
    return Fact.model_validate(
        {"name": name, "value": value, "evidence": evidence, "note": note, "from": "assumed"}
    )


class Branch(Frozen):
    when: str
    code: OutcomeCode


class Outcome(Frozen):
    code: OutcomeCode
    floor: OutcomeCode | None = None
    option: OutcomeCode | None = None
    label: str
    certainty: Certainty
    branches: tuple[Branch, ...] = ()


class Basis(Frozen):
    law: str
    article: str


class Element(Frozen):
    name: str
    label: str
    status: Literal["met", "unmet", "open"]
    evidence: str = ""
    basis: Basis | None = None


class ItemHit(Frozen):
    id: str
    violation: str
    list: str
    doc_no: str | None = None
    score: float
    region: str = ""
    binding: bool = False
    same: bool = False  # it names the clause that was violated


class CaseHit(Frozen):
    id: str
    title: str
    outcome: str
    score: float


class Citation(Frozen):
    """A clause as cited. ``quote`` is a slice of the stored text; empty for 要旨 and texts not in store."""

    id: str
    kind: Literal["statute", "regulation", "plan", "item", "case"]
    law: str
    article: str
    quote: str
    in_force: bool
    as_of: date
    why: str = ""  # what it is cited for, in plain words
    valid_from: date | None = None


class OtherMatter(Frozen):
    """A second violation of the same question, determined on its own; the gravest leads the answer."""

    violation: str
    outcome: Outcome
    reason: str


class PathStep(Frozen):
    """One step of the order of decision as it went; ``number`` is the step of the rule book.

    ``status``: a rule of the step holds, holds not, waits for a fact, or was never come to. ``word`` says
    so; ``rule``, ``words`` and ``clause`` are what decided it (labels of rules, words that show the facts,
    places of law), each empty where there is nothing to name.
    """

    number: int
    label: str
    status: Literal["met", "unmet", "open", "unreached"]
    word: str
    rule: str = ""
    words: tuple[str, ...] = ()
    clause: str = ""


class Answer(Frozen):
    id: str
    question: str
    role: Role
    as_of: date
    scope: Literal["in", "out"]
    outcome: Outcome
    items: tuple[ItemHit, ...] = ()
    others: tuple[OtherMatter, ...] = ()
    elements: tuple[Element, ...] = ()
    facts: tuple[Fact, ...] = ()
    questions: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    cases: tuple[CaseHit, ...] = ()
    answer: str
    reason: str = ""
    warnings: tuple[str, ...] = ()  # statements of the question that cannot both hold
    notes: tuple[str, ...] = ()  # what goes with the reason, a paragraph each
    amount: tuple[str, ...] = ()  # how the amount of a penalty is found
    violation_id: str = ""  # the violation that leads, of corpus/violations; "" where none is named
    steps: tuple[str, ...] = ()
    unstored: tuple[str, ...] = ()  # laws named whose text is not held
    generator: str = "template"
    timing_ms: dict[str, float] = Field(default_factory=dict)
    trace: tuple[str, ...] = ()  # the rules that hold on what is told or presumed, in order
    path: tuple[PathStep, ...] = ()  # the steps of the decision, the last one being the outcome


__all__ = [
    "Answer",
    "Basis",
    "Branch",
    "CaseHit",
    "Certainty",
    "Citation",
    "Element",
    "Fact",
    "ItemHit",
    "OtherMatter",
    "Outcome",
    "OutcomeCode",
    "PathStep",
    "Role",
    "Tri",
]
