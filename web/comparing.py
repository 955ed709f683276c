"""The asker's facts beside a case's: what both tell alike, what differently. Nothing is guessed of either."""

from __future__ import annotations

from assistant.models import Answer, Fact, OutcomeCode
from corpus.case_facts import case_facts
from corpus.models import Case, Frozen
from corpus.rules import FactSpec, RuleBook
from web.markup import esc
from web.shapes import outcome_label
from web.words import answers_to, words


class Row(Frozen):
    """One fact told on both sides, with the words that tell it."""

    label: str
    alike: bool
    ours: str
    theirs: str


def rows(answer: Answer, case: Case, book: RuleBook) -> list[Row]:
    """The facts told in the question and in the case, alike ones first."""
    ours = {f.name: f for f in answer.facts if f.from_ != "assumed" and f.value != "unknown"}
    theirs = case_facts().get(case.id, {})
    made = [
        Row(
            label=spec.label,
            alike=ours[name].value == theirs[name].value,
            ours=_ours(ours[name], spec, answer.question),
            theirs=_said(theirs[name].value, theirs[name].words, spec),
        )
        for name, spec in book.facts.items()
        if name in ours and name in theirs
    ]
    return sorted(made, key=lambda row: not row.alike)


def _ours(fact: Fact, spec: FactSpec, question: str) -> str:
    return _said(str(fact.value), fact.evidence if fact.evidence in question else "", spec)


def _said(value: str, told: str, spec: FactSpec) -> str:
    """The value in the words of its control, and the words it was read from."""
    label = dict(answers_to(spec.id, spec)).get(value, value)
    return f"{label}：“{told}”" if told else label


def compared(answer: Answer, case: Case, book: RuleBook) -> str:
    """A small table: facts and outcome on both sides; empty where no act was judged or nothing is shared."""
    found = [] if answer.outcome.code is OutcomeCode.INFORMATION else rows(answer, case, book)
    if not found:
        return ""
    own = words()["compare"]
    body = "".join(_row(r.label, own["alike" if r.alike else "differs"], r.ours, r.theirs) for r in found)
    result = _row(own["outcome"], "", outcome_label(answer.outcome.code), case.outcome or case.outcome_class)
    return (
        f'<table class="compared"><caption>{esc(words()["case"]["beside"])}</caption><thead><tr><td></td>'
        f'<th scope="col">{esc(own["yours"])}</th><th scope="col">{esc(own["theirs"])}</th></tr></thead>'
        f"<tbody>{body}{result}</tbody></table>"
    )


def _row(label: str, verdict: str, ours: str, theirs: str) -> str:
    mark = f' <small class="verdict">{esc(verdict)}</small>' if verdict else ""
    return f'<tr><th scope="row">{esc(label)}{mark}</th><td>{esc(ours)}</td><td>{esc(theirs)}</td></tr>'
