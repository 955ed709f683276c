"""Two doors that Gradio leaves open, shut: for anyone it would read this machine's files and fetch pages.

A value sent as a file (``{"path": …}``) is copied to where it can be downloaded, whatever the path, unless
the page was "launched", which a mounted page never is. And ``file=https://…``, ``proxy=…`` or a path that is
an address of the web make the server connect to it.
"""

from __future__ import annotations

import re
from typing import NoReturn

import gradio as gr
from gradio import processing_utils
from starlette.types import ASGIApp, Receive, Scope, Send

from accounts.problem import problem
from web.words import words

# One slash is enough: servers before this one may have folded two into one.
_OUTSIDE = re.compile(r"/(?:file|proxy)[=/](?:[a-z][a-z0-9+.-]*:|//)|/proxy[=/]", re.IGNORECASE)


def confined(page: gr.Blocks) -> gr.Blocks:
    """The page with its files checked: what a visitor names must have been uploaded before.

    What the page itself hands out must lie in the folder for uploads, the temporary folder of the system or
    the working directory. From now on no page of this process fetches from the web.
    """
    page.has_launched = True
    processing_utils.async_ssrf_protected_download = _never
    return page


async def _never(url: str, cache_dir: str) -> NoReturn:
    raise gr.Error(str(words()["errors"]["outside"]["detail"]))


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
