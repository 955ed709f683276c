"""Read YAML data files into frozen models; every fault becomes a DataError with file and line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from corpus.errors import DataError

Model = TypeVar("Model", bound=BaseModel)

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """Parse one file. Raises DataError with the line on broken YAML or on bytes that are not UTF-8."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except UnicodeDecodeError as exc:
        raise DataError(path, "（整个文件）", "编码", exc.reason, "文件不是 UTF-8", "另存为 UTF-8") from exc
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        line = mark.line + 1 if mark else None
        problem = f"YAML 格式不对：{getattr(exc, 'problem', exc)}"
        raise DataError(path, "（整个文件）", "YAML", "", problem, "- id: 某条目", line) from exc


def parse_entries(
    path: Path, entries: Iterable[Any], model: type[Model], examples: dict[str, str], **common: Any
) -> list[Model]:
    """Validate entries of one file as ``model``; ``common`` fields are added to each entry.

    ``examples`` maps a field name to a right value, shown in the error.
    """
    out: list[Model] = []
    seen: set[str] = set()
    for number, entry in enumerate(entries or [], 1):
        if not isinstance(entry, dict):
            raise DataError(path, f"第{number}条", "（条目）", entry, "每个条目应是一组字段", "- id: 某条目")
        name = str(entry.get("id", f"第{number}条"))
        if name in seen:
            raise DataError(path, name, "id", name, "编号重复", "换一个编号", line_of(path, name))
        seen.add(name)
        try:
            out.append(model.model_validate({**common, **entry}))
        except ValidationError as exc:
            first = exc.errors()[0]
            field = ".".join(str(p) for p in first["loc"]) or "（条目）"
            example = examples.get(str(first["loc"][0]) if first["loc"] else "", "见同目录 README.md")
            raise DataError(
                path, name, field, first["input"], first["msg"], example, line_of(path, name)
            ) from exc
    return out


def line_of(path: Path, entry_id: str) -> int | None:
    """The line on which the entry with this id starts; None when it cannot be found."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        key, _, value = line.strip().lstrip("- ").partition(":")
        if key == "id" and value.strip().strip("'\"") == entry_id:
            return number
    return None
