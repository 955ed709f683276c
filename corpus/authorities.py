"""Which authority a text speaks of, and the law it mainly applies (corpus/rules/authorities.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus.errors import DataError
from corpus.models import Frozen, Pattern
from corpus.rules import RULES_DIR
from corpus.yaml_files import group_list, parse_entries, read_groups

_FILE = "authorities.yaml"
_EXAMPLES = {
    "authorities": "authorities: [{id: police, name: 公安机关, words: 派出所|公安}]",
    "procedural_laws": "procedural_laws: [中华人民共和国行政处罚法]",
}


class Authority(Frozen):
    """``words`` name the authority in everyday speech (a pattern); ``laws`` are its own, by short name."""

    id: str
    name: str
    words: Pattern
    laws: tuple[str, ...] = ()


def load_authorities(directory: Path = RULES_DIR) -> tuple[Authority, ...]:
    """Read the authorities. Raises DataError on a wrong entry."""
    path, entries = _group(directory, "authorities")
    return tuple(parse_entries(path, entries, Authority, {"words": "派出所|公安"}))


def load_procedural_laws(directory: Path = RULES_DIR) -> tuple[str, ...]:
    """Full names of the laws that questions of procedure are answered from.

    Raises DataError when they are no list of names.
    """
    path, names = _group(directory, "procedural_laws")
    for name in names:
        if not isinstance(name, str):
            raise DataError(
                path, "procedural_laws", "（内容）", name, "应是法律的全称", _EXAMPLES["procedural_laws"]
            )
    return tuple(names)


def _group(directory: Path, name: str) -> tuple[Path, list[Any]]:
    path = directory / _FILE
    return path, group_list(path, read_groups(path, _EXAMPLES[name]), name, _EXAMPLES[name])


def laws_of(text: str, authorities: Iterable[Authority]) -> list[str]:
    """Laws of the authorities that a text names, in the order of the file."""
    return [law for a in authorities if re.search(a.words, text) for law in a.laws]
