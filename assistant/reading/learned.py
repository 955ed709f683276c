"""What the fact head reads in clauses where the vocabulary found nothing of the same fact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from assistant.reading.correction import CorrectionAct
from assistant.reading.fact_head import FactHead, Vector
from assistant.reading.patterns import modality, read_vocabulary
from assistant.reading.phrases import Mention
from assistant.reading.scopes import Scope

_SHORTEST = 3  # characters of a clause worth reading
MOST = 6  # clauses of one question
Embed = Callable[[str], Vector]


@lru_cache(maxsize=1)
def _meanings() -> dict[str, dict[str, Any]]:
    data: dict[str, dict[str, Any]] = read_vocabulary("head.yaml")[1]
    return data


def learned(
    head: FactHead,
    embed: Embed,
    scopes: Sequence[Scope],
    mentions: Sequence[Mention],
    acts: Sequence[CorrectionAct],
) -> tuple[list[Mention], list[CorrectionAct]]:
    """Further mentions and acts of correction. Questions and suppositions are not read.

    Each clause read costs one embedding: at most ``MOST``, and only where nothing was found yet.
    """
    told = {(m.fact, m.start) for m in mentions}
    settled = {a.start for a in acts if a.status != "told"}
    found: list[Mention] = []
    corrections: list[CorrectionAct] = []
    for scope in _worth_reading(scopes, mentions, settled):
        clause = scope.clause
        for label, probability in head.read(clause.text, embed(clause.text)):
            meaning = _meanings().get(label)
            if meaning is None or probability < meaning.get("at", 0.0):
                continue
            if "status" in meaning:
                if clause.start not in settled and not _denied(meaning["status"], clause.text):
                    act = CorrectionAct(
                        status=meaning["status"],
                        text=clause.text,
                        start=clause.start,
                        end=clause.end,
                        learned=True,
                    )
                    corrections.append(act)
            elif not any(f == meaning["fact"] and clause.start <= s < clause.end for f, s in told):
                found.append(_mention(meaning, scope))
    return found, corrections


def _worth_reading(scopes: Sequence[Scope], mentions: Sequence[Mention], settled: set[int]) -> list[Scope]:
    """Clauses told as facts in which the vocabulary found nothing, in the order of the text."""
    found = [m.start for m in mentions] + list(settled)
    fresh = [s for s in scopes if not any(s.clause.start <= at < s.clause.end for at in found)]
    told = [s for s in fresh if not s.hypothetical and not s.is_asked(s.clause.start + 1)]
    return [s for s in told if len(s.clause.text) >= _SHORTEST][:MOST]


def _denied(status: str, text: str) -> bool:
    """A clause that says "not" outright is never read as put right by likeness alone."""
    return status == "done" and bool(modality()["not_done_strong"].search(text))


def _mention(meaning: dict[str, Any], scope: Scope) -> Mention:
    clause = scope.clause
    return Mention(
        fact=meaning["fact"], value=meaning["value"], text=clause.text, start=clause.start, end=clause.end,
        strength=1, learned=True,
    )  # fmt: skip
