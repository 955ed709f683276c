"""Where the index lies on disk and which shelves are the current ones.

    index_dir/current.json     names the shelf folders in use; replaced in one step
    index_dir/lock             held by the process that builds
    index_dir/NAME-DIGEST/     a finished shelf
    index_dir/.building-*/     a shelf being written, or left by a process that was killed

Readers never wait: they open what ``current.json`` names. The shelves named by the one before are kept,
because another process may still be reading them.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from index.errors import IndexBusy, disk_problem
from index.shelf import SCHEMA, read_description

POINTER = "current.json"
LOCK = "lock"
OWNER = "lock.pid"
BUILDING = ".building-"


class Snapshot:
    """The pointer as read: folder names by shelf, and those of the index before."""

    def __init__(self, folder: Path, value: dict[str, Any]) -> None:
        self.folder = folder
        self.shelves: dict[str, str] = value["shelves"]
        self.before: list[str] = value.get("before", [])
        self.built: str = value["built"]
        self.seconds: float = value.get("seconds", 0.0)

    def path(self, shelf: str) -> Path | None:
        name = self.shelves.get(shelf)
        return self.folder / name if name else None

    def about(self, shelf: str) -> dict[str, Any] | None:
        """What a shelf says of itself; None when it is missing or incomplete."""
        path = self.path(shelf)
        return read_description(path) if path else None


def read_snapshot(folder: Path) -> Snapshot | None:
    """The current index; None when there is none, or one that today's code does not read."""
    try:
        value = json.loads((folder / POINTER).read_text(encoding="utf-8"))
        if value["schema"] != SCHEMA:
            return None
        return Snapshot(folder, value)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def publish(folder: Path, shelves: dict[str, str], built: str, seconds: float) -> None:
    """Make these shelves the current index in one step, then clear away what nobody can be using."""
    old = read_snapshot(folder)
    before = sorted(set(old.shelves.values()) - set(shelves.values())) if old else []
    value = {
        "schema": SCHEMA,
        "shelves": shelves,
        "before": before,
        "built": built,
        "seconds": round(seconds, 1),
    }
    beside = folder / f".{POINTER}.tmp"
    with beside.open("w", encoding="utf-8") as file:
        json.dump(value, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, folder / POINTER)
    clear(folder, {*shelves.values(), *before})


def clear(folder: Path, keep: set[str]) -> None:
    """Remove shelves not in ``keep`` and everything half-built. Only under the lock."""
    for path in folder.iterdir():
        if path.is_dir() and path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def build_lock(folder: Path, wait: float = 0) -> Iterator[None]:
    """Only one process builds. Raises IndexBusy naming the other, or IndexProblem when the disk refuses.

    ``wait``: seconds to wait for the other. The lock ends with the process that holds it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK)
        lock.acquire(timeout=wait)
    except Timeout as exc:
        raise IndexBusy(f"索引正在重建（{owner(folder)}），请稍候片刻再试。") from exc
    except OSError as exc:
        raise disk_problem(exc, folder) from exc
    try:
        (folder / OWNER).write_text(str(os.getpid()), encoding="ascii")
        yield
    finally:
        (folder / OWNER).unlink(missing_ok=True)
        lock.release()


def owner(folder: Path) -> str:
    """Who holds the lock, in words."""
    try:
        return f"进程 {(folder / OWNER).read_text(encoding='ascii')}"
    except OSError:
        return "另一个进程"


def is_building(folder: Path) -> bool:
    """Whether some process is building now."""
    if not (folder / LOCK).exists():
        return False
    try:
        with FileLock(folder / LOCK).acquire(timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return False


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
