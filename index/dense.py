"""Nearest rows of one shelf to a question's vector, among the rows that are allowed.

The vector store proposes, the shelf's own vectors decide: what the store proposes is scored again
exactly, and rows the store does not hold, or a small choice of rows, are scored without it.
"""

from __future__ import annotations

import logging
import threading

import numpy as np
from langchain_core.vectorstores import VectorStore

from index.embedding import Matrix
from index.shelf import Mask, Rows, Shelf
from index.store import close_store, nearest_rows, open_store

EXACT_UP_TO = 4000  # rows; measured: as quick as asking the store

log = logging.getLogger(__name__)


class Dense:
    """Opens the shelf's store on the first question; without one it searches exactly."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._stored = np.asarray(shelf.stored)
        self._store: VectorStore | None = None
        self._usable = bool(self._stored.any())
        self._lock = threading.Lock()
        self._whole: Matrix | None = None

    def nearest(self, vector: Matrix, allowed: Mask, count: int) -> tuple[Rows, Matrix]:
        """At most ``count`` allowed rows with their cosine, best first."""
        store = self._open() if np.count_nonzero(allowed) > EXACT_UP_TO else None
        if store is None:
            rows = np.flatnonzero(allowed)
        else:
            rest = np.flatnonzero(allowed & ~self._stored)
            rows = np.concatenate([self._proposed(store, vector, allowed, count), rest])
        scores = self.score(vector, rows)
        best = np.argsort(-scores, kind="stable")[:count]
        return rows[best], scores[best]

    def score(self, vector: Matrix, rows: Rows) -> Matrix:
        """Cosine of some rows."""
        if self._usable and len(rows) <= EXACT_UP_TO:
            return np.asarray(self._shelf.vectors(rows) @ vector, np.float32)
        if self._whole is None:
            self._whole = self._shelf.vectors(slice(None))
        return np.asarray((self._whole @ vector)[rows], np.float32)

    def close(self) -> None:
        with self._lock:
            if self._store is not None:
                close_store(self._store)
            self._store, self._usable = None, False

    def _proposed(self, store: VectorStore, vector: Matrix, allowed: Mask, count: int) -> Rows:
        """Allowed rows nearest in the store: asked for more until enough of them are allowed."""
        held = int(np.count_nonzero(self._stored))
        wanted = int(np.count_nonzero(allowed & self._stored))
        ask = int(count * held / max(wanted, 1)) + 16
        while True:
            ask = min(held, ask)
            found = np.array(nearest_rows(store, vector, ask), np.intp)
            kept = found[allowed[found]]
            if len(kept) >= min(count, wanted) or ask == held:
                return kept[:count]
            ask *= 2

    def _open(self) -> VectorStore | None:
        with self._lock:
            if self._store is None and self._usable:
                try:
                    self._store = open_store(self._shelf.about["store"], self._shelf.folder / "store")
                except Exception as exc:  # whatever a store raises: answers must go on without it
                    log.warning("向量库打不开（%s），改用精确检索；结果相同，略慢。", exc)
                    self._usable = False
            return self._store
