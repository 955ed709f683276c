"""Everything the assistant reads, loaded once: law, rules, violations, items, cases, crimes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.authorities import Authority, load_authorities, load_procedural_laws
from corpus.cases import load_cases
from corpus.crimes import CrimeSignal, load_crimes
from corpus.discretion import Discretion, load_discretion
from corpus.items import load_items
from corpus.lawful import LawfulAct, load_lawful
from corpus.library import Library
from corpus.models import Case, Item, Violation
from corpus.procedure import ProcedureTopic, load_procedure
from corpus.rules import AlwaysCited, RuleBook, load_always, load_rules
from corpus.sector import AggravatingBook, SectorBook, load_aggravating, load_sector
from corpus.violations import load_violations
from settings import Settings

Vector = npt.NDArray[np.float32]


class Found(Protocol):
    """A hit of the searcher."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def law(self) -> str: ...
    @property
    def article(self) -> str: ...
    @property
    def score(self) -> float: ...


class Search(Protocol):
    """What the assistant asks of the index. ``model_digest`` is "" where there is no embedding model."""

    model_digest: str

    def embed_query(self, text: str) -> Vector: ...
    def search(
        self,
        query: str,
        k: int = 10,
        kinds: Iterable[str] | None = None,
        as_of: date | None = None,
        laws: Iterable[str] | None = None,
    ) -> Sequence[Found]: ...
    def similar(self, query: str, kind: str, k: int = 10) -> dict[str, tuple[float, float]]: ...


@dataclass(frozen=True)
class Knowledge:
    """The corpus in memory. Plain values; nothing here decides."""

    library: Library
    rulebook: RuleBook
    violations: tuple[Violation, ...]
    items: dict[str, Item]
    cases: dict[str, Case]
    crimes: tuple[CrimeSignal, ...]
    sector: SectorBook
    aggravating: AggravatingBook
    topics: tuple[ProcedureTopic, ...]
    always: tuple[AlwaysCited, ...]
    discretion: Discretion
    lawful: tuple[LawfulAct, ...]
    authorities: tuple[Authority, ...]
    procedural_laws: tuple[str, ...]

    @classmethod
    def open(cls, settings: Settings) -> Knowledge:
        """Read and check all data files. Raises CorpusError with file, line and remedy."""
        return cls(
            library=Library.open(settings),
            rulebook=load_rules(),
            violations=tuple(load_violations()),
            items={item.id: item for item in load_items()},
            cases={case.id: case for case in load_cases()},
            crimes=tuple(load_crimes()),
            sector=load_sector(),
            aggravating=load_aggravating(),
            topics=tuple(load_procedure()),
            always=load_always(),
            discretion=load_discretion(),
            lawful=tuple(load_lawful()),
            authorities=load_authorities(),
            procedural_laws=load_procedural_laws(),
        )
