"""Compare the quotation next to a citation with the clause, and find where else it comes from."""

from __future__ import annotations

from typing import Any

from assistant.quotes import Quote, first_sentence, is_verbatim, verbatim_head
from corpus.library import Library
from corpus.models import Provision
from corpus.paragraphs import slice as slice_text
from corpus.validity import NotFound


def check_quote(
    fields: dict[str, Any], quote: Quote | None, provision: Provision | None, library: Library
) -> dict[str, Any]:
    """Add to the fields of a check what is to be said of the quotation next to the citation."""
    if quote is None or provision is None or provision.summary_only:
        fields["message"] += "，引文无法核对" if quote and provision else ""
        return fields
    head = quote if quote.marked else verbatim_head(quote, provision.text)
    if head and is_verbatim(head.text, provision.text):
        fields |= {"quote": head.text, "quote_end": head.end, "verbatim": True}
        fields["message"] += "；引文与条文一致"
        if not _in_place(head, fields, provision):
            fields["message"] += "，但不在所引的款项"
        return fields
    if not quote.claimed:
        fields |= {"quote": None, "quote_start": None, "quote_end": None}
        return fields
    if not quote.marked:
        quote = first_sentence(quote)
        fields |= {"quote": quote.text, "quote_end": quote.end, "verbatim": False}
        fields["message"] += "；所述内容不是条文原文（没有引号，可能是转述）"
        return fields
    fields |= {"verbatim": False, "quote_from": _elsewhere(quote, provision, library)}
    fields["message"] += "；引文与条文不一致"
    if fields["quote_from"]:
        fields["message"] += f"，引文出自{fields['quote_from']}"
    return fields


def _in_place(quote: Quote, fields: dict[str, Any], provision: Provision) -> bool:
    try:
        return is_verbatim(quote.text, slice_text(provision.text, fields["paragraph"], fields["item"]))
    except NotFound:
        return False


def _elsewhere(quote: Quote, provision: Provision, library: Library) -> str | None:
    """The clause of the same law, of any version, in which the quotation does stand."""
    for other in library.articles_of(provision.law):
        if is_verbatim(quote.text, other.text):
            version = (
                "" if other.valid_from == provision.valid_from else f"（{other.valid_from}起施行的版本）"
            )
            return f"{other.article}{version}"
    return None
