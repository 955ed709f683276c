"""A small trained head: how likely a clause shows a fact, from its meaning and its character n-grams.

Weights are made by ``python -m assistant.fact_training`` from corpus/vocabulary/exemplars/facts and
shipped in assistant/weights/facts.npz. The file carries the digest of the exemplars and of the
embedding model it was trained with; with another model the head is off.
"""

from __future__ import annotations

import hashlib
import zlib
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from assistant.reading.ngrams import BUCKETS, features
from corpus.errors import CorpusError

WEIGHTS = Path(__file__).parents[1] / "weights" / "facts.npz"
EXEMPLARS = Path(__file__).parents[2] / "corpus" / "vocabulary" / "exemplars" / "facts"
OTHER = "other"
_REMEDY = "请运行 python -m assistant.fact_training 重新生成"

Vector = npt.NDArray[np.float32]


class FactHead:
    """One softmax a group of facts (correction, harm, ...) over a clause's vector and n-grams."""

    def __init__(self, file: Path = WEIGHTS) -> None:
        """Raises CorpusError when the file is missing or is not what the training command writes."""
        try:
            with file.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
                self._words: Vector = data["words"].astype(np.float32) * data["scale"].astype(np.float32)
                self._meaning: Vector = data["meaning"].astype(np.float32)
                self._bias: Vector = data["bias"].astype(np.float32)
                self._idf: Vector = data["idf"].astype(np.float32)
                self._mean: Vector = data["mean"].astype(np.float32)
                self.labels = [str(x) for x in data["labels"]]
                self.thresholds = dict(zip(self.labels, data["thresholds"].tolist(), strict=True))
                self.trained_on, self.model = str(data["trained_on"]), str(data["model"])
        except (OSError, EOFError, KeyError, TypeError, ValueError, BadZipFile, zlib.error) as exc:
            raise CorpusError(f"事实识别的权重读不出来：{file.name}（{exc}）。{_REMEDY}") from exc
        count = len(self.labels)
        fits = self._words.shape == (BUCKETS, count) and self._idf.shape == (BUCKETS,)
        if not fits or self._bias.shape != (count,) or self._meaning.shape != (*self._mean.shape, count):
            raise CorpusError(f"事实识别的权重与程序不符：{file.name}。{_REMEDY}")
        self._groups: dict[str, list[int]] = {}
        for i, label in enumerate(self.labels):
            self._groups.setdefault(label.partition(":")[0], []).append(i)

    def read(self, text: str, vector: Vector) -> list[tuple[str, float]]:
        """Labels ("harm:none") that reach their threshold, with probability; at most one a group.

        ``vector``: the clause's unit query vector from the model the head was trained with.
        """
        logits = word_row(text, self._idf) @ self._words[features(text)]
        logits = logits + centred(vector, self._mean) @ self._meaning + self._bias
        found = []
        for columns in self._groups.values():
            row = np.exp(logits[columns] - logits[columns].max())
            best = int(row.argmax())
            label, probability = self.labels[columns[best]], float(row[best] / row.sum())
            if not label.endswith(f":{OTHER}") and probability >= self.thresholds[label]:
                found.append((label, probability))
        return found


def word_row(text: str, idf: Vector) -> Vector:
    """L2-normalised idf weights of the text's n-grams, in the order of ``features``."""
    weight: Vector = idf[features(text)].astype(np.float32)
    return weight / np.float32(np.linalg.norm(weight) or 1.0)


def centred(vector: Vector, mean: Vector) -> Vector:
    """The vector without what all clauses share, at length 1: e5 vectors lie in a narrow cone."""
    out: Vector = vector - mean
    return out / np.float32(np.linalg.norm(out) or 1.0)


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
