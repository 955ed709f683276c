"""The publicity editor's whole job in a real browser, and a reader on a phone; axe-core on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from publicity_world import running_desk
from web_world import answer

from publicity.asked import FEWEST, AskedLog
from publicity.poster import HEIGHT, WIDTH
from web.running import BROWSER, BROWSER_ARGS, free_port

DESKTOP, PHONE = (1440, 900), (390, 844)
TEXT = "#desk-text textarea"
WORST = ("serious", "critical")


@pytest.fixture(scope="module")
def url(indexed_home: Path) -> Iterator[str]:
    log = AskedLog.at(indexed_home)
    for _ in range(FEWEST):
        log.record(answer(), "food-expired-sale")
    with running_desk(indexed_home, free_port()) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=BROWSER, args=list(BROWSER_ARGS))
        yield chromium
        chromium.close()


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[Page]:
    yield from opened(browser, url, request.param)


@pytest.fixture
def phone(browser: Browser, url: str) -> Iterator[Page]:
    yield from opened(browser, url, PHONE)


def opened(browser: Browser, url: str, size: tuple[int, int]) -> Iterator[Page]:
    """A page that may ask nothing of any other machine and may run into no error."""
    wrong: list[str] = []
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="zh-CN", base_url=url, reduced_motion="reduce"
    )
    made = context.new_page()
    own = (url, "data:", "blob:")
    made.on("request", lambda r: None if r.url.startswith(own) else wrong.append(f"request {r.url}"))
    made.on("pageerror", lambda e: wrong.append(f"script {e}"))
    yield made
    context.close()
    assert wrong == []


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def worst(page: Page) -> list[tuple[str, Any]]:
    """What axe-core finds that keeps people out."""
    found = Axe().run(page).response["violations"]
    return [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found if v["impact"] in WORST]


def test_find_compare_write_go_wrong_mend_and_export(page: Page, tmp_path: Path) -> None:
    page.goto("/publicity")
    page.fill("#desk-question :is(textarea, input)", "超市卖过期食品，第一次，已经改了")
    page.click("#desk-find")
    page.locator("#desk-results label").nth(0).click()
    expect(page.locator(".desk-case")).to_contain_text("过期")
    fits(page)
    page.click("#desk-to-left")
    page.locator("#desk-results label").nth(2).click()
    expect(page.locator("#desk-results input").nth(2)).to_be_checked()
    page.wait_for_timeout(300)
    page.click("#desk-to-right")
    expect(page.locator(".desk-table")).to_be_visible()
    assert page.locator(".desk-table tr.alike").count() >= 2
    assert page.locator(".desk-table tr.differs").count() >= 2
    fits(page)
    assert worst(page) == []

    page.get_by_role("tab", name="找案例").click()
    page.locator("#desk-results label", has_text="首违不罚").first.click()
    expect(page.locator(".desk-case .badge").first).to_have_text("首违不罚")
    page.wait_for_timeout(300)
    page.click("#desk-to-write")
    expect(page.locator(TEXT)).to_have_value(_holding("第三十三条第一款"))
    sound = page.input_value(TEXT)
    page.fill(
        TEXT, sound.replace("违法行为轻微并及时改正", "违法行为轻微") + "\n店主王小明，电话13812345678。\n"
    )
    page.click("#desk-export")
    refused = page.locator(".desk-bad")
    expect(refused).to_contain_text("没有导出")
    expect(refused).to_contain_text("引文与条文不一致")
    expect(refused).to_contain_text("王小明")
    assert page.locator("#desk-file").count() == 0 or not page.locator("#desk-file").is_visible()
    fits(page)
    assert worst(page) == []

    page.click("#desk-hide")
    expect(page.locator(TEXT)).to_have_value(_holding("店主王某，电话138"))
    mended = page.input_value(TEXT).replace("违法行为轻微，没有", "违法行为轻微并及时改正，没有")
    page.fill(TEXT, mended)
    page.click("#desk-export")
    expect(page.locator(".desk-good")).to_contain_text("逐字一致")
    document = Document(str(_download(page, "#desk-file", tmp_path)))
    quoted = [p.text for p in document.paragraphs if p.style and p.style.name == "Quote"]
    assert any("违法行为轻微并及时改正" in text for text in quoted)
    assert not any("王小明" in p.text for p in document.paragraphs)

    page.type(TEXT, "。")
    expect(page.locator("#desk-file")).to_be_hidden()

    page.locator("#desk-form label", has_text="海报").click()
    expect(page.locator("#desk-kind")).to_contain_text("图片")
    page.click("#desk-export")
    expect(page.locator("#desk-preview img")).to_be_visible()
    with Image.open(_download(page, "#desk-file", tmp_path)) as poster:
        assert poster.size == (WIDTH, HEIGHT)
    fits(page)

    page.get_by_role("tab", name="图表").click()
    expect(page.locator("#desk-chart-cases :is(canvas, svg)").first).to_be_visible()
    expect(page.locator("#desk-chart-asked :is(canvas, svg)").first).to_be_visible()
    page.click("#desk-png-items")
    with Image.open(_download(page, "#desk-png-items-file", tmp_path)) as chart:
        assert chart.format == "PNG"
    fits(page)
    assert worst(page) == []


def _holding(words: str) -> re.Pattern[str]:
    return re.compile(re.escape(words))


def _download(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.locator(button).click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


def test_a_reader_on_a_phone_finds_a_clause_its_item_and_its_case(phone: Page) -> None:
    phone.goto("/search")
    phone.fill("#f-q", "卖过期食品")
    phone.press("#f-q", "Enter")
    phone.locator("a.law-name").first.click()
    expect(phone.locator(".marks .badge").first).to_have_text("现行有效")
    expect(phone.locator(".whole .law")).to_be_visible()
    fits(phone)
    box = phone.locator(".whole").bounding_box()
    assert box is not None
    assert box["y"] < PHONE[1] / 2, "the article asked for must be on the first screen"
    phone.goto("/laws/食品安全法/第三十四条?mark=.10")
    expect(phone.locator("mark").first).to_contain_text("超过保质期")
    phone.get_by_role("link", name="清单").first.click()
    phone.select_option("#f-field", "消防")
    phone.get_by_role("button", name="筛选").click()
    phone.locator(".rows .to").first.click()
    expect(phone.locator("h1")).to_be_visible()
    fits(phone)
    phone.get_by_role("link", name="案例").first.click()
    phone.locator(".rows .to").first.click()
    expect(phone.locator("h2", has_text="案情")).to_be_visible()
    fits(phone)
    phone.goto("/laws/没有的法")
    expect(phone.locator("h1")).to_have_text("没有这一页")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_to_read_keep_nobody_out(browser: Browser, url: str, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme, locale="zh-CN", base_url=url, bypass_csp=True)
    page = context.new_page()
    for address in (
        "/laws", "/laws/食品安全法", "/laws/行政处罚法/第三十三条?mark=1", "/laws/环境保护法/第一条",
        "/items", "/items/samr-2025-02-01", "/cases", "/cases/ENV-01", "/search?q=过期食品", "/laws/x",
    ):  # fmt: skip
        page.goto(address)
        assert worst(page) == [], address
    context.close()


def test_the_pages_can_be_used_with_the_keyboard_alone(phone: Page) -> None:
    phone.goto("/laws")
    phone.keyboard.press("Tab")
    expect(phone.locator(".skip")).to_be_focused()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    expect(phone.locator("#f-q")).to_be_focused()
    phone.keyboard.type("行政处罚法")
    phone.keyboard.press("Enter")
    expect(phone.locator(".rows .to").first).to_have_text("行政处罚法")


def test_no_script_is_needed_and_the_law_prints_dark_on_white(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=url, color_scheme="light")
    page = context.new_page()
    page.goto("/laws/行政处罚法/第三十三条")
    expect(page.locator(".whole .law")).to_contain_text("初次违法且危害后果轻微并及时改正的")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".find")).to_be_hidden()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator(".whole .law p").first).to_have_css("color", "rgb(0, 0, 0)")
    context.close()
