"""Read the facts of one question: phrases, acts of correction and values, each with its evidence."""

from __future__ import annotations

from datetime import date

from assistant.models import Fact
from assistant.reading.clauses import split_clauses
from assistant.reading.correction import CorrectionAct, find_corrections
from assistant.reading.deadlines import in_time, standing
from assistant.reading.learned import learned, of_the_act
from assistant.reading.model import ReaderModel
from assistant.reading.patterns import modality
from assistant.reading.phrases import Mention, find_mentions
from assistant.reading.quantities import read_quantities
from assistant.reading.quantity_words import Quantity
from assistant.reading.scopes import Scope, scope_clauses
from corpus.models import Frozen

# Of two values of one fact the first named here, the graver, leads, and the conflict is told.
_GRAVER: dict[str, tuple[str, ...]] = {
    "harm": ("serious", "slight", "none"),
    "first_violation": ("no", "yes"),
    "minor": ("no", "yes"),
    "procedure_stage": ("enforcement", "review", "decided", "noticed", "before"),
    "capacity": ("none", "partial", "full"),
    "inspected_on_purchase": ("no", "yes"),
    "source_stated": ("no", "yes"),
    "intentional": ("yes", "no"),
    # Of these, what was found outweighs what was left open.
    "violation_established": ("no", "open"),
    "evidence_sufficient": ("no", "open"),
    "already_fined": ("yes", "open"),
}
LEARNED = "推断"  # note of a fact read by likeness
_TELL_CONFLICT = ("first_violation", "harm", "corrected_in_time")


class Conflict(Frozen):
    """Two statements of one question that cannot both hold."""

    fact: str
    first: str
    second: str


class Reading(Frozen):
    """``facts``: name → Fact, in reading order. ``quantities``: every value found."""

    facts: dict[str, Fact]
    quantities: tuple[Quantity, ...]
    conflicts: tuple[Conflict, ...]
    asks_only: bool  # nothing but questions and suppositions
    kinds: dict[str, float]  # kind of question → probability; empty without the model


def read(text: str, as_of: date, model: ReaderModel | None = None) -> Reading:
    """Facts of a question. Silence, questions and suppositions yield no fact.

    Without ``model`` the vocabulary alone is read, and no kind of question is told.
    """
    scopes = scope_clauses(split_clauses(text))
    mentions = find_mentions(scopes)
    corrections = find_corrections(scopes)
    kinds: dict[str, float] = {}
    quantities = read_quantities([s.clause for s in scopes], as_of)
    if model:
        heard = model.read(text, [(s.clause.start, s.clause.end) for s in scopes])
        mentions, corrections = learned(heard.clauses, scopes, mentions, corrections)
        kinds = heard.kinds
        quantities = of_the_act(quantities, scopes, heard.clauses)
    facts: dict[str, Fact] = {}
    conflicts: list[Conflict] = []
    by_fact: dict[str, list[Mention]] = {}
    for m in mentions:
        by_fact.setdefault(m.fact, []).append(m)
    for name, group in by_fact.items():
        lead = _lead(name, group)
        facts[name] = _fact(name, lead.value, lead.text, lead.start, lead.end, lead.learned)
        others = [m for m in group if m.value != lead.value]
        if others and name in _TELL_CONFLICT:
            conflicts.append(Conflict(fact=name, first=others[0].text, second=lead.text))
    told = standing(scopes)
    facts.update(_correction_facts(in_time(corrections, told), facts, in_limit=bool(told and not told.past)))
    if told and not told.past:
        facts["limit_running"] = _fact("limit_running", "yes", told.text, told.start, told.end)
    facts.update(_scalar_facts(quantities, facts, _takes_back(text)))
    return Reading(
        facts=facts,
        quantities=tuple(quantities),
        conflicts=tuple(conflicts),
        asks_only=_asks_only(scopes),
        kinds=kinds,
    )


def _lead(name: str, group: list[Mention]) -> Mention:
    told = [m for m in group if m.strength == max(x.strength for x in group)]
    order = _GRAVER.get(name)
    if order:
        return min(told, key=lambda m: order.index(m.value) if m.value in order else len(order))
    return told[-1]


def _fact(name: str, value: str | float, text: str, start: int, end: int, learned: bool = False) -> Fact:
    return Fact(name=name, value=value, evidence=text, start=start, end=end, note=LEARNED if learned else "")


