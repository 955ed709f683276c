"""How it is found: embedding, word index, vector store, build and search.

    searcher = open_index(settings, library, items, cases, violations)
    searcher.search("过期食品怎么处罚", k=10)

Names are imported on first use, so that a command that does not search loads nothing heavy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.opening import open_index
    from index.retriever import ProvisionRetriever
    from index.search import Hit, Searcher

__all__ = ["Hit", "ProvisionRetriever", "Searcher", "open_index"]

_HOME = {
    "open_index": "index.opening",
    "Hit": "index.search",
    "Searcher": "index.search",
    "ProvisionRetriever": "index.retriever",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
