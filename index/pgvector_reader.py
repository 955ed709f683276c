"""LangChain's store on PostgreSQL, asked for rows without their vectors. Imported only where it is used."""

from __future__ import annotations

from typing import Any, cast

from langchain_core.documents import Document
from langchain_postgres import PGEngine, PGVectorStore
from langchain_postgres.v2.indexes import DistanceStrategy
from sqlalchemy import make_url, text

from index.server import NoEmbedding
from index.store_place import OpenStore


class RowStore(PGVectorStore):
    """PGVectorStore reads the vector of each row it finds back as text: a megabyte for 200 rows."""

    table = ""

    def similarity_search_by_vector(
        self, embedding: list[float], k: int | None = None, filter: dict[str, Any] | None = None, **_: Any
    ) -> list[Document]:
        if filter:
            raise NotImplementedError("what is allowed is decided in index.dense")
        statement = text(f"SELECT id, content FROM {self.table} ORDER BY embedding <#> :near LIMIT :count")
        near = "[" + ",".join(map(repr, embedding)) + "]"

        async def rows() -> list[Any]:
            async with self._engine._pool.connect() as connection:
                return list(await connection.execute(statement, {"near": near, "count": k or 4}))

        found = self._engine._run_as_sync(rows())
        return [Document(page_content=content, id=str(row)) for row, content in found]


def open_rows(url: str, schema: str, view: str, arguments: dict[str, Any]) -> OpenStore:
    """The view as a store; ``arguments`` go to each connection. Raises ValueError when there is no view."""
    engine = PGEngine.from_connection_string(
        make_url(url).set(drivername="postgresql+psycopg"), connect_args=arguments
    )

    def close() -> None:
        engine._run_as_sync(engine._pool.dispose())

    try:
        store = RowStore.create_sync(
            engine,
            NoEmbedding(),
            view,
            schema,
            id_column="id",
            content_column="content",
            embedding_column="embedding",
            distance_strategy=DistanceStrategy.INNER_PRODUCT,
        )
        cast(RowStore, store).table = f'"{schema}"."{view}"'
    except BaseException:
        close()
        raise
    return OpenStore(store, close)
