"""What one visitor has asked, as a frozen value kept in that visitor's session and nowhere else."""

from __future__ import annotations

from pydantic import Field

from assistant.models import Answer, Role
from corpus.models import Frozen
from web.links import Shared
from web.words import Language

MOST_TURNS = 20  # older questions leave the page, so a long visit does not fill the memory
_JOIN = "\n"


class Opinion(Frozen):
    """What the visitor thinks of an answer. ``row``: where it is stored; ``explained``: why is known."""

    row: int = 0
    useful: bool = True
    explained: bool = False


class Paper(Frozen):
    """A paper made for the visitor: file name and content."""

    name: str
    content: bytes


class Turn(Frozen):
    """One question with its answer. ``ticked``: facts the person set by hand, "unknown" included.

    ``before``: the turn as it was until ``added`` was read as more said about it; undone by ``split``.
    ``shared``: the facts of a link, where the turn was opened by one; nothing was written then.
    ``link``: the link made of the answer, "" before it is asked for, None where none can reproduce it.
    """

    question: str
    ticked: dict[str, str | float] = Field(default_factory=dict)
    answer: Answer | None = None
    before: Turn | None = None
    added: str = ""
    shared: Shared | None = None
    link: str | None = ""
    opinion: Opinion = Opinion()
    paper: Paper | None = None

    def tick(self, name: str, value: str | float) -> Turn:
        """The same question with one fact set by hand."""
        return self.model_copy(update={"ticked": {**self.ticked, name: value}, "link": ""})

    def add(self, text: str) -> Turn:
        """The same question with more said about it."""
        more = f"{self.question}{_JOIN}{text}"
        return self.model_copy(update={"question": more, "before": self, "added": text})


class Talk(Frozen):
    """A visit: who asks, the language of the page, every turn, which one is open, and what went wrong."""

    role: Role = "business"
    language: Language = "zh"
    turns: tuple[Turn, ...] = ()
    at: int = -1
    error: str = ""

    @property
    def current(self) -> Turn | None:
        """The turn on the page; None on the empty page."""
        return self.turns[self.at] if 0 <= self.at < len(self.turns) else None

    def opened(self, turn: Turn) -> Talk:
        """A new turn at the end, which becomes the current one."""
        turns = (*self.turns, turn)[-MOST_TURNS:]
        return self.model_copy(update={"turns": turns, "at": len(turns) - 1, "error": ""})

    def changed(self, turn: Turn) -> Talk:
        """The current turn replaced."""
        turns = tuple(turn if i == self.at else t for i, t in enumerate(self.turns))
        return self.model_copy(update={"turns": turns, "error": ""})

    def shown(self, at: int) -> Talk:
        """Another turn opened again; -1 for the empty page. An unknown number changes nothing."""
        known = -1 <= at < len(self.turns)
        return self.model_copy(update={"at": at, "error": ""}) if known else self

    def as_role(self, role: Role) -> Talk:
        return self.model_copy(update={"role": role, "error": ""})

    def speaking(self, language: Language) -> Talk:
        return self.model_copy(update={"language": language})

    def failed(self, message: str) -> Talk:
        """The same visit with a message to show; nothing that was asked is lost."""
        return self.model_copy(update={"error": message})
