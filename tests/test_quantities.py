"""Amounts, spans of time and ratios, in base units, each with its place in the text."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.reading.clauses import split_clauses
from assistant.reading.numbers import number
from assistant.reading.quantities import read_quantities
from assistant.reading.reader import read

DAY = date(2026, 11, 24)


def values(text: str, fact: str) -> list[float]:
    return [q.value for q in read_quantities(split_clauses(text), DAY) if q.fact == fact]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12.0),
        ("0.08", 0.08),
        ("1,200", 1200.0),
        ("三", 3.0),
        ("十", 10.0),
        ("一千二百", 1200.0),
        ("两百", 200.0),
        ("一万五千", 15000.0),
        ("几十", 50.0),
        ("半", 0.5),
        ("1.2.3", None),
    ],
)
def test_numerals(text: str, value: float | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("货值30元", "goods_value", 30),
        ("货值三十元", "goods_value", 30),
        ("货值一千二百元", "goods_value", 1200),
        ("货值1.5万元", "goods_value", 15_000),
        ("货值金额两万多元", "goods_value", 20_000),
        ("一共卖了八十块钱", "sales_amount", 80),
        ("违法所得二百块", "unlawful_gain", 200),
        ("罚款两万元", "fine", 20_000),
        ("拖欠工资三万元", "wages_owed", 30_000),
        ("少缴税款50万元", "tax_evaded", 500_000),
        ("造成损失6000元", "loss", 6000),
        ("超标三倍", "exceedance", 3),
        ("超标0.08倍", "exceedance", 0.08),
        ("超标百分之八", "exceedance", 0.08),
        ("超标8%", "exceedance", 0.08),
        ("超标8％", "exceedance", 0.08),
        ("超过标准限值1.5倍", "exceedance", 1.5),
        ("超载百分之三十", "exceedance", 0.3),
        ("铅超标三倍", "exceedance_heavy", 3),
        ("过期三天", "overdue", 3),
        ("过期半个月", "overdue", 15),
        ("无证经营了两个月", "duration", 60),
        ("持续了一年", "duration", 365),
        ("两袋面包", "count", 2),
        ("三人重伤", "injured_seriously", 3),
        ("2人死亡", "deaths", 2),
        ("五名顾客中毒", "injured", 5),
        ("让拦下来抽血138", "blood_alcohol", 138),
        ("酒精含量为95", "blood_alcohol", 95),
        ("隔壁吓唬我说铁定要挨一万", "fine", 10_000),
        ("听说一律五万起步", "fine", 50_000),
        ("花四十万上了布袋除尘", "spent", 400_000),
    ],
)
def test_a_value_belongs_to_the_fact_its_words_name(text: str, fact: str, value: float) -> None:
    assert values(text, fact) == [pytest.approx(value)]


@pytest.mark.parametrize(
    "text",
    [
        "第三次",
        "第2条",
        "三天内改正",
        "两天前",
        "2026年",
        "三楼",
        "一方面",
        "13800001111",
        "3月15日",
        "同一支笔写的",
    ],
)
def test_what_only_looks_like_a_span_or_a_count(text: str) -> None:
    assert not values(text, "duration")
    assert not values(text, "overdue")
    assert not values(text, "count")


@pytest.mark.parametrize("text", ["一块广告牌", "三块地", "一块木板", "拿走手表一块", "能一块儿免吧"])
def test_a_piece_is_no_money(text: str) -> None:
    assert not values(text, "goods_value")


@pytest.mark.parametrize(
    "text",
    [
        "货值1.5万元，罚款两万元，超标百分之八，铅超标三倍",
        "我15岁，卖烟给一个12岁的小孩，三年前，2022年3月5日",
        "两袋面包一共30块钱，过期三天，三人住院，50公斤",
    ],
)
def test_a_quantity_is_a_slice_of_the_question(text: str) -> None:
    quantities = read_quantities(split_clauses(text), DAY)
    assert quantities
    for quantity in quantities:
        assert quantity.text == text[quantity.start : quantity.end]


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("广告牌3000元", "goods_value", 3000),
        ("名牌手表12000元", "goods_value", 12_000),
        ("砸了玻璃损失8000元", "loss", 8000),
        ("价值8000元的一只手镯", "goods_value", 8000),
        ("收了30000元一次性付清", "goods_value", 30_000),
        ("第一次3万元", "goods_value", 30_000),
        ("2万元50公斤", "quantity:公斤", 50),
    ],
)
def test_a_sum_keeps_its_size_whatever_stands_beside_it(text: str, fact: str, value: float) -> None:
    assert values(text, fact) == [value]


@pytest.mark.parametrize("text", ["两块一根", "每根卖两块", "卖十块钱一斤", "拆开一支一支卖"])
def test_a_price_of_one_piece_says_nothing_of_the_size(text: str) -> None:
    assert not values(text, "goods_value")
    assert not values(text, "sales_amount")
    assert not values(text, "count")


def test_a_measure_keeps_its_unit_and_is_told_in_kilograms_too() -> None:
    assert values("查获五十斤肉", "quantity:斤") == [50]
    assert values("查获五十斤肉", "quantity:公斤") == [25]


def test_the_largest_of_several_sums_counts() -> None:
    assert read("货值300元，后来查明货值2万元", DAY).facts["goods_value"].value == 20_000


@pytest.mark.parametrize(
    ("text", "over", "heavy"),
    [
        ("车间排口总铬测得5.2毫克/升，标准限值1.0。", [4.2], [4.2]),
        ("标准限值50，实测化学需氧量60毫克/升。", [0.2], []),
        ("夜间实测58分贝，限值50分贝。", [], []),  # decibels are no ratios
        ("实测40毫克/升，限值50毫克/升。", [], []),
        ("实测40毫克/升。限值另查。", [], []),
        ("实测60，限值50，另一项限值20。", [], []),  # which limit is not told
    ],
)
def test_what_was_measured_is_set_against_its_limit(text: str, over: list[float], heavy: list[float]) -> None:
    assert values(text, "exceedance") == over
    assert values(text, "exceedance_heavy") == heavy
    assert values(text, "blood_alcohol") == []
