"""A desk made of Gradio: page, configuration, queue, uploads and files are served to its role alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from api_world import basic, built, client, sign_in, staffed
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.knowledge import Knowledge
from assistant.pipeline import Assistant
from settings import Settings
from web.desks import Desk


def small_desk(_: Assistant) -> gr.Blocks:
    with gr.Blocks(analytics_enabled=False, title="现场检查") as page:
        box, photo, shown = gr.Textbox(), gr.File(), gr.Textbox()
        box.submit(lambda text, _: f"记下：{text}", [box, photo], shown, api_name="note")
    made: gr.Blocks = page
    return made


@pytest.fixture(scope="module")
def app(
    knowledge: Knowledge, plain_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FastAPI]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(tmp_path_factory.mktemp("uploads")))
        desks = [Desk("/officer", small_desk), Desk("/publicity", small_desk, largest="1kb")]
        yield built(staffed(knowledge, plain_settings), desks)


@pytest.fixture
def officer(app: FastAPI) -> TestClient:
    visitor = client(app)
    sign_in(visitor, "officer")
    return visitor


def upload(visitor: TestClient, at: str) -> Any:
    files = {"files": ("现场照片.txt", "店名与地址".encode())}
    return visitor.post(f"{at}/gradio_api/upload", files=files)


PATHS = [
    "/",
    "/config",
    "/gradio_api/info",
    "/gradio_api/queue/status",
    "/gradio_api/startup-events",
    "/theme.css",
]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_and_its_parts_are_served_to_the_role_alone(
    app: FastAPI, officer: TestClient, path: str
) -> None:
    assert client(app).get(f"/officer{path}").status_code == 401
    assert client(app).get(f"/officer{path}", headers=basic("editor")).status_code == 403
    assert officer.get(f"/officer{path}").status_code == 200
    assert officer.get(f"/publicity{path}").status_code == 403


def test_the_page_is_the_desk(officer: TestClient) -> None:
    assert "现场检查" in officer.get("/officer/").text


def test_the_address_that_is_linked_leads_there_and_strangers_to_signing_in(
    app: FastAPI, officer: TestClient
) -> None:
    """The pages link to /officer; a mounted page answers below /officer/ only."""
    assert "现场检查" in officer.get("/officer", follow_redirects=True).text
    assert client(app).get("/officer").status_code == 401


def test_an_event_of_the_queue_is_run_for_the_role_alone(app: FastAPI, officer: TestClient) -> None:
    with client(app) as stranger:
        event = {"data": ["一", None], "fn_index": 0, "session_hash": "s1"}
        assert stranger.post("/officer/gradio_api/queue/join", json=event).status_code == 401
        assert stranger.get("/officer/gradio_api/queue/data?session_hash=s1").status_code == 401
        stranger.cookies = officer.cookies
        assert stranger.post("/officer/gradio_api/queue/join", json=event).status_code == 200
        with stranger.stream("GET", "/officer/gradio_api/queue/data?session_hash=s1") as stream:
            assert any("记下：一" in line or "\\u8bb0" in line for line in stream.iter_lines())


def test_a_file_of_a_desk_is_given_away_by_no_other_door(app: FastAPI, officer: TestClient) -> None:
    assert upload(client(app), "/officer").status_code == 401
    path = upload(officer, "/officer").json()[0]
    assert Path(path).read_text(encoding="utf-8") == "店名与地址"
    assert officer.get(f"/officer/gradio_api/file={path}").status_code == 200
    for visitor in (client(app), officer):
        for at in ("", "/publicity"):
            for form in (f"file={path}", f"file/{path}"):
                reply = visitor.get(f"{at}/gradio_api/{form}")
                assert reply.status_code in (401, 403, 404), (at, form)
    editor = client(app)
    sign_in(editor, "editor")
    assert editor.get(f"/publicity/gradio_api/file={path}").status_code == 403


def test_an_upload_has_a_size(app: FastAPI) -> None:
    editor = client(app)
    sign_in(editor, "editor")
    files = {"files": ("大.txt", b"x" * 5000)}
    assert editor.post("/publicity/gradio_api/upload", files=files).status_code == 413
    assert upload(editor, "/publicity").status_code == 200


def test_the_open_page_stays_open(app: FastAPI) -> None:
    visitor = client(app)
    assert visitor.get("/").status_code == 200
    assert visitor.get("/config").status_code == 200


def test_a_desk_can_only_stand_where_something_guards_it() -> None:
    with pytest.raises(KeyError):
        _ = Desk("/elsewhere", small_desk).role
