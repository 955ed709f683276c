"""Chroma, embedded: the store lies in the shelf's own folder, and one process uses it at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from langchain_core.embeddings import Embeddings

from index.embedding import Matrix
from index.store_place import OpenStore

COLLECTION = "provisions"
BATCH = 5000
# Measured on the statutes: 13 s to fill, and 96 % of the true nearest 200 (Chroma's defaults: less). A
# higher sync_threshold fills no faster and leaves the graph to be made by the first question (3 to 17 s).
HNSW = {"space": "ip", "ef_construction": 100, "ef_search": 300, "max_neighbors": 32}


class Prepared(Embeddings):
    """Hands vectors that exist already to a store that wants to embed for itself."""

    def __init__(self, vectors: Matrix) -> None:
        self._vectors, self._at = vectors, 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        start, self._at = self._at, self._at + len(texts)
        # Rows of the array serve as lists of numbers; turning 9 million into objects takes 3 s and 300 MB.
        return cast(list[list[float]], list(self._vectors[start : self._at]))

    def embed_query(self, text: str) -> list[float]:
        raise NotImplementedError("questions reach the store as vectors")


def open_chroma(folder: Path, embedding: Embeddings | None = None) -> OpenStore:
    """The store in ``folder``; made when it is not there."""
    import chromadb
    from chromadb.config import Settings as ChromaSettings
    from langchain_chroma import Chroma

    client = chromadb.PersistentClient(str(folder), ChromaSettings(anonymized_telemetry=False))
    store = Chroma(
        COLLECTION,
        embedding_function=embedding,
        client=client,
        collection_configuration=cast(Any, {"hnsw": HNSW}),
    )
    return OpenStore(store, getattr(client, "close", lambda: None))


def fill_chroma(
    folder: Path,
    rows: Sequence[int],
    labels: Sequence[str],
    vectors: Matrix,
    progress: Callable[[int], object],
) -> None:
    """Put rows with their labels and vectors into a new store in ``folder``."""
    opened = open_chroma(folder, Prepared(vectors))
    for start in range(0, len(rows), BATCH):
        part = slice(start, start + BATCH)
        opened.vectors.add_texts(list(labels[part]), ids=[str(row) for row in rows[part]])
        progress(len(rows[part]))
    opened.close()
