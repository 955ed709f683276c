"""What an officer gathers, does and by when, and the measures of the 721 approach, as data with clauses.

``corpus/rules/casework.yaml``: steps from 行政处罚法 (2021), measures in the words of the Panjin plan. Each
clause is checked against the library when the casework is opened.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Protocol

from corpus.errors import CorpusError, DataError
from corpus.models import Frozen, Provision
from corpus.references import References, parse_ref
from corpus.rules import RULES_DIR, Outcome
from corpus.yaml_files import group_list, line_of, parse_entries, read_groups

_FILE = "casework.yaml"
Code = Outcome | Literal["insufficient"]
Share = Literal["service", "management", "enforcement"]
_EXAMPLES = {
    "basis": "[行政处罚法 第四十二条第一款]",
    "outcomes": "[no_penalty_required]",
    "share": "service / management / enforcement",
    "words": "警示约谈",
}


class _Fits(Frozen):
    """``outcomes``: those it is for, all if empty; ``except_for``: those it is not for."""

    outcomes: tuple[Code, ...] = ()
    except_for: tuple[Code, ...] = ()

    def fits(self, outcome: str) -> bool:
        return outcome not in self.except_for and (not self.outcomes or outcome in self.outcomes)


class Evidence(_Fits):
    """One kind of evidence, and the facts it shows; needed always where it names none."""

    id: str
    facts: tuple[str, ...]
    text: str
    basis: References


class Step(_Fits):
    """One step of a case. ``days``: a time limit in days (working days if ``working``) from ``start``."""

    id: str
    title: str
    text: str
    days: int | None = None
    working: bool = False
    start: Literal["", "filed_on"] = ""
    basis: References


class Measure(_Fits):
    """One measure of the plan. ``words`` stand verbatim in ``basis``; ``form``: the document it makes."""

    id: str
    name: str
    share: Share
    words: str
    text: str
    basis: str
    form: str = ""


class Casework(Frozen):
    evidence: tuple[Evidence, ...]
    steps: tuple[Step, ...]
    measures: tuple[Measure, ...]
    as_of: date


class Texts(Protocol):
    """What checking needs of the library."""

    def find(self, law: str, article: str, day: date) -> Provision: ...


@lru_cache(maxsize=2)
def load_casework(directory: Path = RULES_DIR) -> Casework:
    """Read casework.yaml. Raises DataError on a wrong entry."""
    path = directory / _FILE
    data = read_groups(path, "steps:")
    groups: dict[str, Any] = {
        name: parse_entries(path, _rows(path, data, name), model, _EXAMPLES)
        for name, model in (("evidence", Evidence), ("steps", Step), ("measures", Measure))
    }
    return Casework.model_validate({**groups, "as_of": data.get("as_of")})


def _rows(path: Path, data: dict[str, Any], name: str) -> list[Any]:
    """The entries of a group; ``from`` is a word of Python and is called start there."""
    rows = group_list(path, data, name, "- id: credentials")
    return [
        {("start" if key == "from" else key): value for key, value in row.items()}
        if isinstance(row, dict)
        else row
        for row in rows
    ]


def open_casework(texts: Texts, day: date, directory: Path = RULES_DIR) -> Casework:
    """The casework with every clause found in force on ``day`` and every measure's words in its clause.

    Raises DataError where a clause is not held, is no basis that day, or does not say what is quoted.
    """
    casework, path = load_casework(directory), directory / _FILE
    based = [(e.id, e.basis) for e in casework.evidence] + [(s.id, s.basis) for s in casework.steps]
    for name, references in based:
        for reference in references:
            _text(texts, reference, day, path, name)
    for measure in casework.measures:
        if measure.words not in _text(texts, measure.basis, day, path, measure.id):
            raise _fault(path, measure.id, "words", measure.words, f"{measure.basis}里没有这句原文")
    return casework


def _text(texts: Texts, reference: str, day: date, path: Path, entry: str) -> str:
    try:
        ref = parse_ref(reference)
        return texts.find(ref.law, ref.article, day).text
    except (CorpusError, ValueError) as exc:
        raise _fault(path, entry, "basis", reference, str(exc)) from exc


def _fault(path: Path, entry: str, field: str, value: object, problem: str) -> DataError:
    return DataError(path, entry, field, value, problem, _EXAMPLES[field], _line(path, entry))


def _line(path: Path, entry: str) -> int | None:
    """The line of an entry written in one row: "- {id: act, …}"."""
    rows = path.read_text(encoding="utf-8").splitlines()
    start = f"- {{id: {entry},"
    return next((n for n, row in enumerate(rows, 1) if row.startswith(start)), line_of(path, entry))
