"""The key that sessions are signed with: made at the first start, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from accounts.words import words
from corpus.errors import CorpusError

_NAME = "session.key"
_BYTES = 32


def session_key(home: Path) -> bytes:
    """The key in the data folder, made if there is none. Raises CorpusError when it cannot be read."""
    path = home / _NAME
    try:
        home.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            _make(path)
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as exc:
        raise CorpusError(words()["secret"]["unreadable"].format(path=path, reason=exc.strerror)) from exc
    except ValueError:
        key = b""
    if len(key) < _BYTES:
        raise CorpusError(words()["secret"]["damaged"].format(path=path))
    return key


def _make(path: Path) -> None:
    """Written aside and linked into place, so that a second process never reads half a key."""
    if path.exists():
        return
    aside = path.with_name(f"{_NAME}.{os.getpid()}")
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_BYTES))
    try:
        os.link(aside, path)
    finally:
        aside.unlink()
