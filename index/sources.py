"""Everything the index is made from, read through the corpus room's own readers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.models import Case, Item, Provision, Violation
from index.entries import Shelved, shelve
from settings import Settings


class ProvisionSource(Protocol):
    """What the index asks of the library."""

    def all_versions(self) -> Iterable[Provision]: ...


@dataclass(frozen=True)
class Sources:
    """The texts to index. ``library`` gives all versions; days are filtered when searching.

    ``refused``: why files of the inbox were not taken in, one Chinese line each.
    """

    library: ProvisionSource
    items: Sequence[Item] = ()
    cases: Sequence[Case] = ()
    violations: Sequence[Violation] = ()
    refused: Sequence[str] = ()

    def shelved(self) -> Shelved:
        return shelve(self.library.all_versions(), self.items, self.cases, self.violations)


def load_sources(settings: Settings) -> Sources:
    """Read the whole corpus. Raises CorpusError where a file is wrong."""
    from corpus.cases import load_cases
    from corpus.items import load_items
    from corpus.library import Library
    from corpus.violations import load_violations
    from settings import PROJECT

    library = Library.open(settings)
    return Sources(
        library=library,
        items=load_items(PROJECT / "corpus" / "items"),
        cases=load_cases(PROJECT / "corpus" / "cases"),
        violations=load_violations(),
        refused=[problem.message for problem in library.problems()],
    )
