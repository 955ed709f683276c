"""The desk without a browser: each action on the page; nothing of a draft or a case is ever markup."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from web_world import CASE, DAY, HOSTILE

from assistant.pipeline import Assistant
from publicity.checking import DraftCheck
from publicity.drafting import FORMS
from web.publicity import fragments
from web.publicity.acting import Acts
from web.publicity.files import export_folder, put_down
from web.publicity.words import words
from web.publicity.work import Desk

BREAD, OTHER = "MKT-F08", "MKT-F05"


@pytest.fixture(scope="module")
def desk(assistant: Assistant) -> Desk:
    return Desk(assistant, today=lambda: DAY)


@pytest.fixture(scope="module")
def acts(desk: Desk) -> Acts:
    return Acts(desk)


def test_cases_are_listed_and_none_is_said_to_be_none(acts: Acts) -> None:
    radio, said, card, _ = acts.find("", "消防", "", "")
    assert radio["visible"]
    assert said == card == ""
    radio, said, _, _ = acts.find("", "消防", "首违不罚", "中华人民共和国税收征收管理法")
    assert not radio["visible"]
    assert words()["find"]["none"] in said


def test_two_cases_are_needed_to_compare(acts: Acts) -> None:
    assert words()["compare"]["pick"] in acts.compare(BREAD, None)
    assert words()["compare"]["same"] in acts.compare(BREAD, BREAD)
    assert "<table" in acts.compare(BREAD, OTHER)


@pytest.mark.parametrize("form", FORMS)
def test_a_draft_is_made_checked_and_exported(form: str, acts: Acts) -> None:
    text, _, verdict, kind, file, _ = acts.write(BREAD, form, "")  # type: ignore[arg-type]
    assert verdict == ""
    assert not file["visible"]
    said, file, _ = acts.export(text, BREAD, form, "", kind["value"])  # type: ignore[arg-type]
    assert "引用" in said
    assert Path(file["value"]).stat().st_size > 100
    assert file["value"].endswith("png" if form == "poster" else "docx")


def test_a_wrong_draft_gives_no_file_and_says_why(acts: Acts) -> None:
    text = acts.write(BREAD, "article", "")[0].replace("第三十三条", "第三百三十三条")
    said, file, _ = acts.export(text, BREAD, "article", "", "docx")
    assert "没有导出" in said
    assert not file["visible"]


def test_a_kind_that_does_not_fit_the_form_is_refused(acts: Acts) -> None:
    text = acts.write(BREAD, "article", "")[0]
    said, file, _ = acts.export(text, BREAD, "article", "", "png")
    assert words()["write"]["poster_only"] in said
    assert not file["visible"]


def test_no_case_chosen_says_what_to_do_and_leaves_the_draft(acts: Acts) -> None:
    text, said, *_ = acts.write(None, "article", "")
    assert text.get("__type__") == "update"
    assert "value" not in text
    assert words()["write"]["pick"] in said


def test_names_the_editor_adds_are_found_and_hidden(acts: Acts) -> None:
    text = acts.write(BREAD, "article", "")[0] + "\n好再来也在。\n"
    assert "好再来" in acts.check(text, BREAD, "好再来")
    hidden, said = acts.hide(text, BREAD, "好再来")
    assert "好再来" not in hidden
    assert "desk-good" in said


def test_nothing_a_case_or_a_draft_holds_is_markup(acts: Acts) -> None:
    card = fragments.case_card(
        CASE.model_copy(update={"title": HOSTILE, "facts": HOSTILE, "lesson": HOSTILE})
    )
    check = acts.check(f"# {HOSTILE}\n\n> {HOSTILE}\n\n《不存在的法》第一条 {HOSTILE}", BREAD, "")
    for markup in (card, check, fragments.notice(HOSTILE), fragments.notes((HOSTILE,))):
        assert not re.search(r"<(script|img)|\$\{|\{\{", markup)
    assert "javascript:" not in card


def test_the_verdict_of_a_sound_draft_names_the_day() -> None:
    assert "2026-11-24" in fragments.verdict(DraftCheck(problems=(), citations=(), day=DAY))


def test_files_have_safe_names_of_their_own_and_go_after_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = export_folder()
    first = put_down(folder, '../../etc/"pass" wd', "md", b"a")
    second = put_down(folder, "。，", "md", b"b")
    assert folder == first.parent.parent
    assert second.name == "md.md"
    assert first.parent != second.parent
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3700)
    put_down(folder, "新", "md", b"c")
    assert not first.exists()
    assert len(list(folder.iterdir())) == 1
