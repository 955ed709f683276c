"""What the vocabulary and the reader model read, made one.

The vocabulary knows set phrases, the model knows the drift of the whole question. The model adds what it is
sure of, and takes back a phrase that it is sure was meant otherwise. Questions and suppositions are never
facts, whatever the model says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from assistant.reading.correction import CorrectionAct
from assistant.reading.patterns import modality, read_vocabulary
from assistant.reading.phrases import Mention
from assistant.reading.quantity_words import Quantity
from assistant.reading.scopes import Scope

_ORDER = ("ordered", "promised", "not_done", "done", "refused")  # as things happen inside one clause
_SAME = {"overdue": "refused"}  # statuses of the vocabulary that the model does not tell apart
# What a clause shows for sure speaks against what its words alone seem to say.
_CONTRARY = {"done": {"not_done", "refused"}, "not_done": {"done"}, "promised": {"done"}, "refused": {"done"}}
_CHARACTER, _FEWEST = re.compile(r"[\u3400-\u9fff]"), 2  # fewer characters tell nothing
_FEW = 5  # pieces
_ACT, _SIZE = 0.3, 0.1  # below both, a clause tells neither the act nor that it is small
Shown = Mapping[str, float]


@lru_cache(maxsize=1)
def _meanings() -> dict[str, dict[str, Any]]:
    """Label → {fact, value} or {status}, with ``at`` (adds from here) and ``veto`` (takes back below)."""
    data: dict[str, dict[str, Any]] = read_vocabulary("head.yaml")[1]
    return data


@lru_cache(maxsize=1)
def _labels() -> dict[tuple[str, str], str]:
    return {(m["fact"], m["value"]): label for label, m in _meanings().items() if "fact" in m}


@lru_cache(maxsize=1)
def _statuses() -> dict[str, str]:
    return {m["status"]: label for label, m in _meanings().items() if "status" in m}


def learned(
    shown: Sequence[Shown],
    scopes: Sequence[Scope],
    mentions: Sequence[Mention],
    acts: Sequence[CorrectionAct],
) -> tuple[list[Mention], list[CorrectionAct]]:
    """Mentions and acts of correction in the order of the text. ``shown``: {label: probability} a scope."""
    facts: list[Mention] = []
    corrections: list[CorrectionAct] = []
    for scope, probability in zip(scopes, shown, strict=True):
        start, end = scope.clause.start, scope.clause.end
        said = [m for m in mentions if start <= m.start < end]
        done = [a for a in acts if start <= a.start < end]
        facts += _facts(scope, probability, said)
        corrections += _acts(scope, probability, done)
    text = "，".join(scope.clause.text for scope in scopes)
    if any((m.fact, m.value) == ("first_violation", "no") for m in facts):  # may be for another time
        facts = [_doubted(m) for m in facts]
    return sorted((_sure(m, text) for m in facts), key=lambda m: m.start), corrections


def of_the_act(
    quantities: Sequence[Quantity], scopes: Sequence[Scope], shown: Sequence[Shown]
) -> list[Quantity]:
    """Quantities without the few pieces told beside the act ("同一支笔写的"): no sign of its size."""
    beside = [
        scope.clause
        for scope, probability in zip(scopes, shown, strict=True)
        if probability["act"] < _ACT and probability["minor:yes"] < _SIZE
    ]
    return [
        q
        for q in quantities
        if q.fact != "count" or q.value > _FEW or not any(c.start <= q.start < c.end for c in beside)
    ]


def _facts(scope: Scope, shown: Shown, said: Sequence[Mention]) -> list[Mention]:
    kept = [m for m in said if not _taken_back(_labels().get((m.fact, m.value)), shown)]
    if _told(scope):
        known = {m.fact for m in kept}
        sure = [
            (meaning, shown[label])
            for label, meaning in _meanings().items()
            if "fact" in meaning and shown[label] >= meaning["at"]
            if meaning["fact"] not in known
            if not (meaning.get("own") and scope.claimed) and not (meaning.get("lone") and said)
        ]
        settled = {meaning["fact"] for meaning, _ in sure if meaning["value"] != "open"}
        kept += [
            _mention(meaning, scope, how_sure)
            for meaning, how_sure in sure
            if meaning["value"] != "open" or meaning["fact"] not in settled
        ]
    return kept


def _doubted(mention: Mention) -> Mention:
    """A fine that likeness alone takes to be for the same act is asked about."""
    doubted = mention.fact == "already_fined" and mention.learned
    return mention.model_copy(update={"value": "open"}) if doubted else mention


def _sure(mention: Mention, text: str) -> Mention:
    """A fact left open that the whole question makes certain in other words."""
    label = _labels().get((mention.fact, mention.value)) if mention.value == "open" else None
    words = _meanings()[label].get("sure") if label else None
    return mention.model_copy(update={"value": "yes"}) if words and re.search(words, text) else mention


def _acts(scope: Scope, shown: Shown, said: Sequence[CorrectionAct]) -> list[CorrectionAct]:
    silent = [a for a in said if a.status in ("asked", "supposed", "told")]
    if not _told(scope):
        return list(said)
    sure = [s for s in _ORDER if shown[_statuses()[s]] >= _meanings()[_statuses()[s]]["at"]]
    text, marks = scope.clause.text, modality()
    if "done" in sure and (marks["not_done_strong"].search(text) or marks["served"].search(text)):
        sure.remove("done")  # what says "not" outright, or that a paper came, is never put right by likeness
    held = {
        status: act
        for act in said
        if (status := _SAME.get(act.status, act.status)) in _ORDER
        and not _taken_back(_statuses()[status], shown)
        and not _CONTRARY.get(status, set()) & set(sure)
    }
    return [*silent, *(held.get(s) or _act(s, scope) for s in _ORDER if s in held or s in sure)]


def _taken_back(label: str | None, shown: Shown) -> bool:
    return label is not None and shown[label] < _meanings()[label].get("veto", 0.0)


def _told(scope: Scope) -> bool:
    """Whether the clause tells anything: a supposition, a question, "情节严重" and "更正一下" do not."""
    text = scope.clause.text.strip()
    marks = modality()
    if marks["taken_back"].fullmatch(text) or marks["concluded"].fullmatch(text):
        return False
    if len(_CHARACTER.findall(text)) < _FEWEST:
        return False
    return not scope.hypothetical and not scope.is_asked(scope.clause.start + 1)


def _act(status: Any, scope: Scope) -> CorrectionAct:
    clause = scope.clause
    return CorrectionAct(status=status, text=clause.text, start=clause.start, end=clause.end, learned=True)


def _mention(meaning: Mapping[str, Any], scope: Scope, how_sure: float) -> Mention:
    clause = scope.clause
    value = "yes" if how_sure >= meaning.get("sure_at", 2) else meaning["value"]
    return Mention(
        fact=meaning["fact"], value=value, text=clause.text, start=clause.start, end=clause.end,
        strength=1, learned=True,
    )  # fmt: skip
