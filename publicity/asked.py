"""How often which violation is asked about: counts by day, violation and outcome, and nothing else.

No text, no address, no person and no time of day is kept. Numbers under FEWEST are never shown, so that
one odd question cannot be told from the counts.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

from assistant.models import NOT_DETERMINED, Answer
from corpus.models import Frozen
from settings import Settings

FEWEST = 5
_TABLE = """CREATE TABLE IF NOT EXISTS asked (
    day TEXT NOT NULL, violation TEXT NOT NULL, outcome TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (day, violation, outcome)) WITHOUT ROWID"""
_ADD = """INSERT INTO asked VALUES (?, ?, ?, 1)
    ON CONFLICT (day, violation, outcome) DO UPDATE SET count = count + 1"""
_WAIT = 5.0  # seconds for another process to finish its writing
log = logging.getLogger(__name__)


class Count(Frozen):
    """How often one violation was asked about; ``count`` is None when it is under FEWEST."""

    violation: str
    count: int | None


class AskedLog:
    """The counts in one SQLite file; each call opens it anew, so threads and processes may share it."""

    def __init__(self, file: Path, today: Callable[[], date] = date.today) -> None:
        self._file, self._today = file, today

    @classmethod
    def at(cls, home: Path) -> AskedLog:
        """The log of a data folder."""
        return cls(home / "asked.sqlite")

    def record(self, answer: Answer, violation: str = "") -> None:
        """Count one answer under a violation's id; "" where none of the catalogue was named.

        What determined nothing (the law explained, out of scope) is not counted. A log that cannot be written
        never costs anyone the answer: it is told to the operator.
        """
        if answer.outcome.code in NOT_DETERMINED:
            return
        row = (self._today().isoformat(), violation, answer.outcome.code.value)
        try:
            with closing(self._open()) as base, base:
                base.execute(_ADD, row)
        except (sqlite3.Error, OSError) as exc:
            log.warning("提问次数没有记下：%s（%s）", self._file, exc)

    def most_asked(self, most: int = 10) -> list[Count]:
        """Violations by how often they were asked about, most first."""
        if not self._file.exists():
            return []
        with closing(self._open()) as base:
            rows = base.execute(
                "SELECT violation, SUM(count) FROM asked GROUP BY violation ORDER BY 2 DESC, 1 LIMIT ?",
                (most,),
            ).fetchall()
        return [Count(violation=v, count=n if n >= FEWEST else None) for v, n in rows]

    def _open(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        base = sqlite3.connect(self._file, timeout=_WAIT)
        base.execute(_TABLE)
        return base


class Counted(Protocol):
    """What counting needs of the assistant."""

    @property
    def settings(self) -> Settings: ...


Kind = TypeVar("Kind", bound=Counted)


def counting(assistant: Kind) -> Kind:
    """The assistant, every fresh question of which is counted in the log of its data folder."""
    return cast(Kind, Counting(assistant, AskedLog.at(assistant.settings.home)))


class Counting:
    """An assistant whose answers to fresh questions are counted. All else is the assistant's own.

    A question counts for the violation its answer leads with. A fact corrected by hand answers the same
    question anew and is not counted again.
    """

    def __init__(self, assistant: Any, asked: AskedLog) -> None:
        self._assistant, self._asked = assistant, asked

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)

    def ask(self, question: str, *args: Any, **kwargs: Any) -> Answer:
        answer: Answer = self._assistant.ask(question, *args, **kwargs)
        if not kwargs.get("facts"):
            self._asked.record(answer, answer.violation_id)
        return answer
