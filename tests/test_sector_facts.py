"""Sector rules add their effect as facts: only on the clauses they speak of, only on what was told."""

from __future__ import annotations

import pytest

from assistant.derive import derive, limitation_of
from assistant.determination import determine, presume
from assistant.knowledge import Knowledge
from assistant.models import Fact, OutcomeCode
from assistant.sector import SectorHit, apply_sector, facts_values
from corpus.models import PenaltyMode, Violation
from corpus.references import parse_ref
from corpus.rules import load_rules

BOOK = load_rules()
FOOD, QUALITY = "食品安全法 第一百二十四条第一款第（五）项", "产品质量法 第五十条"
ECOLOGY, POLICE, FAIR = (
    "生态环境法典 第一千一百零七条",
    "治安管理处罚法 第六十一条",
    "反不正当竞争法 第二十条",
)
INSPECTED = {"inspected_on_purchase": "yes", "source_stated": "yes", "no_fault_evidence": "yes"}


def violation(penalty: str, mode: PenaltyMode = PenaltyMode.PUNISH, grave: bool = False) -> Violation:
    return Violation(
        id="v", field="市场", name="某种行为", aka=(), authority="某部门", penalty=(penalty,),
        penalty_mode=mode, grave=grave,
    )  # fmt: skip


def told(**values: str | float) -> dict[str, Fact]:
    return {name: Fact(name=name, value=value, evidence=name) for name, value in values.items()}


def applied(
    knowledge: Knowledge, clause: str | None, **values: str | float
) -> tuple[dict[str, Fact], list[SectorHit]]:
    facts = told(**values)
    presumed = presume(facts_values(facts), BOOK)
    one = violation(clause) if clause else None
    return apply_sector(
        facts, presumed, one, laws=(), sector=knowledge.sector, aggravating=knowledge.aggravating
    )


@pytest.mark.parametrize(
    ("clause", "values", "fact"),
    [
        (FOOD, INSPECTED, "sector_no_penalty"),  # 食品安全法 136
        (QUALITY, INSPECTED, "sector_lighter_may"),  # 产品质量法 55: not let off
        (FAIR, {"minor": "yes", "corrected_in_time": "yes", "harm": "none"}, "sector_no_penalty_shall"),
        (FAIR, {"harm_mitigated": "yes"}, "other_statutory_ground"),
        (ECOLOGY, {"malicious": "yes"}, "sector_aggravates"),  # 生态环境法典 1056(1)
    ],
)
def test_an_effect_becomes_its_fact(
    clause: str, values: dict[str, str], fact: str, knowledge: Knowledge
) -> None:
    facts, hits = applied(knowledge, clause, **values)
    assert facts[fact].value == "yes"
    assert any(hit.holds for hit in hits)


@pytest.mark.parametrize(
    ("clause", "values", "fact"),
    [
        (FOOD, {"inspected_on_purchase": "yes", "source_stated": "yes"}, "sector_no_penalty"),
        (FOOD, {"claims_no_fault": "yes", "source_stated": "yes"}, "sector_no_penalty"),
        (QUALITY, INSPECTED, "sector_no_penalty"),
        (FOOD, {"malicious": "yes"}, "sector_aggravates"),
        (FOOD, {"correction_refused": "yes"}, "sector_aggravates"),
        (ECOLOGY, {"harm": "slight"}, "sector_aggravates"),
        (ECOLOGY, INSPECTED, "sector_no_penalty"),
    ],
)
def test_a_rule_of_another_field_or_with_half_its_conditions_adds_nothing(
    clause: str, values: dict[str, str], fact: str, knowledge: Knowledge
) -> None:
    assert fact not in applied(knowledge, clause, **values)[0]


def test_without_a_violation_only_general_grounds_bear(knowledge: Knowledge) -> None:
    assert not applied(knowledge, None, **INSPECTED)[0]
    facts, hits = applied(knowledge, None, emergency_declared="yes", breaks_emergency_measure="yes")
    assert "sector_aggravates" in facts
    assert [hit.reference for hit in hits] == ["行政处罚法 第四十九条"]


def test_nothing_told_adds_nothing(knowledge: Knowledge) -> None:
    for clause in (FOOD, QUALITY, ECOLOGY, POLICE, FAIR):
        assert not applied(knowledge, clause)[0]


def test_a_hit_says_where_it_stands(knowledge: Knowledge) -> None:
    hits = [hit for hit in applied(knowledge, FOOD, **INSPECTED)[1] if hit.holds]
    assert "食品安全法 第一百三十六条" in {hit.reference for hit in hits}
    for hit in hits:
        assert parse_ref(hit.reference).article
        assert hit.text


# Facts that follow from the clause, the values and the time ------------------------------------------


@pytest.mark.parametrize("mode", list(PenaltyMode))
def test_the_penalty_clause_says_when_it_punishes(mode: PenaltyMode) -> None:
    facts = derive({}, violation(FOOD, mode), [])
    assert facts["clause_mode"].value == mode.value
    assert facts["clause_mode"].from_ == "assumed"


