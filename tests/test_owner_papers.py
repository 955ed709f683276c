"""The owner's papers on the chat page: offered where the answer carries them, the file itself in the page."""

from __future__ import annotations

import re
from base64 import b64decode

import pytest
from desk_world import FACTS, text_of

from assistant.models import Role
from assistant.pipeline import Assistant
from web.owner_papers import make_paper, papers
from web.session import Talk, Turn

QUESTION = "我家超市被查到两袋过期面包，第一次，已经下架了，会罚款吗？"
KIND = re.compile(r'data-value="([\w-]+)"')
LINK = re.compile(r'download="([^"]+)" href="data:[^;]+;base64,([^"]+)"')


def visit(assistant: Assistant, story: str, role: Role = "business") -> Talk:
    answer = assistant.ask(QUESTION, role=role, facts=FACTS[story])
    return Talk().opened(Turn(question=QUESTION, answer=answer))


def shown(talk: Talk, assistant: Assistant) -> str:
    return papers(talk.current, assistant) if talk.current else ""


def test_a_paper_the_answer_carries_is_made_in_the_page(assistant: Assistant) -> None:
    talk = visit(assistant, "discretionary")
    kinds = KIND.findall(shown(talk, assistant))
    assert kinds
    for kind in kinds:
        found = LINK.search(shown(make_paper(talk, kind, assistant), assistant))
        assert found
        assert found[1].endswith(".docx")
        assert "经营超过保质期的食品" in text_of(b64decode(found[2]))


@pytest.mark.parametrize(("story", "role"), [("crime", "business"), ("discretionary", "officer")])
def test_no_paper_is_offered_where_none_is_carried(assistant: Assistant, story: str, role: Role) -> None:
    assert "承诺书" not in shown(visit(assistant, story, role), assistant)


def test_a_kind_that_is_not_the_owners_changes_nothing(assistant: Assistant) -> None:
    talk = visit(assistant, "discretionary")
    assert make_paper(talk, "transfer-letter", assistant) == talk
    assert make_paper(Talk(), "transfer-letter", assistant) == Talk()


def test_a_new_answer_drops_the_paper_of_the_old_one(assistant: Assistant) -> None:
    from web.asking import set_fact

    talk = visit(assistant, "discretionary")
    made = make_paper(talk, KIND.findall(shown(talk, assistant))[0], assistant)
    changed = set_fact(made, "harm", "serious", assistant)
    assert changed.current
    assert changed.current.paper is None
