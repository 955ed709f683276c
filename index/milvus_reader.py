"""LangChain's store on Milvus, searched widely enough. Imported only where it is used."""

from __future__ import annotations

from typing import Any

from langchain_core.documents import Document
from langchain_milvus import Milvus

from index.server import SEARCH_WIDTH, NoEmbedding
from index.store_place import OpenStore

METRIC = "IP"


class RowStore(Milvus):
    """Milvus refuses a question for more rows than its search is wide; LangChain has one width for all."""

    def similarity_search_by_vector(
        self,
        embedding: list[float],
        k: int = 4,
        param: dict[str, Any] | None = None,
        expr: str | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> list[Document]:
        wide = {"metric_type": METRIC, "params": {"ef": max(SEARCH_WIDTH, k)}}
        return super().similarity_search_by_vector(embedding, k, param or wide, expr, timeout, **kwargs)


def open_rows(alias: str, to: dict[str, Any], consistency: str, timeout: int) -> OpenStore:
    """What the alias stands on, as a store. ``to``: how to connect. Raises MilvusException."""
    store = RowStore(
        NoEmbedding(),
        collection_name=alias,
        connection_args=to,
        consistency_level=consistency,
        search_params={"metric_type": METRIC, "params": {"ef": SEARCH_WIDTH}},
        primary_field="id",
        timeout=timeout,
    )
    return OpenStore(store, store.client.close)
