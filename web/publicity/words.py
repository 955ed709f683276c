"""The desk's own words, read once from YAML."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from corpus.yaml_files import read_yaml


@cache
def words() -> dict[str, Any]:
    """Every fixed phrase of the desk, by name."""
    data: dict[str, Any] = read_yaml(Path(__file__).with_name("words.yaml"))
    return data
