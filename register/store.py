"""The local register: one SQLite file in the data folder, opened anew for each question."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from register.records import Entry, Extent

_FIELDS = ("code", "name", "date", "violation", "result", "number")
_TABLE = f"""CREATE TABLE IF NOT EXISTS entries (
  {", ".join(f"{field} TEXT NOT NULL" for field in _FIELDS)}, known_as TEXT NOT NULL,
  UNIQUE ({", ".join(_FIELDS)}))"""


class LocalRegister:
    """A register in a file. Rows already there are not taken in twice."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, entries: Iterable[Entry]) -> int:
        """Take in entries, all or none; how many were new."""
        rows = [(*_row(entry), normal_name(entry.name)) for entry in entries]
        marks = ", ".join("?" * (len(_FIELDS) + 1))
        with self._open() as base, base:
            before = base.total_changes
            base.executemany(f"INSERT OR IGNORE INTO entries VALUES ({marks})", rows)
            return base.total_changes - before

    def extent(self) -> Extent:
        with self._open() as base:
            total, latest = base.execute("SELECT COUNT(*), MAX(date) FROM entries").fetchone()
        return Extent(total=total, latest=date.fromisoformat(latest) if latest else None)

    def of_party(self, code: str, name: str) -> tuple[Entry, ...]:
        known_as = normal_name(name)
        by_name = "known_as = :name AND :name <> '' AND (code = '' OR :code = '')"
        question = (
            f"SELECT {', '.join(_FIELDS)} FROM entries "
            f"WHERE (code = :code AND :code <> '') OR ({by_name}) ORDER BY date DESC, rowid"
        )
        with self._open() as base:
            rows = base.execute(question, {"code": code, "name": known_as}).fetchall()
        return tuple(Entry.model_validate(dict(zip(_FIELDS, row, strict=True))) for row in rows)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=10)) as base:
            base.execute(_TABLE)
            yield base


def normal_name(name: str) -> str:
    """A name for comparing: one form of brackets and letters, no blanks."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _row(entry: Entry) -> tuple[str, ...]:
    return tuple(str(value) for value in entry.model_dump(mode="json").values())
