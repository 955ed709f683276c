"""One law as it is held: its versions by date, where it stands on a day, its articles by chapter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from corpus.library import Library
from corpus.models import Provision, Validity
from corpus.validity import LawStanding, NotCovered

UNSURE = "not_covered"  # beside the states of Validity: no text is held that surely holds that day


@dataclass(frozen=True, slots=True)
class Edition:
    """One version: its articles, and the days on which it holds; ``ends`` is exclusive."""

    begins: date
    ends: date | None
    articles: tuple[Provision, ...]


def editions(library: Library, law: str) -> tuple[Edition, ...]:
    """The versions held of a law (full name), oldest first; of a 要旨 the one there is."""
    held = library.articles_of(law) or [p for s in library.summaries() if s.name == law for p in s.provisions]
    by_day: dict[date, list[Provision]] = {}
    for provision in held:
        by_day.setdefault(provision.valid_from, []).append(provision)
    return tuple(Edition(day, _end(rows), tuple(rows)) for day, rows in sorted(by_day.items()))


def _end(articles: Iterable[Provision]) -> date | None:
    """A version ends with its last article: single ones may have been amended before."""
    ends = [p.valid_to for p in articles]
    return None if None in ends else max(filter(None, ends))


def standing_on(library: Library, law: str, day: date) -> tuple[LawStanding | None, str]:
    """Where a known law stands, and what is to be said of it; None where the day is not covered."""
    try:
        standing = library.standing(law, day)
    except NotCovered as exc:
        return None, str(exc)
    return standing, standing.note


def state_on(library: Library, law: str, day: date) -> str:
    """The state of a law on a day as a word of Validity, or UNSURE."""
    standing, _ = standing_on(library, law, day)
    return standing.validity.value if standing else UNSURE


def edition_of(standing: LawStanding | None, held: tuple[Edition, ...]) -> Edition | None:
    """The version that a standing speaks of; None where its text is not held."""
    if standing is None:
        return None
    same = [e for e in held if e.begins == standing.valid_from]
    # A repeal leaves the day on which the text began to the text.
    return same[0] if same else held[-1] if held and standing.validity is Validity.REPEALED else None


def by_chapter(articles: Iterable[Provision]) -> list[tuple[tuple[str, ...], list[Provision]]]:
    """Articles in their order, parted where the chapter changes."""
    parts: list[tuple[tuple[str, ...], list[Provision]]] = []
    for provision in articles:
        if not parts or parts[-1][0] != provision.chapter:
            parts.append((provision.chapter, []))
        parts[-1][1].append(provision)
    return parts
