"""What the commands of ``python -m index`` do."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.build import build
from index.embedding import load_embedder
from index.entries import KINDS
from index.opening import open_sources
from index.search import Searcher
from index.sources import load_sources
from index.status import describe, in_words
from index.store_place import StorePlace
from index.vector_files import write_vector_files
from index.vectors import DIRECTORY
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
    built = build(settings.index_dir, sources.shelved(), embedder, StorePlace.of(settings), full=full)
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
    """Embed the whole corpus and write the vector files that ship with the program."""
    write_vector_files(settings, load_sources(settings).shelved(), load_embedder(settings), directory)
    return 0


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
