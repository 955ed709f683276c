"""The order of decision on the real rule book: facts in, outcome and clauses out."""

from __future__ import annotations

from itertools import product
from math import prod
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.determination import SEVERITY, Determination, determine, judge, presume, severity
from assistant.kleene import Values
from assistant.models import OutcomeCode as Code
from corpus.rules import load_rules
from corpus.yaml_files import read_yaml

BOOK = load_rules()
NO_PENALTY = (Code.NO_PENALTY_REQUIRED, Code.NO_PENALTY_DISCRETIONARY)
ELEMENTS = ("first_violation", "minor", "corrected_in_time", "harm")

Facts = dict[str, str | float | None]

FIRST: Facts = {"first_violation": "yes", "corrected_in_time": "yes", "harm": "slight"}
SLIGHT: Facts = {"minor": "yes", "corrected_in_time": "yes", "harm": "none"}
TABLE = read_yaml(Path(__file__).parent / "fixtures" / "order-of-decision.yaml")


def decided(values: Values) -> Determination:
    return determine(values, BOOK)


def basis(determination: Determination) -> set[str]:
    """The clauses on which the rules that fired rest."""
    return {ref for rule in BOOK.rules if rule.id in determination.rules for ref in rule.basis}


@pytest.mark.parametrize("row", TABLE["grounds"], ids=lambda row: row["name"])
def test_a_ground_gives_its_outcome_and_rests_on_its_clause(row: dict[str, Any]) -> None:
    determination = decided(row["facts"])
    assert determination.code is Code(row["code"])
    assert row["clause"] in basis(determination)


def test_nothing_known_is_not_decided() -> None:
    nothing = decided({})
    assert nothing.code is Code.INSUFFICIENT
    assert nothing.certainty == "undetermined"
    assert 1 <= len(nothing.ask) <= 3


def test_every_outcome_is_reached() -> None:
    reached = {decided(row["facts"]).code for row in TABLE["grounds"]} | {decided({}).code}
    assert reached == {*SEVERITY, Code.INSUFFICIENT}


@pytest.mark.parametrize("row", TABLE["order"], ids=lambda row: row["name"])
def test_order_of_decision(row: dict[str, Any]) -> None:
    assert decided(row["facts"]).code is Code(row["code"])


def test_harm_unstated_leads_with_the_discretionary_outcome_and_says_what_no_harm_would_make() -> None:
    unstated = decided({"first_violation": "yes", "minor": "yes", "corrected_in_time": "yes"})
    assert unstated.code is Code.NO_PENALTY_DISCRETIONARY
    assert unstated.certainty == "conditional"
    assert unstated.option is Code.NO_PENALTY_REQUIRED
    assert unstated.ask == ("harm",)
    told = {(branch.when, branch.code) for branch in unstated.branches}
    assert (BOOK.facts["harm"].value_labels["none"], Code.NO_PENALTY_REQUIRED) in told
    assert any(code is Code.PENALTY for _, code in told)


def test_floor_and_option_where_two_steps_hold_at_once() -> None:
    """A fifteen-year-old's first slight act: not punished at the authority's choice, else mitigated."""
    young = decided({**FIRST, "minor": "no", "age": 15})
    assert (young.code, young.floor) == (Code.NO_PENALTY_DISCRETIONARY, Code.MITIGATION_REQUIRED)


def test_mitigation_stays_the_floor_of_a_refusal() -> None:
    refused = decided({"correction_refused": "yes", "age": 15})
    assert (refused.code, refused.floor) == (Code.PENALTY, Code.MITIGATION_REQUIRED)


def test_a_mandatory_outcome_has_no_lower_floor() -> None:
    assert decided({**SLIGHT, "age": 15}).floor is None


def test_a_lenient_outcome_always_tells_what_refusal_or_serious_harm_would_bring() -> None:
    told = [branch.when for branch in decided(SLIGHT).branches]
    assert BOOK.facts["harm"].value_labels["serious"] in told
    assert BOOK.facts["correction_refused"].label in told


