"""Violations told in everyday words, written for this project: learned from, never shown."""

from __future__ import annotations

from pathlib import Path

from corpus.json_lines import read_lines
from corpus.models import Frozen

TELLINGS = Path(__file__).with_name("vocabulary") / "tellings"


class Telling(Frozen):
    """``id``: of a violation of the catalogue."""

    id: str
    texts: tuple[str, ...]


def read_tellings(folder: Path = TELLINGS) -> list[Telling]:
    """All tellings by file. Raises DataError with file and line."""
    return read_lines(folder, Telling)
