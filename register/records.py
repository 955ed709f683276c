"""One earlier matter of a party, and what a register must be able to tell. A city's platform may be one."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from corpus.models import Frozen


class Entry(Frozen):
    """One row of a register. ``code`` is "" where none is on record."""

    code: str = ""
    name: str = ""
    date: date
    violation: str
    result: str = ""
    number: str = ""


class Extent(Frozen):
    """How much a register holds: rows, and the day of the latest one."""

    total: int
    latest: date | None = None


class Register(Protocol):
    """What the desk asks. ``code`` is checked and in normal form, or "" when only a name is known."""

    def extent(self) -> Extent: ...
    def of_party(self, code: str, name: str) -> tuple[Entry, ...]:
        """All entries of a party: by code, and by name where an entry has no code; the latest first."""
        ...
