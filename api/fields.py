"""The kinds of values that requests hold: days, facts and ids, each checked with a Chinese message."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from api.words import said, words
from assistant.given import UsageFault, given_facts
from assistant.guard import check_day

MOST_CHARS = 20_000  # of a question; the setting max_question_chars is the lower bound that counts
MOST_TEXT = 100_000  # of a text to be verified


def _day(value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        if not isinstance(value, str) or len(value) != 10:
            raise ValueError(value)
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(words()["errors"]["day"]) from None
    return check_day(day)


def _facts(value: Any) -> dict[str, str | float]:
    try:
        return given_facts(value)
    except UsageFault as exc:  # names and values are repeated: half a character among them cannot be sent
        raise ValueError(str(exc).encode(errors="replace").decode()) from None


Day = Annotated[
    date | None,
    BeforeValidator(_day),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}),
    Field(description=said("as_of"), examples=["2026-11-23"]),
]
DayParameter = Annotated[
    date | None,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date"}),
    Field(description=said("as_of")),
]
Facts = Annotated[
    dict[str, str | float],
    BeforeValidator(_facts),
    Field(description=said("facts"), examples=[{"first_violation": "yes", "goods_value": 30}]),
]
