"""The figures of the determination are what their names say, and a run is kept with where it was made."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.models import Answer, Citation, Outcome, OutcomeCode
from evals.determination import QUESTIONS, Gold, Scored, confusion, load_gold, run, score, summarise
from evals.record import machine, record

DAY = date(2026, 11, 24)
A, B, C = ({"law": "甲法", "article": f"第{n}条"} for n in "一二三")


def gold(code: str = "penalty", **fields: Any) -> Gold:
    return Gold(id="q", question="?", role="business", as_of=DAY, gold=code, **fields)


def answer(code: str = "penalty", cites: tuple[dict[str, str], ...] = ()) -> Answer:
    outcome = Outcome(code=OutcomeCode(code), label="", certainty="definite")
    citations = tuple(
        Citation(id=c["article"], kind="statute", quote="", in_force=True, as_of=DAY, **c) for c in cites
    )
    return Answer(id="q", question="?", role="business", as_of=DAY, scope="in", outcome=outcome,
                  citations=citations, answer="")  # fmt: skip


def row(code: str, got: str, **fields: Any) -> Scored:
    plain: dict[str, Any] = {
        "id": "q", "gold": code, "got": got, "certainty": "definite", "exact": code == got,
        "acceptable": code == got, "unsafe": False, "cited": 0, "to_cite": 0, "penalty_found": None,
        "ms": 1.0, "ms_decided": 1.0, "field": "", "kind": "",
    }  # fmt: skip
    return Scored(**plain | fields)


# One answer


@pytest.mark.parametrize(
    ("got", "exact", "acceptable", "unsafe"),
    [
        ("penalty", True, True, False),
        ("insufficient", False, True, False),
        ("transfer", False, False, False),
        ("no_penalty_required", False, False, True),
    ],
)
def test_an_outcome_is_exact_acceptable_or_unsafe(
    got: str, exact: bool, acceptable: bool, unsafe: bool
) -> None:
    question = gold(acceptable=("insufficient",), unsafe=("no_penalty_required",))
    scored = score(question, answer(got), 5)
    assert (scored.exact, scored.acceptable, scored.unsafe) == (exact, acceptable, unsafe)
    assert (scored.gold, scored.got, scored.ms) == ("penalty", got, 5)


def test_clauses_that_must_be_cited_are_counted() -> None:
    scored = score(gold(must_cite=(A, B)), answer(cites=(A, C)), 1)
    assert (scored.cited, scored.to_cite) == (1, 2)


def test_the_same_article_of_another_law_does_not_count() -> None:
    scored = score(gold(must_cite=(A,)), answer(cites=({**A, "law": "乙法"},)), 1)
    assert scored.cited == 0


def test_one_of_the_penalty_clauses_is_enough() -> None:
    assert score(gold(violation_penalty=(A, B)), answer(cites=(B,)), 1).penalty_found is True
    assert score(gold(violation_penalty=(A, B)), answer(cites=(C,)), 1).penalty_found is False
    assert score(gold(), answer(cites=(C,)), 1).penalty_found is None


def test_every_question_is_asked_once_in_order() -> None:
    asked: list[str] = []

    def ask(question: Gold) -> Answer:
        asked.append(question.question)
        return answer("penalty")

    questions = [gold().model_copy(update={"question": text}) for text in ("甲", "乙")]
    rows = run(questions, ask)
    assert asked == ["甲", "乙"]
    assert all(scored.exact and scored.ms >= 0 for scored, _ in rows)


# Many answers


def test_shares_are_of_all_questions() -> None:
    rows = [
        row("penalty", "penalty", cited=1, to_cite=2, penalty_found=True),
        row("penalty", "insufficient", acceptable=True, cited=2, to_cite=2, penalty_found=False),
        row("transfer", "penalty"),
        row("penalty", "no_penalty_required", unsafe=True),
    ]
    figures = summarise(rows)
    assert figures["questions"] == 4
    assert (figures["exact"], figures["acceptable"], figures["unsafe"]) == (0.25, 0.5, 1)
    assert figures["must_cite_recall"] == 0.75
    assert figures["penalty_clause_cited"] == 0.5


def test_where_nothing_was_to_cite_there_is_no_recall() -> None:
    figures = summarise([row("penalty", "penalty")])
    assert figures["must_cite_recall"] is None
    assert figures["penalty_clause_cited"] is None


def test_precision_and_recall_of_asking_back() -> None:
    rows = [
        row("insufficient", "insufficient"),
        row("insufficient", "penalty"),
        row("penalty", "insufficient"),
        row("transfer", "insufficient"),
    ]
    assert summarise(rows)["insufficient"] == {"precision": 0.333, "recall": 0.5}
    assert summarise(rows)["out_of_scope"] == {"precision": 0.0, "recall": 0.0}


def test_certainty_is_held_against_what_was_acceptable() -> None:
    rows = [
        row("penalty", "penalty"),
        row("penalty", "transfer"),
        row("penalty", "penalty", certainty="conditional"),
    ]
    assert summarise(rows)["acceptable_by_certainty"] == {"definite": "1/2", "conditional": "1/1"}


def test_latency_is_the_middle_and_the_slow_end() -> None:
    figures = summarise([row("penalty", "penalty", ms=float(ms)) for ms in range(100, 0, -1)])
    assert (figures["ms_p50"], figures["ms_p95"]) == (50.5, 96.0)
    assert summarise([row("penalty", "penalty", ms=7)])["ms_p95"] == 7


def test_confusion_lists_what_is_wrong_most_frequent_first() -> None:
    rows = [
        row("penalty", "penalty"),
        row("penalty", "insufficient", acceptable=True),
        row("transfer", "penalty"),
        *[row("penalty", "transfer")] * 2,
    ]
    assert confusion(rows) == "  2  penalty → transfer\n  1  transfer → penalty"
    assert confusion(rows[:2]) == ""


# The questions


@pytest.mark.parametrize(
    "file", ["dev.jsonl", "dev2.jsonl", "dev3.jsonl", "dev4.jsonl", "dev5.jsonl", "blind.jsonl"]
)
def test_the_questions_are_readable_and_their_outcomes_exist(file: str) -> None:
    questions = load_gold(QUESTIONS / file)
    codes = {code.value for code in OutcomeCode}
    assert len({question.id for question in questions}) == len(questions)
    for question in questions:
        assert {question.gold, *question.acceptable, *question.unsafe} <= codes, question.id
        assert question.gold not in question.unsafe, question.id
        assert not set(question.acceptable) & set(question.unsafe), question.id
        assert question.role in ("business", "officer", "publicity"), question.id


# The record


def test_a_run_is_kept_with_day_commit_and_machine(tmp_path: Path) -> None:
    file = record("trial", {"exact": 0.5, "note": "中文"}, tmp_path)
    assert file == tmp_path / "trial.json"
    (kept,) = json.loads(file.read_text(encoding="utf-8"))
    assert kept["figures"] == {"exact": 0.5, "note": "中文"}
    assert abs((date.fromisoformat(kept["date"]) - datetime.now(UTC).date()).days) <= 1
    assert re.fullmatch(r"[0-9a-f]{7,}|unknown", kept["commit"])
    assert kept["machine"] == machine()
    assert "中文" in file.read_text(encoding="utf-8")


def test_the_next_run_is_added_after_it(tmp_path: Path) -> None:
    for exact in (0.5, 0.6):
        record("trial", {"exact": exact}, tmp_path)
    runs = json.loads((tmp_path / "trial.json").read_text(encoding="utf-8"))
    assert [kept["figures"]["exact"] for kept in runs] == [0.5, 0.6]


def test_another_kind_of_run_has_its_own_file_and_the_folder_is_made(tmp_path: Path) -> None:
    record("a", {}, tmp_path / "results")
    record("b", {}, tmp_path / "results")
    assert {path.name for path in (tmp_path / "results").iterdir()} == {"a.json", "b.json"}


def test_the_machine_is_told_by_its_cores() -> None:
    assert re.fullmatch(r".+, \d+ cores", machine())
