"""Facts shown by phrases of ``corpus/vocabulary/facts.yaml``, each with the words that show it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from assistant.reading.patterns import compile_pattern, modality, read_vocabulary
from assistant.reading.scopes import Scope
from corpus.models import Frozen

_NEGATION = re.compile(
    r"(不是|没有|没|未|无|不|并未|并非|非|从未|不存在|不属于|不构成|未曾|不能说|谈不上)(有|曾|再|因此|造成|出现|发生|构成|属于|人|任何人|一个人)?$"
)
_DOUBLE = re.compile(r"(不是没有|不是没|并非没有|不能说没有|不可能不|不得不)$")


class _Phrase(NamedTuple):
    id: str
    fact: str
    value: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    negated: str | None
    keep_asked: bool
    not_inside: re.Pattern[str] | None
    done_only: bool


class Mention(Frozen):
    """One reading of one phrase. ``strength``: told 2, another's word or the party's claim 1.

    ``learned``: read by the trained head, by likeness, not by the words of the vocabulary.
    """

    fact: str
    value: str
    text: str
    start: int
    end: int
    strength: int = 2
    learned: bool = False


@lru_cache(maxsize=1)
def _phrases() -> tuple[_Phrase, ...]:
    file, entries = read_vocabulary("facts.yaml")
    out = []
    for entry in entries:
        unless = entry.get("unless")
        out.append(
            _Phrase(
                id=entry["id"],
                fact=entry["fact"],
                value=entry["value"],
                pattern=compile_pattern("|".join(f"(?:{p})" for p in entry["patterns"]), file, entry["id"]),
                unless=compile_pattern("|".join(unless), file, entry["id"]) if unless else None,
                negated=entry.get("negated"),
                keep_asked=entry.get("asked") == "keep",
                not_inside=compile_pattern(entry["not_inside"], file, entry["id"])
                if "not_inside" in entry
                else None,
                done_only=bool(entry.get("done_only")),
            )
        )
    return tuple(out)


def find_mentions(scopes: list[Scope]) -> list[Mention]:
    """All mentions, clause by clause. Asked and supposed ones are left out: they are no facts."""
    found: list[Mention] = []
    for scope in scopes:
        for phrase in _phrases():
            found += _in_clause(phrase, scope)
    return found


def _in_clause(phrase: _Phrase, scope: Scope) -> list[Mention]:
    text = scope.clause.text
    if phrase.unless and phrase.unless.search(text):
        return []
    out = []
    for match in phrase.pattern.finditer(text):
        at = scope.clause.start + match.start()
        if not match.group() or scope.hypothetical or _is_either_or(match, text):
            continue
        if scope.is_asked(at) and not phrase.keep_asked:
            continue
        if phrase.not_inside and phrase.not_inside.search(match.group()):
            continue
        if phrase.done_only and modality()["promised"].search(text[: match.start()]):
            continue
        value = _polarity(phrase, text[: match.start()])
        if value is not None:
            out.append(
                Mention(
                    fact=phrase.fact, value=value, text=match.group(), start=at,
                    end=scope.clause.start + match.end(),
                    strength=1 if scope.is_reported(at) or scope.claimed else 2,
                )
            )  # fmt: skip
    return out


def _is_either_or(match: re.Match[str], text: str) -> bool:
    """有没有…, 是不是…: the phrase begins inside a question of the form "A-not-A"."""
    before, head = text[match.start() - 1 : match.start()], match.group()[:1]
    return (before, head) in (("有", "没"), ("是", "不"), ("会", "不"), ("能", "不"), ("算", "不"))


def _polarity(phrase: _Phrase, before: str) -> str | None:
    if phrase.negated is None or _DOUBLE.search(before) or not _NEGATION.search(before):
        return phrase.value
    return None if phrase.negated == "drop" else phrase.negated
