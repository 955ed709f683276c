"""Rows of a CSV or .xlsx file into entries: good rows are kept, bad ones are told with their number."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from corpus.models import Frozen
from register.credit_code import WrongCode, checked_code
from register.records import Entry
from register.store import LocalRegister
from register.words import words

MOST_MB, MOST_ROWS, MOST_CHARS = 20, 200_000, 2000
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_Row = Sequence[Any]


class Unreadable(ValueError):
    """The file as a whole cannot be read; the message is Chinese and says what to do."""


class RowProblem(ValueError):
    """What is wrong with one row."""


class Imported(Frozen):
    """``entries`` of good rows; ``problems``: one Chinese line for each bad one, with its row number."""

    entries: tuple[Entry, ...]
    problems: tuple[str, ...]


def read_register(path: Path, today: date | None = None) -> Imported:
    """Read one file. Row numbers count as a spreadsheet shows them, the header is row 1.

    Raises Unreadable.
    """
    own = words()["import"]
    try:
        if path.stat().st_size > MOST_MB * 1024 * 1024:
            raise Unreadable(own["too_big"].format(most=MOST_MB))
        rows = _rows(path)
        return _imported(rows, today or date.today())
    except Unreadable as exc:
        raise Unreadable(own["unreadable"].format(file=path.name, problem=exc)) from None
    except OSError as exc:
        raise Unreadable(own["unreadable"].format(file=path.name, problem=exc.strerror)) from None


def taken_in(register: LocalRegister, found: Imported) -> str:
    """Take the good rows in, and say what came of it: one line, then one for each bad row."""
    added = register.add(found.entries)
    same, bad = len(found.entries) - added, len(found.problems)
    done = str(words()["import"]["done"]).format(added=added, same=same, bad=bad)
    return "\n".join([done, *found.problems])


def _rows(path: Path) -> Iterator[_Row]:
    kinds = {".csv": _csv_rows, ".xlsx": _xlsx_rows}
    kind = kinds.get(path.suffix.lower())
    if kind is None:
        raise Unreadable(words()["import"]["kind"])
    return kind(path)


def _csv_rows(path: Path) -> Iterator[_Row]:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable(words()["import"]["encoding"])
    if "\x00" in text:
        raise Unreadable(words()["import"]["broken"])
    try:
        yield from csv.reader(io.StringIO(text, newline=""))
    except csv.Error:
        raise Unreadable(words()["import"]["broken"]) from None


def _xlsx_rows(path: Path) -> Iterator[_Row]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError, OSError):
        raise Unreadable(words()["import"]["broken"]) from None
    try:
        yield from book.worksheets[0].iter_rows(values_only=True) if book.worksheets else ()
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError):
        raise Unreadable(words()["import"]["broken"]) from None
    finally:
        book.close()


def _imported(rows: Iterator[_Row], today: date) -> Imported:
    own = words()["import"]
    columns = _columns(next(rows, ()))
    entries, problems = [], []
    for number, row in enumerate(rows, 2):
        if number > MOST_ROWS:
            raise Unreadable(own["too_many"].format(most=MOST_ROWS))
        if not any(_text(cell) for cell in row):
            continue
        try:
            entries.append(_entry(row, columns, today))
        except (RowProblem, WrongCode) as exc:
            problems.append(own["row"].format(row=number, problem=exc))
    return Imported(entries=tuple(entries), problems=tuple(problems))


def _columns(header: _Row) -> dict[str, int]:
    """Which column holds which field. Raises Unreadable when what is needed is not there, or there twice."""
    own, names = words(), words()["columns"]
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        said = _plain(_text(cell))
        field = next((f for f, forms in names.items() if said in map(_plain, forms)), None)
        if field is None:
            continue
        if field in found:
            first = _text(header[found[field]])
            raise Unreadable(own["import"]["twice"].format(first=first, second=_text(cell)))
        found[field] = place
    if not all(field in found for field in own["required"]) or not found.keys() & {"code", "name"}:
        raise Unreadable(own["import"]["no_header"])
    return found


def _entry(row: _Row, columns: dict[str, int], today: date) -> Entry:
    own = words()["import"]
    cells = {f: row[at] if at < len(row) else None for f, at in columns.items()}
    texts = {f: _text(cell) for f, cell in cells.items()}
    if any(len(text) > MOST_CHARS for text in texts.values()):
        raise RowProblem(own["too_long"])
    code, name = texts.get("code", ""), texts.get("name", "")
    if not code and not name:
        raise RowProblem(own["no_party"])
    day = _day(cells["date"])
    if day > today:
        raise RowProblem(own["future"].format(value=day))
    if not texts["violation"]:
        raise RowProblem(own["no_violation"])
    return Entry(
        code=checked_code(code) if code else "", name=name, date=day, violation=texts["violation"],
        result=texts.get("result", ""), number=texts.get("number", ""),
    )  # fmt: skip


def _day(cell: Any) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = unicodedata.normalize("NFKC", _text(cell))
    match = _DAY.fullmatch(text) or _EIGHT.fullmatch(text)
    try:
        if match:
            return date(*(int(part) for part in match.groups()))
    except ValueError:
        pass
    shown = text[:20] or words()["missing_value"]
    raise RowProblem(words()["import"]["no_date"].format(value=shown))


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _plain(header: str) -> str:
    """A header without blanks, brackets and what stands in them."""
    plain = unicodedata.normalize("NFKC", header)
    return re.sub(r"\(.*?\)|[\s*:：]", "", plain)
