"""The index is a cache: built beside the old one and swapped, whatever happens to the process."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import cast

import index_world as world
import numpy as np
import pytest
from langchain_core.vectorstores import VectorStore

from index import shelf_writer
from index.build import build, outdated, shelf_digests
from index.entries import Shelved
from index.errors import EmbeddingProblem, IndexBusy, IndexProblem
from index.opening import open_index, open_sources
from index.search import Searcher
from index.snapshot import build_lock, read_snapshot
from index.sources import Sources
from index.store_place import EMBEDDED, OpenStore
from index.vectors import VectorFile, keys_of
from settings import PROJECT, Settings

ALL = ["statutes", "local", "questions", "tellings", "items", "acts", "cases", "violations"]
STAGES = [
    "cleared",
    "statutes:begun",
    "statutes:embedded",
    "statutes:checked",
    "statutes:renamed",
    "violations:renamed",
    "written",
    "published",
]


def sources(*, extra_item: bool = False) -> Sources:
    items = world.items()
    if extra_item:
        items.append(items[0].model_copy(update={"id": "item-3", "violation": "占道经营"}))
    return Sources(world.small_library(), items, world.cases(), world.violations())


def shelved(*, extra_item: bool = False) -> Shelved:
    return sources(extra_item=extra_item).shelved()


def make(
    folder: Path, parts: Shelved, embedder: world.HashEmbedder | None = None, **how: object
) -> list[str]:
    how = {"vectors": folder / "none", "show": False, **how}
    return build(folder, parts, embedder or world.HashEmbedder(), **how)  # type: ignore[arg-type]


def serve(home: Path, **how: bool) -> Searcher:
    return open_sources(Settings(home=home), sources(**how), embedder=world.HashEmbedder(), show=False)


def test_the_first_build_makes_everything_and_the_second_nothing(tmp_path: Path) -> None:
    assert make(tmp_path, shelved()) == ALL
    assert make(tmp_path, shelved()) == []


def test_a_changed_list_rebuilds_its_shelf_and_embeds_the_changed_entry_alone(tmp_path: Path) -> None:
    make(tmp_path, shelved())
    embedder = world.HashEmbedder()
    assert make(tmp_path, shelved(extra_item=True), embedder) == ["items"]
    assert embedder.embedded == 1


def test_full_builds_everything_afresh(tmp_path: Path) -> None:
    make(tmp_path, shelved())
    embedder = world.HashEmbedder()
    assert make(tmp_path, shelved(), embedder, full=True) == ALL
    assert embedder.embedded >= 10
    assert make(tmp_path, shelved()) == []


def test_another_model_makes_the_index_stale(tmp_path: Path) -> None:
    make(tmp_path, shelved())
    digests = shelf_digests(shelved(), world.HashEmbedder("other").digest(), EMBEDDED)
    assert outdated(read_snapshot(tmp_path), digests) == ALL


def test_old_shelves_are_kept_for_readers_and_cleared_one_build_later(tmp_path: Path) -> None:
    make(tmp_path, shelved())
    first = {path.name for path in tmp_path.glob("items-*")}
    make(tmp_path, shelved(extra_item=True))
    assert first < {path.name for path in tmp_path.glob("items-*")}
    make(tmp_path, shelved(), full=True)
    make(tmp_path, shelved(extra_item=True), full=True)
    assert len(list(tmp_path.glob("items-*"))) == 2


@pytest.mark.parametrize("stage", STAGES)
def test_killed_at_any_point_the_old_index_still_answers(tmp_path: Path, stage: str) -> None:
    folder = tmp_path / "index"
    make(folder, shelved())
    killed_while_building(tmp_path, stage)
    searcher = serve(tmp_path)
    assert searcher.search_items("过期食品", 1)[0].id == "item-1"
    make(folder, shelved(extra_item=True))
    assert not list(folder.glob(".building-*"))
    assert serve(tmp_path, extra_item=True).search_items("占道经营", 1)[0].id == "item-3"


@pytest.mark.parametrize("stage", ["statutes:begun", "statutes:renamed", "written"])
def test_killed_in_the_first_build_the_next_start_builds_again(tmp_path: Path, stage: str) -> None:
    killed_while_building(tmp_path, stage)
    assert read_snapshot(tmp_path / "index") is None
    assert serve(tmp_path).search_items("过期食品", 1)[0].id == "item-1"


def killed_while_building(home: Path, stage: str) -> None:
    """Another process builds an index with one more item and is killed at ``stage``."""
    program = f"""
import os, signal, sys
sys.path[:0] = [{str(PROJECT)!r}, {str(PROJECT / "tests")!r}]
from pathlib import Path
import test_index_build as tests
def stage(name):
    if name == {stage!r}:
        os.kill(os.getpid(), signal.SIGKILL)
tests.make(Path({str(home / "index")!r}), tests.shelved(extra_item=True), full=True, stage=stage)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_a_second_builder_is_told_who_builds(tmp_path: Path) -> None:
    with build_lock(tmp_path), pytest.raises(IndexBusy, match=f"正在重建（进程 {os.getpid()}）"):
        make(tmp_path, shelved())


