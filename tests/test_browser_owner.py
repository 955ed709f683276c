"""A business owner's whole job in a real browser: desktop, phone, keyboard alone, and what axe finds."""

from __future__ import annotations

import re
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_world import BOX, DESKTOP, PHONE, QUESTION, Visitor
from playwright.sync_api import Browser, Page, expect

Scheme = Literal["light", "dark"]


def pages_of(page: Page) -> int:
    """Sheets of A4 that the page prints on."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


def serious(page: Page) -> list[str]:
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {[n['target'] for n in v['nodes']][:3]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


def test_an_owner_asks_answers_corrects_reads_prints_shares_and_rates(
    visitor: Visitor, browser: Browser, url: str
) -> None:
    page = visitor.page
    page.locator(".examples button").first.click()
    visitor.outcome("可以不予处罚")
    visitor.wait(".rate")
    assert page.locator(".todo input[type=checkbox]").count() >= 2
    assert page.locator(".limit").count() == 1

    page.locator(".ask button", has_text="没有").click()
    visitor.outcome("应当不予处罚")
    page.locator(".facts label:has(input[name=fact-first_violation][value=no])").click()
    page.locator(".facts label:has(input[name=fact-harm][value=serious])").click()
    visitor.outcome("不适用柔性执法，依法处罚")
    page.locator(".facts label:has(input[name=fact-harm][value=none])").click()
    visitor.outcome("不适用柔性执法，依法处罚")  # small and mended, but not the first time
    page.locator(".facts label:has(input[name=fact-first_violation][value=yes])").click()
    visitor.outcome("应当不予处罚")

    page.locator(".elements .ref").first.click()
    law = page.locator("#ky-sheet .law, .clause.pointed .law").first
    expect(law.locator("mark").first).to_be_visible()
    if page.locator("#ky-sheet[open]").count():
        page.locator("#ky-sheet .close").click()
    page.locator(".rights summary", has_text="行政复议").click()
    expect(page.locator(".rights details[open] blockquote")).to_contain_text("六十日内")

    page.locator("[data-key=share]").click()
    link = page.locator("#ky-link")
    expect(link).to_have_value(re.compile(r"^http.*/\?s=1\."))
    other = Visitor(browser, link.input_value(), visitor.size, waits_for=".rate")
    other.outcome("应当不予处罚")
    expect(other.page.locator(".asked")).to_contain_text("原话不在链接里")
    assert "面包" not in other.page.inner_text("body")
    other.leave()

    page.locator("[data-key=rate-down]").click()
    page.locator(".why-form label", has_text="看不懂").click()
    page.fill("#ky-remark", "电话13812345678")
    page.locator(".why-form button[type=submit]").click()
    expect(page.locator(".rate")).to_contain_text("已记下原因")
    visitor.fits()
    assert pages_of(page) <= 2


def test_a_link_that_was_cut_leads_to_the_empty_page_with_what_to_do(browser: Browser, url: str) -> None:
    someone = Visitor(browser, f"{url}/?s=1.eNpNjt", DESKTOP)
    expect(someone.page.locator("#ky-wrong .error")).to_contain_text("重新复制整条链接")
    someone.ask(QUESTION)
    someone.outcome("可以不予处罚")
    someone.leave()


def test_the_visit_goes_on_after_a_reload_and_ends_with_the_tab(browser: Browser, url: str) -> None:
    someone = Visitor(browser, url, DESKTOP)
    someone.ask(QUESTION)
    someone.wait(".rate")
    someone.page.locator(".ask button", has_text="没有").click()
    someone.outcome("应当不予处罚")
    someone.page.reload()
    someone.outcome("应当不予处罚")
    expect(someone.page.locator(".asked")).to_contain_text("面包")
    tab = someone.page.context.new_page()
    tab.goto(url)
    tab.wait_for_selector(".welcome")
    assert tab.locator(".asked").count() == 0
    someone.leave()


def test_the_interface_speaks_english_and_the_law_stays_chinese(desktop: Visitor) -> None:
    page = desktop.page
    desktop.ask(QUESTION)
    desktop.wait(".rate")
    page.locator(".language").click()
    expect(page.locator(".elements h3")).to_have_text("One by one")
    expect(page.locator("#ky-ask")).to_have_text("Send")
    expect(page.locator(".outcome h2")).to_contain_text("可以不予处罚")
    expect(page.locator(".clause blockquote").first).to_contain_text("不予行政处罚")
    assert page.get_attribute("html", "lang") == "en"


def test_text_grows_and_the_choice_is_kept(desktop: Visitor) -> None:
    page = desktop.page
    size = "parseFloat(getComputedStyle(document.querySelector('.welcome h2')).fontSize)"
    before = page.evaluate(size)
    page.locator("button[data-size=larger]").click()
    assert page.evaluate(size) == pytest.approx(before * 1.25)
    desktop.fits()
    page.reload()
    page.wait_for_selector(".welcome")
    page.wait_for_function(f"{size} > {before}")


def focused(page: Page) -> Any:
    return page.evaluate(
        "(() => { const e = document.activeElement; return {key: e.dataset?.key ?? '', tag: e.tagName,"
        " text: e.textContent.trim().slice(0, 20)} })()"
    )


def tab_to(page: Page, key: str, most: int = 80) -> None:
    """Press Tab until what has this key is focused; its focus must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page)["key"] == key:
            break
    assert focused(page)["key"] == key, f"{key} is out of reach of the keyboard"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", f"the focus on {key} cannot be seen"


