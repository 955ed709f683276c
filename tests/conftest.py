"""Shared by all tests: steady hypothesis runs, and an assistant that needs no index and no model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings

from assistant.knowledge import Found, Knowledge, Vector
from assistant.pipeline import Assistant
from corpus.rules import RuleBook
from settings import Settings

if TYPE_CHECKING:
    from browser_world import Visitor
    from playwright.sync_api import Browser

# The same examples on every run: a failure seen once is seen again.
hypothesis_settings.register_profile("steady", derandomize=True, deadline=None, database=None)
hypothesis_settings.load_profile("steady")


class QuietSearch:
    """Stands for the index and finds nothing: what is answered then comes from words and rules alone."""

    model_digest = ""

    def embed_query(self, text: str) -> Vector:
        raise AssertionError("nothing is embedded where there is no model")

    def search(
        self,
        query: str,
        k: int = 10,
        kinds: Iterable[str] | None = None,
        as_of: date | None = None,
        laws: Iterable[str] | None = None,
    ) -> Sequence[Found]:
        return []

    def similar(self, query: str, kind: str, k: int = 10) -> dict[str, tuple[float, float]]:
        return {}


@pytest.fixture(scope="session")
def plain_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("home"), region="辽宁省盘锦市")


@pytest.fixture(scope="session")
def knowledge(plain_settings: Settings) -> Knowledge:
    return Knowledge.open(plain_settings)


@pytest.fixture(scope="session")
def rulebook(knowledge: Knowledge) -> RuleBook:
    return knowledge.rulebook


@pytest.fixture(scope="session")
def assistant(plain_settings: Settings, knowledge: Knowledge) -> Assistant:
    return Assistant(plain_settings, knowledge, QuietSearch())


@pytest.fixture(scope="session")
def indexed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose index is built from the vectors that ship, once for all tests."""
    home = tmp_path_factory.mktemp("indexed")
    Assistant.open(Settings(home=home))
    return home


@pytest.fixture(scope="session")
def indexed_assistant(indexed_home: Path) -> Assistant:
    """The assistant as users have it: real index, real embedding model, both heads on."""
    return Assistant.open(Settings(home=indexed_home))


@pytest.fixture(scope="session")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("watch")


@pytest.fixture(scope="session")
def connections(watched: Path) -> Path:
    """Where the running application notes what it connects to; no such file while that is nothing."""
    return watched / "connections"


@pytest.fixture(scope="session")
def url(watched: Path, indexed_home: Path) -> Iterator[str]:
    """The address of the running application."""
    from browser_world import watched_app

    with watched_app(indexed_home, watched) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each file: while it is open, no other event loop can run in this thread."""
    from browser_world import chromium

    with chromium() as opened:
        yield opened


@pytest.fixture(params=["desktop", "phone"])
def visitor(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[Visitor]:
    """One visitor on each of two screens; what his page did wrong fails the test at the end."""
    from browser_world import DESKTOP, PHONE

    yield from _visit(browser, url, DESKTOP if request.param == "desktop" else PHONE)


@pytest.fixture
def desktop(browser: Browser, url: str) -> Iterator[Visitor]:
    from browser_world import DESKTOP

    yield from _visit(browser, url, DESKTOP)


def _visit(browser: Browser, url: str, size: tuple[int, int]) -> Iterator[Visitor]:
    from browser_world import Visitor

    someone = Visitor(browser, url, size)
    yield someone
    someone.leave()
