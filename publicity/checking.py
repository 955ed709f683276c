"""Check a draft before it leaves: each citation exists, holds today, is quoted verbatim; no name is left."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from assistant.quotes import is_verbatim
from assistant.verify import CitationCheck, verify
from corpus.library import Library
from corpus.models import Case, Frozen
from corpus.paragraphs import slice as slice_text
from corpus.references import format_place
from corpus.validity import LawError
from publicity.anonymise import ROUNDS, Identity, identities, masked
from publicity.words import words

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_LONGEST = 240  # characters of the law shown to an editor who misquoted it
_BLOCK = re.compile(r"(?:^>[^\n]*(?:\n|$))+", re.M)


class Problem(Frozen):
    """What is wrong with text[start:end], and what to do."""

    start: int
    end: int
    text: str
    message: str


class DraftCheck(Frozen):
    """The outcome: ``problems`` in order; empty means the draft may be exported as checked."""

    problems: tuple[Problem, ...]
    citations: tuple[CitationCheck, ...]
    day: date

    @property
    def sound(self) -> bool:
        return not self.problems


def check_draft(
    text: str, day: date, library: Library, case: Case | None = None, names: Iterable[str] = ()
) -> DraftCheck:
    """Everything wrong with a draft on ``day``. ``names``: further names that must not stand in it.

    ``case``: the case it tells, names hidden; its own stored sentences say what the source said and are
    not taken for statements of ours, and those who decided and published may be named.
    """
    citations = _own(verify(text, day, library))
    if not text.strip():
        return DraftCheck(problems=(_at(text, 0, 0, words().problems["empty"]),), citations=(), day=day)
    found = [
        *(p for c in citations if (p := _wrong(text, c, library))),
        *_uncited_quotes(text, citations),
        *_claims(text, citations, case),
        *(
            _at(text, i.start, i.end, words().problems["identity"].format(text=i.text))
            for i in _names(text, citations, case, names)
        ),
    ]
    if not citations:
        found.append(_at(text, 0, 0, words().problems["no_law"]))
    found.sort(key=lambda p: p.start)
    return DraftCheck(problems=tuple(found), citations=tuple(citations), day=day)


def _own(citations: list[CitationCheck]) -> list[CitationCheck]:
    """The citations of the draft; what a clause quoted verbatim cites itself is the law's own affair."""
    quoted = _verbatim(citations)
    return [c for c in citations if not any(start <= c.start and c.end <= end for start, end in quoted)]


def _verbatim(citations: Iterable[CitationCheck]) -> list[tuple[int, int]]:
    """Where the words of the law stand."""
    return [(c.quote_start or 0, c.quote_end or 0) for c in citations if c.verbatim]


def _at(text: str, start: int, end: int, message: str) -> Problem:
    return Problem(start=start, end=end, text=text[start:end], message=message)


def _wrong(text: str, check: CitationCheck, library: Library) -> Problem | None:
    """A citation that is not sound: none such, not in force, not held, or not quoted verbatim."""
    if check.status != "ok":
        return _at(text, check.start, check.end, check.message)
    if check.verbatim is False:
        held = _shown(check, library)
        message = words().problems["misquoted"].format(message=check.message, text=held)
        return _at(text, check.start, check.end, message)
    if check.verbatim and not _in_place(check, library):
        place = format_place(check.article, check.paragraph, check.item)
        message = words().problems["misplaced"].format(place=place)
        return _at(text, check.start, check.end, message)
    return None


def _shown(check: CitationCheck, library: Library) -> str:
    """The words as they stand in the law, for the editor to put right; long ones up to their first part."""
    held = library.find(check.law or "", check.article, check.as_of).text
    part = " ".join(slice_text(held, check.paragraph, check.item).split())
    return part if len(part) <= _LONGEST else f"{part[:_LONGEST]}…"


def _in_place(check: CitationCheck, library: Library) -> bool:
    try:
        held = library.find(check.law or "", check.article, check.as_of).text
        part = slice_text(held, check.paragraph, check.item)
    except LawError:
        return False
    return is_verbatim(check.quote or "", part)


def _uncited_quotes(text: str, citations: Iterable[CitationCheck]) -> list[Problem]:
    """Block quotations that belong to no citation."""
    quotes = [(c.quote_start, c.quote_end) for c in citations if c.quote_start is not None and c.quote_end]
    own = words().problems["uncited"]
    return [
        _at(text, m.start(), m.end(), own)
        for m in _BLOCK.finditer(text)
        if not any(start < m.end() and m.start() < end for start, end in quotes)
    ]


def _claims(text: str, citations: Iterable[CitationCheck], case: Case | None) -> list[Problem]:
    """Sentences that say what the law says and name no clause."""
    own = words()
    cited = [(c.start, c.end) for c in citations]
    told = "\n".join(_texts_of(case)) if case else ""
    return [
        _at(text, m.start(), m.end(), own.problems["claimed"])
        for m in _SENTENCE.finditer(text)
        if any(claim in m.group() for claim in own.claims)
        and not m.group().lstrip().startswith(">")
        and not any(start < m.end() and m.start() < end for start, end in cited)
        and not _is_told(m.group().strip().rstrip("。"), told)
    ]


def _is_told(sentence: str, told: str) -> bool:
    """Whether a sentence is the case's own, with or without a speaker before it (旁白：…)."""
    _, speaker, said = sentence.partition("：")
    return sentence in told or bool(speaker and said and said in told)


def _texts_of(case: Case) -> tuple[str, ...]:
    return (
        case.title, case.facts, case.outcome, case.authority_reasoning, case.reasoning, case.lesson,
        case.counter_reason, case.source.title,
    )  # fmt: skip


def hide_names(
    text: str, day: date, library: Library, case: Case | None = None, names: Iterable[str] = ()
) -> str:
    """The draft with what tells who it is about hidden; the words of the law stay as they are."""
    wanted = list(names)
    for _ in range(ROUNDS):
        found = _names(text, verify(text, day, library), case, wanted)
        if not found:
            break
        text = masked(text, found)
    return text


def _names(
    text: str, citations: Iterable[CitationCheck], case: Case | None, names: Iterable[str]
) -> list[Identity]:
    """Names and numbers left, outside the words of the law."""
    quoted = _verbatim(citations)
    kept = (case.source.issuer or "", case.authority) if case else ()
    return [
        i
        for i in identities(text, names, kept)
        if not any(start <= i.start and i.end <= end for start, end in quoted)
    ]
