"""What is known of one case, as a frozen value: entries of a form beside the Answer that decides it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from pydantic import field_validator

from assistant.determination import describe
from assistant.models import Answer, Citation, Fact
from corpus.item_schema import item_facts
from corpus.models import Frozen, Violation
from corpus.references import format_place, parse_ref
from corpus.rules import RuleBook
from documents.words import in_words, words

_TOLD = ("question", "checklist", "record")
_ARTICLE_KINDS = ("statute", "regulation", "plan")


class Names(Protocol):
    """What naming a law in full needs of the library."""

    def resolve_name(self, name: str) -> str | None: ...


class Attachment(Frozen):
    """A file kept with the case: its name, SHA-256 and content."""

    name: str
    digest: str
    content: bytes


class CaseRecord(Frozen):
    """One case. Entries nobody made are "" or None and become blanks; the outcome is the Answer's.

    ``facts``: the facts told, in words, with their evidence. ``reason``: the rules that made the outcome.
    ``grounds``, ``violated``, ``penalty``,
    ``crime``: places of law that are among the Answer's citations, as documents name them.
    """

    answer: Answer
    violation: str
    correction: str = ""
    facts: tuple[str, ...] = ()
    reason: str = ""
    grounds: str = ""
    violated: str = ""
    penalty: str = ""
    crime: str = ""
    basis: str = ""
    party: str = ""
    credit_code: str = ""
    address: str = ""
    representative: str = ""
    phone: str = ""
    authority: str = ""
    number: str = ""
    inspected_on: date | None = None
    place: str = ""
    officer_1: str = ""
    certificate_1: str = ""
    officer_2: str = ""
    certificate_2: str = ""
    story: str = ""
    filed_on: date | None = None
    correct_by: date | None = None
    made_on: date | None = None
    review_body: str = ""
    court: str = ""
    police: str = ""
    attachments: tuple[Attachment, ...] = ()

    @field_validator("*", mode="before")
    @classmethod
    def _printable(cls, value: object) -> object:
        """Entries without what a document cannot hold: control characters and halves of characters."""
        if not isinstance(value, str):
            return value
        kept = (c for c in value if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))
        return "".join(kept).strip()

    def value(self, field: str) -> str:
        """The text of one field of fields.yaml; "" where it is not known."""
        derived = {
            "outcome": self.answer.outcome.label,
            "modality": str(words()["modality"].get(self.answer.outcome.code.value, "")),
        }
        held = derived[field] if field in derived else getattr(self, field)
        return in_words(held) if isinstance(held, date) else str(held or "")


def case_record(
    answer: Answer,
    violation: Violation | None,
    book: RuleBook,
    names: Names,
    entries: Mapping[str, object] | None = None,
    attachments: Iterable[Attachment] = (),
) -> CaseRecord:
    """The record of a case: ``entries`` by field name as the form gives them (see fields.yaml).

    Raises pydantic's ValidationError where an entry is no value of its field.
    """
    rules = [r for r in book.of_ids(answer.trace) if r.outcome == answer.outcome.code.value]
    places = {
        "grounds": [reference for rule in rules for reference in rule.basis],
        "violated": violation.obligation if violation else (),
        "penalty": violation.penalty if violation else (),
        "crime": violation.crime if violation else (),
    }
    named = {name: _named(references, answer, names) for name, references in places.items()}
    return CaseRecord.model_validate(
        {
            **(entries or {}),
            **named,
            "answer": answer,
            "violation": violation.name if violation else "",
            "correction": violation.corrected_means.rstrip("。") if violation else "",
            "reason": "；".join(dict.fromkeys(rule.label for rule in rules)),
            "facts": tuple(fact_lines(answer)),
            "attachments": tuple(attachments),
        }
    )


def _named(references: Iterable[str], answer: Answer, names: Names) -> str:
    """The places that the Answer cites, in full names; those of laws not held are named as in the data."""
    rows = []
    for reference in references:
        ref = parse_ref(reference)
        law = names.resolve_name(ref.law) or ref.law
        cited = any((c.law, c.article) == (law, ref.article) for c in cited_clauses(answer))
        if cited or ref.law in answer.unstored:
            rows.append(f"《{law}》{format_place(ref.article, ref.paragraph, ref.item)}")
    return str(words()["clause_joined"]).join(dict.fromkeys(rows))


def cited_clauses(answer: Answer) -> tuple[Citation, ...]:
    """The citations that are clauses of law, not items or cases."""
    return tuple(c for c in answer.citations if c.kind in _ARTICLE_KINDS)


def fact_lines(answer: Answer) -> list[str]:
    """The facts told, in words, each with where it comes from and what shows it."""
    own, specs = words(), item_facts()
    rows = []
    for fact in answer.facts:
        if fact.from_ not in _TOLD or fact.name not in specs or fact.value == "unknown":
            continue
        form = own["fact_shown"] if _shown(fact) else own["fact"]
        spec = specs[fact.name]
        said = (
            describe(spec, str(fact.value))
            if spec.values
            else own["number_fact"].format(label=spec.label, value=_number(fact), unit=spec.unit)
        )
        rows.append(form.format(said=said, source=own["sources"][fact.from_], evidence=_shown(fact)))
    return rows


def _shown(fact: Fact) -> str:
    return fact.evidence.strip()


def _number(fact: Fact) -> str:
    return f"{fact.value:g}" if isinstance(fact.value, float) else str(fact.value)
