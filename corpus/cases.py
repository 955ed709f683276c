"""Typical cases: ``corpus/cases/*.yaml``, one file a field, each checked when it is read.

Checks: outcome class from the documented list, counter cases with a reason, dates, references of
today's law well written, no personal names. Whether the law exists is asked with ``unresolved_cases``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from corpus.errors import DataError
from corpus.models import Case, Frozen
from corpus.references import Resolve, parse_ref, unresolved
from corpus.yaml_files import line_of, parse_entries, read_groups, read_yaml

CASES = Path(__file__).resolve().parent / "cases"
EXAMPLES = {
    "field": "field: 食品（写在文件开头）",
    "outcome_class": "不予处罚",
    "source": "{title: 某局典型案例, issuer: 某市市场监管局}",
    "mapped_law": "[生态环境法典 第一千零九十五条第一款]",
    "date": "2024-05-17",
    "counter_reason": "责令改正后仍不改正",
}
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$")
_NUMBER_OF_A_PERSON = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")
_TEXTS = ("title", "facts", "violation", "outcome", "authority_reasoning", "reasoning", "lesson", "note")


class CaseSchema(Frozen):
    """What ``_schema.yaml`` allows: outcome classes with their meaning, and how names are recognised."""

    outcome_classes: dict[str, str]
    roles: tuple[str, ...]
    surnames: str
    organs: tuple[str, ...]


def load_schema(directory: Path = CASES) -> CaseSchema:
    """Read ``_schema.yaml``. Raises DataError when a part is missing."""
    path = directory / "_schema.yaml"
    example = "outcome_classes: {不予处罚: 说明}"
    return parse_entries(path, [read_groups(path, example)], CaseSchema, {"outcome_classes": example})[0]


def load_cases(directory: Path = CASES) -> list[Case]:
    """All cases, in the order of the files. Raises DataError on the first wrong entry."""
    schema = load_schema(directory)
    names = name_pattern(schema)
    cases: list[Case] = []
    seen: dict[str, Path] = {}
    for path in sorted(directory.glob("[!_]*.yaml")):
        data = read_yaml(path)
        if not isinstance(data, dict) or not isinstance(data.get("cases"), list):
            raise DataError(
                path, "（整个文件）", "cases", type(data).__name__, "要有 field 和 cases", "cases:"
            )
        common = {"field": data["field"]} if data.get("field") else {}
        for case in parse_entries(path, data["cases"], Case, EXAMPLES, **common):
            if case.id in seen:
                raise _error(path, case, "id", case.id, f"和 {seen[case.id].name} 里的重复", "换一个编号")
            seen[case.id] = path
            _check(path, case, schema, names)
            cases.append(case)
    return cases


def _check(path: Path, case: Case, schema: CaseSchema, names: re.Pattern[str]) -> None:
    if case.outcome_class not in schema.outcome_classes:
        allowed = "、".join(schema.outcome_classes)
        raise _error(path, case, "outcome_class", case.outcome_class, f"只能用：{allowed}", "不予处罚")
    if case.counter_case and not case.counter_reason:
        raise _error(path, case, "counter_reason", "", "counter_case 为 true 时要说明", "责令后仍不改正")
    for field, value in (("date", case.date), ("source.date", case.source.date or "")):
        if value and not _DATE.match(value):
            raise _error(path, case, field, value, "日期只写到年、月或日", EXAMPLES["date"])
    for law in case.mapped_law:
        try:
            parse_ref(law)
        except ValueError as exc:
            raise _error(path, case, "mapped_law", law, str(exc), EXAMPLES["mapped_law"]) from exc
    if name := personal_name(case, names):
        field, words = name
        raise _error(path, case, field, words, "像是没有隐去的姓名或者个人号码", "王某")


def _error(path: Path, case: Case, field: str, value: object, problem: str, example: str) -> DataError:
    return DataError(path, case.id, field, value, problem, example, line_of(path, case.id))


def personal_name(case: Case, names: re.Pattern[str]) -> tuple[str, str] | None:
    """(field, words) of something that looks like a full name, a telephone or identity number."""
    texts = [(field, getattr(case, field)) for field in _TEXTS] + [("source.title", case.source.title)]
    for field, text in texts:
        match = _NUMBER_OF_A_PERSON.search(text) or names.search(text)
        if match:
            return field, match.group()
    return None


def name_pattern(schema: CaseSchema) -> re.Pattern[str]:
    """A role and then a full name ("店主王小明，"), or a full name that sues ("陈大文诉")."""
    name = rf"[{schema.surnames}][^\W\d_某，。；：、]{{1,2}}"
    roles = "|".join(map(re.escape, schema.roles))
    organs = "|".join(map(re.escape, schema.organs))
    sued = rf"(?<![^\W\d_])(?!\w{{0,3}}(?:{organs})诉){name}诉"
    return re.compile(rf"(?:{roles}){name}(?=[，；、）诉])|{sued}")


def unresolved_cases(cases: Iterable[Case], resolve: Resolve) -> list[str]:
    """ "id: 法律 第…条" for each reference in ``mapped_law`` that the law store does not have."""
    return unresolved(((case.id, case.mapped_law) for case in cases), resolve)
