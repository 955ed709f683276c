"""Items of a list against the facts: what binds here, whose conditions hold, and what they then add."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.items import ItemMatch, item_facts, match_items
from assistant.models import Fact
from corpus.models import (
    Condition,
    Disposition,
    Item,
    ItemStatus,
    PenaltyMode,
    Source,
    Threshold,
    Violation,
)

DAY, PANJIN = date(2026, 11, 24), "辽宁省盘锦市"
CLAUSE = "食品安全法 第一百二十四条第一款第（五）项"
VIOLATION = Violation(
    id="expired-food", field="市场", name="经营过期食品", aka=(), authority="市场监管部门",
    penalty=(CLAUSE,), penalty_mode=PenaltyMode.PUNISH,
)  # fmt: skip
FIRST = Condition(text="初次违法", fact="first_violation", value="yes")
CORRECTED = Condition(text="及时改正", fact="corrected_in_time", value="yes")
SMALL = Condition(
    text="货值不超过500元", fact="goods_value",
    threshold=Threshold(fact="goods_value", op="<=", value=500, unit="yuan"),
)  # fmt: skip
SLIGHT = Condition(text="危害后果轻微", fact="harm", value="slight")


def item(**fields: object) -> Item:
    base: dict[str, object] = {
        "id": "a-1", "list_title": "轻微不罚清单", "field": "市场监管", "authority": "市场监管部门",
        "violation": "经营过期食品", "disposition": Disposition.NO_PENALTY, "penalty": (CLAUSE,),
        "conditions": (FIRST, CORRECTED), "region": "全国", "source": Source(title="清单"),
        "valid_from": date(2025, 1, 1),
    }  # fmt: skip
    return Item.model_validate({**base, **fields})


def told(**values: str | float) -> dict[str, Fact]:
    return {name: Fact(name=name, value=value, evidence=name) for name, value in values.items()}


def judged(one: Item, facts: dict[str, Fact], text: str = "", day: date = DAY) -> ItemMatch:
    return match_items([(one, 1.0)], VIOLATION, facts, text, PANJIN, day)[0]


GOOD = told(first_violation="yes", corrected_in_time="yes")


@pytest.mark.parametrize(
    ("region", "binds"),
    [("全国", True), ("辽宁省", True), ("辽宁省盘锦市", True), ("辽宁省沈阳市", False), ("上海市", False)],
)
def test_a_list_binds_where_it_was_issued(region: str, binds: bool) -> None:
    match = judged(item(region=region), GOOD)
    assert match.binding is binds
    assert bool(item_facts([match])) is binds


@pytest.mark.parametrize(
    "fields",
    [
        {"complete": False},
        {"confidence": "low"},
        {"status": ItemStatus.DRAFT},
        {"status": ItemStatus.REPLACED},
        {"status": ItemStatus.EXPIRED, "valid_to": date(2026, 1, 1)},
        {"valid_to": date(2026, 11, 24)},
        {"valid_from": date(2026, 11, 25)},
    ],
)
def test_incomplete_draft_replaced_and_expired_items_never_decide(fields: dict[str, object]) -> None:
    assert not item_facts([judged(item(**fields), GOOD)])


@pytest.mark.parametrize(
    ("facts", "met"),
    [
        (GOOD, True),
        (told(first_violation="yes"), None),
        (told(first_violation="yes", corrected_in_time="unknown"), None),
        (told(first_violation="no", corrected_in_time="yes"), False),
        (told(first_violation="no"), False),
        ({}, None),
    ],
)
def test_conditions_hold_together_in_three_values(facts: dict[str, Fact], met: bool | None) -> None:
    match = judged(item(), facts)
    assert match.met is met
    assert bool(item_facts([match])) is (met is True)


@pytest.mark.parametrize(("value", "met"), [(499.0, True), (500.0, True), (500.01, False), ("unknown", None)])
def test_a_threshold_is_compared_with_the_value_told(value: str | float, met: bool | None) -> None:
    assert judged(item(conditions=(SMALL,)), told(goods_value=value)).met is met


@pytest.mark.parametrize(("harm", "met"), [("none", True), ("slight", True), ("serious", False)])
def test_what_asks_for_slight_harm_is_met_by_none(harm: str, met: bool) -> None:
    assert judged(item(conditions=(SLIGHT,)), told(harm=harm)).met is met


def test_of_a_group_of_alternatives_one_is_enough() -> None:
    either = (SMALL.model_copy(update={"any_of": 1}), FIRST.model_copy(update={"any_of": 1}), CORRECTED)
    one = item(conditions=either)
    dear = told(goods_value=9000, corrected_in_time="yes")
    assert judged(one, {**dear, **told(first_violation="yes")}).met is True
    assert judged(one, {**dear, **told(first_violation="no")}).met is False


def test_an_alternative_may_ask_for_several_things() -> None:
    both = Condition(text="初次且金额小", all_of=(FIRST, SMALL))
    assert judged(item(conditions=(both,)), told(first_violation="yes", goods_value=30)).met is True
    assert judged(item(conditions=(both,)), told(first_violation="yes", goods_value=900)).met is False
    assert judged(item(conditions=(both,)), told(first_violation="yes")).met is None


def test_a_condition_only_in_words_stays_open() -> None:
    assert judged(item(conditions=(FIRST, Condition(text="其他情形"))), GOOD).met is None


@pytest.mark.parametrize(
    ("disposition", "fact"),
    [
        (Disposition.NO_PENALTY, "item_no_penalty"),
        (Disposition.MAY_NO_PENALTY, "item_may_no_penalty"),
    ],
)
def test_shall_and_may_of_a_list_stay_apart(disposition: Disposition, fact: str) -> None:
    assert set(item_facts([judged(item(disposition=disposition), GOOD)])) == {fact}


@pytest.mark.parametrize("disposition", [Disposition.LIGHTER, Disposition.REDUCED, Disposition.NO_COERCION])
def test_a_list_of_lighter_penalties_never_lets_off(disposition: Disposition) -> None:
    facts = item_facts([judged(item(disposition=disposition), GOOD)])
    assert not facts.keys() & {"item_no_penalty", "item_may_no_penalty"}


def test_an_exclusion_by_its_facts_beats_conditions_that_hold() -> None:
    refused = Condition(text="拒不改正的除外", fact="correction_refused", value="yes")
    match = judged(item(excluded_when=(refused,)), {**GOOD, **told(correction_refused="yes")})
    assert match.excluded == "拒不改正的除外"
    assert set(item_facts([match])) == {"item_excludes"}


def test_an_exclusion_not_told_does_not_exclude() -> None:
    refused = Condition(text="拒不改正的除外", fact="correction_refused", value="yes")
    assert judged(item(excluded_when=(refused,)), GOOD).excluded == ""


def test_another_clause_adds_nothing() -> None:
    match = judged(item(penalty=("广告法 第五十七条",)), GOOD)
    assert not match.same
    assert not item_facts([match])


@pytest.mark.parametrize(
    ("clause", "same"),
    [
        ("食品安全法 第一百二十四条", True),
        ("食品安全法 第一百二十四条第一款", True),
        (CLAUSE, True),
        ("食品安全法 第一百二十四条第一款第（一）项", False),
        ("食品安全法 第一百二十五条", False),
        ("食品安全法", False),
    ],
)
def test_the_same_clause_is_the_same_article_and_item(clause: str, same: bool) -> None:
    assert judged(item(penalty=(clause,)), GOOD).same is same


def test_the_law_in_force_stands_for_the_renumbered_one() -> None:
    renumbered = item(penalty=("食品安全法（2009） 第八十五条",), mapped_law=(CLAUSE,))
    assert judged(renumbered, GOOD).same


def test_without_a_violation_no_item_speaks() -> None:
    match = match_items([(item(), 1.0)], None, GOOD, "", PANJIN, DAY)[0]
    assert not item_facts([match])


def test_what_binds_and_fits_comes_first() -> None:
    candidates = [
        (item(id="a-elsewhere", region="上海市"), 0.9),
        (item(id="a-other", penalty=("广告法 第五十七条",)), 0.95),
        (item(id="a-here"), 0.1),
    ]
    order = [m.item.id for m in match_items(candidates, VIOLATION, GOOD, "", PANJIN, DAY)]
    assert order == ["a-here", "a-elsewhere", "a-other"]
