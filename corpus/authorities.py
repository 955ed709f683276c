"""Which authority a text speaks of, and the law it mainly applies (corpus/rules/authorities.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from corpus.models import Frozen
from corpus.rules import RULES_DIR
from corpus.yaml_files import parse_entries, read_yaml

_FILE = "authorities.yaml"


class Authority(Frozen):
    """``words`` name the authority in everyday speech (a pattern); ``laws`` are its own, by short name."""

    id: str
    name: str
    words: str
    laws: tuple[str, ...] = ()


def load_authorities(directory: Path = RULES_DIR) -> tuple[Authority, ...]:
    """Read the authorities. Raises DataError on a wrong entry."""
    path = directory / _FILE
    return tuple(parse_entries(path, read_yaml(path)["authorities"], Authority, {"words": "派出所|公安"}))


def load_procedural_laws(directory: Path = RULES_DIR) -> tuple[str, ...]:
    """Full names of the laws that questions of procedure are answered from."""
    return tuple(read_yaml(directory / _FILE)["procedural_laws"])


def laws_of(text: str, authorities: Iterable[Authority]) -> list[str]:
    """Laws of the authorities that a text names, in the order of the file."""
    return [law for a in authorities if re.search(a.words, text) for law in a.laws]
