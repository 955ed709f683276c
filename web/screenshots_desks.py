"""Pictures of the pages behind the sign-in, and of the pages to browse, for ``python -m web.screenshots``."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from accounts.passwords import hash_password

NAME = "小陈"
Shoot = Callable[[str], None]


def account() -> tuple[str, Mapping[str, str]]:
    """A password made for this run alone, and the settings under which it opens both desks."""
    password = secrets.token_urlsafe(12)
    held = [{"name": NAME, "roles": ["officer", "editor"], "password": hash_password(password)}]
    return password, {"KUANYAN_ACCOUNTS_YAML": json.dumps(held, ensure_ascii=False)}


def browse(page: Any, url: str, shoot: Shoot) -> None:
    """An article in its place, the items, a case, and a search."""
    pages = {
        "article": "/laws/行政处罚法/第三十三条",
        "items": "/items",
        "cases": "/cases",
        "search": "/search?q=卖过期面包罚多少",
    }
    for name, address in pages.items():
        page.goto(url + address)
        shoot(name)


def sign_in(page: Any, url: str, password: str) -> None:
    """Through the form, as people do."""
    page.goto(f"{url}/signin")
    page.fill("#name", NAME)
    page.fill("#password", password)
    page.click("button[type=submit]")
    page.wait_for_selector("a[href='/officer']")


def officer(page: Any, url: str, shoot: Shoot) -> None:
    """A violation chosen, its elements ticked, the papers that fit."""
    page.goto(f"{url}/officer")
    page.wait_for_selector(".bar")
    page.fill("[data-find=text]", "过期")
    page.click(".found button:has-text('经营超过保质期的食品')")
    page.wait_for_selector(".chosen strong")
    shoot("desk")
    for name, value in (("corrected_in_time", "yes"), ("first_violation", "yes"), ("harm", "none")):
        page.click(f".checks label:has([data-tick={name}][value={value}])")
    page.wait_for_selector(".papers")
    shoot("desk-ticked")
    page.locator(".papers").evaluate("e => e.scrollIntoView({block: 'start'})")
    shoot("desk-papers")


def publicity(page: Any, url: str, shoot: Shoot) -> None:
    """Cases found, a draft, the charts."""
    page.goto(f"{url}/publicity")
    page.fill("#desk-question :is(textarea, input)", "超市卖过期食品，第一次，已经改了")
    page.click("#desk-find")
    page.locator("#desk-results label").first.click()
    page.wait_for_selector(".desk-case")
    shoot("editor-find")
    page.click("#desk-to-write")
    page.wait_for_selector("#desk-text textarea")
    page.wait_for_function("document.querySelector('#desk-text textarea').value.length > 100")
    shoot("editor-draft")
    page.get_by_role("tab", name="图表").click()
    page.wait_for_selector("#desk-chart-cases :is(canvas, svg)")
    shoot("editor-charts")
