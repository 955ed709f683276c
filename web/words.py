"""The page's own words, one file a language, and the example questions, read once from YAML."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.models import ROLES
from corpus.errors import DataError
from corpus.rules import FactSpec
from corpus.yaml_files import read_yaml

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
WORDING = Path(__file__).with_name("wording")
_EXAMPLES = Path(__file__).parents[1] / "prompts" / "examples.yaml"
UNKNOWN = "unknown"
_LEAST_EXAMPLES = 3


# Set only while one visitor's page is drawn; every thread and every event has its own.
_spoken: ContextVar[Language] = ContextVar("spoken", default="zh")


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Draw in a language: ``words`` gives its phrases inside this block."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def words() -> dict[str, Any]:
    """Every fixed phrase of the page, by name, in the language that is being drawn."""
    return _wording(_spoken.get())


@lru_cache(maxsize=len(LANGUAGES))
def _wording(language: Language) -> dict[str, Any]:
    """The phrases of one language; what has not been translated yet is said in Chinese."""
    own: dict[str, Any] = read_yaml(WORDING / f"{language}.yaml")
    return own if language == "zh" else _over(_wording("zh"), own)


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    both = {k: _over(base[k], v) if isinstance(v, dict) and k in base else v for k, v in own.items()}
    return {**base, **both}


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
