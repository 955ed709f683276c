"""What the commands of ``python -m index`` do."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.build import build
from index.embedding import Embedder, file_digest, load_embedder
from index.entries import KINDS, Entry
from index.errors import disk_problem
from index.opening import open_sources
from index.progress import BuildProgress
from index.search import Searcher
from index.sources import load_sources
from index.status import describe, in_words
from index.vectors import DIRECTORY, KnownVectors, VectorFile, embed, keys_of, verify
from settings import Settings


class Question(BaseModel):
    """One input line of ``search``."""

    model_config = ConfigDict(strict=True)

    id: Any = None
    query: str
    k: int = Field(10, ge=1, le=200)
    kinds: list[str] | None = None
    as_of: str | None = None


def build_index(settings: Settings, full: bool = False) -> int:
    """Bring the index up to date and say on standard error what was done."""
    start = time.monotonic()
    sources = load_sources(settings)
    embedder = load_embedder(settings)
    built = build(settings.index_dir, sources.shelved(), embedder, settings.store, full=full)
    seconds = time.monotonic() - start
    done = f"已重建 {'、'.join(built)}" if built else "已是最新，无需重建"
    print(f"索引{done}，用时 {seconds:.1f} 秒。", file=sys.stderr)
    return 0


def show_status(settings: Settings, as_json: bool = False) -> int:
    """Print what the index holds and whether it is stale."""
    status = describe(settings)
    print(json.dumps(status, ensure_ascii=False) if as_json else in_words(status))
    return 0


def search_lines(settings: Settings, lines: Iterable[bytes], out: TextIO) -> int:
    """Answer each line of questions with one line of hits. A bad line gives {"id", "error"}."""
    searcher = open_sources(settings, load_sources(settings))
    try:
        for line in lines:
            if line.strip():
                out.write(json.dumps(_answer(searcher, line), ensure_ascii=False) + "\n")
                out.flush()
    finally:
        searcher.close()
    return 0


def make_vectors(settings: Settings, directory: Path = DIRECTORY) -> int:
    """Embed the whole corpus and write the vector files that ship with the program.

    Vectors already in the files are kept. Statutes have a file of their own: they change only with the
    database, the rest with every edited list.
    """
    shelved, embedder = load_sources(settings).shelved(), load_embedder(settings)
    rest = [entry for name, part in shelved.items() if name != "statutes" for entry in part]
    _write_vectors(directory / "statutes.npz", shelved["statutes"], embedder, _origin(settings))
    _write_vectors(directory / "corpus.npz", rest, embedder, {})
    return 0


def _write_vectors(path: Path, entries: list[Entry], embedder: Embedder, sources: dict[str, str]) -> None:
    texts = list(dict.fromkeys(entry.passage for entry in entries))
    old = VectorFile.load(path)
    if old and old.model == embedder.digest() and np.array_equal(old.keys, keys_of(texts)):
        print(f"{path.name}：{len(texts)} 条，没有变化", file=sys.stderr)
        return
    known = KnownVectors(embedder.digest(), [old])
    with BuildProgress(len(texts)) as progress:
        keys, vectors = embed(texts, embedder, known, lambda done: progress.step(path.name, done))
    lowest = verify(texts, vectors, embedder, path.name)
    try:
        VectorFile.make(embedder.digest(), keys, vectors, sources).save(path)
    except OSError as exc:
        raise disk_problem(exc, path.parent) from exc
    size = path.stat().st_size / 1e6
    print(f"{path.name}：{len(texts)} 条，{size:.1f} MB，抽查最低相似度 {lowest:.4f}", file=sys.stderr)


def _answer(searcher: Searcher, line: bytes) -> dict[str, Any]:
    name: Any = None
    try:
        raw = json.loads(line.decode("utf-8"))
        if not isinstance(raw, dict):
            raise ValueError("每行应是一个 JSON 对象")
        name = raw.get("id")
        question = Question.model_validate(raw)
        if not question.query.strip():
            raise ValueError("query 是空的")
        if unknown := set(question.kinds or ()) - set(KINDS):
            raise ValueError(f"不认识的类别 {'、'.join(sorted(unknown))}；可用的有 {'、'.join(KINDS)}")
        day = date.fromisoformat(question.as_of) if question.as_of else None
    except ValidationError as exc:
        first = exc.errors()[0]
        field = ".".join(map(str, first["loc"]))
        return {"id": name, "error": f"字段 {field} 有误：{first['msg']}"}
    except (ValueError, RecursionError) as exc:
        return {"id": name, "error": f"这一行不能用：{exc}"}
    start = time.perf_counter()
    hits = searcher.search(question.query, question.k, question.kinds, day)
    ms = round((time.perf_counter() - start) * 1000, 2)
    return {"id": name, "hits": [hit.model_dump() for hit in hits], "ms": ms}


def _origin(settings: Settings) -> dict[str, str]:
    """Which database the statutes came from, for the record."""
    from corpus.version_rules import load_rules

    pin = load_rules().database
    return {Path(pin.file).name: file_digest(settings.laws_db) if settings.laws_db else pin.sha256}
