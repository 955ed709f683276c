"""Drafts of 以案释法 from templates: an article, question cards, a script for a short video, a poster."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from publicity.telling import Clause, Telling
from publicity.words import words

Form = Literal["article", "cards", "script", "poster"]
FORMS: tuple[Form, ...] = get_args(Form)
_TEMPLATES = Path(__file__).with_name("templates")
_SHORT = 400  # characters of law that a script or a poster can carry


def draft(telling: Telling, form: Form) -> str:
    """The draft as Markdown: the case in its stored words, clauses as slices of the library, sources."""
    template = _templates().get_template(f"{form}.md.j2")
    values = {
        "case": telling.case,
        "outcome": telling.case.outcome or telling.case.outcome_class,
        "clauses": telling.clauses,
        "short": shortest(telling.clauses),
        "day": telling.day,
        "own": words(),
        "source": "，".join(filter(None, (telling.case.source.issuer, telling.case.source.title))),
    }
    return template.render(**values).strip() + "\n"


def shortest(clauses: tuple[Clause, ...]) -> Clause:
    """The clause for forms with little room: the first that is short enough, else the shortest."""
    return next((c for c in clauses if c.size <= _SHORT), min(clauses, key=lambda c: c.size))


@lru_cache(maxsize=1)
def _templates() -> Environment:
    # Markdown, not HTML: nothing is escaped here, and nothing of a draft is shown as HTML unescaped.
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["stop"] = _with_stop
    return made


def _with_stop(text: str) -> str:
    """A sentence that ends like one."""
    return text if text.endswith(("。", "！", "？", "”", "…")) else f"{text}。"
