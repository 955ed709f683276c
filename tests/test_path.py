"""The path of a decision: each kind of end step by step, and its picture for any outcome and any text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from web_world import HOSTILE, Shelves, answer

from assistant.determination import determine
from assistant.models import LABELS, Fact, OutcomeCode, PathStep
from assistant.path import path_of
from assistant.picture import path_svg
from assistant.pipeline import Assistant
from assistant.render import wording
from corpus.rules import load_rules
from corpus.yaml_files import read_yaml
from web.evidence import evidence

BOOK = load_rules()
STEPS = [2, 3, 4, 5, 6, 7, 8, 9]
SVG = "{http://www.w3.org/2000/svg}"
TABLE = read_yaml(Path(__file__).parent / "fixtures" / "order-of-decision.yaml")
ROWS = [*TABLE["grounds"], *TABLE["order"]]
TEXT = "两袋过期面包，第一次，已经下架了，没有人受害"


def path(told: Mapping[str, str | float], words: Mapping[str, str] | None = None) -> dict[int, PathStep]:
    """The path of facts told in TEXT; ``words``: which words show a fact."""
    facts = {
        name: Fact(name=name, value=value, evidence=(words or {}).get(name, ""))
        for name, value in told.items()
    }
    steps = path_of(determine(dict(told), BOOK), facts, BOOK, TEXT)
    assert [step.number for step in steps] == STEPS
    return {step.number: step for step in steps}


def status(steps: Mapping[int, PathStep]) -> list[str]:
    return [steps[number].status for number in STEPS]


def drawn(svg: str) -> str:
    """All text of a picture that is well-formed XML, without line breaks."""
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    return "".join(text.text or "" for text in root.iter(f"{SVG}text"))


def test_every_step_of_the_rule_book_has_a_name() -> None:
    assert {rule.step for rule in BOOK.rules} == set(wording()["path"]["steps"])


def test_a_terminal_rule_ends_the_path_and_later_steps_are_not_come_to() -> None:
    steps = path({"crime_suspected": "yes", "minor": "yes"}, {"crime_suspected": "第一次"})
    assert status(steps) == ["met", *["unreached"] * 6, "met"]
    assert steps[2].words == ("“第一次”",)
    assert steps[2].clause == "行政处罚法 第二十七条第一款"
    assert steps[7].word == "未走到"
    assert steps[7].rule == steps[7].clause == ""


def test_an_age_told_as_a_number_is_said_in_words() -> None:
    assert path({"age": 13.0})[2].words == ("行为人年龄13岁",)


def test_a_fact_in_doubt_holds_the_path_where_it_is_asked() -> None:
    steps = path({"violation_established": "open"})
    assert status(steps) == ["unmet", "open", *["unreached"] * 5, "open"]
    assert BOOK.facts["violation_established"].label in steps[3].word


def test_an_exclusion_closes_33_1_but_not_mitigation() -> None:
    steps = path({"emergency_exploited": "yes", "minor": "yes", "corrected_in_time": "yes", "harm": "none",
                  "harm_mitigated": "yes"})  # fmt: skip
    assert [steps[n].status for n in (6, 7, 8)] == ["met", "unreached", "met"]
    assert steps[6].rule == next(r.label for r in BOOK.rules if r.id == "aggravate-emergency")


def test_a_grant_shows_its_rule_words_and_clause() -> None:
    steps = path(
        {"minor": "yes", "corrected_in_time": "yes", "harm": "none", "first_violation": "yes"},
        {"minor": "两袋", "corrected_in_time": "已经下架", "harm": "别处的话"},
    )
    assert steps[7].status == steps[9].status == "met"
    assert "没有造成危害后果" in steps[7].rule  # of two grants, the one that made the outcome
    assert steps[7].words == ("“已经下架”", "别处的话", "“两袋”")
    assert steps[7].clause == "行政处罚法 第三十三条第一款"
    assert steps[2].status == "unmet"
    assert steps[2].word == "没有提到"


def test_what_is_only_assumed_stays_open() -> None:
    steps = path({"first_violation": "yes", "corrected_in_time": "yes"})
    assert steps[7].status == steps[9].status == "open"
    assert steps[7].word == "还要看：危害后果"
    assert steps[7].words == ("及时改正", "初次违法")
    assert steps[9].word == "有条件"


def test_nothing_told_leaves_what_is_waited_for() -> None:
    steps = path({})
    assert [steps[n].status for n in (6, 7, 9)] == ["open"] * 3
    assert all(BOOK.facts[name].label in steps[7].word for name in ("minor", "first_violation", "harm"))


def test_an_exclusion_that_a_statute_overrides_says_that_it_changes_nothing() -> None:
    steps = path({"no_fault_evidence": "yes", "high_risk_or_irreparable": "yes", "harm": "slight"})
    assert steps[5].status == steps[6].status == "met"
    assert steps[6].word == wording()["path"]["outweighed"]


def test_the_words_that_speak_against_a_step_are_shown() -> None:
    told = {"first_violation": "no", "minor": "no", "corrected_in_time": "no", "harm": "slight"}
    steps = path(told, {"first_violation": "第一次"})
    assert steps[7].status == "unmet"
    assert "“第一次”" in steps[7].words
    assert steps[4].words == ()  # the clause itself, and no word told, keeps this step from holding
    assert steps[9].rule == wording()["no_rule"]["penalty"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_every_ground_has_a_path_in_order_that_can_be_drawn(row: dict[str, Any]) -> None:
    steps = path(row["facts"])
    text = drawn(path_svg(tuple(steps.values()), LABELS[OutcomeCode(row["code"])]))
    places = [text.find(step.label) for step in list(steps.values())[:-1] if len(step.label) < 15]
    assert places == sorted(places)
    assert -1 not in places


@pytest.mark.parametrize("code", list(OutcomeCode))
def test_every_outcome_is_drawn(code: OutcomeCode) -> None:
    svg = path_svg(tuple(path({}).values()), LABELS[code])
    assert f"结论：{LABELS[code]}" in drawn(svg)
    assert path_svg((), LABELS[code]) == ""


def test_the_picture_tells_without_eyes_and_without_colour() -> None:
    steps = tuple(path({"crime_suspected": "yes"}).values())
    root = ElementTree.fromstring(path_svg(steps, "移送司法机关"))
    named = {root.find(f"{SVG}{tag}") for tag in ("title", "desc")}
    ids = {part.get("id") for part in named if part is not None}
    assert root.get("role") == "img"
    assert set((root.get("aria-labelledby") or "").split()) == ids
    told = root.findtext(f"{SVG}desc") or ""
    assert all(step.label in told and step.word in told for step in steps)
    signs = [group.findtext(f"{SVG}text") for group in root.iter(f"{SVG}g")]
    assert signs == ["✓", *["–"] * 6, "✓"]
    assert {part.get("stroke") for part in root.iter(f"{SVG}circle")} == {"currentColor"}


def test_lines_fit_a_phone_and_never_start_with_a_closing_sign() -> None:
    long = "当事人（某某超市）说：“第一次，已经下架、召回。”" * 5 + "W" * 60
    step = PathStep(number=7, label=long, status="met", word=long, rule=long, words=(long,), clause=long)
    root = ElementTree.fromstring(path_svg((step, step), long))
    rows = [t.text or "" for t in root.iter(f"{SVG}text") if t.get("x") == "44"]
    assert len(rows) > 20
    assert max(sum(2 if ord(c) > 255 else 1.8 * (c == "W") for c in row) for row in rows) <= 42
    assert not any(row[0] in "，。、：）”" or row[-1] in "（“" for row in rows)


@pytest.mark.parametrize("text", [HOSTILE, "]]>&amp;</svg>", "\x00\x08\x1b\ud800\ufffe\u202e坏", "\n\t "])
def test_hostile_text_stays_text(text: str) -> None:
    step = PathStep(number=2, label=text, status="met", word=text, rule=text, words=(text,), clause=text)
    svg = path_svg((step, step), text)
    assert {part.tag for part in ElementTree.fromstring(svg).iter()} <= {
        f"{SVG}{tag}" for tag in ("svg", "title", "desc", "style", "g", "line", "circle", "text")
    }
    assert "<script" not in svg
    assert "\u202e" not in svg
    shown = evidence(answer(path=[step.model_copy(update={"label": text})]), Shelves())
    assert "${" not in shown
    assert "{{" not in shown


def test_the_page_shows_the_path_folded_and_only_where_something_was_decided() -> None:
    shown = evidence(answer(path=tuple(path({}).values())), Shelves())
    assert '<section class="process"><h2>判定过程</h2><details data-key="process"><summary>' in shown
    assert shown.index("判定过程") < shown.index("</svg>")
    assert "判定过程" not in evidence(answer(), Shelves())


def test_an_answer_carries_its_path_and_its_words_are_those_of_the_question(assistant: Assistant) -> None:
    told = assistant.ask("我今年13岁，摆摊卖烟花被查了，会罚款吗", facts={"harm": "none"})
    assert [step.number for step in told.path] == STEPS
    quoted = [word for step in told.path for word in step.words if word.startswith("“")]
    assert quoted
    assert all(word.strip("“”") in told.question for word in quoted)
    assert assistant.ask("行政处罚法第三十三条怎么规定").path == ()
