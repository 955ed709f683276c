"""Milvus. A collection is a collection, a mark is an alias.

Milvus drops a collection that still has aliases without asking: ``index.server`` looks first.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from index.embedding import Matrix
from index.errors import server_needs, server_problem
from index.server import BUILD_WIDTH, NEIGHBOURS, PREFIX
from index.shelf import Rows
from index.store_place import OpenStore, StorePlace

VECTOR = "vector"  # as LangChain calls the field
LABEL_BYTES = 2000
PAGE = 10_000  # rows; Milvus gives 16,384 at most
# A build waits until every row can be read; a question does not, since what it reads never changes.
AT_ONCE, LATER = "Strong", "Eventually"
LOOK_AGAIN = 0.2  # seconds
BUILD_TIMEOUT = 3600  # seconds, for the graph of a large collection


class MilvusServer:
    """One client for building, and readers with clients of their own."""

    def __init__(self, place: StorePlace) -> None:
        with server_needs("langchain-milvus"):
            import langchain_milvus  # noqa: F401
            from pymilvus import MilvusClient
            from pymilvus.exceptions import MilvusException
        self._place = place
        self._error = MilvusException
        user = urlsplit(place.url).username or "root"
        self._to: dict[str, Any] = {
            "uri": place.url,
            "token": f"{user}:{place.password}" if place.password else "",
            "timeout": place.timeout,
        }
        with self._telling():
            self._client = MilvusClient(**self._to)

    def __enter__(self) -> MilvusServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def collections(self) -> dict[str, list[str]]:
        with self._telling():
            ours = [name for name in self._client.list_collections() if name.startswith(PREFIX)]
            return {name: list(self._client.list_aliases(name)["aliases"]) for name in ours}

    def create(self, name: str, size: int, mark: str) -> None:
        from pymilvus import DataType

        with self._telling():
            if not self._client.has_collection(name):
                schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
                schema.add_field("id", DataType.INT64, is_primary=True)
                schema.add_field("text", DataType.VARCHAR, max_length=LABEL_BYTES)
                schema.add_field(VECTOR, DataType.FLOAT_VECTOR, dim=size)
                graph = self._client.prepare_index_params()
                width = {"M": NEIGHBOURS, "efConstruction": BUILD_WIDTH}
                graph.add_index(VECTOR, index_type="HNSW", metric_type="IP", params=width)
                self._client.create_collection(
                    name, schema=schema, index_params=graph, consistency_level=LATER, timeout=BUILD_TIMEOUT
                )
        self.mark(mark, name)

    def mark(self, mark: str, name: str) -> None:
        with self._telling():
            taken = any(mark in marks for marks in self.collections().values())
            (self._client.alter_alias if taken else self._client.create_alias)(name, mark)

    def unmark(self, mark: str) -> None:
        with self._telling():
            self._client.drop_alias(mark)

    def drop(self, name: str) -> None:
        with self._telling():
            self._client.drop_collection(name)

    def held(self, name: str, last: int) -> Rows:
        found: list[int] = []
        with self._telling():
            self._client.load_collection(name, timeout=BUILD_TIMEOUT)
            # By ranges: an iterator over Milvus 2.3 does not see what was written a moment ago.
            for start in range(0, last + 1, PAGE):
                among = f"id >= {start} and id < {start + PAGE}"
                page = self._client.query(
                    name, filter=among, output_fields=["id"], consistency_level=AT_ONCE, timeout=BUILD_TIMEOUT
                )
                found += [row["id"] for row in page]
        return np.array(found, np.intp)

    def add(self, name: str, rows: Sequence[int], labels: Sequence[str], vectors: Matrix) -> None:
        columns = zip(rows, labels, vectors, strict=True)
        data = [{"id": int(row), "text": label, "vector": vector} for row, label, vector in columns]
        with self._telling():
            self._client.upsert(name, data, timeout=BUILD_TIMEOUT)

    def finish(self, name: str) -> None:
        with self._telling():
            self._client.flush(name, timeout=BUILD_TIMEOUT)
            if self._pending(name):
                self._wait_for_graph(name)
                # What was loaded while it was filled would go on being searched roughly (recall .82).
                self._client.release_collection(name, timeout=BUILD_TIMEOUT)
            self._client.load_collection(name, timeout=BUILD_TIMEOUT)
            self._client.query(name, filter="", output_fields=["count(*)"], consistency_level=AT_ONCE)

    def reader(self, mark: str) -> OpenStore:
        from index.milvus_reader import open_rows

        with self._telling():
            if not self._client.has_collection(mark):
                raise self._error(message=f"no alias {mark}")
            return open_rows(mark, self._to, LATER, self._place.timeout)

    def _pending(self, name: str) -> int:
        """Rows that are not in the graph yet."""
        return int(self._client.describe_index(name, VECTOR)["pending_index_rows"])

    def _wait_for_graph(self, name: str) -> None:
        end = time.monotonic() + BUILD_TIMEOUT
        while self._pending(name):
            if time.monotonic() > end:
                raise self._error(message=f"index of {name} not built in {BUILD_TIMEOUT} s")
            time.sleep(LOOK_AGAIN)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        with server_problem("Milvus", self._place.url, self._error):
            yield
