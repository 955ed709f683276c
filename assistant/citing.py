"""References to citations: every quotation is a slice of the provision in force on the day."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from assistant.models import Citation
from corpus.errors import CorpusError
from corpus.models import ArticleRef, Provision
from corpus.paragraphs import slice as slice_text
from corpus.paragraphs import split_paragraphs
from corpus.reference_check import RefFault, Store, check_ref
from corpus.references import parse_ref

_LONGEST = 700  # characters of one quotation; longer paragraphs are quoted up to their first items


class LawStore(Store, Protocol):
    """What citing needs of the library. ``find`` raises a CorpusError unless the text is in force."""


class Citer:
    """Collects the citations of one answer, each place once, in the order of first use."""

    def __init__(self, store: LawStore, day: date) -> None:
        self._store, self._day = store, day
        self._found: dict[tuple[str, str], list[Citation]] = {}
        self._made: dict[tuple[str, str], int] = {}
        self.unstored: list[str] = []
        self.unusable: list[str] = []

    def add(self, reference: str, why: str = "") -> Citation | None:
        """Cite "行政处罚法 第三十三条第一款"; None when the text is not held or is no basis that day.

        A law whose text is not held goes to ``unstored``; what is wrong with a clause that is held (not
        yet in force, repealed, no such article) is a sentence in ``unusable``.
        """
        try:
            ref = parse_ref(reference)
            provision = self._store.find(ref.law, ref.article, self._day)
        except (CorpusError, ValueError):
            self._refuse(reference)
            return None
        return self.add_provision(provision, ref, why)

    def _refuse(self, reference: str) -> None:
        problem = check_ref(self._store, reference, self._day)
        if problem is None:
            return
        held = problem.fault not in (RefFault.NOT_STORED, RefFault.UNREADABLE)
        said, where = (str(problem), self.unusable) if held else (reference.split(" ")[0], self.unstored)
        if said not in where:
            where.append(said)

    def add_provision(self, provision: Provision, ref: ArticleRef | None = None, why: str = "") -> Citation:
        """Cite a provision already in hand, as a whole or at the place that ``ref`` names.

        A place in a listed item gives two citations: the head of the paragraph, and the item.
        """
        quotes = [""] if provision.summary_only else quotations(provision.text, ref)
        made = [self._keep(provision, quote, why) for quote in quotes]
        return made[0]

    def _keep(self, provision: Provision, quote: str, why: str) -> Citation:
        key = (provision.law, provision.article)
        for held in self._found.get(key, []):
            if quote in held.quote:
                return held
        number = self._made[key] = self._made.get(key, -1) + 1  # every part of an article has its own id
        citation = Citation(
            id=f"{provision.id}/{number}" if number else provision.id,
            kind=provision.kind.value,
            law=provision.law,
            article=provision.article,
            quote=quote,
            in_force=True,
            as_of=self._day,
            why=why,
            valid_from=provision.valid_from,
        )
        kept = [c for c in self._found.get(key, []) if c.quote not in quote]
        self._found[key] = [*kept, citation]
        return citation

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(c for group in self._found.values() for c in group)


def quotations(text: str, ref: ArticleRef | None) -> list[str]:
    """Verbatim slices of an article for a reference: its paragraph, or head and item of a listed one.

    A whole article too long to read is cut after the last line that fits.
    """
    if ref and (ref.paragraph or ref.item):
        try:
            part = slice_text(text, ref.paragraph, None) if ref.paragraph else _holding(text, ref)
            if ref.item is None:
                return [_cut(part)]
            item = slice_text(text, ref.paragraph, ref.item)
            return [part[: part.index("\n")] if "\n" in part else part, item]
        except (CorpusError, ValueError):
            return [_cut(text)]
    return [_cut(text)]


def _holding(text: str, ref: ArticleRef) -> str:
    """The paragraph that holds the item of a reference without paragraph."""
    item = slice_text(text, None, ref.item)
    return next(p for p in split_paragraphs(text) if item in p)


def _cut(part: str) -> str:
    if len(part) <= _LONGEST:
        return part
    lines: list[str] = []
    size = 0
    for line in part.splitlines(keepends=True):
        if lines and size + len(line) > _LONGEST:
            break
        lines.append(line)
        size += len(line)
    return "".join(lines).rstrip()
