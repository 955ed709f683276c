"""The page's own words and the example questions, read once from YAML."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.models import ROLES
from corpus.errors import DataError
from corpus.rules import FactSpec
from corpus.yaml_files import read_yaml

_WORDS = Path(__file__).with_name("wording.yaml")
_EXAMPLES = Path(__file__).parents[1] / "prompts" / "examples.yaml"
UNKNOWN = "unknown"
_LEAST_EXAMPLES = 3


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """Every fixed phrase of the page, by name."""
    data: dict[str, Any] = read_yaml(_WORDS)
    return data


@lru_cache(maxsize=2)
def examples(file: Path = _EXAMPLES) -> dict[str, tuple[str, ...]]:
    """Example questions by role. Raises DataError when a role has fewer than three."""
    data = read_yaml(file)
    for role in ROLES:
        rows = data.get(role) if isinstance(data, dict) else None
        if not isinstance(rows, list) or len(rows) < _LEAST_EXAMPLES:
            raise DataError(
                file, role, role, rows, "每种身份至少要有三个例子", f"{role}: [问题一, 问题二, 问题三]"
            )
    return {role: tuple(str(q) for q in data[role]) for role in ROLES}


def answers_to(name: str, spec: FactSpec) -> list[tuple[str, str]]:
    """The answers a person may pick for one fact, as (value, words); not knowing is always one of them."""
    own = words()["fact_answers"].get(name, {})
    general = {**words()["answers"], **spec.value_labels}
    rows = [(value, str(own.get(value, general.get(value, value)))) for value in spec.values]
    return [*rows, (UNKNOWN, str(words()["answers"][UNKNOWN]))]
