"""One question about an act: facts, violation, items, sector rules and crimes into a determination."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.crimes import linked
from assistant.derive import derive
from assistant.determination import SEVERITY, Determination, determine, presume, severity
from assistant.items import ItemMatch, item_facts, match_items
from assistant.knowledge import Knowledge
from assistant.matching import ViolationMatch
from assistant.models import Fact, OutcomeCode, assumed
from assistant.question import Question
from assistant.reading.reader import LEARNED
from assistant.sector import SectorHit, apply_sector, facts_values
from corpus.authorities import laws_of
from corpus.crimes import CrimeHit
from corpus.lawful import LawfulAct, find_lawful
from corpus.models import Item, Violation
from corpus.rules import RuleBook

_CERTAIN = 0.5  # share of a match from which a clause that fines only on refusal is relied on
_NEAR = 2  # guesses looked at where no violation is named in its own words


@dataclass(frozen=True)
class Decision:
    """A determination with everything it stands on."""

    determination: Determination
    violation: Violation | None
    facts: dict[str, Fact]
    items: tuple[ItemMatch, ...]
    sector: tuple[SectorHit, ...]
    crimes: tuple[CrimeHit, ...]
    lawful: tuple[LawfulAct, ...]
    laws: tuple[str, ...]


def decide(
    facts: Mapping[str, Fact],
    match: ViolationMatch | None,
    guesses: Sequence[ViolationMatch],
    crimes: Sequence[CrimeHit],
    candidates: Sequence[tuple[Item, float]],
    asked: Question,
    knowledge: Knowledge,
) -> Decision:
    """Decide one violation on the facts told. Pure but for the knowledge it reads."""
    violation = match.violation if match else None
    known = {hit.signal.id for hit in crimes if hit.met == "yes"}
    if violation:
        more = linked(violation, asked.matter, knowledge.crimes, facts)
        crimes = [*crimes, *(hit for hit in more if hit.signal.id not in known)]
    lawful = find_lawful(asked.matter, knowledge.lawful)
    if lawful:
        refuted = Fact(name="violation_established", value="no", evidence=lawful[0].name)
        facts = {**facts, "violation_established": refuted}
    laws = laws_of(asked.matter, knowledge.authorities)
    if violation is None and guesses:
        facts = {**facts, "key_area": guessed_key_area(guesses)}
    about: dict[str, str | float] = {
        "told_chars": len(asked.matter),
        "role": asked.role,
        "violation_named": "yes" if violation else "no",
    }
    full = derive(dict(facts), violation, list(crimes), about, laws, sure=match is None or _sure(match))
    book = knowledge.rulebook
    told = presume(facts_values(full), book)
    if told["no_fault_likely"] == "yes":  # sector rules ask for evidence; the papers are offered as such
        told["no_fault_evidence"] = "yes"
    sector_facts, sector = apply_sector(full, told, violation, laws, knowledge.sector, knowledge.aggravating)
    full = {**sector_facts, **full}
    items = match_items(candidates, violation, full, asked.matter, asked.place, asked.day)
    for name, fact in item_facts(items).items():
        full.setdefault(name, fact)
    values = {name: fact.value for name, fact in full.items() if name in book.facts}
    return Decision(
        determination=_with_doubt(determine(values, book), full, book),
        violation=violation,
        facts=full,
        items=tuple(items),
        sector=tuple(sector),
        crimes=tuple(crimes),
        lawful=tuple(lawful),
        laws=tuple(laws),
    )


def _sure(match: ViolationMatch) -> bool:
    """Whether the match is good enough to take what its clause spares: without the head, words are."""
    return match.share == 0 or match.share >= _CERTAIN


def guessed_key_area(guesses: Sequence[ViolationMatch]) -> Fact:
    """An act that is only alike to one of a key area, or to a grave one: reason to look harder."""
    near = [g.violation for g in guesses[:_NEAR]]
    risky = next((v for v in near if v.grave or v.key_area), None)
    value, evidence = ("no", near[0].name) if risky is None else ("alike", risky.name)
    if any(v.grave for v in near):
        value = "grave_alike"
    return assumed("key_area", value, evidence)


def _with_doubt(determination: Determination, facts: Mapping[str, Fact], book: RuleBook) -> Determination:
    """An outcome that rests on a fact read only by likeness is never called definite."""
    deciding = {n for rule in book.of_ids(determination.rules) for n in rule.when.facts()}
    if determination.certainty != "definite" or not any(
        facts[n].note == LEARNED for n in deciding & facts.keys()
    ):
        return determination
    return determination.model_copy(update={"certainty": "conditional"})


def gravest(decisions: Sequence[Decision]) -> Decision:
    """Of several violations in one question, the one that leads: the gravest outcome, then the first."""

    def weight(decision: Decision) -> int:
        code = decision.determination.code
        return severity(code) if code in SEVERITY else severity(OutcomeCode.MITIGATION_DISCRETIONARY)

    return max(decisions, key=weight)
