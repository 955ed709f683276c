"""A sentence of a form with its placeholders filled: what is known as text, what is not as a blank."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.models import Frozen
from documents.forms import PLACEHOLDER, Forms
from documents.record import CaseRecord
from documents.words import words


class Piece(Frozen):
    """A stretch of a line. A ``blank`` is underlined and carries the name of what is missing."""

    text: str
    blank: bool = False


def fill(line: str, record: CaseRecord, forms: Forms) -> tuple[Piece, ...]:
    """``{field}`` becomes its value, or a blank with its name; ``{?name}`` is always a blank."""
    return tuple(_pieces(line, record, forms))


def _pieces(line: str, record: CaseRecord, forms: Forms) -> Iterator[Piece]:
    at = 0
    for match in PLACEHOLDER.finditer(line):
        if before := line[at : match.start()]:
            yield Piece(text=before)
        free, name = match.groups()
        value = "" if free else record.value(name)
        yield Piece(text=value) if value else blank(name if free else forms.fields[name].label)
        at = match.end()
    if rest := line[at:]:
        yield Piece(text=rest)


def blank(label: str) -> Piece:
    """An underlined gap to write in; without a label it is for a signature."""
    own = words()
    return Piece(text=own["blank"].format(label=label) if label else own["signature"], blank=True)
