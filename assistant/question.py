"""The question as it travels through the pipeline, and the clock's face it is timed by."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from assistant.models import Fact, Role
from corpus.models import Frozen


class Question(Frozen):
    """``text`` is cleaned; ``place`` is where the authority sits; ``day`` is the day of the law asked for."""

    id: str
    text: str
    role: Role
    day: date
    place: str
    matter: str = ""  # the question with what was said before it in the same conversation


class Earlier(Frozen):
    """What a conversation has established: the matter in the user's words, and the facts told."""

    matter: str
    facts: dict[str, Fact]


class Clock(Protocol):
    """Times the stages; ``done`` closes the last one and gives milliseconds by stage."""

    def mark(self, stage: str) -> None: ...
    def done(self, stage: str = "answer") -> dict[str, float]: ...