@pytest.mark.parametrize(
    "values",
    [
        {"first_violation": "no", "corrected_in_time": "yes"},
        {"first_violation": "no", "minor": "yes"},
        {"first_violation": "no"},
        {"age": 16},
        {"capacity": "partial"},
        {"corrected_in_time": "yes", "harm": "none", "key_area": "no"},
        {"first_violation": "yes", "corrected_in_time": "yes"},
    ],
)
def test_what_open_elements_bring_only_together_is_told(values: Facts) -> None:
    found = decided(values)
    opens = [name for name in ELEMENTS if name not in values]
    codes = {
        decided({**values, **dict(zip(opens, combination, strict=True))}).code
        for combination in product(*(WORDED[name].values for name in opens))
    }
    assert found.certainty == "conditional"
    assert found.ask
    assert codes <= {found.code, *(branch.code for branch in found.branches)}


@pytest.mark.parametrize(
    "values",
    [
        {"crime_suspected": "yes"},
        {"age": 13},
        {"correction_refused": "yes"},
        {"first_violation": "no", "minor": "no", "corrected_in_time": "yes", "harm": "slight"},
        {**SLIGHT, "first_violation": "yes"},
    ],
)
def test_what_nothing_open_can_change_is_definite(values: Facts) -> None:
    assert decided(values).certainty == "definite"


def test_the_fewest_facts_that_change_it_are_named_together() -> None:
    joint = decided({"first_violation": "no", "corrected_in_time": "yes"}).branches[0]
    harmless, slight = BOOK.facts["harm"].value_labels["none"], BOOK.facts["minor"].label
    assert joint.code is Code.NO_PENALTY_REQUIRED
    assert joint.when == f"{harmless}，且{slight}"


@pytest.mark.parametrize("harm", ["none", "slight", "serious"])
@pytest.mark.parametrize("sector", ["sector_no_penalty", "sector_no_penalty_shall"])
def test_a_sectors_own_leniency_never_makes_absence_of_fault_weigh_less(sector: str, harm: str) -> None:
    """行政处罚法 33(2) with 食品安全法 136: exempt though harm was done; damages are owed all the same."""
    blameless: Facts = {"no_fault_evidence": "yes", "harm": harm, "minor": "no"}
    assert decided(blameless).code is Code.NO_PENALTY_REQUIRED
    assert decided({**blameless, sector: "yes"}).code in NO_PENALTY


def test_a_sectors_leniency_on_other_grounds_ends_where_harm_is_serious() -> None:
    assert decided({"sector_no_penalty": "yes", "harm": "serious"}).code is Code.PENALTY


def test_first_is_asked_when_it_alone_decides() -> None:
    assert decided({"corrected_in_time": "yes", "harm": "slight", "minor": "no"}).ask == ("first_violation",)


# What holds for all facts ---------------------------------------------------------------------------

WORDED = {name: spec for name, spec in BOOK.facts.items() if spec.values}
TOLD = st.sampled_from(sorted(WORDED)).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(WORDED[name].values))
)
ELEMENT = st.sampled_from(ELEMENTS).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(WORDED[name].values))
)
AGES = st.sampled_from([{}, {}, {"age": 13.0}, {"age": 16.0}, {"age": 40.0}])
SOME_FACTS: st.SearchStrategy[Facts] = st.builds(
    lambda elements, others, age: {**dict(elements), **dict(others), **age},
    st.lists(ELEMENT, max_size=4), st.lists(TOLD, max_size=4), AGES,
)  # fmt: skip
many = settings(max_examples=50)


def ended(determination: Determination) -> bool:
    """Whether a terminal rule ended the matter before leniency was asked for."""
    return any(rule.kind == "terminal" for rule in BOOK.rules if rule.id in determination.rules)


