"""Items, cases and provisions, looked up by id or by place and filtered by their own fields."""

from __future__ import annotations

from datetime import date

from api.replies import CasePage, FactName, ItemPage, ListedItem, PlaceReply, place_reply
from assistant.guard import UnusableInput
from assistant.pipeline import Assistant
from corpus.item_schema import item_facts
from corpus.items import REASON_LABELS, why_not
from corpus.models import Case, Disposition, Item, Validity
from corpus.paragraphs import slice as slice_text
from corpus.references import parse_ref
from corpus.validity import NotInForce


class Missing(Exception):
    """There is no such entry. ``kind`` names what was looked for."""

    def __init__(self, kind: str, name: str) -> None:
        self.kind, self.name = kind, name
        super().__init__(kind, name)


def items(
    assistant: Assistant,
    day: date,
    field: str,
    region: str,
    disposition: Disposition | None,
    binding: bool | None,
    limit: int,
    offset: int,
) -> ItemPage:
    """The items that fit every filter given, in the order of the lists."""
    found = [
        listed
        for item in assistant.items_by_id.values()
        if field in ("", item.field)
        and item.region.startswith(region)
        and disposition in (None, item.disposition)
        if binding in (None, (listed := _listed(item, assistant, day)).binding)
    ]
    return ItemPage(total=len(found), items=tuple(found[offset : offset + limit]))


def item(assistant: Assistant, name: str, day: date) -> ListedItem:
    """One item. Raises Missing."""
    if found := assistant.items_by_id.get(name):
        return _listed(found, assistant, day)
    raise Missing("item", name)


def cases(
    assistant: Assistant, field: str, outcome: str, counter: bool | None, limit: int, offset: int
) -> CasePage:
    """The cases that fit every filter given, in the order of the files."""
    found = [
        case
        for case in assistant.cases_by_id.values()
        if field in ("", case.field) and outcome in ("", case.outcome_class)
        if counter in (None, case.counter_case)
    ]
    return CasePage(total=len(found), cases=tuple(found[offset : offset + limit]))


def facts() -> list[FactName]:
    """Every fact that can be given with a question or a determination."""
    return [FactName(name=n, label=f.label, values=f.values, unit=f.unit) for n, f in item_facts().items()]


def case(assistant: Assistant, name: str) -> Case:
    """One case. Raises Missing."""
    if found := assistant.cases_by_id.get(name):
        return found
    raise Missing("case", name)


def place(assistant: Assistant, law: str, article: str, day: date) -> PlaceReply:
    """A place of a law as it stands on ``day``, in force or not.

    Raises UnusableInput for what names no single place, NotFound and NotCovered as the library does.
    """
    try:
        ref = parse_ref(f"{law} {article}")
    except ValueError as exc:
        raise UnusableInput(str(exc)) from exc
    try:
        held = assistant.library.find(ref.law, ref.article, day)
    except NotInForce as exc:
        quote = slice_text(exc.shown.text, ref.paragraph, ref.item) if exc.shown else ""
        standing = exc.standing
        return place_reply(
            exc.shown, quote, day, standing.validity, law=standing.law, article=ref.article, message=str(exc),
            valid_from=standing.valid_from, valid_to=standing.valid_to, replaced_by=standing.replaced_by,
        )  # fmt: skip
    quote = "" if held.summary_only else slice_text(held.text, ref.paragraph, ref.item)
    return place_reply(held, quote, day, Validity.IN_FORCE)


def _listed(item: Item, assistant: Assistant, day: date) -> ListedItem:
    reason = why_not(item, assistant.settings.region, day)
    note = REASON_LABELS[reason] if reason else ""
    return ListedItem(item=item, binding=reason is None, reason=reason, note=note)