def _correction_facts(
    acts: list[CorrectionAct], facts: dict[str, Fact], in_limit: bool = False
) -> dict[str, Fact]:
    """The last word counts, except that a refusal or an overdue order is only healed by a later "done".

    ``in_limit``: the time that an order gave is told, and not over.
    """
    out: dict[str, Fact] = {}
    state: CorrectionAct | None = None
    for act in acts:
        if act.status in ("asked", "supposed", "told"):
            continue
        if (
            state
            and state.status in ("refused", "overdue")
            and act.status in ("not_done", "promised", "ordered")
        ):
            continue
        if state and state.status == "done" and not _undoes(act):
            continue
        if (
            not in_limit
            and act.status == "not_done"
            and any(_long_ordered(before) for before in acts if before.start < act.start)
        ):
            act = act.model_copy(update={"status": "overdue"})
        state = act
    if state is None:
        return out
    evidence = (state.text, state.start, state.end, state.learned)
    names = {
        "done": {"corrected_in_time": "yes"},
        "not_done": {"not_yet_corrected": "yes"},
        "promised": {"correction_promised": "yes"},
        "ordered": {"correction_ordered": "yes"},
        "refused": {"correction_refused": "yes", "corrected_in_time": "no"},
        "overdue": {"correction_refused": "yes", "corrected_in_time": "no"},
    }[state.status]
    for name, value in names.items():
        out[name] = _fact(name, value, *evidence)
    if "correction_ordered" in facts and "correction_ordered" not in out:
        out["correction_ordered"] = facts["correction_ordered"]
    return out


def _long_ordered(act: CorrectionAct) -> bool:
    """An order of some time ago: what is not done by now is overdue."""
    return act.status == "ordered" and bool(modality()["ordered_before"].search(act.text))


def _undoes(act: CorrectionAct) -> bool:
    """Whether what is said later takes back that the matter was put right."""
    if act.status == "not_done":
        return bool(modality()["not_done_strong"].search(act.text))
    return act.status in ("done", "refused", "overdue")


def _takes_back(text: str) -> int:
    """Where the writer last corrects himself ("不对，是19岁"); values told before it are replaced. Else 0."""
    marks = list(modality()["taken_back"].finditer(text))
    return marks[-1].end() if marks else 0


def _scalar_facts(quantities: list[Quantity], facts: dict[str, Fact], since: int) -> dict[str, Fact]:
    """The largest value of each scalar; ages: the youngest. Years since the act only if it lay undetected.

    A value told after ``since`` replaces those told before it. A degree of capacity that was found outweighs
    what a card or an illness suggests.
    """
    out: dict[str, Fact] = {}
    if elapsed := _elapsed(quantities, facts):
        out[elapsed.name] = elapsed
    degrees = [q for q in quantities if q.fact == "capacity_degree"]
    if degrees and "capacity" in facts:
        found = min(degrees, key=lambda q: q.value)
        if found.value < 1 or facts["capacity"].value == "partial":
            value = "partial" if found.value < 1 else "full"
            out["capacity"] = _fact("capacity", value, found.text, found.start, found.end)
    for q in quantities:
        name = q.fact
        if name in _OF_TIME or name == "capacity_degree":
            continue
        held = out.get(name)
        younger = name == "age" and held is not None and q.value < float(held.value)
        larger = name != "age" and held is not None and q.value > float(held.value)
        replaced = held is not None and held.start < since <= q.start
        if held is None or younger or larger or replaced:
            out[name] = _fact(name, q.value, q.text, q.start, q.end)
    return out


_OF_TIME = frozenset({"years_ago", "ended_ago", "found_ago", "going_on", "pursued"})


def _elapsed(quantities: list[Quantity], facts: dict[str, Fact]) -> Fact | None:
    """Years from the act to its discovery, where the question says that it lay undetected.

    From the day it ended, else the earliest day told of it; to the latest day told of its discovery, else to
    today. None where it was dealt with in the meantime, or has gone on since.
    """
    told = {kind: [q for q in quantities if q.fact == kind] for kind in _OF_TIME}
    if "undetected_until_now" not in facts or "correction_refused" in facts or told["pursued"]:
        return None
    if told["ended_ago"]:
        act = min(told["ended_ago"], key=lambda q: q.value)
    elif told["years_ago"] and not told["going_on"]:
        act = max(told["years_ago"], key=lambda q: q.value)
    else:
        return None
    years = act.value - min((q.value for q in told["found_ago"]), default=0.0)
    return _fact("years_since_act", years, act.text, act.start, act.end) if years > 0 else None


def _asks_only(scopes: list[Scope]) -> bool:
    return all(
        s.hypothetical or (s.asked_from is not None and s.asked_from <= s.clause.start + 2) for s in scopes
    )