def test_while_another_builds_the_old_index_serves_without_what_is_gone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make(tmp_path / "index", shelved(extra_item=True))
    with build_lock(tmp_path / "index"):
        searcher = serve(tmp_path)
    assert {hit.id for hit in searcher.search_items("经营", 10)} == {"item-1", "item-2"}
    assert "暂用原有索引" in caplog.text


def test_while_another_builds_and_there_is_no_old_index_the_start_says_so(tmp_path: Path) -> None:
    with build_lock(tmp_path / "index"), pytest.raises(IndexBusy, match="请稍候片刻再试"):
        serve(tmp_path)


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EROFS, "磁盘是只读的"), (errno.EACCES, "没有写权限")],
)
def test_a_disk_that_refuses_is_told_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    make(tmp_path / "index", shelved())

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(np, "save", refuse)
    with pytest.raises(IndexProblem, match=f"{words}.*原有索引没有改动"):
        make(tmp_path / "index", shelved(extra_item=True))
    assert serve(tmp_path, extra_item=True).search_items("过期食品", 1)[0].id == "item-1"


def test_a_store_that_cannot_be_written_is_told_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusing:
        def add_texts(self, *_: object, **__: object) -> None:
            raise RuntimeError("Failed to apply logs to the hnsw segment writer")

    monkeypatch.setattr(shelf_writer, "STORE_FROM", 1)
    monkeypatch.setattr(
        "index.chroma_store.open_chroma", lambda *_: OpenStore(cast(VectorStore, Refusing()), print)
    )
    with pytest.raises(IndexProblem, match=r"向量库写入失败.*原有索引没有改动"):
        make(tmp_path, shelved())
    monkeypatch.setattr("index.errors.NEARLY_FULL", float("inf"))
    with pytest.raises(IndexProblem, match="磁盘已满"):
        make(tmp_path, shelved())
    assert not list(tmp_path.glob(".building-*"))


def test_a_home_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(IndexProblem, match="无法写入索引目录"):
        make(tmp_path / "file" / "index", shelved())


@pytest.mark.parametrize("damage", ["current.json", "shelf.json", "numbers.npy", "entries.json"])
def test_a_damaged_index_is_built_again(tmp_path: Path, damage: str) -> None:
    make(tmp_path / "index", shelved())
    (victim,) = list((tmp_path / "index").glob(f"statutes-*/{damage}")) or [tmp_path / "index" / damage]
    victim.write_bytes(b"{")
    assert serve(tmp_path).search("超过保质期的食品", 1)[0].law == "甲食品法"


def test_shipped_vectors_spare_the_embedding(tmp_path: Path) -> None:
    embedder = world.HashEmbedder()
    texts = [entry.passage for part in shelved().values() for entry in part]
    vectors = embedder.passages(texts)
    VectorFile.make(embedder.digest(), keys_of(texts), vectors, {}).save(tmp_path / "all.npz")
    fresh = world.HashEmbedder()
    make(tmp_path / "index", shelved(), fresh, vectors=tmp_path)
    assert fresh.embedded == 3 + 2 + 3 + 2 + 1 + 3  # the samples only, at most three a shelf


def test_shipped_vectors_of_other_texts_are_noticed(tmp_path: Path) -> None:
    embedder = world.HashEmbedder()
    texts = [entry.passage for part in shelved().values() for entry in part]
    wrong = embedder.passages(texts[1:] + texts[:1])
    VectorFile.make(embedder.digest(), keys_of(texts), wrong, {}).save(tmp_path / "all.npz")
    with pytest.raises(EmbeddingProblem, match=r"预置向量与当前嵌入模型算出的不一致.*index vectors"):
        make(tmp_path / "index", shelved(), vectors=tmp_path)
    assert read_snapshot(tmp_path / "index") is None


def test_vectors_of_another_model_are_not_mixed_in(tmp_path: Path) -> None:
    texts = [entry.passage for part in shelved().values() for entry in part]
    other = world.HashEmbedder("other")
    VectorFile.make(other.digest(), keys_of(texts), other.passages(texts), {}).save(tmp_path / "all.npz")
    embedder = world.HashEmbedder()
    make(tmp_path / "index", shelved(), embedder, vectors=tmp_path)
    assert embedder.embedded >= len(texts)


def test_an_unreadable_vector_file_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "broken.npz").write_bytes(b"PK\x03\x04 not really")
    assert VectorFile.load(tmp_path / "broken.npz") is None
    assert VectorFile.load(tmp_path / "missing.npz") is None


def test_an_empty_corpus_can_be_indexed(tmp_path: Path) -> None:
    searcher = open_index(
        Settings(home=tmp_path), world.Shelfful([]), embedder=world.HashEmbedder(), show=False
    )
    assert searcher.search("食品") == []


def test_a_store_that_fails_its_check_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf_writer, "STORE_FROM", 1)
    monkeypatch.setattr(shelf_writer, "nearest_rows", lambda *_: [])
    with pytest.raises(IndexProblem, match="自检未通过"):
        make(tmp_path, shelved())
    assert read_snapshot(tmp_path) is None
