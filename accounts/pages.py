"""The pages of signing in and out: plain HTML from a template, in the look of the product, no script."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from accounts.models import Account, AccountRole
from accounts.words import words

DESKS: dict[AccountRole, str] = {"officer": "/officer", "editor": "/publicity"}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@lru_cache(maxsize=1)
def _templates() -> Environment:
    folder = Path(__file__).with_name("templates")
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)


def _page(template: str, status: int, **values: Any) -> HTMLResponse:
    html = _templates().get_template(template).render(words=words(), **values)
    return HTMLResponse(html, status, headers=_HEADERS)


def signin_page(
    open_: bool, token: str, then: str, error: str = "", name: str = "", status: int = 200
) -> HTMLResponse:
    """The form; ``open_``: whether there is any account. What was typed as a name is given back."""
    return _page("signin.html.j2", status, open=open_, token=token, next=then, error=error, name=name)


def signed_page(account: Account, token: str) -> HTMLResponse:
    """Who is signed in, what is open to them, and the way out."""
    desks = [(DESKS[role], words()["signed"]["desks"][role]) for role in account.roles]
    return _page("signed.html.j2", 200, name=account.name, desks=desks, token=token)


def forbidden_page(role: AccountRole) -> HTMLResponse:
    """For someone signed in whose account lacks the role."""
    return _page("forbidden.html.j2", 403, role=words()["roles"][role], code=role)
