"""The REST API: each operation does what the pipeline does, and every fault is a problem with a way on."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema
import pytest
from api_world import BREAD, basic, client, doors, staffed
from starlette.testclient import TestClient

from api.words import examples, words
from assistant.knowledge import Knowledge
from assistant.pipeline import Assistant
from settings import Settings

DAY = date(2026, 11, 23)
FACTS = {"first_violation": "yes", "corrected_in_time": "yes", "harm": "none", "goods_value": 30}


@pytest.fixture(scope="module")
def visitor(knowledge: Knowledge, plain_settings: Settings) -> TestClient:
    return client(doors(staffed(knowledge, plain_settings)))


@pytest.fixture(scope="module")
def schema(visitor: TestClient) -> Any:
    return visitor.get("/api/v1/openapi.json").json()


def problem(reply: Any, status: int, kind: str) -> dict[str, Any]:
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = reply.json()
    assert body["type"] == f"urn:kuanyan:problem:{kind}"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"].endswith("。")
    return body


def test_ask_gives_the_answer_of_the_pipeline(visitor: TestClient, assistant: Assistant) -> None:
    sent = {"question": BREAD, "as_of": "2026-11-23", "id": "q1", "facts": {"harm": "none"}}
    reply = visitor.post("/api/v1/ask", json=sent)
    assert reply.status_code == 200
    own = assistant.ask(BREAD, "business", DAY, {"harm": "none"}, "q1")
    expected = own.model_dump(mode="json", by_alias=True)
    assert {**reply.json(), "timing_ms": 0} == {**expected, "timing_ms": 0}


@pytest.mark.parametrize(
    ("path", "headers"), [("/ask", {"accept": "text/event-stream"}), ("/ask/stream", {})]
)  # fmt: skip
def test_a_stream_tells_the_outcome_first_and_the_whole_answer_last(
    visitor: TestClient, path: str, headers: dict[str, str]
) -> None:
    reply = visitor.post(f"/api/v1{path}", json={"question": BREAD}, headers=headers)
    assert reply.headers["content-type"].startswith("text/event-stream")
    events = [_event(block) for block in reply.text.replace("\r\n", "\n").strip().split("\n\n")]
    kinds = [kind for kind, _ in events]
    assert kinds[0] == "outcome"
    assert kinds[-1] == "answer"
    assert set(kinds[1:-1]) == {"section"}
    answer = events[-1][1]
    assert events[0][1] == answer["outcome"]
    assert "\n".join(row["markdown"] for _, row in events[1:-1]) == answer["answer"]


def _event(block: str) -> tuple[str, Any]:
    rows = dict(line.split(": ", 1) for line in block.splitlines())
    return rows["event"], json.loads(rows["data"])


def test_determine_reads_facts_and_no_text(visitor: TestClient) -> None:
    sent = {"violation": "food-expired-sale", "facts": FACTS, "as_of": "2026-11-23"}
    answer = visitor.post("/api/v1/determine", json=sent).json()
    assert answer["outcome"]["code"] == "no_penalty_required"
    assert answer["trace"]
    assert answer["path"]
    worse = {**sent, "facts": {**FACTS, "harm": "serious"}}
    assert visitor.post("/api/v1/determine", json=worse).json()["outcome"]["code"] == "penalty"


def test_determine_takes_an_item_of_a_list_and_shows_it_first(visitor: TestClient) -> None:
    answer = visitor.post("/api/v1/determine", json={"item": "samr-2025-01-05", "facts": FACTS}).json()
    assert answer["items"][0]["id"] == "samr-2025-01-05"
    assert {"first_violation", "harm"} <= {f["name"] for f in answer["facts"] if f["from"] == "checklist"}


@pytest.mark.parametrize(
    "sent",
    [{}, {"violation": "food-expired-sale", "item": "x"}, {"violation": "x"}, {"item": "x"}],
)
def test_determine_needs_a_known_id(visitor: TestClient, sent: dict[str, str]) -> None:
    problem(visitor.post("/api/v1/determine", json=sent), 422, "unusable")


def test_every_item_can_be_determined(assistant: Assistant) -> None:
    facts = {"violation_established": "no", "crime_suspected": "no"}
    for name in assistant.items_by_id:
        answer = assistant.determine(facts, item=name, as_of=DAY)
        assert answer.outcome.code.value == "not_a_violation", name


def test_a_crime_is_known_by_facts_and_not_by_the_name_of_the_act(visitor: TestClient) -> None:
    sent: dict[str, Any] = {"violation": "traffic-drunk-driving", "facts": {"first_violation": "yes"}}
    assert visitor.post("/api/v1/determine", json=sent).json()["outcome"]["code"] == "penalty"
    sent["facts"]["crime_suspected"] = "yes"
    assert visitor.post("/api/v1/determine", json=sent).json()["outcome"]["code"] == "transfer"


def test_verify_tells_what_is_wrong_with_a_citation(visitor: TestClient) -> None:
    text = "依据《行政处罚法》第三十三条第一款和第三百条。"
    checks = visitor.post("/api/v1/verify", json={"text": text, "as_of": "2026-11-23"}).json()["checks"]
    assert [c["status"] for c in checks] == ["ok", "not_found"]


def test_items_are_filtered_and_paged(visitor: TestClient, assistant: Assistant) -> None:
    page = visitor.get("/api/v1/items", params={"region": "全国", "binding": True, "limit": 3}).json()
    assert len(page["items"]) == 3
    assert all(row["binding"] and row["item"]["region"] == "全国" for row in page["items"])
    later = visitor.get(
        "/api/v1/items", params={"region": "全国", "binding": True, "offset": page["total"] - 1}
    )
    assert len(later.json()["items"]) == 1
    assert visitor.get("/api/v1/items").json()["total"] == len(assistant.items_by_id)


def test_an_item_that_does_not_bind_says_why(visitor: TestClient) -> None:
    page = visitor.get("/api/v1/items", params={"binding": False, "limit": 100}).json()
    assert all(row["reason"] and row["note"] for row in page["items"])


def test_cases_are_filtered_and_found_by_id(visitor: TestClient) -> None:
    page = visitor.get("/api/v1/cases", params={"outcome": "不予处罚", "limit": 2}).json()
    assert {c["outcome_class"] for c in page["cases"]} == {"不予处罚"}
    first = page["cases"][0]
    assert visitor.get(f"/api/v1/cases/{first['id']}").json() == first


def test_a_provision_is_given_with_the_paragraph_asked_for(visitor: TestClient, assistant: Assistant) -> None:
    found = visitor.get("/api/v1/provisions/行政处罚法/第33条第一款", params={"as_of": "2026-11-23"}).json()
    held = assistant.library.find("行政处罚法", "第三十三条", DAY)
    assert found["text"] == held.text
    assert found["in_force"]
    assert held.text.startswith(found["quote"])
    assert len(found["quote"]) < len(held.text)


def test_a_repealed_provision_is_shown_as_such(visitor: TestClient) -> None:
    found = visitor.get("/api/v1/provisions/环境保护法/第一条", params={"as_of": "2026-11-23"}).json()
    assert not found["in_force"]
    assert found["validity"] == "repealed"
    assert "2026-08-15" in found["message"]
    before = visitor.get("/api/v1/provisions/环境保护法/第一条", params={"as_of": "2026-08-14"}).json()
    assert before["in_force"]


def test_every_fact_told_can_be_sent(visitor: TestClient) -> None:
    facts = visitor.get("/api/v1/facts").json()
    sent = {f["name"]: f["values"][0] if f["values"] else 1 for f in facts}
    reply = visitor.post("/api/v1/determine", json={"violation": "food-expired-sale", "facts": sent})
    assert reply.status_code == 200, reply.text


@pytest.mark.parametrize(
    ("sent", "status", "kind", "said"),
    [
        ({}, 422, "invalid", "question：缺少这一项"),
        ({"question": 5}, 422, "invalid", "question：应是文字"),
        ({"question": BREAD, "zz": 1}, 422, "invalid", "zz：没有这一项"),
        ({"question": BREAD, "as_of": "2026-13-01"}, 422, "invalid", "2026-11-23"),
        ({"question": BREAD, "as_of": 20261123}, 422, "invalid", "2026-11-23"),
        ({"question": BREAD, "as_of": "1800-01-01"}, 422, "invalid", "太早"),
        ({"question": BREAD, "as_of": "1990-01-01"}, 422, "not-covered", "未收录"),
        ({"question": BREAD, "facts": {"zz": "yes"}}, 422, "invalid", "zz 不是已有的事实名"),
        ({"question": BREAD, "facts": {"harm": True}}, 422, "invalid", "harm 不能写"),
        ({"question": BREAD, "role": "root"}, 422, "invalid", "只能是"),
        ({"question": "长" * 5000}, 422, "unusable", "太长"),
        ({"question": "😀😀"}, 422, "unusable", "符号或表情"),
        ({"question": "长" * 25_000}, 413, "too-large", "太大"),
    ],
)  # fmt: skip
def test_bad_input_is_told_in_chinese(
    visitor: TestClient, sent: dict[str, Any], status: int, kind: str, said: str
) -> None:
    assert said in problem(visitor.post("/api/v1/ask", json=sent), status, kind)["detail"]


@pytest.mark.parametrize(
    "text",
    [
        '{"question":"\\ud800过期"}',
        '{"question":"过期","id":"\\udfff"}',
        '{"question":"过期","facts":{"\\ud800":"yes"}}',
        '{"question":"过期","facts":{"count":NaN}}',
    ],
)
def test_half_characters_and_numbers_that_are_none_are_refused(visitor: TestClient, text: str) -> None:
    reply = visitor.post("/api/v1/ask", content=text.encode(), headers={"content-type": "application/json"})
    problem(reply, 422, "invalid")


def test_what_is_no_json_is_told(visitor: TestClient) -> None:
    json_type = {"content-type": "application/json"}
    problem(visitor.post("/api/v1/ask", content=b"{", headers=json_type), 400, "no-json")
    assert visitor.post("/api/v1/ask", content=b"\xff\xfe", headers=json_type).status_code in (400, 422)


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/nowhere", 404, "no-address"),
        ("/items/none", 404, "not-found"),
        ("/cases/none", 404, "not-found"),
        ("/provisions/行政处罚法/第九百条", 404, "not-found"),
        ("/provisions/不存在的法/第一条", 404, "not-found"),
        ("/provisions/行政处罚法/某处", 422, "unusable"),
        ("/provisions/行政处罚法/第三十三条?as_of=1990-01-01", 422, "not-covered"),
        ("/items?limit=0", 422, "invalid"),
        ("/ask", 405, "method"),
    ],
)
def test_what_is_not_there_is_a_problem(visitor: TestClient, path: str, status: int, kind: str) -> None:
    assert problem(visitor.get(f"/api/v1{path}"), status, kind).get("next") or kind == "unusable"


def test_a_body_without_a_stated_length_is_counted_as_it_comes(visitor: TestClient) -> None:
    reply = visitor.post("/api/v1/ask", content=(b"x" * 1000 for _ in range(100)))
    problem(reply, 413, "too-large")


def test_a_long_text_can_be_verified_and_an_endless_one_cannot(visitor: TestClient) -> None:
    assert (
        visitor.post("/api/v1/verify", json={"text": "《行政处罚法》第三十三条。" * 2000}).status_code == 200
    )
    problem(visitor.post("/api/v1/verify", json={"text": "长" * 200_000}), 413, "too-large")


def test_a_fault_of_ours_tells_no_details(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(Assistant, "ask", broken)
    reply = visitor.post("/api/v1/ask", json={"question": BREAD})
    problem(reply, 500, "failed")
    assert "secret" not in reply.text
    assert "secret detail" in caplog.text


def test_an_answer_for_officers_is_for_officers(visitor: TestClient) -> None:
    sent = {"question": BREAD, "role": "officer"}
    problem(visitor.post("/api/v1/ask", json=sent), 401, "signin")
    problem(visitor.post("/api/v1/ask", json=sent, headers=basic("editor")), 403, "role")
    assert visitor.post("/api/v1/ask", json=sent, headers=basic("officer")).json()["role"] == "officer"
    publicity = {"violation": "food-expired-sale", "role": "publicity"}
    assert visitor.post("/api/v1/determine", json=publicity, headers=basic("editor")).status_code == 200


def test_the_schema_describes_every_operation_in_chinese_with_examples(schema: Any) -> None:
    operations = [op for path in schema["paths"].values() for op in path.values()]
    assert {op["operationId"] for op in operations} == set(words()["operations"])
    for op in operations:
        assert op["summary"]
        assert op["description"].endswith("。") or op["description"].endswith("）。")
        assert "application/problem+json" in op["responses"]["default"]["content"]
        for body in op.get("requestBody", {}).get("content", {}).values():
            assert body["examples"][op["operationId"].removesuffix("_stream")]["value"]
        for parameter in op.get("parameters", []):
            assert parameter["description"], parameter["name"]


@pytest.mark.parametrize("name", sorted(examples()))
def test_every_example_of_a_reply_fits_the_schema(schema: Any, name: str) -> None:
    replies = [
        op["responses"]["200"]["content"]
        for path in schema["paths"].values()
        for op in path.values()
        if op["operationId"] == name
    ]
    content = replies[0]["application/json"]
    assert content["example"]
    whole = {**content.get("schema", {}), "components": schema["components"]}
    jsonschema.Draft202012Validator(whole).validate(examples()[name]["response"])


def test_the_page_of_documentation_loads_nothing_from_elsewhere(visitor: TestClient) -> None:
    page = visitor.get("/api/v1/docs").text
    assert "http://" not in page
    assert "https://" not in page
    assert '"validatorUrl": null' in page
    for name in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert visitor.get(f"/api/v1/docs/assets/{name}").status_code == 200


def test_health_is_told_to_all(visitor: TestClient) -> None:
    assert visitor.get("/healthz").json() == {"status": "ok"}
    assert visitor.get("/readyz").json()["status"] == "ready"
