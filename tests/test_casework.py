"""Evidence, steps and measures of the plan: each clause in force, each time limit and quotation true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from desk_world import DAY

from assistant.pipeline import Assistant
from corpus.casework import load_casework, open_casework
from corpus.errors import DataError
from corpus.references import parse_ref
from corpus.rules import RULES_DIR
from documents.forms import load_forms
from web.officer.work import known_facts

CASEWORK = load_casework()


def test_every_clause_is_in_force_and_every_measure_is_in_the_words_of_the_plan(assistant: Assistant) -> None:
    assert open_casework(assistant.library, DAY) == CASEWORK


def test_every_time_limit_stands_in_its_clause(assistant: Assistant) -> None:
    for step in CASEWORK.steps:
        refs = [parse_ref(reference) for reference in step.basis]
        texts = "".join(assistant.library.find(r.law, r.article, DAY).text for r in refs)
        for limit in re.findall(r"[一二三四五六七八九十]+日", step.title + step.text):
            assert limit in texts, step.id
        assert (step.days is None) == (not re.search(r"[一二三四五六七八九十]+日", step.text)), step.id


def test_evidence_shows_facts_that_can_be_told_and_measures_make_documents_that_exist() -> None:
    assert {f for e in CASEWORK.evidence for f in e.facts} <= set(known_facts())
    assert {m.form for m in CASEWORK.measures if m.form} <= {f.id for f in load_forms().forms}


@pytest.mark.parametrize(
    ("outcome", "holds", "holds_not"),
    [
        ("no_penalty_discretionary", {"educate", "credentials", "archive"}, {"hearing", "transfer"}),
        ("penalty", {"inform", "hear", "hearing", "review", "decide"}, {"educate", "transfer"}),
        ("transfer", {"transfer", "recorded"}, {"educate", "hearing", "decide"}),
        ("not_a_violation", {"recorded", "serve"}, {"correct", "hearing"}),
    ],
)
def test_the_steps_are_those_of_the_outcome(outcome: str, holds: set[str], holds_not: set[str]) -> None:
    steps = {step.id for step in CASEWORK.steps if step.fits(outcome)}
    assert holds <= steps
    assert not holds_not & steps


def test_a_transfer_is_no_case_for_persuasion_or_talks() -> None:
    assert {m.id for m in CASEWORK.measures if m.fits("transfer")} == {"follow", "police"}


@pytest.mark.parametrize(
    ("wrong", "right", "field"),
    [
        ("words: 警示约谈,", "words: 约谈警示,", "words"),
        ("行政处罚法 第四十二条第一款", "行政处罚法 第八十七条", "basis"),
        ("share: enforcement", "share: punishment", "share"),
        ("行政处罚法 第四十七条", "行政处罚法第四七", "basis"),
    ],
)
def test_a_fault_is_told_with_file_line_and_example(
    tmp_path: Path, assistant: Assistant, wrong: str, right: str, field: str
) -> None:
    text = (RULES_DIR / "casework.yaml").read_text(encoding="utf-8")
    assert wrong in text
    (tmp_path / "casework.yaml").write_text(text.replace(wrong, right), encoding="utf-8")
    with pytest.raises(DataError) as told:
        open_casework(assistant.library, DAY, tmp_path)
    assert told.value.field.startswith(field)
    assert "casework.yaml" in str(told.value)
