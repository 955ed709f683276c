"""What part of a clause is asked, supposed, reported, promised or ordered rather than told as a fact."""

from __future__ import annotations

from assistant.reading.clauses import Clause
from assistant.reading.patterns import modality
from corpus.models import Frozen


class Scope(Frozen):
    """One clause with its modality. ``asked_from``/``reported_from``: offset in the whole text, or None."""

    clause: Clause
    asked_from: int | None = None
    hypothetical: bool = False
    reported_from: int | None = None
    claimed: bool = False

    def is_asked(self, at: int) -> bool:
        return self.asked_from is not None and at >= self.asked_from

    def is_reported(self, at: int) -> bool:
        return self.reported_from is not None and at >= self.reported_from


def scope_clauses(clauses: list[Clause]) -> list[Scope]:
    """Mark every clause. A supposition holds until its sentence ends.

    Words that tell us what to answer are no part of what happened.
    """
    scopes: list[Scope] = []
    supposing: int | None = None
    for clause in clauses:
        marks = modality()
        if marks["hypothetical"].search(clause.text):
            supposing = clause.sentence
        reported = marks["reported"].search(clause.text)
        claimed = marks["claimed"].search(clause.text)
        scopes.append(
            Scope(
                clause=clause,
                asked_from=_asked_from(clause),
                hypothetical=supposing == clause.sentence or bool(marks["instructed"].search(clause.text)),
                reported_from=clause.start + reported.end() if reported and not claimed else None,
                claimed=claimed is not None,
            )
        )
    return scopes


def _asked_from(clause: Clause) -> int | None:
    marks = modality()
    direct = marks["asked_from"].search(clause.text)
    if direct:
        return clause.start + direct.start()
    ends = clause.mark in "?？" if clause.mark else False
    tail = clause.text[-3:]
    if not (ends or marks["question_end"].search(tail)):
        word = marks["question_word"].search(clause.text)
        return clause.start + word.start() if word else None
    particle = marks["asked_by_particle"].search(clause.text)
    if particle:
        return clause.start + particle.start()
    word = marks["question_word"].search(clause.text)
    return clause.start + (word.start() if word else 0)
