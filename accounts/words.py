"""What the sign-in page, the guard and the command say, read once from YAML."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.yaml_files import read_yaml

_WORDS = Path(__file__).with_name("wording.yaml")


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """Every fixed phrase, by name."""
    data: dict[str, Any] = read_yaml(_WORDS)
    return data