@pytest.mark.parametrize(
    ("values", "minor"),
    [
        ({"goods_value": 30.0}, "yes"),
        ({"goods_value": 50_000.0}, "no"),
        ({"exceedance": 0.05}, "yes"),
        ({"exceedance": 3.0}, "no"),
        ({"goods_value": 30.0, "exceedance": 3.0}, "no"),  # much of one thing outweighs little of another
        ({"goods_value": 30.0, "minor": "no"}, "no"),  # what was said outright is not overwritten
        ({"goods_value": 50_000.0, "minor": "yes"}, "yes"),
    ],
)
def test_slightness_by_quantity(values: dict[str, str | float], minor: str) -> None:
    assert derive(told(**values), None, [])["minor"].value == minor


def test_between_little_and_much_slightness_stays_open() -> None:
    assert "minor" not in derive(told(goods_value=3000.0), None, [])


def test_an_act_grave_by_nature_is_not_slight() -> None:
    facts = derive(told(goods_value=30.0), violation(FOOD, grave=True), [])
    assert (facts["grave"].value, facts["minor"].value) == ("yes", "no")


@pytest.mark.parametrize(
    ("clause", "years", "harm", "barred"),
    [
        (FOOD, 1.9, "none", False),
        (FOOD, 2.1, "none", True),  # 行政处罚法 36: two years
        (FOOD, 2.1, "serious", False),  # five years where health is harmed
        (FOOD, 5.1, "serious", True),
        (POLICE, 0.4, "none", False),
        (POLICE, 0.6, "none", True),  # 治安管理处罚法 25: six months
        ("税收征收管理法 第六十二条", 4.9, "none", False),
        ("税收征收管理法 第六十二条", 5.1, "none", True),  # 税收征收管理法 86: five years
    ],
)
def test_limitation_by_law_and_harm(clause: str, years: float, harm: str, barred: bool) -> None:
    facts = derive(told(years_since_act=years, harm=harm), violation(clause), [])
    assert ("time_barred" in facts) is barred


def test_the_limitation_of_a_law_of_its_own_names_its_clause() -> None:
    assert limitation_of(violation(POLICE)).basis.startswith("治安管理处罚法")
    assert limitation_of(None).basis.startswith("行政处罚法")


def test_between_the_limits_the_time_bar_waits_for_harm() -> None:
    """行政处罚法 36: five years only where life, health or finance is concerned and harm was done."""
    facts = derive(told(years_since_act=3.0), violation(FOOD), [])
    assert "time_barred" not in facts
    found = determine({name: fact.value for name, fact in facts.items() if name in BOOK.facts}, BOOK)
    assert found.code is OutcomeCode.NOT_A_VIOLATION
    assert found.certainty == "conditional"
    assert "long_limitation" in found.ask
    assert [branch.when for branch in found.branches] == [BOOK.facts["long_limitation"].value_labels["yes"]]
    for years, harm in ((1.0, None), (3.0, "slight")):
        more = told(years_since_act=years, harm=harm) if harm else told(years_since_act=years)
        assert not {"time_barred", "past_short_limit"} & derive(more, violation(FOOD), []).keys()


def test_who_inspected_and_names_the_source_likely_shows_no_fault() -> None:
    """Papers make absence of fault likely; whether they prove it is for the authority to say."""
    shown = told(inspected_on_purchase="yes", source_stated="yes")
    assert derive(shown, None, [])["no_fault_likely"].value == "yes"
    assert "no_fault_evidence" not in derive(shown, None, [])
    assert "no_fault_likely" not in derive({**shown, **told(intentional="yes")}, None, [])
    assert "no_fault_likely" not in derive(told(claims_no_fault="yes"), None, [])


def test_a_full_report_without_one_lenient_fact_tells_against_leniency() -> None:
    report: dict[str, str | float] = {"told_chars": 200, "role": "officer", "violation_named": "yes"}
    assert derive({}, None, [], report)["manifest"].value == "yes"
    assert "manifest" not in derive(told(first_violation="yes"), None, [], report)
    assert "manifest" not in derive({}, None, [], {**report, "role": "business"})
    assert "manifest" not in derive({}, None, [], {**report, "violation_named": "no"})


def test_a_derived_fact_says_what_it_follows_from() -> None:
    facts = derive(told(goods_value=30.0, violent="yes"), violation(FOOD), [])
    assert all(fact.evidence for fact in facts.values())


@pytest.mark.parametrize(
    ("clause", "values", "value"),
    [
        (POLICE, {"harm": "serious"}, "open"),  # 治安管理处罚法 22(1): the authority weighs it
        (ECOLOGY, {"correction_refused": "yes"}, "open"),
        (ECOLOGY, {"correction_refused": "yes", "malicious": "yes"}, "yes"),
    ],
)
def test_a_ground_that_is_weighed_only_opens_the_heavier_outcome(
    clause: str, values: dict[str, str], value: str, knowledge: Knowledge
) -> None:
    facts, hits = applied(knowledge, clause, **values)
    assert facts["sector_aggravates"].value == value
    assert hits
