"""python -m benchmarks.stores: what each vector store costs at several sizes, and how much it misses.

Vectors are those of the statutes and, beyond their number, seeded variations of them, which is fair for
speed and not for quality; questions are real (evals/questions). Each question goes the way it goes in
the program (``index.dense``): proposed by the store, decided by exact scores, the best 200.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import numpy as np
from tqdm import tqdm

from benchmarks import store_servers
from evals.record import append, commit, machine
from evals.retrieval import QUESTIONS, read_questions
from index.dense import EXACT_UP_TO, Dense
from index.embedding import Matrix, load_embedder
from index.shelf import Shelf
from index.snapshot import size_of
from index.store import fill_store
from index.store_place import EMBEDDED, StorePlace
from index.vectors import DIRECTORY, VectorFile, quantise, restore
from settings import Settings

RESULTS = Path(__file__).parent / "results" / "stores.json"
STORES = ("exact", "chroma", "pgvector", "milvus")
DEPTH = 200  # what the fusion of vectors and words looks at
IN_FORCE = 0.9  # share of the rows that a day leaves
NOISE = 0.3  # length added to a unit vector: cosine about .96 to what it varies
COLUMNS = ("store", "rows", "build_s", "disk_mb", "server_mb", "p50", "p95", "day_p50", "day_p95", "recall10")


def vectors_of(count: int) -> Matrix:
    """Unit vectors: the statutes' own first, then variations of them."""
    file = VectorFile.load(DIRECTORY / "statutes.npz")
    if file is None:
        raise SystemExit(f"读不了 {DIRECTORY / 'statutes.npz'}；请恢复这个文件。")
    own = restore(file.numbers, file.scales)
    if count <= len(own):
        return own[:count]
    random = np.random.default_rng(0)
    out = np.empty((count, own.shape[1]), np.float32)
    out[: len(own)] = own
    for start in range(len(own), count, len(own)):
        part = out[start : start + len(own)]
        noise = random.standard_normal(part.shape, np.float32)
        part[:] = own[: len(part)] + noise * (NOISE / np.sqrt(own.shape[1]))
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    return out


def questions(count: int) -> Matrix:
    """Vectors of the first ``count`` real questions."""
    embedder = load_embedder(Settings())
    asked = read_questions(QUESTIONS)[:count]
    return np.stack([embedder.query(question.query) for question in tqdm(asked, "嵌入问题", file=sys.stderr)])


def shelf_of(vectors: Matrix, folder: Path, store: str) -> Shelf:
    """A shelf that has nothing but vectors, all of them held by the store."""
    numbers, scales = quantise(vectors)
    count, nothing = len(vectors), cast(Any, None)
    return Shelf(
        folder=folder,
        about={"store": store},
        ids=[""] * count,
        kinds=[],
        laws=[],
        articles=[],
        keys=nothing,
        numbers=numbers,
        scales=scales,
        valid_from=nothing,
        valid_to=nothing,
        stored=np.ones(count, np.bool_),
        words=nothing,
    )


@contextmanager
def running(store: str) -> Iterator[store_servers.Running | None]:
    """The server of a store that has one."""
    if store not in ("pgvector", "milvus"):
        yield None
        return
    with {"pgvector": store_servers.postgresql, "milvus": store_servers.milvus}[store]() as server:
        yield server


