"""Data files of one JSON object a line."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from corpus.errors import DataError
from corpus.models import Frozen

_Row = TypeVar("_Row", bound=Frozen)


def read_lines(folder: Path, kind: type[_Row]) -> list[_Row]:
    """The rows of all .jsonl files of ``folder``, by file. Raises DataError with file and line."""
    rows = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                rows.append(kind.model_validate_json(line))
            except ValidationError as exc:
                example = '{"id": "food-001", ...}'
                raise DataError(path, f"第{number}行", "（整行）", line[:40], str(exc), example) from exc
    return rows
