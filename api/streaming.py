"""An answer in pieces, as server-sent events: the outcome first, then the sections, then the whole."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from sse_starlette import EventSourceResponse, ServerSentEvent

from assistant.models import Answer

_HEADING = "\n### "
EVENT = {
    "type": "object",
    "properties": {"event": {"enum": ["outcome", "section", "answer"]}, "data": {"type": "string"}},
    "required": ["event", "data"],
}
"""One event, for the OpenAPI schema; ``data`` is JSON."""


def events_of(answer: Answer) -> list[ServerSentEvent]:
    """``outcome`` (JSON), ``section`` (JSON: number and Markdown, in order), ``answer`` (the Answer)."""
    head, *rest = answer.answer.split(_HEADING)
    sections = [head, *(_HEADING.lstrip() + part for part in rest)]
    return [
        ServerSentEvent(answer.outcome.model_dump_json(), event="outcome"),
        *(
            ServerSentEvent(json.dumps({"number": n, "markdown": part}, ensure_ascii=False), event="section")
            for n, part in enumerate(sections)
        ),
        ServerSentEvent(answer.model_dump_json(by_alias=True), event="answer"),
    ]


def stream(answer: Answer) -> EventSourceResponse:
    """The events of an answer as a response."""

    async def send() -> AsyncIterator[ServerSentEvent]:
        for event in events_of(answer):
            yield event

    return EventSourceResponse(send(), headers={"Cache-Control": "no-store"})
