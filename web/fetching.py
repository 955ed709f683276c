"""Gradio would fetch an address of the web for whoever asks (``file=https://…``, ``proxy=``): here it never does."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from accounts.problem import problem
from web.words import words

# One slash is enough: servers before this one may have folded two into one.
_OUTSIDE = re.compile(r"/(?:file|proxy)[=/](?:[a-z][a-z0-9+.-]*:|//)|/proxy[=/]", re.IGNORECASE)


class NoFetching:
    """ASGI middleware: refuses every request that would make this server connect to another one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _OUTSIDE.search(scope["path"]):
            own = words()["errors"]["outside"]
            refused = problem(403, "outside", own["title"], own["detail"], own["next"])
            await refused(scope, receive, send)
            return
        await self._app(scope, receive, send)
