"""The vector store: proposes nearest rows; what is in force, wanted and exact is decided in ``index.dense``.

Vectors come out through LangChain's VectorStore interface. Each product has a file of its own, imported
when it is used: ``chroma_store`` lies in the shelf's folder, ``pgvector_store`` and ``milvus_store`` are
servers (``index.server`` says how those are filled and cleared). Why: docs/decisions/003-index.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import numpy as np

from index.embedding import Matrix
from index.errors import IndexProblem, StoreProblem
from index.server import Server, clear_marks, fill_server, mark_of, move_mark
from index.store_place import CHROMA, MILVUS, PGVECTOR, OpenStore, StorePlace

KINDS = (CHROMA, MILVUS, PGVECTOR)


def open_store(place: StorePlace, folder: Path) -> OpenStore:
    """The store of the shelf in ``folder``, to be read. Raises ServerProblem or what the product raises."""
    if place.kind == CHROMA:
        from index.chroma_store import open_chroma

        return open_chroma(folder / "store")
    with connect(place) as server:
        return server.reader(mark_of(folder))


def fill_store(
    place: StorePlace,
    folder: Path,
    name: str,
    rows: Sequence[int],
    labels: Sequence[str],
    vectors: Matrix,
    progress: Callable[[int], object] = lambda done: None,
    *,
    fresh: bool = False,
) -> None:
    """Keep rows with their labels and vectors for the shelf being written into ``folder``.

    Labels, not texts: quotations come from the library alone, and the store takes half the time and room.
    ``name``: says what the rows are; on a server, equal names share rows, also those left by a build that
    was killed, unless ``fresh``. Raises ServerProblem, or StoreProblem for whatever an embedded store raises.
    """
    if place.kind == CHROMA:
        from index.chroma_store import fill_chroma

        try:
            fill_chroma(folder / "store", rows, labels, vectors, progress)
        except Exception as exc:
            raise StoreProblem(f"向量库写入失败（{exc}）。") from exc
        return
    with connect(place) as server:
        fill_server(server, mark_of(folder), name, rows, labels, vectors, progress, fresh=fresh)


def move_store(place: StorePlace, before: Path, after: Path) -> None:
    """The shelf's folder has been renamed; on a server, what names it there follows."""
    if place.kind != CHROMA:
        with connect(place) as server:
            move_mark(server, mark_of(before), mark_of(after))


def clear_stores(place: StorePlace, folder: Path) -> None:
    """Drop from a server what no shelf in the index ``folder``, and no other index, uses any more."""
    if place.kind != CHROMA:
        with connect(place) as server:
            clear_marks(server, folder)


def nearest_rows(store: OpenStore, vector: Matrix, count: int) -> list[int]:
    """The rows nearest to a vector, best first."""
    numbers = cast(list[float], np.asarray(vector).tolist())
    found = store.vectors.similarity_search_by_vector(numbers, k=count)
    return [int(document.id or document.metadata["id"]) for document in found]


def connect(place: StorePlace) -> Server:
    """A connection to the server for building. Raises ServerProblem."""
    if place.kind == PGVECTOR:
        from index.pgvector_store import PgvectorServer

        return PgvectorServer(place)
    if place.kind == MILVUS:
        from index.milvus_store import MilvusServer

        return MilvusServer(place)
    raise IndexProblem(f"不认识的向量库 {place.kind}；可用的有 {'、'.join(KINDS)}。请修改 KUANYAN_STORE。")
