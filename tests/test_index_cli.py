"""The commands keep the contract: one JSON object a line, bad lines answered, exit status 0, 1 or 2."""

from __future__ import annotations

import io
import json
from pathlib import Path

import index_world as world
import pytest

from index import __main__ as cli
from index import commands, status
from index.sources import Sources
from index.vectors import VectorFile
from index.words import tokens
from settings import Settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The commands over the small corpus and the quick model."""
    sources = Sources(world.small_library(), world.items(), world.cases(), world.violations())
    for module in (commands, status):
        monkeypatch.setattr(module, "load_sources", lambda _: sources)
        monkeypatch.setattr(module, "load_embedder", lambda _: world.HashEmbedder())
    monkeypatch.setattr("index.opening.load_embedder", lambda _: world.HashEmbedder())
    return Settings(home=tmp_path)


def search(settings: Settings, *lines: bytes) -> list[dict[str, object]]:
    out = io.StringIO()
    assert commands.search_lines(settings, [line + b"\n" for line in lines], out) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


def ask(**fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode()


def test_search_answers_every_line_in_order(settings: Settings) -> None:
    first, second = search(
        settings,
        ask(id="a", query="过期食品", k=2, as_of="2025-11-30"),
        ask(id=7, query="明码标价", kinds=["item"]),
    )
    assert (first["id"], second["id"]) == ("a", 7)
    hits = first["hits"]
    assert isinstance(hits, list)
    assert len(hits) == 2
    assert {"law", "article", "kind", "score"} <= hits[0].keys()
    assert (hits[0]["law"], hits[0]["kind"]) == ("甲食品法", "statute")
    assert isinstance(first["ms"], float)


@pytest.mark.parametrize(
    ("line", "name", "words"),
    [
        (b"{not json", None, "这一行不能用"),
        (b"[1]", None, "每行应是一个 JSON 对象"),
        (b"\xff\xfe", None, "这一行不能用"),
        (ask(id="x"), "x", "字段 query"),
        (ask(id="x", query=" "), "x", "query 是空的"),
        (ask(id="x", query=3), "x", "字段 query"),
        (ask(id="x", query="食品", k=0), "x", "字段 k"),
        (ask(id="x", query="食品", kinds=["law"]), "x", "不认识的类别 law"),
        (ask(id="x", query="食品", as_of="去年"), "x", "这一行不能用"),
    ],
)
def test_a_bad_line_is_answered_and_the_rest_go_on(
    settings: Settings, line: bytes, name: str | None, words: str
) -> None:
    bad, good = search(settings, line, ask(id="ok", query="食品"))
    assert bad["id"] == name
    assert words in str(bad["error"])
    assert good["hits"]


def test_build_then_status(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert status.describe(settings)["exists"] is False
    assert commands.show_status(settings) == 0
    assert "python -m index build" in capsys.readouterr().out
    assert commands.build_index(settings) == 0
    assert "已重建" in capsys.readouterr().err
    assert commands.build_index(settings) == 0
    assert "无需重建" in capsys.readouterr().err
    assert commands.show_status(settings, as_json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["counts"] == {
        "statute": 5,
        "regulation": 1,
        "plan": 1,
        "item": 2,
        "case": 1,
        "violation": 2,
    }
    assert (found["stale"], found["building"], found["embedding"]) == (False, False, "hash")
    assert found["summaries_only"] == ["丁条例"]
    assert found["size_bytes"] > 0


def test_status_in_words_names_the_summaries(settings: Settings) -> None:
    commands.build_index(settings)
    words = status.in_words(status.describe(settings))
    assert "索引：最新" in words
    assert "法律条文：5" in words
    assert "只有要旨、不能引用原文的：丁条例" in words


def test_status_says_why_a_file_of_the_inbox_was_not_taken_in(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    settings.inbox_dir.mkdir(parents=True)
    (settings.inbox_dir / "旧稿.txt").write_text("这不是法规。", encoding="utf-8")
    found = status.describe(settings)
    assert [line.partition("：")[0] for line in found["inbox_refused"]] == ["旧稿.txt"]
    assert found["inbox_refused"][0] in status.in_words(found)


def test_vectors_are_written_in_two_files_and_kept(settings: Settings, tmp_path: Path) -> None:
    assert commands.make_vectors(settings, tmp_path) == 0
    statutes, rest = VectorFile.load(tmp_path / "statutes.npz"), VectorFile.load(tmp_path / "corpus.npz")
    assert statutes is not None
    assert rest is not None
    assert len(statutes.keys) == 5
    assert statutes.sources.keys() == {"laws.db"}
    before = (tmp_path / "statutes.npz").read_bytes()
    commands.make_vectors(settings, tmp_path)
    assert (tmp_path / "statutes.npz").read_bytes() == before


def test_a_wrong_setting_is_unusable_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KUANYAN_PORTT", "1")
    assert cli.main(["status"]) == 2
    assert "KUANYAN_PORTT" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("国市监法〔2025〕10号", "国市监法〔2025〕10号"),
        ("罚款5000元", "5000"),
        ("GB7718标准", "gb7718"),
        ("３.５吨", "3.5"),
    ],
)
def test_numbers_and_document_numbers_stay_whole(text: str, whole: str) -> None:
    assert whole in tokens(text)


def test_words_are_characters_and_pairs_within_a_clause() -> None:
    assert tokens("食品，面包") == ["食", "品", "食品", "面", "包", "面包"]


def test_a_few_changed_articles_do_not_rewrite_the_large_file(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.vector_files.FEW", 0.5)
    commands.make_vectors(settings, tmp_path)
    before = (tmp_path / "statutes.npz").read_bytes()
    library = world.small_library()
    library.provisions[2] = library.provisions[2].model_copy(update={"text": "食品摊贩应当备案。"})
    monkeypatch.setattr(commands, "load_sources", lambda _: Sources(library, world.items()))
    commands.make_vectors(settings, tmp_path)
    assert (tmp_path / "statutes.npz").read_bytes() == before
    rest = VectorFile.load(tmp_path / "corpus.npz")
    assert rest is not None
    assert len(rest.keys) == 1 + 2 + 2  # the article, the plan and the 要旨, the items
