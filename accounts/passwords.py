"""Passwords: what may be one, how it is hashed and checked. bcrypt reads 72 bytes at most."""

from __future__ import annotations

import re

import bcrypt

from accounts.words import words

LEAST_CHARS, MOST_BYTES = 10, 72
ROUNDS = 12
_HASH = re.compile(r"\$2[aby]\$(?P<rounds>\d\d)\$[./A-Za-z0-9]{53}")
_LEAST_ROUNDS = 10
# Checked when there is no such account, so that a wrong name takes as long as a wrong password.
_NOBODY = b"$2b$12$fi54Sncs2kOd1pgN06aI..CNqSsxX9Y88kXvBqfes9FebusG9Ynmu"


def hash_password(password: str, rounds: int = ROUNDS) -> str:
    """The bcrypt hash. Raises ValueError in Chinese for a password too short or too long."""
    own = words()["password"]
    if len(password) < LEAST_CHARS:
        raise ValueError(own["short"].format(least=LEAST_CHARS))
    if len(password.encode()) > MOST_BYTES:
        raise ValueError(own["long"].format(most=MOST_BYTES))
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(rounds)).decode()


def matches(password: str, hashed: str | None) -> bool:
    """Whether the password is the one of the hash; False, in the same time, where there is no hash."""
    given = password.encode()
    fits = bcrypt.checkpw(given[:MOST_BYTES], hashed.encode() if hashed else _NOBODY)
    return fits and hashed is not None and len(given) <= MOST_BYTES


def checked_hash(value: str) -> str:
    """The hash itself. Raises ValueError in Chinese for what is no bcrypt hash, such as a plain password."""
    found = _HASH.fullmatch(value)
    if found is None or int(found["rounds"]) < _LEAST_ROUNDS:
        raise ValueError(words()["password"]["no_hash"])
    return value
