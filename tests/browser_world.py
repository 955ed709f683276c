"""A browser and the real application in a process of its own, for every test that needs a page.

The application runs on a data folder of its own. Every request of a page and every connection of the server
is noted, and must stay on this machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page, expect, sync_playwright
from watched import watched

from web.running import BROWSER, BROWSER_ARGS, running_app

QUESTION = "我家超市被查到两袋过期面包, 第一次, 已经下架了, 会罚款吗?"
BOX = "#ky-box textarea"
DESKTOP, PHONE = (1440, 900), (390, 844)


@contextmanager
def watched_app(home: Path, watch: Path) -> Iterator[str]:
    """The address of the application over an index in ``home``; what it reaches is noted in ``watch``."""
    with running_app({"KUANYAN_HOME": str(home), **watched(watch)}) as address:
        yield address


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=BROWSER, args=list(BROWSER_ARGS))
        yield opened
        opened.close()


class Visitor:
    """One visitor with a browser session of his own; what his page did wrong is collected."""

    def __init__(
        self,
        browser: Browser,
        url: str,
        size: tuple[int, int],
        scheme: Literal["light", "dark"] = "light",
        waits_for: str = ".welcome",
    ) -> None:
        """``url``: where the visit starts; ``waits_for``: what is there once the page is."""
        self._context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, has_touch=size == PHONE, locale="zh-CN",
            color_scheme=scheme,
        )  # fmt: skip
        self.size = size
        self._context.set_default_timeout(10_000)
        self.page: Page = self._context.new_page()
        self.wrong: list[str] = []
        self.page.on("request", lambda r: self._note(not _stays(r.url, url), f"request {r.url}"))
        self.page.on("console", lambda m: self._note(m.type == "error", f"console {m.text}"))
        self.page.on("pageerror", lambda e: self.wrong.append(f"script {e}"))
        self.page.on("dialog", lambda d: self.wrong.append(f"dialog {d.message}"))
        self.page.goto(url)
        self.page.wait_for_selector(waits_for)

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
    return address.startswith((url.partition("?")[0], "data:", "blob:"))
