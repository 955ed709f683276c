"""Where a clause stands now, after its law was repealed or renumbered (corpus/rules/successors.yaml).

Only pairs that can be established are kept: from an amending decision (将第X条改为第Y条), or from the
texts themselves, both of which are in store. A missing pair says nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import DataError
from corpus.models import Frozen
from corpus.numerals import normalise_article
from corpus.yaml_files import read_yaml

SUCCESSORS_FILE = Path(__file__).resolve().parent / "rules" / "successors.yaml"


class Succession(Frozen):
    """The clauses of one law (before ``since``) and where they went."""

    law: str
    to: str
    since: date
    how: str
    articles: dict[str, str]


class Successor(Frozen):
    """Where one clause stands since ``since``, and how that is known."""

    law: str
    article: str
    since: date
    how: str


@cache
def load_successions(path: Path = SUCCESSORS_FILE) -> tuple[Succession, ...]:
    """Read the table. Raises DataError naming entry and field."""
    out = []
    for number, entry in enumerate(read_yaml(path), 1):
        try:
            succession = Succession.model_validate(entry)
            for label in (*succession.articles, *succession.articles.values()):
                if normalise_article(label) != label:
                    raise ValueError(label)
        except (ValidationError, ValueError) as exc:
            name = str(entry.get("law", number)) if isinstance(entry, dict) else str(number)
            value = exc.errors()[0]["input"] if isinstance(exc, ValidationError) else str(exc)
            raise DataError(
                path, name, "articles", value, "条文编号或字段有误", "第五十九条: 第六十一条"
            ) from exc
        out.append(succession)
    return tuple(out)


def successor_of(law: str, article: str, path: Path = SUCCESSORS_FILE) -> Successor | None:
    """Where the clause of this law (full name) went; None when not established."""
    for entry in load_successions(path):
        if entry.law == law and article in entry.articles:
            return Successor(law=entry.to, article=entry.articles[article], since=entry.since, how=entry.how)
    return None


_dropped = re.compile(r"[\s，。；：、（）()《》“”\"]")


def likeness(one: str, other: str) -> float:
    """How much of two clauses' wording is the same, 0..1: Dice coefficient over pairs of characters."""
    left, right = _pairs(one), _pairs(other)
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0


def _pairs(text: str) -> Counter[str]:
    plain = _dropped.sub("", text)
    return Counter(plain[n : n + 2] for n in range(len(plain) - 1))
