"""Two cases side by side, and cases by question, field, law, outcome."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from assistant.knowledge import Knowledge
from assistant.referring import Referrals
from index.search import Hit
from publicity.comparing import compare
from publicity.finding import CaseQuery, fields_of, find_cases, outcomes_of
from publicity.telling import Told

DAY = date(2026, 11, 24)
STATUTE = "中华人民共和国行政处罚法"


class Ranked:
    """Finds the cases it was told, in that order."""

    def __init__(self, *ids: str) -> None:
        self._ids = ids

    def search(self, query: str, k: int = 10, kinds: Iterable[str] | None = None) -> list[Hit]:
        assert kinds == ("case",)
        return [Hit(id=i, kind="case", law="", article="", score=1.0) for i in self._ids]


@pytest.fixture(scope="module")
def referrals(knowledge: Knowledge) -> Referrals:
    return Referrals(
        knowledge.library, knowledge.items.values(), knowledge.cases.values(), knowledge.violations
    )


def test_what_is_alike_and_what_differs(knowledge: Knowledge, referrals: Referrals) -> None:
    told = Told(knowledge.library, referrals)
    left, right = (told.tell(knowledge.cases[i], DAY) for i in ("MKT-F08", "MKT-F05"))
    found = compare(left, right, knowledge.rulebook)
    by_label = {row.label: row for row in found.rows}
    assert by_label["领域"].sameness == "alike"
    assert by_label["现行条文"].sameness == "alike"
    assert by_label["处理结果"].sameness == "differs"
    assert (by_label["初次违法"].left, by_label["初次违法"].sameness) == ("是", "alike")
    assert by_label["初次违法"].fact
    assert by_label["日期"].left == "" if "日期" in by_label else True
    assert set(found.only("alike")) | set(found.only("differs")) | set(found.only("one")) == set(found.rows)


def test_a_case_is_like_itself(knowledge: Knowledge, referrals: Referrals) -> None:
    told = Told(knowledge.library, referrals)
    for case in list(knowledge.cases.values())[::9]:
        telling = told.tell(case, DAY)
        assert all(row.sameness == "alike" for row in compare(telling, telling, knowledge.rulebook).rows)


def test_comparing_the_other_way_round_swaps_the_sides(knowledge: Knowledge, referrals: Referrals) -> None:
    told = Told(knowledge.library, referrals)
    a, b = (told.tell(knowledge.cases[i], DAY) for i in ("ENV-01", "FIRE-C01"))
    one, other = compare(a, b, knowledge.rulebook).rows, compare(b, a, knowledge.rulebook).rows
    assert {(r.label, r.left, r.right, r.sameness) for r in one} == {
        (r.label, r.right, r.left, r.sameness) for r in other
    }


def test_cases_are_found_by_each_of_their_sides(knowledge: Knowledge, referrals: Referrals) -> None:
    def found(query: CaseQuery, *ranked: str) -> list[str]:
        return [c.id for c in find_cases(query, knowledge.cases, referrals, Ranked(*ranked))]

    assert found(CaseQuery()) == list(knowledge.cases)
    assert found(CaseQuery(question="环评"), "ENV-02", "ENV-01", "gone") == ["ENV-02", "ENV-01"]
    assert found(CaseQuery(question="环评", field="食品"), "ENV-01") == []
    by_field = found(CaseQuery(field="消防"))
    assert by_field
    assert all(knowledge.cases[i].field == "消防" for i in by_field)
    by_outcome = found(CaseQuery(outcome="首违不罚"))
    assert len(by_outcome) == sum(c.outcome_class == "首违不罚" for c in knowledge.cases.values()) > 0
    by_law = found(CaseQuery(law=STATUTE))
    assert "MKT-F08" in by_law
    assert "ENV-C04" not in by_law


def test_the_choices_are_those_that_occur(knowledge: Knowledge, referrals: Referrals) -> None:
    cases = knowledge.cases.values()
    assert set(fields_of(cases)) == {c.field for c in cases}
    assert set(outcomes_of(cases)) == {c.outcome_class for c in cases}
    assert referrals.case_laws()[0] == STATUTE
