"""Three-valued logic: unknown stays unknown until what is known decides."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.kleene import Truth, evaluate, k_all, k_any, k_not
from corpus.rules import When

TRUTHS: tuple[Truth, ...] = (True, False, None)
ANY_TRUTHS = st.lists(st.sampled_from(TRUTHS), max_size=6)
VALUES = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["yes", "no", "unknown", None]), max_size=4)
ATOMS = st.builds(
    lambda name, value: When(fact=name, value=(value,)),
    st.sampled_from("abcd"),
    st.sampled_from(["yes", "no"]),
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: When(all=tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: When(any=tuple(parts))),
        inner.map(lambda part: When(not_=part)),
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, None, None, True),
        (True, False, False, True),
        (None, None, None, None),
        (None, False, False, None),
        (False, False, False, False),
    ],
)
def test_tables_of_and_and_or(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    for pair in ((left, right), (right, left)):
        assert k_all(pair) is both
        assert k_any(pair) is either


@pytest.mark.parametrize(("truth", "opposite"), [(True, False), (False, True), (None, None)])
def test_table_of_not(truth: Truth, opposite: Truth) -> None:
    assert k_not(truth) is opposite


def test_and_of_nothing_holds_and_or_of_nothing_does_not() -> None:
    assert k_all([]) is True
    assert k_any([]) is False


def test_zero_and_false_are_not_confused_with_unknown() -> None:
    assert k_all([None, False]) is False
    assert k_any([False, None]) is None


@given(ANY_TRUTHS)
def test_de_morgan(truths: list[Truth]) -> None:
    assert k_not(k_all(truths)) is k_any([k_not(t) for t in truths])
    assert k_not(k_any(truths)) is k_all([k_not(t) for t in truths])


@given(st.lists(st.sampled_from(TRUTHS), max_size=4))
def test_order_is_nothing(truths: list[Truth]) -> None:
    assert len({k_all(p) for p in permutations(truths)}) == 1
    assert len({k_any(p) for p in permutations(truths)}) == 1


@given(ANY_TRUTHS)
def test_filling_in_an_unknown_never_turns_a_known_result(truths: list[Truth]) -> None:
    opens = [i for i, t in enumerate(truths) if t is None]
    for combination in product((True, False), repeat=len(opens)):
        filled = list(truths)
        for place, truth in zip(opens, combination, strict=True):
            filled[place] = truth
        for join in (k_all, k_any):
            if join(truths) is not None:
                assert join(filled) is join(truths)


@pytest.mark.parametrize(
    ("written", "values", "truth"),
    [
        ({"harm": "none"}, {"harm": "none"}, True),
        ({"harm": "none"}, {"harm": "slight"}, False),
        ({"harm": ["none", "slight"]}, {"harm": "slight"}, True),
        ({"harm": ["none", "slight"]}, {"harm": "serious"}, False),
        ({"harm": "none"}, {}, None),
        ({"harm": "none"}, {"harm": "unknown"}, None),
        ({"harm": "none"}, {"harm": None}, None),
        ({"first_violation": True}, {"first_violation": "yes"}, True),  # YAML's bare yes
        ({"first_violation": False}, {"first_violation": "yes"}, False),
        ({"age": {"lt": 14}}, {"age": 13}, True),
        ({"age": {"lt": 14}}, {"age": 14}, False),
        ({"age": {"le": 14}}, {"age": 14}, True),
        ({"age": {"gt": 14}}, {"age": 14}, False),
        ({"age": {"ge": 14}}, {"age": 14}, True),
        ({"age": {"ge": 14, "lt": 18}}, {"age": 18}, False),
        ({"age": {"ge": 14, "lt": 18}}, {"age": 17.5}, True),
        ({"age": {"lt": 14}}, {}, None),
        ({"not": {"minor": True}}, {"minor": "yes"}, False),
        ({"not": {"minor": True}}, {"minor": "no"}, True),
        ({"not": {"minor": True}}, {}, None),
        ({"all": [{"minor": True}, {"harm": "none"}]}, {"minor": "yes", "harm": "none"}, True),
        ({"all": [{"minor": True}, {"harm": "none"}]}, {"minor": "yes"}, None),
        ({"all": [{"minor": True}, {"harm": "none"}]}, {"harm": "serious"}, False),
        ({"any": [{"minor": True}, {"harm": "none"}]}, {"minor": "yes"}, True),
        ({"any": [{"minor": True}, {"harm": "none"}]}, {"minor": "no"}, None),
        ({"any": [{"minor": True}, {"harm": "none"}]}, {"minor": "no", "harm": "serious"}, False),
    ],
)
def test_every_form_of_condition(written: dict[str, object], values: dict[str, str], truth: Truth) -> None:
    assert evaluate(When.model_validate(written), values) is truth


def test_a_condition_names_every_fact_it_may_ask_for() -> None:
    when = When.model_validate({"all": [{"a": "yes"}, {"any": [{"b": {"lt": 3}}, {"not": {"c": "no"}}]}]})
    assert when.facts() == {"a", "b", "c"}


@given(CONDITIONS, VALUES)
def test_a_condition_reads_only_its_own_facts(when: When, values: dict[str, str | None]) -> None:
    own = {name: value for name, value in values.items() if name in when.facts()}
    assert evaluate(when, own) is evaluate(when, values)


@given(CONDITIONS, VALUES, st.sampled_from("abcd"), st.sampled_from(["yes", "no"]))
def test_learning_more_never_turns_what_was_settled(
    when: When, values: dict[str, str | None], name: str, value: str
) -> None:
    before = evaluate(when, values)
    if before is not None and values.get(name) in (None, "unknown"):
        assert evaluate(when, {**values, name: value}) is before


@given(CONDITIONS, VALUES)
def test_unknown_in_words_is_the_same_as_saying_nothing(when: When, values: dict[str, str | None]) -> None:
    silent = {name: value for name, value in values.items() if value not in (None, "unknown")}
    assert evaluate(when, silent) is evaluate(when, values)
