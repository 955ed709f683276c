"""Other ways to a row: the lay questions that an article answers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.embedding import Matrix
from index.shelf import Rows

BEST = 3


class Ways:
    """Which rows lead to which. ``leads``: for each row the row it counts for, most often itself."""

    def __init__(self, leads: Rows) -> None:
        aside = np.flatnonzero(leads != np.arange(len(leads)))
        self._order = aside[np.argsort(leads[aside], kind="stable")]
        self.count: npt.NDArray[np.intp] = np.bincount(leads[aside], minlength=len(leads))
        self._start = np.cumsum(self.count) - self.count

    def of(self, rows: Rows) -> tuple[Rows, Rows]:
        """All ways to ``rows``, as pairs: the position in ``rows``, and the way's own row."""
        counts = self.count[rows]
        position = np.repeat(np.arange(len(rows)), counts)
        within = np.arange(len(position)) - np.repeat(np.cumsum(counts) - counts, counts)
        return position, self._order[np.repeat(self._start[rows], counts) + within]

    def highest(self, scores: Matrix) -> Matrix:
        """Of each row: the highest score of its ways, 0 without any. ``scores``: of all rows, from 0."""
        out = np.zeros(len(self.count), np.float32)
        led = self.count > 0
        if led.any():
            out[led] = np.maximum.reduceat(scores[self._order], self._start[led])
        return out


def best_of(position: Rows, scores: Matrix, own: Matrix) -> Matrix:
    """[rows, BEST]: the best scores of each row's ways, best first.

    A row without ways has its ``own`` score instead, and one with few is filled up with the lower of its
    own and its last: so more ways are an advantage only when they are near.
    """
    order = np.lexsort((-scores, position))
    position, scores = position[order], scores[order]
    rank = np.arange(len(position)) - np.searchsorted(position, position)
    out = np.full((len(own), BEST), np.nan, np.float32)
    out[position[rank < BEST], rank[rank < BEST]] = scores[rank < BEST]
    out[:, 0] = np.where(np.isnan(out[:, 0]), own, out[:, 0])
    out[:, 1] = np.where(np.isnan(out[:, 1]), np.minimum(own, out[:, 0]), out[:, 1])
    lower = np.minimum(own, out[:, 1])[:, None]
    out[:, 2:] = np.where(np.isnan(out[:, 2:]), lower, out[:, 2:])
    return out
