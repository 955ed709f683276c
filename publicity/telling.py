"""A case made ready to be told: names hidden, and the clauses in force today that it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from assistant.citing import Citer
from assistant.models import Citation
from assistant.referring import Referrals
from assistant.verify import verify
from corpus.library import Library
from corpus.models import ArticleRef, Case, Frozen
from corpus.references import format_place, format_ref, parse_ref
from corpus.validity import LawError
from publicity.anonymise import anonymise
from publicity.words import words

_MOST_CLAUSES = 3
_TEXTS = (
    "title",
    "facts",
    "outcome",
    "authority_reasoning",
    "reasoning",
    "lesson",
    "counter_reason",
    "violation",
)
_CITING = ("facts", "authority_reasoning", "reasoning", "lesson")
_SENTENCE = re.compile(r"[^。！？]+[。！？]?")
ELLIPSIS = "……"


class Clause(Frozen):
    """A place of law with its words: ``rows`` are slices of the text; ELLIPSIS is where one was left out."""

    law: str
    place: str
    rows: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"《{self.law}》{self.place}"

    @property
    def size(self) -> int:
        return sum(map(len, self.rows))


class Telling(Frozen):
    """What a draft is filled from: the case with names hidden, its clauses, and notes for the editor."""

    case: Case
    clauses: tuple[Clause, ...]
    day: date
    notes: tuple[str, ...] = ()


class Told:
    """Makes cases ready. ``names``: further names to hide."""

    def __init__(self, library: Library, referrals: Referrals) -> None:
        self._library, self._referrals = library, referrals

    def tell(self, case: Case, day: date, names: Iterable[str] = ()) -> Telling:
        """The case with the clauses that hold on ``day``."""
        own, notes = hidden(case, names), self._notes(case, day)
        safe = {name: self._checkable(getattr(own, name), day) for name in _CITING}
        if any(safe[name] != getattr(own, name) for name in _CITING):
            notes = (*notes, words().notes["left_out"])
        case_told = own.model_copy(update=safe)
        return Telling(case=case_told, clauses=self._clauses(case, day), day=day, notes=notes)

    def _checkable(self, text: str, day: date) -> str:
        """A case's text without the sentences that cite what cannot be checked (第三条 of what?)."""
        kept = [
            s for s in _SENTENCE.findall(text) if all(c.status == "ok" for c in verify(s, day, self._library))
        ]
        return "".join(kept)

    def _clauses(self, case: Case, day: date) -> tuple[Clause, ...]:
        """Those the case names in today's numbering, and the general one for its outcome."""
        refs = [r.ref for r in self._referrals.of_case(case.id) if self._is_todays(case, r.role, r.ref, day)]
        refs = list(dict.fromkeys(refs))[: _MOST_CLAUSES - 1]
        general = parse_ref(words().general[case.outcome_class])
        ordered = (general, *refs) if case.outcome_class in words().general_leads else (*refs, general)
        found = [clause for ref in ordered if (clause := self.clause(ref, day))]
        return tuple({clause.label: clause for clause in found}.values())

    def clause(self, ref: ArticleRef, day: date) -> Clause | None:
        """The words of a place in force on ``day``; None where the text is not held or is no basis."""
        citer = Citer(self._library, day)
        citer.add(format_ref(ref))
        quotes = [c for c in citer.citations if c.quote]
        if not quotes:
            return None
        whole = self._library.find(ref.law, ref.article, day).text
        # Head and item of a list are quoted together: then the place named is the paragraph or the article.
        place = format_place(ref.article, ref.paragraph, ref.item if len(quotes) == 1 else None)
        return Clause(law=quotes[0].law, place=place, rows=_rows(quotes, whole))

    def _is_todays(self, case: Case, role: str, ref: ArticleRef, day: date) -> bool:
        """Whether a number in a case's own source is sure to mean the text in force today."""
        if role == "mapped_law":
            return True
        try:
            held = self._library.find(ref.law, ref.article, day)
        except LawError:
            return False
        return bool(case.date) and case.date >= held.valid_from.isoformat()[: len(case.date)]

    def _notes(self, case: Case, day: date) -> tuple[str, ...]:
        own, refs = words().notes, self._referrals.of_case(case.id)
        older = any(not self._is_todays(case, r.role, r.ref, day) for r in refs)
        counter = own["counter"].format(reason=case.counter_reason) if case.counter_case else ""
        doubt, old = own["doubtful"] if case.doubtful else "", own["older"] if older else ""
        return tuple(filter(None, (doubt, counter, old)))


def hidden(case: Case, names: Iterable[str] = ()) -> Case:
    """The case with every name of a party hidden, in its own texts and in the title of its source."""
    own = list(names)
    texts = {name: anonymise(getattr(case, name), own) for name in _TEXTS}
    source = case.source.model_copy(update={"title": anonymise(case.source.title, own)})
    measures = tuple(anonymise(m, own) for m in case.measures)
    return case.model_copy(update={**texts, "source": source, "measures": measures})


def _rows(quotes: list[Citation], whole: str) -> tuple[str, ...]:
    rows: list[str] = []
    end = -1
    for quote in quotes:
        start = whole.find(quote.quote)
        if rows and whole[end:start].strip():
            rows.append(ELLIPSIS)
        rows += [row.strip() for row in quote.quote.splitlines() if row.strip()]
        end = start + len(quote.quote)
    return tuple(rows)
