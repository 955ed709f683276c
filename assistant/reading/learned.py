"""What the fact head reads in clauses where the vocabulary found nothing of the same fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from assistant.reading.correction import CorrectionAct
from assistant.reading.fact_head import OTHER, FactHead
from assistant.reading.patterns import modality, read_vocabulary
from assistant.reading.phrases import Mention
from assistant.reading.scopes import Scope

_SHORTEST = 2  # characters of a clause worth reading


@lru_cache(maxsize=1)
def _meanings() -> dict[str, dict[str, Any]]:
    data: dict[str, dict[str, Any]] = read_vocabulary("head.yaml")[1]
    return data


def learned(
    head: FactHead, scopes: Sequence[Scope], mentions: Sequence[Mention], acts: Sequence[CorrectionAct]
) -> tuple[list[Mention], list[CorrectionAct]]:
    """Further mentions and acts of correction. Questions and suppositions are not read."""
    told = {(m.fact, m.start) for m in mentions}
    settled = {a.start for a in acts if a.status != "told"}
    found: list[Mention] = []
    corrections: list[CorrectionAct] = []
    for scope in scopes:
        clause = scope.clause
        if len(clause.text) < _SHORTEST or scope.hypothetical or scope.is_asked(clause.start + 1):
            continue
        for meaning in _read(head, clause.text):
            if "status" in meaning:
                if clause.start not in settled and not _denied(meaning["status"], clause.text):
                    act = CorrectionAct(
                        status=meaning["status"], text=clause.text, start=clause.start, end=clause.end
                    )
                    corrections.append(act)
            elif not any(f == meaning["fact"] and clause.start <= s < clause.end for f, s in told):
                found.append(_mention(meaning, scope))
    return found, corrections


def _read(head: FactHead, text: str) -> Iterator[dict[str, Any]]:
    for group, values in head.read(text).items():
        value = max(values, key=lambda v: values[v])
        meaning = _meanings().get(f"{group}:{value}") if value != OTHER else None
        if meaning and values[value] >= meaning["at"]:
            yield meaning


def _denied(status: str, text: str) -> bool:
    """A clause that says "not" outright is never read as put right by likeness alone."""
    return status == "done" and bool(modality()["not_done_strong"].search(text))


def _mention(meaning: dict[str, Any], scope: Scope) -> Mention:
    clause = scope.clause
    return Mention(
        fact=meaning["fact"], value=meaning["value"], text=clause.text, start=clause.start, end=clause.end,
        strength=1,
    )  # fmt: skip
