"""Writes one shelf of the index into an empty folder, and checks it before anyone uses it."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding import Matrix
from index.entries import ASIDE, NEVER_ENDS, Entry
from index.errors import IndexProblem
from index.shelf import ARRAYS, DESCRIPTION, NAME_COLUMNS, NAMES, SCHEMA, load_shelf
from index.store import fill_store, nearest_rows, open_store
from index.store_place import StorePlace
from index.vectors import Keys, quantise, restore
from index.words import TITLE_WEIGHT, WordIndex, tokens

STORE_FROM = 10_000  # fewer rows are searched exactly, which takes less time than a store needs
PROBES = 3

Step = Callable[[str, int], None]


def write_shelf(
    folder: Path,
    name: str,
    entries: list[Entry],
    keys: Keys,
    vectors: Matrix,
    about: dict[str, Any],
    place: StorePlace,
    step: Step,
    *,
    fresh: bool = False,
) -> None:
    """Write a complete shelf. ``step`` hears what is being done and how many rows of it are done.

    ``about``: model, digest and other things to be remembered with the shelf. ``fresh``: use nothing that
    a server may hold already.
    """
    large = len(entries) >= STORE_FROM and name not in ASIDE  # lay questions are short, quickly gone through
    valid_to = np.array([entry.valid_to for entry in entries], np.int32)
    stored = (valid_to == NEVER_ENDS) if large else np.zeros(len(entries), np.bool_)
    numbers, scales = quantise(vectors)
    arrays = {
        "keys": keys,
        "numbers": numbers,
        "scales": scales,
        "valid_from": np.array([entry.valid_from for entry in entries], np.int32),
        "valid_to": valid_to,
        "stored": stored,
    }
    for column in ARRAYS:
        np.save(folder / f"{column}.npy", arrays[column])
    columns = [[entry.id, entry.kind, entry.law, entry.article] for entry in entries]
    names = dict(zip(NAME_COLUMNS, zip(*columns, strict=True) if columns else ([],) * 4, strict=True))
    _write(folder / NAMES, names)
    WordIndex.build(_documents(entries, lambda: step(f"{name}：词索引", 1))).save(folder / "words")
    if large:
        rows = np.flatnonzero(stored)
        labels = [f"《{entries[row].law}》{entries[row].article}" for row in rows]
        exact = restore(numbers[rows], scales[rows])
        report = lambda done: step(f"{name}：向量库", done)  # noqa: E731
        whose = f"{name}_{about['digest'][:12]}"
        fill_store(place, folder, whose, rows.tolist(), labels, exact, report, fresh=fresh)
    kinds = Counter(kind for _, kind in {(entry.id, entry.kind) for entry in entries})
    about = {
        **about,
        "schema": SCHEMA,
        "name": name,
        "rows": len(entries),
        "store": place.kind if large else "",
        "counts": dict(kinds),
        "summaries": sorted({entry.law for entry in entries if entry.summary}),
    }
    _write(folder / DESCRIPTION, about)


def check_shelf(folder: Path, place: StorePlace) -> None:
    """Open what was written and find a few rows by their own vectors. Raises IndexProblem on any fault."""
    shelf = load_shelf(folder)
    rows = np.flatnonzero(shelf.stored)
    if not len(rows):
        return
    store = open_store(place, folder)
    try:
        for row in rows[np.linspace(0, len(rows) - 1, PROBES).astype(int)]:
            vector = shelf.vectors(np.array([row]))[0]
            # Another row may hold the same text, so nearness is asked for, not identity.
            found = np.array(nearest_rows(store, vector, 3))
            if not len(found) or (shelf.vectors(found) @ vector).max() < 0.999:
                where = f"{folder.name} 第 {row} 行"
                raise IndexProblem(f"向量库自检未通过：{where}。请运行 python -m index build --full。")
    finally:
        store.close()


def _documents(entries: list[Entry], done: Callable[[], None]) -> Iterator[list[str]]:
    for entry in entries:
        yield tokens(entry.title) * TITLE_WEIGHT + tokens(entry.heading) + tokens(entry.body)
        done()


def _write(path: Path, value: object) -> None:
    with path.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
