"""Bodies have a size: what is larger is refused before it is read to its end."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """ASGI middleware. ``most``: bytes of a body; ``others``: the same for single addresses, by their end.

    Raises HTTPException 413 out of ``receive``, which FastAPI hands to the application's own handler.
    """

    def __init__(self, app: ASGIApp, most: int, others: Mapping[str, int]) -> None:
        self._app, self._most, self._others = app, most, others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = next((n for end, n in self._others.items() if scope["path"].endswith(end)), self._most)
        told = Headers(scope=scope).get("content-length", "")
        read = int(told) if told.isascii() and told.isdigit() and len(told) < 20 else 0

        async def counted() -> Message:
            nonlocal read
            if read > most:
                raise HTTPException(413)
            message = await receive()
            read = max(read, 0) + (0 if told else len(message.get("body", b"")))
            if read > most:
                raise HTTPException(413)
            return message

        await self._app(scope, counted, send)
