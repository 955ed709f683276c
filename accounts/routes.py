"""Signing in and out over HTTP."""

from __future__ import annotations

import secrets

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from accounts.door import Door, TooMany
from accounts.guard import account_of, address_of
from accounts.models import Account
from accounts.pages import signed_page, signin_page
from accounts.sessions import COOKIE, FORM_COOKIE, Sessions
from accounts.store import Accounts
from accounts.words import words


def signing_router(accounts: Accounts, sessions: Sessions, door: Door) -> APIRouter:
    """The addresses /signin and /signout."""
    router = APIRouter(include_in_schema=False)

    @router.get("/signin")
    def form(request: Request, next: str = "/") -> Response:
        nonce = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(16)
        token, account = sessions.form_token(nonce), account_of(request)
        page = signed_page(account, token) if account else signin_page(bool(accounts), token, _local(next))
        _set(page, request, FORM_COOKIE, nonce, seconds=None)
        return page

    @router.post("/signin")
    async def enter(
        request: Request,
        name: str = Form("", max_length=64),
        password: str = Form("", max_length=1024),
        token: str = Form("", max_length=512),
        next: str = Form("/", max_length=2048),
    ) -> Response:
        own, nonce, then = words()["errors"], request.cookies.get(FORM_COOKIE, ""), _local(next)
        new = sessions.form_token(nonce)
        if not sessions.form_fits(token, nonce):
            nonce = secrets.token_urlsafe(16)
            page = signin_page(
                bool(accounts), sessions.form_token(nonce), then, own["stale"], name, status=400
            )
            _set(page, request, FORM_COOKIE, nonce, seconds=None)
            return page
        try:
            account = await door.enter(name, password, address_of(request))
        except TooMany as exc:
            many = own["many"].format(minutes=exc.minutes)
            page = signin_page(bool(accounts), new, then, many, name, status=429)
            page.headers["Retry-After"] = str(exc.seconds)
            return page
        if account is None:
            return signin_page(bool(accounts), new, then, own["wrong"], name, status=401)
        return _entered(request, account, then)

    def _entered(request: Request, account: Account, then: str) -> Response:
        response = RedirectResponse(then if then != "/" else "/signin", 303)
        sessions.end(request.cookies.get(COOKIE, ""))
        _set(response, request, COOKIE, sessions.start(account), sessions.seconds)
        response.delete_cookie(FORM_COOKIE)
        return response

    @router.post("/signout")
    def leave(request: Request, token: str = Form("", max_length=512)) -> Response:
        response = RedirectResponse("/signin", 303)
        if sessions.form_fits(token, request.cookies.get(FORM_COOKIE, "")):
            sessions.end(request.cookies.get(COOKIE, ""))
            response.delete_cookie(COOKIE)
            # A draft of a case stays on the device while the network is down, but not for the next person.
            response.headers["Clear-Site-Data"] = '"storage"'
        return response

    return router


def _set(response: Response, request: Request, name: str, value: str, seconds: int | None) -> None:
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure)


def _local(address: str) -> str:
    """An address of this server; the start page for one that would lead elsewhere."""
    local = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if local and "\\" not in address else "/"
