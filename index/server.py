"""A vector store on a server, shared by many processes on many machines.

Rows of one shelf fill a collection named by the digest of the shelf, so the same corpus is the same
collection whoever builds it, and a build that was killed is taken up where it ended. Readers never ask
for a collection: they ask for a *mark*, an alias (PostgreSQL: a view) that one index folder sets for one
of its shelves once the collection is filled and checked. So nobody reads half a collection, and a
collection without any mark is used by nobody and may go.

    kuanyan_statutes_<digest>_1                  a collection
    kuanyan_<index>_statutes_<digest>            the mark of a finished shelf; goes with its folder
    kuanyan_<index>_building_statutes_<digest>   the mark of a shelf being written
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol

import numpy as np
from langchain_core.embeddings import Embeddings

from index.embedding import Matrix
from index.shelf import Rows
from index.store_place import OpenStore

PREFIX = "kuanyan_"
OWN_NAME = "index.id"
BATCH = 2000
# The same graph as in the embedded store, for the same share of true neighbours.
NEIGHBOURS, BUILD_WIDTH, SEARCH_WIDTH = 32, 100, 300


class NoEmbedding(Embeddings):
    """Stores want to embed for themselves; here they are given vectors."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise NotImplementedError("rows reach the store as vectors")

    def embed_query(self, text: str) -> list[float]:
        raise NotImplementedError("questions reach the store as vectors")


class Server(Protocol):
    """What is asked of a product. Every method raises ServerProblem when the server fails."""

    def __enter__(self) -> Server: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def collections(self) -> dict[str, list[str]]:
        """The marks on each collection of ours."""

    def create(self, name: str, size: int, mark: str) -> None:
        """Make a collection of vectors of ``size`` numbers, unless it is there, and put a mark on it."""

    def mark(self, mark: str, name: str) -> None:
        """Set a mark, or switch it from another collection, in one step."""

    def unmark(self, mark: str) -> None:
        """Take a mark away."""

    def drop(self, name: str) -> None:
        """Remove a collection."""

    def held(self, name: str, last: int) -> Rows:
        """The rows up to ``last`` that a collection has."""

    def add(self, name: str, rows: Sequence[int], labels: Sequence[str], vectors: Matrix) -> None:
        """Add rows: all or, when the process is killed, none. Rows that are there already stay single."""

    def finish(self, name: str) -> None:
        """Make a filled collection quick to search; nothing to do where that was done."""

    def reader(self, mark: str) -> OpenStore:
        """What a mark stands on, to be read by many threads."""


def mark_of(folder: Path) -> str:
    """The mark of the shelf in ``folder``. The index it lies in has a name of its own, made when missing."""
    own = folder.parent / OWN_NAME
    if not own.exists():
        own.write_text(secrets.token_hex(4), encoding="ascii")
    # A process number would keep a second builder from finding the mark of the first.
    shelf = re.sub(r"^\.(building-\w+)-\d+$", r"\1", folder.name)
    return f"{PREFIX}{own.read_text(encoding='ascii').strip()}_{_plain(shelf)}"


def fill_server(
    server: Server,
    mark: str,
    name: str,
    rows: Sequence[int],
    labels: Sequence[str],
    vectors: Matrix,
    progress: Callable[[int], object],
    *,
    fresh: bool,
) -> None:
    """Fill the collection ``name`` under ``mark``, adding only the rows that it does not have yet."""
    collection = _collection(server, f"{PREFIX}{_plain(name)}", fresh)
    server.create(collection, vectors.shape[1], mark)
    held = np.isin(rows, server.held(collection, max(rows, default=0)))
    progress(int(held.sum()))
    missing = np.flatnonzero(~held)
    for start in range(0, len(missing), BATCH):
        part = missing[start : start + BATCH]
        server.add(collection, [rows[at] for at in part], [labels[at] for at in part], vectors[part])
        progress(len(part))
    server.finish(collection)


def move_mark(server: Server, before: str, after: str) -> None:
    """Publish: the finished shelf's mark is set before the one it was written under goes."""
    for name, marks in server.collections().items():
        if before in marks:
            server.mark(after, name)
            server.unmark(before)


def clear_marks(server: Server, folder: Path) -> None:
    """Take away the marks of shelves that are gone from ``folder``; drop collections nobody marks."""
    own = mark_of(folder / "x").removesuffix("x")
    kept = {mark_of(path) for path in folder.iterdir() if path.is_dir()}
    for name, marks in server.collections().items():
        gone = {mark for mark in marks if mark.startswith(own) and mark not in kept}
        for mark in gone:
            server.unmark(mark)
        if gone.issuperset(marks) and not server.collections().get(name):  # marked in the meantime: kept
            server.drop(name)


def _collection(server: Server, stem: str, fresh: bool) -> str:
    """The newest collection of these rows, or the next when all is to be made afresh."""
    there = (re.fullmatch(rf"{stem}_(\d+)", name) for name in server.collections())
    newest = max((int(found[1]) for found in there if found), default=0)
    return f"{stem}_{newest + fresh or 1}"


def _plain(name: str) -> str:
    """A name as servers allow it."""
    return re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_").lower()
