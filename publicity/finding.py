"""Cases by question, field, law and outcome."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from assistant.knowledge import Found
from assistant.referring import Referrals
from corpus.models import Case, Frozen

MOST = 60  # cases ranked for one question; further ones have nothing to do with it


class CaseSearch(Protocol):
    """What finding asks of the index."""

    def search(self, query: str, k: int = 10, kinds: Iterable[str] | None = None) -> Iterable[Found]: ...


class CaseQuery(Frozen):
    """What is looked for; "" leaves a part open. ``law`` is a full name."""

    question: str = ""
    field: str = ""
    law: str = ""
    outcome: str = ""


def find_cases(
    query: CaseQuery, cases: dict[str, Case], referrals: Referrals, search: CaseSearch
) -> list[Case]:
    """The cases that fit: nearest first where there is a question, else in the order of the corpus."""
    if query.question.strip():
        hits = search.search(query.question, MOST, ("case",))
        ranked = [cases[hit.id] for hit in hits if hit.id in cases]
    else:
        ranked = list(cases.values())
    return [
        case
        for case in ranked
        if (not query.field or case.field == query.field)
        and (not query.outcome or case.outcome_class == query.outcome)
        and (not query.law or any(r.ref.law == query.law for r in referrals.of_case(case.id)))
    ]


def fields_of(cases: Iterable[Case]) -> tuple[str, ...]:
    """The fields that cases stand in, as they come in the corpus."""
    return tuple(dict.fromkeys(case.field for case in cases))


def outcomes_of(cases: Iterable[Case]) -> tuple[str, ...]:
    """The outcome classes that occur, as they come in the corpus."""
    return tuple(dict.fromkeys(case.outcome_class for case in cases))
