"""The list of laws, and one law with its chapters and versions."""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup

from corpus.validity import LawStanding
from web.browse.addresses import article_address, law_address, query_address
from web.browse.asking import Ask, NoPage
from web.browse.editions import UNSURE, Edition, by_chapter, edition_of, editions, standing_on, state_on
from web.browse.pages import Page, words
from web.browse.paging import paged
from web.browse.stacks import Stacks
from web.clauses import badge, short_law, standing_badge

_OPENING = 46  # characters of an article shown in the list of a law
_HINTS = 5


def laws_page(stacks: Stacks, ask: Ask) -> Page:
    """/laws: every law by name, kind and state on a day."""
    own, today = words(), date.today()
    name, day = ask.text("q"), ask.day() or today
    kind, state = ask.choice("kind", own["law_kinds"]), ask.choice("state", own["law_states"])
    rows = [
        law
        for law in laws_named(stacks, name)
        if (not kind or kind_of(stacks, law) == kind)
        and (not state or state_on(stacks.library, law, day) == state)
    ]
    query = {"q": name, "kind": kind, "state": state, "on": "" if day == today else day.isoformat()}
    shown, pages = paged(rows, ask, "/laws", query)
    values = {
        "rows": [_row(stacks, law, day) for law in shown],
        "pages": pages,
        "query": query,
        "day": day,
        "past": day != today,
    }
    return Page("laws.html.j2", values)


def law_page(stacks: Stacks, ask: Ask) -> Page:
    """/laws/{law}: chapters and articles of the version that holds on the day."""
    law = known_law(stacks, ask.path["law"])
    today = date.today()
    day = ask.day() or today
    on = None if day == today else day
    held = editions(stacks.library, law)
    standing, note = standing_on(stacks.library, law, day)
    edition = edition_of(standing, held)
    articles = edition.articles if edition else ()
    chapters = [
        (path, [(p, article_address(stacks.library, law, p.article, on), _opening(p.text)) for p in group])
        for path, group in by_chapter(articles)
    ]
    values = {
        "law": law,
        "day": day,
        "past": day != today,
        "standing": standing,
        "note": note,
        "mark": standing_mark(standing, bool(articles) and articles[0].summary_only),
        "versions": versions(stacks, held, edition, law_address(stacks.library, law)),
        "chapters": chapters,
        "count": len(articles),
        "head": next((h for h in stacks.library.heads() if h.name == law), None),
        "successor": successor(stacks, standing),
        "gist": bool(articles) and articles[0].summary_only,
        "here": law_address(stacks.library, law),
    }
    return Page("law.html.j2", values)


def known_law(stacks: Stacks, name: str) -> str:
    """The full name of a law in an address. Raises NoPage with names that are near."""
    law = stacks.library.resolve_name(name)
    if law is None:
        near = laws_named(stacks, name)[:_HINTS]
        hints = tuple((short_law(n), law_address(stacks.library, n)) for n in near)
        raise NoPage(words()["missing"]["law"].format(name=name), hints)
    return law


def laws_named(stacks: Stacks, text: str) -> list[str]:
    """Laws of which a full or short name holds the text, nearest in length first; all when it is empty."""
    if not text:
        return list(stacks.law_names)
    library, wanted = stacks.library, "".join(text.strip("《》").split())
    found: dict[str, int] = {}
    for name in library.all_names():
        law = library.resolve_name(name)
        if law and wanted in name:
            found[law] = min(found.get(law, len(name)), len(name))
    return sorted(found, key=lambda law: found[law])


def kind_of(stacks: Stacks, law: str) -> str:
    """What sort of text it is, as a name of ``law_kinds``."""
    held = stacks.library.statutes.versions(law)
    if held:
        return held[-1].doc_type
    if any(s.name == law for s in stacks.library.summaries()):
        return "summary"
    head = next((h for h in stacks.library.heads() if h.name == law), None)
    return head.kind if head else "unstored"


def standing_mark(standing: LawStanding | None, gist: bool = False) -> Markup:
    """The badge of a law or an article on the day."""
    made = standing_badge(standing, gist) if standing else badge("doubtful", words()["law_states"][UNSURE])
    return Markup(made)


def versions(
    stacks: Stacks, held: tuple[Edition, ...], shown: Edition | None, address: str
) -> list[dict[str, Any]]:
    """Each version with its days and an address that shows it, newest first."""
    return [
        {
            "begins": e.begins,
            "ends": e.ends,
            "address": query_address(address, {"on": e.begins}),
            "shown": e is shown,
        }
        for e in reversed(held)
    ]


def successor(stacks: Stacks, standing: LawStanding | None) -> tuple[str, str] | None:
    """(name, address) of the law that took the place of a repealed one."""
    law = stacks.library.resolve_name(standing.replaced_by) if standing and standing.replaced_by else None
    return (short_law(law), law_address(stacks.library, law)) if law else None


def _row(stacks: Stacks, law: str, day: date) -> dict[str, Any]:
    standing, note = standing_on(stacks.library, law, day)
    kind = kind_of(stacks, law)
    return {
        "name": short_law(law),
        "address": law_address(stacks.library, law, None if day == date.today() else day),
        "kind": words()["law_kinds"][kind],
        "mark": standing_mark(standing, kind == "summary"),
        "since": standing.valid_from if standing else None,
        "note": note,
    }


def _opening(text: str) -> str:
    first = text.strip().splitlines()[0] if text.strip() else ""
    return first if len(first) <= _OPENING else f"{first[:_OPENING]}…"
