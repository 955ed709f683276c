"""A large shelf is searched through the vector store, with the same hits as an exact search."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import index_world as world
import numpy as np
import pytest

from index import dense, shelf_writer
from index.errors import IndexProblem
from index.opening import open_index
from index.search import Searcher
from index.store import open_store
from index.store_place import StorePlace
from settings import Settings

TODAY = date(2026, 11, 24)
COUNT = 300


@pytest.fixture
def searcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Searcher:
    monkeypatch.setattr(shelf_writer, "STORE_FROM", 100)
    monkeypatch.setattr(dense, "EXACT_UP_TO", 50)
    library = world.Shelfful(world.many_provisions(COUNT))
    return open_index(Settings(home=tmp_path), library, embedder=world.HashEmbedder(), show=False)


def ids(searcher: Searcher, query: str, day: date | None = TODAY, historical: bool = False) -> list[str]:
    return [hit.id for hit in searcher.search(query, 10, as_of=day, historical=historical)]


def test_store_and_exact_search_agree(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    queries = [p.text for p in world.many_provisions(COUNT)[:40:3]]
    through_store = [ids(searcher, query) for query in queries]
    monkeypatch.setattr(dense, "EXACT_UP_TO", 10 * COUNT)
    assert through_store == [ids(searcher, query) for query in queries]


def test_rows_outside_the_store_are_found_on_their_days(searcher: Searcher) -> None:
    ended = world.many_provisions(COUNT)[20]
    assert ids(searcher, ended.text, date(2023, 1, 1))[0] == ended.id
    assert ended.id not in ids(searcher, ended.text, TODAY)
    assert ids(searcher, ended.text, historical=True)[0] == ended.id


def test_a_store_that_cannot_be_opened_costs_time_not_answers(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    expected = ids(searcher, "食品药品计量")

    def refuse(*_: object) -> None:
        raise RuntimeError("attempt to write a readonly database")

    searcher.close()
    for group in searcher._groups.values():
        for part in group.dense:
            part._usable = bool(part._stored.any())
    monkeypatch.setattr(dense, "open_store", refuse)
    assert ids(searcher, "食品药品计量") == expected
    assert "改用精确检索" in caplog.text


def test_an_unknown_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexProblem, match="KUANYAN_STORE"):
        open_store(StorePlace("faiss"), tmp_path)


def test_eight_bit_vectors_point_the_same_way() -> None:
    from index.vectors import quantise, restore

    vectors = np.random.default_rng(0).normal(size=(100, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert (restore(*quantise(vectors)) * vectors).sum(axis=1).min() > 0.9999