@many
@given(SOME_FACTS, ELEMENT)
def test_learning_an_open_element_never_turns_a_definite_outcome(
    values: Facts, more: tuple[str, str]
) -> None:
    name, value = more
    before = decided({n: v for n, v in values.items() if n != name})
    if before.certainty == "definite":
        assert decided({**values, name: value}).code is before.code


@many
@given(SOME_FACTS)
def test_refusing_to_correct_never_ends_without_a_penalty(values: Facts) -> None:
    refused = decided({**values, "correction_refused": "yes"})
    assert ended(refused) or refused.code not in NO_PENALTY
    assert ended(refused) or refused.option not in NO_PENALTY


@many
@given(SOME_FACTS, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_is_nothing(values: Facts, random: Random) -> None:
    names = list(values)
    random.shuffle(names)
    assert decided({name: values[name] for name in names}) == decided(values)


@many
@given(SOME_FACTS, st.lists(st.sampled_from(sorted(BOOK.facts)), max_size=5))
def test_saying_that_one_does_not_know_is_the_same_as_silence(values: Facts, names: list[str]) -> None:
    unknown = {name: "unknown" for name in names if name not in values}
    assert decided({**unknown, **values}) == decided(values)


@many
@given(SOME_FACTS)
def test_saying_what_silence_means_changes_nothing(values: Facts) -> None:
    assert decided(presume(values, BOOK)).code is decided(values).code


@settings(max_examples=30)
@given(SOME_FACTS)
def test_what_is_asked_can_change_the_outcome(values: Facts) -> None:
    known = presume(values, BOOK)
    determination = decided(values)
    opens = [n for n in (*determination.ask, *ELEMENTS) if known.get(n) in (None, "open")]
    opens = list(dict.fromkeys(opens))
    assume(prod(len(WORDED[n].values) for n in opens) <= 600)
    outcomes = {
        combination: judge({**known, **dict(zip(opens, combination, strict=True))}, BOOK).code
        for combination in product(*(WORDED[n].values for n in opens))
    }
    for name in determination.ask:
        at = opens.index(name)
        rest: dict[tuple[str, ...], set[Code]] = {}
        for combination, code in outcomes.items():
            rest.setdefault((*combination[:at], *combination[at + 1 :]), set()).add(code)
        assert any(len(codes) > 1 for codes in rest.values()), f"{name} changes nothing"
        assert BOOK.facts[name].ask_business


@many
@given(SOME_FACTS)
def test_bounds_stand_around_the_lead(values: Facts) -> None:
    found = decided(values)
    if found.option:
        assert severity(found.option) < severity(found.code)
    if found.floor and found.code in NO_PENALTY:
        assert severity(found.floor) > severity(found.code)
    assert all(branch.code is not found.code for branch in found.branches)
    assert (found.certainty == "undetermined") == (found.code is Code.INSUFFICIENT)
    assert found.certainty == "definite" or found.code is Code.INSUFFICIENT or found.branches


@many
@given(SOME_FACTS)
def test_an_outcome_rests_on_rules_that_hold(values: Facts) -> None:
    found = decided(values)
    known = {rule.id for rule in BOOK.rules}
    assert set(found.rules) <= known
    if found.code not in (Code.INSUFFICIENT, Code.PENALTY):
        assert found.rules


@many
@given(SOME_FACTS)
def test_questions_are_few_and_not_about_what_was_told(values: Facts) -> None:
    found = decided(values)
    assert len(found.ask) <= 3
    assert not set(found.ask) & {n for n, v in values.items() if v not in (None, "open")}
    assert found.certainty != "definite" or not found.ask


@many
@given(SOME_FACTS)
def test_harm_that_grows_never_makes_it_milder(values: Facts) -> None:
    weights = [
        severity(found.code)
        for harm in ("none", "slight", "serious")
        if (found := decided({**values, "harm": harm})).code in SEVERITY
    ]
    assert weights == sorted(weights)
