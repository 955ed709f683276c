"""Drafts of 以案释法: every case in every form is sound as made, and what is edited wrong is found."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from docx import Document

from assistant.knowledge import Knowledge
from assistant.referring import Referrals
from corpus.references import parse_ref
from publicity.anonymise import identities
from publicity.checking import check_draft, hide_names
from publicity.drafting import FORMS, Form, draft
from publicity.export import to_docx, to_markdown
from publicity.telling import Telling, Told
from publicity.words import words

DAY = date(2026, 11, 24)
QUOTE = "违法行为轻微并及时改正，没有造成危害后果的，不予行政处罚。"
CASE = "MKT-F08"  # not filed, on 行政处罚法 33


@pytest.fixture(scope="module")
def told(knowledge: Knowledge) -> Told:
    referrals = Referrals(
        knowledge.library, knowledge.items.values(), knowledge.cases.values(), knowledge.violations
    )
    return Told(knowledge.library, referrals)


@pytest.fixture(scope="module")
def telling(told: Told, knowledge: Knowledge) -> Telling:
    return told.tell(knowledge.cases[CASE], DAY)


@pytest.fixture
def wrongs(telling: Telling, knowledge: Knowledge) -> Callable[[str], list[str]]:
    def of(text: str) -> list[str]:
        return [p.message for p in check_draft(text, DAY, knowledge.library, telling.case).problems]

    return of


@pytest.mark.parametrize("form", FORMS)
def test_every_case_makes_a_sound_draft(form: Form, told: Told, knowledge: Knowledge) -> None:
    for case in knowledge.cases.values():
        telling = told.tell(case, DAY)
        text = draft(telling, form)
        check = check_draft(text, DAY, knowledge.library, telling.case)
        assert check.sound, (case.id, check.problems)
        assert any(c.verbatim for c in check.citations), case.id
        assert identities(text, kept=(case.source.issuer or "", case.authority)) == [], case.id
        assert telling.case.source.title in text


def test_every_clause_is_a_slice_of_the_library(told: Told, knowledge: Knowledge) -> None:
    for case in knowledge.cases.values():
        for clause in told.tell(case, DAY).clauses:
            held = knowledge.library.find(clause.law, parse_ref(clause.label).article, DAY).text
            assert all(row in held for row in clause.rows if row != "……"), (case.id, clause.label)


def test_a_number_of_an_older_text_is_not_taken_for_todays(told: Told, knowledge: Knowledge) -> None:
    """MKT-F07 was decided on 反不正当竞争法 8 of 2019; today's article 8 says something else."""
    telling = told.tell(knowledge.cases["MKT-F07"], DAY)
    assert all("反不正当竞争法" not in clause.law for clause in telling.clauses)
    assert words().notes["older"] in telling.notes


def test_a_case_without_leniency_and_a_doubtful_one_are_told_to_the_editor(
    told: Told, knowledge: Knowledge
) -> None:
    for case in knowledge.cases.values():
        notes = told.tell(case, DAY).notes
        assert (words().notes["doubtful"] in notes) == case.doubtful
        assert (
            any(case.counter_reason in note for note in notes) == bool(case.counter_case)
            or not case.counter_reason
        )


def test_a_draft_as_made_has_nothing_wrong(telling: Telling, wrongs: Callable[[str], list[str]]) -> None:
    assert wrongs(draft(telling, "article")) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("第三十三条第一款", "第三百三十三条", "没有第三百三十三条"),
        ("第三十三条第一款", "第三十三条第二款", "没有这句引文"),
        ("没有造成危害后果的", "没有造成严重后果的", f"原文是：{QUOTE[:20]}"),
        ("《中华人民共和国行政处罚法》第三十三条第一款", "《环境保护法》第六条", "废止"),
        ("《中华人民共和国行政处罚法》第三十三条第一款", "《食品安全法实施条例》第六条", "条文未入库"),
        ("《中华人民共和国行政处罚法》第三十三条第一款：", "法条：", "没有写明出自哪部法律哪一条"),
        ("## 提示", "法律规定首次违法一律不罚。\n\n## 提示", "没有写明是哪一条"),
        ("## 提示", "《行政处罚法》第三十三条规定：首次违法一律不罚。\n\n## 提示", "不是条文原文"),
        ("## 提示", "店主王小明，电话13812345678。\n\n## 提示", "像是姓名"),
    ],
)
def test_what_is_edited_wrong_is_found(
    before: str, after: str, said: str, telling: Telling, wrongs: Callable[[str], list[str]]
) -> None:
    text = draft(telling, "article")
    assert before in text
    assert any(said in message for message in wrongs(text.replace(before, after))), wrongs(
        text.replace(before, after)
    )


def test_an_empty_draft_and_one_without_law_are_refused(wrongs: Callable[[str], list[str]]) -> None:
    assert wrongs(" \n") == [words().problems["empty"]]
    assert wrongs("# 一个案例\n\n改了就好。") == [words().problems["no_law"]]


def test_names_written_in_can_be_hidden_and_the_law_stays(telling: Telling, knowledge: Knowledge) -> None:
    text = draft(telling, "article") + "\n店主王小明，电话13812345678。好再来也在。\n"
    hidden = hide_names(text, DAY, knowledge.library, telling.case, ["好再来"])
    assert "王小明" not in hidden
    assert "13812345678" not in hidden
    assert "好再来" not in hidden
    assert QUOTE in hidden
    assert check_draft(hidden, DAY, knowledge.library, telling.case, ["好再来"]).sound


def test_a_word_file_holds_the_draft_with_clauses_as_quotations(telling: Telling) -> None:
    text = draft(telling, "article")
    document = Document(io.BytesIO(to_docx(text, DAY)))
    styles = {p.text: p.style.name for p in document.paragraphs if p.style}
    assert styles[telling.case.title] == "Title"
    assert styles[telling.clauses[0].rows[0]] == "Quote"
    assert styles[words().source_heading] == "Heading 1"
    assert document.paragraphs[-1].text == "条文于2026-11-24核对有效。"


def test_a_markdown_file_is_the_draft_with_the_day_of_the_check(telling: Telling) -> None:
    text = draft(telling, "cards")
    assert to_markdown(text, DAY) == f"{text}\n条文于2026-11-24核对有效。\n"
