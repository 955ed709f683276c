"""What is put on the shelves of the index: one entry for each text by which something can be found.

A violation has an entry for its name and for each everyday name; they share its id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from corpus.law_names import STATE
from corpus.models import Case, Item, Provision, ProvisionKind, Violation
from corpus.questions import LayQuestion

NEVER_ENDS = date.max.toordinal() + 1
ALWAYS = 0

# Provisions are searched together, everything else by itself: scores compare within a group only.
GROUPS: dict[str, tuple[str, ...]] = {
    "provisions": ("statute", "regulation", "plan"),
    "items": ("item",),
    "cases": ("case",),
    "violations": ("violation",),
}
KINDS = tuple(kind for kinds in GROUPS.values() for kind in kinds)
# A shelf is built and replaced as a whole; statutes are by far the largest and never edited.
SHELVES: dict[str, str] = {
    "statutes": "provisions",
    "local": "provisions",
    "questions": "provisions",
    "tellings": "provisions",
    "items": "items",
    "acts": "items",
    "cases": "cases",
    "violations": "violations",
}


# Their rows are other ways to an entry of another shelf with the same id, never a find of their own:
# lay questions that an article answers, violations told that it punishes, and those an item is about.
ASKED, TOLD, ACTS = "questions", "tellings", "acts"
ASIDE = (ASKED, TOLD, ACTS)


class Entry(NamedTuple):
    """``passage`` is embedded; ``title``, ``heading`` and ``body`` go to the word index.

    ``valid_from`` and ``valid_to`` (exclusive) are ordinals of the days that bound validity.
    """

    id: str
    kind: str
    law: str
    article: str
    title: str
    body: str
    passage: str
    heading: str = ""
    valid_from: int = ALWAYS
    valid_to: int = NEVER_ENDS
    summary: bool = False


Shelved = dict[str, list[Entry]]


def text_digest(text: str) -> bytes:
    """Eight bytes that stand for a text when its vector is looked up."""
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8]


def shelve(
    provisions: Iterable[Provision],
    items: Iterable[Item] = (),
    cases: Iterable[Case] = (),
    violations: Iterable[Violation] = (),
    questions: Iterable[tuple[LayQuestion, Provision]] = (),
    tellings: Iterable[tuple[str, Provision]] = (),
    acts: Mapping[str, Sequence[str]] | None = None,
) -> Shelved:
    """All entries, by shelf, in a stable order.

    ``questions``: each with the provision that answers it; ``tellings``: with the one that punishes it.
    ``acts``: item id → other words for the act it names.
    """
    shelves: Shelved = {name: [] for name in SHELVES}
    own = {provision.id: _provision(provision) for provision in provisions}
    for entry in own.values():
        shelves["statutes" if entry.kind == ProvisionKind.STATUTE.value else "local"].append(entry)
    shelves[ASKED] = [_way(question.text, own[provision.id]) for question, provision in questions]
    shelves[TOLD] = [_way(text, own[provision.id]) for text, provision in tellings]
    shelves["items"] = [_item(item) for item in items]
    shelves[ACTS] = [_way(text, item) for item in shelves["items"] for text in (acts or {}).get(item.id, ())]
    shelves["cases"] = [_case(case) for case in cases]
    shelves["violations"] = [entry for violation in violations for entry in _violation(violation)]
    return shelves


def entries_digest(entries: Iterable[Entry]) -> str:
    """Changes whenever anything that the index stores of these entries changes."""
    digest = hashlib.sha256()
    for entry in entries:
        digest.update("\0".join(map(str, entry)).encode("utf-8", "replace"))
    return digest.hexdigest()


def passage_of(law: str, article: str, text: str) -> str:
    """What is embedded of a provision. Chapter titles help the words, not the vectors (decision 003)."""
    return f"{law} {article}\n{text}"


def _provision(provision: Provision) -> Entry:
    return Entry(
        id=provision.id,
        kind=provision.kind.value,
        law=provision.law,
        article=provision.article,
        title=provision.law.removeprefix(STATE),
        heading=" ".join(provision.chapter),
        body=provision.text,
        passage=passage_of(provision.law, provision.article, provision.text),
        valid_from=provision.valid_from.toordinal(),
        valid_to=provision.valid_to.toordinal() if provision.valid_to else NEVER_ENDS,
        summary=provision.summary_only,
    )


def _way(text: str, leads_to: Entry) -> Entry:
    return leads_to._replace(title="", heading="", body=text, passage=text)


def _item(item: Item) -> Entry:
    return Entry(
        id=item.id,
        kind="item",
        law=item.list_title,
        article="",
        title=item.violation,
        body=item.field,
        passage=_join([item.field, item.violation]),
    )


def _case(case: Case) -> Entry:
    return Entry(
        id=case.id,
        kind="case",
        law=case.title,
        article="",
        title=_join([case.title, case.violation]),
        body=_join([case.field, case.subfield, case.facts]),
        passage=_join([case.title, case.violation, case.facts]),
    )


def _violation(violation: Violation) -> Iterator[Entry]:
    for name in dict.fromkeys((violation.name, *violation.aka)):
        yield Entry(
            id=violation.id,
            kind="violation",
            law=violation.name,
            article="",
            title=name,
            body=violation.field,
            passage=name,
        )


def _join(parts: Sequence[str]) -> str:
    return "\n".join(part for part in parts if part)
