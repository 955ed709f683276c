"""The register's own words, read once from YAML."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.yaml_files import read_groups


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """Every phrase of wording.yaml, by name."""
    return read_groups(Path(__file__).with_name("wording.yaml"), "columns: {code: [统一社会信用代码]}")
