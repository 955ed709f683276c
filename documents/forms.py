"""The forms of documents: what stands in each is data, checked when it is read.

One YAML file a kind in ``documents/forms``; the fields a form may name are those of ``fields.yaml``,
rights with their time limits those of ``rights.yaml``. Whoever knows the paper can change it without code.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from assistant.models import OutcomeCode
from corpus.errors import DataError
from corpus.models import Frozen
from corpus.references import References
from corpus.yaml_files import parse_entries, parse_one, read_groups, read_list
from documents.words import HERE

FORMS_DIR = HERE / "forms"
PLACEHOLDER = re.compile(r"\{(\??)([^{}]*)\}")
_BODIES = ("heading", "text", "rows", "list", "rights", "sign", "stamp")
EXAMPLES = {
    "blocks": "- {text: “经查，{party}……”} 或者 - {heading: 一、事实}",
    "outcomes": "[no_penalty_required, no_penalty_discretionary]",
    "audience": "officer / business",
    "refused": "现在的结论是“{outcome}”，不能制作。",
    "basis": "[行政复议法 第二十条第一款]",
    "from": "entry / case",
}


class Field(Frozen):
    """One thing a document may name. ``origin`` entry: written by hand; case: follows from the decision."""

    id: str
    label: str
    origin: Literal["entry", "case"]


class Right(Frozen):
    """A right of the party in formal words, with the clauses that its time limits stand in."""

    id: str
    title: str
    text: str
    basis: References


class Block(Frozen):
    """One part of a form; exactly one of the bodies is set.

    ``text``: a paragraph, without indent if ``plain``. ``rows``: a table of fields. ``list``: what the case
    holds. ``rights``: ids of rights.yaml. ``sign``: lines to sign. ``stamp``: authority, seal and date.
    """

    heading: str = ""
    text: str = ""
    plain: bool = False
    rows: tuple[str, ...] = ()
    list: Literal["", "facts", "elements", "clauses", "attachments"] = ""
    rights: tuple[str, ...] = ()
    sign: tuple[str, ...] = ()
    stamp: bool = False

    @model_validator(mode="after")
    def _says_one_thing(self) -> Block:
        if sum(bool(getattr(self, body)) for body in _BODIES) != 1:
            raise ValueError(f"一块内容只写一种：{'、'.join(_BODIES)}")
        return self

    def lines(self) -> tuple[str, ...]:
        """All sentences of the block that may hold placeholders."""
        return tuple(line for line in (self.heading, self.text, *self.sign) if line)


class Form(Frozen):
    """One kind of document. ``outcomes``: those that carry it; ``definite``: only once nothing is open.

    ``refused``: the sentence for who asks for it under another outcome; it may name {outcome}.
    """

    id: str
    order: int
    title: str
    audience: Literal["officer", "business"]
    outcomes: tuple[OutcomeCode, ...]
    definite: bool
    refused: str
    basis: References = ()  # clauses that this kind of document stands on by itself; {basis} names them
    numbered: bool = False
    blocks: tuple[Block, ...]


class Forms(Frozen):
    """All forms in their order, with the fields and rights that they name."""

    forms: tuple[Form, ...]
    fields: dict[str, Field]
    rights: dict[str, Right]

    def of(self, audience: str) -> tuple[Form, ...]:
        return tuple(form for form in self.forms if form.audience == audience)

    def named(self, kind: str) -> Form | None:
        return next((form for form in self.forms if form.id == kind), None)


@lru_cache(maxsize=4)
def load_forms(directory: Path = FORMS_DIR) -> Forms:
    """Read and check all forms. Raises DataError with file, line, wrong value and a right example."""
    fields = _load_fields(HERE / "fields.yaml")
    file = HERE / "rights.yaml"
    rights = {r.id: r for r in parse_entries(file, read_list(file, "- id: review"), Right, EXAMPLES)}
    for right in rights.values():
        _check_line(file, right.id, "text", right.text, fields)
    forms = [_read_form(path, fields, rights) for path in sorted(directory.glob("*.yaml"))]
    return Forms(forms=tuple(sorted(forms, key=lambda f: f.order)), fields=fields, rights=rights)


def _load_fields(file: Path) -> dict[str, Field]:
    rows = [
        {("origin" if key == "from" else key): value for key, value in row.items()}
        if isinstance(row, dict)
        else row
        for row in read_list(file, "- {id: party, label: 当事人, from: entry}")
    ]
    return {field.id: field for field in parse_entries(file, rows, Field, EXAMPLES)}


def _read_form(path: Path, fields: dict[str, Field], rights: dict[str, Right]) -> Form:
    entry = read_groups(path, "id: talk-record")
    form = parse_one(path, str(entry.get("id", path.stem)), entry, Form, EXAMPLES)
    _check_line(path, form.id, "refused", form.refused, fields)
    for block in form.blocks:
        for line in block.lines():
            _check_line(path, form.id, "blocks", line, fields)
        for field in block.rows:
            _known(path, form.id, "rows", field, fields, "没有这个栏目，可用的见 fields.yaml", "[party]")
        for right in block.rights:
            _known(path, form.id, "rights", right, rights, "没有这项权利，可用的见 rights.yaml", "[review]")
    return form


def _check_line(path: Path, entry: str, field: str, line: str, fields: dict[str, Field]) -> None:
    for free, name in PLACEHOLDER.findall(line):
        if not free:
            problem = "没有这个栏目，可用的见 fields.yaml；只要空白的写 {?名称}"
            _known(path, entry, field, name, fields, problem, "{party}")


def _known(
    path: Path, entry: str, field: str, value: str, known: dict[str, Field] | dict[str, Right],
    problem: str, example: str,
) -> None:  # fmt: skip
    if value not in known:
        raise DataError(path, entry, field, value, problem, example, _line_with(path, value))


def _line_with(path: Path, value: str) -> int | None:
    """The first line in which a wrong value stands."""
    rows = path.read_text(encoding="utf-8").splitlines()
    return next((n for n, row in enumerate(rows, 1) if value in row), None)
