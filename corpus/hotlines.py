"""Telephone numbers to ask a person at, by the authority in charge (``corpus/rules/hotlines.yaml``)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from corpus.models import Frozen, Pattern
from corpus.rules import RULES_DIR
from corpus.yaml_files import parse_entries, read_list

_EXAMPLES = {"number": "'12345'（要加引号）", "words": "市场监督管理|药品监督管理"}


class Hotline(Frozen):
    """``words``: a pattern over the names of authorities; "" is for everyone."""

    id: str
    number: str = Field(pattern=r"^\d{5}$")
    name: str
    words: Pattern


@lru_cache(maxsize=2)
def load_hotlines(directory: Path = RULES_DIR) -> tuple[Hotline, ...]:
    """Read hotlines.yaml. Raises DataError on a wrong entry."""
    file = directory / "hotlines.yaml"
    return tuple(parse_entries(file, read_list(file, "- id: government"), Hotline, _EXAMPLES))


def hotlines_of(authority: str, hotlines: tuple[Hotline, ...]) -> list[Hotline]:
    """The numbers for an authority, its own first, those for everyone last."""
    own = [h for h in hotlines if h.words and re.search(h.words, authority)]
    return [*own, *(h for h in hotlines if not h.words)]
