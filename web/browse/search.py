"""One search over everything: clauses in force on a day, items, cases, laws named outright."""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup

from assistant.knowledge import Found
from corpus.models import Provision
from corpus.validity import LawError
from web.browse.addresses import article_address, law_address, ref_address
from web.browse.asking import Ask
from web.browse.cases import case_row
from web.browse.items import item_row
from web.browse.laws import known_law, laws_named
from web.browse.pages import Page
from web.browse.stacks import Stacks
from web.clauses import short_law
from web.markup import lines

_PROVISIONS, _OTHERS, _LAWS = 10, 6, 5


def search_page(stacks: Stacks, ask: Ask) -> Page:
    """/search?q=: groups of finds; ``law`` keeps to one law, ``on`` asks for another day."""
    query, day = ask.text("q"), ask.day() or date.today()
    law = known_law(stacks, name) if (name := ask.text("law")) else ""
    on = None if day == date.today() else day
    values: dict[str, Any] = {
        "query": {"q": query, "law": short_law(law), "on": on or ""},
        "day": day,
        "named": [],
        "laws": [],
        "provisions": [],
        "items": [],
        "cases": [],
    }
    if query:
        values |= _named(stacks, query, law) | _found(stacks, query, law, day, on)
    return Page("search.html.j2", values)


def _named(stacks: Stacks, query: str, law: str) -> dict[str, Any]:
    """Articles and laws that the words name outright (食品安全法第34条)."""
    refs = stacks.referrals.named_in(query)
    named = [(f"《{short_law(r.law)}》{r.article}", ref_address(stacks.library, r)) for r in refs]
    laws = [] if law or named else laws_named(stacks, query)[:_LAWS]
    return {"named": named, "laws": [(short_law(n), law_address(stacks.library, n)) for n in laws]}


def _found(stacks: Stacks, query: str, law: str, day: date, on: date | None) -> dict[str, Any]:
    search = stacks.held.searcher.search
    hits = search(query, _PROVISIONS, as_of=day, laws=[law] if law else None)
    rows = {"provisions": [row for hit in hits if (row := _provision(stacks, hit, day, on))]}
    if law:
        return rows
    place = stacks.held.settings.region
    items = [stacks.items[h.id] for h in search(query, _OTHERS, ("item",)) if h.id in stacks.items]
    cases = [stacks.cases[h.id] for h in search(query, _OTHERS, ("case",)) if h.id in stacks.cases]
    return rows | {"items": [item_row(i, place, day) for i in items], "cases": [case_row(c) for c in cases]}


def _provision(stacks: Stacks, hit: Found, day: date, on: date | None) -> dict[str, Any] | None:
    """A find with its text from the library; None when the library says it is no basis that day."""
    try:
        held: Provision = stacks.library.find(hit.law, hit.article, day)
    except LawError:
        return None
    return {
        "law": short_law(held.law),
        "article": held.article,
        "address": article_address(stacks.library, held.law, held.article, on),
        "text": Markup(lines(held.text)),
        "gist": held.summary_only,
    }
