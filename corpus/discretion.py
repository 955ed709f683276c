"""How the amount is found (裁量): the steps of 行政处罚法 5, 32-34, and local benchmarks as data.

Explanation only; no outcome depends on it. Source: ``corpus/rules/discretion.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from corpus.models import Frozen
from corpus.references import Resolve, unresolved
from corpus.regions import binds, normalise
from corpus.rules import RULES_DIR
from corpus.yaml_files import group_list, parse_entries, read_groups

_EXAMPLES = {
    "basis": "行政处罚法 第三十四条",
    "penalty": "食品安全法 第一百二十四条第一款",
    "region": "辽宁省",
    "tiers": "[{when: 货值不足五百元, then: 减轻}]",
}


class DiscretionStep(Frozen):
    """One thing to look at, in order; shown where the outcome is one of ``outcomes``."""

    id: str
    text: str
    basis: str
    outcomes: tuple[str, ...]


class Tier(Frozen):
    when: str
    then: str


class Benchmark(Frozen):
    """One authority's tiers for one penalty clause; binding in ``region`` only."""

    id: str
    region: str
    penalty: str
    source: str
    tiers: tuple[Tier, ...]
    note: str = ""


class Discretion(Frozen):
    steps: tuple[DiscretionStep, ...]
    benchmarks: tuple[Benchmark, ...]

    def steps_for(self, outcome: str) -> list[DiscretionStep]:
        """The steps that explain this outcome, in order."""
        return [step for step in self.steps if outcome in step.outcomes]

    def benchmarks_for(self, penalties: Iterable[str], place: str) -> list[Benchmark]:
        """Those that apply to one of these penalty clauses in this place ("辽宁省盘锦市")."""
        clauses = tuple(penalties)
        return [
            b
            for b in self.benchmarks
            if binds(normalise(b.region), place)
            and any(c == b.penalty or c.startswith(b.penalty) for c in clauses)
        ]


@lru_cache(maxsize=2)
def load_discretion(file: Path = RULES_DIR / "discretion.yaml") -> Discretion:
    """Read discretion.yaml. Raises DataError on a wrong entry, RegionError on an unknown place."""
    data = read_groups(file, "steps:")
    steps = parse_entries(file, group_list(file, data, "steps", "- id: range"), DiscretionStep, _EXAMPLES)
    rows = group_list(file, data, "benchmarks", "- id: ln-food") if data.get("benchmarks") else []
    benchmarks = parse_entries(file, rows, Benchmark, _EXAMPLES)
    for benchmark in benchmarks:
        normalise(benchmark.region)
    return Discretion(steps=tuple(steps), benchmarks=tuple(benchmarks))


def unresolved_discretion(discretion: Discretion, resolve: Resolve) -> list[str]:
    """ "id: 行政处罚法 第…条" for each step whose article the law store does not have."""
    return unresolved(((step.id, (step.basis,)) for step in discretion.steps), resolve)
