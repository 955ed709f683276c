"""Check every citation in any text: does it exist, is it in force, is the quotation verbatim.

A text that is not in store cannot be checked, which is said; it is never called non-existent.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Literal

from assistant.citations import CitationFinder, CitedPlace, FoundCitation
from assistant.quote_check import check_quote
from assistant.quotes import Quote, find_quote
from corpus.law_names import load_name_words
from corpus.library import Library
from corpus.models import Provision, Validity
from corpus.paragraphs import slice as slice_text
from corpus.references import format_place
from corpus.successors import successor_of
from corpus.validity import NotCovered, NotFound, NotInForce

Status = Literal[
    "ok",
    "not_found",
    "not_stored",
    "gist_only",
    "unresolved",
    "repealed",
    "not_yet",
    "superseded",
    "doubtful",
    "not_covered",
]
_STATUS: dict[Validity, Status] = {
    Validity.IN_FORCE: "ok",
    Validity.REPEALED: "repealed",
    Validity.NOT_YET: "not_yet",
    Validity.SUPERSEDED: "superseded",
    Validity.DOUBTFUL: "doubtful",
}
_joins = re.compile(r"[\s、，,和及与或至到]{0,4}(?:以及|或者)?")


class CitationCheck(CitedPlace):
    """What is known of one citation on one day. None means: cannot be said.

    ``quote`` is what the text quotes next to it, ``verbatim`` whether that stands in the clause (blanks and
    punctuation width aside); ``quote_from`` names the clause it does come from, if that is another one.
    """

    as_of: date
    status: Status
    exists: bool | None = None
    in_force: bool | None = None
    validity: Validity | None = None
    valid_from: date | None = None
    repealed_since: date | None = None
    replaced_by: str | None = None
    not_yet_until: date | None = None
    successor_law: str | None = None
    successor_article: str | None = None
    quote: str | None = None
    quote_start: int | None = None
    quote_end: int | None = None
    verbatim: bool | None = None
    quote_from: str | None = None
    message: str


def verify(text: str, day: date, library: Library) -> list[CitationCheck]:
    """One check for each place cited in ``text``, in order of position, as of ``day``."""
    found = CitationFinder(library).find(text)
    quotes = _quotes(text, found)
    return [_check(citation, quotes[number], day, library) for number, citation in enumerate(found)]


def check_to_dict(check: CitationCheck) -> dict[str, Any]:
    """For JSON: dates as text, unknown values as null."""
    return check.model_dump(mode="json")


def _quotes(text: str, found: list[FoundCitation]) -> list[Quote | None]:
    """The quotation next to each citation; citations in one row share it."""
    out: list[Quote | None] = []
    first = 0
    while first < len(found):
        last = first
        while last + 1 < len(found) and (
            found[last + 1].start <= found[last].end
            or _joins.fullmatch(text, found[last].end, found[last + 1].start)
        ):
            last += 1
        following = found[last + 1].start if last + 1 < len(found) else len(text)
        quote = find_quote(text, found[first].start, found[last].end, following)
        out += [quote] * (last + 1 - first)
        first = last + 1
    return out


def _check(citation: FoundCitation, quote: Quote | None, day: date, library: Library) -> CitationCheck:
    fields: dict[str, Any] = citation.model_dump(exclude={"how", "version_note"}) | {"as_of": day}
    if quote:
        fields |= {"quote": quote.text, "quote_start": quote.start, "quote_end": quote.end}
    if citation.law is None:
        return CitationCheck(**fields, **_unresolved(citation))
    if message := _other_version(citation, day, library):
        return CitationCheck(**fields, status="not_covered", message=message)
    try:
        provision = library.find(citation.law, citation.article, day)
        standing = library.standing(citation.law, day)
    except NotInForce as exc:
        fields |= _not_in_force(citation, exc, day)
        return CitationCheck(**check_quote(fields, quote, exc.shown, library))
    except NotCovered as exc:
        return CitationCheck(**fields, status="not_covered", message=str(exc))
    except NotFound as exc:
        return CitationCheck(**fields, **_not_found(citation, exc, day, library))
    fields |= {"validity": standing.validity, "valid_from": provision.valid_from, "in_force": True}
    fields |= _existing(citation, provision, day)
    return CitationCheck(**check_quote(fields, quote, provision, library))


def _other_version(citation: FoundCitation, day: date, library: Library) -> str | None:
    """Why a citation of （2017）, （旧） cannot be checked against the text in force; None when it can."""
    assert citation.law is not None
    held = [v for v in library.statutes.versions(citation.law) if v.holds(day)]
    year = re.search(r"\d{4}", citation.version_note)
    years = {str(d.year) for v in held for d in (v.adopted, v.valid_from)}
    old = any(word in citation.version_note for word in load_name_words().old_version)
    if not held or not (old or (year and year.group() not in years)):
        return None
    return (
        f"引用的是《{citation.law}》{citation.version_note}的文本，{day}有效的是{held[0].adopted}通过的版本，"
        "条文可能不同，无法核对"
    )


def _unresolved(citation: FoundCitation) -> dict[str, Any]:
    words = load_name_words()
    if not citation.law_text or citation.law_text in words.anaphora:
        return {"status": "unresolved", "message": "没有写明是哪部法律，无法核对"}
    if citation.law_text in words.ambiguous:
        return {"status": "unresolved", "message": f"“{citation.law_text}”可能指几部法律，无法核对"}
    return {"status": "not_stored", "message": f"《{citation.law_text}》条文未入库，无法核对"}


def _not_found(citation: FoundCitation, exc: NotFound, day: date, library: Library) -> dict[str, Any]:
    if not exc.law_known:
        return {"status": "not_stored", "message": f"《{citation.law}》条文未入库，无法核对"}
    assert citation.law is not None
    standing = library.standing(citation.law, day)
    fields: dict[str, Any] = {"status": "not_found", "exists": False, "validity": standing.validity}
    if standing.validity is Validity.REPEALED:
        fields |= {"repealed_since": standing.valid_to, "replaced_by": standing.replaced_by}
    return fields | _successor(citation) | {"message": str(exc) + _moved(citation, day)}


def _not_in_force(citation: FoundCitation, exc: NotInForce, day: date) -> dict[str, Any]:
    standing, shown = exc.standing, exc.shown
    fields: dict[str, Any] = {
        "status": _STATUS[standing.validity],
        "validity": standing.validity,
        "in_force": False,
        "valid_from": standing.valid_from,
        "exists": _place_exists(citation, shown) if shown else None,
        "message": str(exc) + _moved(citation, day),
    }
    if standing.validity in (Validity.REPEALED, Validity.SUPERSEDED):
        fields |= {"repealed_since": standing.valid_to, "replaced_by": standing.replaced_by or None}
    if standing.validity is Validity.NOT_YET:
        fields["not_yet_until"] = standing.valid_from
    if standing.validity is Validity.DOUBTFUL:
        fields["in_force"] = None
    return fields | _successor(citation)


def _existing(citation: FoundCitation, provision: Provision, day: date) -> dict[str, Any]:
    if provision.summary_only:
        return {"status": "gist_only", "exists": True, "message": "库中只有该条的要旨，条文未入库，只能参见"}
    try:
        slice_text(provision.text, citation.paragraph, citation.item)
    except NotFound as exc:
        place = format_place(citation.article)
        return {"status": "not_found", "exists": False, "in_force": None, "message": f"{place}{exc}"}
    return {
        "status": "ok",
        "exists": True,
        "message": f"条文存在，{day}有效" + _moved(citation, day),
    } | _successor(citation)


def _place_exists(citation: FoundCitation, provision: Provision) -> bool:
    try:
        slice_text(provision.text, citation.paragraph, citation.item)
    except NotFound:
        return False
    return True


def _successor(citation: FoundCitation) -> dict[str, Any]:
    successor = successor_of(citation.law or "", citation.article)
    return {"successor_law": successor.law, "successor_article": successor.article} if successor else {}


def _moved(citation: FoundCitation, day: date) -> str:
    """A hint where the clause of that number went; with care where the number is in use again."""
    successor = successor_of(citation.law or "", citation.article)
    if successor is None:
        return ""
    if successor.law == citation.law:
        number = f"{citation.article}{'即' if day < successor.since else '现为'}{successor.article}"
        return f"；该法{successor.since}起条文重新编号，此前的{number}"
    return f"；大致对应《{successor.law}》{successor.article}"
