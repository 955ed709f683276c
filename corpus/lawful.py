"""Acts that are often reported although the law allows them (corpus/rules/lawful.yaml)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import field_validator

from corpus.models import Frozen
from corpus.references import References
from corpus.rules import RULES_DIR
from corpus.violations import rows_hold
from corpus.yaml_files import parse_entries, read_list

_EXAMPLES = {"triggers": "[许可证 白菜|鸡蛋 !熟食]", "basis": "[食品安全法 第三十五条]"}


class LawfulAct(Frozen):
    """``triggers`` as in the catalogue of violations; ``basis`` are the clauses that allow the act."""

    id: str
    name: str
    triggers: tuple[str, ...]
    basis: References

    @field_validator("triggers")
    @classmethod
    def _are_rows(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value:
            raise ValueError("不能为空")
        for row in value:
            if not _is_row(row):
                raise ValueError(f"写法不成立：{row!r}")
        return value


def _is_row(row: str) -> bool:
    """Groups of words, at least one of which must occur: a row that holds in nothing holds everywhere."""
    try:
        return not rows_hold((row,), "")
    except ValueError:
        return False


def load_lawful(directory: Path = RULES_DIR) -> list[LawfulAct]:
    """Read lawful.yaml. Raises DataError on a wrong entry."""
    path = directory / "lawful.yaml"
    return parse_entries(path, read_list(path, "- id: small-online-trade"), LawfulAct, _EXAMPLES)


def find_lawful(text: str, acts: Iterable[LawfulAct]) -> list[LawfulAct]:
    """Acts whose triggers hold in the text, in the order of the file."""
    return [act for act in acts if rows_hold(act.triggers, text)]
