"""Answers to questions about law, procedure and cases: clauses and cases, no determination."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.citations import CitationFinder
from assistant.citing import Citer
from assistant.intent import Kind
from assistant.knowledge import Found, Knowledge, Search
from assistant.matching import ViolationMatch
from assistant.models import LABELS, Answer, CaseHit, Fact, Outcome, OutcomeCode
from assistant.notes import check_notes
from assistant.question import Clock, Question
from assistant.render import render, wording
from corpus.authorities import laws_of
from corpus.procedure import find_topics
from corpus.references import format_place

_CLAUSES, _CASES, _TOPICS = 3, 3, 2
_LENIENT = ("no_penalty", "lighter")


def information_answer(
    asked: Question,
    kind: Kind,
    facts: Mapping[str, Fact],
    matches: Sequence[ViolationMatch],
    cases: Sequence[Found],
    knowledge: Knowledge,
    search: Search,
    clock: Clock,
) -> Answer:
    """What the law says: cited places checked, topics explained, clauses found, cases told."""
    citer = Citer(knowledge.library, asked.day)
    paragraphs = check_notes(asked, citer, knowledge)
    for topic in find_topics(asked.text, knowledge.topics)[:_TOPICS]:
        paragraphs.append(topic.officer if asked.role == "officer" else topic.business)
        for reference in topic.articles:
            citer.add(reference, topic.title)
    shown: Sequence[Found] = ()
    if kind == "case":
        shown = [c for c in cases if c.id in knowledge.cases][:_CASES]
        paragraphs.append(wording()["case_intro"])
        for clause in knowledge.always:
            if kind in clause.kinds:
                citer.add(clause.reference, clause.why)
    if kind in ("law", "case"):
        _cite_leniency(citer, asked, knowledge)
    if kind != "case" and (not citer.citations or kind == "law"):
        _cite_matches(citer, matches)
        laws = _laws_named(asked, knowledge) or _laws_at_hand(kind, matches, knowledge)
        _cite_found(citer, asked, knowledge, search, laws)
    if not paragraphs:
        paragraphs.append(wording()["clauses_intro"] if citer.citations else wording()["nothing_found"])
    text = render(
        "information.md.j2",
        paragraphs=paragraphs,
        citations=citer.citations,
        cases=[_case(c, knowledge) for c in shown],
    )
    code = OutcomeCode.INFORMATION
    return Answer(
        id=asked.id, question=asked.text, role=asked.role, as_of=asked.day, scope="in",
        outcome=Outcome(code=code, label=LABELS[code], certainty="definite"),
        facts=tuple(facts.values()), citations=citer.citations,
        cases=tuple(
            CaseHit(id=c.id, title=knowledge.cases[c.id].title,
                    outcome=knowledge.cases[c.id].outcome_class, score=round(c.score, 4)) for c in shown
        ),
        answer=text, notes=tuple(paragraphs), timing_ms=clock.done(),
    )  # fmt: skip


def _cite_leniency(citer: Citer, asked: Question, knowledge: Knowledge) -> None:
    """The field's own clauses of leniency, where the question names the field's authority."""
    for law in laws_of(asked.text, knowledge.authorities):
        for rule in knowledge.sector.rules:
            if law in rule.applies_to and rule.effect.startswith(_LENIENT):
                citer.add(f"{rule.law} {format_place(rule.article, rule.paragraph, None)}", rule.text)


def _cite_matches(citer: Citer, matches: Sequence[ViolationMatch]) -> None:
    for match in matches[:1]:
        if match.named:
            for reference in match.violation.penalty:
                citer.add(reference, f"{match.violation.name}的罚则")


def _laws_named(asked: Question, knowledge: Knowledge) -> list[str]:
    """Full names of the laws that the question itself names: then it is asked about those."""
    found = CitationFinder(knowledge.library).find(asked.text)
    return list(dict.fromkeys(c.law for c in found if c.law))


def _laws_at_hand(kind: Kind, matches: Sequence[ViolationMatch], knowledge: Knowledge) -> list[str]:
    """Where to look when no law is named: the general laws of procedure, and the law of the act alike."""
    laws = list(knowledge.procedural_laws)
    references = matches[0].violation.penalty if matches and kind == "law" else ()
    named = [knowledge.library.resolve_name(r.split(" ")[0]) for r in references]
    return laws + [law for law in dict.fromkeys(named) if law]


def _cite_found(
    citer: Citer, asked: Question, knowledge: Knowledge, search: Search, laws: Sequence[str] | None
) -> None:
    most = _CLAUSES - min(_CLAUSES - 1, len({c.article for c in citer.citations}))
    for hit in search.search(asked.text, most, None, asked.day, laws):
        provision = knowledge.library.find(hit.law, hit.article, asked.day)
        citer.add_provision(provision, why="与问题最相近的条文")


def _case(found: Found, knowledge: Knowledge) -> dict[str, Any]:
    case = knowledge.cases[found.id]
    return {
        "title": case.title, "region": case.region, "outcome": case.outcome_class, "facts": case.facts,
        "lesson": case.lesson, "doubtful": case.doubtful,
        "source": "，".join(p for p in (case.source.issuer, case.source.title) if p),
    }  # fmt: skip
