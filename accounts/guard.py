"""Roles are enforced here, before anything is routed: pages, queues, files, API and tools alike.

One middleware finds out who asks and refuses every address under a guarded one. What stands behind may
ask again (``account_of``, ``needs``, ``auth_dependency``), so that a route mounted elsewhere is safe too.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from urllib.parse import quote, urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from accounts.door import Door, TooMany
from accounts.models import Account, AccountRole
from accounts.pages import forbidden_page
from accounts.problem import problem
from accounts.sessions import COOKIE, Sessions
from accounts.words import words

GUARDED: Mapping[str, AccountRole] = {
    "/officer": "officer",
    "/publicity": "editor",
    "/api/v1/officer": "officer",
    "/api/v1/publicity": "editor",
}
_PROGRAMS = ("/api/", "/mcp")  # addresses for programs: asked for a password, never sent to a page
_SAFE = ("GET", "HEAD", "OPTIONS")
_PLACE = "kuanyan.account"  # where the account stands in the scope of a request


def role_at(path: str) -> AccountRole | None:
    """The role that an address is kept for; None for what is open to all."""
    return next((role for at, role in GUARDED.items() if path == at or path.startswith(f"{at}/")), None)


class Refused(Exception):
    """Someone without the role asked for what is kept for it. Handled as a problem: 401 or 403."""

    def __init__(self, role: AccountRole, known: bool) -> None:
        self.role, self.known = role, known
        super().__init__(role)

    def response(self) -> Response:
        """401 with how to sign in; 403 for someone signed in without the role."""
        own = words()["errors"]
        if not self.known:
            headers = {"WWW-Authenticate": 'Basic realm="kuanyan", charset="UTF-8"'}
            return problem(
                401, "signin", own["signin_title"], own["signin_needed"], own["signin_next"], headers
            )
        role = words()["roles"][self.role]
        said = own["role_needed"].format(role=role)
        return problem(403, "role", own["role_title"], said, own["role_next"].format(code=self.role))


def account_of(request: HTTPConnection) -> Account | None:
    """Who made the request; None for a visitor. Known only behind the ``Guard``."""
    found = request.scope.get(_PLACE)
    return found if isinstance(found, Account) else None


def needs(role: AccountRole) -> Callable[[Request], Account]:
    """A FastAPI dependency that lets only this role through. Raises Refused."""

    def allowed(request: Request) -> Account:
        account = account_of(request)
        if account is None or not account.may(role):
            raise Refused(role, known=account is not None)
        return account

    return allowed


def auth_dependency(role: AccountRole) -> Callable[[Request], str | None]:
    """For ``gr.mount_gradio_app``: the name of the account, or None without the role."""

    def user(request: Request) -> str | None:
        account = account_of(request)
        return account.name if account and account.may(role) else None

    return user


class Guard:
    """ASGI middleware: finds out who asks, and refuses what is kept for a role."""

    def __init__(self, app: ASGIApp, sessions: Sessions, door: Door) -> None:
        self._app, self._sessions, self._door = app, sessions, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        try:
            account = await self._account(connection)
        except TooMany as exc:
            await _too_many(exc)(scope, receive, send)
            return
        scope[_PLACE] = account
        role = role_at(scope["path"])
        if role is None or (account and account.may(role)):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _refusal(connection, role, account)(scope, receive, send)

    async def _account(self, connection: HTTPConnection) -> Account | None:
        cookie = connection.cookies.get(COOKIE, "")
        if cookie and not _from_elsewhere(connection) and (found := self._sessions.account(cookie)):
            return found
        pair = _basic(connection)
        if pair is None:
            return None
        return await self._door.basic(*pair, address_of(connection))


def address_of(connection: HTTPConnection) -> str:
    """Where the request comes from, for counting guesses."""
    return connection.client.host if connection.client else ""


def _from_elsewhere(connection: HTTPConnection) -> bool:
    """A page of another origin sent this to change something: its cookie does not count."""
    if connection.scope.get("method", "GET") in _SAFE:
        return False
    origin = connection.headers.get("origin")
    return bool(origin) and urlsplit(origin or "").netloc != connection.headers.get("host")


def _basic(connection: HTTPConnection) -> tuple[str, str] | None:
    kind, _, value = connection.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name[:64], password) if colon else None


def _refusal(connection: HTTPConnection, role: AccountRole, account: Account | None) -> Response:
    path, page = connection.scope["path"], "text/html" in connection.headers.get("accept", "")
    if path.startswith(_PROGRAMS) or not page or connection.scope["method"] != "GET":
        response = Refused(role, known=account is not None).response()
        if account is None and not path.startswith(
            _PROGRAMS
        ):  # a browser would ask for a password in a window of its own
            del response.headers["WWW-Authenticate"]
        return response
    if account is not None:
        return forbidden_page(role)
    query = connection.scope.get("query_string", b"").decode("latin-1")
    return RedirectResponse(f"/signin?next={quote(path + ('?' + query if query else ''))}", 303)


def _too_many(exc: TooMany) -> Response:
    own = words()["errors"]
    said = own["many"].format(minutes=exc.minutes)
    return problem(429, "too-many", own["many_title"], said, headers={"Retry-After": str(exc.seconds)})
