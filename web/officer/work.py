"""The work on one case: the form into a determination, its record, its documents. No HTML, no Gradio."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Protocol

from assistant.items import ItemMatch, match_items
from assistant.models import Answer, Fact
from assistant.stating import Determining
from corpus.casework import Casework, open_casework
from corpus.item_schema import item_facts
from corpus.library import Library
from corpus.rules import FactSpec, RuleBook
from corpus.validity import NotCovered
from documents.case_file import Paper, Version, case_file
from documents.forms import Form, Forms, load_forms
from documents.making import make, refusal
from documents.record import CaseRecord, case_record
from index.snapshot import read_snapshot
from register.credit_code import WrongCode, checked_code
from register.lookup import FACT, Finding, Party, look_up, window_of
from register.records import Register
from register.store import LocalRegister
from settings import PROJECT, Settings
from web.facts import not_editable
from web.officer.choosing import Catalogue, Chosen, choose, same_kind
from web.officer.form import DeskForm
from web.officer.photos import Photos
from web.officer.words import desk_words
from web.words import UNKNOWN, words

_SHOWN_ITEMS = 2


class DeskAssistant(Catalogue, Determining, Protocol):
    """What the desk needs of the assistant."""

    @property
    def library(self) -> Library: ...
    @property
    def rulebook(self) -> RuleBook: ...


@dataclass(frozen=True)
class Office:
    """What all cases share. Nothing of a case is kept here."""

    assistant: DeskAssistant
    forms: Forms
    casework: Casework
    register: Register
    local: LocalRegister
    photos: Photos
    settings: Settings

    @classmethod
    def open(cls, assistant: DeskAssistant, settings: Settings, register: Register | None = None) -> Office:
        """Read the desk's data. Raises CorpusError where it is wrong or its clauses are not in force."""
        local = LocalRegister(settings.register_file)
        return cls(
            assistant=assistant,
            forms=load_forms(),
            casework=open_casework(assistant.library, date.today()),
            register=register or local,
            local=local,
            photos=Photos(settings.cases_dir),
            settings=settings,
        )


@dataclass(frozen=True)
class Work:
    """One case worked out. ``answer`` is None while nothing is chosen or the law of the day is not held."""

    form: DeskForm
    chosen: Chosen | None
    answer: Answer | None
    items: tuple[ItemMatch, ...]
    finding: Finding | None
    problems: tuple[str, ...]


def work_out(form: DeskForm, office: Office) -> Work:
    """Decide a case as far as it is filled in. Never raises for what was filled in."""
    place, day = office.settings.region, form.day
    chosen = choose(form.choice, office.assistant, place, day) if form.choice else None
    if chosen is None:
        return Work(form, None, None, (), None, form.problems)
    problems = list(form.problems)
    items = _items(chosen, office, day)
    finding = _finding(form, chosen, items, office, problems) if form.looked else None
    facts = _facts(form)
    if finding and finding.fact:
        told = facts.setdefault(FACT, finding.fact)
        if told.value != finding.fact.value:
            problems.append(str(desk_words()["party"]["conflict"]))
    try:
        answer = office.assistant.determine(
            facts, chosen.violation.id, chosen.item.id if chosen.item else "", "officer", day
        )
    except NotCovered as exc:
        problems.append(str(desk_words()["errors"]["law"]).format(problem=exc))
        return Work(form, chosen, None, items, finding, tuple(problems))
    return Work(form, chosen, answer, items, finding, tuple(problems))


def known_facts() -> dict[str, FactSpec]:
    """Every fact that may be filled in: those of the rules and lists, and the values the page knows."""
    scalars = {
        name: FactSpec(id=name, label=str(own["label"]), values=(), unit=str(own["unit"]))
        for name, own in words()["scalars"].items()
    }
    held = {n: s for n, s in item_facts().items() if n not in not_editable()}
    return {**scalars, **held}


