"""The desk without a browser: what a form becomes, what the checklist asks, what the register settles."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from desk_world import BREAD, CODE, DAY, FACTS, PARTY, text_of
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from assistant.models import OutcomeCode
from assistant.pipeline import Assistant
from register.records import Entry
from settings import Settings
from web.officer import panels
from web.officer.checklist import checklist, picker
from web.officer.choosing import choose, find_choices, same_kind
from web.officer.form import DeskForm, read_form
from web.officer.photos import Photos
from web.officer.work import Office, Work, carried, make_case_file, make_document, record_of, work_out

CHOICE = f"v:{BREAD}"
HOSTILE = "<img src=x onerror=alert(1)>${1}{{x}}"


@pytest.fixture
def office(assistant: Assistant, tmp_path: Path) -> Office:
    return Office.open(assistant, Settings(home=tmp_path, region="辽宁省盘锦市"))


def worked(office: Office, **fields: Any) -> Work:
    sent = {"choice": CHOICE, "entries": {"inspected_on": DAY.isoformat()}, **fields}
    return work_out(read_form(sent), office)


def code(work: Work) -> OutcomeCode:
    assert work.answer
    return work.answer.outcome.code


# ---- the form ----
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    )
)
def test_whatever_a_browser_sends_becomes_a_form(raw: object) -> None:
    keys = ("token", "choice", "ticks", "numbers", "entries", "looked", "left_out")
    for sent in (raw, *({key: raw} for key in keys)):
        assert isinstance(read_form(sent), DeskForm)


def test_a_token_that_is_none_is_dropped_so_that_no_path_is_made_of_it() -> None:
    assert read_form({"token": "../../etc"}).token == ""
    assert read_form({"token": "0" * 32}).token == "0" * 32


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"numbers": {"goods_value": "-1"}}, "不小于0"),
        ({"numbers": {"goods_value": "许多"}}, "不小于0"),
        ({"numbers": {"goods_value": "1e999"}}, "不小于0"),
        ({"entries": {"filed_on": "昨天"}}, "立案日期"),
    ],
)
def test_an_entry_that_is_no_value_is_told_and_the_rest_is_kept(sent: dict[str, Any], said: str) -> None:
    form = read_form({"choice": CHOICE, "ticks": {"harm": "slight"}, **sent})
    assert said in form.problems[0]
    assert form.ticks == {"harm": "slight"}


# ---- the determination ----
def test_with_nothing_chosen_there_is_no_outcome_and_no_document(office: Office) -> None:
    work = work_out(DeskForm(), office)
    assert (work.answer, record_of(work, office)) == (None, None)
    assert "先选违法行为" in panels.bar(work)


@pytest.mark.parametrize(
    ("ticks", "expected"),
    [
        (FACTS["required"], OutcomeCode.NO_PENALTY_REQUIRED),
        (FACTS["discretionary"], OutcomeCode.NO_PENALTY_DISCRETIONARY),
        (FACTS["refused"], OutcomeCode.PENALTY),
        (FACTS["crime"], OutcomeCode.TRANSFER),
        ({}, OutcomeCode.INSUFFICIENT),
        ({"harm": "bogus", "clause_mode": "correct_first", "no_such": "yes"}, OutcomeCode.INSUFFICIENT),
    ],
)
def test_ticks_decide_as_everywhere_and_what_may_not_be_ticked_changes_nothing(
    office: Office, ticks: dict[str, str], expected: OutcomeCode
) -> None:
    work = worked(office, ticks=ticks)
    assert code(work) is expected
    assert f'data-code="{expected.value}"' in panels.bar(work)


def test_the_bar_names_what_is_still_open(office: Office) -> None:
    bar = panels.bar(worked(office, ticks={"corrected_in_time": "yes", "first_violation": "yes"}))
    assert "还差：违法行为轻微、危害后果" in bar


def test_a_day_whose_law_is_not_held_is_told_and_nothing_is_decided(office: Office) -> None:
    work = worked(office, entries={"inspected_on": "1990-01-01"})
    assert work.answer is None
    assert "不能判定" in work.problems[0]


# ---- the checklist ----
def test_the_checklist_asks_what_the_rules_and_the_matched_list_ask(office: Office) -> None:
    drawn = checklist(worked(office), office.assistant.rulebook)
    for name in ("first_violation", "minor", "corrected_in_time", "harm", "source_stated", "accident"):
        assert drawn.count(f'<fieldset class="row" data-fact="{name}"') == 1
    assert drawn.count('data-number="goods_value"') == 1
    assert "市场监管行政违法行为首违不罚、轻微免罚清单（一）" in drawn
    assert "clause_mode" not in drawn


def test_a_row_is_named_by_its_fact_where_the_list_words_it_the_other_way(office: Office) -> None:
    """ "未发生食品安全事故 是" must not be sent as an accident."""
    drawn = checklist(worked(office), office.assistant.rulebook)
    row = drawn.partition('data-fact="accident"')[2].partition("</legend>")[0]
    assert "发生了事故" in row
    assert "未发生" not in row


def test_an_item_of_a_list_can_be_chosen_and_leads_the_checklist(indexed_assistant: Assistant) -> None:
    chosen = choose("i:samr-2025-01-05", indexed_assistant, "辽宁省盘锦市", DAY)
    assert chosen
    assert chosen.item
    assert chosen.violation.penalty[0].startswith(chosen.item.penalty[0][:14])


def test_what_people_say_finds_the_violation(indexed_assistant: Assistant) -> None:
    found, _ = find_choices("过期", "食品", indexed_assistant)
    assert CHOICE in [c.key for c in found[:3]]
    assert find_choices("", "", indexed_assistant) == ([], 0)
    everything, more = find_choices("", "食品", indexed_assistant)
    assert len(everything) + more > 40


@pytest.mark.parametrize("key", ["", "v:", "v:nowhere", "i:nowhere", "x:y", "v"])
def test_an_unknown_choice_is_none(assistant: Assistant, key: str) -> None:
    assert choose(key, assistant, "辽宁省盘锦市", DAY) is None


def test_words_of_a_stranger_are_shown_as_words(office: Office) -> None:
    sent = {"ticks": FACTS["required"], "entries": {"party": HOSTILE, "story": HOSTILE}}
    work = worked(office, **sent)
    shown = panels.party(work, office.forms) + panels.side(work, office, record_of(work, office))
    shown += panels.bar(work) + picker(work, [HOSTILE])
    assert "<img src=x" not in shown
    assert "${" not in shown
    assert "{{" not in shown


# ---- the register ----
def test_a_record_becomes_the_fact_until_the_officer_ticks_otherwise(office: Office) -> None:
    office.local.add(
        [Entry(code=CODE, name=PARTY, date=date(2026, 1, 5), violation="经营超过保质期的食品", result="警告")]
    )
    sent = {"entries": {"inspected_on": DAY.isoformat(), "credit_code": CODE}, "looked": True}
    ticks = {"corrected_in_time": "yes", "harm": "slight", "minor": "no"}
    work = worked(office, **sent, ticks=ticks)
    fact = next(f for f in work.answer.facts if f.name == "first_violation") if work.answer else None
    assert fact
    assert (fact.value, fact.from_) == ("no", "record")
    assert "2026-01-05 经营超过保质期的食品 警告" in fact.evidence
    assert code(work) is OutcomeCode.PENALTY
    drawn = checklist(work, office.assistant.rulebook)
    assert drawn.count("data-record") == 1
    other = worked(office, **sent, ticks={**ticks, "first_violation": "yes"})
    assert code(other) is OutcomeCode.NO_PENALTY_DISCRETIONARY
    assert any("不一致" in problem for problem in other.problems)


def test_the_window_is_that_of_the_list_that_binds_here(office: Office) -> None:
    office.local.add(
        [Entry(code=CODE, date=date(2024, 11, 23), violation="经营超过保质期的食品", result="警告")]
    )
    entries = {"inspected_on": DAY.isoformat(), "credit_code": CODE}
    work = worked(office, entries=entries, looked=True)
    assert work.finding
    assert work.finding.state == "first"
    assert "2024-11-24至2026-11-24" in work.finding.text


def test_a_wrong_credit_code_is_told_and_the_name_is_looked_up(office: Office) -> None:
    office.local.add([Entry(name=PARTY, date=DAY, violation="经营超过保质期的食品", result="罚款")])
    entries = {"inspected_on": DAY.isoformat(), "credit_code": "91350100M000100Y44", "party": PARTY}
    work = worked(office, entries=entries, looked=True)
    assert any("校验不符" in problem for problem in work.problems)
    assert work.finding
    assert work.finding.state == "again"


def test_records_of_another_kind_are_told_apart(indexed_assistant: Assistant) -> None:
    violation = next(v for v in indexed_assistant.violations if v.id == BREAD)
    assert same_kind("经营超过保质期的食品案", violation, indexed_assistant)
    assert same_kind("货架上有几袋过期面包没来得及下架", violation, indexed_assistant)
    assert same_kind("超市卖过期面包", violation, indexed_assistant)
    assert same_kind("未取得营业执照从事经营活动", violation, indexed_assistant) is False
    assert same_kind("其他", violation, indexed_assistant) is None


# ---- photos ----
def picture(path: Path, kind: str = "JPEG") -> Path:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"  # GPSInfo: north of …
    exif[0x010F] = "camera"
    Image.new("RGB", (3000, 200), "red").save(path, kind, exif=exif)
    return path


def test_a_photo_is_kept_without_place_and_camera_and_the_copy_that_came_is_gone(tmp_path: Path) -> None:
    photos, sent, token = Photos(tmp_path / "cases"), picture(tmp_path / "货架.jpg"), "0" * 32
    assert photos.take(token, [sent]) == []
    (kept,) = photos.held(token)
    assert kept.name == "货架.jpg"
    opened = Image.open(io.BytesIO(kept.content))
    assert opened.size[0] == 2400
    assert not opened.getexif()
    assert b"camera" not in kept.content
    assert not sent.exists()
    photos.remove(token, kept.digest)
    assert photos.held(token) == ()


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"%PDF-1.7", b"\xff\xd8\xff\xe0 cut"])
def test_what_is_no_picture_is_told_and_not_kept(tmp_path: Path, content: bytes) -> None:
    sent = tmp_path / "照片.jpg"
    sent.write_bytes(content)
    photos = Photos(tmp_path / "cases")
    assert "不是能打开的图片" in photos.take("0" * 32, [sent])[0]
    assert photos.held("0" * 32) == ()
    assert not sent.exists()


def test_too_many_photos_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.officer.photos.MOST_PHOTOS", 1)
    photos = Photos(tmp_path / "cases")
    files = [picture(tmp_path / f"{n}.png", "PNG") for n in range(2)]
    assert "最多1张" in photos.take("0" * 32, files)[0]
    assert len(photos.held("0" * 32)) == 1


# ---- what is made ----
def test_documents_and_case_file_are_those_of_the_case(office: Office, tmp_path: Path) -> None:
    token = "a" * 32
    office.photos.take(token, [picture(tmp_path / "货架.jpg")])
    sent = {"token": token, "ticks": FACTS["required"], "left_out": {"talk-record": "out"}}
    work = worked(office, **sent, entries={"inspected_on": DAY.isoformat(), "party": PARTY})
    record = record_of(work, office)
    assert record
    title, content = make_document("no-penalty-decision", record, office)
    assert title == "不予行政处罚决定书"
    assert "货架.jpg" in text_of(content)
    from zipfile import ZipFile

    names = ZipFile(io.BytesIO(make_case_file(work, record, office)[1])).namelist()
    assert "附件/01-货架.jpg" in names
    assert not any("约谈记录" in name or "移送" in name for name in names)


def test_the_side_names_why_a_document_cannot_be_made(office: Office) -> None:
    work = worked(office, ticks=FACTS["refused"])
    record = record_of(work, office)
    assert record
    shown = panels.side(work, office, record)
    for form, why in carried(record, office):
        assert (why in shown) if why else (f'data-do="make" data-value="{form.id}"' in shown)


def test_the_ninety_days_run_from_the_day_of_filing(office: Office) -> None:
    entries = {"inspected_on": DAY.isoformat(), "filed_on": "2026-11-01"}
    work = worked(office, ticks=FACTS["refused"], entries=entries)
    assert "90日，最迟2027-01-30" in panels.side(work, office, record_of(work, office))
