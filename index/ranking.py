"""The order of provisions: what speaks for a candidate, weighed together.

Two linear rankers: few weights, learned on the development questions (``python -m evals ranking``), so that
an officer may ask why one article stands before another. One orders by what people ask about articles. Where
the question seems to tell of a violation, the other also goes by how violations are told, and the two orders
take turns.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.embedding import Matrix
from index.errors import IndexProblem
from index.fusion import scaled
from index.shelf import Rows

WEIGHTS = Path(__file__).with_name("weights") / "ranking.json"
# Scales bring the features to like size, so that none is learned faster than the others.
COSINE, WORDS, LIKENESS, WORD_LIKENESS = 10.0, 5.0, 12.0, 2.0
ORDINARY = 2
RARE = 1e-4  # a share of the evidence that counts as none
FEATURES = (
    "own", "way_1", "way_2", "way_3", "words", "way_words", "law", "neighbour", "asked",
)  # fmt: skip
TOLD_FEATURES = (*FEATURES, "told_1", "told_2", "told_words")


class Evidence(NamedTuple):
    """What is known of the candidates, a row each.

    ``own``: cosine with the text; ``ways`` [n, 3]: best cosines with lay questions; ``words`` and
    ``way_words``: word scores, 1 being the best sum of both; ``laws``: codes; ``asked``: how many lay
    questions lead there (ORDINARY where none could: they are written for statutes). ``told`` and
    ``told_words``: as ``ways`` and ``way_words``, of violations told; ``punishes``: whether any leads there.
    """

    rows: Rows
    own: Matrix
    ways: Matrix
    words: Matrix
    way_words: Matrix
    laws: npt.NDArray[np.intp]
    asked: npt.NDArray[np.intp]
    told: Matrix
    told_words: Matrix
    punishes: npt.NDArray[np.bool_]


class Weights(NamedTuple):
    """Of FEATURES and of TOLD_FEATURES; ``punishing``: the share from which a question tells a violation."""

    plain: Matrix
    told: Matrix
    punishing: float


def features(found: Evidence) -> Matrix:
    """[n, FEATURES] of the candidates."""
    near = (found.own + np.maximum(found.own, found.ways[:, 0])) / 2
    likely = LIKENESS * near + WORD_LIKENESS * (found.words + found.way_words)
    share = np.exp(likely - likely.max(initial=0))
    return np.column_stack(
        [
            COSINE * found.own,
            COSINE * np.maximum(found.own, found.ways[:, 0]),
            COSINE * found.ways[:, 1],
            COSINE * found.ways[:, 2],
            WORDS * found.words,
            WORDS * found.way_words,
            _pooled(share, found.laws),
            _beside(found.rows, found.laws, likely),
            np.log1p(found.asked),
        ]
    ).astype(np.float32)


def told_features(found: Evidence, plain: Matrix | None = None) -> Matrix:
    """[n, TOLD_FEATURES] of the candidates. ``plain``: their features, where they are known."""
    told = [
        COSINE * np.maximum(found.own, found.told[:, 0]),
        COSINE * found.told[:, 1],
        WORDS * found.told_words,
    ]
    return np.column_stack([features(found) if plain is None else plain, *told]).astype(np.float32)


def punishing_share(found: Evidence) -> float:
    """The share of all evidence that falls to articles that punish a violation of the catalogue, 0 to 1."""
    best = np.maximum(found.own, np.maximum(found.ways[:, 0], found.told[:, 0]))
    words = found.words + np.maximum(found.way_words, found.told_words)
    likely = LIKENESS * (found.own + best) / 2 + WORD_LIKENESS * words
    share = np.exp(likely - likely.max(initial=0))
    return float(share[found.punishes].sum() / max(share.sum(), RARE))


def _pooled(share: Matrix, laws: npt.NDArray[np.intp]) -> Matrix:
    """Logarithm of the share of all evidence that falls to a candidate's law."""
    _, code = np.unique(laws, return_inverse=True)
    total = np.bincount(code, share)
    return np.asarray(np.log(total / max(total.sum(), RARE) + RARE)[code], np.float32)


def _beside(rows: Rows, laws: npt.NDArray[np.intp], likely: Matrix) -> Matrix:
    """How likely the better of the two articles beside each is; the least when neither is a candidate."""
    out = np.full(len(rows), likely.min() if len(likely) else 0, np.float32)
    touching = (np.diff(rows) == 1) & (np.diff(laws) == 0)
    at = np.flatnonzero(touching)
    out[at] = likely[at + 1]
    out[at + 1] = np.maximum(out[at + 1], likely[at])
    return out


@lru_cache(maxsize=2)
def load_weights(path: Path = WEIGHTS) -> Weights:
    """Both rankers. Raises IndexProblem when the file is missing or names other features."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        plain, punished = (
            _named(told[name], of) for name, of in (("plain", FEATURES), ("told", TOLD_FEATURES))
        )
        return Weights(plain, punished, float(told["punishing"]))
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise IndexProblem(f"{path.name} 不能用（{exc}）；请运行 python -m evals ranking --write") from exc


def _named(told: dict[str, float], names: tuple[str, ...]) -> Matrix:
    if tuple(told) != names:
        raise ValueError("其中的特征和程序不一致")
    return np.array([float(told[name]) for name in names], np.float32)


def rank(found: Evidence, weights: Weights) -> tuple[Rows, Matrix]:
    """The candidates, best first, with a score between 0 and 1."""
    if not len(found.rows):
        return found.rows, np.zeros(0, np.float32)
    plain = features(found)
    scores = plain @ weights.plain
    order = np.argsort(-scores, kind="stable")
    if punishing_share(found) <= weights.punishing:
        return found.rows[order], scaled(scores)[order]
    other = np.argsort(-(told_features(found, plain) @ weights.told), kind="stable")
    turns = list(dict.fromkeys(np.column_stack([other, order]).ravel().tolist()))
    return found.rows[turns], np.linspace(1, 0, len(turns), dtype=np.float32)
