"""Answers in Markdown, from the templates and fixed wording in ``prompts/``. No law stands in here."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.models import LABELS, OutcomeCode, Role
from corpus.yaml_files import read_yaml

PROMPTS = Path(__file__).parents[1] / "prompts"


@lru_cache(maxsize=1)
def wording() -> dict[str, Any]:
    """The fixed phrases of every answer."""
    data: dict[str, Any] = read_yaml(PROMPTS / "wording.yaml")
    return data


@lru_cache(maxsize=1)
def _steps() -> dict[str, dict[str, list[str]]]:
    data: dict[str, dict[str, list[str]]] = read_yaml(PROMPTS / "steps.yaml")
    return data


def steps(code: OutcomeCode, role: Role, corrected_means: str) -> list[str]:
    """What to do next for this outcome and reader; ``corrected_means`` fills the step that names it."""
    rows = _steps().get(code.value, {}).get(role, [])
    means = corrected_means or "停止违法行为，把不符合要求的地方改到位"
    return [row.replace("{corrected_means}", means) for row in rows]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PROMPTS), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        autoescape=False,
    )  # fmt: skip
    environment.filters["indent_quote"] = lambda text: "\n  > ".join(text.splitlines())
    return environment


def render(template: str, **values: Any) -> str:
    """One template as text, blank lines squeezed."""
    text = _environment().get_template(template).render(limit=wording()["limit"], **values)
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or (lines and lines[-1].strip()):
            lines.append(line.rstrip())
    return "\n".join(lines).strip() + "\n"


def label(code: OutcomeCode) -> str:
    return LABELS[code]
