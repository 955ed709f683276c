"""A page from a template: escaped throughout, no script, and headers that allow none."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from corpus.yaml_files import read_yaml
from web.clauses import short_law
from web.markup import link
from web.words import words as chat_words

_HERE = Path(__file__).parent
_STATIC = _HERE.parent / "static"
_SHEETS = ("page.css", "browse.css")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What to show: a template, its values, and the status."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)
    status: int = 200


@cache
def words() -> dict[str, Any]:
    """Every fixed phrase of these pages, by name."""
    data: dict[str, Any] = read_yaml(_HERE / "words.yaml")
    return data


def draw(page: Page) -> HTMLResponse:
    """The page as it is sent."""
    text = _templates().get_template(page.template).render(**page.values)
    return HTMLResponse(text, page.status, HEADERS)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(words=words(), chat=chat_words(), sheets=_sheets(), zip=zip)
    made.filters["short"] = short_law
    made.filters["safe_link"] = _safe_link
    return made


def _sheets() -> list[str]:
    """The style sheets with their digest, so that a changed one is fetched anew."""
    return [f"/kuanyan/{n}?v={sha256((_STATIC / n).read_bytes()).hexdigest()[:12]}" for n in _SHEETS]


def _safe_link(url: str | None, label: str) -> Markup:
    """A link out that a reader may choose to open; anything but http(s) is dropped."""
    return Markup(link(url, label))
