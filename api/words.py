"""What the API says: summaries, descriptions, examples and errors, read once from YAML."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.yaml_files import read_yaml

_HERE = Path(__file__).parent


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """Every fixed phrase, by name."""
    data: dict[str, Any] = read_yaml(_HERE / "wording.yaml")
    return data


@lru_cache(maxsize=1)
def examples() -> dict[str, dict[str, Any]]:
    """Per operation: an example of what is sent (``request``) and of what comes back (``response``)."""
    data: dict[str, dict[str, Any]] = read_yaml(_HERE / "examples.yaml")
    return data


def said(field: str) -> str:
    """The description of a field or parameter."""
    return str(words()["fields"][field])
