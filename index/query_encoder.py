"""The question side of finding provisions: an encoder that learned which article answers a lay question.

Its vectors live in the space of the passages that the bundled model makes, so the index stays as it is.
Weights (index/weights/query) are made by ``python -m index.learning``; here onnxruntime only runs them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding import Matrix, clean
from index.errors import EmbeddingProblem
from index.networks import open_network

WEIGHTS = Path(__file__).with_name("weights") / "query"
LONGEST = 208  # tokens read of a question: more than the gist of a long one has
SIDE = "query: "
_REMEDY = "请运行 python -m index.learning 重新生成"


class QueryEncoder:
    """Loads the weights once; safe to share by threads."""

    def __init__(self, folder: Path = WEIGHTS, threads: int = 1) -> None:
        """Raises EmbeddingProblem when the files are missing or do not fit each other."""
        told = about(folder)
        try:
            self._tokenizer, self._session = open_network(folder / "query.onnx", threads)
        except Exception as exc:  # tokenizers and onnxruntime raise kinds of their own
            raise EmbeddingProblem(f"问题编码器读不出来（{type(exc).__name__}）。{_REMEDY}") from exc
        self._ends: tuple[int, int] = tuple(told["ends"])

    @classmethod
    def for_passages(cls, model: str, threads: int = 1) -> QueryEncoder | None:
        """The shipped encoder if it belongs to passages of ``model`` (a digest), else None.

        Raises EmbeddingProblem when the weights that ship cannot be read.
        """
        return cls(threads=threads) if about(WEIGHTS)["space"] == model else None

    def query(self, text: str) -> Matrix:
        """The unit vector of a question."""
        encoding = self._tokenizer.encode(SIDE + clean(text), add_special_tokens=False)
        ids = [self._ends[0], *encoding.ids[: LONGEST - 2], self._ends[1]]
        (vector,) = self._session.run(["vector"], {"ids": np.array([ids], np.int64)})
        return np.asarray(vector[0], np.float32)


def about(folder: Path) -> dict[str, Any]:
    """What the weights say of themselves. Raises EmbeddingProblem when that cannot be read."""
    try:
        told = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        return {name: told[name] for name in ("ends", "space", "trained_on")}
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise EmbeddingProblem(f"问题编码器读不出来（{exc}）。{_REMEDY}") from exc
