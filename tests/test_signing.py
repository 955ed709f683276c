"""Signing in over HTTP, and every guarded address for everyone who may ask for it."""

from __future__ import annotations

import pytest
from api_world import BREAD, PASSWORD, PEOPLE, basic, client, doors, sign_in, staffed, token_of
from fastapi import APIRouter, FastAPI
from starlette.testclient import TestClient

from accounts.guard import GUARDED
from accounts.sessions import COOKIE
from assistant.knowledge import Knowledge
from assistant.pipeline import Assistant
from settings import Settings
from web.desks import Desk

PAGE = {"accept": "text/html"}


def no_page(_: Assistant) -> None:
    raise AssertionError("pages are not built here")


def notes(_: Assistant) -> APIRouter:
    router = APIRouter()
    router.add_api_route("/notes", lambda: ["记录"], operation_id="notes")
    return router


DESKS = (Desk("/officer", no_page, api=notes), Desk("/publicity", no_page))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def app(knowledge: Knowledge, plain_settings: Settings) -> FastAPI:
    return doors(staffed(knowledge, plain_settings), DESKS)


@pytest.fixture
def visitor(app: FastAPI) -> TestClient:
    return client(app)


ADDRESSES = [
    (f"{at}{rest}", role)
    for at, role in GUARDED.items()
    for rest in (
        "",
        "/",
        "/config",
        "/gradio_api/queue/join",
        "/gradio_api/file=/etc/hostname",
        "/anything/else",
    )
]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE"])
@pytest.mark.parametrize(("path", "role"), ADDRESSES)
def test_a_guarded_address_is_refused_without_its_role(
    app: FastAPI, path: str, role: str, method: str
) -> None:
    """401 for a visitor, 403 for someone of another role, let through with the role (404: no page here)."""
    other = "editor" if role == "officer" else "officer"
    assert client(app).request(method, path).status_code == 401
    assert client(app).request(method, path, headers=basic(other)).status_code == 403
    for who in (role, "both"):
        assert client(app).request(method, path, headers=basic(who)).status_code not in (401, 403)


@pytest.mark.parametrize("path", ["/officer", "/officer/config?x=1", "/publicity/"])
def test_a_browser_is_sent_to_sign_in_and_back(visitor: TestClient, path: str) -> None:
    sent = visitor.get(path, headers=PAGE)
    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/signin?next=/")
    page = visitor.get(sent.headers["location"])
    form = {"name": PEOPLE["both"], "password": PASSWORD, "token": token_of(page.text)}
    form["next"] = page.text.split('name="next" value="')[1].split('"')[0]
    assert visitor.post("/signin", data=form).headers["location"] == path


def test_a_program_is_told_how_to_sign_in(visitor: TestClient) -> None:
    reply = visitor.get("/api/v1/officer/notes")
    assert reply.headers["www-authenticate"].startswith("Basic")
    assert "/signin" in reply.json()["next"]
    assert "www-authenticate" not in visitor.post("/officer/gradio_api/queue/join").headers


def test_the_api_of_a_desk_is_served_and_described_to_its_role_alone(app: FastAPI) -> None:
    def described(headers: dict[str, str]) -> bool:
        schema = client(app).get("/api/v1/openapi.json", headers=headers).json()
        return "/officer/notes" in schema["paths"]

    people: tuple[dict[str, str], ...] = ({}, basic("editor"), basic("officer"), basic("both"))
    assert [described(headers) for headers in people] == [False, False, True, True]
    assert client(app).get("/api/v1/officer/notes", headers=basic("officer")).json() == ["记录"]


@pytest.mark.parametrize("path", ["/", "/signin", "/healthz", "/readyz", "/api/v1/openapi.json", "/officers"])
def test_what_is_open_to_all_stays_open(visitor: TestClient, path: str) -> None:
    assert visitor.get(path).status_code not in (401, 403, 303)


def test_business_questions_need_no_account(visitor: TestClient) -> None:
    assert visitor.post("/api/v1/ask", json={"question": BREAD}).status_code == 200


def test_the_cookie_of_a_session_is_kept_from_scripts_and_other_sites(visitor: TestClient) -> None:
    reply = sign_in(visitor, "officer", "/officer")
    assert reply.status_code == 303
    cookie = next(c for c in reply.headers.get_list("set-cookie") if c.startswith(COOKIE)).lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=28800" in cookie
    assert visitor.get("/officer/x").status_code == 404
    assert visitor.get("/publicity/x").status_code == 403


