"""What an address asks for, checked: a day, a page number, a choice of a filter, words to look for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from web.browse.pages import words

LONGEST = 200  # characters looked for


class NoPage(Exception):
    """There is nothing at the address. ``hints``: (words, address) of what may have been meant."""

    def __init__(self, message: str, hints: tuple[tuple[str, str], ...] = ()) -> None:
        self.hints = hints
        super().__init__(message)


class BadAsk(Exception):
    """A value of the address cannot be used; the message says which one and what would be right."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One address taken apart."""

    path: Mapping[str, str]
    query: Mapping[str, str]

    def text(self, name: str) -> str:
        """Words to look for. Raises BadAsk when they are too long."""
        value = self.query.get(name, "").strip()
        if len(value) > LONGEST:
            raise BadAsk(words()["bad"]["long"].format(most=LONGEST))
        return value

    def day(self, name: str = "on") -> date | None:
        """A day as YYYY-MM-DD; None when it is left out. Raises BadAsk."""
        value = self.query.get(name, "").strip()
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError as exc:
            raise BadAsk(words()["bad"]["day"].format(value=value[:LONGEST])) from exc

    def choice(self, name: str, allowed: Collection[str]) -> str:
        """One of ``allowed``, or "" for all. Raises BadAsk."""
        value = self.query.get(name, "").strip()
        if value and value not in allowed:
            label = words()["filters"].get(name, name)
            raise BadAsk(words()["bad"]["choice"].format(label=label, value=value[:LONGEST]))
        return value

    def number(self, name: str, last: int) -> int:
        """A page number from 1 to ``last``. Raises BadAsk."""
        value = self.query.get(name, "").strip() or "1"
        if not (value.isascii() and value.isdigit() and len(value) < 9 and 1 <= int(value) <= max(last, 1)):
            raise BadAsk(words()["bad"]["page"].format(value=value[:LONGEST], last=max(last, 1)))
        return int(value)
