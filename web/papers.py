"""The owner's papers (承诺书, 整改报告) for an answer of the chat: which can be made, and their content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from assistant.citing import LawStore
from assistant.models import NOT_DETERMINED, Answer
from corpus.models import Frozen, Violation
from corpus.rules import RuleBook
from documents.case_file import safe_name
from documents.forms import load_forms
from documents.making import make, refusal
from documents.record import CaseRecord, Names, case_record


class PaperLibrary(LawStore, Names, Protocol):
    """What the papers need of the library: its clauses and the full names of its laws."""


class PaperAssistant(Protocol):
    """What the papers need of the assistant."""

    @property
    def library(self) -> PaperLibrary: ...
    @property
    def rulebook(self) -> RuleBook: ...
    @property
    def violations(self) -> tuple[Violation, ...]: ...


class Offer(Frozen):
    """A paper that a visitor may ask for. ``refused``: why the answer does not carry it; "" when it does."""

    kind: str
    title: str
    refused: str


def offers(answer: Answer, assistant: PaperAssistant) -> tuple[Offer, ...]:
    """The business papers for an answer; none where nothing was determined."""
    if answer.outcome.code in NOT_DETERMINED:
        return ()
    record = _record(answer, assistant, {})
    return tuple(
        Offer(kind=form.id, title=form.title, refused=refusal(form, record))
        for form in load_forms().of("business")
    )


def paper_bytes(
    kind: str, answer: Answer, assistant: PaperAssistant, entries: Mapping[str, object] | None = None
) -> tuple[str, bytes]:
    """File name and content of a paper. Raises Refused, KeyError for a kind no business owner has."""
    forms = load_forms()
    form = next((f for f in forms.of("business") if f.id == kind), None)
    if form is None:
        raise KeyError(kind)
    content = make(form, _record(answer, assistant, entries or {}), forms, assistant.library)
    return f"{safe_name(form.title)}.docx", content


def _record(answer: Answer, assistant: PaperAssistant, entries: Mapping[str, object]) -> CaseRecord:
    violation = _violation(answer, assistant)
    return case_record(answer, violation, assistant.rulebook, assistant.library, entries)


def _violation(answer: Answer, assistant: PaperAssistant) -> Violation | None:
    """The violation that the answer leads with; None where it named none."""
    return next((v for v in assistant.violations if v.id == answer.violation_id), None)
