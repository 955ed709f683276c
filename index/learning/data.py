"""What the question encoder learns from: lay questions and tellings, with the articles that answer them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from corpus.models import Violation
from corpus.tellings import Telling
from corpus.violations import split_article
from index.embedding import Embedder, Matrix
from index.entries import ASKED, Entry, Shelved
from index.vectors import DIRECTORY, KnownVectors, VectorFile, embed


class Pair(NamedTuple):
    """``gold``: rows of articles. ``ways``: rows of ``Passages.ways`` that this very question made."""

    text: str
    gold: tuple[int, ...]
    ways: tuple[int, ...] = ()


class Passages(NamedTuple):
    """``articles`` [A, 384] and ``ways`` [W, 384], unit vectors; ``leads`` [W]: the article of each way."""

    articles: Matrix
    ways: Matrix
    leads: np.ndarray[tuple[int], np.dtype[np.intp]]


def passages(shelved: Shelved, embedder: Embedder, day: date) -> tuple[Passages, list[Entry]]:
    """Vectors of the articles in force on ``day`` and of the lay questions, with the articles' entries."""
    number = day.toordinal()
    articles = [e for e in shelved["statutes"] if e.valid_from <= number < e.valid_to]
    row = {entry.id: place for place, entry in enumerate(articles)}
    asked = [entry for entry in shelved[ASKED] if entry.id in row]
    known = KnownVectors(embedder.digest(), [VectorFile.load(p) for p in sorted(DIRECTORY.glob("*.npz"))])
    vectors = [embed([e.passage for e in part], embedder, known)[1] for part in (articles, asked)]
    leads = np.array([row[entry.id] for entry in asked], np.intp)
    return Passages(vectors[0], vectors[1], leads), articles


def pairs(shelved: Shelved, articles: Sequence[Entry]) -> list[Pair]:
    """Each lay question once, with all articles that answer it."""
    row = {entry.id: place for place, entry in enumerate(articles)}
    gold: dict[str, list[int]] = {}
    ways: dict[str, list[int]] = {}
    for way, entry in enumerate(e for e in shelved[ASKED] if e.id in row):
        gold.setdefault(entry.passage, []).append(row[entry.id])
        ways.setdefault(entry.passage, []).append(way)
    return [Pair(text, tuple(rows), tuple(ways[text])) for text, rows in gold.items()]


def told_pairs(
    tellings: Iterable[Telling], catalogue: Iterable[Violation], articles: Sequence[Entry]
) -> list[Pair]:
    """Each telling of a violation, with the articles that punish it; none where those are not stored."""
    row = {(entry.title, entry.article): place for place, entry in enumerate(articles)}
    gold = {violation.id: _rows_of(violation, row) for violation in catalogue}
    return [Pair(text, gold[t.id]) for t in tellings for text in t.texts if gold[t.id]]


def _rows_of(violation: Violation, row: Mapping[tuple[str, str], int]) -> tuple[int, ...]:
    places = map(split_article, violation.penalty)
    return tuple(sorted({row[place] for place in places if place in row}))


def digest(learned: Sequence[Pair], articles: Sequence[Entry]) -> str:
    """SHA-256 over the questions and the places of their answers, in any order: weights and data can be told
    to belong together.
    """
    lines = ("\0".join((pair.text, *sorted(articles[row].id for row in pair.gold))) for pair in learned)
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
