"""Rights, hotlines and what cases tell: data that is checked against the law, the catalogue and the cases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.knowledge import Knowledge
from corpus.case_facts import case_facts, load_told
from corpus.edition import edition
from corpus.errors import DataError
from corpus.hotlines import hotlines_of, load_hotlines
from corpus.models import Case
from corpus.rights import Place, load_rights, quoted, rights_of
from corpus.rules import load_facts

DAY = date(2026, 11, 24)
CASE = Case.model_validate(
    {"id": "c1", "title": "某案", "field": "食品", "facts": "属首次违法。", "outcome_class": "不予处罚",
     "source": {"title": "通报"}}
)  # fmt: skip


def test_every_quotation_of_a_right_stands_in_the_law_in_force(knowledge: Knowledge) -> None:
    for right in load_rights():
        for place in right.places:
            assert quoted(place, knowledge.library, DAY) is not None, (right.id, place.reference)


@pytest.mark.parametrize("reference", ["行政处罚法 第四十五条", "行政处罚法 第九百条", "没有的法 第一条"])
def test_words_that_do_not_stand_there_are_no_quotation(reference: str, knowledge: Knowledge) -> None:
    assert quoted(Place(reference=reference, quote="三十日内"), knowledge.library, DAY) is None


def test_a_matter_of_the_police_has_its_own_hearing(knowledge: Knowledge) -> None:
    by_id = {v.id: v for v in knowledge.violations}
    police = next(v for v in by_id.values() if v.penalty[0].startswith("治安管理处罚法"))
    ids = [r.id for r in rights_of(police, load_rights())]
    assert "hearing-police" in ids
    assert "hearing" not in ids
    general = [r.id for r in rights_of(None, load_rights())]
    assert "hearing" in general
    assert "hearing-police" not in general


def test_everyone_has_a_number_to_call_and_own_ones_come_first(knowledge: Knowledge) -> None:
    for violation in knowledge.violations:
        numbers = [h.number for h in hotlines_of(violation.authority, load_hotlines())]
        assert numbers[-1] == "12345"
    assert [h.number for h in hotlines_of("税务机关", load_hotlines())] == ["12366", "12345"]


def test_what_the_shipped_cases_tell_is_read_without_fault() -> None:
    told = case_facts()
    assert told["case-a-01"]["first_violation"].value == "yes"
    assert len(told) > 50


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("c2: {harm: [none, 首次]}", "没有这个案例"),
        ("c1: {no_such: ['yes', 首次]}", "没有这个事实"),
        ("c1: {harm: [enormous, 首次]}", "可用的值"),
        ("c1: {first_violation: [yes, 首次]}", "要加引号"),
        ("c1: {first_violation: ['yes', 第一回]}", "没有这几个字"),
        ("c1: [首次]", "应是一组"),
    ],
)
def test_a_fault_in_what_cases_tell_names_file_case_and_right_example(
    row: str, problem: str, tmp_path: Path
) -> None:
    file = tmp_path / "_told.yaml"
    file.write_text(row, encoding="utf-8")
    with pytest.raises(DataError, match=problem) as caught:
        load_told(file, [CASE], load_facts())
    assert "_told.yaml" in str(caught.value)


def test_the_name_of_the_corpus_changes_with_what_is_brought_in(tmp_path: Path) -> None:
    before = edition(tmp_path)
    assert before == edition(tmp_path / "none")
    (tmp_path / "rule.md").write_text("新规定", encoding="utf-8")
    assert edition(tmp_path) != before
