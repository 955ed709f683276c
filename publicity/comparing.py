"""Two cases side by side: what is alike and what differs, in facts, outcome and clauses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from assistant.models import Fact
from assistant.reading.model import ReaderModel
from assistant.reading.reader import read
from corpus.models import Case, Frozen
from corpus.rules import RuleBook
from publicity.telling import Telling
from publicity.words import words

Sameness = Literal["alike", "differs", "one"]


class Row(Frozen):
    """One point: what the two cases say of it. ``fact``: it was read from the story, not stored."""

    label: str
    left: str
    right: str
    sameness: Sameness
    fact: bool = False


class Comparison(Frozen):
    """The rows that say anything, in reading order."""

    rows: tuple[Row, ...]

    def only(self, sameness: Sameness) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.sameness == sameness)


def compare(left: Telling, right: Telling, book: RuleBook, model: ReaderModel | None = None) -> Comparison:
    """Compare two cases whose names are hidden. Circumstances are read by the reader that reads questions."""
    own = words().compare
    a, b = left.case, right.case
    rows = [
        _row(str(own["field"]), a.field, b.field),
        _row(str(own["violation"]), a.violation, b.violation),
        *_facts(a, b, book, model),
        _row(str(own["class"]), a.outcome_class, b.outcome_class),
        _row(str(own["outcome"]), a.outcome, b.outcome),
        _row(str(own["reason"]), _reason(a), _reason(b)),
        _row(str(own["measures"]), "、".join(a.measures), "、".join(b.measures)),
        _clauses(str(own["law"]), left, right),
        _row(str(own["authority"]), a.authority, b.authority),
        _row(str(own["region"]), a.region, b.region),
        _row(str(own["date"]), a.date, b.date),
        _row(str(own["lesson"]), a.lesson, b.lesson),
    ]
    return Comparison(rows=tuple(row for row in rows if row.left or row.right))


def _row(label: str, left: str, right: str, fact: bool = False) -> Row:
    sameness: Sameness = "one" if not (left and right) else "alike" if left == right else "differs"
    return Row(label=label, left=left, right=right, sameness=sameness, fact=fact)


def _reason(case: Case) -> str:
    return case.authority_reasoning or case.reasoning


def _clauses(label: str, left: Telling, right: Telling) -> Row:
    """Alike where they share a clause: then the shared ones are what the two cases stand on."""
    mine, yours = ([c.label for c in t.clauses] for t in (left, right))
    row = _row(label, "、".join(mine), "、".join(yours))
    return row.model_copy(update={"sameness": "alike"}) if set(mine) == set(yours) else row


def _facts(a: Case, b: Case, book: RuleBook, model: ReaderModel | None) -> Iterable[Row]:
    """The circumstances that either story tells, by the labels of the rules."""
    mine, yours = (_read(case, model) for case in (a, b))
    for name in dict.fromkeys((*mine, *yours)):
        spec = book.facts.get(name)
        if spec is not None and spec.values:
            labels = {**dict(words().compare["yes_no"]), **spec.value_labels}  # type: ignore[arg-type]
            found = (mine.get(name), yours.get(name))
            said = [labels.get(str(f.value), str(f.value)) if f else "" for f in found]
            yield _row(spec.label, said[0], said[1], fact=True)


def _read(case: Case, model: ReaderModel | None) -> dict[str, Fact]:
    return read(case.facts, _day(case), model).facts


def _day(case: Case) -> date:
    """The day from which the story's ages and spans are counted; today for an undated case."""
    try:
        return date.fromisoformat(
            f"{case.date}-01-01"[:10] if len(case.date) == 4 else f"{case.date}-01"[:10]
        )
    except ValueError:
        return date.today()
