"""Nearest rows of one shelf to a question's vector, among the rows that are allowed.

The vector store proposes, the shelf's own vectors decide: what the store proposes is scored again
exactly, and rows the store does not hold, or a small choice of rows, are scored without it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

import numpy as np

from index.embedding import Matrix
from index.shelf import Mask, Rows, Shelf
from index.store import nearest_rows, open_store
from index.store_place import CHROMA, EMBEDDED, OpenStore, StorePlace

EXACT_UP_TO = 4000  # rows; measured: as quick as asking the store
PROPOSE_UP_TO = 10_000  # rows; beyond, scoring all that is allowed is quicker (Milvus: 16,384 at most)
WHOLE_UP_TO = 400_000  # rows; their vectors are kept as floats (600 MB), larger shelves are scored by parts
PART = 100_000
RETRY = 30  # seconds until a server that failed is asked again

log = logging.getLogger(__name__)


class Dense:
    """Opens the shelf's store on the first question; without one it searches exactly."""

    def __init__(
        self, shelf: Shelf, place: StorePlace = EMBEDDED, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """``place``: where the shelf's vectors were put when it was written."""
        self._shelf = shelf
        self._place = place
        self._clock = clock
        self._stored = np.asarray(shelf.stored)
        self._store: OpenStore | None = None
        # A shelf that was written for another store is still whole without it.
        self._usable = bool(self._stored.any()) and shelf.about["store"] == self._place.kind
        self._again = 0.0
        self._lock = threading.Lock()
        self._whole: Matrix | None = None

    def nearest(self, vector: Matrix, allowed: Mask, count: int) -> tuple[Rows, Matrix]:
        """At most ``count`` allowed rows with their cosine, best first."""
        rows = self._candidates(vector, allowed, count)
        scores = self.score(vector, rows)
        best = np.argsort(-scores, kind="stable")[:count]
        return rows[best], scores[best]

    def score(self, vector: Matrix, rows: Rows) -> Matrix:
        """Cosine of some rows."""
        if not len(rows):
            return np.zeros(0, np.float32)
        if len(rows) <= EXACT_UP_TO:
            return np.asarray(self._shelf.vectors(rows) @ vector, np.float32)
        if len(self._shelf) > WHOLE_UP_TO:
            parts = [rows[start : start + PART] for start in range(0, len(rows), PART)]
            return np.concatenate([self._shelf.vectors(part) @ vector for part in parts]).astype(np.float32)
        if self._whole is None:
            self._whole = self._shelf.vectors(slice(None))
        return np.asarray((self._whole @ vector)[rows], np.float32)

    def close(self) -> None:
        with self._lock:
            if self._store is not None:
                self._store.close()
            self._store, self._usable = None, False

    def _candidates(self, vector: Matrix, allowed: Mask, count: int) -> Rows:
        """Rows that may be the nearest: those the store proposes and those it does not hold, or all."""
        if np.count_nonzero(allowed) > EXACT_UP_TO and (store := self._open()) is not None:
            try:
                proposed = self._proposed(store, vector, allowed, count)
            except Exception as exc:  # whatever a store raises: answers must go on without it
                self._give_up(store, exc)
            else:
                if proposed is not None:
                    return np.concatenate([proposed, np.flatnonzero(allowed & ~self._stored)])
        return np.flatnonzero(allowed)

    def _proposed(self, store: OpenStore, vector: Matrix, allowed: Mask, count: int) -> Rows | None:
        """Allowed rows nearest in the store: asked for more until enough of them are allowed.

        None when that would be more than it is worth.
        """
        held = int(np.count_nonzero(self._stored))
        wanted = int(np.count_nonzero(allowed & self._stored))
        ask = min(held, int(count * held / max(wanted, 1)) + 16)
        while ask <= PROPOSE_UP_TO:
            found = np.array(nearest_rows(store, vector, ask), np.intp)
            kept = found[allowed[found]]
            if len(kept) >= min(count, wanted) or ask == held:
                return kept[:count]
            if len(found) < ask:  # a graph may reach fewer rows than it is asked for
                return None
            ask = min(held, ask * 2)
        return None

    def _open(self) -> OpenStore | None:
        if not self._lock.acquire(blocking=False):  # another question waits for the server; this one need not
            return self._store
        try:
            if self._store is None and self._usable and self._clock() >= self._again:
                try:
                    self._store = open_store(self._place, self._shelf.folder)
                except Exception as exc:
                    self._lost(exc)
            return self._store
        finally:
            self._lock.release()

    def _give_up(self, store: OpenStore, exc: Exception) -> None:
        """Let a store go that failed in the middle of a question, unless another has let it go already."""
        with self._lock:
            if self._store is not store:
                return
            self._store = None
            self._lost(exc)
        try:
            store.close()
        except Exception as closing:  # it may be gone; there is nothing to save
            log.debug("closing the store: %s", closing)

    def _lost(self, exc: Exception) -> None:
        """An embedded store stays unusable; a server may come back."""
        log.warning("向量库打不开（%s），改用精确检索；结果相同，略慢。", exc)
        self._usable = self._place.kind != CHROMA
        self._again = self._clock() + RETRY
