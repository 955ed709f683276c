"""The pages to read: every law, item and case has one; wrong addresses say what to do; nothing unescaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from assistant.pipeline import Assistant
from corpus.library import Library
from corpus.models import Case
from corpus.paragraphs import slice as slice_text
from web.browse import browse_router
from web.browse.addresses import article_address, item_address, law_address, mark_of, reference_address
from web.browse.articles import may_be_older
from web.browse.asking import Ask
from web.browse.laws import laws_page
from web.browse.pages import HEADERS
from web.browse.stacks import Stacks
from web.page import STATIC

CODE = "/laws/环境保护法"
TODAY = "2026-11-24"


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(browse_router(assistant))
    with TestClient(app) as made:
        yield made


@pytest.fixture(scope="module")
def library(assistant: Assistant) -> Library:
    return assistant.library


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/laws", "共"),
        ("/laws?q=食品", "食品安全法"),
        ("/laws?state=repealed&on=2026-11-24", "环境保护法"),
        ("/laws/食品安全法", "第一百二十四条"),
        ("/laws/食安法/34", "禁止生产经营下列食品"),
        ("/laws/《行政处罚法》/第33条", "初次违法且危害后果轻微并及时改正的"),
        (f"{CODE}?on=2026-08-14", "现行有效"),
        (f"{CODE}?on={TODAY}", "已废止（自2026-08-15由《生态环境法典》取代）"),
        (f"{CODE}/第一条?on={TODAY}", "已废止（自2026-08-15由《生态环境法典》取代）"),
        ("/laws/生态环境法典?on=2026-08-01", "尚未施行（自2026-08-15）"),
        ("/laws/乡镇企业法", "状态存疑"),
        ("/laws/优化营商环境条例", "要旨"),
        ("/laws/宪法?on=1980-01-01", "未收录"),
        ("/laws/刑法/第一百六十五条?on=2026-11-24", "已由《中华人民共和国刑法修正案（十二）》修改"),
        ("/items", "共"),
        ("/items?field=消防&region=四川省&disposition=may_no_penalty&state=in_force", "条"),
        ("/items?state=binding", "对辽宁省盘锦市有约束力"),
        ("/items/samr-2025-02-01", "国市监法〔2025〕10号"),
        ("/cases?field=食品&outcome=减轻处罚", "案例"),
        ("/cases?law=行政处罚法", "案例"),
        ("/cases/ENV-01", "生态环境法典"),
        ("/search", "还没有写要找什么"),
        ("/search?q=食品安全法第34条", "《食品安全法》第三十四条"),
    ],
)
def test_an_address_and_what_stands_there(client: TestClient, address: str, said: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert said in page.text


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/laws/没有的法", 404, "没有收录《没有的法》"),
        ("/laws/食品安全", 404, "您要找的可能是"),
        ("/laws/食品安全法/第九百条", 404, "没有第九百条"),
        ("/laws/食品安全法/附近", 404, "没有附近"),
        ("/laws/a/b/c", 404, "这个地址没有内容"),
        ("/items/none", 404, "没有编号为none的清单事项"),
        ("/items/a/b", 404, "这个地址没有内容"),
        ("/cases/none", 404, "没有编号为none的案例"),
        ("/laws?on=2026-13-01", 400, "不是日期"),
        ("/laws/食品安全法?on=昨天", 400, "不是日期"),
        ("/laws?kind=x", 400, "种类里没有"),
        ("/laws?page=0", 400, "没有第“0”页"),
        ("/laws?page=²", 400, "没有第"),
        ("/items?field=x", 400, "领域里没有“x”"),
        ("/items?region=火星", 400, "发布地区里没有"),
        ("/cases?outcome=x", 400, "处理结果里没有"),
        ("/search?q=" + "长" * 201, 400, "不要超过200个字"),
        ("/search?q=面包&law=没有的法", 404, "没有收录"),
    ],
)
def test_a_wrong_address_says_what_is_wrong_and_what_to_do(
    client: TestClient, address: str, status: int, said: str
) -> None:
    page = client.get(address)
    assert page.status_code == status
    assert said in page.text
    assert "可以这样做" in page.text


def test_a_trailing_slash_leads_to_the_list(client: TestClient) -> None:
    moved = client.get("/laws/", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (301, "/laws")


def test_every_law_has_a_page(client: TestClient, assistant: Assistant) -> None:
    for law in Stacks(assistant).law_names:
        assert client.get(law_address(assistant.library, law)).status_code == 200, law


def test_every_item_and_case_has_a_page(client: TestClient, assistant: Assistant) -> None:
    for item_id, item in assistant.items_by_id.items():
        page = client.get(item_address(item_id))
        assert page.status_code == 200
        assert str(escape(item.violation)) in page.text
    for case_id, case in assistant.cases_by_id.items():
        page = client.get(f"/cases/{case_id}")
        assert page.status_code == 200
        assert str(escape(case.source.title)) in page.text


def test_no_page_shows_a_python_object(client: TestClient) -> None:
    for address in ("/laws?q=法", "/items?field=消防", "/cases?field=食品", "/cases/ENV-01", "/search?q=a"):
        assert not re.search(r"built-in|&lt;[a-z_]+ object|None|Undefined", client.get(address).text), address


def test_every_page_allows_no_script_and_has_none(client: TestClient) -> None:
    for address in (
        "/laws",
        "/laws/食品安全法",
        "/items",
        "/cases/ENV-01",
        "/search?q=a",
        "/laws/x",
        "/laws?on=x",
    ):
        page = client.get(address)
        assert page.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert not re.search(r"<script|style=|\son\w+=", page.text)


def test_every_link_inside_a_page_leads_somewhere(client: TestClient) -> None:
    for address in ("/laws/食品安全法/第三十四条", "/cases/ENV-01", "/items/samr-2025-02-01", "/laws/x"):
        links = set(re.findall(r'href="(/(?:laws|items|cases|search)[^"#]*)"', client.get(address).text))
        assert links
        for link in links:
            assert client.get(link.replace("&amp;", "&")).status_code == 200, link


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_what_a_visitor_writes_is_only_ever_text(client: TestClient, text: str) -> None:
    hostile = f"<img src=x onerror=alert(1)>{text}\"'>"
    for address in ("/search", "/laws", "/cases"):
        page = client.get(address, params={"q": hostile}).text
        assert "<img" not in page
    assert "<img" not in client.get(f"/laws/{quote(hostile, safe='')}").text
    assert "<img" not in client.get("/items", params={"field": hostile}).text


def test_the_paragraph_of_the_address_is_marked_and_a_wrong_one_is_told(
    client: TestClient, library: Library
) -> None:
    text = library.find("行政处罚法", "第三十三条", date(2026, 11, 24)).text
    page = client.get("/laws/行政处罚法/第三十三条?mark=2").text
    marked = re.findall(r"<mark>(.*?)</mark>", page)
    assert marked == [slice_text(text, 2)]
    for wrong in ("9", "x", "1.1.1", "-1", "0"):
        reply = client.get(f"/laws/行政处罚法/第三十三条?mark={wrong}")
        assert reply.status_code == 200
        assert "<mark>" not in reply.text
        assert "所以没有标出" in reply.text


def test_an_article_stands_between_its_neighbours_and_names_what_refers_to_it(client: TestClient) -> None:
    page = client.get("/laws/食品安全法/第三十四条").text
    assert [page.index(a) for a in ("第三十三条</a>", "<h2>第三十四条", "第三十五条</a>")] == sorted(
        page.index(a) for a in ("第三十三条</a>", "<h2>第三十四条", "第三十五条</a>")
    )
    assert "经营超过保质期的食品" in page
    assert "/cases/" in page
    assert "义务条款（第（十）项）" in page


def test_each_version_of_a_law_has_its_own_address(client: TestClient) -> None:
    page = client.get("/laws/商标法").text
    assert "?on=2027-01-01" in page
    future = client.get("/laws/商标法/第一条?on=2027-01-01").text
    assert "这里显示的是2027-01-01的文本" in future


@pytest.mark.parametrize(
    ("paragraph", "item", "mark"), [(2, None, "2"), (1, 3, "1.3"), (None, 10, ".10"), (None, None, "")]
)
def test_the_mark_of_a_place(paragraph: int | None, item: int | None, mark: str) -> None:
    assert mark_of(paragraph, item) == mark


def test_a_reference_leads_to_its_place_and_one_outside_the_store_nowhere(library: Library) -> None:
    found = reference_address(library, "食品安全法 第三十四条第（十）项")
    assert found == article_address(library, "中华人民共和国食品安全法", "第三十四条", mark=".10")
    assert reference_address(library, "食品安全法实施条例 第三十九条第二款") is None


def test_a_case_older_than_the_text_is_told_to_be(library: Library, assistant: Assistant) -> None:
    held = library.find("行政处罚法", "第三十三条", date(2026, 11, 24))  # in force since 2021-07-15

    def dated(day: str) -> Case:
        return assistant.cases_by_id["ENV-01"].model_copy(update={"date": day})

    told = {"": True, "2020": True, "2021": False, "2021-07-14": True, "2021-07-15": False, "2023": False}
    assert {day: may_be_older(dated(day), held) for day in told} == told


def test_laws_are_found_by_full_and_short_names(assistant: Assistant) -> None:
    for name in ("食安法", "食品安全法", "《中华人民共和国食品安全法》"):
        page = laws_page(Stacks(assistant), Ask({}, {"q": name}))
        assert "食品安全法" in [row["name"] for row in page.values["rows"]]


def test_search_finds_provisions_items_and_cases(indexed_assistant: Assistant) -> None:
    app = FastAPI()
    app.include_router(browse_router(indexed_assistant))
    with TestClient(app) as client:
        page = client.get("/search?q=卖过期食品").text
        for link in ("/laws/%E9%A3%9F%E5%93%81%E5%AE%89%E5%85%A8%E6%B3%95/", "/items/", "/cases/"):
            assert link in page
        within = client.get("/search?q=过期食品&law=食品安全法").text
        assert set(re.findall(r"《([^》]+)》第", within)) == {"食品安全法"}


def test_the_dark_colours_are_those_of_the_chat_page() -> None:
    def colours(sheet: str, opening: str) -> dict[str, str]:
        block = (STATIC / sheet).read_text(encoding="utf-8").partition(opening)[2].partition("}")[0]
        return dict(re.findall(r"(--[\w-]+): (#\w+)", block))

    assert colours("browse.css", "dark) {") == colours("page.css", "\n.dark {")
