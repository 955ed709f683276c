"""Where vectors are kept, and a store that is open for reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from langchain_core.vectorstores import VectorStore

from settings import Settings

CHROMA, MILVUS, PGVECTOR = "chroma", "milvus", "pgvector"


@dataclass(frozen=True)
class StorePlace:
    """``kind``: settings.store. The rest matters to servers alone; ``timeout`` in seconds a question."""

    kind: str = CHROMA
    url: str = ""
    password: str = field(default="", repr=False)
    timeout: int = 5

    @classmethod
    def of(cls, settings: Settings) -> StorePlace:
        """The place that the settings name."""
        if settings.store == CHROMA:
            return cls()
        password = settings.store_password.get_secret_value()
        return cls(settings.store, settings.store_url, password, settings.store_timeout)

    @property
    def identity(self) -> str:
        """Part of what a shelf is made from: on another server its vectors have to be put there."""
        return f"{self.kind} {self.url}".strip()


EMBEDDED = StorePlace()


@dataclass(frozen=True)
class OpenStore:
    """A store behind LangChain's interface, and how to let go of it, for which LangChain has no word."""

    vectors: VectorStore
    close: Callable[[], object]
