"""A decision in words: outcome, elements, clauses, items, cases and next steps as one Answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.citing import Citer
from assistant.deciding import Decision
from assistant.determination import Determination
from assistant.elements import elements_of
from assistant.items import ItemMatch
from assistant.knowledge import Found, Knowledge
from assistant.matching import ViolationMatch
from assistant.models import (
    LABELS,
    Answer,
    Branch,
    CaseHit,
    Fact,
    ItemHit,
    OtherMatter,
    Outcome,
    OutcomeCode,
)
from assistant.notes import check_notes, topic_notes
from assistant.path import path_of
from assistant.question import Clock, Question
from assistant.reading.reader import Reading
from assistant.render import render, steps, wording
from corpus.discretion import Benchmark
from corpus.items import REASON_LABELS, why_not
from corpus.rules import AlwaysCited, Rule

_POSSIBLE = 0.1  # share from which another reading of the act is worth naming its clause
_LIKELY = 0.86  # likeness (0 to 1.2) from which an act alike is worth naming its clause
_SHOWN_ITEMS, _SHOWN_CASES, _SECTOR, _GUESSES = 3, 2, 3, 3


def determined_answer(
    asked: Question,
    reading: Reading,
    lead: Decision,
    decisions: Sequence[Decision],
    guesses: Sequence[ViolationMatch],
    cases: Sequence[Found],
    knowledge: Knowledge,
    clock: Clock,
) -> Answer:
    """The Answer for a decision; nothing here changes the outcome."""
    determination = lead.determination
    fired = knowledge.rulebook.of_ids(determination.rules)
    citer = Citer(knowledge.library, asked.day)
    cite_decision(citer, lead, fired, decisions, knowledge.always)
    amount = _amount(lead, asked, citer, knowledge)
    for guess in [g for g in guesses if g.share >= _POSSIBLE or g.meaning >= _LIKELY][:_GUESSES]:
        for reference in guess.violation.penalty[:1]:
            citer.add(reference, f"可能对应：{guess.violation.name}")
    notes = check_notes(asked, citer, knowledge) + topic_notes(asked, citer, knowledge, lead)
    notes += _violation_note(lead)
    warnings = [wording()["warning"].format(first=c.first, second=c.second) for c in reading.conflicts]
    elements = elements_of(determination, lead.facts, knowledge.rulebook, knowledge.library)
    outcome = _outcome(determination)
    others = [_other(d, knowledge) for d in decisions if d is not lead and d.violation]
    questions = _questions(determination.ask, asked, knowledge)
    shown_cases = [c for c in cases if c.id in knowledge.cases][:_SHOWN_CASES]
    reason = _reason(lead, fired, knowledge)
    todo = steps(outcome.code, asked.role, lead.violation.corrected_means if lead.violation else "")
    text = render(
        "answer.md.j2",
        outcome=outcome,
        certainty=wording()["certainty"][outcome.certainty],
        reason=reason,
        warnings=warnings,
        notes=notes,
        others_title=wording()["others_title"],
        others=[{**o.model_dump(), "certainty": wording()["certainty"][o.outcome.certainty]} for o in others],
        range_note=_range_note(outcome),
        elements=elements,
        branches=[_branch(b) for b in outcome.branches],
        questions=questions,
        citations=citer.citations,
        unstored=citer.unstored,
        items=[_item_line(m, asked) for m in lead.items[:_SHOWN_ITEMS] if m.same or m.binding],
        amount_title=wording()["amount_title"],
        amount=amount,
        steps=todo,
        steps_title=wording()["steps_title"][asked.role],
        cases=[_case_line(c, knowledge) for c in shown_cases],
    )
    return Answer(
        id=asked.id,
        question=asked.text,
        role=asked.role,
        as_of=asked.day,
        scope="in",
        outcome=outcome,
        items=tuple(_item_hit(m) for m in lead.items[:5]),
        others=tuple(others),
        elements=elements,
        facts=_facts(lead.facts),
        questions=questions,
        citations=citer.citations,
        cases=tuple(_case_hit(c, knowledge) for c in shown_cases),
        answer=text,
        reason=reason,
        warnings=tuple(warnings),
        notes=tuple(notes),
        amount=amount,
        violation_id=lead.violation.id if lead.violation else "",
        steps=tuple(todo),
        unstored=tuple(citer.unstored),
        trace=determination.trace,
        path=path_of(determination, lead.facts, knowledge.rulebook, asked.matter),
        timing_ms=clock.done(),
    )


def _outcome(determination: Determination) -> Outcome:
    return Outcome(
        code=determination.code,
        floor=determination.floor,
        option=determination.option,
        label=LABELS[determination.code],
        certainty=determination.certainty,
        branches=determination.branches,
    )


def _other(decision: Decision, knowledge: Knowledge) -> OtherMatter:
    fired = knowledge.rulebook.of_ids(decision.determination.rules)
    name = decision.violation.name if decision.violation else ""
    return OtherMatter(
        violation=name, outcome=_outcome(decision.determination), reason=_reason(decision, fired, knowledge)
    )


def cite_decision(
    citer: Citer,
    lead: Decision,
    fired: Sequence[Rule],
    decisions: Sequence[Decision],
    always: Sequence[AlwaysCited],
) -> None:
    """The clauses a determination stands on: grounds, then what was violated, then what always holds."""
    for rule in fired:
        for reference in rule.basis:
            citer.add(reference, rule.label)
    for act in lead.lawful:
        for reference in act.basis:
            citer.add(reference, act.name)
    for hit in sorted(lead.sector, key=lambda h: not h.holds)[:_SECTOR]:
        citer.add(hit.reference, hit.text)
    for crime in lead.crimes:
        if crime.met == "yes":
            citer.add(crime.signal.article, crime.signal.name)
    if lead.determination.code is OutcomeCode.TRANSFER and not lead.crimes and lead.violation:
        for reference in lead.violation.crime:  # suspected by who looked, not by a threshold of the table
            citer.add(reference, "可能触犯的刑法条文")
    for decision in decisions:
        if decision.violation:
            for reference in decision.violation.penalty:
                citer.add(reference, f"{decision.violation.name}的罚则")
            for reference in decision.violation.obligation[:1]:
                citer.add(reference, "违反的规定")
    for clause in always:
        if "determination" in clause.kinds and lead.determination.code.value not in clause.except_for:
            citer.add(clause.reference, clause.why)


def _reason(lead: Decision, fired: Sequence[Rule], knowledge: Knowledge) -> str:
    words, code = wording(), lead.determination.code
    crime = next((c.signal.name for c in lead.crimes if c.met == "yes"), "见下面所引刑法条文")
    labels = [r.label for r in fired if r.kind != "grant" or OutcomeCode(r.outcome) is code]
    if code in (OutcomeCode.PENALTY, OutcomeCode.AGGRAVATED_PENALTY):
        labels = [r.label for r in fired if r.kind in ("exclude", "aggravate")]
    rule = "；".join(dict.fromkeys(labels)) or words["no_rule"]["penalty"]
    opens = "、".join(knowledge.rulebook.facts[n].label for n in lead.determination.ask) or "关键事实"
    text: str = words["reason"][code.value].format(rule=rule, crime=crime, open=f"“{opens}”")
    return text


def _violation_note(lead: Decision) -> list[str]:
    """Which violation this is and whose matter, and that its field is watched closely."""
    if lead.violation is None:
        return []
    own, violation = wording(), lead.violation
    told: str = own["violation"].format(name=violation.name, authority=violation.authority)
    return [told + own["key_area"] if violation.key_area else told]


def _amount(lead: Decision, asked: Question, citer: Citer, knowledge: Knowledge) -> tuple[str, ...]:
    """How the amount of a penalty is found: the steps, then local benchmarks; none without a penalty."""
    steps = knowledge.discretion.steps_for(lead.determination.code.value)
    for step in steps:
        citer.add(step.basis, "罚多少怎么定")
    penalties = lead.violation.penalty if lead.violation and steps else ()
    benchmarks = knowledge.discretion.benchmarks_for(penalties, asked.place)
    return (*(f"{step.text}。" for step in steps), *(_benchmark(b) for b in benchmarks))


def _benchmark(benchmark: Benchmark) -> str:
    tiers = "".join(f"{tier.when}，{tier.then}；" for tier in benchmark.tiers)
    text: str = wording()["benchmark"].format(
        source=benchmark.source, region=benchmark.region, tiers=tiers, note=benchmark.note
    )
    return text


def _range_note(outcome: Outcome) -> str:
    words = wording()
    parts = []
    if outcome.floor:
        parts.append(words["floor"].format(label=LABELS[outcome.floor]))
    if outcome.option:
        parts.append(words["option"].format(label=LABELS[outcome.option]))
    return "".join(parts)


def _branch(branch: Branch) -> dict[str, str]:
    return {"when": branch.when, "label": LABELS[branch.code]}


def _questions(ask: Sequence[str], asked: Question, knowledge: Knowledge) -> tuple[str, ...]:
    facts = knowledge.rulebook.facts
    officer = asked.role == "officer"
    return tuple((facts[n].ask_officer if officer else "") or facts[n].ask_business for n in ask)


def _facts(facts: dict[str, Fact]) -> tuple[Fact, ...]:
    return tuple(facts.values())


def _item_hit(match: ItemMatch) -> ItemHit:
    item = match.item
    return ItemHit(
        id=item.id, violation=item.violation, list=item.list_title, doc_no=item.source.doc_no,
        score=round(match.score, 4), region=item.region, binding=match.binding, same=match.same,
    )  # fmt: skip


def _item_line(match: ItemMatch, asked: Question) -> dict[str, str]:
    item = match.item
    reason = None if match.binding else why_not(item, asked.place, asked.day)
    number = f"（{item.source.doc_no}）" if item.source.doc_no else ""
    mark = f"，{REASON_LABELS[reason]}" if reason else "，在本地有约束力"
    states = "；".join(
        f"{ {True: '✓', False: '✗', None: '？'}[s.truth] }{s.condition.text}" for s in match.states
    )
    excluded = f"。排除情形：{match.excluded}" if match.excluded else ""
    return {
        "text": f"{item.list_title}{number}：{item.violation}{mark}。条件：{states or '未载明'}{excluded}"
    }


def _case_hit(found: Found, knowledge: Knowledge) -> CaseHit:
    case = knowledge.cases[found.id]
    return CaseHit(id=case.id, title=case.title, outcome=case.outcome_class, score=round(found.score, 4))


def _case_line(found: Found, knowledge: Knowledge) -> dict[str, Any]:
    case = knowledge.cases[found.id]
    return {
        "title": case.title, "region": case.region, "outcome": case.outcome_class, "lesson": case.lesson,
        "doubtful": case.doubtful,
    }  # fmt: skip
