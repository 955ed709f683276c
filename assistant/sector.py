"""Which sector rules bear on a violation and hold on its facts, and what they add to the facts.

Sources: corpus/rules/sector.yaml, aggravating.yaml; effects.yaml says which fact an effect becomes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from assistant.kleene import evaluate
from assistant.models import Fact, assumed
from corpus.models import Frozen, Violation
from corpus.references import format_place
from corpus.rules import RULES_DIR
from corpus.sector import AggravatingBook, AggravatingRule, SectorBook, SectorRule
from corpus.violations import split_reference
from corpus.yaml_files import read_yaml

_ARTICLE_END = "条"


class SectorHit(Frozen):
    """A sector rule that holds. ``reference`` is its place: "食品安全法 第一百三十六条"."""

    id: str
    reference: str
    text: str
    effect: str
    holds: bool = True


@lru_cache(maxsize=1)
def _effects(file: Path = RULES_DIR / "effects.yaml") -> dict[str, str]:
    data: dict[str, str] = read_yaml(file)
    return data


def apply_sector(
    facts: Mapping[str, Fact],
    presumed: Mapping[str, str | float | None],
    violation: Violation | None,
    laws: Sequence[str],
    sector: SectorBook,
    aggravating: AggravatingBook,
) -> tuple[dict[str, Fact], list[SectorHit]]:
    """Facts that sector rules add, and the rules. ``presumed``: all values with silence filled in.

    ``laws``: those of the authority named, where no violation is known. Rules of leniency that do not hold
    but ask for a fact that was told are given too (``holds`` False): the reader has to know them.
    """
    clauses = _clauses(violation) or [(law, "") for law in laws]
    out: dict[str, Fact] = {}
    hits: list[SectorHit] = []
    for rule in sector.rules:
        if _bears(rule, clauses) and evaluate(rule.when, presumed):
            hits.append(_hit(rule, rule.text, rule.effect))
            if name := _effects().get(rule.effect):
                out.setdefault(name, assumed(name, "yes", rule.text))
        elif _bears(rule, clauses) and rule.effect in _effects() and rule.when.facts() & _told(facts):
            hits.append(_hit(rule, rule.text, rule.effect, holds=False))
    for ground in aggravating.rules:
        if (ground.general or _bears(ground, clauses)) and evaluate(ground.when, facts_values(facts)):
            hits.append(_hit(ground, ground.ground, "aggravates"))
            value = "open" if ground.weighed else "yes"
            if out.get("sector_aggravates") is None or value == "yes":
                out["sector_aggravates"] = assumed("sector_aggravates", value, ground.ground)
    return out, hits


def facts_values(facts: Mapping[str, Fact]) -> dict[str, str | float | None]:
    return {name: fact.value for name, fact in facts.items()}


def _clauses(violation: Violation | None) -> list[tuple[str, str]]:
    """(law, article) of the penalty clauses, without paragraph and item."""
    out = []
    for reference in violation.penalty if violation else ():
        law, place = split_reference(reference)
        out.append((law, place.partition(_ARTICLE_END)[0] + _ARTICLE_END if place else ""))
    return out


def _bears(rule: SectorRule | AggravatingRule, clauses: list[tuple[str, str]]) -> bool:
    return any(rule.bears_on(law, article) for law, article in clauses)


def _told(facts: Mapping[str, Fact]) -> set[str]:
    return {name for name, fact in facts.items() if fact.from_ != "assumed"}


def _hit(rule: SectorRule | AggravatingRule, text: str, effect: str, holds: bool = True) -> SectorHit:
    place = format_place(rule.article, rule.paragraph, rule.item)
    return SectorHit(id=rule.id, reference=f"{rule.law} {place}", text=text, effect=effect, holds=holds)
