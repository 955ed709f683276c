"""The guarded desks: pages kept for a role, each mounted under its own address with its own files.

A desk is registered by one entry of ``DESKS``. Its page, configuration, queue and files, its part of the
API and its tools are then refused to everyone without the role.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from gradio.utils import get_upload_folder

from accounts.guard import GUARDED, auth_dependency
from accounts.models import AccountRole
from api.tools import Tool
from assistant.pipeline import Assistant
from web.confining import confined
from web.officer import officer_desk
from web.publicity import publicity_desk

_FILES = "GRADIO_TEMP_DIR"


@dataclass(frozen=True)
class Desk:
    """``path``: one of the guarded addresses. ``api``: a router that is mounted under /api/v1 + ``path``."""

    path: str
    build: Callable[[Assistant], gr.Blocks]
    api: Callable[[Assistant], APIRouter] | None = None
    tools: tuple[Tool, ...] = ()
    largest: str = "20mb"  # file that may be uploaded, in Gradio's notation

    @property
    def role(self) -> AccountRole:
        """Who alone is served. Raises KeyError for an address that nothing guards."""
        return GUARDED[self.path]

    @property
    def files(self) -> Path:
        """Where what is uploaded to this desk, or made by it, lies."""
        return Path(get_upload_folder()) / self.path.strip("/")


DESKS: tuple[Desk, ...] = (
    Desk("/officer", lambda assistant: officer_desk(assistant, assistant.settings)),
    Desk("/publicity", publicity_desk),
)


def mount_desks(app: FastAPI, assistant: Assistant, desks: Sequence[Desk], **options: Any) -> FastAPI:
    """Mount every desk. ``options``: as for the open page."""
    for desk in desks:
        # A mounted page answers only below its address; what is typed or linked is the address itself.
        app.add_route(desk.path, _entrance(desk.path))
        with _files_in(desk.files):
            page = confined(desk.build(assistant))
            app = gr.mount_gradio_app(
                app, page, path=desk.path, auth_dependency=auth_dependency(desk.role),
                blocked_paths=files_of_others(desk, desks), max_file_size=desk.largest, **options,
            )  # fmt: skip
    return app


def _entrance(path: str) -> Callable[[Request], Response]:
    def enter(request: Request) -> Response:
        return RedirectResponse(f"{path}/", 307)

    return enter


def files_of_others(own: Desk | None, desks: Sequence[Desk]) -> list[str]:
    """Folders whose files a page must not give away: Gradio serves an upload to who knows its path."""
    return [str(desk.files) for desk in desks if desk is not own]


@contextmanager
def _files_in(folder: Path) -> Iterator[None]:
    """Gradio reads this variable when components and applications are made."""
    before = os.environ.get(_FILES)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[_FILES] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[_FILES]
        else:
            os.environ[_FILES] = before
