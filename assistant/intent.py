"""What is being asked: a determination, or a question about law, procedure or cases, or nothing of ours."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Literal

from assistant.reading.patterns import compile_pattern, read_vocabulary
from corpus.models import Frozen

Kind = Literal["determination", "law", "procedure", "case", "out_of_scope"]


class Signals(Frozen):
    """What other stages have found, as far as it tells what is asked."""

    violation: bool  # a violation of the catalogue was named in its own words
    facts: int  # how many facts with words for values were read
    articles: int  # articles cited in the question
    stage: str  # procedure stage as read
    long: bool = False  # a story rather than a question


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    file, data = read_vocabulary("intents.yaml")
    flat: dict[str, list[str]] = {}
    _flatten(data, "", flat)
    return {key: compile_pattern("|".join(words), file, key) for key, words in flat.items()}


def _flatten(data: Any, prefix: str, out: dict[str, list[str]]) -> None:
    for key, value in data.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            _flatten(value, f"{name}.", out)
        else:
            out[name] = value if isinstance(value, list) else [value]


def speaks_of_enforcement(text: str) -> bool:
    return bool(_patterns()["enforcement"].search(text))


class Route(Frozen):
    """Where a question goes. ``by_default``: no pattern matched; it is only what remains."""

    kind: Kind
    by_default: bool = False


def intent(text: str, signals: Signals) -> Route:
    """Route one question by patterns. A concrete act with facts is a determination whatever else is said."""
    has = {name: bool(p.search(text)) for name, p in _patterns().items()}
    sure = _asked_outright(has, signals)
    if sure:
        return Route(kind=sure)
    if not signals.violation and not has["enforcement"] and signals.facts <= 1:
        return Route(kind="out_of_scope", by_default=True)
    if has["law.weak"] and not has["concrete"] and signals.facts == 0 and not signals.violation:
        return Route(kind="law", by_default=True)
    return Route(kind="determination", by_default=True)


def _asked_outright(has: dict[str, bool], signals: Signals) -> Kind | None:
    """The kind that a pattern names, or None."""
    about_an_act = signals.violation and (has["enforcement"] or signals.facts > 0)
    late = signals.stage in ("decided", "review", "enforcement")
    told = signals.violation or has["concrete"]
    if has["out_of_scope.strong"] and not about_an_act:
        return "out_of_scope"
    if has["out_of_scope.weak"] and signals.facts == 0:
        return "out_of_scope"
    if has["case.strong"] and signals.facts <= 1:
        return "case"
    if has["procedure.sure"] and signals.facts <= 2:
        return "procedure"
    if has["procedure.topics"] and has["procedure.question"] and (late or signals.facts <= 1):
        return "procedure"
    story = signals.violation and has["concrete"] and signals.long
    if has["law.strong"] and (signals.facts <= 1 or not told) and not story:
        return "law"
    if signals.articles and not has["concrete"] and signals.facts == 0:
        return "law"
    return "procedure" if late and not signals.violation else None
