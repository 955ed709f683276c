"""The addresses of the API. Each calls one operation in a thread; what it says stands in YAML."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Request, Response

from accounts.guard import account_of
from api import browsing, operations
from api.bodies import AskBody, DetermineBody, SearchBody, VerifyBody
from api.fields import DayParameter
from api.problems import responses
from api.replies import CasePage, FactName, ItemPage, ListedItem, PlaceReply, SearchReply, VerifyReply
from api.streaming import EVENT, stream
from api.words import examples, said, words
from api.working import Workers
from assistant.models import Answer
from assistant.pipeline import Assistant
from corpus.models import Case, Disposition

_STREAM = "text/event-stream"

Limit = Annotated[int, Query(ge=1, le=100, description=said("limit"))]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description=said("offset"))]
Name = Annotated[str, Query(max_length=100)]
Id = Annotated[str, Path(max_length=200, description=said("id_path"))]


def api_router(assistant: Assistant, workers: Workers) -> APIRouter:
    """Everything open to all. Desks bring routers of their own (see ``api.application``)."""
    router = APIRouter(responses=responses())
    _asking(router, assistant, workers)
    _finding(router, assistant, workers)
    _browsing(router, assistant)
    return router


def _described(name: str, **more: Any) -> dict[str, Any]:
    """Summary, description and the example of a reply, for the schema."""
    own = words()["operations"][name]
    content = {"application/json": {"example": examples()[name]["response"]}, **more.pop("also", {})}
    return {
        "summary": own["summary"], "description": own["description"], "tags": [own["tag"]],
        "operation_id": name, "responses": {200: {"description": own["reply"], "content": content}}, **more,
    }  # fmt: skip


def _sent(name: str) -> Any:
    """A body with its example."""
    return Body(openapi_examples={name: {"value": examples()[name]["request"]}})


def _asking(router: APIRouter, assistant: Assistant, workers: Workers) -> None:
    events = {_STREAM: {"schema": EVENT, "example": words()["stream_example"]}}

    @router.post("/ask", response_model=Answer, **_described("ask", also=events))
    async def ask(request: Request, body: Annotated[AskBody, _sent("ask")]) -> Any:
        account = account_of(request)
        answer = await workers.run(lambda: operations.ask(assistant, body, account))
        wants_events = _STREAM in request.headers.get("accept", "")
        return stream(answer) if wants_events else _json(answer.model_dump_json(by_alias=True))

    @router.post("/ask/stream", response_class=_Events, **_described("ask_stream", also=events))
    async def ask_stream(request: Request, body: Annotated[AskBody, _sent("ask")]) -> Any:
        account = account_of(request)
        return stream(await workers.run(lambda: operations.ask(assistant, body, account)))

    @router.post("/determine", response_model=Answer, **_described("determine"))
    async def determine(request: Request, body: Annotated[DetermineBody, _sent("determine")]) -> Any:
        account = account_of(request)
        answer = await workers.run(lambda: operations.determine(assistant, body, account))
        return _json(answer.model_dump_json(by_alias=True))


def _finding(router: APIRouter, assistant: Assistant, workers: Workers) -> None:
    @router.post("/search", **_described("search"))
    async def search(body: Annotated[SearchBody, _sent("search")]) -> SearchReply:
        return await workers.run(lambda: operations.search(assistant, body))

    @router.post("/verify", **_described("verify"))
    async def verify(body: Annotated[VerifyBody, _sent("verify")]) -> VerifyReply:
        return await workers.run(lambda: operations.verify_text(assistant, body))


def _browsing(router: APIRouter, assistant: Assistant) -> None:
    @router.get("/items", **_described("items"))
    def items(
        field: Annotated[Name, Query(description=said("field"))] = "",
        region: Annotated[Name, Query(description=said("region"))] = "",
        disposition: Annotated[Disposition | None, Query(description=said("disposition"))] = None,
        binding: Annotated[bool | None, Query(description=said("binding"))] = None,
        as_of: DayParameter = None,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> ItemPage:
        day = as_of or date.today()
        return browsing.items(assistant, day, field, region, disposition, binding, limit, offset)

    @router.get("/items/{id}", **_described("item"))
    def item(id: Id, as_of: DayParameter = None) -> ListedItem:
        return browsing.item(assistant, id, as_of or date.today())

    @router.get("/cases", **_described("cases"))
    def cases(
        field: Annotated[Name, Query(description=said("field"))] = "",
        outcome: Annotated[Name, Query(description=said("outcome"))] = "",
        counter: Annotated[bool | None, Query(description=said("counter"))] = None,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> CasePage:
        return browsing.cases(assistant, field, outcome, counter, limit, offset)

    @router.get("/facts", **_described("facts"))
    def facts() -> list[FactName]:
        return browsing.facts()

    @router.get("/cases/{id}", **_described("case"))
    def case(id: Id) -> Case:
        return browsing.case(assistant, id)

    @router.get("/provisions/{law}/{article}", **_described("provision"))
    def provision(
        law: Annotated[str, Path(max_length=100, description=said("law"))],
        article: Annotated[str, Path(max_length=60, description=said("article"))],
        as_of: DayParameter = None,
    ) -> PlaceReply:
        return browsing.place(assistant, law, article, as_of or date.today())


class _Events(Response):
    media_type = _STREAM


def _json(text: str) -> Response:
    """A model already written as JSON: validating it again would double the time of an answer."""
    return Response(text, media_type="application/json")
