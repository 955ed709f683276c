"""A determination of a violation that was chosen, not told: facts in, no text, one Answer out.

The same decision and the same Answer as for a question; only reading and matching are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.deciding import decide
from assistant.determined import determined_answer
from assistant.knowledge import Found, Knowledge
from assistant.matching import ViolationMatch
from assistant.models import Answer, Fact
from assistant.question import Clock, Question
from assistant.reading.reader import Reading
from corpus.models import Item, Violation

_NOTHING_READ = Reading(facts={}, quantities=(), conflicts=(), asks_only=False, kinds={})


def chosen_answer(
    violation: Violation,
    facts: Mapping[str, Fact],
    asked: Question,
    candidates: Sequence[tuple[Item, float]],
    cases: Sequence[Found],
    knowledge: Knowledge,
    clock: Clock,
) -> Answer:
    """The Answer for ``violation`` on ``facts`` alone; whoever chose it is sure of it.

    ``asked.text`` names the violation for the reader; ``asked.matter`` stays empty, for nothing was said
    that words could be read from. Raises NotCovered where the law of that day is not held.
    """
    match = ViolationMatch(violation=violation, score=1.0, words=(), meaning=1.0, share=1.0, named=True)
    decision = decide(facts, match, [match], [], candidates, asked, knowledge)
    clock.mark("determine")
    return determined_answer(asked, _NOTHING_READ, decision, [decision], [], cases, knowledge, clock)
