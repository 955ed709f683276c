"""The business owner's papers: offered for an answer, made as files nobody can guess, cleared away."""

from __future__ import annotations

import pytest
from desk_world import text_of

from assistant.pipeline import Assistant
from documents.making import Refused
from web.papers import offers, paper_bytes

BREAD = "我家超市货架上有两袋过期面包，第一次被查到，已经下架销毁了，没有人买过，没有造成危害，会罚款吗？"
CRIME = "我在家用工业酒精兑白酒卖，喝死了人，会怎么样？"


def test_both_papers_are_offered_and_made_for_a_slight_first_violation(assistant: Assistant) -> None:
    answer = assistant.ask(BREAD)
    assert [(o.kind, o.refused) for o in offers(answer, assistant)] == [
        ("promise", ""), ("rectification-report", ""),
    ]  # fmt: skip
    name, content = paper_bytes("promise", answer, assistant, {"party": "某超市"})
    told = text_of(content)
    assert name == "轻微违法行为承诺书.docx"
    assert "某超市" in told
    assert "经营超过保质期的食品" in told
    assert all(row in told for c in answer.citations for row in c.quote.splitlines())
    assert "以执法机关认定为准" in told


def test_where_a_crime_is_suspected_both_are_refused_with_the_reason(assistant: Assistant) -> None:
    answer = assistant.ask(CRIME)
    assert answer.outcome.code == "transfer"
    assert all("移送司法机关" in o.refused for o in offers(answer, assistant))
    with pytest.raises(Refused, match="咨询律师"):
        paper_bytes("rectification-report", answer, assistant)


def test_nothing_is_offered_where_nothing_was_determined(assistant: Assistant) -> None:
    assert offers(assistant.ask("听证要几天内提出？"), assistant) == ()


def test_an_officers_document_is_not_made_for_a_business(assistant: Assistant) -> None:
    with pytest.raises(KeyError):
        paper_bytes("no-penalty-decision", assistant.ask(BREAD), assistant)
