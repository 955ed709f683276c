"""The tools as a real MCP client sees and calls them, over HTTP on loopback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from api_world import BREAD, basic, client, doors, running, staffed
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from pydantic import BaseModel

from accounts.models import Account
from api.bodies import Body
from api.tools import Tool, own_tools, security
from assistant.knowledge import Knowledge
from assistant.pipeline import Assistant
from settings import Settings
from web.desks import Desk

FACTS = {"first_violation": "yes", "corrected_in_time": "yes", "harm": "none"}


class Empty(Body):
    pass


class Said(BaseModel):
    name: str


def who(_: Assistant, body: Empty, account: Account | None) -> Said:
    return Said(name=account.name if account else "")


def no_page(_: Assistant) -> None:
    raise AssertionError("pages are not built here")


KEPT = Tool("officer_who", "谁在用", "返回账号", Empty, Said, who, role="officer")
DESK = Desk("/officer", no_page, tools=(KEPT,))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def url(knowledge: Knowledge, plain_settings: Settings) -> Iterator[str]:
    with running(doors(staffed(knowledge, plain_settings), [DESK])) as address:
        yield f"{address}/mcp"


@asynccontextmanager
async def visiting(url: str, headers: dict[str, str] | None = None) -> AsyncIterator[Client]:
    async with (
        httpx2.AsyncClient(headers=headers, trust_env=False) as http,
        Client(streamable_http_client(url, http_client=http)) as mcp,
    ):
        yield mcp


def talk(url: str, do: Callable[[Client], Awaitable[Any]], headers: dict[str, str] | None = None) -> Any:
    """What ``do`` finds out with a client that is connected as this person."""

    async def connected() -> Any:
        async with visiting(url, headers) as mcp:
            return await do(mcp)

    return asyncio.run(connected())


def call(url: str, name: str, arguments: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
    return talk(url, lambda mcp: mcp.call_tool(name, arguments), headers)


def test_the_tools_are_listed_in_chinese_with_what_they_take(url: str) -> None:
    tools = talk(url, lambda mcp: mcp.list_tools()).tools
    assert [t.name for t in tools] == ["ask", "determine", "search", "verify"]
    for tool in tools:
        assert tool.title
        assert tool.description.endswith("。")
        assert tool.annotations.read_only_hint
        assert all(field["description"] for field in tool.input_schema["properties"].values())


def test_ask_gives_the_answer(url: str) -> None:
    reply = call(url, "ask", {"question": BREAD, "as_of": "2026-11-23"})
    assert not reply.is_error
    assert reply.structured_content["outcome"]["label"]
    assert reply.structured_content["as_of"] == "2026-11-23"
    assert json.loads(reply.content[0].text) == reply.structured_content


def test_determine_gives_outcome_and_trace(url: str) -> None:
    reply = call(url, "determine", {"violation": "food-expired-sale", "facts": FACTS})
    assert reply.structured_content["outcome"]["code"] == "no_penalty_discretionary"
    assert reply.structured_content["trace"]


def test_search_and_verify_give_theirs(url: str) -> None:
    assert call(url, "search", {"query": "过期食品", "k": 3}).structured_content["query"] == "过期食品"
    checks = call(url, "verify", {"text": "《行政处罚法》第三十三条"}).structured_content["checks"]
    assert checks[0]["exists"]


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("ask", {}, "question：缺少这一项"),
        ("ask", {"question": BREAD, "zz": 1}, "zz：没有这一项"),
        ("ask", {"question": "😀"}, "符号或表情"),
        ("ask", {"question": BREAD, "as_of": "1990-01-01"}, "未收录"),
        ("ask", {"question": BREAD, "role": "officer"}, "先登录"),
        ("determine", {"violation": "none"}, "没有编号为 none"),
        ("search", {"query": "面包", "k": 1000}, "不大于 50"),
        ("nothing", {}, "没有这个工具"),
    ],
)
def test_what_is_wrong_is_told_in_chinese(url: str, name: str, arguments: dict[str, Any], said: str) -> None:
    reply = call(url, name, arguments)
    assert reply.is_error
    assert said in reply.content[0].text


def test_a_fault_of_ours_tells_no_details(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(Assistant, "ask", broken)
    reply = call(url, "ask", {"question": BREAD})
    assert reply.is_error
    assert "secret" not in reply.content[0].text


def test_a_tool_kept_for_a_role_is_neither_shown_nor_served_to_others(url: str) -> None:
    for headers in (None, basic("editor")):
        names = [t.name for t in talk(url, lambda mcp: mcp.list_tools(), headers).tools]
        assert KEPT.name not in names
        refused = call(url, KEPT.name, {}, headers)
        assert refused.is_error
        assert refused.content == call(url, "nothing", {}, headers).content
    names = [t.name for t in talk(url, lambda mcp: mcp.list_tools(), basic("officer")).tools]
    assert names[-1] == KEPT.name
    assert call(url, KEPT.name, {}, basic("officer")).structured_content == {"name": "张三"}


def test_two_clients_at_once_each_get_their_own(url: str) -> None:
    async def both() -> list[Any]:
        async def one(question: str) -> Any:
            async with visiting(url) as mcp:
                return await mcp.call_tool("ask", {"question": question, "id": question[:2]})

        return await asyncio.gather(*(one(q) for q in (BREAD, "我的饭店油烟直排被查了，第一次") * 5))

    replies = asyncio.run(both())
    for reply, first in zip(replies, ("我家", "我的") * 5, strict=True):
        assert reply.structured_content["id"] == first
        assert reply.structured_content["question"].startswith(first)


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"host": "evil.example"}, 421), ({"origin": "https://evil.example"}, 403), ({}, 200)],
)
def test_a_page_elsewhere_cannot_reach_the_tools(url: str, headers: dict[str, str], status: int) -> None:
    sent = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"accept": "application/json, text/event-stream"}
    reply = httpx2.post(url, json=sent, headers={**accept, **headers}, trust_env=False)
    assert reply.status_code == status


def test_the_hosts_of_the_settings_are_let_in() -> None:
    allowed = security(Settings(hosts="a.example, b.example", host="192.0.2.1")).allowed_hosts
    assert {"a.example", "a.example:*", "b.example", "192.0.2.1:*", "localhost:*"} <= set(allowed)
    assert "0.0.0.0:*" not in security(Settings(host="0.0.0.0")).allowed_hosts
    assert "[::1]:*" in security(Settings(host="::1")).allowed_hosts


def test_a_body_too_large_is_refused(url: str) -> None:
    assert httpx2.post(url, content=b"x" * 600_000, trust_env=False).status_code == 413


def test_every_open_tool_is_an_operation_of_the_api(knowledge: Knowledge, plain_settings: Settings) -> None:
    schema = client(doors(staffed(knowledge, plain_settings))).get("/api/v1/openapi.json").json()
    assert {f"/{tool.name}" for tool in own_tools()} <= set(schema["paths"])
