"""What visitors think of answers, kept on this machine: never a question, never an unmasked remark."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from web.masking import mask

_TABLE = """create table if not exists opinion (
    id integer primary key, day text not null, outcome text not null, violation text not null,
    useful integer not null, reason text not null default '', remark text not null default ''
)"""
_LONGEST = 300  # characters of a remark that are kept


class FeedbackStore:
    """Opinions in one SQLite file; every call opens it anew, so threads may share the store."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def add(self, day: date, outcome: str, violation: str, useful: bool) -> int:
        """Keep one opinion and give its row. Raises OSError or sqlite3.Error when it cannot be kept."""
        with self._open() as base:
            row = base.execute(
                "insert into opinion (day, outcome, violation, useful) values (?, ?, ?, ?)",
                (day.isoformat(), outcome, violation, int(useful)),
            ).lastrowid
        return row or 0

    def explain(self, row: int, reason: str, remark: str) -> None:
        """Add why to an opinion; the remark is masked first."""
        with self._open() as base:
            base.execute(
                "update opinion set reason = ?, remark = ? where id = ?",
                (reason, mask(remark.strip()[:_LONGEST]), row),
            )

    def change(self, row: int, useful: bool) -> None:
        """The visitor thinks otherwise now."""
        with self._open() as base:
            base.execute("update opinion set useful = ?, reason = '' where id = ?", (int(useful), row))

    def rows(self) -> list[tuple[str, str, str, bool, str, str]]:
        """(day, outcome code, violation id, useful, reason, remark) of every opinion, in order."""
        with self._open() as base:
            found = base.execute("select day, outcome, violation, useful, reason, remark from opinion")
            return [(d, o, v, bool(u), r, m) for d, o, v, u, r, m in found]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file, timeout=5)) as base, base:
            base.execute(_TABLE)
            yield base
