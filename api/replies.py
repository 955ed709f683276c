"""What comes back beside the Answer of the pipeline."""

from __future__ import annotations

from datetime import date

from assistant.verify import CitationCheck
from corpus.items import Reason
from corpus.models import Case, Frozen, Item, Provision, Validity


class FactName(Frozen):
    """A fact that can be given: its name, and the words it takes; a number where ``values`` is empty."""

    name: str
    label: str
    values: tuple[str, ...]
    unit: str = ""


class SearchHit(Frozen):
    """A find, with the text it stands for. ``score``: 0 to 1 within one query."""

    id: str
    kind: str
    law: str
    article: str
    score: float
    text: str


class SearchReply(Frozen):
    query: str
    hits: tuple[SearchHit, ...]


class VerifyReply(Frozen):
    as_of: date
    checks: tuple[CitationCheck, ...]


class ListedItem(Frozen):
    """An item, and whether it binds at the place of this installation on the day; ``reason`` if not."""

    item: Item
    binding: bool
    reason: Reason | None = None
    note: str = ""


class ItemPage(Frozen):
    total: int
    items: tuple[ListedItem, ...]


class CasePage(Frozen):
    total: int
    cases: tuple[Case, ...]


class PlaceReply(Frozen):
    """A place of a law on one day. ``quote`` is the paragraph or item asked for, else the whole article.

    ``text`` and ``quote`` are empty where only a 要旨 is held; it then stands in ``gist``.
    """

    law: str
    article: str
    as_of: date
    in_force: bool
    validity: Validity
    message: str = ""
    text: str = ""
    quote: str = ""
    gist: str = ""
    chapter: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: str = ""


def place_reply(
    held: Provision | None, quote: str, day: date, validity: Validity, **more: str | date | None
) -> PlaceReply:
    """The reply for a stored provision, or for a law whose text is not held (None)."""
    if held is None:
        return PlaceReply.model_validate(
            {"in_force": False, "as_of": day, "validity": validity, "article": "", **more}
        )
    gist = held.summary_only
    return PlaceReply.model_validate(
        {
            "law": held.law, "article": held.article, "as_of": day, "validity": validity,
            "in_force": validity is Validity.IN_FORCE, "text": "" if gist else held.text,
            "quote": "" if gist else quote, "gist": held.text if gist else "", "chapter": held.chapter,
            "valid_from": held.valid_from, "valid_to": held.valid_to, **more,
        }
    )  # fmt: skip
