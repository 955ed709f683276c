"""What the command line is given, line by line: rows of JSON checked before anything is asked of them."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable
from datetime import date
from typing import Any, TextIO

from assistant.guard import UnusableInput, check_day
from assistant.models import ROLES
from corpus.errors import CorpusError

_BAD_LINE = "这一行不是可用的 JSON 对象"
Row = dict[str, Any]


class UsageFault(ValueError):
    """Input that the command line cannot use: one Chinese line, exit status 2."""


def given_facts(facts: Any) -> dict[str, str | float]:
    """Facts given by hand, checked: names of corpus/rules/facts.yaml or scalar facts, words or numbers.

    Raises UsageFault on an unknown name, a word its fact never takes, a number below zero or without end.
    """
    from corpus.item_schema import item_facts

    if not isinstance(facts, dict):
        raise UsageFault('facts 应是对象，例如 {"first_violation": "yes"}')
    known = item_facts()
    for name, value in facts.items():
        if name not in known:
            raise UsageFault(f"facts 里的 {name} 不是已有的事实名，可用的见 corpus/rules/facts.yaml")
        words = known[name].values
        if value == "unknown" or (words and isinstance(value, str) and value in words):
            continue
        if words:
            usable = "、".join((*words, "unknown"))
            raise UsageFault(f"facts 里的 {name} 不能写 {_shown(value)}；可用的值：{usable}")
        if not _is_amount(value):
            raise UsageFault(f"facts 里的 {name} 不能写 {_shown(value)}；应是不小于 0 的数值，不带单位")
    return facts


def _is_amount(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(float(value)) and value >= 0
    except OverflowError:
        return False


def _shown(value: object) -> str:
    text = str(value) if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 20 else text[:20] + "…"


def facts_of(row: Row) -> dict[str, str | float] | None:
    """The facts of a row, checked; None where it has none."""
    return given_facts(row["facts"]) if row.get("facts") else None


def role_of(row: Row) -> Any:
    """Who asks; the business where it is not said."""
    role = row.get("role") or "business"
    if role not in ROLES:
        raise UsageFault(f"role 不能写 {_shown(role)}，可用的有 {'、'.join(ROLES)}")
    return role


def day_of(row: Row) -> date | None:
    """The day whose law is asked for; None where it is not said."""
    text = row.get("as_of")
    try:
        return check_day(date.fromisoformat(text)) if text else None
    except UnusableInput:
        raise
    except (TypeError, ValueError):
        raise UsageFault(f"as_of 不能写 {_shown(text)}，应写成 2026-11-23") from None


def name_of(row: Row) -> Any:
    """The id of a row, given back as it came; a number that JSON does not know becomes its word."""
    name = row.get("id", "")
    return str(name) if isinstance(name, float) and not math.isfinite(name) else name


def each_line(source: TextIO, answer: Callable[[Row], dict[str, Any]]) -> int:
    """One output line for each input line, in order; a bad line gives its id and the error."""
    source.reconfigure(encoding="utf-8-sig", errors="replace")  # type: ignore[attr-defined]
    for raw in source:
        if raw.strip():
            sys.stdout.write(_line(raw, answer) + "\n")
            sys.stdout.flush()
    return 0


def _line(raw: str, answer: Callable[[Row], dict[str, Any]]) -> str:
    row: Any = None
    try:
        row = _row(raw)
        return _json(answer(row))
    except (UnusableInput, UsageFault, CorpusError) as exc:
        problem = str(exc)
    except (ValueError, TypeError, ArithmeticError, LookupError, RecursionError) as exc:
        problem = "这一行没能处理，请核对问题和事实的写法"
        print(f"{type(exc).__name__}: {exc}", file=sys.stderr)
    return _json({"id": name_of(row) if isinstance(row, dict) else None, "error": problem})


def _row(raw: str) -> Row:
    try:
        row = json.loads(raw)
    except (ValueError, RecursionError):  # also a numeral too long to read, or nesting without end
        raise UsageFault(_BAD_LINE) from None
    if not isinstance(row, dict):
        raise UsageFault(_BAD_LINE)
    return row


def _json(row: dict[str, Any]) -> str:
    text = json.dumps(row, ensure_ascii=False)
    half = any("\ud800" <= char <= "\udfff" for char in text)  # half a character: only as an escape
    return json.dumps(row) if half else text
