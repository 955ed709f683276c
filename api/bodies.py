"""What is sent to the API and to the tools: one model each, checked the same way at both doors."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.fields import MOST_CHARS, MOST_TEXT, Day, Facts
from api.words import said
from assistant.models import Role

Kind = Literal["statute", "regulation", "plan", "item", "case", "violation"]


class Body(BaseModel):
    """No unknown fields: a mistyped name is told, not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class AskBody(Body):
    question: str = Field(description=said("question"), min_length=1, max_length=MOST_CHARS)
    role: Role = Field("business", description=said("role"))
    as_of: Day = None
    facts: Facts = Field(default_factory=dict)
    id: str = Field("", description=said("id"), max_length=200)


class DetermineBody(Body):
    violation: str = Field("", description=said("violation"), max_length=200)
    item: str = Field("", description=said("item"), max_length=200)
    facts: Facts = Field(default_factory=dict)
    role: Role = Field("business", description=said("role"))
    as_of: Day = None
    id: str = Field("", description=said("id"), max_length=200)


class SearchBody(Body):
    query: str = Field(description=said("query"), min_length=1, max_length=MOST_CHARS)
    kinds: list[Kind] = Field(default_factory=list, description=said("kinds"), max_length=6)
    k: int = Field(10, description=said("k"), ge=1, le=50)
    as_of: Day = None


class VerifyBody(Body):
    text: str = Field(description=said("text"), min_length=1, max_length=MOST_TEXT)
    as_of: Day = None
