"""What a business owner is told to do: checklist, time, evidence, rights in the words of the law."""

from __future__ import annotations

import pytest
from web_world import DAY, Clerk, answer, turn

from assistant.pipeline import Assistant
from web.cards import next_card
from web.owner import rights, todo
from web.session import Turn
from web.tools import person, tools


def test_correction_is_a_checklist_of_what_it_means_for_the_violation() -> None:
    shown = todo(answer(), Clerk())
    assert shown.count('type="checkbox"') == 2
    assert "下架剩余的面包</label>" in shown
    assert "给顾客退款</label>" in shown


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ({"name": "corrected_in_time", "value": "yes"}, "您说已经改了"),
        ({"name": "correction_ordered", "value": "yes"}, "责令改正通知书写的日期之前"),
        ({"name": "minor", "value": "yes"}, "今天就改"),
    ],
)
def test_by_when_follows_from_what_was_told(fact: dict[str, str], words: str) -> None:
    assert words in todo(answer(facts=[fact]), Clerk())


def test_the_step_that_the_checklist_takes_apart_is_not_said_twice(assistant: Assistant) -> None:
    made = assistant.ask("超市查到两袋过期面包，第一次，已经下架了", as_of=DAY)
    means = next(v.corrected_means for v in assistant.violations if v.id == made.violation_id)
    assert any(means in step for step in made.steps)
    card = next_card(Turn(question=made.question, answer=made), assistant)
    assert card.partition('class="tools"')[0].count(means.split("，")[0]) == 1


@pytest.mark.parametrize("role", ["officer", "publicity"])
def test_other_readers_get_no_checklist_and_no_rights(role: str) -> None:
    made = answer(role=role)
    assert todo(made, Clerk()) == ""
    assert rights(made, Clerk()) == ""


def test_rights_have_their_limits_and_the_words_of_the_law(assistant: Assistant) -> None:
    made = assistant.ask("超市查到两袋过期面包，第一次，已经下架了", as_of=DAY)
    shown = rights(made, assistant)
    for title in ("陈述、申辩", "听证", "行政复议", "行政诉讼"):
        assert f"<strong>{title}</strong>" in shown
    for limit in ("五个工作日内", "六十日内", "六个月内"):
        assert limit in shown
    assert "<blockquote><p>当事人要求听证的，应当在行政机关告知后五日内提出</p></blockquote>" in shown


def test_a_right_whose_words_are_not_held_is_not_shown() -> None:
    shown = rights(answer(), Clerk())  # a library of one article of 行政处罚法 33
    assert shown == ""


def test_a_person_to_ask_is_the_authority_in_charge_and_the_hotline_for_all() -> None:
    shown = person(answer(), Clerk())
    assert "市场监督管理部门" in shown
    assert shown.index("12315") < shown.index("12345　")
    assert "12345" in person(answer(violation_id=""), Clerk())


def test_what_is_copied_is_the_answer_with_and_without_marks() -> None:
    row = tools(turn(answer="**可以**\n\n### 依据\n- 《法》第一条\n  > 原文\n"))
    assert 'data-text="可以\n\n依据\n- 《法》第一条\n原文\n"' in row
    assert 'data-text="**可以**\n\n### 依据' in row


def test_information_has_no_outcome_to_share() -> None:
    outcome = {"code": "information", "label": "法律说明", "certainty": "definite"}
    assert 'data-do="share"' not in tools(turn(outcome=outcome))
    assert 'data-do="share"' in tools(turn())


def test_an_outcome_without_a_link_says_what_to_do_instead() -> None:
    assert "复制文字或者打印" in tools(turn().model_copy(update={"link": None}))


def test_a_link_says_what_is_not_in_it() -> None:
    shown = tools(turn().model_copy(update={"link": "1.abc"}))
    assert 'value="/?s=1.abc"' in shown
    assert "没有您写的原话" in shown
