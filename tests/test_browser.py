"""The real application in a real browser: one question asked and read, on a desktop and on a phone.

The application runs in a process of its own with an empty data folder. Every request of the page and every
connection of the server is noted, and must stay on this machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from web.running import BROWSER, BROWSER_ARGS, running_app
from web.words import examples

QUESTION = "我家超市被查到两袋过期面包, 第一次, 已经下架了, 会罚款吗?"
BOX = "#ky-box textarea"
DESKTOP, PHONE = (1440, 900), (390, 844)

# Python runs a sitecustomize module at start: it notes every connection that leaves the machine.
_WATCH = """
import sys
def _note(event, args):
    if event == "socket.connect":
        address = args[1]
    elif event == "socket.getaddrinfo":
        address = args[:2]
    else:
        return
    host = address[0] if isinstance(address, tuple) else ""
    host = host.decode() if isinstance(host, bytes) else host
    if host not in ("", None, "localhost", "::1") and not str(host).startswith("127."):
        with open(NOTES, "a") as notes:
            notes.write(f"{event} {address}\\n")
sys.addaudithook(_note)
"""


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("notes") / "connections"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, notes: Path, indexed_home: Path) -> Iterator[str]:
    """The address of the running application, its index built from the vectors that ship."""
    watch = tmp_path_factory.mktemp("watch")
    (watch / "sitecustomize.py").write_text(f"NOTES = {str(notes)!r}\n{_WATCH}", encoding="utf-8")
    with running_app({"KUANYAN_HOME": str(indexed_home), "PYTHONPATH": str(watch)}) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=BROWSER, args=list(BROWSER_ARGS))
        yield opened
        opened.close()


class Visitor:
    """One visitor with a browser session of his own; what his page did wrong is collected."""

    def __init__(self, browser: Browser, url: str, size: tuple[int, int]) -> None:
        self._context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, has_touch=size == PHONE, locale="zh-CN"
        )
        self._context.set_default_timeout(10_000)
        self.page: Page = self._context.new_page()
        self.wrong: list[str] = []
        self.page.on("request", lambda r: self._note(not _stays(r.url, url), f"request {r.url}"))
        self.page.on("console", lambda m: self._note(m.type == "error", f"console {m.text}"))
        self.page.on("pageerror", lambda e: self.wrong.append(f"script {e}"))
        self.page.on("dialog", lambda d: self.wrong.append(f"dialog {d.message}"))
        self.page.goto(url)
        self.page.wait_for_selector(".welcome")

    def _note(self, bad: bool, what: str) -> None:
        if bad:
            self.wrong.append(what)

    def ask(self, text: str) -> None:
        self.page.fill(BOX, text)
        self.page.press(BOX, "Enter")

    def outcome(self, words: str) -> None:
        expect(self.page.locator(".outcome h2")).to_have_text(words)

    def wait(self, selector: str) -> Any:
        return self.page.wait_for_selector(selector)

    def fits(self) -> None:
        width = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, "the page is wider than the screen"

    def leave(self) -> None:
        self._context.close()
        assert self.wrong == []


def _stays(address: str, url: str) -> bool:
    return address.startswith((url, "data:", "blob:"))


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def visitor(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[Visitor]:
    someone = Visitor(browser, url, request.param)
    yield someone
    someone.leave()


@pytest.fixture
def desktop(browser: Browser, url: str) -> Iterator[Visitor]:
    someone = Visitor(browser, url, DESKTOP)
    yield someone
    someone.leave()


def test_ready_and_healthy(url: str) -> None:
    for path, status in (("healthz", "ok"), ("readyz", "ready")):
        with urlopen(f"{url}/{path}") as reply:
            assert json.load(reply)["status"] == status


def test_the_pages_to_read_stand_beside_the_chat(url: str) -> None:
    for path, said in (
        ("", "gradio"),
        ("config", "version"),
        ("laws", "法条"),
        ("items", "清单"),
        ("cases", "案例"),
    ):
        with urlopen(f"{url}/{path}") as reply:
            assert said in reply.read().decode()


def test_a_question_its_outcome_its_clause_and_a_corrected_fact(visitor: Visitor) -> None:
    page = visitor.page
    visitor.ask(QUESTION)
    visitor.outcome("可以不予处罚")
    expect(page.locator(".outcome .certainty")).to_have_text("有条件")
    visitor.wait(".facts")
    assert page.locator(".asked mark", has_text="第一次").count() == 1
    assert page.locator(".elements li.met").count() >= 2
    visitor.fits()

    clause = page.locator(".clause", has_text=re.compile("行政处罚法》第三十三条")).first
    clause.locator("details > summary").last.click()
    expect(clause.locator(".law")).to_contain_text(
        "对当事人的违法行为依法不予行政处罚的，行政机关应当对当事人进行教育。"
    )
    expect(clause.locator(".badge")).to_have_text("现行有效")
    visitor.fits()

    page.locator(".replies button", has_text="没有").click()
    visitor.outcome("应当不予处罚")
    expect(page.locator("input[name=fact-harm][value=none]")).to_be_checked()
    page.locator(".facts label:has(input[name=fact-harm][value=serious])").click()
    visitor.outcome("不适用柔性执法，依法处罚")
    visitor.fits()


def test_on_a_phone_a_clause_name_opens_a_sheet(browser: Browser, url: str) -> None:
    someone = Visitor(browser, url, PHONE)
    someone.ask(QUESTION)
    someone.wait(".facts")
    someone.page.locator(".elements .ref").first.click()
    sheet = someone.page.locator("#ky-sheet")
    expect(sheet).to_be_visible()
    expect(sheet.locator(".law mark").first).to_be_visible()
    sheet.locator(".close").click()
    expect(sheet).to_be_hidden()
    someone.leave()


def test_what_is_no_question_is_told_and_kept(desktop: Visitor) -> None:
    for text, said in (("😀😀😀", "符号或表情"), ("长" * 10_000, "太长"), ("", "还没有写内容")):
        desktop.ask(text)
        expect(desktop.page.locator("#ky-wrong .error")).to_contain_text(said)
        assert desktop.page.input_value(BOX) == text
        assert desktop.page.locator(".welcome").count() == 1


def test_other_languages_and_code_get_a_clear_answer(desktop: Visitor) -> None:
    for text in ("Will I be fined for expired bread?", "'; DROP TABLE laws; --"):
        desktop.ask(text)
        expect(desktop.page.locator(".asked p")).to_have_text(text)
        desktop.outcome("不在本助手的范围")
        desktop.wait(".tools")


def test_a_script_in_a_question_is_shown_and_never_run(desktop: Visitor) -> None:
    hostile = "卖过期面包<script>alert(1)</script><img src=x onerror=alert(2)>${alert(3)}{{value}}"
    desktop.ask(hostile)
    desktop.wait(".facts")
    expect(desktop.page.locator(".asked p")).to_have_text(hostile)
    assert desktop.page.locator(".asked img, .asked script").count() == 0


def test_each_reader_has_examples_and_one_tap_asks_them(desktop: Visitor) -> None:
    page = desktop.page
    for role, words in (("officer", "执法人员"), ("publicity", "宣传"), ("business", "企业")):
        page.locator("#ky-role label", has_text=words).locator("input").check()
        expect(page.locator(".examples button").first).to_have_text(examples()[role][0])
    page.locator(".examples button").first.click()
    desktop.outcome("可以不予处罚")


def test_two_visitors_never_see_each_other(browser: Browser, url: str) -> None:
    one, other = (Visitor(browser, url, DESKTOP) for _ in range(2))
    one.ask(QUESTION)
    one.wait(".facts")
    assert other.page.locator(".welcome").count() == 1
    other.ask("我的饭店油烟直排被查了，第一次，已经装上净化器了")
    other.wait(".facts")
    one.page.locator(".replies button", has_text="没有").click()
    one.outcome("应当不予处罚")
    assert "油烟" in other.page.inner_text(".asked")
    assert "油烟" not in one.page.content()
    assert "面包" not in other.page.inner_text(".talk")
    for someone in (one, other):
        someone.leave()


def test_an_earlier_question_can_be_opened_again(desktop: Visitor) -> None:
    desktop.ask(QUESTION)
    desktop.wait(".facts")
    desktop.ask("我的饭店油烟直排被查了，第一次，已经装上净化器了")
    expect(desktop.page.locator(".asked")).to_contain_text("油烟")
    desktop.wait(".facts")
    desktop.page.locator(".past button").first.click()
    expect(desktop.page.locator(".asked")).to_contain_text("面包")


def test_a_tap_on_a_fact_can_be_made_with_the_keyboard(desktop: Visitor) -> None:
    desktop.ask(QUESTION)
    desktop.wait(".facts")
    desktop.page.locator("input[name=fact-harm][value=unknown]").focus()
    desktop.page.keyboard.press("ArrowLeft")
    desktop.outcome("不适用柔性执法，依法处罚")
    expect(desktop.page.locator("input[name=fact-harm][value=serious]")).to_be_focused()


def test_the_server_talked_to_nobody(url: str, notes: Path) -> None:
    assert not notes.exists(), notes.read_text(encoding="utf-8")