def measure(store: str, vectors: Matrix, asked: Matrix, truth: list[set[int]]) -> dict[str, Any]:
    """The figures of one store at one size; ``truth``: the exact best ten of each question."""
    with running(store) as server, tempfile.TemporaryDirectory() as home:
        place = server.place if server else EMBEDDED
        folder = Path(home) / "statutes"
        folder.mkdir()
        shelf = shelf_of(vectors, folder, "" if store == "exact" else place.kind)
        before = size_of(server.folder) if server else 0
        start = time.perf_counter()
        if store != "exact":
            fill(place, folder, restore(shelf.numbers, shelf.scales), store)
        built = time.perf_counter() - start
        dense = Dense(shelf, place)
        whole = np.ones(len(vectors), np.bool_)
        day = np.random.default_rng(1).random(len(vectors)) < IN_FORCE
        found, p50, p95 = ask(dense, asked, whole, store)
        _, day_p50, day_p95 = ask(dense, asked, day, f"{store}，限日期")
        if store != "exact" and dense._store is None:
            raise SystemExit(f"{store} 中途失败，这一行不能算数。")
        hits = [len(right & set(rows[:10])) / len(right) for right, rows in zip(truth, found, strict=True)]
        figures = {
            "store": store,
            "rows": len(vectors),
            "build_s": round(built, 1),
            "disk_mb": round((size_of(server.folder) - before if server else size_of(folder)) / 1e6),
            "server_mb": round(server.megabytes()) if server else 0,
            "p50": p50,
            "p95": p95,
            "day_p50": day_p50,
            "day_p95": day_p95,
            "recall10": round(float(np.mean(hits)), 4),
        }
        dense.close()
        return figures


def fill(place: StorePlace, folder: Path, vectors: Matrix, store: str) -> None:
    """Put every vector into the store."""
    labels = [f"第{row}条" for row in range(len(vectors))]
    with tqdm(total=len(vectors), desc=f"{store} 写入", file=sys.stderr) as bar:
        patient = replace(place, timeout=60)
        fill_store(patient, folder, "benchmark", range(len(vectors)), labels, vectors, bar.update)


def ask(dense: Dense, asked: Matrix, allowed: Any, what: str) -> tuple[list[list[int]], float, float]:
    """Rows found for each question; half and 95 % of the questions take no longer than so many ms."""
    found, taken = [], []
    for vector in (asked[0], asked[1]):  # the first question opens the store
        dense.nearest(vector, allowed, DEPTH)
    for vector in tqdm(asked, f"{what} 提问", file=sys.stderr):
        start = time.perf_counter()
        rows, _ = dense.nearest(vector, allowed, DEPTH)
        taken.append((time.perf_counter() - start) * 1000)
        found.append(rows.tolist())
    return found, round(float(np.percentile(taken, 50)), 1), round(float(np.percentile(taken, 95)), 1)


def exact_best(vectors: Matrix, asked: Matrix) -> list[set[int]]:
    """The ten nearest rows of each question, by the vectors as they are kept."""
    kept = restore(*quantise(vectors))
    return [set(np.argpartition(-(kept @ vector), 10)[:10].tolist()) for vector in asked]


def table(figures: Sequence[dict[str, Any]]) -> str:
    """Figures as a Markdown table."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + " --- |" * len(COLUMNS)]
    lines += ["| " + " | ".join(str(row[column]) for column in COLUMNS) + " |" for row in figures]
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and with ``--record`` keep the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stores", description="向量库的速度和大小")
    parser.add_argument("--sizes", type=int, nargs="+", default=[24_000, 100_000], help="向量个数")
    parser.add_argument("--stores", nargs="+", choices=STORES, default=list(STORES), help="向量库")
    parser.add_argument("--asked", type=int, default=200, help="问题个数，默认 200")
    parser.add_argument("--record", action="store_true", help=f"记入 {RESULTS.name}")
    arguments = parser.parse_args(argv)
    if arguments.asked < 2:
        parser.error("--asked 至少是 2")
    if min(arguments.sizes) <= EXACT_UP_TO:
        parser.error(f"不超过 {EXACT_UP_TO} 个向量时，程序不问向量库；请把 --sizes 设得更大")
    asked = questions(arguments.asked)
    figures = []
    for count in arguments.sizes:
        vectors = vectors_of(count)
        truth = exact_best(vectors, asked)
        for store in arguments.stores:
            figures.append(measure(store, vectors, asked, truth))
            print(json.dumps(figures[-1]), file=sys.stderr)
    print(table(figures))
    if arguments.record:
        run = {
            "date": datetime.now(UTC).date().isoformat(),
            "commit": commit(),
            "machine": machine(),
            "asked": arguments.asked,
            "load": round(os.getloadavg()[0], 1),
            "figures": figures,
        }
        print(f"已记入 {append(RESULTS, run)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
