"""One shelf of the index on disk: its entries, vectors, words and, when it is large, a vector store.

A shelf is written once, into a folder of its own (``index.shelf_writer``), and never changed; its
description is written last, so a folder without one was left by a process that was killed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.embedding import Matrix
from index.entries import NEVER_ENDS, Entry, entries_digest
from index.errors import IndexProblem
from index.vectors import Keys, Quantised, VectorFile, keys_of, restore
from index.words import WordIndex

SCHEMA = 1  # raised whenever shelves written by older code can no longer be used
DESCRIPTION = "shelf.json"
NAMES = "entries.json"
NAME_COLUMNS = ("ids", "kinds", "laws", "articles")
ARRAYS = ("keys", "numbers", "scales", "valid_from", "valid_to", "stored")

Days = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]


def shelf_digest(entries: Iterable[Entry], model: str, store: str) -> str:
    """What a shelf must have been made from to be used: code version, model, store, entries."""
    parts = (str(SCHEMA), model, store, entries_digest(entries))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass
class Shelf:
    """An open shelf. A row is a position; every column has one value a row.

    ``stored``: the rows held by the vector store; the others are searched exactly.
    """

    folder: Path
    about: dict[str, Any]
    ids: list[str]
    kinds: list[str]
    laws: list[str]
    articles: list[str]
    keys: Keys
    numbers: Quantised
    scales: Matrix
    valid_from: Days
    valid_to: Days
    stored: Mask
    words: WordIndex

    def __len__(self) -> int:
        return len(self.ids)

    def vectors(self, rows: Rows | slice) -> Matrix:
        """Unit vectors of some rows."""
        return restore(self.numbers[rows], self.scales[rows])

    def as_file(self) -> VectorFile:
        """The shelf's vectors, for reuse when it is built again."""
        return VectorFile(self.about["model"], self.keys, self.numbers, self.scales)

    def joined(self, entries: list[Entry]) -> Shelf:
        """An outdated shelf made safe: days as they are today, rows whose text is gone never valid."""
        keys = keys_of(entry.passage for entry in entries).tolist()
        today = {(entry.id, key): entry for entry, key in zip(entries, keys, strict=True)}
        now = [today.get(pair) for pair in zip(self.ids, self.keys.tolist(), strict=True)]
        return replace(
            self,
            valid_from=np.array([e.valid_from if e else NEVER_ENDS for e in now], np.int32),
            valid_to=np.array([e.valid_to if e else 0 for e in now], np.int32),
        )


def read_description(folder: Path) -> dict[str, Any] | None:
    """What a shelf says of itself; None when it is missing or unreadable, that is, not complete."""
    try:
        about = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return about if isinstance(about, dict) and about.get("schema") == SCHEMA else None


def load_shelf(folder: Path) -> Shelf:
    """Open a shelf, arrays memory-mapped. Raises IndexProblem when anything in it does not fit."""
    about = read_description(folder)
    if about is None:
        raise IndexProblem(f"索引不完整：{folder.name}。请运行 python -m index build。")
    try:
        names = json.loads((folder / NAMES).read_text(encoding="utf-8"))
        arrays = {column: np.load(folder / f"{column}.npy", mmap_mode="r") for column in ARRAYS}
        words = WordIndex.load(folder / "words", about["rows"])
    except (OSError, ValueError, KeyError) as exc:
        raise IndexProblem(f"索引已损坏：{folder.name}（{exc}）。请运行 python -m index build。") from exc
    shelf = Shelf(folder, about, **{c: names[c] for c in NAME_COLUMNS}, **arrays, words=words)
    lengths = {len(getattr(shelf, column)) for column in (*NAME_COLUMNS, *ARRAYS)}
    if lengths != {about["rows"]} or words.rows != about["rows"]:
        raise IndexProblem(f"索引已损坏：{folder.name} 的行数不一致。请运行 python -m index build。")
    return shelf
