"""The API as an application of its own, mounted at /api/v1: errors, schema and documentation page."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.routing import BaseRoute

from accounts.guard import account_of, role_at
from accounts.models import Account, AccountRole
from api.limits import BodyLimit
from api.problems import tell_problems
from api.router import api_router
from api.words import words
from api.working import Workers
from assistant.pipeline import Assistant

ROOT, VERSION = "/api/v1", "1"
_MOST_SENT, _MOST_VERIFIED = 64 * 1024, 512 * 1024  # bytes of a body
_ICON = "/kuanyan/mark.png"


def build_api(assistant: Assistant, workers: Workers, desks: Sequence[tuple[str, APIRouter]] = ()) -> FastAPI:
    """The application behind ``ROOT``. ``desks``: (prefix, router); the guard keeps what is under it."""
    api = FastAPI(title=words()["title"], version=VERSION, openapi_url=None, docs_url=None, redoc_url=None)
    api.add_middleware(BodyLimit, most=_MOST_SENT, others={"/verify": _MOST_VERIFIED})
    kept: list[tuple[AccountRole | None, BaseRoute]] = []
    for prefix, router in (("", api_router(assistant, workers)), *desks):
        before = len(api.routes)
        api.include_router(router, prefix=prefix)
        kept += [(role_at(f"{ROOT}{prefix}"), route) for route in api.routes[before:]]
    tell_problems(api)
    _describe(api, kept)
    return api


def _describe(api: FastAPI, kept: Sequence[tuple[AccountRole | None, BaseRoute]]) -> None:
    @api.get("/openapi.json", include_in_schema=False)
    def schema(request: Request) -> JSONResponse:
        found = _schema(kept, account_of(request))
        return JSONResponse(found, headers={"Cache-Control": "no-store"})

    @api.get("/docs", include_in_schema=False)
    def page() -> Response:
        assets = f"{ROOT}/docs/assets"
        # Without a null validator the page would send the schema's address to a service outside.
        return get_swagger_ui_html(
            openapi_url=f"{ROOT}/openapi.json", title=words()["title"], swagger_favicon_url=_ICON,
            swagger_js_url=f"{assets}/swagger-ui-bundle.js", swagger_css_url=f"{assets}/swagger-ui.css",
            swagger_ui_parameters={"validatorUrl": None, "defaultModelsExpandDepth": -1},
        )  # fmt: skip

    folder = Path(str(files("fastapi_offline"))) / "static"
    api.mount("/docs/assets", StaticFiles(directory=folder), name="docs-assets")


def _schema(
    kept: Sequence[tuple[AccountRole | None, BaseRoute]], account: Account | None
) -> dict[str, object]:
    """The schema of what is open to this person; what is kept for a role is not even named to others."""
    own = words()
    shown = [route for role, route in kept if role is None or (account and account.may(role))]
    return get_openapi(
        title=own["title"], version=VERSION, description=own["about"], routes=shown,
        tags=[{"name": name, "description": said} for name, said in own["tags"].items()],
        servers=[{"url": ROOT}],
    )  # fmt: skip