def _items(chosen: Chosen, office: Office, day: date) -> tuple[ItemMatch, ...]:
    """The entries of lists that bind here for the same clause; the one that was chosen first."""
    every = [(i, 1.0) for i in office.assistant.items_by_id.values()]
    matches = match_items(every, chosen.violation, {}, "", office.settings.region, day)
    own = [m for m in matches if chosen.item and m.item.id == chosen.item.id]
    same = [m for m in matches if m.same and m.binding and m not in own]
    near = sorted(same, key=lambda m: not _alike(m.item.violation, chosen.violation.name))
    return (*own, *near)[:_SHOWN_ITEMS]


def _alike(item: str, violation: str) -> bool:
    """Whether an entry speaks of the violation in nearly the same characters."""
    return len(set(item) & set(violation)) >= 0.6 * len(set(violation))


def _facts(form: DeskForm) -> dict[str, Fact]:
    specs = known_facts()
    facts: dict[str, Fact] = {}
    for name, value in form.ticks.items():
        if name in specs and value != UNKNOWN and value in specs[name].values:
            facts[name] = _fact(name, value, "")
    for name, number in form.numbers.items():
        if name in specs and not specs[name].values:
            facts[name] = _fact(name, number, f"{number:g}{specs[name].unit}")
    return facts


def _fact(name: str, value: str | float, evidence: str) -> Fact:
    return Fact.model_validate({"name": name, "value": value, "evidence": evidence, "from": "checklist"})


def _finding(
    form: DeskForm, chosen: Chosen, items: tuple[ItemMatch, ...], office: Office, problems: list[str]
) -> Finding:
    code = form.entries.get("credit_code", "")
    try:
        code = checked_code(code) if code else ""
    except WrongCode as exc:
        problems.append(str(desk_words()["party"]["not_a_person_code"]).format(problem=exc))
        code = ""
    party = Party(code=code, name=form.entries.get("party", ""))
    months = next((w for m in items if (w := window_of(m.item)) is not None), None)

    @cache
    def same(said: str) -> bool | None:
        return same_kind(said, chosen.violation, office.assistant)

    return look_up(office.register, party, form.day, months, same)


def record_of(work: Work, office: Office) -> CaseRecord | None:
    """The record that documents are filled from; None while there is no determination."""
    if work.answer is None or work.chosen is None:
        return None
    return case_record(
        work.answer, work.chosen.violation, office.assistant.rulebook, office.assistant.library,
        {**work.form.entries, **work.form.dates}, office.photos.held(work.form.token),
    )  # fmt: skip


def carried(record: CaseRecord, office: Office) -> list[tuple[Form, str]]:
    """Every document of the officer, with why the determination does not carry it ("" when it does)."""
    return [(form, refusal(form, record)) for form in office.forms.of("officer")]


def make_document(kind: str, record: CaseRecord, office: Office) -> tuple[str, bytes]:
    """A document's file name and bytes. Raises Refused, KeyError for an unknown kind."""
    form = office.forms.named(kind)
    if form is None:
        raise KeyError(kind)
    return form.title, make(form, record, office.forms, office.assistant.library)


def make_case_file(work: Work, record: CaseRecord, office: Office) -> tuple[str, bytes]:
    """The case file with every document that is carried and not left out."""
    papers = [
        Paper(title=form.title, content=make(form, record, office.forms, office.assistant.library))
        for form, why in carried(record, office)
        if not why and form.id not in work.form.left_out
    ]
    return case_file(record, papers, version_of(office.settings))


def version_of(settings: Settings) -> Version:
    """The program's version, and the digest of the corpus as the index names its shelves."""
    text = (Path(PROJECT) / "pyproject.toml").read_text(encoding="utf-8")
    program = next(row.split('"')[1] for row in text.splitlines() if row.startswith("version"))
    snapshot = read_snapshot(settings.index_dir)
    digest = "、".join(sorted(snapshot.shelves.values())) if snapshot else ""
    return Version(program=program, corpus_digest=digest)
