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
        out.append(parse_one(path, name, {**common, **entry}, model, examples))
    return out


def parse_one(path: Path, name: str, entry: Any, model: type[Model], examples: dict[str, str]) -> Model:
    """Validate one entry as ``model``. Raises DataError that names ``name`` and the first wrong field."""
    try:
        return model.model_validate(entry)
    except ValidationError as exc:
        first = exc.errors()[0]
        field = ".".join(str(p) for p in first["loc"]) or "（条目）"
        example = examples.get(str(first["loc"][0]) if first["loc"] else "", _elsewhere(path))
        raise DataError(
            path, name, field, first["input"], in_chinese(first), example,
            line_of(path, name),
        ) from exc  # fmt: skip


def read_groups(path: Path, example: str) -> dict[str, Any]:
    """A file that holds named groups (``name: content``). Raises DataError when it is shaped otherwise."""
    data = read_yaml(path)
    if not isinstance(data, dict):
        raise DataError(path, "（整个文件）", "（内容）", data, "应是一组“名称: 内容”", example)
    return data


def read_list(path: Path, example: str) -> list[Any]:
    """A file that is a list of entries. Raises DataError when it is empty or shaped otherwise.

    Empty counts as damaged (a copy broken off, a full disk): rules that are gone must not pass as none.
    """
    data = read_yaml(path)
    if not isinstance(data, list) or not data:
        raise DataError(path, "（整个文件）", "（条目）", data, "文件应是条目的列表，不能为空", example)
    return data


def group_list(path: Path, groups: dict[str, Any], name: str, example: str) -> list[Any]:
    """The list of entries under one name of ``read_groups``. Raises DataError when there is none."""
    entries = groups.get(name)
    if not isinstance(entries, list) or not entries:
        raise DataError(path, name, "（内容）", entries, "应是条目的列表，不能为空", example)
    return entries


def read_word_lists(path: Path, example: str) -> dict[str, list[str]]:
    """A file of named lists of words. Raises DataError when a group is no list of words."""
    groups = read_groups(path, example)
    for name, words in groups.items():
        if not isinstance(words, list) or not words or not all(isinstance(w, str) for w in words):
            raise DataError(path, str(name), "（内容）", words, "应是一列文字", example)
    return groups


_IN_CHINESE = {
    "missing": "缺少这个字段",
    "extra_forbidden": "没有这个字段，或者字段名写错了",
    "string_type": "应是文字；yes、no、日期这类词要加引号",
    "bool_type": "应是 true 或 false",
    "bool_parsing": "应是 true 或 false",
    "int_type": "应是整数",
    "int_parsing": "应是整数",
    "int_from_float": "应是整数",
    "float_type": "应是数值",
    "float_parsing": "应是数值",
    "finite_number": "应是有限的数值",
    "list_type": "应是一列内容，用 - 或者 [ ] 写",
    "tuple_type": "应是一列内容，用 - 或者 [ ] 写",
    "dict_type": "应是一组“名称: 内容”",
    "model_type": "应是一组“名称: 内容”",
    "model_attributes_type": "应是一组“名称: 内容”",
    "date_type": "应是日期",
    "date_parsing": "应是日期",
    "date_from_datetime_parsing": "应是日期",
    "date_from_datetime_inexact": "应是日期，不带时刻",
    "url_parsing": "应是网址",
    "greater_than": "数值太小",
    "greater_than_equal": "数值太小",
    "less_than_equal": "数值太大",
    "none_required": "应留空",
}


def in_chinese(error: Any) -> str:
    """The message of one validation error for who edits the file; what is not common keeps pydantic's."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind in ("literal_error", "enum"):
        return "只能是 " + str(context["expected"]).replace(" or ", "、").replace(", ", "、")
    return _IN_CHINESE.get(kind) or str(error["msg"])


def _elsewhere(path: Path) -> str:
    readme = (path.parent / "README.md").exists()
    return "见同目录 README.md" if readme else "参照同一文件里其他条目的写法"


def line_of(path: Path, entry_id: str) -> int | None:
    """The line on which the entry with this id starts; None when it cannot be found."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        key, _, value = line.strip().lstrip("- ").partition(":")
        if key == "id" and value.strip().strip("'\"") == entry_id:
            return number
    return None
