"""A long list by pages, each with its own address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from web.browse.addresses import query_address
from web.browse.asking import Ask

PER_PAGE = 40
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one is: ``total`` rows, page ``number`` of ``last``; addresses are "" at the ends."""

    total: int
    number: int
    last: int
    before: str
    after: str


def paged(
    rows: Sequence[Row], ask: Ask, path: str, query: Mapping[str, object]
) -> tuple[Sequence[Row], Pages]:
    """The rows of the page asked for. Raises BadAsk for a page that is not there."""
    last = -(-len(rows) // PER_PAGE)
    number = ask.number("page", last)

    def address(page: int) -> str:
        return query_address(path, {**query, "page": page if page > 1 else ""}) if 1 <= page <= last else ""

    shown = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
    return shown, Pages(len(rows), number, max(last, 1), address(number - 1), address(number + 1))
