"""The items of published lists, by field, region, disposition and state; and one item."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from markupsafe import Markup

from corpus.items import REASON_LABELS, Reason, why_not
from corpus.models import Condition, Disposition, Item, ItemStatus
from web.browse.addresses import item_address, ref_address, reference_address
from web.browse.asking import Ask, NoPage
from web.browse.pages import Page, words
from web.browse.paging import paged
from web.browse.stacks import Stacks
from web.clauses import badge

BINDING = "binding"
_COLOURS = {ItemStatus.IN_FORCE: "in_force", ItemStatus.DRAFT: "not_yet", ItemStatus.UNKNOWN: "doubtful"}


def items_page(stacks: Stacks, ask: Ask) -> Page:
    """/items: what the filters leave, by pages."""
    items, today = list(stacks.items.values()), date.today()
    place = stacks.held.settings.region
    fields, regions = _sorted(i.field for i in items), _sorted(i.region for i in items)
    chosen = {
        "field": ask.choice("field", fields),
        "region": ask.choice("region", regions),
        "disposition": ask.choice("disposition", [d.value for d in Disposition]),
        "state": ask.choice("state", [BINDING, *(s.value for s in ItemStatus)]),
    }
    rows = [item for item in items if _fits(item, chosen, place, today)]
    shown, pages = paged(rows, ask, "/items", chosen)
    values = {
        "rows": [item_row(item, place, today) for item in shown],
        "pages": pages,
        "query": chosen,
        "fields": fields,
        "regions": regions,
        "place": place,
    }
    return Page("items.html.j2", values)


def item_page(stacks: Stacks, ask: Ask) -> Page:
    """/items/{id}"""
    item = stacks.items.get(ask.path["id"])
    if item is None:
        raise NoPage(words()["missing"]["item"].format(id=ask.path["id"]))
    place = stacks.held.settings.region
    beside = [i for i in stacks.items.values() if i.list_title == item.list_title and i.id != item.id]
    laws = [
        (words()["roles"][name], [(text, reference_address(stacks.library, text)) for text in texts])
        for name in ("obligation", "penalty", "mapped_law")
        if (texts := getattr(item, name))
    ]
    basis = next(stacks.referrals.named_in(item.disposition_basis), None)
    values = {
        "item": item,
        "row": item_row(item, place, date.today()),
        "conditions": grouped_conditions(item.conditions),
        "laws": laws,
        "basis": ref_address(stacks.library, basis) if basis else None,
        "beside": [(i.violation, item_address(i.id)) for i in beside],
        "place": place,
    }
    return Page("item.html.j2", values)


def state_of(item: Item, day: date) -> ItemStatus:
    """Where a list stands on a day: what was in force may have run out."""
    ended = item.valid_to is not None and day >= item.valid_to
    return ItemStatus.EXPIRED if ended and item.status is ItemStatus.IN_FORCE else item.status


def grouped_conditions(conditions: Iterable[Condition]) -> list[list[str]]:
    """The conditions in words; those of which one is enough stand together."""
    groups: dict[object, list[str]] = {}
    for number, condition in enumerate(conditions):
        key = ("any", condition.any_of) if condition.any_of is not None else ("own", number)
        text = condition.text or "，".join(c.text for c in condition.all_of)
        groups.setdefault(key, []).append(text)
    return list(groups.values())


def _fits(item: Item, chosen: dict[str, str], place: str, day: date) -> bool:
    state = chosen["state"]
    return (
        (not chosen["field"] or item.field == chosen["field"])
        and item.region.startswith(chosen["region"])
        and (not chosen["disposition"] or item.disposition.value == chosen["disposition"])
        and (not state or (_binds(item, place, day) if state == BINDING else state_of(item, day) == state))
    )


def _binds(item: Item, place: str, day: date) -> bool:
    return why_not(item, place, day) is None


def item_row(item: Item, place: str, day: date) -> dict[str, Any]:
    state, reason = state_of(item, day), why_not(item, place, day)
    mark = badge(_COLOURS.get(state, "repealed"), words()["item_states"][state.value])
    # What already stands in the badge need not be said again.
    said = reason in (Reason.DRAFT, Reason.REPLACED, Reason.EXPIRED, Reason.UNVERIFIED)
    bearing = words()["item"]["binds"].format(place=place) if reason is None else REASON_LABELS[reason]
    return {
        "item": item,
        "address": item_address(item.id),
        "mark": Markup(mark),
        "bearing": "" if said else bearing,
        "binding": reason is None,
    }


def _sorted(values: Iterable[str]) -> list[str]:
    """Every value once, in the order of how often it occurs."""
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return sorted(counts, key=lambda v: (-counts[v], v))
