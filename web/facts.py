"""The facts as understood, each with a control of its own: correcting one recomputes the answer."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from assistant.models import NOT_DETERMINED, Answer, Fact
from corpus.rules import FactSpec, RuleBook
from corpus.yaml_files import read_yaml
from web.markup import esc
from web.session import Turn
from web.words import UNKNOWN, answers_to, words

_TOLD = ("question", "checklist", "record")


@lru_cache(maxsize=1)
def not_editable() -> frozenset[str]:
    """Facts that follow from lists and clauses."""
    return frozenset(read_yaml(Path(__file__).with_name("controls.yaml"))["not_editable"])


def is_number(name: str) -> bool:
    """Whether a visitor gives this fact as a number."""
    return name in words()["scalars"]


def settable(name: str, book: RuleBook) -> bool:
    """Whether a visitor may set this fact; what lists and clauses add themselves may not be set."""
    if name in not_editable():
        return False
    return is_number(name) or (name in book.facts and bool(book.facts[name].values))


def shown_facts(turn: Turn, book: RuleBook) -> list[str]:
    """Which facts have a row: those the elements ask for, then those told or ticked; not derived ones."""
    if turn.answer is None or turn.answer.outcome.code in NOT_DETERMINED:
        return []
    elements = [e.name for e in turn.answer.elements]
    told = [f.name for f in turn.answer.facts if f.from_ in _TOLD]
    return [n for n in dict.fromkeys([*elements, *told, *turn.ticked]) if settable(n, book)]


def more_facts(turn: Turn, book: RuleBook) -> list[str]:
    """Circumstances nobody spoke of that can still be added with one tap."""
    shown = set(shown_facts(turn, book))
    plain = [n for n, s in book.facts.items() if s.values == ("yes", "no") and s.presumed != "yes"]
    return [n for n in plain if n not in shown and settable(n, book)]


def facts_panel(turn: Turn, book: RuleBook) -> str:
    """All rows and the further circumstances; empty where the answer rests on no facts."""
    names = shown_facts(turn, book)
    if turn.answer is None or not names:
        return ""
    own = words()["headings"]
    rows = "".join(_row(name, turn, turn.answer, book) for name in names)
    return (
        f'<section class="facts"><h3>{esc(own["facts"])}</h3><p class="hint">{esc(own["facts_hint"])}</p>'
        f'<div class="rows">{rows}</div>{_more(turn, book)}</section>'
    )


def _row(name: str, turn: Turn, answer: Answer, book: RuleBook) -> str:
    fact = next((f for f in answer.facts if f.name == name), None)
    ticked = name in turn.ticked
    if is_number(name):
        label, control = str(words()["scalars"][name]["label"]), _number(name, fact)
    else:
        spec = book.facts[name]
        value = turn.ticked.get(name, fact.value if fact else UNKNOWN)
        label, control = spec.label, _choices(name, spec, str(value))
    why = str(words()["chosen"]) if ticked else _source(fact, answer.question)
    note = f'<span class="why">{esc(why)}</span>' if why else ""
    state = ' class="ticked"' if ticked else ""
    return (
        f'<fieldset data-fact="{esc(name)}"{state}><legend>{esc(label)}</legend>'
        f'<div class="choices">{control}</div>{note}</fieldset>'
    )


def _source(fact: Fact | None, question: str) -> str:
    """Where a fact comes from; in quotation marks only where it is the person's own words."""
    if fact is None:
        return ""
    return f"“{fact.evidence}”" if fact.evidence and fact.evidence in question else fact.evidence


def _choices(name: str, spec: FactSpec, value: str) -> str:
    return "".join(
        f'<label><input type="radio" name="fact-{esc(name)}" value="{esc(v)}" data-do="fact"'
        f' data-name="{esc(name)}" data-value="{esc(v)}" data-key="fact-{esc(name)}-{esc(v)}"'
        f"{' checked' if v == value else ''}><span>{esc(label)}</span></label>"
        for v, label in answers_to(name, spec)
    )


def _number(name: str, fact: Fact | None) -> str:
    own = words()["scalars"][name]
    value = "" if fact is None else f"{fact.value:g}" if isinstance(fact.value, float) else fact.value
    return (
        f'<input type="number" min="0" step="any" inputmode="decimal" value="{esc(value)}"'
        f' aria-label="{esc(own["label"])}" data-do="number" data-name="{esc(name)}"'
        f' data-key="fact-{esc(name)}"><span class="unit">{esc(own["unit"])}</span>'
    )


def _more(turn: Turn, book: RuleBook) -> str:
    title = esc(words()["headings"]["more_facts"])
    buttons = "".join(
        f'<button type="button" data-do="fact" data-name="{esc(n)}" data-value="yes"'
        f' data-key="more-{esc(n)}">{esc(book.facts[n].label)}</button>'
        for n in more_facts(turn, book)
    )
    return f'<details class="more" data-key="more"><summary>{title}</summary><div>{buttons}</div></details>'
