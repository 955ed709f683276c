"""One FastAPI process: health, signing in, API, tools, the guarded desks, and the page at the root."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from hashlib import sha256
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

from accounts.door import Door
from accounts.guard import Guard
from accounts.routes import signing_router
from accounts.secret import session_key
from accounts.sessions import Sessions
from accounts.store import open_accounts
from api.application import ROOT, build_api
from api.problems import tell_problems
from api.tools import build_tools, http_app
from api.working import Workers
from assistant.pipeline import Assistant
from publicity.asked import counting
from web.asking import Answers
from web.browse import browse_router
from web.confining import NoFetching, confined
from web.desks import DESKS, Desk, files_of_others, mount_desks
from web.page import STATIC, build_page
from web.words import words

_FILES = "/kuanyan"  # Gradio keeps /static and /assets for itself
_FACES = (
    "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei",
    "system-ui", "sans-serif",
)  # fmt: skip


def build_app(assistant: Assistant, desks: Sequence[Desk] = DESKS) -> FastAPI:
    """The whole web application over an assistant that is ready to answer.

    Raises CorpusError in Chinese when accounts or the key of the sessions are unusable.
    """
    options: dict[str, Any] = {
        "footer_links": [], "run_history": False, "show_error": False, "ssr_mode": False,
        "mcp_server": False, "enable_monitoring": False, "theme": _theme(), "head": _head(),
    }  # fmt: skip
    app = mount_desks(build_doors(assistant, desks), assistant, desks, **options)
    page = confined(build_page(counting(assistant), assistant.settings.home))
    mounted: FastAPI = gr.mount_gradio_app(
        app, page, path="/", favicon_path=str(STATIC / "mark.png"),
        max_file_size="1b", blocked_paths=files_of_others(None, desks), **options,
    )  # fmt: skip
    return mounted


def build_doors(assistant: Assistant, desks: Sequence[Desk] = DESKS) -> FastAPI:
    """Everything but the pages of Gradio: health, signing in, the guard, API and tools."""
    settings = assistant.settings
    accounts = open_accounts(settings)
    sessions, door = Sessions(accounts, session_key(settings.home), settings.session_hours), Door(accounts)
    workers = Workers()
    tools = build_tools(assistant, workers, [tool for desk in desks for tool in desk.tools])
    tools_app = http_app(tools, settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with tools.session_manager.run():
            yield

    # FastAPI's own documentation pages load scripts from elsewhere, which this product never does.
    app = FastAPI(
        title=str(words()["name"]), docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    tell_problems(app)
    app.add_middleware(NoFetching)
    app.add_middleware(Guard, sessions=sessions, door=door)
    app.add_api_route("/healthz", _healthy, include_in_schema=False)
    app.add_api_route("/readyz", lambda: _ready(assistant), include_in_schema=False)
    app.mount(_FILES, StaticFiles(directory=STATIC), name="kuanyan")
    app.include_router(browse_router(assistant))
    app.include_router(signing_router(accounts, sessions, door))
    app.router.routes.extend(tools_app.routes)
    app.mount(ROOT, build_api(assistant, workers, [(d.path, d.api(assistant)) for d in desks if d.api]))
    return app


def _healthy() -> JSONResponse:
    return JSONResponse({"status": "ok"})


def _ready(assistant: Answers) -> JSONResponse:
    counts = {"items": len(assistant.items_by_id), "cases": len(assistant.cases_by_id)}
    return JSONResponse({"status": "ready", **counts})


def _theme() -> gr.themes.Base:
    """Gradio's plain theme with system faces only: a named web font would be fetched from outside."""
    return gr.themes.Base(font=list(_FACES), font_mono=["ui-monospace", "monospace"])


@lru_cache(maxsize=1)
def _head() -> str:
    version = sha256((STATIC / "page.css").read_bytes()).hexdigest()[:12]
    return f'<link rel="stylesheet" href="{_FILES}/page.css?v={version}">'


class CannotListen(Exception):
    """The address cannot be taken. The message is Chinese and says what to do."""


def take_port(host: str, port: int) -> socket.socket:
    """Bind before anything slow is loaded, so that a port in use is told at once. Raises CannotListen."""
    own, other = words(), port + 1 if port < 65535 else port - 1
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(128)
    except PermissionError as exc:
        raise _refused(sock, str(own["port_denied"]).format(port=port, other=7860)) from exc
    except socket.gaierror as exc:
        raise _refused(sock, str(own["host_wrong"]).format(host=host)) from exc
    except OSError as exc:
        key = "port_used" if _in_use(host, port) else "host_wrong"
        raise _refused(sock, str(own[key]).format(host=host, port=port, other=other)) from exc
    return sock


def _refused(sock: socket.socket, message: str) -> CannotListen:
    sock.close()
    return CannotListen(message)


def _in_use(host: str, port: int) -> bool:
    """Whether the address itself is fine: another port on it can be taken."""
    with suppress(OSError), socket.create_server((host, 0)):
        return True
    return False


def serve(app: FastAPI, sock: socket.socket, started: Callable[[], None]) -> None:
    """Serve until stopped. ``started`` is called once the first request can be answered."""
    # Python's own loop: what it connects to can be audited, which uvloop's sockets cannot.
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=3, loop="asyncio"
    )
    server = _Server(config, started)
    server.run(sockets=[sock])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, told: Callable[[], None]) -> None:
        super().__init__(config)
        self._told = told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._told()
