"""Days of the act and of its discovery, for the limitation."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.reading.clauses import split_clauses
from assistant.reading.quantities import read_quantities
from assistant.reading.reader import read

DAY = date(2026, 11, 24)


def values(text: str, fact: str) -> list[float]:
    return [q.value for q in read_quantities(split_clauses(text), DAY) if q.fact == fact]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("三年前卖的，现在才被发现", 3.0),
        ("六个月前卖的，现在才被发现", 0.5),
        ("2022年11月24日卖的，现在才被发现", 4.0),
        ("2024年5月的事，今年才被查到", 2.53),
        ("前年卖的，现在才被查到", 2.4),
    ],
)
def test_years_from_the_act_to_its_discovery(text: str, years: float) -> None:
    fact = read(text, DAY).facts["years_since_act"]
    assert fact.value == pytest.approx(years, abs=0.12)


@pytest.mark.parametrize("text", ["三年前卖的", "2022年3月卖的", "前年开的店"])
def test_a_date_alone_says_nothing_of_discovery(text: str) -> None:
    """行政处罚法 36 counts to the first discovery, not to today."""
    assert "years_since_act" not in read(text, DAY).facts


def test_a_day_to_come_is_no_age_of_an_act() -> None:
    assert not values("2027年1月再改", "years_ago")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("三年半前往山沟里倒过两车石渣，从来没人提过，昨天水务局翻旧照片找我", 3.5),
        ("二〇二二年秋天卖过口红，卖完就没再干，今年十月有人翻旧账举报", 4.0),
        ("二零二一年冬天放倒六棵刺槐，今年五月林业的翻老照片才说要处罚我", 4.4),
        ("22年冬天偷砍过三棵树，今年林业局才查到", 3.9),
        ("大前年夏天放过一次烟花，一直没人管，今年有人举报", 3.4),
        ("去年清明在群里骂过人，当时谁也没报，今年端午她才头一回去派出所告", 1.6),
        ("去年五一摆过一天摊，当时没人管，现在城管要罚我", 1.5),
        ("2023年5月走的，走了以后再没瓜葛，一直没人告过，今天才想起来去举报", 3.5),
        ("附的是2023年3月转账截图。该店2023年5月就歇业了，没有任何机关在这之前立过案", 3.5),
        ("2022年6月没领许可证盖了冷库，当年十一月验收，2026年10月才有人翻出来说要罚", 4.0),
        ("从2022年5月到2023年8月卖过无证食品，没人查过，今年10月被举报", 3.2),
        ("我是两年多以前发的广告，发了一天就删了，一直没人投诉过", 2.1),
        ("五年前少报过一次数，早改了，税务局最近才翻旧账", 5.0),
        ("到2023年10月为止倒过泔水，后来房子转租了，也没上过门，今年十月有人举报", 3.0),
        ("2023年2月线就拆掉卖了，中间环保的人没来过也没问过，今年九月才被问起", 3.77),
    ],
)
def test_days_of_the_act_and_of_its_discovery(text: str, years: float) -> None:
    assert read(text, DAY).facts["years_since_act"].value == pytest.approx(years, abs=0.12)


@pytest.mark.parametrize(
    "text",
    [
        "2019年开的店，一直没办证，从来没人查过，上周市监来了",
        "三年前卖的酒，当年市监就罚过我，现在又有人举报",
        "三年前盖的棚子，去年城管下过通知让拆，我没拆，现在又来说要罚",
        "2021年6月起一直往河里排水，没人查过，今年才发现",
        "前年偷倒渣土，后来派出所来找过我做笔录，现在才说要罚",
        "生产日期2023年3月的饼干今天才被查到",
        "我儿子是2013年1月出生的，现在才被发现",
    ],
)
def test_what_was_dealt_with_or_goes_on_is_not_barred_by_time(text: str) -> None:
    assert "years_since_act" not in read(text, DAY).facts


@pytest.mark.parametrize("text", ["二零二一年卖了", "22年3月卖了"])
def test_a_year_is_no_duration(text: str) -> None:
    assert not values(text, "duration")
