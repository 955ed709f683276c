"""The retrieval contract: whichever real store proposes, the hits are those of an exact search.

PostgreSQL and Milvus are started once, reached by nobody else, and stopped at the end.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import index_world as world
import numpy as np
import pytest

from benchmarks import store_servers
from index import dense, server, shelf_writer
from index.build import build
from index.dense import Dense
from index.entries import Shelved
from index.errors import ServerProblem
from index.opening import open_sources
from index.search import Searcher
from index.server import Server
from index.shelf import load_shelf
from index.snapshot import read_snapshot
from index.sources import Sources
from index.store import connect, nearest_rows, open_store
from index.store_place import EMBEDDED, StorePlace
from settings import PROJECT, Settings

TODAY = date(2026, 11, 24)
COUNT = 300
LARGE = 1500  # rows; Milvus makes no graph of less than 1024
SERVERS = ["pgvector", "milvus"]


@pytest.fixture(scope="module")
def chroma() -> StorePlace:
    return EMBEDDED


@pytest.fixture(scope="module")
def pgvector() -> Iterator[StorePlace]:
    with store_servers.postgresql() as running:
        yield running.place


@pytest.fixture(scope="module")
def milvus() -> Iterator[StorePlace]:
    with store_servers.milvus() as running:
        yield running.place


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three hundred provisions are many."""
    monkeypatch.setattr(shelf_writer, "STORE_FROM", 100)
    monkeypatch.setattr(dense, "EXACT_UP_TO", 50)
    monkeypatch.setattr(server, "BATCH", 100)


@pytest.fixture(params=SERVERS)
def served(request: pytest.FixtureRequest) -> Iterator[StorePlace]:
    place = request.getfixturevalue(request.param)
    yield place
    forget(place)