def test_the_whole_page_can_be_used_with_the_keyboard_alone(desktop: Visitor) -> None:
    page = desktop.page
    tab_to(page, "example-0")
    page.keyboard.press("Enter")
    desktop.outcome("可以不予处罚")
    desktop.wait(".rate")
    tab_to(page, "reply-harm-none")
    page.keyboard.press("Enter")
    desktop.outcome("应当不予处罚")
    desktop.wait(".rate")
    tab_to(page, "todo-0")
    page.keyboard.press("Space")
    expect(page.locator("[data-key=todo-0]")).to_be_checked()
    tab_to(page, "share")
    page.keyboard.press("Enter")
    expect(page.locator("#ky-link")).to_be_visible()
    tab_to(page, "rate-up")
    page.keyboard.press("Enter")
    expect(page.locator(".why-form")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_serious(scheme: Scheme, size: tuple[int, int], browser: Browser, url: str) -> None:
    someone = Visitor(browser, url, size, scheme=scheme)
    page = someone.page
    assert serious(page) == []
    someone.ask(QUESTION)
    someone.wait(".rate")
    page.locator("[data-key=share]").click()
    page.locator("#ky-link").wait_for()
    page.locator("[data-key=rate-up]").click()
    page.locator(".why-form").wait_for()
    for box in page.locator("details").all():
        box.evaluate("e => { e.open = true }")
    page.wait_for_timeout(400)  # what appears slowly has its colour then
    assert serious(page) == []
    someone.leave()


def test_an_outcome_is_spoken_to_who_cannot_see_it(desktop: Visitor) -> None:
    desktop.ask(QUESTION)
    desktop.wait(".rate")
    voice = desktop.page.locator("#ky-voice[role=status]")
    expect(voice).to_have_text("可以不予处罚，有条件")
    desktop.page.locator(".ask button", has_text="没有").click()
    expect(voice).to_contain_text("应当不予处罚")


def test_what_is_written_stays_while_an_answer_is_made(desktop: Visitor) -> None:
    desktop.ask(QUESTION)
    expect(desktop.page.locator(BOX)).to_have_value("")
    desktop.page.fill(BOX, "还有一件事")
    desktop.wait(".rate")
    assert desktop.page.input_value(BOX) == "还有一件事"
