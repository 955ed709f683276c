"""Violations told in everyday words, written for this project: learned from and found by, never shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from corpus.json_lines import read_lines
from corpus.law_names import by_place
from corpus.models import Frozen, Provision, Violation
from corpus.violations import split_article

TELLINGS = Path(__file__).with_name("vocabulary") / "tellings"


class Telling(Frozen):
    """``id``: of a violation of the catalogue."""

    id: str
    texts: tuple[str, ...]


def read_tellings(folder: Path = TELLINGS) -> list[Telling]:
    """All tellings by file. Raises DataError with file and line."""
    return read_lines(folder, Telling)


def texts_of(violations: Iterable[Violation], tellings: Iterable[Telling]) -> dict[str, tuple[str, ...]]:
    """Violation id → its name, everyday names and tellings."""
    told: dict[str, list[str]] = {}
    for telling in tellings:
        told.setdefault(telling.id, []).extend(telling.texts)
    return {v.id: tuple(dict.fromkeys((v.name, *v.aka, *told.get(v.id, ())))) for v in violations}


def told_of(
    violations: Iterable[Violation], texts: Mapping[str, Sequence[str]], provisions: Iterable[Provision]
) -> list[tuple[str, Provision]]:
    """Each text of a violation, with every stored version of the article that punishes it first of all; none
    where that article is not stored.
    """
    stored = by_place(provisions)
    return [
        (text, provision)
        for violation in violations
        for reference in violation.penalty[:1]
        for provision in stored.get(split_article(reference), ())
        for text in texts[violation.id]
    ]
