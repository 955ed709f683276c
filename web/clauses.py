"""Clauses as cited: a badge that says where each stands, the quotation, and the article in full."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Protocol
from urllib.parse import quote

from assistant.models import Citation
from corpus.errors import CorpusError
from corpus.models import Provision, Validity
from corpus.validity import LawStanding, NotInForce
from web.markup import esc, lines, mark_parts
from web.words import words

_ITEM = re.compile(r"（[一二三四五六七八九十]+）")
_FOLD_ROWS, _FOLD_CHARS = 2, 240


class LawShelf(Protocol):
    """What showing a clause needs of the library."""

    def find(self, law: str, article: str, day: date) -> Provision: ...
    def standing(self, law: str, day: date) -> LawStanding: ...


def grouped(citations: Sequence[Citation]) -> list[tuple[Citation, ...]]:
    """Citations of one article together, in the order of first use: an article is shown once."""
    groups: dict[tuple[str, str], list[Citation]] = {}
    for c in citations:
        groups.setdefault((c.law, c.article), []).append(c)
    return [tuple(group) for group in groups.values()]


def clause_id(law: str, article: str) -> str:
    """The address of a clause on the page."""
    return f"clause-{short_law(law)}-{article}"


def short_law(law: str) -> str:
    """A law's name without the state's."""
    return law.removeprefix("中华人民共和国")


def law_link(law: str, article: str, text: str = "") -> str:
    """A link to the article's own page."""
    shown = text or f"《{short_law(law)}》{article}"
    return page_link(("laws", law, article), shown)


def page_link(path: tuple[str, ...], text: str) -> str:
    """A link to a page of this site, beside the conversation."""
    address = "/".join(quote(part, safe="") for part in path)
    return f'<a href="/{address}" target="_blank" rel="noopener">{esc(text)}</a>'


def clause(group: tuple[Citation, ...], library: LawShelf) -> str:
    """One article: badge, its quotations in the law's own face, and its whole text behind 看全文."""
    citation = group[0]
    own = words()["clause"]
    provision, standing = _stored(citation, library)
    reasons = "；".join(dict.fromkeys(c.why for c in group if c.why))
    why = f'<p class="why">{esc(reasons)}</p>' if reasons else ""
    quotes = "".join(f"<blockquote>{_quote(c)}</blockquote>" for c in group if c.quote)
    key = clause_id(citation.law, citation.article)
    return (
        f'<article class="clause" id="{esc(key)}"><h3>《{esc(short_law(citation.law))}》'
        f"{esc(citation.article)}{_badge(citation, provision, standing)}</h3>{why}{quotes}"
        f'<details data-key="{esc(key)}"><summary>{esc(own["open"])}</summary>'
        f"{_full(group, provision)}</details>{_address(citation, provision)}</article>"
    )


def _address(citation: Citation, provision: Provision | None) -> str:
    """The way to the article's own page, where its text is held."""
    if provision is None:
        return ""
    text = str(words()["clause"]["address"])
    return f'<p class="address">{law_link(citation.law, citation.article, text)}</p>'


def _quote(citation: Citation) -> str:
    """The quotation; of a long run of items those in the middle are folded away, not left out."""
    rows = citation.quote.splitlines()
    middle = rows[1:-1]
    if len(middle) < _FOLD_ROWS or len(citation.quote) < _FOLD_CHARS or not _ITEM.match(rows[-1]):
        return lines(citation.quote)
    title = str(words()["clause"]["folded"]).format(n=len(middle))
    return (
        f'{lines(rows[0])}<details data-key="quote-{esc(citation.id)}"><summary>{esc(title)}</summary>'
        f"{lines(chr(10).join(middle))}</details>{lines(rows[-1])}"
    )


def _stored(citation: Citation, library: LawShelf) -> tuple[Provision | None, LawStanding | None]:
    """The article as held and where its law stands that day; None for what is not held."""
    try:
        provision = library.find(citation.law, citation.article, citation.as_of)
        return provision, library.standing(citation.law, citation.as_of)
    except NotInForce as exc:
        return exc.shown, exc.standing
    except CorpusError:
        return None, None


def _badge(citation: Citation, provision: Provision | None, standing: LawStanding | None) -> str:
    """Where the clause stands, in words; colour only repeats it."""
    if standing is None:
        state = Validity.IN_FORCE if citation.in_force else Validity.DOUBTFUL
        standing = LawStanding(law=citation.law, validity=state)
    return standing_badge(standing, gist=provision is not None and provision.summary_only)


def standing_badge(standing: LawStanding, gist: bool = False) -> str:
    """Where a text stands on a day. ``gist``: only the 要旨 is held."""
    own, state = words()["badges"], standing.validity
    if gist:
        return badge("summary", own["summary"])
    text = str(own[state.value])
    if state in (Validity.REPEALED, Validity.SUPERSEDED):
        since = f"自{standing.valid_to}" if standing.valid_to else ""
        by = f"由《{short_law(standing.replaced_by)}》取代" if standing.replaced_by else ""
        text += f"（{since}{by}）" if since or by else ""
    elif state is Validity.NOT_YET and standing.valid_from:
        text += f"（自{standing.valid_from}）"
    return badge(state.value, text)


def badge(kind: str, text: str) -> str:
    """A short word in a frame; ``kind`` gives its colour, the word its meaning."""
    return f'<span class="badge {kind}">{esc(text)}</span>'


def _full(group: tuple[Citation, ...], provision: Provision | None) -> str:
    """The whole article in its place in the law, with the words quoted marked."""
    own = words()["clause"]
    if provision is None:
        return f"<p>{esc(own['gone'])}</p>"
    path = " › ".join([group[0].law, *provision.chapter])
    since = f"{provision.valid_from.isoformat()}{own['since']}"
    head = f'<p class="path">{esc(path)}<br>{esc(since)}</p>'
    if provision.summary_only:
        return f"{head}<p>{esc(own['gist'])}</p>{lines(provision.text)}"
    text = mark_parts(provision.text, [c.quote for c in group])
    return f'{head}<div class="law"><h4>{esc(provision.article)}</h4>{text}</div>'
