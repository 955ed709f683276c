"""The answer card without a browser: every outcome, escaping, follow-up questions, facts, contrast."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from web_world import (
    BOOK,
    DAY,
    HOSTILE,
    LIMIT,
    QUESTION,
    Clerk,
    answer,
    turn,
)

from assistant.models import LABELS, ROLES, OutcomeCode, Role
from assistant.pipeline import Assistant
from corpus.errors import DataError
from web import asking
from web.cards import answer_card, follow_ups, next_card, question_bubble
from web.empty import legend, welcome
from web.facts import facts_panel, settable
from web.markup import esc, highlight, link
from web.page import STATIC
from web.session import Talk, Turn
from web.shapes import shape, tone
from web.view import beside_input, left, right
from web.words import answers_to, examples


@pytest.mark.parametrize("code", list(OutcomeCode))
def test_every_outcome_is_a_sentence_a_shape_and_a_tone(code: OutcomeCode) -> None:
    card = answer_card(turn(outcome={"code": code, "label": LABELS[code], "certainty": "definite"}), Clerk())
    assert f"<h2>{esc(LABELS[code])}</h2>" in card
    assert shape(code) in card
    assert f"tone-{tone(code)}" in card


def test_outcomes_that_differ_in_colour_only_do_not_exist() -> None:
    by_shape: dict[str, set[str]] = {}
    for code in OutcomeCode:
        by_shape.setdefault(shape(code), set()).add(tone(code))
    assert all(len(tones) == 1 for tones in by_shape.values())


@pytest.mark.parametrize(
    ("certainty", "word"), [("definite", "明确"), ("conditional", "有条件"), ("undetermined", "待补充")]
)
def test_certainty_is_a_word_beside_the_outcome(certainty: str, word: str) -> None:
    outcome = {"code": "penalty", "label": "依法处罚", "certainty": certainty}
    assert f'<span class="certainty">{word}</span>' in answer_card(turn(outcome=outcome), Clerk())


def test_an_answer_appears_outcome_first() -> None:
    first, second, whole = (left(Talk(turns=(turn(),), at=0), Clerk(), stage) for stage in (1, 2, 3))
    assert "可以不予处罚" in first
    assert "逐项看" not in first
    assert "逐项看" in second
    assert "接下来怎么做" not in second
    assert "接下来怎么做" in whole


def test_limit_sentence_stands_once() -> None:
    assert left(Talk(turns=(turn(), turn()), at=0), Clerk()).count(f">{LIMIT}<") == 1


def test_branches_say_what_would_change() -> None:
    card = answer_card(turn(), Clerk())
    assert "危害后果严重" in card
    assert LABELS[OutcomeCode.PENALTY] in card


def test_a_second_violation_stands_on_the_card_with_its_own_outcome(assistant: Assistant) -> None:
    text = "超市货架上摆着过期牛奶，店里灭火器没有压力，消防器材配置不足，当天换了"
    made = assistant.ask(text, as_of=DAY)
    (other,) = made.others
    assert other.violation in made.answer
    assert f'<span class="when">{other.violation}</span>' in answer_card(
        Turn(question=text, answer=made), assistant
    )


def test_a_penalty_shows_how_the_amount_is_found(assistant: Assistant) -> None:
    text = "卖过期食品被责令改正，拒不改正，复查还在卖"
    made = assistant.ask(text, as_of=DAY)
    card = next_card(Turn(question=text, answer=made), assistant)
    assert "罚多少怎么定" in card
    assert "裁量基准" in card


def test_bounds_are_shown_where_they_differ() -> None:
    assert "最有利的结果：应当不予处罚" in answer_card(turn(), Clerk())


def test_reason_warning_and_steps_stand_on_the_page() -> None:
    page = left(Talk(turns=(turn(),), at=0), Clerk())
    for words in ("按您说的情况，可以不予处罚。", "请先核对：两处对不上。", "准备好材料。"):
        assert words in page


def test_hostile_text_is_escaped_everywhere() -> None:
    hostile = answer(
        question=HOSTILE, answer=HOSTILE, reason=HOSTILE, notes=[HOSTILE], warnings=[HOSTILE],
        steps=[HOSTILE], amount=[HOSTILE], unstored=[HOSTILE],
        elements=[{"name": "harm", "label": HOSTILE, "status": "met", "evidence": HOSTILE}],
        facts=[{"name": "first_violation", "value": "yes", "evidence": HOSTILE}], questions=[HOSTILE],
        citations=[{"id": HOSTILE, "kind": "statute", "law": HOSTILE, "article": HOSTILE, "quote": HOSTILE,
                    "in_force": True, "as_of": DAY, "why": HOSTILE}],
        items=[{"id": HOSTILE, "violation": HOSTILE, "list": HOSTILE, "score": 1, "region": HOSTILE}],
        cases=[{"id": HOSTILE, "title": HOSTILE, "outcome": HOSTILE, "score": 1}],
    )  # fmt: skip
    talk = Talk(turns=(Turn(question=HOSTILE, answer=hostile), Turn(question=HOSTILE, answer=hostile)), at=0)
    page = left(talk, Clerk()) + right(talk, Clerk()) + beside_input(talk.failed(HOSTILE))
    assert "<script" not in page
    assert "<img" not in page
    assert "${" not in page
    assert "{{" not in page
    assert "&lt;script&gt;" in page


def test_only_web_addresses_become_links() -> None:
    assert link("javascript:alert(1)", "看来源") == ""
    assert link('https://a.gov.cn/"onclick=x', "看来源") == ""
    assert 'rel="noopener noreferrer"' in link("https://www.samr.gov.cn/a.html", "看来源")


def test_own_words_are_marked_where_facts_were_read() -> None:
    marked = question_bubble(turn(), {"first_violation": "初次违法"})
    assert '<mark data-fact="first_violation" title="初次违法">第一次</mark>' in marked
    assert ">两袋</mark>" in marked


def test_overlapping_words_are_marked_once_and_foreign_words_not_at_all() -> None:
    facts = answer(
        facts=[
            {"name": "first_violation", "value": "yes", "evidence": "第一次", "start": 12, "end": 15},
            {"name": "harm", "value": "none", "evidence": "一次", "start": 13, "end": 15},
            {"name": "minor", "value": "yes", "evidence": "别处的话"},
            {"name": "intentional", "value": "yes", "evidence": "已经", "from": "assumed"},
        ]
    ).facts
    assert highlight(QUESTION, facts, {}).count("<mark") == 1


def test_each_follow_up_has_its_answers_as_buttons() -> None:
    asked = follow_ups(turn(), BOOK)
    assert BOOK.facts["harm"].ask_business in asked
    for value in ("none", "slight", "serious", "unknown"):
        assert f'data-name="harm" data-value="{value}"' in asked


def test_a_question_waved_off_is_not_asked_again() -> None:
    assert follow_ups(turn().tick("harm", "unknown"), BOOK) == ""


def test_every_fact_of_the_rule_book_has_words_for_all_its_values() -> None:
    for name, spec in BOOK.facts.items():
        rows = answers_to(name, spec)
        assert [v for v, _ in rows] == [*spec.values, "unknown"]
        assert all(label and not label.isascii() for _, label in rows)


def test_facts_show_what_was_understood_and_where_from() -> None:
    panel = facts_panel(turn(), BOOK)
    assert 'data-key="fact-first_violation-yes" checked' in panel
    assert 'data-key="fact-harm-unknown" checked' in panel
    assert "“第一次”" in panel
    assert 'type="number"' in panel
    assert 'value="2"' in panel


def test_a_fact_set_by_hand_says_so() -> None:
    assert "您选的" in facts_panel(turn().tick("first_violation", "no"), BOOK)


@pytest.mark.parametrize("name", ["clause_mode", "item_no_penalty", "sector_aggravates", "no_such_fact"])
def test_what_lists_and_clauses_decide_is_not_for_visitors_to_set(name: str) -> None:
    assert not settable(name, BOOK)
    assert f'data-name="{name}"' not in facts_panel(turn(), BOOK)


def test_no_facts_are_asked_for_where_no_act_is_judged() -> None:
    outcome = {"code": "information", "label": "法律说明", "certainty": "definite"}
    assert facts_panel(turn(outcome=outcome), BOOK) == ""


@pytest.mark.parametrize("role", ROLES)
def test_the_empty_page_teaches_with_real_questions(role: Role) -> None:
    shown = welcome(role)
    assert shown.count('data-do="example"') == len(examples()[role]) >= 3
    assert asking.example(role, "0") == examples()[role][0]
    assert asking.example(role, "77") == ""


def test_the_legend_shows_the_outcomes_and_what_is_known() -> None:
    shown = legend(289, 181)
    for words in ("应当不予处罚", "可以不予处罚", "明确", "有条件", "待补充", "289", "181"):
        assert words in shown


def test_too_few_examples_are_refused_with_file_and_role(tmp_path: Path) -> None:
    file = tmp_path / "examples.yaml"
    file.write_text("business: [一, 二]\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"examples\.yaml.*business.*至少要有三个例子"):
        examples(file)


def colours(theme: str) -> dict[str, str]:
    """The named colours of the style sheet: "" for light, ".dark" for dark."""
    css = (STATIC / "page.css").read_text(encoding="utf-8")
    block = css.partition(f"{theme} {{" if theme else ":root {")[2].partition("}")[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["", ".dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *[(ink, ground) for ink in ("ink", "soft", "accent") for ground in ("paper", "pane", "tint")],
        *[(tone, f"{tone}-tint") for tone in ("green", "blue", "amber", "red", "grey")],
        *[(tone, "paper") for tone in ("green", "blue", "amber", "red", "grey")],
        ("accent-ink", "accent"),
        ("ink", "mark"),
        ("ink", "mark-on"),
    ],
)
def test_text_can_be_read_in_light_and_dark(theme: str, ink: str, ground: str) -> None:
    named = colours(theme)
    light, dark = sorted((luminance(named[ink]), luminance(named[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_circumstance_against_leniency_is_a_warning_not_a_tick() -> None:
    refused = {"name": "correction_refused", "label": "拒不改正", "status": "met", "evidence": "拒不改正"}
    card = answer_card(turn(elements=[refused]), Clerk())
    assert '<li class="against"' in card
    assert "有此情形" in card


@pytest.mark.parametrize("name", ["first_violation", "no_fault_evidence", "compensation_paid", "age"])
def test_what_speaks_for_leniency_is_a_tick(name: str) -> None:
    fact = {"name": name, "label": BOOK.facts[name].label, "status": "met", "evidence": "第一次"}
    assert '<li class="met"' in answer_card(turn(elements=[fact]), Clerk())


def test_what_is_out_of_scope_has_no_conclusion_to_limit_or_print() -> None:
    outcome = {"code": "out_of_scope", "label": "不在本助手的范围", "certainty": "definite"}
    card = next_card(turn(outcome=outcome, scope="out"), Clerk())
    assert f">{LIMIT}" not in card
    assert "打印" not in card
