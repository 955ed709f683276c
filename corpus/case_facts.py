"""What typical cases tell outright of the facts the rules ask for (``corpus/cases/_told.yaml``).

Each was read by a person; its words stand verbatim in the case. What a case does not say is not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from corpus.cases import CASES, load_cases
from corpus.errors import DataError
from corpus.models import Case, Frozen
from corpus.rules import FactSpec, load_facts
from corpus.yaml_files import line_of, read_groups

_EXAMPLE = "{first_violation: ['yes', 属首次]}"


class Told(Frozen):
    """One fact of a case: its value, and the words that tell it."""

    value: str
    words: str


@lru_cache(maxsize=1)
def case_facts() -> dict[str, dict[str, Told]]:
    """The facts told by the cases that ship: case id → fact → what is told."""
    return load_told(CASES / "_told.yaml", load_cases(), load_facts())


def load_told(file: Path, cases: Iterable[Case], facts: dict[str, FactSpec]) -> dict[str, dict[str, Told]]:
    """Read the file. Raises DataError on an unknown case, fact or value, and on words not in the case."""
    texts = {case.id: case.facts for case in cases}
    out: dict[str, dict[str, Told]] = {}
    for case_id, rows in read_groups(file, f"case-a-01: {_EXAMPLE}").items():
        if case_id not in texts:
            raise _fault(file, case_id, "id", case_id, "没有这个案例")
        if not isinstance(rows, dict):
            raise _fault(file, case_id, "（内容）", rows, "应是一组“事实: [值, 原文]”")
        out[case_id] = {
            name: _told(file, case_id, name, row, facts, texts[case_id]) for name, row in rows.items()
        }
    return out


def _told(file: Path, case_id: str, name: str, row: object, facts: dict[str, FactSpec], text: str) -> Told:
    if name not in facts:
        raise _fault(file, case_id, name, row, "没有这个事实")
    if not isinstance(row, list) or len(row) != 2 or not all(isinstance(part, str) for part in row):
        raise _fault(file, case_id, name, row, "应写 [值, 原文]，yes 和 no 要加引号")
    value, words = row
    if value not in facts[name].values:
        raise _fault(file, case_id, name, value, f"这个事实可用的值：{'、'.join(facts[name].values)}")
    if words not in text:
        raise _fault(file, case_id, name, words, "案例的 facts 里没有这几个字")
    return Told(value=value, words=words)


def _fault(file: Path, case_id: str, field: str, value: object, problem: str) -> DataError:
    return DataError(file, case_id, field, value, problem, _EXAMPLE, line_of(file, case_id))
