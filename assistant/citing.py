"""References to citations: every quotation is a slice of the provision in force on the day."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from assistant.models import Citation
from corpus.errors import CorpusError
from corpus.models import ArticleRef, Provision
from corpus.paragraphs import slice as slice_text
from corpus.references import parse_ref

_LONGEST = 700  # characters of one quotation; longer paragraphs are quoted up to their first items


class LawStore(Protocol):
    """What citing needs of the library. ``find`` raises a CorpusError unless the text is in force."""

    def find(self, law: str, article: str, day: date) -> Provision: ...


class Citer:
    """Collects the citations of one answer, each place once, in the order of first use."""

    def __init__(self, store: LawStore, day: date) -> None:
        self._store, self._day = store, day
        self._found: dict[tuple[str, str], Citation] = {}
        self.unstored: list[str] = []

    def add(self, reference: str, why: str = "") -> Citation | None:
        """Cite "行政处罚法 第三十三条第一款"; None when the text is not held or not in force that day.

        A reference that names only a law, or a law whose text is not held, goes to ``unstored``.
        """
        try:
            ref = parse_ref(reference)
            provision = self._store.find(ref.law, ref.article, self._day)
        except (CorpusError, ValueError):
            law = reference.split(" ")[0]
            if law not in self.unstored:
                self.unstored.append(law)
            return None
        return self.add_provision(provision, ref, why)

    def add_provision(self, provision: Provision, ref: ArticleRef | None = None, why: str = "") -> Citation:
        """Cite a provision already in hand, as a whole or at the place that ``ref`` names."""
        key = (provision.law, provision.article)
        quote = "" if provision.summary_only else quotation(provision.text, ref)
        held = self._found.get(key)
        if held:
            if len(held.quote) < len(quote) or not held.why:
                longer = max(held.quote, quote, key=len)
                self._found[key] = held.model_copy(update={"quote": longer, "why": held.why or why})
            return self._found[key]
        citation = Citation(
            id=provision.id,
            kind=provision.kind.value,
            law=provision.law,
            article=provision.article,
            quote=quote,
            in_force=True,
            as_of=self._day,
            why=why,
            valid_from=provision.valid_from,
        )
        self._found[key] = citation
        return citation

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(self._found.values())


def quotation(text: str, ref: ArticleRef | None) -> str:
    """The paragraph a reference points to, verbatim, or the article when it names none.

    A paragraph too long to read is quoted up to the end of the item in question, or cut after an item.
    """
    part = text
    if ref and (ref.paragraph or ref.item):
        try:
            part = _with_stem(text, ref)
        except CorpusError:
            part = text
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


def _with_stem(text: str, ref: ArticleRef) -> str:
    """From the head of the paragraph to the end of the item: the head holds the penalty, the item the act."""
    if ref.item is None:
        return slice_text(text, ref.paragraph, None)
    item = slice_text(text, ref.paragraph, ref.item)
    end = text.index(item) + len(item)
    whole = slice_text(text, ref.paragraph, None) if ref.paragraph else text
    start = text.index(whole)
    upto = text[start:end]
    return upto if len(upto) <= _LONGEST else item
