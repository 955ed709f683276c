"""The real program in a process of its own: two visitors at once over the API, and nobody else talked to."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from api_world import ACCOUNTS, BREAD, basic
from watched import notes_of, watched

from web.running import running_app

SMOKE = "我的饭店油烟直排被查了，第一次，已经装上净化器了"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("watch")


@pytest.fixture(scope="module")
def url(folder: Path, indexed_home: Path) -> Iterator[str]:
    settings = {"KUANYAN_HOME": str(indexed_home), "KUANYAN_ACCOUNTS_YAML": ACCOUNTS, **watched(folder)}
    with running_app(settings) as address:
        yield address


def asked(url: str, question: str, name: str) -> str:
    """The whole reply to one question, as text."""
    with httpx.Client(trust_env=False, timeout=60) as visitor:
        reply = visitor.post(f"{url}/api/v1/ask", json={"question": question, "id": name})
    assert reply.status_code == 200
    return reply.text


def test_two_visitors_at_once_never_see_each_others_data(url: str) -> None:
    rows = [(BREAD, f"one-{n}") if n % 2 else (SMOKE, f"other-{n}") for n in range(20)]
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda row: asked(url, *row), rows))
    for (question, name), text in zip(rows, replies, strict=True):
        assert f'"id":"{name}"' in text
        assert question in text
        assert (SMOKE if question == BREAD else BREAD) not in text
        assert not any(f'"{other}"' in text for _, other in rows if other != name)


def test_what_one_visitor_asked_is_kept_for_nobody(url: str) -> None:
    asked(url, SMOKE, "一位来访者")
    with httpx.Client(trust_env=False) as visitor:
        for path in ("/", "/config", "/api/v1/openapi.json", "/readyz", "/signin"):
            text = visitor.get(f"{url}{path}").text
            assert "一位来访者" not in text
            assert SMOKE not in text


def test_the_server_talks_to_nobody(url: str, folder: Path) -> None:
    """Every door is used once; every connection of the process was noted and stayed on this machine."""
    with httpx.Client(trust_env=False, timeout=60, headers=basic("both")) as visitor:
        for path in (
            "/",
            "/signin",
            "/api/v1/docs",
            "/api/v1/openapi.json",
            "/api/v1/items",
            "/api/v1/cases",
        ):
            assert visitor.get(f"{url}{path}").status_code == 200
        for path, sent in (
            ("ask", {"question": BREAD, "role": "officer"}),
            ("ask/stream", {"question": SMOKE}),
            ("determine", {"violation": "food-expired-sale"}),
            ("search", {"query": "过期食品", "kinds": ["statute", "item", "case", "violation"]}),
            ("verify", {"text": "《行政处罚法》第三十三条"}),
        ):
            assert visitor.post(f"{url}/api/v1/{path}", json=sent).status_code == 200
        rpc = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
        call = {**rpc, "params": {"name": "ask", "arguments": {"question": BREAD}}}
        accept = {"accept": "application/json, text/event-stream"}
        assert visitor.post(f"{url}/mcp", json=call, headers=accept).status_code == 200
        # What a page might make Gradio fetch for it is refused as well.
        for form in ("file=", "file/", "proxy=", "proxy/"):
            for address in ("http://192.0.2.1/x", "https://example.com/x", "https:/example.com/x"):
                assert visitor.get(f"{url}/gradio_api/{form}{address}").status_code >= 400
    assert notes_of(folder) == ""


@pytest.mark.parametrize("number", range(3))
def test_no_visitor_has_a_file_of_the_server_read_or_an_address_fetched(
    url: str, folder: Path, indexed_home: Path, number: int
) -> None:
    """Each event of the open page, sent a file where it expects words."""
    key = indexed_home / "session.key"
    with httpx.Client(trust_env=False, timeout=60) as visitor:
        events = visitor.get(f"{url}/config").json()["dependencies"]
        for path in (str(key), "http://example.com/x", "/etc/hostname"):
            sent = {"path": path, "meta": {"_type": "gradio.FileData"}}
            inputs = [sent for _ in events[number]["inputs"]]
            event = {
                "data": inputs,
                "fn_index": events[number]["id"],
                "session_hash": "s",
                "event_data": sent,
            }
            assert visitor.post(f"{url}/gradio_api/queue/join", json=event).status_code == 200
            with visitor.stream("GET", f"{url}/gradio_api/queue/data?session_hash=s") as stream:
                said = "".join(stream.iter_lines())
            assert '"success":false' in said or "/gradio/" not in said
            assert f"/{Path(path).name}" not in said.replace(path, "")
    assert notes_of(folder) == ""


def test_every_kind_of_hit_carries_its_text(url: str) -> None:
    with httpx.Client(trust_env=False, timeout=60) as visitor:
        for kind in ("statute", "item", "case", "violation"):
            sent = {"query": "过期食品", "kinds": [kind], "k": 3}
            hits = visitor.post(f"{url}/api/v1/search", json=sent).json()["hits"]
            assert [h["kind"] for h in hits] == [kind] * 3
            assert all(h["text"] for h in hits)
