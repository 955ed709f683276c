"""A violation chosen by hand is decided as one that is told: the same rules, facts and clauses."""

from __future__ import annotations

from datetime import date

import pytest
from desk_world import BREAD, DAY, FACTS, decided

from assistant.models import Fact
from assistant.pipeline import Assistant
from corpus.validity import NotCovered


@pytest.mark.parametrize("story", FACTS)
def test_the_outcome_is_that_of_the_same_facts_told_with_a_question(assistant: Assistant, story: str) -> None:
    told = assistant.ask("超市经营过期面包", role="officer", as_of=DAY, facts=FACTS[story] or None)
    assert told.outcome.code is decided(assistant, story).outcome.code


def test_the_penalty_clause_is_cited_and_nothing_is_read_from_the_name(assistant: Assistant) -> None:
    answer = decided(assistant, "open")
    assert "第一百二十四条" in {c.article for c in answer.citations}
    assert [f.name for f in answer.facts if f.from_ != "assumed"] == []


def test_a_fact_of_a_record_keeps_where_it_comes_from(assistant: Assistant) -> None:
    fact = Fact.model_validate(
        {"name": "first_violation", "value": "no", "evidence": "登记簿", "from": "record"}
    )
    answer = assistant.determine({fact.name: fact}, BREAD, as_of=DAY)
    assert fact in answer.facts


def test_a_transfer_cites_the_crime_the_violation_names(assistant: Assistant) -> None:
    cited = {(c.law, c.article) for c in decided(assistant, "crime").citations}
    assert ("中华人民共和国刑法", "第一百四十三条") in cited


def test_a_day_whose_law_is_not_held_is_refused(assistant: Assistant) -> None:
    with pytest.raises(NotCovered):
        assistant.determine({}, BREAD, as_of=date(1990, 1, 1))
