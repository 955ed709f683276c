"""Whole answers without an index: outcomes that hold under idle talk, clauses that hold under checking."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.models import LABELS, ROLES, Answer, OutcomeCode, Role
from assistant.pipeline import Assistant
from corpus.yaml_files import read_yaml

DAY = date(2026, 11, 24)
ROWS: list[dict[str, Any]] = read_yaml(Path(__file__).parent / "fixtures" / "base-questions.yaml")
INFORMING = [
    "首违不罚是什么意思？",
    "行政处罚法第三十三条是怎么规定的？",
    "不服处罚怎么申请行政复议？",
    "有没有过期食品不予处罚的典型案例？",
    "离婚孩子归谁",
]
CHANGED = [row for row in ROWS if "changed" in row]
TEXTS = [*(row["question"] for row in ROWS), *(row["changed"] for row in CHANGED), *INFORMING]
# Stories whose parts do not lean on one another, so that they may be told in any order.
LOOSE = [row for row in ROWS if row["code"] != "insufficient" and "责令" not in row["question"]]
CLAUSE = re.compile(r"《([^《》]+)》\s*(第[零〇一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)")
ASIDES = [
    "我觉得肯定不用罚。",
    "我认为应该从重处罚。",
    "您好，想咨询一下。",
    "我们店开在小区门口，生意一般。",
    "我很着急，麻烦您了。",
]


def asked(assistant: Assistant, text: str, **more: Any) -> Answer:
    return assistant.ask(text, as_of=DAY, **more)


def wanted(codes: str | list[str]) -> list[str]:
    return [codes] if isinstance(codes, str) else codes


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


# The outcome --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["question"])
def test_a_question_gets_its_outcome(row: dict[str, Any], assistant: Assistant) -> None:
    assert asked(assistant, row["question"]).outcome.code.value in wanted(row["code"])


@pytest.mark.parametrize("row", CHANGED, ids=lambda row: row["changed"])
def test_one_decisive_fact_changes_it(row: dict[str, Any], assistant: Assistant) -> None:
    before = asked(assistant, row["question"]).outcome.code
    after = asked(assistant, row["changed"]).outcome.code
    assert after.value in wanted(row["changed_code"])
    assert after is not before


@pytest.mark.parametrize("aside", ASIDES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["question"])
def test_idle_talk_and_the_askers_own_verdict_do_not_move_it(
    row: dict[str, Any], aside: str, assistant: Assistant
) -> None:
    plain = asked(assistant, row["question"]).outcome.code
    assert asked(assistant, aside + row["question"]).outcome.code is plain
    assert asked(assistant, row["question"] + aside).outcome.code is plain


@settings(max_examples=4)
@given(shuffle=st.randoms(use_true_random=False))
@pytest.mark.parametrize("row", LOOSE, ids=lambda row: row["question"])
def test_the_order_of_telling_does_not_move_it(
    row: dict[str, Any], assistant: Assistant, shuffle: Random
) -> None:
    parts = [part for part in re.split("[，。？]", row["question"]) if part]
    shuffle.shuffle(parts)
    assert asked(assistant, "，".join(parts) + "。").outcome.code.value in wanted(row["code"])


def test_silence_is_not_filled_with_leniency(assistant: Assistant) -> None:
    answer = asked(assistant, "我家店卖了过期面包，会罚款吗？")
    assert answer.outcome.certainty != "definite"
    assert 1 <= len(answer.questions) <= 3
    assert all(question in answer.answer for question in answer.questions)


def test_facts_ticked_by_hand_override_what_is_read(assistant: Assistant) -> None:
    text = "我家超市卖了过期面包，第一次被查，已经下架了，危害后果轻微。"
    ticked = asked(assistant, text, facts={"first_violation": "no", "repeat_after_penalty": "yes"})
    assert ticked.outcome.code is OutcomeCode.PENALTY
    fact = next(f for f in ticked.facts if f.name == "first_violation")
    assert (fact.value, fact.from_) == ("no", "checklist")


def test_a_fact_ticked_unknown_is_forgotten(assistant: Assistant) -> None:
    text = "我家超市卖了过期面包，第一次被查，已经下架了，危害后果轻微。"
    ticked = asked(assistant, text, facts={"first_violation": "unknown"})
    assert "first_violation" not in {f.name for f in ticked.facts}


def test_a_contradiction_is_shown_to_the_reader(assistant: Assistant) -> None:
    answer = asked(assistant, "我家超市卖过期面包第一次被发现，以前也这样卖，已经下架了。")
    assert "第一次" in answer.answer
    assert "以前也这样" in answer.answer
    assert answer.outcome.code not in (OutcomeCode.NO_PENALTY_REQUIRED, OutcomeCode.NO_PENALTY_DISCRETIONARY)


# The clauses --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("text", TEXTS)
def test_every_clause_in_the_text_is_cited_and_every_quotation_is_verbatim_and_in_force(
    text: str, role: Role, assistant: Assistant
) -> None:
    answer = asked(assistant, text, role=role)
    cited = {(c.law, c.article) for c in answer.citations}
    for law, article in CLAUSE.findall(answer.answer):
        assert (law, article) in cited
    for citation in answer.citations:
        provision = assistant.library.find(citation.law, citation.article, DAY)
        assert squeezed(citation.quote) in squeezed(provision.text)
        assert citation.in_force
        assert citation.as_of == DAY
    assert len(answer.questions) <= 3


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["question"])
def test_every_fact_read_is_a_slice_of_the_question(row: dict[str, Any], assistant: Assistant) -> None:
    answer = asked(assistant, row["question"])
    for fact in answer.facts:
        if fact.from_ == "question" and fact.end:
            assert fact.evidence == answer.question[fact.start : fact.end]


def test_the_law_of_the_day_is_used(assistant: Assistant) -> None:
    text = "工厂排放污水超标0.05倍，第一次被查，当天改正了，没有造成危害后果。"
    laws = {c.law for c in asked(assistant, text).citations}
    assert "中华人民共和国生态环境法典" in laws
    before = assistant.ask(text, as_of=date(2026, 8, 14))
    assert "中华人民共和国生态环境法典" not in {c.law for c in before.citations}


def test_a_clause_that_does_not_exist_is_told_and_not_quoted(assistant: Assistant) -> None:
    answer = asked(assistant, "食品安全法第一百五十五条是怎么规定的？")
    assert "第一百五十五条" in answer.answer
    assert not any(c.article == "第一百五十五条" for c in answer.citations)


# The wording --------------------------------------------------------------------------------------------

EVERY_OUTCOME: list[tuple[OutcomeCode, dict[str, str | float]]] = [
    (OutcomeCode.NO_PENALTY_REQUIRED, {"minor": "yes", "corrected_in_time": "yes", "harm": "none"}),
    (
        OutcomeCode.NO_PENALTY_DISCRETIONARY,
        {"first_violation": "yes", "corrected_in_time": "yes", "harm": "slight", "minor": "no"},
    ),
    (OutcomeCode.MITIGATION_REQUIRED, {"harm_mitigated": "yes", "first_violation": "no", "minor": "no"}),
    (OutcomeCode.MITIGATION_DISCRETIONARY, {"capacity": "partial", "harm": "serious"}),
    (OutcomeCode.PENALTY, {"correction_refused": "yes"}),
    (OutcomeCode.AGGRAVATED_PENALTY, {"emergency_exploited": "yes"}),
    (OutcomeCode.TRANSFER, {"crime_suspected": "yes"}),
    (OutcomeCode.NOT_A_VIOLATION, {"violation_established": "no"}),
    (OutcomeCode.INSUFFICIENT, {"corrected_in_time": "unknown"}),
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("code", "facts"), EVERY_OUTCOME, ids=[code.value for code, _ in EVERY_OUTCOME])
def test_every_outcome_is_worded_for_every_reader(
    code: OutcomeCode, facts: dict[str, str | float], role: Role, assistant: Assistant
) -> None:
    answer = asked(assistant, "卖过期面包", role=role, facts=facts)
    assert answer.outcome.code is code
    assert answer.outcome.label == LABELS[code]
    first, _, rest = answer.answer.partition("\n")
    assert LABELS[code] in first, "the outcome comes first"
    assert "供参考" in rest, "the limit is told"
    assert not re.search(r"\{|\}|None|Undefined|\n\n\n", answer.answer)
    assert answer.role == role


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("text", INFORMING)
def test_what_is_no_determination_is_worded_for_every_reader(
    text: str, role: Role, assistant: Assistant
) -> None:
    answer = asked(assistant, text, role=role)
    assert answer.outcome.code in (OutcomeCode.INFORMATION, OutcomeCode.OUT_OF_SCOPE)
    assert (answer.scope == "out") == (answer.outcome.code is OutcomeCode.OUT_OF_SCOPE)
    assert answer.answer.strip()
    assert not answer.elements


def test_an_answer_has_the_fields_of_the_contract(assistant: Assistant) -> None:
    made = json.loads(asked(assistant, ROWS[0]["question"], question_id="q1").model_dump_json(by_alias=True))
    assert made.keys() >= {
        "id", "question", "role", "as_of", "scope", "outcome", "items", "elements", "facts", "questions",
        "citations", "cases", "answer", "generator", "timing_ms",
    }  # fmt: skip
    assert made["id"] == "q1"
    assert made["as_of"] == "2026-11-24"
    assert made["outcome"].keys() >= {"code", "floor", "option", "label", "certainty", "branches"}
    assert made["facts"][0].keys() >= {"name", "value", "evidence", "from"}
    assert made["elements"][0].keys() >= {"name", "label", "status", "evidence", "basis"}
    assert made["citations"][0].keys() >= {"id", "kind", "law", "article", "quote", "in_force", "as_of"}
    assert made["timing_ms"].keys() >= {"understand", "retrieve", "determine", "answer", "total"}
    assert made["generator"] == "template"


def test_the_four_elements_are_shown_with_status_evidence_and_clause(assistant: Assistant) -> None:
    answer = asked(assistant, "我家超市卖了过期面包，第一次被查，还没有下架，会罚款吗？")
    elements = {element.name: element for element in answer.elements}
    assert elements.keys() >= {"minor", "first_violation", "corrected_in_time", "harm"}
    assert elements["first_violation"].status == "met"
    assert elements["first_violation"].evidence == "第一次"
    assert elements["harm"].status == "open"
    assert all(e.basis and e.basis.article for e in answer.elements if e.name in ("harm", "first_violation"))


def test_the_same_question_gets_the_same_answer(assistant: Assistant) -> None:
    one, two = (asked(assistant, ROWS[0]["question"]) for _ in range(2))
    assert one.model_copy(update={"timing_ms": {}}) == two.model_copy(update={"timing_ms": {}})


def test_every_heading_has_a_blank_line_before_it(assistant: Assistant) -> None:
    story = "超市查到两袋过期面包，第一次，已经下架了，没有人受害"
    lines = assistant.ask(story, as_of=date(2026, 11, 24)).answer.splitlines()
    headings = [n for n, line in enumerate(lines) if line.startswith("###")]
    assert headings
    assert all(lines[n - 1] == "" for n in headings)
