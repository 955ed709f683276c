"""Typical cases by field, outcome and law; and one case."""

from __future__ import annotations

from datetime import date
from typing import Any

from corpus.models import Case, Validity
from publicity.finding import CaseQuery, fields_of, find_cases, outcomes_of
from web.browse.addresses import case_address, law_address, ref_address
from web.browse.articles import may_be_older
from web.browse.asking import Ask, NoPage
from web.browse.editions import standing_on
from web.browse.laws import standing_mark
from web.browse.pages import Page, words
from web.browse.paging import paged
from web.browse.stacks import Stacks
from web.clauses import short_law

_SIMILAR = 5


def cases_page(stacks: Stacks, ask: Ask) -> Page:
    """/cases: what the filters leave, by pages."""
    cases = stacks.cases.values()
    laws = stacks.referrals.case_laws()
    names = {short_law(law): law for law in laws}
    chosen = {
        "q": ask.text("q"),
        "field": ask.choice("field", fields_of(cases)),
        "outcome": ask.choice("outcome", outcomes_of(cases)),
        "law": ask.choice("law", names),
    }
    query = CaseQuery(
        question=chosen["q"],
        field=chosen["field"],
        outcome=chosen["outcome"],
        law=names.get(chosen["law"], ""),
    )
    rows = find_cases(query, stacks.cases, stacks.referrals, stacks.held.searcher)
    shown, pages = paged(rows, ask, "/cases", chosen)
    values = {
        "rows": [case_row(case) for case in shown],
        "pages": pages,
        "query": chosen,
        "fields": fields_of(cases),
        "outcomes": outcomes_of(cases),
        "laws": list(names),
    }
    return Page("cases.html.j2", values)


def case_page(stacks: Stacks, ask: Ask) -> Page:
    """/cases/{id}"""
    case = stacks.cases.get(ask.path["id"])
    if case is None:
        raise NoPage(words()["missing"]["case"].format(id=ask.path["id"]))
    values = {
        "case": case,
        "row": case_row(case),
        "places": _places(stacks, case),
        "similar": [case_row(c) for c in _similar(stacks, case)],
    }
    return Page("case.html.j2", values)


def case_row(case: Case) -> dict[str, Any]:
    """One case in a list."""
    return {"case": case, "address": case_address(case.id)}


def _places(stacks: Stacks, case: Case) -> list[dict[str, Any]]:
    """Where the law that the case names can be read; an older text is said to be one."""
    out: dict[str, dict[str, Any]] = {}
    for referral in stacks.referrals.of_case(case.id):
        ref = referral.ref
        held = stacks.library.articles_of(ref.law)
        newest = next((p for p in reversed(held) if p.article == ref.article), None)
        older = referral.role == "source" and may_be_older(case, newest)
        # An article as it was numbered then need not be in any text held.
        address = ref_address(stacks.library, ref) if newest else law_address(stacks.library, ref.law)
        standing, _ = standing_on(stacks.library, ref.law, date.today())
        good = standing is not None and standing.validity is Validity.IN_FORCE
        label = f"《{short_law(ref.law)}》{ref.article}"
        out.setdefault(
            label,
            {
                "label": label,
                "address": address,
                "older": older,
                "mark": "" if good else standing_mark(standing),
            },
        )
    return list(out.values())


def _similar(stacks: Stacks, case: Case) -> list[Case]:
    hits = stacks.held.searcher.search(f"{case.title}。{case.violation}", _SIMILAR + 1, ("case",))
    near = [stacks.cases[h.id] for h in hits if h.id in stacks.cases and h.id != case.id]
    return near[:_SIMILAR]
