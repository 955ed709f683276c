"""One article in its chapter, as it stands on a day, with what refers to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from assistant.referring import Referral
from corpus.models import Case, Provision
from corpus.paragraphs import slice as slice_text
from corpus.references import format_place, normalise_place
from corpus.validity import LawStanding, NotCovered, NotFound, NotInForce
from web.browse.addresses import article_address, case_address, item_address, law_address, query_address
from web.browse.asking import Ask, NoPage
from web.browse.editions import Edition, editions
from web.browse.laws import known_law, standing_mark, successor, versions
from web.browse.pages import Page, words
from web.browse.stacks import Stacks
from web.clauses import short_law
from web.markup import lines, mark_parts

_MARK = re.compile(r"(\d{1,3})?(?:\.(\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class Place:
    """An article as looked up for a day: its text where held, where it stands, what is to be said of it."""

    provision: Provision | None
    standing: LawStanding | None
    note: str


def article_page(stacks: Stacks, ask: Ask) -> Page:
    """/laws/{law}/{article}"""
    law = known_law(stacks, ask.path["law"])
    asked = ask.path["article"].strip()
    article = normalise_place(f"第{asked}条" if asked.isdigit() else asked)
    day = ask.day() or date.today()
    on = None if day == date.today() else day
    held = editions(stacks.library, law)
    found = _look_up(stacks, law, article, day)
    provision = found.provision
    edition = _edition(provision, held)
    own_text, mark_note = _text(provision, ask.query.get("mark", "").strip())
    before, after = _neighbours(stacks, provision, edition, on)
    having = tuple(e for e in held if any(p.article == article for p in e.articles))
    here = article_address(stacks.library, law, article)
    values = {
        "law": law,
        "article": provision.article if provision else article,
        "provision": provision,
        "standing": found.standing,
        "note": found.note,
        "mark": standing_mark(found.standing, bool(provision and provision.summary_only)),
        "text": own_text,
        "mark_note": mark_note,
        "before": before,
        "after": after,
        "versions": versions(stacks, having, edition, here),
        "chapter": query_address(law_address(stacks.library, law), {"on": on}),
        "successor": successor(stacks, found.standing),
        "referring": referring(stacks, law, article, provision),
        "day": day,
        "past": on is not None,
        "here": here,
    }
    return Page("article.html.j2", values)


def _look_up(stacks: Stacks, law: str, article: str, day: date) -> Place:
    """Raises NoPage where the law has no such article."""
    library = stacks.library
    try:
        provision = library.find(law, article, day)
        standing = library.standing(law, day)
        return Place(provision, standing, standing.note)
    except NotInForce as exc:
        return Place(exc.shown, exc.standing, str(exc))
    except NotCovered as exc:
        return Place(None, None, str(exc))
    except NotFound as exc:
        hint = words()["missing"]["law_hint"].format(law=short_law(law))
        raise NoPage(f"{exc}。", ((hint, law_address(library, law)),)) from exc


def _edition(provision: Provision | None, held: tuple[Edition, ...]) -> Edition | None:
    return next((e for e in held if provision and e.begins == provision.valid_from), None)


def _text(provision: Provision | None, mark: str) -> tuple[Markup, str]:
    """The article with the place marked that the address names, and what was wrong with that place."""
    if provision is None:
        return Markup(""), ""
    part, note = "", ""
    if mark:
        match = _MARK.fullmatch(mark)
        try:
            if match is None:
                raise ValueError(mark)
            part = slice_text(provision.text, *(int(g) if g else None for g in match.groups()))
        except (NotFound, ValueError):
            note = str(words()["article"]["no_mark"])
    made = mark_parts(provision.text, [part]) if part else lines(provision.text)
    return Markup(made), note


def _neighbours(
    stacks: Stacks, provision: Provision | None, edition: Edition | None, on: date | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The articles before and after in the same version."""
    if provision is None or edition is None:
        return None, None
    labels = [p.article for p in edition.articles]
    if provision.article not in labels:
        return None, None
    at = labels.index(provision.article)

    def shown(number: int) -> dict[str, Any] | None:
        if not 0 <= number < len(labels):
            return None
        other = edition.articles[number]
        address = article_address(stacks.library, other.law, other.article, on)
        body = Markup(lines(other.text))
        return {"article": other.article, "address": address, "text": body}

    return shown(at - 1), shown(at + 1)


def referring(
    stacks: Stacks, law: str, article: str, provision: Provision | None
) -> dict[str, list[dict[str, str]]]:
    """Items, cases and violations that refer to the article, each once, with where in it."""
    groups: dict[str, dict[str, dict[str, str]]] = {"item": {}, "case": {}, "violation": {}}
    for referral in stacks.referrals.to(law, article):
        row = groups[referral.kind].setdefault(referral.id, _row(stacks, referral, provision))
        place = format_place("", referral.ref.paragraph, referral.ref.item)
        said = words()["roles"][referral.role] + (f"（{place}）" if place else "")
        if said not in row["roles"]:
            row["roles"] = "，".join(filter(None, (row["roles"], said)))
    return {kind: list(rows.values()) for kind, rows in groups.items()}


def _row(stacks: Stacks, referral: Referral, provision: Provision | None) -> dict[str, str]:
    if referral.kind == "item":
        item = stacks.items[referral.id]
        title, address, more = item.violation, item_address(item.id), f"{item.region}，{item.list_title}"
    elif referral.kind == "case":
        case = stacks.cases[referral.id]
        title, address = case.title, case_address(case.id)
        more = "，".join(filter(None, (case.outcome_class, case.region, case.date)))
        if referral.role == "source" and may_be_older(case, provision):
            more += f"。{words()['article']['older']}"
    else:
        violation = stacks.violations[referral.id]
        title, more = violation.name, violation.field
        address = query_address("/search", {"q": violation.name})
    return {"title": title, "address": address, "more": more, "roles": ""}


def may_be_older(case: Case, provision: Provision | None) -> bool:
    """Whether a case may have been decided on an older text than the one shown: it is earlier, or undated."""
    if provision is None or not case.date:
        return True
    return case.date < provision.valid_from.isoformat()[: len(case.date)]
