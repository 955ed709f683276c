"""A small trained head: how likely a clause shows a fact, from its character n-grams.

Weights are made by ``python -m assistant.fact_training`` from corpus/vocabulary/exemplars/facts and
shipped in assistant/weights/facts.npz; the file carries the digest of what it was trained on.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.reading.ngrams import BUCKETS, features
from corpus.errors import CorpusError

WEIGHTS = Path(__file__).parents[1] / "weights" / "facts.npz"
EXEMPLARS = Path(__file__).parents[2] / "corpus" / "vocabulary" / "exemplars" / "facts"
OTHER = "other"
_REMEDY = "请运行 python -m assistant.fact_training 重新生成"


class FactHead:
    """One softmax a group of facts (correction, harm, ...) over hashed n-grams."""

    def __init__(self, file: Path = WEIGHTS) -> None:
        """Raises CorpusError when the file is missing or is not what the training command writes."""
        try:
            with np.load(file, allow_pickle=False) as data:
                self._weights = data["weights"].astype(np.float32) * data["scale"].astype(np.float32)
                self._bias = data["bias"].astype(np.float32)
                self._idf = data["idf"].astype(np.float32)
                self.labels = [str(x) for x in data["labels"]]
                self.trained_on = str(data["trained_on"])
        except (OSError, KeyError, ValueError) as exc:
            raise CorpusError(f"事实识别的权重读不出来：{file.name}（{exc}）。{_REMEDY}") from exc
        if self._weights.shape != (BUCKETS, len(self.labels)):
            raise CorpusError(
                f"事实识别的权重与程序不符：{file.name}。请运行 python -m assistant.fact_training 重新生成"
            )
        self._groups: dict[str, list[int]] = {}
        for i, label in enumerate(self.labels):
            self._groups.setdefault(label.partition(":")[0], []).append(i)

    def read(self, text: str) -> dict[str, dict[str, float]]:
        """For each group the probability of each value, "other" included; they sum to 1."""
        index = features(text)
        weight = self._idf[index]
        weight = weight / (np.linalg.norm(weight) or 1.0)
        logits: npt.NDArray[np.float32] = weight @ self._weights[index] + self._bias
        out: dict[str, dict[str, float]] = {}
        for group, columns in self._groups.items():
            row = np.exp(logits[columns] - logits[columns].max())
            row /= row.sum()
            out[group] = {
                self.labels[c].partition(":")[2]: float(p) for c, p in zip(columns, row, strict=True)
            }
        return out


def exemplar_digest(folder: Path = EXEMPLARS) -> str:
    """SHA-256 over the exemplar files, so that weights and data can be told to belong together."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def shipped_head() -> FactHead:
    """The head that ships with the program."""
    return FactHead()
