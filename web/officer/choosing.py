"""Finding a violation by a few words: names, everyday words, list items and likeness together."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from assistant.items import match_items
from assistant.matching import ViolationMatch
from corpus.models import Frozen, Item, Violation
from web.officer.words import desk_words

_NAME = 0.5


class Catalogue(Protocol):
    """What finding needs of the assistant."""

    @property
    def violations(self) -> tuple[Violation, ...]: ...
    @property
    def items_by_id(self) -> dict[str, Item]: ...
    def candidates(self, text: str) -> list[ViolationMatch]: ...


class Choice(Frozen):
    """One thing to choose. ``key``: "v:" or "i:" and its id; ``note``: its field or its list."""

    key: str
    label: str
    note: str


class Chosen(Frozen):
    """What was chosen: the violation, and the item where a list's entry was picked."""

    violation: Violation
    item: Item | None = None


def fields_of(catalogue: Catalogue) -> list[str]:
    """The fields of the catalogue, in its order."""
    return list(dict.fromkeys(v.field for v in catalogue.violations))


def find_choices(text: str, field: str, catalogue: Catalogue) -> tuple[list[Choice], int]:
    """Choices for a few words within a field ("" for all), and how many more there are."""
    own, text = desk_words()["pick"], text.strip()
    if not text:
        held = [v for v in catalogue.violations if field and v.field == field]
        most = int(own["of_field"])
        return [_of_violation(v) for v in held[:most]], max(0, len(held) - most)
    said = sorted(catalogue.violations, key=lambda v: -_said_of(text, v))
    alike = [m.violation for m in catalogue.candidates(text)]
    held = _distinct([*(v for v in said if _said_of(text, v)), *alike])
    violations = [v for v in held if not field or v.field == field]
    items = [i for i in catalogue.items_by_id.values() if text in i.violation]
    found = [*map(_of_violation, violations), *(_of_item(i) for i in items if not field or field in i.field)]
    most = int(own["most"])
    return found[:most], max(0, len(found) - most)


def choose(key: str, catalogue: Catalogue, place: str, day: date) -> Chosen | None:
    """What a key stands for; None for one that is unknown, or an item that fits no violation."""
    kind, _, name = key.partition(":")
    if kind == "v":
        found = next((v for v in catalogue.violations if v.id == name), None)
        return Chosen(violation=found) if found else None
    item = catalogue.items_by_id.get(name) if kind == "i" else None
    if item is None:
        return None
    near = [m.violation for m in catalogue.candidates(item.violation)]
    same = (v for v in near if match_items([(item, 1.0)], v, {}, "", place, day)[0].same)
    violation = next(same, near[0] if near else None)
    return Chosen(violation=violation, item=item) if violation else None


def same_kind(said: str, violation: Violation, catalogue: Catalogue) -> bool | None:
    """Whether a record's words tell the same violation; None where that cannot be told."""
    if said in (violation.name, *violation.aka) or violation.name in said:
        return True
    named = [m.violation.id for m in catalogue.candidates(said) if m.named]
    return named[0] == violation.id if named else None


def _said_of(text: str, violation: Violation) -> float:
    """How much of what people say of a violation holds the words; its own name counts like half of that."""
    said = sum(text in aka for aka in violation.aka) / len(violation.aka)
    return said + _NAME * (text in violation.name)


def _of_violation(violation: Violation) -> Choice:
    return Choice(key=f"v:{violation.id}", label=violation.name, note=violation.field)


def _of_item(item: Item) -> Choice:
    note = str(desk_words()["pick"]["list"]).format(title=item.list_title)
    return Choice(key=f"i:{item.id}", label=item.violation, note=note)


def _distinct(violations: list[Violation]) -> list[Violation]:
    return list({v.id: v for v in violations}.values())
