"""Builds the index beside the old one and swaps: what is unchanged is kept, what is known is not embedded.

At every moment, also when the process is killed, the folder holds either the old index whole or the new.
"""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from index.embedding import Embedder
from index.entries import SHELVES, Entry, Shelved
from index.errors import IndexProblem, ServerProblem, StoreProblem, disk_problem
from index.progress import BuildProgress
from index.shelf import load_shelf, read_description, shelf_digest
from index.shelf_writer import STORE_FROM, check_shelf, write_shelf
from index.snapshot import BUILDING, Snapshot, build_lock, clear, publish, read_snapshot
from index.store import clear_stores, move_store
from index.store_place import EMBEDDED, StorePlace
from index.vectors import DIRECTORY, KnownVectors, VectorFile, embed, verify

Stage = Callable[[str], None]

log = logging.getLogger(__name__)


def shelf_digests(shelved: Shelved, model: str, place: StorePlace) -> dict[str, str]:
    """The digest each shelf has when it is up to date."""
    return {name: shelf_digest(shelved[name], model, place.identity) for name in SHELVES}


def outdated(snapshot: Snapshot | None, digests: dict[str, str]) -> list[str]:
    """The shelves that are missing, damaged or made from something else than the corpus of today."""
    if snapshot is None:
        return list(digests)
    return [name for name, digest in digests.items() if (snapshot.about(name) or {}).get("digest") != digest]


def build(
    folder: Path,
    shelved: Shelved,
    embedder: Embedder,
    place: StorePlace = EMBEDDED,
    *,
    full: bool = False,
    show: bool = True,
    wait: float = 0,
    vectors: Path = DIRECTORY,
    stage: Stage = lambda name: None,
) -> list[str]:
    """Bring the index in ``folder`` up to date; gives the names of the shelves that were built.

    ``full``: build all shelves afresh. ``vectors``: the shipped vector files. ``stage`` is called by name
    at each point of no return. Raises IndexBusy, EmbeddingProblem, IndexProblem (disk full or read-only).
    """
    with build_lock(folder, wait):
        try:
            return _build(folder, shelved, embedder, place, full, show, vectors, stage)
        except (OSError, StoreProblem) as exc:
            problem = disk_problem(exc, folder)  # asked first: clearing up frees the disk
            _clear_half_built(folder)
            raise problem from exc


def _clear_half_built(folder: Path) -> None:
    for path in folder.glob(f"{BUILDING}*"):
        shutil.rmtree(path, ignore_errors=True)


def _build(
    folder: Path,
    shelved: Shelved,
    embedder: Embedder,
    place: StorePlace,
    full: bool,
    show: bool,
    vectors: Path,
    stage: Stage,
) -> list[str]:
    start = time.monotonic()
    model = embedder.digest()
    digests = shelf_digests(shelved, model, place)
    old = read_snapshot(folder)
    todo = list(digests) if full else outdated(old, digests)
    if not todo:
        return []
    clear(folder, {*old.shelves.values(), *old.before} if old else set())
    stage("cleared")
    known = KnownVectors(model, _known_files(old, vectors, full))
    current = dict(old.shelves) if old else {}
    with BuildProgress(_steps(shelved, todo), show) as progress:
        for name in todo:
            about = {"model": model, "model_name": embedder.name, "digest": digests[name]}
            fresh = full or old is None or name not in old.shelves
            current[name] = _build_shelf(
                folder, name, shelved[name], embedder, known, about, place, fresh, full, progress, stage
            )
    stage("written")
    built = datetime.now().astimezone().isoformat(timespec="seconds")
    publish(folder, current, built, time.monotonic() - start)
    stage("published")
    try:
        clear_stores(place, folder)
    except ServerProblem as exc:  # the next build clears up
        log.warning("%s", exc)
    return todo


def _build_shelf(
    folder: Path,
    name: str,
    entries: list[Entry],
    embedder: Embedder,
    known: KnownVectors,
    about: dict[str, str],
    place: StorePlace,
    fresh: bool,
    full: bool,
    progress: BuildProgress,
    stage: Stage,
) -> str:
    """Write one shelf into a folder of its own and give the folder's name."""
    beside = folder / f"{BUILDING}{name}-{os.getpid()}"
    beside.mkdir()
    stage(f"{name}:begun")
    texts = [entry.passage for entry in entries]
    progress.step(f"{name}：向量", 0)
    keys, vectors = embed(texts, embedder, known, lambda done: progress.step(f"{name}：向量", done))
    if fresh:  # what an earlier index holds was verified when that was built
        verify(texts, vectors, embedder, name)
    stage(f"{name}:embedded")
    write_shelf(beside, name, entries, keys, vectors, about, place, progress.step, fresh=full)
    check_shelf(beside, place)
    stage(f"{name}:checked")
    # Building the same twice must not touch the folder that readers have open.
    final, number = f"{name}-{about['digest'][:12]}", 1
    while (folder / final).exists():
        number += 1
        final = f"{name}-{about['digest'][:12]}-{number}"
    os.rename(beside, folder / final)
    if (read_description(folder / final) or {}).get("store"):
        move_store(place, beside, folder / final)
    stage(f"{name}:renamed")
    return final


def _known_files(old: Snapshot | None, vectors: Path, full: bool) -> list[VectorFile | None]:
    files = [VectorFile.load(path) for path in sorted(vectors.glob("*.npz"))]
    if old and not full:
        for name in old.shelves:
            path = old.path(name)
            try:
                files.append(load_shelf(path).as_file() if path else None)
            except IndexProblem:
                continue  # a damaged shelf is being replaced; its texts are embedded again
    return files


def _steps(shelved: Shelved, todo: list[str]) -> int:
    rows = {name: len(shelved[name]) for name in todo}
    return sum(count * (3 if count >= STORE_FROM else 2) for count in rows.values())
