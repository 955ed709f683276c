"""Which text holds on which day: named laws and dates, each with the reason."""

import itertools
from datetime import date

import pytest

from corpus.models import Validity
from corpus.statutes import Statutes
from corpus.validity import NotCovered, NotFound, NotInForce, Row, amended_articles, versions_of
from corpus.version_rules import load_rules

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def statutes() -> Statutes:
    return Statutes.open()


def test_the_food_safety_law_holds_from_the_day_its_amending_decision_took_effect(statutes: Statutes) -> None:
    """The database keeps 2015-10-01; the decision of 2025-09-12 in the database says 2025-12-01."""
    with pytest.raises(NotCovered, match="2025-12-01"):
        statutes.provision("食品安全法", "第一百二十四条", date(2025, 11, 30))
    provision = statutes.provision("食品安全法", "第一百二十四条", date(2025, 12, 1))
    assert provision.valid_from == date(2025, 12, 1)
    assert "婴幼儿配方液态乳" in provision.text  # the amended wording


@pytest.mark.parametrize(
    ("law", "day"),
    [
        ("环境保护税法", date(2025, 10, 28)),
        ("网络安全法", date(2026, 1, 1)),
        ("村民委员会组织法", date(2026, 1, 1)),  # the database itself says 2025-10-28
        ("治安管理处罚法", date(2026, 1, 1)),
        ("反不正当竞争法", date(2025, 10, 15)),
        ("行政处罚法", date(2021, 7, 15)),
    ],
)
def test_before_the_first_version_held_nothing_is_guessed(statutes: Statutes, law: str, day: date) -> None:
    day_before = date.fromordinal(day.toordinal() - 1)
    assert statutes.law_on(law, day).validity is Validity.IN_FORCE
    with pytest.raises(NotCovered, match="未收录"):
        statutes.law_on(law, day_before)
    with pytest.raises(NotCovered, match="未收录"):
        statutes.provision(law, "第一条", day_before)


@pytest.mark.parametrize(
    ("law", "day", "adopted"),
    [
        ("商标法", date(2027, 1, 1), "2026-06-26"),
        ("农业法", date(2027, 1, 1), "2026-08-28"),
        ("监狱法", date(2026, 11, 1), "2026-04-30"),
        ("渔业法", date(2026, 5, 1), "2025-12-27"),
    ],
)
def test_the_older_version_holds_until_the_newer_takes_effect(
    statutes: Statutes, law: str, day: date, adopted: str
) -> None:
    old = statutes.law_on(law, date.fromordinal(day.toordinal() - 1))
    new = statutes.law_on(law, day)
    assert old.validity is new.validity is Validity.IN_FORCE
    assert old.version != new.version
    assert old.valid_to == new.valid_from == day
    assert adopted in old.note
    assert str(day) in old.note


def test_before_and_after_the_trademark_law_of_2026(statutes: Statutes) -> None:
    assert "责令停止销售" in statutes.provision("商标法", "第六十条", date(2026, 12, 31)).text
    assert statutes.provision("商标法", "第六十条", date(2027, 1, 1)).text.startswith("集体商标")


TEN = [
    "环境保护法",
    "环境影响评价法",
    "海洋环境保护法",
    "大气污染防治法",
    "水污染防治法",
    "土壤污染防治法",
    "固体废物污染环境防治法",
    "噪声污染防治法",
    "放射性污染防治法",
    "清洁生产促进法",
]


@pytest.mark.parametrize("law", TEN)
def test_the_ten_statutes_folded_into_the_code_end_on_2026_08_15(statutes: Statutes, law: str) -> None:
    assert statutes.provision(law, "第一条", date(2026, 8, 14)).valid_to == date(2026, 8, 15)
    standing = statutes.law_on(law, date(2026, 8, 15))
    assert standing.validity is Validity.REPEALED
    assert standing.replaced_by == "中华人民共和国生态环境法典"
    assert standing.basis == "《中华人民共和国生态环境法典》第一千二百四十二条"
    with pytest.raises(NotInForce, match="2026-08-15起废止") as caught:
        statutes.provision(law, "第一条", date(2026, 8, 15))
    assert caught.value.shown is not None


def test_the_code_is_not_yet_in_force_the_day_before(statutes: Statutes) -> None:
    standing = statutes.law_on("生态环境法典", date(2026, 8, 14))
    assert standing.validity is Validity.NOT_YET
    assert standing.valid_from == date(2026, 8, 15)
    assert statutes.law_on("生态环境法典", date(2026, 8, 15)).validity is Validity.IN_FORCE


@pytest.mark.parametrize("law", ["农村土地承包法", "乡镇企业法"])
def test_called_repealed_without_a_clause_is_doubtful_and_decides_nothing(
    statutes: Statutes, law: str
) -> None:
    assert statutes.law_on(law, TODAY).validity is Validity.DOUBTFUL
    with pytest.raises(NotInForce, match="状态存疑") as caught:
        statutes.provision(law, "第一条", TODAY)
    assert caught.value.shown is not None
    held = {p.law for p in [*statutes.in_force(TODAY), *statutes.all_versions()]}
    assert statutes.resolve_name(law) not in held
    assert statutes.resolve_name(law) in {p.law for p in statutes.doubtful()}


