"""The reader model: which facts each clause shows, and what is asked for.

Weights (assistant/weights/reader) are made by ``python -m assistant.learning``; here they are only run,
by onnxruntime, one pass over the question. Probabilities out, never an outcome: rules decide.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.errors import CorpusError
from index.networks import open_network

WEIGHTS = Path(__file__).parents[1] / "weights" / "reader"
LONGEST = 480  # tokens read of a question; e5 knows 512 places
_REMEDY = "请运行 python -m assistant.learning 重新生成"

Matrix = npt.NDArray[np.float32]


class Heard(NamedTuple):
    """``clauses``: one {label: probability} a span; ``kinds``: {kind of question: probability}."""

    clauses: tuple[dict[str, float], ...]
    kinds: dict[str, float]


class ReaderModel:
    """Loads the weights once; safe to share by threads."""

    def __init__(self, folder: Path = WEIGHTS, threads: int = 1) -> None:
        """Raises CorpusError when the files are missing or do not fit each other."""
        try:
            told = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            self._tokenizer, self._session = open_network(folder / "reader.onnx", threads)
        except Exception as exc:  # tokenizers and onnxruntime raise kinds of their own
            raise CorpusError(f"阅读模型读不出来：{folder.name}（{type(exc).__name__}）。{_REMEDY}") from exc
        self._ends: tuple[int, int] = tuple(told["ends"])
        self.facts: tuple[str, ...] = tuple(told["facts"])
        self.kinds: tuple[str, ...] = tuple(told["kinds"])
        self.trained_on: str = told.get("trained_on", "")

    def read(self, text: str, spans: Sequence[tuple[int, int]]) -> Heard:
        """One pass over ``text``; ``spans`` are its clauses as offsets."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        ids = [self._ends[0], *encoding.ids[: LONGEST - 2], self._ends[1]]
        places = [*spans, (0, len(text))]
        pools = clause_means(encoding.offsets[: LONGEST - 2], places)
        facts, kinds = self._session.run(
            ["facts", "kinds"], {"ids": np.array([ids], np.int64), "clauses": pools[None]}
        )
        return Heard(
            tuple(dict(zip(self.facts, row, strict=True)) for row in _sigmoid(facts[:-1]).tolist()),
            dict(zip(self.kinds, _softmax(kinds).tolist(), strict=True)),
        )


def clause_means(offsets: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]) -> Matrix:
    """[spans, tokens + 2]: the mean over the tokens of each span; all of none is the first token."""
    out = np.zeros((len(spans), len(offsets) + 2), np.float32)
    for row, (start, end) in enumerate(spans):
        inside = [i + 1 for i, (a, b) in enumerate(offsets) if a < end and b > start and b > a]
        out[row, inside or [0]] = 1 / max(1, len(inside))
    return out


def _sigmoid(x: Matrix) -> Matrix:
    return (1 / (1 + np.exp(-np.clip(x, -30, 30)))).astype(np.float32)


def _softmax(x: Matrix) -> Matrix:
    out: Matrix = np.exp(x - x.max(-1, keepdims=True))
    out /= out.sum(-1, keepdims=True)
    return out


@lru_cache(maxsize=1)
def shipped_model() -> ReaderModel:
    """The model that ships with the program."""
    return ReaderModel()
