"""Sector rules and aggravating grounds: effects, conditions, and that the cited words stand in the law."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import DataError
from corpus.sector import load_aggravating, load_sector, rules_for, unresolved
from corpus.statutes import Statutes
from corpus.validity import NotFound

SECTOR, AGGRAVATING = load_sector(), load_aggravating()
DAY = date(2026, 11, 24)
# What the text of the cited paragraph must speak of, effect by effect.
SPEAKS_OF = {
    "correct_first": r"逾期|拒不|仍不",
    "warn_first": r"警告",
    "no_penalty_may": r"可以免予处罚|可以不予处罚",
    "no_penalty_shall": r"不予(行政)?处罚|责令停止使用|不受处罚",
    "lighter_may": r"可以从轻或者减轻",
    "lighter_shall": r"从轻或者减轻|减轻(行政)?处罚",
    "lighter_or_none": r"从轻、减轻或者不予处罚",
    "lighter_or_exempt_may": r"(酌情|依法)?减轻或者免[予除]",
    "only_stop_sale": r"责令停止销售",
    "discretionary_fine": r"可以|警告或者",
    "educate_first": r"批评教育|说服教育",
    "limitation": r"不再(给予)?(行政)?处罚",
    "follows_apl": r"行政处罚法",
    "daily_fine": r"按日连续处罚",
    "police_detention": r"公安机关.*拘留",
    "no_detention": r"不执行行政拘留",
    "warn_release": r"口头警告后放行",
}


@pytest.fixture(scope="module")
def statutes() -> Statutes:
    return Statutes.open()


def paragraph(statutes: Statutes, law: str, article: str, number: int | None) -> str:
    """One 款 with its 项, or the whole article."""
    blocks: list[str] = []
    for line in statutes.provision(law, article, DAY).text.splitlines():
        # The store breaks 生态环境法典 1060(1) in mid-sentence: a line after "，" belongs to the one before.
        if blocks and (re.match(r"\s*（[一二三四五六七八九十]+）", line) or blocks[-1].endswith("，")):
            blocks[-1] += line
        else:
            blocks.append(line)
    return "".join(blocks) if number is None else blocks[number - 1]


def test_every_article_is_in_force(statutes: Statutes) -> None:
    def resolve(law: str, article: str) -> bool:
        try:
            return bool(statutes.provision(law, article, DAY))
        except NotFound:
            return False

    assert unresolved(SECTOR.rules, resolve) == []
    assert unresolved(AGGRAVATING.rules, resolve) == []


@pytest.mark.parametrize("rule", SECTOR.rules, ids=lambda rule: rule.id)
def test_the_cited_paragraph_speaks_of_the_effect(statutes: Statutes, rule) -> None:  # type: ignore[no-untyped-def]
    text = paragraph(statutes, rule.law, rule.article, rule.paragraph)
    assert re.search(SPEAKS_OF.get(rule.effect, "."), text)


@pytest.mark.parametrize("rule", AGGRAVATING.rules, ids=lambda rule: rule.id)
def test_the_cited_paragraph_says_heavier(statutes: Statutes, rule) -> None:  # type: ignore[no-untyped-def]
    assert "从重" in paragraph(statutes, rule.law, rule.article, rule.paragraph)


@pytest.mark.parametrize(
    ("rule_id", "effect"),
    [
        ("food-136", "no_penalty_may"),  # 可以免予处罚, goods confiscated
        ("quality-55", "lighter_may"),  # never no penalty
        ("trademark-60-2", "only_stop_sale"),
        ("unfair-23-2", "no_penalty_shall"),
        ("police-20-forgiven", "lighter_or_none"),
        ("police-14", "lighter_or_none_may"),
        ("tax-86", "limitation"),
        ("food-126", "warn_first"),
        ("special-83", "correct_first"),
        ("tax-62", "discretionary_fine"),
        ("ecology-1108", "police_detention"),
    ],
)
def test_each_rule_is_stored_with_its_effect(rule_id: str, effect: str) -> None:
    assert next(r for r in SECTOR.rules if r.id == rule_id).effect == effect


def test_food_leniency_keeps_confiscation() -> None:
    rule = next(r for r in SECTOR.rules if r.id == "food-136")
    assert any("没收" in keep for keep in rule.keeps)
    assert rule.when.facts() == {"inspected_on_purchase", "no_fault_evidence", "source_stated"}


def test_rules_are_found_by_clause() -> None:
    found = {rule.id for rule in rules_for(SECTOR.rules, "食品安全法", "第一百二十四条")}
    assert found == {"food-136", "food-134"}
    assert "special-83" in {r.id for r in rules_for(SECTOR.rules, "特种设备安全法", "第八十三条")}
    assert rules_for(SECTOR.rules, "广告法", "第五十八条") == []


def test_regulations_without_text_are_only_named() -> None:
    names = {named.name for named in (*SECTOR.named, *AGGRAVATING.named)}
    assert {"食品安全法实施条例", "市场主体登记管理条例"} <= names
    assert not any("“" in named.text for named in SECTOR.named)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("effect", "effect: free"),
        ("article", "article: 136"),
        ("when", "when: {no_such_fact: yes}"),
        ("applies_to", "applies_to: [食品安全法 124]"),
    ],
)
def test_wrong_entries_are_named(tmp_path: Path, field: str, change: str) -> None:
    values = {
        "effect": "effect: no_penalty_may",
        "article": "article: 第一百三十六条",
        "when": "when: {known: yes}",
        "applies_to": "applies_to: [食品安全法]",
    } | {field: change}
    text = (
        "as_of: 2026-11-24\neffects: {no_penalty_may: 可以免罚}\nextra_facts: {known: 某事实}\nrules:\n"
        f"- {{id: x, law: 食品安全法, fields: [食品], text: 甲, {', '.join(values.values())}}}\n"
    )
    (tmp_path / "sector.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_sector(tmp_path)
    assert (error.value.field, error.value.entry) == (field, "x")
