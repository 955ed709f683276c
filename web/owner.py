"""For the owner of a business: what counts as put right, by when, what to keep, which rights there are."""

from __future__ import annotations

import re
from datetime import date
from typing import Protocol

from assistant.models import NOT_DETERMINED, Answer
from corpus.models import Item, Violation
from corpus.rights import Place, Right, Texts, load_rights, quoted, rights_of
from corpus.rules import RuleBook
from web.clauses import law_link
from web.markup import esc
from web.papers import PaperLibrary
from web.words import words

_STEP = re.compile(r"[，；]")


class CardLibrary(Texts, PaperLibrary, Protocol):
    """What the card needs of the library: the words of rights, and what papers cite."""


class Owned(Protocol):
    """What the card needs of the assistant."""

    @property
    def rulebook(self) -> RuleBook: ...
    @property
    def library(self) -> CardLibrary: ...
    @property
    def violations(self) -> tuple[Violation, ...]: ...
    @property
    def items_by_id(self) -> dict[str, Item]: ...
    @property
    def edition(self) -> str: ...


def violation_of(answer: Answer, known: Owned) -> Violation | None:
    """The violation that leads; None where none is named."""
    return next((v for v in known.violations if v.id == answer.violation_id), None)


def todo(answer: Answer, known: Owned) -> str:
    """The checklist of correction, its time and the evidence to keep; empty for other readers."""
    violation = violation_of(answer, known)
    if answer.role != "business" or violation is None or answer.outcome.code in NOT_DETERMINED:
        return ""
    own = words()["todo"]
    title = own["correct" if violation.correctable else "cannot"]
    rows = "".join(
        f'<li><label><input type="checkbox" data-key="todo-{n}">{esc(row.strip("。"))}</label></li>'
        for n, row in enumerate(filter(None, _STEP.split(violation.corrected_means)))
    )
    keep = "".join(f"<li>{esc(row)}</li>" for row in own["keep_rows"])
    return (
        f'<section class="todo"><h3>{esc(own["title"])}</h3><h4>{esc(title)}</h4>'
        f'<ul class="ticks">{rows}</ul>'
        f"<h4>{esc(own['by'])}</h4><p>{esc(_by(answer))}</p>{_by_items(answer, known)}"
        f'<h4>{esc(own["keep"])}</h4><ul class="dots">{keep}</ul></section>'
    )


def further_steps(answer: Answer, known: Owned) -> tuple[str, ...]:
    """The steps without the one that the checklist takes apart."""
    violation = violation_of(answer, known)
    return tuple(row for row in answer.steps if violation is None or violation.corrected_means not in row)


def _by(answer: Answer) -> str:
    own = words()["todo"]
    told = {f.name: f.value for f in answer.facts}
    if told.get("corrected_in_time") == "yes":
        return str(own["by_done"])
    return str(own["by_ordered" if told.get("correction_ordered") == "yes" else "by_open"])


def _by_items(answer: Answer, known: Owned) -> str:
    """What binding list entries of the same clause say of the time to put it right, in their own words."""
    entries = [
        known.items_by_id[h.id] for h in answer.items if h.binding and h.same and h.id in known.items_by_id
    ]
    texts = dict.fromkeys(
        c.text
        for e in entries
        for c in e.conditions
        if c.fact == "corrected_in_time" and c.within_days is not None
    )
    return "".join(f"<p>{esc(words()['todo']['by_item'])}：{esc(text)}</p>" for text in texts)


def rights(answer: Answer, known: Owned) -> str:
    """Each right with its time limit; the words of the law in force that day behind it."""
    if answer.role != "business" or answer.outcome.code in NOT_DETERMINED:
        return ""
    own = words()["rights"]
    chosen = rights_of(violation_of(answer, known), load_rights())
    rows = "".join(_right(right, known.library, answer.as_of) for right in chosen)
    head = f'<h3>{esc(own["title"])}</h3><p class="hint">{esc(own["lead"])}</p>'
    return f'<section class="rights">{head}{rows}</section>' if rows else ""


def _right(right: Right, library: Texts, day: date) -> str:
    quotes = "".join(_quote(place, library, day) for place in right.places)
    if not quotes:
        return ""
    limit = f'<span class="within">{esc(words()["rights"]["within"])}：{esc(right.within)}</span>'
    return (
        f'<details data-key="right-{esc(right.id)}"><summary><strong>{esc(right.title)}</strong>{limit}'
        "</summary>"
        f"<p>{esc(right.plain)}</p>{quotes}</details>"
    )


def _quote(place: Place, library: Texts, day: date) -> str:
    provision = quoted(place, library, day)
    if provision is None:
        return ""
    return (
        f'<blockquote><p>{esc(place.quote)}</p></blockquote><p class="path">'
        f"{law_link(provision.law, provision.article)}</p>"
    )
