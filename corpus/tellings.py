"""Violations told in everyday words, written for this project: learned from and found by, never shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from corpus.json_lines import read_lines
from corpus.law_names import STATE
from corpus.models import Frozen, Provision, Violation
from corpus.violations import split_reference

_ARTICLE = re.compile(r"第[^条]+条(?:之[一二三四五六七八九十]+)?")
TELLINGS = Path(__file__).with_name("vocabulary") / "tellings"


class Telling(Frozen):
    """``id``: of a violation of the catalogue."""

    id: str
    texts: tuple[str, ...]


def read_tellings(folder: Path = TELLINGS) -> list[Telling]:
    """All tellings by file. Raises DataError with file and line."""
    return read_lines(folder, Telling)


def told_of(
    violations: Iterable[Violation], tellings: Iterable[Telling], provisions: Iterable[Provision]
) -> list[tuple[str, Provision]]:
    """Each name, everyday name and telling of a violation, with every stored version of the article that
    punishes it first of all; none where that article is not stored.
    """
    texts: dict[str, list[str]] = {}
    for telling in tellings:
        texts.setdefault(telling.id, []).extend(telling.texts)
    stored: dict[tuple[str, str], list[Provision]] = {}
    for provision in provisions:
        stored.setdefault((provision.law.removeprefix(STATE), provision.article), []).append(provision)
    return [
        (text, provision)
        for violation in violations
        for provision in stored.get(_punished_by(violation), ())
        for text in dict.fromkeys((violation.name, *violation.aka, *texts.get(violation.id, ())))
    ]


def _punished_by(violation: Violation) -> tuple[str, str]:
    law, place = split_reference(violation.penalty[0]) if violation.penalty else ("", "")
    article = _ARTICLE.match(place)
    return law, article[0] if article else ""
