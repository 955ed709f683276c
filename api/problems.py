"""Every error of the API as application/problem+json; nothing of ours but the reason leaves the house."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from accounts.guard import Refused
from accounts.problem import MEDIA_TYPE, problem
from api.browsing import Missing
from api.faults import Fault, fault_of, invalid
from api.words import said, words
from api.working import Busy
from assistant.given import UsageFault
from assistant.guard import UnusableInput
from corpus.errors import CorpusError
from index.errors import IndexProblem

_RETRY = {"Retry-After": "5"}


class Problem(BaseModel):
    """RFC 9457, with what to do next."""

    type: str = Field(description=said("problem_type"))
    title: str
    status: int
    detail: str = Field(description=said("problem_detail"))
    next: str = Field("", description=said("problem_next"))
    errors: list[dict[str, str]] = Field(default_factory=list, description=said("problem_errors"))


def responses() -> dict[int | str, dict[str, Any]]:
    """How errors are described in the OpenAPI schema of every operation."""
    content = {MEDIA_TYPE: {"schema": Problem.model_json_schema(), "example": words()["problem_example"]}}
    return {"default": {"description": words()["problem"], "content": content}}


def tell_problems(app: FastAPI) -> None:
    """Have every error of this application told as a problem."""

    async def validation(_: Request, exc: Exception) -> Response:
        assert isinstance(exc, RequestValidationError)
        return _response(invalid(exc.errors()))

    async def refused(_: Request, exc: Exception) -> Response:
        assert isinstance(exc, Refused)
        return exc.response()

    async def http(_: Request, exc: Exception) -> Response:
        assert isinstance(exc, HTTPException)
        own = words()["http"].get(exc.status_code, words()["http"]["other"])
        return problem(exc.status_code, own["kind"], own["title"], own["detail"], own["next"], exc.headers)

    async def known(_: Request, exc: Exception) -> Response:
        return _response(fault_of(exc))

    app.add_exception_handler(RequestValidationError, validation)
    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(HTTPException, http)
    for kind in (Missing, UnusableInput, UsageFault, CorpusError, IndexProblem, Busy, Exception):
        app.add_exception_handler(kind, known)


def _response(fault: Fault) -> Response:
    title = str(words()["titles"][fault.kind])
    more = {"errors": list(fault.errors)} if fault.errors else {}
    headers = _RETRY if fault.kind == "busy" else None
    return problem(fault.status, fault.kind, title, fault.detail, fault.then, headers, **more)
