"""The doors of the application without its pages, with three accounts, and an assistant behind them."""

from __future__ import annotations

import asyncio
import base64
import re
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import httpx2
import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from accounts.passwords import hash_password
from assistant.knowledge import Knowledge
from assistant.pipeline import Assistant
from settings import Settings
from web.desks import Desk
from web.serving import build_doors

BASE = "http://127.0.0.1:7860"
BREAD = "我家超市被查到两袋过期面包，第一次，已经下架了，会罚款吗？"
PASSWORD = "正确的密码一二三四五"
_HASH = hash_password(PASSWORD, rounds=10)
PEOPLE = {"officer": "张三", "editor": "李四", "both": "王五"}
ROLES = {"officer": "[officer]", "editor": "[editor]", "both": "[officer, editor]"}
ACCOUNTS = "\n".join(
    f"- {{name: {PEOPLE[who]}, roles: {roles}, password: '{_HASH}'}}" for who, roles in ROLES.items()
)


class NoSearch:
    """Stands for the index and finds nothing."""

    model_digest = ""

    def embed_query(self, text: str) -> object:
        raise AssertionError("nothing is embedded where there is no model")

    def search(self, query: str, k: int = 10, kinds: object = None, as_of: object = None) -> Sequence[object]:
        return []

    def similar(self, query: str, kind: str, k: int = 10) -> dict[str, tuple[float, float]]:
        return {}


def staffed(knowledge: Knowledge, settings: Settings, accounts: str = ACCOUNTS) -> Assistant:
    """An assistant of an installation with accounts."""
    own = settings.model_copy(update={"accounts_yaml": accounts})
    return Assistant(own, knowledge, NoSearch())  # type: ignore[arg-type]


def client(app: FastAPI) -> TestClient:
    """A visitor with a cookie jar of his own; faults of ours become replies, as over a network."""
    return TestClient(app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False)


def doors(assistant: Assistant, desks: Sequence[Desk] = ()) -> FastAPI:
    return build_doors(assistant, desks)


def built(assistant: Assistant, desks: Sequence[Desk]) -> FastAPI:
    """The whole application. Gradio asks for the running loop, and would leave one of its own unclosed."""
    from web.serving import build_app

    async def build() -> FastAPI:
        return build_app(assistant, desks)

    return asyncio.run(build())


def basic(who: str, password: str = PASSWORD) -> dict[str, str]:
    """The header by which a program says who it is."""
    pair = f"{PEOPLE.get(who, who)}:{password}"
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def token_of(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def sign_in(visitor: TestClient, who: str, then: str = "/", password: str = PASSWORD) -> httpx2.Response:
    """Fill in the form of the page as a browser does."""
    page = visitor.get("/signin", params={"next": then})
    form = {"name": PEOPLE.get(who, who), "password": password, "next": then, "token": token_of(page.text)}
    return visitor.post("/signin", data=form)


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """The application on a loopback port, in a thread; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.01)
            yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=20)
