"""What the index holds, and whether it still fits the corpus."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from index.build import outdated, shelf_digests
from index.embedding import load_embedder
from index.entries import ASIDE, KINDS, SHELVES, Shelved, entries_digest
from index.snapshot import is_building, read_snapshot, size_of
from index.sources import load_sources
from index.store_place import StorePlace
from settings import Settings


def describe(settings: Settings) -> dict[str, Any]:
    """Counts by kind, model, digests, size, age, staleness, texts held only as summaries, files refused."""
    sources, embedder = load_sources(settings), load_embedder(settings)
    shelved = sources.shelved()
    folder = settings.index_dir
    snapshot = read_snapshot(folder)
    stale = outdated(snapshot, shelf_digests(shelved, embedder.digest(), StorePlace.of(settings)))
    abouts = [about for name in SHELVES if snapshot and (about := snapshot.about(name))]
    counts = dict.fromkeys(KINDS, 0)
    for about in (about for about in abouts if about["name"] not in ASIDE):
        for kind, count in about["counts"].items():
            counts[kind] += count
    age = datetime.now().astimezone() - datetime.fromisoformat(snapshot.built) if snapshot else None
    return {
        "exists": snapshot is not None,
        "stale": bool(stale),
        "stale_parts": stale,
        "building": is_building(folder),
        "counts": counts,
        "rows": sum(about["rows"] for about in abouts),
        "embedding": abouts[0]["model_name"] if abouts else embedder.name,
        "embedding_digest": abouts[0]["model"] if abouts else embedder.digest(),
        "store": settings.store,
        "corpus_digest": corpus_digest(shelved),
        "built": snapshot.built if snapshot else None,
        "age_seconds": round(age.total_seconds()) if age else None,
        "build_seconds": snapshot.seconds if snapshot else None,
        "size_bytes": size_of(folder) if folder.is_dir() else 0,
        "summaries_only": sorted({entry.law for part in shelved.values() for entry in part if entry.summary}),
        "inbox_refused": list(sources.refused),
        "path": str(folder),
    }


def corpus_digest(shelved: Shelved) -> str:
    """Digest of everything the corpus holds today."""
    parts = (entries_digest(entries) for entries in shelved.values())
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def in_words(status: dict[str, Any]) -> str:
    """The same for people."""
    labels = {
        "statute": "法律条文",
        "regulation": "法规条文",
        "plan": "方案条目",
        "item": "清单事项",
        "case": "典型案例",
        "violation": "违法行为",
    }
    refused = [f"收件夹里没有收入的：{message}" for message in status["inbox_refused"]]
    if not status["exists"]:
        state = "正在重建" if status["building"] else "还没有建立；请运行 python -m index build"
        return "\n".join([f"索引：{state}", *refused])
    state = f"已过期（{'、'.join(status['stale_parts'])}）" if status["stale"] else "最新"
    lines = [
        f"索引：{state}{'，正在重建' if status['building'] else ''}",
        *(f"  {labels[kind]}：{count}" for kind, count in status["counts"].items()),
        f"嵌入模型：{status['embedding']}（{status['embedding_digest'][:12]}）",
        f"向量库：{status['store']}",
        f"语料摘要：{status['corpus_digest'][:12]}",
        f"建立时间：{status['built']}，距今 {status['age_seconds']} 秒，用时 {status['build_seconds']} 秒",
        f"占用：{status['size_bytes'] / 1e6:.0f} MB，位于 {status['path']}",
        f"只有要旨、不能引用原文的：{'、'.join(status['summaries_only']) or '无'}",
        *refused,
    ]
    return "\n".join(lines)
