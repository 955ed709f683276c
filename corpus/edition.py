"""Which corpus an answer stands on: one short name that changes whenever any text or rule does."""

from __future__ import annotations

import hashlib
from pathlib import Path

_CORPUS = Path(__file__).parent
_DATA = {".yaml", ".md"}
_LENGTH = 8


def edition(inbox: Path | None = None) -> str:
    """Eight hexadecimal digits over all data files, and those that came in by the inbox.

    The statute database is among them: rules/versions.yaml pins it by its digest.
    """
    digest = hashlib.sha256()
    shipped = [p for p in _CORPUS.rglob("*") if p.suffix in _DATA]
    brought = [p for p in inbox.rglob("*") if p.is_file()] if inbox and inbox.is_dir() else []
    for path in (*sorted(shipped), *sorted(brought)):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:_LENGTH]
