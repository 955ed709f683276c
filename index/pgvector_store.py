"""PostgreSQL with pgvector. A collection is a table of the schema ``kuanyan``, a mark is a view of it.

The database itself refuses to drop a table that some index still has a view of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, cast

import numpy as np

from index.embedding import Matrix
from index.errors import ServerProblem, server_needs, server_problem
from index.server import BUILD_WIDTH, NEIGHBOURS, PREFIX, SEARCH_WIDTH
from index.shelf import Rows
from index.store_place import OpenStore, StorePlace

SCHEMA = "kuanyan"
# The graph of 100,000 vectors is built in this much; a server that allows more is left alone.
BUILD_MEMORY = "512MB"
# Without iteration a question gets no more than SEARCH_WIDTH rows, however many it asks for.
SEARCHING = f"-c hnsw.ef_search={SEARCH_WIDTH} -c hnsw.iterative_scan=relaxed_order"


class PgvectorServer:
    """One connection for building, and readers with connections of their own."""

    def __init__(self, place: StorePlace) -> None:
        with server_needs("langchain-postgres"):
            import langchain_postgres  # noqa: F401
            import psycopg
        self._place = place
        self._error: type[Exception] = psycopg.Error
        with self._telling():
            at = self._arguments(f"-c search_path={SCHEMA},public")
            self._connection = psycopg.connect(place.url, autocommit=True, **at)

    def __enter__(self) -> PgvectorServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def collections(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {
            name: []
            for (name,) in self._run("SELECT tablename FROM pg_tables WHERE schemaname = %s", SCHEMA)
            if name.startswith(PREFIX)  # whoever else keeps tables in the schema keeps them
        }
        views = "SELECT table_name, view_name FROM information_schema.view_table_usage WHERE view_schema = %s"
        for name, mark in self._run(f"{views} AND table_schema = view_schema", SCHEMA):
            if name in found:
                found[name].append(mark)
        return found

    def create(self, name: str, size: int, mark: str) -> None:
        # Only who builds needs rights to make anything; the extension may need the database's owner.
        self._run("CREATE EXTENSION IF NOT EXISTS vector")
        self._run(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        with self._telling(), self._connection.transaction():
            self._run("SELECT pg_advisory_xact_lock(hashtext(%s))", name)
            self._run(
                f'CREATE TABLE IF NOT EXISTS "{name}"'
                f" (id integer PRIMARY KEY, content text NOT NULL, embedding vector({size}) NOT NULL)"
            )
            self._set(mark, name)

    def mark(self, mark: str, name: str) -> None:
        with self._telling(), self._connection.transaction():
            self._set(mark, name)

    def unmark(self, mark: str) -> None:
        self._run(f'DROP VIEW IF EXISTS "{mark}"')

    def drop(self, name: str) -> None:
        from psycopg.errors import DependentObjectsStillExist

        try:
            self._run(f'DROP TABLE IF EXISTS "{name}"')
        except ServerProblem as exc:
            if not isinstance(exc.__cause__, DependentObjectsStillExist):  # marked a moment ago
                raise

    def held(self, name: str, last: int) -> Rows:
        found = self._run(f'SELECT id FROM "{name}" WHERE id <= %s', last)
        return np.array([row for (row,) in found], np.intp)

    def add(self, name: str, rows: Sequence[int], labels: Sequence[str], vectors: Matrix) -> None:
        from pgvector.psycopg import register_vector

        register_vector(self._connection)
        # COPY, since LangChain commits every row by itself: 24,000 rows take seconds, not minutes.
        with self._telling(), self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.execute(cast(Any, f'CREATE TEMP TABLE part (LIKE "{name}") ON COMMIT DROP'))
            with cursor.copy("COPY part FROM STDIN WITH (FORMAT BINARY)") as copy:
                copy.set_types(["int4", "text", "vector"])
                for row in zip(rows, labels, vectors, strict=True):
                    copy.write_row(row)
            cursor.execute(cast(Any, f'INSERT INTO "{name}" SELECT * FROM part ON CONFLICT DO NOTHING'))

    def finish(self, name: str) -> None:
        self._run(
            "SELECT set_config('maintenance_work_mem', %s, false)"
            " WHERE pg_size_bytes(current_setting('maintenance_work_mem')) < pg_size_bytes(%s)",
            BUILD_MEMORY,
            BUILD_MEMORY,
        )
        self._run(
            f'CREATE INDEX IF NOT EXISTS "{name}_graph" ON "{name}" USING hnsw (embedding vector_ip_ops)'
            f" WITH (m = {NEIGHBOURS}, ef_construction = {BUILD_WIDTH})"
        )
        self._run(f'ANALYZE "{name}"')

    def reader(self, mark: str) -> OpenStore:
        from index.pgvector_reader import open_rows

        limit = f"-c statement_timeout={self._place.timeout * 1000}"
        with self._telling(ValueError):  # which is how LangChain says that there is no such view
            return open_rows(self._place.url, SCHEMA, mark, self._arguments(f"{SEARCHING} {limit}"))

    def _arguments(self, options: str) -> dict[str, Any]:
        arguments = {"connect_timeout": max(2, self._place.timeout), "options": options}
        if self._place.password:
            arguments["password"] = self._place.password
        return arguments

    def _set(self, mark: str, name: str) -> None:
        # Not "or replace": that cannot change the size of the vectors. Called inside a transaction.
        self._run(f'DROP VIEW IF EXISTS "{mark}"')
        self._run(f'CREATE VIEW "{mark}" AS SELECT id, content, embedding FROM "{name}"')

    def _run(self, statement: str, *values: str | int) -> list[Any]:
        with self._telling():
            done = self._connection.execute(cast(Any, statement), values or None)
            return done.fetchall() if done.description else []

    @contextmanager
    def _telling(self, *others: type[Exception]) -> Iterator[None]:
        with server_problem("PostgreSQL", self._place.url, self._error, *others):
            yield
