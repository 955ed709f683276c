"""Kind answers to what is not ours: what this assistant does, and where to turn instead."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.knowledge import Knowledge
from assistant.models import LABELS, Answer, Outcome, OutcomeCode
from assistant.question import Question
from assistant.reading.patterns import compile_pattern, read_vocabulary
from assistant.render import wording


def out_of_scope_answer(
    asked: Question, knowledge: Knowledge, timing: dict[str, float], chinese: bool = True
) -> Answer:
    """Out of scope, with the place to turn to that fits the words of the question."""
    words = wording()
    lines = [words["out_of_scope"]] if chinese else [words["out_of_scope"], words["not_chinese"]]
    lines.append(words["where_to_turn"][_turn(asked.text)])
    return Answer(
        id=asked.id, question=asked.text, role=asked.role, as_of=asked.day, scope="out",
        outcome=Outcome(
            code=OutcomeCode.OUT_OF_SCOPE, label=LABELS[OutcomeCode.OUT_OF_SCOPE], certainty="definite"
        ),
        answer="\n\n".join(lines) + "\n", notes=tuple(lines), timing_ms=timing,
    )  # fmt: skip


def _turn(text: str) -> str:
    return next((name for name, pattern in _turns().items() if pattern.search(text)), "default")


@lru_cache(maxsize=1)
def _turns() -> dict[str, re.Pattern[str]]:
    file, data = read_vocabulary("turns.yaml")
    return {str(name): compile_pattern("|".join(words), file, name) for name, words in data.items()}
