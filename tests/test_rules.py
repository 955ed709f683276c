"""The rule book: complete, grounded in clauses in force, and plain-spoken about faults in its files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from assistant.derivations import OF_THE_QUESTION
from assistant.derive import Implied, MinorBound, implications, limitations, minor_bounds
from assistant.kleene import evaluate
from assistant.knowledge import Knowledge
from assistant.models import LABELS, OutcomeCode
from assistant.reading.patterns import VOCABULARY_DIR, compile_pattern, modality
from corpus.errors import DataError
from corpus.item_schema import item_facts
from corpus.lawful import load_lawful
from corpus.references import parse_ref
from corpus.rules import RULES_DIR, FactSpec, Rule, When, load_always, load_rules
from corpus.yaml_files import read_yaml

DAY = date(2026, 11, 24)
BROKEN = Path(__file__).parent / "fixtures" / "rules"
BOOK = load_rules()
PHRASES = read_yaml(VOCABULARY_DIR / "facts.yaml")
QUANTITIES = read_yaml(VOCABULARY_DIR / "quantities.yaml")


def told_facts() -> set[str]:
    """Every fact that the rules declare, the lists may ask for, or the reader can read."""
    amounts = {row["fact"] for kind in ("money", "duration", "ratio", "people") for row in QUANTITIES[kind]}
    read = {entry["fact"] for entry in PHRASES}
    return {*BOOK.facts, *item_facts(), *amounts, *read, "count", "years_since_act"}


def atoms(when: When) -> Iterator[When]:
    """The conditions over one fact inside a condition."""
    inner = [*when.all, *when.any, *([when.not_] if when.not_ else [])]
    if not inner:
        yield when
    for part in inner:
        yield from atoms(part)


# The real rule book --------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_a_rule_asks_only_for_declared_facts_and_their_values(rule: Rule) -> None:
    conditions = list(atoms(rule.when))
    assert conditions
    for atom in conditions:
        assert atom.fact in BOOK.facts, f"{atom.fact} is not declared"
        spec = BOOK.facts[atom.fact]
        assert set(atom.value) <= set(spec.values), f"{atom.fact} never takes one of {atom.value}"
        bounded = any(bound is not None for bound in (atom.lt, atom.le, atom.gt, atom.ge))
        assert bounded == (not spec.values), f"{atom.fact}: words for words, bounds for numbers"


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_a_rule_leads_to_an_outcome_and_shields_from_exclusions_that_exist(rule: Rule) -> None:
    excludes = {r.id for r in BOOK.rules if r.kind == "exclude"}
    assert OutcomeCode(rule.outcome) in LABELS
    assert set(rule.shields) <= excludes


def test_a_rule_rests_on_a_clause_unless_the_sector_brings_its_own() -> None:
    assert {rule.id for rule in BOOK.rules if not rule.basis} <= {"aggravate-sector"}


def references() -> list[str]:
    rules = [ref for rule in BOOK.rules for ref in rule.basis]
    acts = [ref for act in load_lawful() for ref in act.basis]
    times = [limitation.basis for limitation in limitations().values()]
    return sorted({*rules, *acts, *times, *(clause.reference for clause in load_always())})


@pytest.mark.parametrize("reference", references())
def test_every_clause_the_rules_rest_on_is_in_force(reference: str, knowledge: Knowledge) -> None:
    ref = parse_ref(reference)
    assert knowledge.library.find(ref.law, ref.article, DAY).text


@pytest.mark.parametrize("spec", BOOK.facts.values(), ids=lambda spec: spec.id)
def test_what_silence_means_and_what_is_assumed_are_values_of_the_fact(spec: FactSpec) -> None:
    values = set(spec.values)
    told = [spec.presumed, spec.always_branch or None, *(a.value for a in spec.assume), *spec.value_labels]
    assert {value for value in told if value is not None} <= values
    for assumption in spec.assume:
        assert assumption.when is None or assumption.when.facts() <= BOOK.facts.keys()


def test_silence_never_means_an_element_of_leniency() -> None:
    """行政处罚法 33(1): first, slight, corrected, harmless are told or stay open."""
    for name in ("first_violation", "minor", "corrected_in_time", "harm"):
        assert BOOK.facts[name].presumed is None
        assert BOOK.facts[name].ask_business


def test_silence_means_the_ordinary() -> None:
    presumed = {name: spec.presumed for name, spec in BOOK.facts.items() if spec.presumed is not None}
    lenient = [rule.id for rule in BOOK.rules if rule.kind == "grant" and evaluate(rule.when, presumed)]
    stopping = [rule.id for rule in BOOK.rules if rule.kind != "grant" and evaluate(rule.when, presumed)]
    assert not lenient
    assert not stopping


def test_every_fact_a_person_is_asked_for_is_asked_of_officers_too() -> None:
    for spec in BOOK.facts.values():
        assert bool(spec.ask_business) == bool(spec.ask_officer), spec.id
        for question in (spec.ask_business, spec.ask_officer):
            assert not question or question.endswith("？")


@pytest.mark.parametrize("implied", implications(), ids=lambda implied: implied.id)
def test_an_implication_speaks_of_known_facts(implied: Implied) -> None:
    known = told_facts() | OF_THE_QUESTION
    for condition in (implied.when, *implied.unless):
        assert condition.facts() <= known
    assert implied.fact in known
    assert implied.because


@pytest.mark.parametrize("bound", minor_bounds(), ids=lambda bound: bound.id)
def test_a_bound_of_slightness_is_a_number_with_a_source(bound: MinorBound) -> None:
    assert bound.minor in ("yes", "no")
    assert (bound.le is None) != (bound.ge is None)
    assert (bound.le is not None) == (bound.minor == "yes"), "little is slight, much is not"
    assert bound.fact in told_facts()
    assert bound.source


def test_bounds_of_slightness_leave_room_between_little_and_much() -> None:
    for fact in {bound.fact for bound in minor_bounds()}:
        mine = [bound for bound in minor_bounds() if bound.fact == fact]
        little = [bound.le for bound in mine if bound.le is not None]
        much = [bound.ge for bound in mine if bound.ge is not None]
        if little and much:
            assert max(little) < min(much)


@pytest.mark.parametrize("entry", PHRASES, ids=lambda entry: entry["id"])
def test_a_phrase_shows_a_value_that_its_fact_takes(entry: dict[str, str]) -> None:
    spec = BOOK.facts.get(entry["fact"])
    if spec is None or not spec.values:
        return
    # "open" casts doubt on what silence would mean, so only a presumed fact can be open.
    values = {*spec.values, *(["open"] if spec.presumed is not None else [])}
    assert entry["value"] in values
    assert entry.get("negated", "drop") in {"drop", *values}


# Faults in the files -------------------------------------------------------------------------------


def load_facts(fixture: Path, room: Path) -> object:
    shutil.copy(fixture, room / "facts.yaml")
    (room / "decision.yaml").write_text("[]", encoding="utf-8")
    return load_rules(room)


def load_decision(fixture: Path, room: Path) -> object:
    shutil.copy(RULES_DIR / "facts.yaml", room / "facts.yaml")
    shutil.copy(fixture, room / "decision.yaml")
    return load_rules(room)


def load_implied(fixture: Path, room: Path) -> object:
    return implications(Path(shutil.copy(fixture, room / "implied.yaml")))


def load_minor(fixture: Path, room: Path) -> object:
    return minor_bounds(Path(shutil.copy(fixture, room / "minor.yaml")))


def load_modality(fixture: Path, room: Path) -> object:
    return modality(Path(shutil.copy(fixture, room / "modality.yaml")))


LOADERS: dict[str, Callable[[Path, Path], object]] = {
    "facts": load_facts,
    "decision": load_decision,
    "implied": load_implied,
    "minor": load_minor,
    "modality": load_modality,
}


class Fault(NamedTuple):
    fixture: str
    entry: str
    field: str
    wrong: str


FAULTS = [
    Fault("facts-label-missing", "first_violation", "label", "first_violation"),
    Fault("facts-field-misspelt", "first_violation", "presume", "no"),
    Fault("facts-word-without-quotes", "first_violation", "presumed", "False"),
    Fault("facts-twice", "first_violation", "id", "first_violation"),
    Fault("facts-not-a-list", "第1条", "（条目）", "first_violation"),
    Fault("facts-torn", "（整个文件）", "YAML", ""),
    Fault("decision-fact-undeclared", "first-slight-harm", "when", "frist_violation"),
    Fault("decision-kind-unknown", "first-slight-harm", "kind", "allow"),
    Fault("decision-basis-missing", "first-slight-harm", "basis", "first-slight-harm"),
    Fault("decision-when-two-facts", "first-slight-harm", "when", ""),
    Fault("decision-bound-in-words", "under-14", "when", "十四"),
    Fault("decision-twice", "under-14", "id", "under-14"),
    Fault("implied-when-missing", "violent-grave", "when", "violent-grave"),
    Fault("implied-word-without-quotes", "violent-grave", "value", "True"),
    Fault("minor-bound-in-words", "goods-value-small", "le", "五百元"),
    Fault("minor-word-without-quotes", "goods-value-small", "minor", "True"),
    Fault("minor-source-missing", "goods-value-small", "source", "goods-value-small"),
    Fault("modality-bracket-open", "hypothetical", "patterns", "(假如"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.fixture)
def test_a_fault_is_told_with_file_entry_field_value_and_example(fault: Fault, tmp_path: Path) -> None:
    kind = fault.fixture.partition("-")[0]
    with pytest.raises(DataError) as caught:
        LOADERS[kind](BROKEN / f"{fault.fixture}.yaml", tmp_path)
    error, message = caught.value, str(caught.value)
    assert f"{kind}.yaml" in message
    assert f"条目 {fault.entry}" in message
    assert f"字段 {fault.field}" in message
    assert fault.wrong in str(error.value)
    assert message.rpartition("正确写法例如")[2].strip()


def test_a_fault_tells_the_line_of_its_entry(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"decision\.yaml:2 ") as caught:
        load_decision(BROKEN / "decision-kind-unknown.yaml", tmp_path)
    assert caught.value.line == 2


def test_every_broken_file_is_tried() -> None:
    assert {fault.fixture for fault in FAULTS} == {path.stem for path in BROKEN.glob("*.yaml")}


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "modality.yaml").write_bytes("asked_from: [会不会]".encode("gbk"))
    with pytest.raises(DataError, match="UTF-8"):
        modality(tmp_path / "modality.yaml")


def test_a_pattern_that_does_not_compile_names_its_entry() -> None:
    with pytest.raises(DataError, match=r"facts\.yaml 条目 first-yes .*第一次\("):
        compile_pattern("第一次(", Path("facts.yaml"), "first-yes")


def test_dots_in_a_pattern_stay_inside_a_clause() -> None:
    pattern = compile_pattern("责令…改正", Path("facts.yaml"), "ordered")
    assert pattern.search("责令其三日内改正")
    assert not pattern.search("责令停业，后来改正")
