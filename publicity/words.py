"""The team's words and rules, read once from YAML and checked."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from corpus.cases import load_schema
from corpus.errors import DataError
from corpus.models import Frozen
from corpus.references import parse_ref
from corpus.yaml_files import parse_entries, read_groups

WORDS_FILE = Path(__file__).with_name("words.yaml")
_EXAMPLE = "forms: {article: 文章}"


class Words(Frozen):
    """``words.yaml``; what each part is for is said there."""

    forms: dict[str, str]
    general: dict[str, str]
    general_leads: tuple[str, ...]
    claims: tuple[str, ...]
    source_heading: str
    notes: dict[str, str]
    problems: dict[str, str]
    fine: str
    compare: dict[str, str | dict[str, str]]
    poster: dict[str, str]
    charts: dict[str, str]
    export: dict[str, str]
    fonts: str


@cache
def words(path: Path = WORDS_FILE) -> Words:
    """Read the file. Raises DataError where a part is missing or an outcome class has no clause."""
    made = parse_entries(path, [read_groups(path, _EXAMPLE)], Words, {"forms": _EXAMPLE})[0]
    example = "行政处罚法 第三十三条第一款"
    for outcome in load_schema().outcome_classes:
        if outcome not in made.general:
            raise DataError(path, "general", outcome, None, "每种处理结果都要有一般规定", example)
        try:
            parse_ref(made.general[outcome])
        except ValueError as exc:
            raise DataError(path, "general", outcome, made.general[outcome], str(exc), example) from exc
    return made
