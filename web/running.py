"""The real application in a process of its own, for the browser tests and the pictures of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

BROWSER = "/usr/bin/chromium"
BROWSER_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_APP = Path(__file__).parents[1] / "app.py"
_LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A loopback port nobody listens on now."""
    with socket.create_server((_LOOPBACK, 0)) as sock:
        port: int = sock.getsockname()[1]
        return port


@contextmanager
def running_app(settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Start ``app.py`` on a free loopback port; gives its address once it answers, and ends it after.

    ``settings``: environment variables on top of the present ones. Raises RuntimeError with what the
    program said when it ends before it is ready.
    """
    port = free_port()
    own = {"KUANYAN_HOST": _LOOPBACK, "KUANYAN_PORT": str(port), "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(
        [sys.executable, str(_APP)], env={**os.environ, **own, **(settings or {})}, cwd=_APP.parent,
        stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    try:
        yield _address(process, f"http://{_LOOPBACK}:{port}")
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _address(process: subprocess.Popen[str], url: str) -> str:
    said: list[str] = []
    for line in process.stdout or ():
        said.append(line)
        if url in line:
            return url
    raise RuntimeError(f"app.py 没有启动：{''.join(said)}")
