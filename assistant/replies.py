"""Short replies to a follow-up question, and what is taken back: corpus/vocabulary/replies.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from assistant.models import Fact, Role
from assistant.reading.patterns import VOCABULARY_DIR, compile_pattern
from corpus.models import Frozen
from corpus.rules import FactSpec
from corpus.yaml_files import parse_one, read_groups

_TAIL = re.compile(r"[\s。，,.!！了的啊呀哦]+$")
_EXAMPLES = {"yes": "[是, 对]", "facts": "- {fact: harm, 'no': [没有人]}", "means": "{'yes': {harm: slight}}"}


class OwnReplies(Frozen):
    """How one fact is answered in words of its own, and what yes and no say of which facts."""

    fact: str
    role: Role | None = None
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    means: dict[str, dict[str, str]] = Field(default_factory=dict)


class Withdrawal(Frozen):
    """``said`` takes back ``drops``; where ``marked``, only when the words show it to be a correction."""

    said: str
    drops: str
    marked: bool = False


class Replies(Frozen):
    yes: tuple[str, ...]
    no: tuple[str, ...]
    unknown: tuple[str, ...]
    facts: tuple[OwnReplies, ...]
    withdraws: tuple[Withdrawal, ...]
    taken_back: str
    still_not: str
    changed: str
    dropped: str


@lru_cache(maxsize=2)
def load_replies(file: Path = VOCABULARY_DIR / "replies.yaml") -> Replies:
    """The words of replies. Raises DataError on another shape or a pattern that does not compile."""
    replies = parse_one(file, file.stem, read_groups(file, "'yes': [是, 对]"), Replies, _EXAMPLES)
    for pattern in (replies.taken_back, replies.still_not):
        compile_pattern(pattern, file, file.stem)
    return replies


def reply_to(said: str, spec: FactSpec, role: Role) -> dict[str, str]:
    """What a bare reply says when ``spec`` was asked for last; empty when it is no reply to that.

    Words of the fact itself come before a plain yes or no, whose sense depends on the question.
    """
    replies = load_replies()
    own = next(
        (r for r in replies.facts if r.fact == spec.id and r.role in (None, role)), OwnReplies(fact=spec.id)
    )
    words = _bare(said)
    plain = (("unknown", replies.unknown), ("yes", replies.yes), ("no", replies.no))
    for truth, lists in (("yes", own.yes), ("no", own.no), *plain):
        if words in {_bare(word) for word in lists}:
            return {spec.id: "unknown"} if truth == "unknown" else own.means.get(truth, _plain(spec, truth))
    return {}


def _bare(text: str) -> str:
    return _TAIL.sub("", text.strip()) or text.strip()


def _plain(spec: FactSpec, truth: str) -> dict[str, str]:
    """Yes or no of a fact that has other words: the mildest of what is there, or that nothing is."""
    if truth in spec.values:
        return {spec.id: truth}
    if "none" not in spec.values:
        return {}
    return {spec.id: "none" if truth == "no" else next(v for v in spec.values if v != "none")}


def taken_back(text: str, told: Mapping[str, Fact], held: Mapping[str, Fact]) -> dict[str, str]:
    """Names of held facts that ``told`` takes back, each with the fact said instead."""
    replies, out = load_replies(), {}
    marked = re.search(replies.taken_back, text) or re.search(replies.still_not, text)
    for rule in replies.withdraws:
        said, before = told.get(rule.said), held.get(rule.drops)
        if said and before and said.value == before.value == "yes" and (marked or not rule.marked):
            out[rule.drops] = rule.said
    return out
