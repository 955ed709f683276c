"""Files for download: each in a folder with a name that cannot be guessed, kept for an hour."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
import time
from pathlib import Path
from uuid import uuid4

_KEPT = 3600.0  # seconds
_UNSAFE = re.compile(r'[\\/:*?"<>|\s“”]+')
_LONGEST = 40


def export_folder() -> Path:
    """A fresh folder where the page may serve files from; gone when the program ends."""
    folder = Path(tempfile.mkdtemp(prefix="kuanyan-exports-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def put_down(folder: Path, title: str, kind: str, content: bytes) -> Path:
    """Write a file named after its title; files of an hour ago are removed on the way."""
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - _KEPT:
            shutil.rmtree(old, ignore_errors=True)
    own = folder / uuid4().hex
    own.mkdir()
    name = _UNSAFE.sub("", title)[:_LONGEST].strip("，。、；：.") or kind
    path = own / f"{name}.{kind}"
    path.write_bytes(content)
    return path
