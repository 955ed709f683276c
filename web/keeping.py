"""What the browser keeps of a visit while its tab is open, so that a page loaded anew goes on where it was.

Only the questions and what was set by hand; the answers are made anew. It lies in the browser's session
storage and is sent back by nobody else.
"""

from __future__ import annotations

from pydantic import Field, ValidationError

from assistant.models import Role
from corpus.models import Frozen
from web.asking import Answers, open_turn
from web.facts import is_number, settable
from web.links import Shared, pack, unpack
from web.session import MOST_TURNS, Talk, Turn
from web.words import Language, words

_LONGEST = 200_000  # characters that are taken back


class KeptTurn(Frozen):
    question: str
    ticked: dict[str, str | float] = Field(default_factory=dict)
    link: str = ""


class Kept(Frozen):
    role: Role = "business"
    language: Language = "zh"
    turns: tuple[KeptTurn, ...] = ()
    at: int = -1


def kept(talk: Talk) -> str:
    """The visit as the browser keeps it."""
    turns = tuple(
        KeptTurn(question=t.question, ticked=t.ticked, link=pack(t.shared) if t.shared else "")
        for t in talk.turns
    )
    return Kept(role=talk.role, language=talk.language, turns=turns, at=talk.at).model_dump_json()


def restored(text: object, assistant: Answers) -> Talk:
    """The visit that the browser kept; the open question is answered at once, others when they are opened."""
    try:
        if not isinstance(text, str) or len(text) > _LONGEST:
            raise ValueError("no visit of ours")
        told = Kept.model_validate_json(text)
        turns = tuple(_turn(t, assistant) for t in told.turns[:MOST_TURNS])
    except (ValidationError, ValueError):
        return Talk().failed(str(words()["errors"]["restore"]))
    talk = Talk(role=told.role, language=told.language, turns=turns, at=-1)
    return open_turn(talk, str(told.at), assistant) if told.at >= 0 else talk


def _turn(told: KeptTurn, assistant: Answers) -> Turn:
    """Raises LinkFault, a ValueError, where its link is not ours."""
    shared: Shared | None = unpack(told.link, assistant) if told.link else None
    book = assistant.rulebook
    ticked = {n: v for n, v in told.ticked.items() if settable(n, book) and _fits(n, v, assistant)}
    return Turn(question=told.question, ticked=ticked, shared=shared)


def _fits(name: str, value: str | float, assistant: Answers) -> bool:
    if value == "unknown":
        return True
    if is_number(name):
        return isinstance(value, float | int) and value >= 0
    return value in assistant.rulebook.facts[name].values
