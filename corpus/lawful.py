"""Acts that are often reported although the law allows them (corpus/rules/lawful.yaml)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from corpus.models import Frozen
from corpus.rules import RULES_DIR
from corpus.violations import rows_hold
from corpus.yaml_files import parse_entries, read_yaml


class LawfulAct(Frozen):
    """``triggers`` as in the catalogue of violations; ``basis`` are the clauses that allow the act."""

    id: str
    name: str
    triggers: tuple[str, ...]
    basis: tuple[str, ...]


def load_lawful(directory: Path = RULES_DIR) -> list[LawfulAct]:
    """Read lawful.yaml. Raises DataError on a wrong entry."""
    path = directory / "lawful.yaml"
    return parse_entries(path, read_yaml(path), LawfulAct, {"basis": "[食品安全法 第三十五条]"})


def find_lawful(text: str, acts: Iterable[LawfulAct]) -> list[LawfulAct]:
    """Acts whose triggers hold in the text, in the order of the file."""
    return [act for act in acts if rows_hold(act.triggers, text)]
