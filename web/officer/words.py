"""The desk's own words, read once from YAML."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.yaml_files import read_groups


@lru_cache(maxsize=1)
def desk_words() -> dict[str, Any]:
    """Every fixed phrase of the desk, by name."""
    return read_groups(Path(__file__).with_name("wording.yaml"), "name: 办案台")
