"""The search as a LangChain retriever, for chains and for other people's programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.search import Hit, Searcher


class ProvisionRetriever(BaseRetriever):
    """Documents in force on a day for a question.

    ``text_of`` gives the stored text of a hit, from the library: the index keeps none that could be quoted.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    text_of: Callable[[Hit], str]
    k: int = 10
    kinds: tuple[str, ...] | None = None
    as_of: date | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        hits = self.searcher.search(query, self.k, self.kinds, self.as_of)
        return [
            Document(page_content=self.text_of(hit), metadata=hit.model_dump(), id=hit.id) for hit in hits
        ]
