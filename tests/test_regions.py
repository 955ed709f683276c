"""Where a list binds: the country, a province, a city, a group of places, an unknown place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import DataError
from corpus.regions import RegionError, binds, load_regions, normalise, same_system, system_of

PANJIN = "辽宁省盘锦市"
PROVINCES = sorted(load_regions().provinces.values())
CITIES = sorted(load_regions().cities.values())


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("全国", "全国"),
        ("辽宁", "辽宁省"),
        ("辽宁省", "辽宁省"),
        ("盘锦", PANJIN),
        ("盘锦市", PANJIN),
        ("辽宁盘锦", PANJIN),
        ("辽宁盘锦市", PANJIN),
        (" 辽宁省盘锦市 ", PANJIN),
        ("盘锦市大洼区", "辽宁省盘锦市大洼区"),
        ("上海", "上海市"),
        ("内蒙古兴安盟", "内蒙古自治区兴安盟"),
        ("新疆", "新疆维吾尔自治区"),
        ("朝阳市", "辽宁省朝阳市"),
        ("长三角（沪苏浙皖）", "长三角（沪苏浙皖）"),
        ("湖南省（县区未明）", "湖南省（县区未明）"),
    ],
)
def test_places_are_written_in_full(written: str, full: str) -> None:
    assert normalise(written) == full


@pytest.mark.parametrize("name", ["", "火星市", "吉林市", "Panjin", "朝阳"])
def test_a_place_nobody_knows_is_an_error_with_an_example(name: str) -> None:
    with pytest.raises(RegionError, match="辽宁省盘锦市"):
        normalise(name)


@pytest.mark.parametrize(
    ("issued_in", "place", "expected"),
    [
        ("全国", PANJIN, True),
        ("辽宁省", PANJIN, True),
        (PANJIN, PANJIN, True),
        (PANJIN, "盘锦", True),
        (PANJIN, "辽宁省盘锦市大洼区", True),
        ("辽宁省沈阳市", PANJIN, False),
        (PANJIN, "辽宁省", False),
        ("江苏省", PANJIN, False),
        ("吉林省", PANJIN, False),
        ("长三角（沪苏浙皖）", "浙江省杭州市", True),
        ("长三角（沪苏浙皖）", PANJIN, False),
        ("成德眉资", "四川省德阳市", True),
        ("成德眉资", "四川省绵阳市", False),
        ("未明", PANJIN, False),
        ("湖南省（县区未明）", "湖南省长沙市", False),
    ],
)
def test_a_list_binds_where_it_was_issued(issued_in: str, place: str, expected: bool) -> None:
    assert binds(issued_in, place) is expected


@pytest.mark.parametrize(
    ("authority", "system"),
    [
        ("海关", "customs"),
        ("税务机关", "tax"),
        ("烟草专卖行政主管部门", "tobacco"),
        ("消防救援机构及受委托/授权的乡镇街道", "fire"),
        ("市场监督管理部门", None),
    ],
)
def test_vertically_run_systems_are_known_by_the_authority(authority: str, system: str | None) -> None:
    assert system_of(authority) == system


def test_a_system_follows_its_own_lists_and_the_law_follows_everybody() -> None:
    assert same_system("税务机关", "国家税务总局盘锦市税务局")
    assert not same_system("市场监督管理部门", "盘锦市税务局")
    assert not same_system("税务机关", "盘锦市市场监督管理局")
    assert same_system("各行政执法机关", "盘锦海关")


@given(st.sampled_from(PROVINCES), st.sampled_from(["", "某市", "某市某区"]))
def test_the_country_and_the_place_itself_always_bind(province: str, rest: str) -> None:
    place = province + rest
    assert binds("全国", place)
    assert binds(place, place)
    assert normalise(normalise(place)) == normalise(place)


@given(st.sampled_from(PROVINCES), st.sampled_from(PROVINCES))
def test_provinces_never_bind_each_other(one: str, other: str) -> None:
    assert binds(one, other) is (one == other)


@given(st.sampled_from(CITIES), st.sampled_from(CITIES))
def test_cities_never_bind_each_other(one: str, other: str) -> None:
    assert binds(one, other) is (one == other)


def test_broken_region_data_names_file_and_field(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "_regions.yaml"
    path.write_text("everywhere: 全国\nunknown: 未明\nprovinces: 辽宁\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_regions(path)
    assert caught.value.file.endswith("_regions.yaml")
    assert caught.value.field == "provinces"
