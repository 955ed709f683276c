"""A trained head: how likely a text tells each violation of the catalogue, from its meaning and its n-grams.

Weights are made by ``python -m assistant.learning.violations`` from the catalogue's everyday names, the
tellings and the stories, and shipped in assistant/weights/violations.npz. With another embedding model than
the one they were trained with the head is off, and trigger words and likeness match alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from assistant.reading.ngrams import BUCKETS, Vector, centred, features, word_row
from corpus.errors import CorpusError

WEIGHTS = Path(__file__).parent / "weights" / "violations.npz"
FOLDED = 4096  # buckets of the weights: n-grams of the reader's table share them, four to one
_REMEDY = "请运行 python -m assistant.learning.violations 重新生成"


class ViolationHead:
    """One softmax over the violations that the weights know."""

    def __init__(self, file: Path = WEIGHTS) -> None:
        """Raises CorpusError when the file is missing or is not what the training command writes."""
        try:
            with file.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
                self._words: Vector = data["words"].astype(np.float32) * data["scale"].astype(np.float32)
                self._meaning: Vector = data["meaning"].astype(np.float32)
                self._bias: Vector = data["bias"].astype(np.float32)
                self._idf: Vector = data["idf"].astype(np.float32)
                self._mean: Vector = data["mean"].astype(np.float32)
                self.ids = tuple(str(x) for x in data["ids"])
                self.model = str(data["model"])
        except (OSError, EOFError, KeyError, TypeError, ValueError, BadZipFile, zlib.error) as exc:
            raise CorpusError(f"违法行为识别的权重读不出来：{file.name}（{exc}）。{_REMEDY}") from exc
        count = len(self.ids)
        fits = self._words.shape == (FOLDED, count) and self._idf.shape == (BUCKETS,)
        if not fits or self._bias.shape != (count,) or self._meaning.shape != (*self._mean.shape, count):
            raise CorpusError(f"违法行为识别的权重与程序不符：{file.name}。{_REMEDY}")

    def probabilities(self, text: str, vector: Vector) -> Mapping[str, float]:
        """{violation id: probability}. ``vector``: the text's unit query vector."""
        rows = [bucket % FOLDED for bucket in features(text)]
        logits = word_row(text, self._idf) @ self._words[rows]
        logits = logits + centred(vector, self._mean) @ self._meaning + self._bias
        odds = np.exp(logits - logits.max())
        return dict(zip(self.ids, (odds / odds.sum()).tolist(), strict=True))
