"""A look-up made a fact: is this the first violation of its kind within the window of the item.

What counts as an earlier violation is data (wording.yaml, results). Where it cannot be told, no fact is
made: an officer has to look, and the records are shown to him.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

from dateutil.relativedelta import relativedelta

from assistant.models import Fact
from corpus.models import Condition, Frozen, Item
from register.records import Entry, Register
from register.words import words

FACT = "first_violation"
SameKind = Callable[[str], bool | None]
"""The violation of an entry, as written → of the same kind, of another, or not to be told."""


class Party(Frozen):
    """Who is looked up. ``code`` is checked and in normal form, or ""."""

    code: str = ""
    name: str = ""

    def shown(self) -> str:
        return f"{self.name}（{self.code}）" if self.name and self.code else self.name or self.code


class Finding(Frozen):
    """What the register says. ``fact`` is None where it settles nothing; ``text`` says so in words."""

    state: Literal["first", "again", "unsure", "unknown"]
    text: str
    fact: Fact | None = None


def window_of(item: Item | None) -> int | None:
    """Within how many months an item asks for the first violation; None where it does not say."""
    conditions: Iterable[Condition] = item.conditions if item else ()
    for condition in conditions:
        for part in (condition, *condition.all_of):
            if part.fact == FACT and part.window_months is not None:
                return part.window_months
    return None


def look_up(register: Register, party: Party, day: date, months: int | None, same_kind: SameKind) -> Finding:
    """Look a party up for a violation found on ``day``; the window begins ``months`` before it.

    The first day of the window belongs to it: what was done that day two years ago is within two years.
    """
    own, extent = words()["found"], register.extent()
    if not (party.code or party.name.strip()):
        return Finding(state="unknown", text=str(own["nothing_asked"]))
    if not extent.total:
        return Finding(state="unknown", text=str(own["empty"]))
    since = day - relativedelta(months=months) if months is not None else date.min
    held = [e for e in register.of_party(party.code, party.name) if since <= e.date <= day]
    whole = str(own["whole"]).format(until=day)
    window = whole if months is None else str(own["window"]).format(since=since, until=day)
    common = {"party": party.shown(), "window": window, "total": extent.total, "latest": extent.latest}
    kinds = [(entry, _breaks(entry, same_kind)) for entry in held]
    hits = [entry for entry, breaks in kinds if breaks]
    open_ = [entry for entry, breaks in kinds if breaks is None]
    if hits:
        return _settled("again", "no", str(own["hit"]).format(**common, record=_shown(hits[0])))
    if open_:
        records = "；".join(map(_shown, open_))
        return Finding(state="unsure", text=str(own["unsure"]).format(**common, record=records))
    said = str(own["miss"]).format(**common)
    return _settled("first", "yes", said + (str(own["other"]).format(count=len(held)) if held else ""))


def _settled(state: Literal["first", "again"], value: str, text: str) -> Finding:
    fact = Fact.model_validate({"name": FACT, "value": value, "evidence": text, "from": "record"})
    return Finding(state=state, text=text, fact=fact)


def _breaks(entry: Entry, same_kind: SameKind) -> bool | None:
    """Whether an entry makes a new violation not the first; None where an officer has to say."""
    results = words()["results"]
    if any(word in entry.result for word in results["ignored"]):
        return False
    same = same_kind(entry.violation)
    if same is False:
        return False
    counts = any(word in entry.result for word in results["counts"])
    return True if same and counts else None


def _shown(entry: Entry) -> str:
    number = f"（{entry.number}）" if entry.number else ""
    text: str = words()["found"]["record"].format(
        date=entry.date, violation=entry.violation, result=entry.result, number=number
    )
    return text