def test_laws_adopted_but_not_in_force_are_named_so(statutes: Statutes) -> None:
    for law in ("医疗保障法", "耕地保护和质量提升法"):
        with pytest.raises(NotInForce, match="自2027-01-01起施行") as caught:
            statutes.provision(law, "第一条", TODAY)
        assert caught.value.standing.validity is Validity.NOT_YET


def test_the_criminal_law_is_in_force_without_its_twelfth_amendment(statutes: Statutes) -> None:
    standing = statutes.law_on("刑法", TODAY)
    assert standing.validity is Validity.IN_FORCE
    assert "修正案（十二）" in standing.note
    assert statutes.provision("刑法", "第一百四十四条", TODAY).valid_to is None
    # the seven articles which that amendment rewrote are not what the text held says
    for article in ("第一百六十五条", "第三百九十条"):
        with pytest.raises(NotInForce, match="修正案（十二）") as caught:
            statutes.provision("刑法", article, TODAY)
        assert caught.value.standing.validity is Validity.SUPERSEDED
        assert statutes.provision("刑法", article, date(2024, 2, 29)).valid_to == date(2024, 3, 1)
    laws = {p.law for p in statutes.in_force(TODAY)}
    assert "中华人民共和国刑法修正案（十二）" in laws  # the only source of those seven
    assert "中华人民共和国刑法修正案（十一）" not in laws  # consolidated


def test_an_amendment_whose_day_is_not_on_record_leaves_a_gap(statutes: Statutes) -> None:
    """注册会计师法: adopted 2026-06-26, the decision is not in the database."""
    assert statutes.law_on("注册会计师法", date(2026, 6, 25)).validity is Validity.IN_FORCE
    with pytest.raises(NotCovered, match="没有记载它的施行日期"):
        statutes.law_on("注册会计师法", TODAY)
    assert not any(p.law.endswith("注册会计师法") for p in statutes.in_force(TODAY))


def test_a_law_whose_text_was_never_held_still_says_what_replaced_it(statutes: Statutes) -> None:
    standing = statutes.law_on("合同法", TODAY)
    assert (standing.validity, standing.replaced_by) == (Validity.REPEALED, "中华人民共和国民法典")
    with pytest.raises(NotCovered):
        statutes.law_on("合同法", date(2020, 12, 31))
    with pytest.raises(NotFound):
        statutes.law_on("不存在法", TODAY)


@pytest.mark.parametrize("day", [date(2026, 8, 14), date(2026, 8, 15), TODAY, date(2027, 1, 1)])
def test_filtering_all_versions_by_day_gives_exactly_what_is_in_force(statutes: Statutes, day: date) -> None:
    filtered = {
        p.id
        for p in statutes.all_versions()
        if p.valid_from <= day and (p.valid_to is None or day < p.valid_to)
    }
    assert filtered == {p.id for p in statutes.in_force(day)}


def test_what_is_in_force_can_be_looked_up_as_such(statutes: Statutes) -> None:
    for provision in statutes.in_force(TODAY)[::11]:
        assert statutes.provision(provision.law, provision.article, TODAY).law == provision.law


def test_versions_of_one_law_never_overlap(statutes: Statutes) -> None:
    for law in statutes.law_names():
        versions = statutes.versions(law)
        for older, newer in itertools.pairwise(versions):
            assert older.valid_to is not None
            assert older.valid_to <= newer.valid_from


def test_every_repeal_on_record_is_what_its_clause_says(statutes: Statutes) -> None:
    for repeal in statutes.rules.repeals:
        articles = statutes.articles(statutes.versions(repeal.by)[-1].id)
        plain = next(p.text for p in articles if p.article == repeal.article).replace(" ", "")
        assert f"{repeal.since.year}年{repeal.since.month}月{repeal.since.day}日" in plain
        assert "同时废止" in plain
        assert all(f"《{law}》" in plain for law in repeal.laws)


def test_first_enactments_are_laws_of_the_database(statutes: Statutes) -> None:
    assert load_rules().first_enactments <= set(statutes.law_names())


def test_the_articles_an_amendment_changes_are_those_named_before_the_new_wording() -> None:
    text = '将刑法第三百九十一条第一款修改为："依照第三百九十条处罚。"'
    assert amended_articles(text) == {"第三百九十一条"}
    assert amended_articles("在刑法第一百三十三条之一后增加一条，作为第一百三十三条之二：“…”") == {
        "第一百三十三条之一",
        "第一百三十三条之二",
    }


def test_dates_are_computed_not_read_off_the_status() -> None:
    rows = [
        Row("a", "中华人民共和国某法", "法律", date(2010, 1, 1), date(2010, 6, 1), "历史版本"),
        Row("b", "中华人民共和国某法", "法律", date(2026, 1, 1), date(2027, 1, 1), "现行有效"),
    ]
    old, new = versions_of(rows, load_rules())["中华人民共和国某法"]
    assert (old.valid_from, old.valid_to) == (date(2010, 6, 1), date(2027, 1, 1))
    assert (new.valid_from, new.valid_to) == (date(2027, 1, 1), None)
