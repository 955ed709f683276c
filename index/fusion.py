"""How two rankings become one. The numbers were measured on the development questions (evals/retrieval)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.embedding import Matrix

Rows = npt.NDArray[np.intp]


class Fusion(NamedTuple):
    """``dense`` and ``words`` weigh the two scores; each ranking counts to its ``depth``-th row."""

    dense: float = 0.5
    words: float = 0.5
    depth: int = 200


FUSION = Fusion()


def scaled(scores: Matrix) -> Matrix:
    """Scores of one ranking between 0 (its last row) and 1 (its first)."""
    if not len(scores):
        return scores
    low, high = float(scores.min()), float(scores.max())
    if high <= low:
        return np.ones_like(scores)
    return (scores - low) / (high - low)


def fuse(
    size: int,
    dense: tuple[Rows, Matrix],
    words: tuple[Rows, Matrix],
    weights: Fusion = FUSION,
) -> tuple[Rows, Matrix]:
    """All rows of either ranking with their fused score (0 to 1), best first. ``size``: rows there are."""
    total = np.zeros(size, np.float32)
    total[dense[0]] += weights.dense * scaled(dense[1])
    total[words[0]] += weights.words * scaled(words[1])
    rows = np.union1d(dense[0], words[0])
    best = rows[np.argsort(-total[rows], kind="stable")]
    return best, total[best]
