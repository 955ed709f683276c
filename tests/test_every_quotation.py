"""Over all questions of all sets: no quotation is wrong, none is out of force, none is left uncited."""

from __future__ import annotations

import re

import pytest

from assistant.models import Answer
from assistant.pipeline import Assistant
from evals.determination import QUESTIONS, Gold, load_gold

_CLAUSE = re.compile(
    r"《([^《》]+)》\s*(第[零〇一二两三四五六七八九十百千0-9]+条(?:之[一二三四五六七八九十]+)?)"
)
SETS = ("dev", "dev2", "dev3", "dev4", "blind")


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def _problems(gold: Gold, answer: Answer, assistant: Assistant) -> list[str]:
    found = []
    for citation in answer.citations:
        place = f"{gold.id} {citation.law}{citation.article}"
        provision = assistant.library.find(citation.law, citation.article, gold.as_of)
        if _plain(citation.quote) not in _plain(provision.text):
            found.append(f"{place}: not verbatim")
        if not citation.in_force or citation.as_of != gold.as_of:
            found.append(f"{place}: not in force on the day")
    cited = {(c.law, c.article) for c in answer.citations}
    found += [
        f"{gold.id} {m[0]}: uncited" for m in _CLAUSE.finditer(answer.answer) if m.groups() not in cited
    ]
    return found


@pytest.mark.parametrize("name", SETS)
def test_every_quotation_is_verbatim_and_in_force(name: str, indexed_assistant: Assistant) -> None:
    problems = []
    for gold in load_gold(QUESTIONS / f"{name}.jsonl"):
        answer = indexed_assistant.ask(gold.question, gold.role, gold.as_of)  # type: ignore[arg-type]
        problems += _problems(gold, answer, indexed_assistant)
    assert problems == []
