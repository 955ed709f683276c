"""Which list items fit a question, which of them bind here, and what their conditions say of the facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.kleene import Truth, k_all, k_any
from assistant.models import Fact, assumed
from corpus.items import applicable
from corpus.models import COMPARE, Condition, Disposition, Frozen, Item, Violation

_GRANTS = {
    Disposition.NO_PENALTY: "item_no_penalty",
    Disposition.MAY_NO_PENALTY: "item_may_no_penalty",
}


class ConditionState(Frozen):
    """One condition of an item against the facts."""

    condition: Condition
    truth: bool | None


class ItemMatch(Frozen):
    """An item that fits. ``binding``: it binds here and on the day. ``same``: it names the same articles."""

    item: Item
    score: float
    binding: bool
    same: bool
    met: bool | None
    states: tuple[ConditionState, ...]
    excluded: str = ""


def match_items(
    candidates: Sequence[tuple[Item, float]],
    violation: Violation | None,
    facts: Mapping[str, Fact],
    text: str,
    place: str,
    day: date,
) -> list[ItemMatch]:
    """Judge candidate items (with their retrieval score); those that bind and name the same clause first."""
    split = applicable([item for item, _ in candidates], place, day)
    binding = {item.id for item in split.binding}
    found = []
    for item, score in candidates:
        states = tuple(ConditionState(condition=c, truth=_truth(c, facts)) for c in item.conditions)
        found.append(
            ItemMatch(
                item=item, score=score, binding=item.id in binding,
                same=violation is not None and same_clause(item, violation),
                met=_together(states), states=states, excluded=_excluded(item, facts, text),
            )
        )  # fmt: skip
    return sorted(found, key=lambda m: (not (m.binding and m.same), not m.same, -m.score))


def item_facts(matches: Sequence[ItemMatch]) -> dict[str, Fact]:
    """What binding items of the same clause add to the facts: a grant when every condition holds."""
    out: dict[str, Fact] = {}
    for match in matches:
        if not (match.binding and match.same):
            continue
        title = f"{match.item.list_title}：{match.item.violation}"
        if match.excluded:
            out["item_excludes"] = assumed("item_excludes", "yes", f"{title}（排除：{match.excluded}）")
        elif match.met and (name := _GRANTS.get(match.item.disposition)):
            out.setdefault(name, assumed(name, "yes", title))
    return out


def same_clause(item: Item, violation: Violation) -> bool:
    """Whether both name one article and, where both go on to an item (项), the same one."""
    mine = {*violation.penalty, *violation.obligation}
    theirs = {*item.penalty, *item.obligation, *item.mapped_law}
    return any(a.startswith(b) or b.startswith(a) for a in mine for b in theirs if "第" in a and "第" in b)


def _truth(condition: Condition, facts: Mapping[str, Fact]) -> Truth:
    if condition.all_of:
        return k_all(_truth(part, facts) for part in condition.all_of)
    fact = facts.get(condition.fact or "")
    if fact is None or fact.value == "unknown":
        return None
    if condition.threshold:
        if isinstance(fact.value, str):
            return None
        return COMPARE[condition.threshold.op](float(fact.value), condition.threshold.value)
    if condition.fact == "harm":  # what asks for slight harm is met by none
        order = ("none", "slight", "serious")
        return order.index(str(fact.value)) <= order.index(str(condition.value))
    return str(fact.value) == condition.value


def _together(states: Sequence[ConditionState]) -> Truth:
    """All conditions; of a group (任一) one is enough."""
    groups: dict[int, list[Truth]] = {}
    single: list[Truth] = []
    for state in states:
        if state.condition.any_of is None:
            single.append(state.truth)
        else:
            groups.setdefault(state.condition.any_of, []).append(state.truth)
    return k_all([*single, *(k_any(g) for g in groups.values())])


def _excluded(item: Item, facts: Mapping[str, Fact], text: str) -> str:
    """The exclusion that applies: by its facts, or because the question says its very words."""
    for condition in item.excluded_when:
        if _truth(condition, facts):
            return condition.text
    return next((words for words in item.exclusions if len(words) <= 8 and words in text), "")
