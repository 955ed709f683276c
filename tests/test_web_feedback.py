"""Opinions of answers: kept on this machine, never a question, never who somebody is."""

from __future__ import annotations

from pathlib import Path

import pytest
from web_world import DAY, QUESTION, Clerk, visit

from web import opinions
from web.feedback import FeedbackStore
from web.masking import mask
from web.session import Talk
from web.view import left


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path / "new" / "feedback.sqlite")


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("打我电话13812345678", "13812345678"),
        ("电话 138-1234-5678", "5678"),
        ("座机0427-2812345", "2812345"),
        ("身份证21110219800101123X", "211102"),
        ("卡号6222 0212 3456 7890 123", "6222"),
        ("邮箱wang.xm@example.com", "wang"),
        ("微信wxid_88aa99", "wxid"),
        ("车牌辽L12345", "L12345"),
        ("信用代码91211100MA0XY1234K", "91211100"),
        ("我叫王小明", "王小明"),
        ("店主李建国说没罚", "李建国"),
        ("张伟经理同意", "张伟"),
        ("住在兴隆台街12号3单元", "兴隆台"),
    ],
)
def test_what_tells_who_somebody_is_is_masked(said: str, hidden: str) -> None:
    assert hidden not in mask(said)
    assert "＊" in mask(said)


@pytest.mark.parametrize(
    "said", ["结论不对，货值只有30元", "2026年9月10日的法条已经改了", "第一百二十四条不适用于小摊贩"]
)
def test_what_tells_nothing_of_a_person_stays(said: str) -> None:
    assert mask(said) == said


def test_a_thumb_and_why_are_kept_without_the_question(store: FeedbackStore) -> None:
    talk = opinions.rate(visit(Clerk()), "down", store)
    talk = opinions.explain(talk, '{"reason": "misread", "remark": "我是王小明，13812345678"}', store)
    ((day, outcome, violation, useful, reason, remark),) = store.rows()
    assert (day, outcome, violation, useful, reason) == (
        DAY.isoformat(), "no_penalty_discretionary", "bread", False, "misread",
    )  # fmt: skip
    assert "王小明" not in remark
    assert "138" not in remark
    assert QUESTION not in str(store.rows())
    assert "已记下原因" in left(talk, Clerk())


def test_a_second_thumb_changes_the_first(store: FeedbackStore) -> None:
    talk = opinions.rate(visit(Clerk()), "down", store)
    opinions.rate(talk, "up", store)
    assert [row[3] for row in store.rows()] == [True]


@pytest.mark.parametrize("sent", ["", "[]", "no json", '{"reason": "invented", "remark": ""}'])
def test_a_form_that_is_not_ours_gives_no_reason(sent: str, store: FeedbackStore) -> None:
    talk = opinions.rate(visit(Clerk()), "up", store)
    opinions.explain(talk, sent, store)
    assert [row[4] for row in store.rows()] == [""]


def test_nothing_is_kept_without_an_answer_or_for_another_word(store: FeedbackStore) -> None:
    assert opinions.rate(Talk(), "up", store) == Talk()
    opinions.rate(visit(Clerk()), "sideways", store)
    assert store.rows() == []


def test_what_cannot_be_kept_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    talk = opinions.rate(visit(Clerk()), "up", FeedbackStore(tmp_path / "file" / "feedback.sqlite"))
    assert "没能存下" in talk.error
    assert talk.current is not None
    assert talk.current.answer is not None
