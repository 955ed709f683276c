"""Which items, cases and violations refer to an article: references read backwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from assistant.citations import CitationFinder
from corpus.law_names import load_name_words
from corpus.library import Library
from corpus.models import ArticleRef, Case, Frozen, Item, Violation
from corpus.references import parse_refs

Role = Literal[
    "obligation", "penalty", "refusal_penalty", "sector_rules", "crime", "mapped_law", "basis", "source"
]
_ITEM_FIELDS: tuple[Role, ...] = ("obligation", "penalty", "mapped_law")
_VIOLATION_FIELDS: tuple[Role, ...] = ("obligation", "penalty", "refusal_penalty", "sector_rules", "crime")
_CASE_TEXTS = ("violated_law", "penalty_basis", "outcome_basis")


class Referral(Frozen):
    """One entry of the corpus that names a place, and as what. ``source``: named by a case's own source,
    in the text of its time; every other role is of the law of today."""

    kind: Literal["item", "case", "violation"]
    id: str
    role: Role
    ref: ArticleRef


class Referrals:
    """All references of a corpus to texts the library knows, by article and by case. Built once."""

    def __init__(
        self, library: Library, items: Iterable[Item], cases: Iterable[Case], violations: Iterable[Violation]
    ) -> None:
        self._library, self._finder = library, CitationFinder(library)
        self._old = re.compile(rf"[（(][^（）()]*[{''.join(load_name_words().old_version)}]")
        self._to: dict[tuple[str, str], list[Referral]] = {}
        self._of_case: dict[str, list[Referral]] = {}
        for item in items:
            for name in _ITEM_FIELDS:
                self._add("item", item.id, name, self._read(getattr(item, name)))
            self._add("item", item.id, "basis", self.named_in(item.disposition_basis))
        for case in cases:
            self._add("case", case.id, "mapped_law", self._read(case.mapped_law))
            self._add("case", case.id, "source", self._named(case))
        for violation in violations:
            for name in _VIOLATION_FIELDS:
                self._add("violation", violation.id, name, self._read(getattr(violation, name)))

    def to(self, law: str, article: str) -> tuple[Referral, ...]:
        """What refers to an article of a law (full name), in the order of the corpus."""
        return tuple(self._to.get((law, article), ()))

    def of_case(self, case_id: str) -> tuple[Referral, ...]:
        """The places a case names, those of today's law first."""
        return tuple(self._of_case.get(case_id, ()))

    def case_laws(self) -> tuple[str, ...]:
        """Full names of the laws that cases name, the most named first."""
        counts: dict[str, set[str]] = {}
        for case, found in self._of_case.items():
            for referral in found:
                counts.setdefault(referral.ref.law, set()).add(case)
        return tuple(sorted(counts, key=lambda law: (-len(counts[law]), law)))

    def _add(
        self, kind: Literal["item", "case", "violation"], id_: str, role: Role, refs: Iterable[ArticleRef]
    ) -> None:
        for ref in refs:
            referral = Referral(kind=kind, id=id_, role=role, ref=ref)
            self._to.setdefault((ref.law, ref.article), []).append(referral)
            if kind == "case":
                self._of_case.setdefault(id_, []).append(referral)

    def _read(self, references: Iterable[str]) -> Iterator[ArticleRef]:
        for text in references:
            try:
                refs = parse_refs(text)
            except ValueError:  # a law named without a place
                continue
            for ref in refs:
                if law := self._library.resolve_name(ref.law):
                    yield ref.model_copy(update={"law": law})

    def _named(self, case: Case) -> Iterator[ArticleRef]:
        """The places that a case's source cites; those it calls old numbers are left out."""
        return (ref for name in _CASE_TEXTS for ref in self.named_in(getattr(case, name)))

    def named_in(self, text: str) -> Iterator[ArticleRef]:
        """The places that free text cites of laws the library knows, old numbers left out."""
        for found in self._finder.find(text):
            if found.law and not found.version_note and not self._old.match(text, found.end):
                yield ArticleRef(
                    law=found.law, article=found.article, paragraph=found.paragraph, item=found.item
                )
