"""A visit as the two sides of the page: what was said on the left, what it stands on on the right."""

from __future__ import annotations

from typing import Protocol

from assistant.models import OutcomeCode
from web.cards import STAGES, answer_card, next_card, question_bubble, waiting
from web.clauses import LawShelf
from web.empty import legend, welcome
from web.evidence import Shelves, evidence
from web.facts import facts_panel
from web.markup import esc
from web.owner import CardLibrary, Owned
from web.session import Talk, Turn
from web.shapes import outcome_label, shape, tone
from web.words import words


class PageLibrary(LawShelf, CardLibrary, Protocol):
    """What drawing a page needs of the library."""


class Known(Shelves, Owned, Protocol):
    """What drawing a page needs of the assistant."""

    @property
    def library(self) -> PageLibrary: ...


def left(talk: Talk, known: Known, stage: int = STAGES, kept: str = "") -> str:
    """Earlier questions, the open one with its card and facts, or the welcome.

    ``kept``: what the browser is to keep of the visit until its tab is closed.
    """
    about = f'data-language="{talk.language}" data-keep="{esc(kept)}"'
    turn = talk.current
    if turn is None:
        return f'<div class="talk" {about}>{welcome(talk.role)}{_past(talk)}</div>'
    book = known.rulebook
    labels = {name: spec.label for name, spec in book.facts.items()}
    body = answer_card(turn, known, stage) if turn.answer else waiting()
    facts = facts_panel(turn, book) + next_card(turn, known) if stage >= STAGES else ""
    asked = question_bubble(turn, labels)
    return f'<div class="talk" data-turn="{talk.at}" {about}>{_past(talk)}{asked}{body}{facts}</div>'


def beside_input(talk: Talk) -> str:
    """What was wrong with the last input; else the outcome, shown while its card is out of sight."""
    if talk.error:
        return f'<p class="error" role="alert">{esc(talk.error)}</p>'
    if talk.current is None or talk.current.answer is None:
        return ""
    result = talk.current.answer.outcome
    inner = f"{shape(result.code)}{esc(outcome_label(result.code))}"
    return f'<p class="now tone-{tone(result.code)}" aria-hidden="true">{inner}</p>'


def right(talk: Talk, known: Known) -> str:
    """The evidence of the open answer, or the legend of outcomes while there is none."""
    turn = talk.current
    if turn is None or (turn.answer is not None and turn.answer.scope == "out"):
        return f'<div class="ground">{legend(len(known.items_by_id), len(known.cases_by_id))}</div>'
    inner = evidence(turn.answer, known) if turn.answer else ""
    return f'<div class="ground" data-close="{esc(words()["close"])}">{inner}</div>'


def _past(talk: Talk) -> str:
    """The other questions of this visit, each to be opened again."""
    rows = "".join(_past_row(n, t) for n, t in enumerate(talk.turns) if n != talk.at)
    title = esc(words()["headings"]["past"])
    return (
        f'<nav class="past" aria-label="{title}"><h2 class="quiet">{title}</h2>{rows}</nav>' if rows else ""
    )


def _past_row(number: int, turn: Turn) -> str:
    code = turn.answer.outcome.code if turn.answer else OutcomeCode.INSUFFICIENT
    outcome = f"<small>{esc(outcome_label(code))}</small>" if turn.answer else ""
    return (
        f'<button type="button" class="tone-{tone(code)}" data-do="open" data-value="{number}"'
        f' data-key="open-{number}">'
        f"{shape(code)}<span>{esc(turn.question)}</span>{outcome}</button>"
    )
