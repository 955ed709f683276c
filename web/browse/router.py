"""The addresses, each with the function that makes its page; what is wrong gets a page in Chinese too."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.browse.articles import article_page
from web.browse.asking import Ask, BadAsk, NoPage
from web.browse.cases import case_page, cases_page
from web.browse.items import item_page, items_page
from web.browse.laws import law_page, laws_page
from web.browse.pages import Page, draw, words
from web.browse.search import search_page
from web.browse.stacks import Holdings, Stacks

Make = Callable[[Stacks, Ask], Page]
_PAGES: dict[str, Make] = {
    "/laws": laws_page,
    "/laws/{law}": law_page,
    "/laws/{law}/{article}": article_page,
    "/items": items_page,
    "/items/{id}": item_page,
    "/cases": cases_page,
    "/cases/{id}": case_page,
    "/search": search_page,
}
_ROOTS = ("/laws", "/items", "/cases", "/search")


def browse_router(held: Holdings) -> APIRouter:
    """The pages over an assistant's holdings; to be included before anything is mounted at "/"."""
    router, stacks = APIRouter(), Stacks(held)
    for path, make in _PAGES.items():
        router.add_route(path, _handler(stacks, make), methods=["GET", "HEAD"], include_in_schema=False)
    for root in _ROOTS:
        router.add_route(f"{root}/{{rest:path}}", _astray, methods=["GET", "HEAD"], include_in_schema=False)
    return router


def _handler(stacks: Stacks, make: Make) -> Callable[[Request], Response]:
    def handle(request: Request) -> Response:
        ask = Ask(request.path_params, dict(request.query_params))
        try:
            page = make(stacks, ask)
        except NoPage as exc:
            page = _missing(str(exc), exc.hints, 404)
        except BadAsk as exc:
            page = _missing(str(exc), (), 400)
        return draw(page)

    return handle


def _astray(request: Request) -> Response:
    """A trailing slash leads to the list; anything deeper is no page."""
    if not request.path_params["rest"]:
        return RedirectResponse(request.url.path.rstrip("/"), 301)
    return draw(_missing(words()["missing"]["address"], (), 404))


def _missing(message: str, hints: tuple[tuple[str, str], ...], status: int) -> Page:
    return Page("missing.html.j2", {"message": message, "hints": hints, "status": status}, status)