@pytest.fixture
def added(served: StorePlace, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Hears how many rows each batch adds."""
    heard: list[int] = []
    with connect(served) as at:
        kind = type(at)
    add = kind.add

    def counted(self: Server, name: str, rows: list[int], *rest: Any) -> None:
        heard.append(len(rows))
        add(self, name, rows, *rest)

    monkeypatch.setattr(kind, "add", counted)
    return heard


def kept(place: StorePlace) -> int:
    """How many collections the server has."""
    with connect(place) as at:
        return len(at.collections())


def forget(place: StorePlace) -> None:
    """Leave an empty server to the next test."""
    if place != EMBEDDED:
        with connect(place) as at:
            for name, marks in at.collections().items():
                for mark in marks:
                    at.unmark(mark)
                at.drop(name)


def settings(home: Path, place: StorePlace) -> Settings:
    return Settings(home=home, store=place.kind, store_url=place.url, store_timeout=20)


def sources(count: int = COUNT) -> Sources:
    return Sources(world.Shelfful(world.many_provisions(count)), (), (), ())


def shelved(count: int = COUNT) -> Shelved:
    return sources(count).shelved()


def make(home: Path, place: StorePlace, count: int = COUNT, full: bool = False) -> None:
    build(home / "index", shelved(count), world.HashEmbedder(), place, full=full, show=False, vectors=home)


def ids(searcher: Searcher, query: str, day: date = TODAY, historical: bool = False) -> list[str]:
    return [hit.id for hit in searcher.search(query, 10, as_of=day, historical=historical)]


def stored(home: Path, place: StorePlace) -> list[int]:
    """Every row that the published store of the statutes proposes."""
    return proposed(statutes(home), place)


def proposed(shelf: Path, place: StorePlace) -> list[int]:
    opened = open_store(place, shelf)
    try:
        return nearest_rows(opened, world.HashEmbedder().query("长法"), LARGE * 2)
    finally:
        opened.close()


def statutes(home: Path) -> Path:
    snapshot = read_snapshot(home / "index")
    assert snapshot is not None
    return home / "index" / snapshot.shelves["statutes"]


def in_force(count: int = COUNT) -> list[int]:
    return [row for row in range(count) if row % 10]


@pytest.fixture(scope="class", params=["chroma", *SERVERS])
def place(request: pytest.FixtureRequest) -> Iterator[StorePlace]:
    place = request.getfixturevalue(request.param)
    yield place
    forget(place)


@pytest.fixture(scope="class")
def home(place: StorePlace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp(place.kind)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf_writer, "STORE_FROM", 100)
        make(home, place, LARGE)
    return home


@pytest.fixture
def searcher(place: StorePlace, home: Path) -> Iterator[Searcher]:
    searcher = open_sources(settings(home, place), sources(LARGE), embedder=world.HashEmbedder(), show=False)
    yield searcher
    searcher.close()


class TestContract:
    """One index, asked by every test."""

    def test_the_hits_are_those_of_an_exact_search(
        self, searcher: Searcher, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        queries = [provision.text for provision in world.many_provisions(COUNT)[:60:3]]
        through_store = [ids(searcher, query) for query in queries]
        assert "改用精确检索" not in caplog.text
        monkeypatch.setattr(dense, "EXACT_UP_TO", 10 * LARGE)
        assert through_store == [ids(searcher, query) for query in queries]

    def test_a_provision_is_found_on_the_days_it_is_in_force(self, searcher: Searcher) -> None:
        ended = world.many_provisions(COUNT)[20]
        assert ids(searcher, ended.text, date(2023, 1, 1))[0] == ended.id
        assert ended.id not in ids(searcher, ended.text)
        assert ids(searcher, ended.text, historical=True)[0] == ended.id

    def test_the_store_holds_each_row_in_force_once(self, place: StorePlace, home: Path) -> None:
        assert sorted(stored(home, place)) == in_force(LARGE)

    def test_when_few_of_the_proposed_rows_are_allowed_more_are_asked_for(
        self, place: StorePlace, home: Path
    ) -> None:
        shelf = load_shelf(statutes(home))
        allowed = np.array(shelf.stored)
        vector = world.HashEmbedder().query(world.many_provisions(COUNT)[1].text)
        allowed[np.argsort(-(shelf.vectors(slice(None)) @ vector))[: server.SEARCH_WIDTH + 100]] = False
        part = Dense(shelf, place)
        rows, scores = part.nearest(vector, allowed, 5)
        exact = np.sort(shelf.vectors(np.flatnonzero(allowed)) @ vector)[::-1][:5]
        assert part._store is not None  # or it would have been an exact search
        assert allowed[rows].all()
        np.testing.assert_allclose(scores, exact, atol=1e-6)
        part.close()


# Building on a server


def test_a_build_killed_between_batches_is_taken_up_without_duplicates(
    served: StorePlace, tmp_path: Path, added: list[int]
) -> None:
    make(tmp_path, served, 200)
    killed_in_batch(2, tmp_path, served)
    assert sorted(stored(tmp_path, served)) == in_force(200)  # which readers go on reading
    with connect(served) as at:
        half = [name for name, marks in at.collections().items() if all("building" in mark for mark in marks)]
        assert [len(at.held(name, COUNT)) for name in half] == [200]
    added.clear()
    make(tmp_path, served)
    assert sum(added) == len(in_force()) - 200
    assert sorted(stored(tmp_path, served)) == in_force()


def test_machines_share_a_collection_which_goes_when_the_last_has_let_go_of_it(
    served: StorePlace, tmp_path: Path, added: list[int]
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    make(one, served)
    added.clear()
    make(two, served)
    assert added == []
    assert kept(served) == 1
    for count in (200, 220):  # the index before the last is kept, as its folder is
        make(one, served, count)
    assert kept(served) == 3
    assert sorted(stored(two, served)) == in_force()
    for count in (200, 220):
        make(two, served, count)
    assert kept(served) == 2
    assert sorted(stored(one, served)) == sorted(stored(two, served)) == in_force(220)


def test_a_full_build_fills_a_fresh_collection_beside_the_one_in_use(
    served: StorePlace, tmp_path: Path
) -> None:
    make(tmp_path, served)
    before = statutes(tmp_path)
    make(tmp_path, served, full=True)
    assert statutes(tmp_path) != before
    assert sorted(stored(tmp_path, served)) == in_force()
    assert sorted(proposed(before, served)) == in_force()


# A server that fails


def test_a_server_that_is_not_there_is_told_with_what_to_do(served: StorePlace, tmp_path: Path) -> None:
    nowhere = replace(served, url=nobody_at(served), timeout=1)
    with pytest.raises(ServerProblem, match=r"用不了.*KUANYAN_STORE_URL.*KUANYAN_STORE=chroma.*没有改动"):
        make(tmp_path, nowhere)
    assert read_snapshot(tmp_path / "index") is None


def test_answers_go_on_without_the_server_and_it_is_used_again_when_it_is_back(
    served: StorePlace, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make(tmp_path, served)
    shelf = load_shelf(statutes(tmp_path))
    vector = world.HashEmbedder().query("食品药品计量")
    allowed = np.asarray(shelf.stored)
    now = [1000.0]
    part = Dense(shelf, served, clock=lambda: now[0])
    expected = part.nearest(vector, allowed, 5)[0].tolist()
    good, part._place = part._place, replace(served, url=nobody_at(served), timeout=1)
    assert part._store is not None
    part._store.close()  # as when the server ends a connection in the middle of a question
    part._give_up(part._store, RuntimeError("server closed the connection"))
    assert part.nearest(vector, allowed, 5)[0].tolist() == expected
    now[0] += dense.RETRY
    assert part.nearest(vector, allowed, 5)[0].tolist() == expected
    assert part._store is None
    assert caplog.text.count("改用精确检索") == 2
    part._place = good
    now[0] += dense.RETRY
    assert part.nearest(vector, allowed, 5)[0].tolist() == expected
    assert part._store is not None
    part.close()


def test_nobody_imports_a_client_of_a_server_he_does_not_use(tmp_path: Path) -> None:
    program = """
import sys, index.opening, index.store, index.server, index.commands
print(sorted({"pymilvus", "psycopg", "sqlalchemy", "langchain_milvus", "chromadb"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=PROJECT)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_missing_client_is_told_with_how_to_install_it(served: StorePlace, tmp_path: Path) -> None:
    client = {"pgvector": "langchain_postgres", "milvus": "langchain_milvus"}[served.kind]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, client, None)
        with pytest.raises(ServerProblem, match=r"没有安装 langchain-.*requirements-servers.txt"):
            make(tmp_path, served)


def nobody_at(place: StorePlace) -> str:
    """An address of the same kind where nothing listens."""
    return {"pgvector": "postgresql://postgres@127.0.0.1:1/none", "milvus": "http://127.0.0.1:1"}[place.kind]


def killed_in_batch(last: int, home: Path, place: StorePlace) -> None:
    """Another process builds and is killed after its ``last`` batch."""
    program = f"""
import os, signal, sys
sys.path[:0] = [{str(PROJECT)!r}, {str(PROJECT / "tests")!r}]
from pathlib import Path
import test_stores as tests
tests.shelf_writer.STORE_FROM, tests.server.BATCH = 100, 100
place = tests.StorePlace({place.kind!r}, {place.url!r}, timeout=20)
with tests.connect(place) as at:
    kind, add, done = type(at), type(at).add, []
def killing(*what):
    add(*what)
    done.append(1)
    if len(done) == {last}:
        os.kill(os.getpid(), signal.SIGKILL)
kind.add = killing
tests.make(Path({str(home)!r}), place)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
