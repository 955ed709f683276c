"""The MCP server: the operations as tools, over streamable HTTP, without sessions."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from mcp.server.lowlevel import Server
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as ListedTool
from pydantic import BaseModel

from accounts.guard import account_of
from accounts.models import Account, AccountRole
from api import operations
from api.bodies import AskBody, DetermineBody, SearchBody, VerifyBody
from api.faults import fault_of
from api.replies import SearchReply, VerifyReply
from api.words import words
from api.working import Workers
from assistant.models import Answer
from assistant.pipeline import Assistant
from settings import Settings

PATH = "/mcp"
_MOST_SENT = 512 * 1024
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Tool:
    """A tool: what is sent, what is done, what comes back. ``role``: who alone sees and may call it."""

    name: str
    title: str
    description: str
    body: type[BaseModel]
    reply: type[BaseModel]
    run: Callable[[Assistant, Any, Account | None], BaseModel]
    role: AccountRole | None = None

    def open_to(self, account: Account | None) -> bool:
        return self.role is None or (account is not None and account.may(self.role))

    def listed(self) -> ListedTool:
        return ListedTool(
            name=self.name,
            title=self.title,
            description=self.description,
            input_schema=self.body.model_json_schema(),
            output_schema=self.reply.model_json_schema(mode="serialization"),
            annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False, idempotent_hint=True),
        )


def own_tools() -> tuple[Tool, ...]:
    """The tools open to all."""
    return (
        _tool("ask", AskBody, Answer, operations.ask),
        _tool("determine", DetermineBody, Answer, operations.determine),
        _tool("search", SearchBody, SearchReply, operations.search),
        _tool("verify", VerifyBody, VerifyReply, operations.verify_text),
    )


def _tool(name: str, body: type[BaseModel], reply: type[BaseModel], run: Callable[..., BaseModel]) -> Tool:
    own = words()["tools"][name]
    return Tool(name, own["title"], own["description"], body, reply, run)


def build_tools(assistant: Assistant, workers: Workers, tools: Sequence[Tool] = ()) -> Server[Any]:
    """The MCP server with the open tools and those of the desks."""
    every = {tool.name: tool for tool in (*own_tools(), *tools)}

    async def on_list(ctx: Any, params: PaginatedRequestParams | None) -> ListToolsResult:
        account = account_of(ctx.request)
        return ListToolsResult(tools=[t.listed() for t in every.values() if t.open_to(account)])

    async def on_call(ctx: Any, params: CallToolRequestParams) -> CallToolResult:
        account, tool = account_of(ctx.request), every.get(params.name)
        if tool is None or not tool.open_to(account):
            return _failed(words()["errors"]["no_tool"])
        try:
            body = tool.body.model_validate(params.arguments or {})
            reply = await workers.run(lambda: tool.run(assistant, body, account))
        except Exception as exc:
            return _failed(fault_of(exc).line())
        made = reply.model_dump(mode="json", by_alias=True)
        text = TextContent(text=json.dumps(made, ensure_ascii=False))
        return CallToolResult(content=[text], structured_content=made)

    return Server(
        "kuanyan", title=words()["title"], instructions=words()["instructions"], version="1",
        on_list_tools=on_list, on_call_tool=on_call,
    )  # fmt: skip


def _failed(message: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=message)], is_error=True)


def http_app(server: Server[Any], settings: Settings) -> Any:
    """The server as an ASGI application with the one route ``PATH``; its lifespan must be run."""
    return server.streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        json_response=True,
        max_request_body_size=_MOST_SENT,
        transport_security=security(settings),
    )


def security(settings: Settings) -> TransportSecuritySettings:
    """Against DNS rebinding: requests must be addressed to this machine, or to a host of the settings."""
    own = [name.strip() for name in settings.hosts.split(",") if name.strip()]
    if _is_one_address(settings.host):
        own.append(f"[{settings.host}]" if ":" in settings.host else settings.host)
    names = [*dict.fromkeys((*_LOOPBACK, *own))]
    hosts = [form for name in names for form in (name, f"{name}:*")]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=hosts,
        allowed_origins=[f"{scheme}://{host}" for scheme in ("http", "https") for host in hosts],
    )


def _is_one_address(host: str) -> bool:
    try:
        return not ip_address(host).is_unspecified
    except ValueError:
        return True
