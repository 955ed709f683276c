"""The vector store. Everything that knows which product it is stands in this file.

Vectors go in and come out through LangChain's VectorStore interface, so another store (Milvus,
PostgreSQL with pgvector) is one more branch of ``open_store``. The store proposes nearest rows; what is
in force, wanted and exact is decided in ``index.dense``. Why: docs/decisions/003-index.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore

from index.embedding import Matrix
from index.errors import IndexProblem, StoreProblem

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


def open_store(kind: str, folder: Path, embedding: Embeddings | None = None) -> VectorStore:
    """The store in ``folder``; made when it is not there. ``kind``: settings.store."""
    if kind != "chroma":
        raise IndexProblem(f"不认识的向量库 {kind}；可用的有 chroma。请修改 KUANYAN_STORE。")
    import chromadb
    from chromadb.config import Settings as ChromaSettings
    from langchain_chroma import Chroma

    client = chromadb.PersistentClient(str(folder), ChromaSettings(anonymized_telemetry=False))
    return Chroma(
        COLLECTION,
        embedding_function=embedding,
        client=client,
        collection_configuration=cast(Any, {"hnsw": HNSW}),
    )


def fill_store(
    kind: str,
    folder: Path,
    rows: Sequence[int],
    labels: Sequence[str],
    vectors: Matrix,
    progress: Callable[[int], object] | None = None,
) -> VectorStore:
    """Put rows with their labels and vectors into a new store. Row numbers become the documents' ids.

    Labels, not texts: quotations come from the library alone, and Chroma takes half the time and room.
    Raises StoreProblem for whatever the store raises.
    """
    try:
        store = open_store(kind, folder, Prepared(vectors))
        for start in range(0, len(rows), BATCH):
            part = slice(start, start + BATCH)
            store.add_texts(list(labels[part]), ids=[str(row) for row in rows[part]])
            if progress:
                progress(len(rows[part]))
    except IndexProblem:
        raise
    except Exception as exc:
        raise StoreProblem(f"向量库写入失败（{exc}）。") from exc
    return store


def nearest_rows(store: VectorStore, vector: Matrix, count: int) -> list[int]:
    """The rows nearest to a vector, best first."""
    found = store.similarity_search_by_vector(cast(list[float], np.asarray(vector).tolist()), k=count)
    return [int(document.id) for document in found if document.id]


def close_store(store: VectorStore) -> None:
    """Release the files of a store. LangChain has no word for it, so the client is asked itself."""
    close = getattr(getattr(store, "_client", None), "close", None)
    if close:
        close()
