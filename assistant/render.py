"""Answers in Markdown, from the templates and fixed wording in ``prompts/``. No law stands in here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.models import Citation, OutcomeCode, Role
from corpus.yaml_files import read_yaml

_CLAUSE = re.compile(
    r"《([^《》]+)》\s*(第[零〇一二两三四五六七八九十百千0-9]+条(?:之[一二三四五六七八九十]+)?)"
)
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
    return _only_cited("\n".join(lines).strip(), values.get("citations", ())) + "\n"


def _only_cited(text: str, citations: Sequence[Citation]) -> str:
    """Take the title marks off a clause that is not among the citations: it is spoken of, not cited."""
    cited = {(c.law, c.article) for c in citations}

    def keep(match: re.Match[str]) -> str:
        return match[0] if (match[1], match[2]) in cited else f"{match[1]}{match[2]}"

    return _CLAUSE.sub(keep, text)