def test_over_https_the_cookie_stays_there(app: FastAPI) -> None:
    visitor = TestClient(app, base_url="https://kuanyan.example", follow_redirects=False)
    assert "secure" in sign_in(visitor, "officer").headers["set-cookie"].lower()


def test_signing_out_ends_the_session_even_for_a_kept_cookie(visitor: TestClient) -> None:
    sign_in(visitor, "officer")
    kept = visitor.cookies[COOKIE]
    page = visitor.get("/signin").text
    assert PEOPLE["officer"] in page
    assert 'href="/officer"' in page
    assert 'href="/publicity"' not in page
    left = visitor.post("/signout", data={"token": token_of(page)})
    assert left.headers["Clear-Site-Data"] == '"storage"'  # no draft is left to the next
    assert COOKIE not in visitor.cookies
    visitor.cookies.set(COOKIE, kept)
    assert visitor.get("/officer/x").status_code == 401


def test_another_site_can_neither_sign_in_nor_out_nor_act(visitor: TestClient) -> None:
    form = {"name": PEOPLE["officer"], "password": PASSWORD, "token": "forged"}
    assert visitor.post("/signin", data=form).status_code == 400
    assert COOKIE not in visitor.cookies
    sign_in(visitor, "officer")
    visitor.post("/signout", data={"token": "forged"})
    assert visitor.get("/officer/x").status_code == 404
    for origin in ("https://evil.example", "http://127.0.0.1:9999", "null"):
        assert visitor.post("/officer/x", headers={"origin": origin}).status_code == 401
    assert visitor.post("/officer/x", headers={"origin": "http://127.0.0.1:7860"}).status_code == 404


@pytest.mark.parametrize(
    "then",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)"],
)
def test_signing_in_never_leads_elsewhere(visitor: TestClient, then: str) -> None:
    assert sign_in(visitor, "officer", then).headers["location"] == "/signin"


def test_a_wrong_password_is_told_and_the_name_kept(visitor: TestClient) -> None:
    reply = sign_in(visitor, "officer", password="不对的密码")
    assert reply.status_code == 401
    assert "账号或者密码不对" in reply.text
    assert PEOPLE["officer"] in reply.text
    assert "不对的密码" not in reply.text


def test_too_many_wrong_passwords_are_told_with_the_wait(
    knowledge: Knowledge, plain_settings: Settings
) -> None:
    visitor = client(doors(staffed(knowledge, plain_settings)))
    for _ in range(5):
        assert sign_in(visitor, "officer", password="不对的密码").status_code == 401
    reply = sign_in(visitor, "officer")
    assert reply.status_code == 429
    assert "请等 15 分钟" in reply.text
    told = visitor.post("/api/v1/ask", json={"question": BREAD}, headers=basic("officer"))
    assert told.status_code == 429
    assert told.headers["content-type"] == "application/problem+json"


def test_a_hostile_name_is_shown_and_never_run(visitor: TestClient) -> None:
    reply = sign_in(visitor, '"><script>alert(1)</script>', password="x")
    assert "<script>" not in reply.text
    assert "default-src 'none'" in reply.headers["content-security-policy"]


def test_without_accounts_the_page_says_how_to_make_one_and_nobody_enters(
    knowledge: Knowledge, plain_settings: Settings
) -> None:
    visitor = client(doors(staffed(knowledge, plain_settings, accounts="")))
    page = visitor.get("/signin").text
    assert "python -m accounts hash" in page
    assert "<form" not in page
    for name, password in (("admin", "admin"), ("", ""), (PEOPLE["officer"], PASSWORD)):
        assert visitor.get("/officer", headers=basic(name, password)).status_code == 401


def test_a_wrong_password_of_a_program_opens_nothing(visitor: TestClient) -> None:
    assert visitor.get("/officer", headers=basic("officer", "不对的密码")).status_code == 401


def test_a_broken_header_is_a_visitors(visitor: TestClient) -> None:
    for value in ("Basic", "Basic !!!", "Basic " + "QQ==", "Bearer x", "Basic //8="):
        assert visitor.get("/officer/x", headers={"authorization": value}).status_code == 401
