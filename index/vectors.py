"""Vectors as eight-bit numbers with one scale each, found by the digest of the text they stand for.

24,000 statutes take many minutes to embed on two cores, so their vectors ship with the program
(``index/vectors``); ``python -m index vectors`` makes them. A file names the model that made it and is
ignored under another one; a changed text has another digest and is embedded afresh.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from index.embedding import Embedder, Matrix
from index.entries import text_digest
from index.errors import EmbeddingProblem

DIRECTORY = Path(__file__).with_suffix("")
FORMAT = 1
SAMPLE = 20  # of the statutes; a small shelf gets by with fewer
SHORT = 100  # characters
ALIKE = 0.99  # cosine of a shipped vector with one made now

Quantised = npt.NDArray[np.int8]
Keys = npt.NDArray[np.uint64]


def quantise(vectors: Matrix) -> tuple[Quantised, Matrix]:
    """Eight-bit numbers and the scale of each row; loses nothing that shows in retrieval."""
    scales = np.abs(vectors).max(axis=1, initial=1e-12) / 127
    numbers = np.rint(vectors / scales[:, None]).astype(np.int8)
    return numbers, scales.astype(np.float32)


def restore(numbers: Quantised, scales: Matrix) -> Matrix:
    """Unit vectors from what ``quantise`` gave."""
    vectors = numbers.astype(np.float32) * scales[:, None]
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), np.float32)


def keys_of(texts: Iterable[str]) -> Keys:
    """The digests of texts as numbers."""
    return np.frombuffer(b"".join(map(text_digest, texts)), "<u8").astype(np.uint64)


@dataclass
class VectorFile:
    """Vectors by text digest. ``sources``: the digests of what the texts came from, for the record."""

    model: str
    keys: Keys
    numbers: Quantised
    scales: Matrix
    sources: dict[str, str] = field(default_factory=dict)

    @classmethod
    def make(cls, model: str, keys: Keys, vectors: Matrix, sources: dict[str, str]) -> VectorFile:
        numbers, scales = quantise(vectors)
        return cls(model, keys, numbers, scales, sources)

    def save(self, path: Path) -> None:
        """Write beside and swap, so that a half-written file is never read."""
        head = {"format": FORMAT, "model": self.model, "sources": self.sources}
        beside = path.with_name(f".{path.name}.tmp")
        with beside.open("wb") as file:
            np.savez_compressed(
                file,
                head=np.frombuffer(json.dumps(head).encode(), np.uint8),
                keys=self.keys,
                numbers=self.numbers,
                scales=self.scales.astype(np.float16),
            )
        os.replace(beside, path)

    @classmethod
    def load(cls, path: Path) -> VectorFile | None:
        """The file, or None when there is none that can be read; it can always be made again."""
        try:
            with path.open("rb") as file, np.load(file) as data:
                head = json.loads(data["head"].tobytes())
                if head["format"] != FORMAT:
                    return None
                scales = data["scales"].astype(np.float32)
                return cls(head["model"], data["keys"], data["numbers"], scales, head["sources"])
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None


class KnownVectors:
    """Everything embedded before with one model: shipped files and the shelves of an earlier index."""

    def __init__(self, model: str, files: Iterable[VectorFile | None]) -> None:
        fit = [file for file in files if file is not None and file.model == model and len(file.keys)]
        self._files = fit
        self._place: dict[int, tuple[int, int]] = {}
        for number, file in reversed(list(enumerate(fit))):
            self._place.update((key, (number, row)) for row, key in enumerate(file.keys.tolist()))

    def __len__(self) -> int:
        return len(self._place)

    def split(self, keys: Keys) -> tuple[Matrix | None, list[int]]:
        """Vectors of the rows known (others zero; None when none is) and the rows not known."""
        places = [self._place.get(key) for key in keys.tolist()]
        missing = [row for row, place in enumerate(places) if place is None]
        if len(missing) == len(places):
            return None, missing
        out = np.zeros((len(places), self._files[0].numbers.shape[1]), np.float32)
        for number, file in enumerate(self._files):
            pairs = [(row, place[1]) for row, place in enumerate(places) if place and place[0] == number]
            if pairs:
                rows, source = (list(column) for column in zip(*pairs, strict=True))
                out[rows] = restore(file.numbers[source], file.scales[source])
        return out, missing


def embed(
    texts: Sequence[str],
    embedder: Embedder,
    known: KnownVectors,
    progress: Callable[[int], object] | None = None,
) -> tuple[Keys, Matrix]:
    """Digests and vectors of texts, embedding only what is not known yet."""
    keys = keys_of(texts)
    vectors, missing = known.split(keys)
    if progress:
        progress(len(texts) - len(missing))
    if missing:
        made = embedder.passages([texts[row] for row in missing], progress)
        if vectors is None:
            return keys, made
        vectors[missing] = made
    return keys, vectors if vectors is not None else np.zeros((0, 1), np.float32)


def verify(texts: Sequence[str], vectors: Matrix, embedder: Embedder, shown: str) -> float:
    """Embed a spread of texts again and compare; gives the lowest cosine.

    Raises EmbeddingProblem when one is not alike: then the vectors are not of these texts or this model.
    """
    if not texts:
        return 1.0
    size = min(SAMPLE, len(texts), 3 + len(texts) // 1000)
    short = [row for row, text in enumerate(texts) if len(text) <= SHORT]  # quick to embed
    pool = short if len(short) >= size else list(range(len(texts)))
    rows = [pool[place] for place in dict.fromkeys(np.linspace(0, len(pool) - 1, size).astype(int).tolist())]
    again = embedder.passages([texts[row] for row in rows])
    lowest = float((again * vectors[rows]).sum(axis=1).min())
    if lowest < ALIKE:
        raise EmbeddingProblem(
            f"{shown}的预置向量与当前嵌入模型算出的不一致（最低相似度 {lowest:.3f}，应不低于 {ALIKE}）。"
            "请运行 python -m index vectors 重新生成，或运行 python -m index build --full。"
        )
    return lowest
