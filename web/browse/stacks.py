"""What the pages read from, and the references of it read the other way round."""

from __future__ import annotations

from functools import cached_property
from typing import Protocol

from assistant.knowledge import Search
from assistant.referring import Referrals
from corpus.library import Library
from corpus.models import Case, Item, Violation
from settings import Settings


class Holdings(Protocol):
    """What browsing needs of the assistant."""

    @property
    def settings(self) -> Settings: ...
    @property
    def library(self) -> Library: ...
    @property
    def searcher(self) -> Search: ...
    @property
    def violations(self) -> tuple[Violation, ...]: ...
    @property
    def items_by_id(self) -> dict[str, Item]: ...
    @property
    def cases_by_id(self) -> dict[str, Case]: ...


class Stacks:
    """The holdings, with what is looked up on many pages made once."""

    def __init__(self, held: Holdings) -> None:
        self.held = held
        self.library, self.items, self.cases = held.library, held.items_by_id, held.cases_by_id
        self.violations = {v.id: v for v in held.violations}

    @cached_property
    def referrals(self) -> Referrals:
        """Made on first use: reading every case takes a moment."""
        return Referrals(self.library, self.items.values(), self.cases.values(), self.violations.values())

    @cached_property
    def law_names(self) -> tuple[str, ...]:
        """Every law by its full name, statutes first."""
        known = (self.library.resolve_name(name) for name in self.library.all_names())
        return tuple(dict.fromkeys(name for name in known if name))
