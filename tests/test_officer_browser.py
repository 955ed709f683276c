"""The officer's whole job in a real browser, phone and desktop: choose, tick, look up, make, download."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from desk_world import CODE, PARTY, text_of
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from documents.verifying import faults
from register.records import Entry
from register.store import LocalRegister
from web.running import free_port

PHONE, DESKTOP = (390, 844), (1440, 900)
FOUND = ".found button:has-text('经营超过保质期的食品')"


@pytest.fixture(scope="module")
def url(indexed_home: Path) -> Iterator[str]:
    """The desk alone on a loopback port, over the assistant as users have it."""
    port, root = free_port(), Path(__file__).parents[1]
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("desk_server.py")), str(port)], cwd=root,
        env={**os.environ, "KUANYAN_HOME": str(indexed_home), "PYTHONPATH": str(root),
             "GRADIO_ANALYTICS_ENABLED": "False"},
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}/officer/"
    while not _answers(address):
        assert process.poll() is None, "the desk did not start"
        time.sleep(0.2)
    yield address
    process.terminate()
    process.wait(timeout=20)


def _answers(address: str) -> bool:
    try:
        with urlopen(address):
            return True
    except OSError:
        return False


@dataclass
class Officer:
    """One officer at the desk; what his page did wrong is collected."""

    context: BrowserContext
    page: Page
    wrong: list[str] = field(default_factory=list)

    def tick(self, name: str, value: str) -> None:
        self.page.click(f".checks label:has([data-tick={name}][value={value}])")

    def choose(self) -> None:
        self.page.fill("[data-find=text]", "过期")
        self.page.click(FOUND)
        expect(self.page.locator(".chosen strong")).to_have_text("经营超过保质期的食品")

    def outcome(self, words: str, certainty: str) -> None:
        expect(self.page.locator(".bar .now")).to_have_text(re.compile(f"{words}\\s*{certainty}"))

    def download(self, selector: str, folder: Path) -> Path:
        with self.page.expect_download() as held:
            self.page.click(selector)
        path = folder / held.value.suggested_filename
        held.value.save_as(path)
        return path


def come(browser: Browser, url: str, size: tuple[int, int]) -> Officer:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, has_touch=size == PHONE, locale="zh-CN"
    )
    context.set_default_timeout(10_000)
    officer = Officer(context, context.new_page())
    root = url.removesuffix("officer/")
    officer.page.on(
        "request", lambda r: _note(officer, not r.url.startswith((root, "data:", "blob:")), r.url)
    )
    officer.page.on("console", lambda m: _note(officer, m.type == "error", m.text))
    officer.page.on("pageerror", lambda e: officer.wrong.append(str(e)))
    officer.page.goto(url)
    officer.page.wait_for_selector(".bar")
    return officer


def _note(officer: Officer, bad: bool, what: str) -> None:
    if bad:
        officer.wrong.append(what)


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def officer(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[Officer]:
    someone = come(browser, url, request.param)
    yield someone
    someone.context.close()
    assert someone.wrong == []


def test_the_whole_job(officer: Officer, indexed_home: Path, tmp_path: Path) -> None:
    page = officer.page
    LocalRegister(indexed_home / "register.sqlite").add(
        [Entry(code="911101080000000000", date=date(2025, 1, 1), violation="无照经营", result="罚款")]
    )
    officer.choose()
    officer.outcome("事实不足，需要补充", "待补充")

    page.fill("[data-entry=party]", PARTY)
    page.fill("[data-entry=credit_code]", CODE)
    page.click("[data-do=look]")
    expect(page.locator(".finding")).to_contain_text("没有同类违法记录")
    expect(page.locator("input[data-tick=first_violation][value=yes]")).to_be_checked()

    officer.tick("corrected_in_time", "yes")
    officer.tick("harm", "slight")
    officer.tick("minor", "no")
    officer.outcome("可以不予处罚", "明确")
    officer.tick("harm", "none")
    officer.tick("minor", "yes")
    officer.outcome("应当不予处罚", "明确")

    photo = tmp_path / "货架.jpg"
    Image.new("RGB", (60, 40), "red").save(photo)
    with page.expect_file_chooser() as chooser:
        page.click("#kd-camera")
    chooser.value.set_files(photo)
    expect(page.locator(".photos li")).to_contain_text("货架.jpg")

    paper = officer.download("[data-do=make][data-value=no-penalty-decision]", tmp_path)
    assert paper.name == f"不予行政处罚决定书-{PARTY}.docx"
    told = text_of(paper.read_bytes())
    assert PARTY in told
    assert "应当不予行政处罚" in told
    assert "货架.jpg" in told

    packed = officer.download("[data-do=case]", tmp_path)
    assert packed.name.startswith(f"一案一卷-{PARTY}-")
    assert faults(packed) == []

    officer.tick("harm", "serious")
    officer.outcome("不适用柔性执法，依法处罚", "明确")
    expect(page.locator(".papers .off").filter(has_text="不予行政处罚决定书")).to_contain_text("不能制作")
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0, "the page is wider than the screen"
    assert page.locator(".checks .choices label").first.bounding_box()["height"] >= 44  # type: ignore[index]


def test_a_draft_outlives_a_dropped_network_and_a_closed_page(officer: Officer, url: str) -> None:
    page = officer.page
    officer.choose()
    officer.tick("corrected_in_time", "yes")
    officer.tick("first_violation", "yes")
    officer.tick("harm", "serious")
    officer.outcome("不适用柔性执法，依法处罚", "")
    officer.context.set_offline(True)
    officer.tick("harm", "slight")
    page.fill("[data-entry=party]", PARTY)
    expect(page.locator(".bar .offline")).to_be_visible()
    officer.context.set_offline(False)
    officer.outcome("可以不予处罚", "明确")  # what was ticked meanwhile is worked out without a tap
    officer.wrong.clear()  # requests of the page that failed while there was no network, as they must
    page.goto(url)
    expect(page.locator(".bar .notice")).to_contain_text("已恢复")
    expect(page.locator("[data-entry=party]")).to_have_value(PARTY)
    expect(page.locator("input[data-tick=harm][value=slight]")).to_be_checked()
    page.click(".bar [data-do=new]")
    expect(page.locator("[data-find=text]")).to_be_visible()
    page.goto(url)
    page.wait_for_selector(".bar")
    expect(page.locator("[data-entry=party]")).to_have_value("")


def test_two_officers_never_see_each_others_case(browser: Browser, url: str, tmp_path: Path) -> None:
    one, two = (come(browser, url, DESKTOP) for _ in range(2))
    one.choose()
    one.page.fill("[data-entry=party]", PARTY)
    photo = tmp_path / "一.jpg"
    Image.new("RGB", (60, 40)).save(photo)
    one.page.set_input_files("#kd-camera input, input[type=file][accept*=image]", photo)
    expect(one.page.locator(".photos li")).to_have_count(1)
    two.choose()
    two.tick("harm", "serious")
    two.outcome("不适用柔性执法，依法处罚", "")
    assert PARTY not in two.page.content()
    expect(two.page.locator(".photos li")).to_have_count(0)
    one.outcome("事实不足，需要补充", "")
    for someone in (one, two):
        someone.context.close()
        assert someone.wrong == []


def test_a_register_file_is_taken_in_and_bad_rows_are_told(officer: Officer, tmp_path: Path) -> None:
    page: Any = officer.page
    path = tmp_path / "台账.csv"
    path.write_bytes(f"统一社会信用代码,名称,日期,违法行为\n{CODE},甲,去年,乙\n".encode("gbk"))
    with page.expect_file_chooser() as chooser:
        page.click("#kd-import")
    chooser.value.set_files(path)
    expect(page.locator(".imported")).to_contain_text("第2行：日期写成“去年”")
