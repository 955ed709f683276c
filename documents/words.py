"""The fixed phrases shared by all documents, read once from YAML."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.yaml_files import read_groups

HERE = Path(__file__).parent


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """Every phrase of wording.yaml, by name."""
    return read_groups(HERE / "wording.yaml", "page: 页码的写法")


def in_words(day: date) -> str:
    """A day as documents write it: 2026年11月24日."""
    text: str = words()["date"].format(year=day.year, month=day.month, day=day.day)
    return text
