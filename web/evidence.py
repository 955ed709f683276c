"""What the answer stands on: clauses that open to their full text, list items, similar cases."""

from __future__ import annotations

from typing import Protocol

from assistant.models import Answer, CaseHit, ItemHit, OutcomeCode
from assistant.picture import path_svg
from corpus.models import Case, Condition, Item
from corpus.rules import RuleBook
from web.clauses import LawShelf, badge, clause, grouped, page_link
from web.comparing import compared
from web.markup import esc, lines, link, untemplated
from web.words import words

_SHOWN_ITEMS = 3  # as many as the answer speaks of


class Shelves(Protocol):
    """What the evidence needs of the assistant."""

    @property
    def library(self) -> LawShelf: ...
    @property
    def rulebook(self) -> RuleBook: ...
    @property
    def items_by_id(self) -> dict[str, Item]: ...
    @property
    def cases_by_id(self) -> dict[str, Case]: ...


def evidence(answer: Answer, shelves: Shelves) -> str:
    """The whole right side for one answer; empty where nothing is cited."""
    own = words()["headings"]
    clauses = "".join(clause(group, shelves.library) for group in grouped(answer.citations))
    items = "".join(_item(hit, shelves.items_by_id) for hit in _spoken_of(answer))
    opened = _asks_for_cases(answer)
    cases = "".join(_case(hit, answer, shelves, opened) for hit in answer.cases)
    blocks = [
        _block("clauses", own["clauses"], clauses),
        _block("unstored", own["unstored"], _unstored(answer)),
        _block("items", own["items"], items),
        _block("process", own["process"], _process(answer)),
    ]
    told = _block("cases", own["cases"], cases)
    return "".join([told, *blocks] if _asks_for_cases(answer) else [*blocks, told])


def _asks_for_cases(answer: Answer) -> bool:
    """Whether the cases are themselves the answer: then they come first, and open."""
    return answer.outcome.code is OutcomeCode.INFORMATION and bool(answer.cases)


def _spoken_of(answer: Answer) -> list[ItemHit]:
    """The items the answer itself speaks of; those that were only near in the search are left out."""
    return [hit for hit in answer.items[:_SHOWN_ITEMS] if hit.same or hit.binding]


def _block(name: str, title: str, inner: str) -> str:
    return f'<section class="{name}"><h2>{esc(title)}</h2>{inner}</section>' if inner else ""


def _process(answer: Answer) -> str:
    """The steps of the decision as a picture, to be opened; nothing where nothing was decided."""
    if not answer.path:
        return ""
    picture = untemplated(path_svg(answer.path, answer.outcome.label))
    return f'<details data-key="process"><summary>{esc(words()["process"])}</summary>{picture}</details>'


def _unstored(answer: Answer) -> str:
    """Texts that are only named: their words are not held."""
    return "".join(f"<p>{esc(law)}</p>" for law in answer.unstored)


def _item(hit: ItemHit, items: dict[str, Item]) -> str:
    own = words()["item"]
    item = items.get(hit.id)
    number = f"（{hit.doc_no}）" if hit.doc_no else ""
    mark = badge("in_force" if hit.binding else "reference", own["binding" if hit.binding else "reference"])
    more = _item_details(item, hit.id) if item else ""
    return (
        f'<article class="item"><h3>{esc(hit.violation)}{mark}</h3>'
        f'<p class="path">{esc(hit.list)}{esc(number)}，{esc(hit.region)}</p>{more}</article>'
    )


def _item_details(item: Item, key: str) -> str:
    own = words()["item"]
    rows = [
        _list(own["conditions"], [_words_of(c) for c in item.conditions]),
        _list(own["exclusions"], item.exclusions),
        _list(own["follow_up"], item.follow_up),
    ]
    origin = "，".join(p for p in (item.source.issuer, item.source.title, item.source.date) if p)
    outcome = words()["dispositions"][item.disposition.value]
    return (
        f'<details data-key="item-{esc(key)}"><summary>{esc(outcome)}：{esc(own["conditions"])}</summary>'
        f'{"".join(rows)}<p class="path">{esc(own["source"])}：{esc(origin)} '
        f"{link(item.source.url, own['link'])} {page_link(('items', key), own['address'])}</p></details>"
    )


def _words_of(condition: Condition) -> str:
    return condition.text or "，".join(_words_of(c) for c in condition.all_of)


def _list(title: str, rows: list[str] | tuple[str, ...]) -> str:
    inner = "".join(f"<li>{esc(row)}</li>" for row in rows)
    return f"<h4>{esc(title)}</h4><ul>{inner}</ul>" if inner else ""


def _case(hit: CaseHit, answer: Answer, shelves: Shelves, opened: bool) -> str:
    own = words()["case"]
    case = shelves.cases_by_id.get(hit.id)
    if case is None:
        return f'<article class="case"><h3>{esc(hit.title)}{badge("reference", hit.outcome)}</h3></article>'
    marks = badge("reference", case.outcome or hit.outcome)
    if case.counter_case:
        marks += badge("doubtful", own["counter"])
    if case.doubtful:
        marks += badge("doubtful", own["doubtful"])
    told = [
        (own["facts"], case.facts),
        (own["authority"], case.authority_reasoning),
        (own["ours"], case.reasoning),
        (own["lesson"], case.lesson),
    ]
    body = "".join(f"<h4>{esc(title)}</h4>{lines(text)}" for title, text in told if text)
    origin = "，".join(p for p in (case.source.issuer, case.source.title) if p)
    place = "，".join(p for p in (case.region, case.date) if p)
    return (
        f'<article class="case"><h3>{esc(case.title)}</h3><p class="marks">{marks}</p>'
        f'<p class="path">{esc(place)}</p>{compared(answer, case, shelves.rulebook)}'
        f'<details data-key="case-{esc(hit.id)}"{" open" if opened else ""}>'
        f"<summary>{esc(own['open'])}</summary>{body}"
        f'<p class="path">{esc(origin)} {link(case.source.url, own["link"])} '
        f"{page_link(('cases', case.id), own['address'])}</p></details></article>"
    )
