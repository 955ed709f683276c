"""An act stated by its id, with no text to read: a violation of the catalogue, or an item of a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.deciding import guessed_key_area
from assistant.guard import UnusableInput
from assistant.items import same_clause
from assistant.knowledge import Knowledge
from assistant.matching import ViolationMatch
from assistant.models import Answer, Fact, Role
from assistant.reading.reader import Reading
from corpus.models import Item, Violation

NOTHING_READ = Reading(facts={}, quantities=(), conflicts=(), asks_only=False, kinds={})


class Determining(Protocol):
    """What deciding a stated act needs of the assistant; see ``Assistant.determine``."""

    def determine(
        self,
        facts: Mapping[str, Fact | str | float],
        violation: str = "",
        item: str = "",
        role: Role = "business",
        as_of: date | None = None,
    ) -> Answer: ...


@dataclass(frozen=True)
class StatedAct:
    """The act as a certain match; ``item`` where one was named; ``facts`` from how the act was found."""

    match: ViolationMatch
    item: Item | None
    facts: dict[str, Fact]


def stated_act(
    violation: str, item: str, knowledge: Knowledge, candidates: Callable[[str], Sequence[ViolationMatch]]
) -> StatedAct:
    """The act with this id of the catalogue, or the one that this item of a list names.

    With both, the violation is the act and the item comes first among the items. An item whose clause the
    catalogue does not have stands for itself; whether it lies in a key area is then told by its nearest
    neighbours. Raises UnusableInput where no id, or one that is not known, is given.
    """
    if not (violation or item):
        raise UnusableInput("请写明 violation（违法行为编号）或 item（清单条目编号）。")
    listed = knowledge.items.get(item)
    if item and listed is None:
        raise UnusableInput(f"没有编号为 {item[:40]} 的清单条目；请先用检索（类别 item）查到编号。")
    if violation:
        found = next((v for v in knowledge.violations if v.id == violation), None)
        if found is None:
            raise UnusableInput(
                f"没有编号为 {violation[:40]} 的违法行为；请先用检索（类别 violation）查到编号。"
            )
        return StatedAct(_certain(found), listed, {})
    assert listed is not None
    alike = candidates(listed.violation)
    own = next((m.violation for m in alike if same_clause(listed, m.violation)), None)
    if own is None:
        own = next((v for v in knowledge.violations if same_clause(listed, v)), None)
    if own is not None:
        return StatedAct(_certain(own), listed, {})
    facts = {"key_area": guessed_key_area(alike)} if alike else {}
    return StatedAct(_certain(_of_item(listed)), listed, facts)


def _certain(violation: Violation) -> ViolationMatch:
    return ViolationMatch(
        violation=violation, score=1.0, words=(violation.name,), meaning=1.0, share=1.0, named=True
    )


def _of_item(item: Item) -> Violation:
    """What an item says of its violation, in the form of the catalogue."""
    return Violation(
        id=item.id, field=item.field, name=item.violation, aka=(), authority=item.authority,
        obligation=item.obligation, penalty=item.mapped_law or item.penalty,
    )  # fmt: skip
