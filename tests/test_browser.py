"""The real application in a real browser: one question asked and read, on a desktop and on a phone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.request import urlopen

from browser_world import BOX, DESKTOP, PHONE, QUESTION, Visitor
from playwright.sync_api import Browser, expect

from web.words import examples


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


def test_the_server_talked_to_nobody(url: str, connections: Path) -> None:
    assert not connections.exists(), connections.read_text(encoding="utf-8")
