"""What a question needs besides its answer: clauses it cites checked, and matters of procedure it touches."""

from __future__ import annotations

from assistant.citing import Citer
from assistant.deciding import Decision
from assistant.derive import limitation_of
from assistant.guard import require_text
from assistant.knowledge import Knowledge
from assistant.mentions import MentionFinder
from assistant.question import Question
from assistant.verify import verify
from corpus.library import RefFault
from corpus.procedure import find_topics
from corpus.successors import successor_of

_TOPICS, _ARTICLES = 1, 2


def check_notes(asked: Question, citer: Citer, knowledge: Knowledge) -> list[str]:
    """One line for each clause the question cites: does it exist, is it in force, where it stands now.

    A law named without a clause has a line where it is no basis that day.

    Clauses in force, and the successors of those that are not, join the citations.
    """
    lines = []
    checks = verify(asked.text, asked.day, knowledge.library)
    for check in checks:
        if check.law is None:
            continue
        lines.append(check.message)
        if check.in_force:
            citer.add(f"{check.law} {check.article}", "您提到的条文")
        successor = successor_of(check.law, check.article)
        if successor and successor.since <= asked.day:
            citer.add(f"{successor.law} {successor.article}", "现在对应的条文")
    lines += _named(asked, {check.law for check in checks}, knowledge)
    return list(dict.fromkeys(line for line in lines if line))


def _named(asked: Question, cited: set[str | None], knowledge: Knowledge) -> list[str]:
    """Why laws named without a clause are no basis that day: repealed, not in force, not held."""
    library = knowledge.library
    named = [m for m in MentionFinder(library).find(asked.text) if not (m.anaphora or m.document)]
    bare = [m.law or m.name for m in named if m.law is None or m.law not in cited]
    problems = [library.check_ref(law, asked.day) for law in bare]
    return [p.message for p in problems if p and p.fault is not RefFault.UNREADABLE]


def topic_notes(asked: Question, citer: Citer, knowledge: Knowledge, lead: Decision) -> list[str]:
    """The matter of procedure that a story touches (two laws in time, two fines), with its clauses.

    Before them, why clauses the decision would stand on are no basis that day. Raises NotCovered where
    the text that every decision stands on is not held for the day.
    """
    require_text(knowledge.always, knowledge.library, asked.day)
    notes = list(citer.unusable)
    for topic in find_topics(asked.text, knowledge.topics)[:_TOPICS]:
        notes.append(topic.officer if asked.role == "officer" else topic.business)
        for reference in topic.articles[:_ARTICLES]:
            citer.add(reference, topic.title)
    if "years_since_act" in lead.facts:
        citer.add(limitation_of(lead.violation, lead.laws).basis, "追究时效")
    return notes
