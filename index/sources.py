"""Everything the index is made from, read through the corpus room's own readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from corpus.models import Case, Item, Provision, Violation
from corpus.questions import LayQuestion, answered_by
from corpus.tellings import Telling, texts_of, told_of
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
    questions: Sequence[LayQuestion] = ()
    tellings: Sequence[Telling] = ()
    same_acts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    refused: Sequence[str] = ()

    def shelved(self) -> Shelved:
        """All entries. Raises DataError for a question whose article is not stored."""
        provisions = list(self.library.all_versions())
        answered = answered_by(self.questions, provisions)
        texts = texts_of(self.violations, self.tellings)
        told = told_of(self.violations, texts, provisions)
        acts = {
            item: [text for violation in violations for text in texts.get(violation, ())]
            for item, violations in self.same_acts.items()
        }
        return shelve(provisions, self.items, self.cases, self.violations, answered, told, acts)


def load_sources(settings: Settings) -> Sources:
    """Read the whole corpus. Raises CorpusError where a file is wrong."""
    from corpus.cases import load_cases
    from corpus.items import load_items
    from corpus.library import Library
    from corpus.questions import load_questions
    from corpus.same_acts import load_same_acts
    from corpus.tellings import read_tellings
    from corpus.violations import load_violations
    from settings import PROJECT

    library = Library.open(settings)
    return Sources(
        library=library,
        items=load_items(PROJECT / "corpus" / "items"),
        cases=load_cases(PROJECT / "corpus" / "cases"),
        violations=load_violations(),
        questions=load_questions(),
        tellings=read_tellings(),
        same_acts=load_same_acts(),
        refused=[problem.message for problem in library.problems()],
    )
