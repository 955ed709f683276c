"""Pictures of the pages: ``python -m web.screenshots [folder]`` writes them to docs/screenshots."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from web import screenshots_desks as desks
from web.running import BROWSER, BROWSER_ARGS, running_app
from web.words import examples

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
_SCREENS = {"desktop": (1440, 900), "phone": (390, 844)}
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_SETTLED = 400  # milliseconds for the last step of an answer to be drawn


def take(folder: Path, url: str, password: str) -> list[Path]:
    """What owner, officer, editor and reader meet, on desktop and phone; the chat in light and dark.

    ``password``: of the account of ``web.screenshots_desks``.
    """
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    taken: list[Path] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=BROWSER, args=list(BROWSER_ARGS))
        for screen, (width, height) in _SCREENS.items():
            for scheme in _SCHEMES:
                page = browser.new_page(
                    viewport={"width": width, "height": height}, color_scheme=scheme, locale="zh-CN"
                )
                shoot = _camera(page, folder, f"{screen}-{scheme}", taken)
                _story(page, url, shoot)
                if scheme == "light":
                    _desks(page, url, shoot, password)
                page.close()
        browser.close()
    return taken


def _camera(page: Any, folder: Path, name: str, taken: list[Path]) -> Callable[[str], None]:
    def shoot(what: str) -> None:
        page.wait_for_timeout(_SETTLED)
        path = folder / f"{name}-{what}.png"
        page.screenshot(path=path)
        taken.append(path)

    return shoot


def _desks(page: Any, url: str, shoot: Callable[[str], None], password: str) -> None:
    desks.browse(page, url, shoot)
    desks.sign_in(page, url, password)
    desks.officer(page, url, shoot)
    desks.publicity(page, url, shoot)


def _story(page: Any, url: str, shoot: Callable[[str], None]) -> None:
    page.goto(url)
    page.wait_for_selector(".welcome")
    shoot("empty")
    page.fill("#ky-box textarea", examples()["business"][0])
    page.click("#ky-ask")
    page.wait_for_selector(".facts")
    shoot("answer")
    page.click(".elements .ref >> nth=0")
    shoot("clause")
    if page.locator("#ky-sheet[open]").count():
        page.click("#ky-sheet .close")
    page.locator(".facts").scroll_into_view_if_needed()
    page.click(".facts label:has(input[name=fact-first_violation][value=no])")
    page.wait_for_selector(".facts .ticked")
    page.locator(".facts").evaluate("e => e.scrollIntoView({block: 'center'})")
    shoot("facts")
    page.locator(".todo").evaluate("e => e.scrollIntoView({block: 'start'})")
    shoot("todo")
    page.click("[data-key=share]")
    page.wait_for_selector("#ky-link")
    page.locator(".tools:has([data-key=share])").evaluate("e => e.scrollIntoView({block: 'start'})")
    shoot("share")
    page.click(".language")
    page.wait_for_selector("[data-language=en]")
    page.evaluate("scrollTo(0, 0)")
    shoot("english")
    page.click(".language")
    page.click("[data-key=new]")
    for role in ("officer", "publicity"):
        page.wait_for_selector(".welcome")
        page.check(f"#ky-role input[value={role}]")
        shoot(role)


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    password, settings = desks.account()
    with running_app(settings) as url:
        for path in take(folder, url, password):
            print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
