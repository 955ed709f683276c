"""Where an item list binds: 全国 everywhere, a province's in the province, a city's in the city.

The names stand in ``corpus/items/_regions.yaml``. Vertically run systems (customs, tax, tobacco,
fire rescue) follow their own system's lists and no other authority's.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from corpus.errors import CorpusError
from corpus.models import Frozen
from corpus.yaml_files import parse_entries, read_yaml

REGIONS_FILE = Path(__file__).parent / "items" / "_regions.yaml"


class RegionError(CorpusError):
    """A place that is not written as 省＋市县 and that no alias explains."""


class System(Frozen):
    """One vertically run system; ``words`` show it in an authority's name."""

    id: str
    label: str
    words: tuple[str, ...]


class Regions(Frozen):
    """The contents of ``_regions.yaml``."""

    id: str = "regions"
    everywhere: str
    unknown: str
    provinces: dict[str, str]
    cities: dict[str, str]
    groups: dict[str, tuple[str, ...]]
    systems: tuple[System, ...]
    for_all: tuple[str, ...]


@lru_cache(maxsize=4)
def load_regions(path: Path = REGIONS_FILE) -> Regions:
    """Read the region data. Raises DataError with file and field."""
    return parse_entries(path, [read_yaml(path)], Regions, {"groups": "长三角: [上海市, 江苏省]"})[0]


@lru_cache(maxsize=1024)
def normalise(name: str) -> str:
    """The full form of a place: "盘锦" and "辽宁盘锦市" become "辽宁省盘锦市".

    全国, groups and names marked as unknown stay as they are. Raises RegionError for anything else
    that does not open with a province or a known city.
    """
    regions, name = load_regions(), name.strip()
    if name == regions.everywhere or name in regions.groups or regions.unknown in name:
        return name
    for short, full in regions.provinces.items():
        if name.startswith(full):
            return name
        if name.startswith(short) and not name.startswith(short + "市"):
            return full + _city(name[len(short) :].removeprefix("省").removeprefix("自治区"), regions, full)
    found = _city(name, regions, "")
    if found == name:
        raise RegionError(f"不认识的地区“{name}”，请写成“省＋市”，例如 辽宁省盘锦市")
    return found


def binds(item_region: str, place: str) -> bool:
    """Whether a list of ``item_region`` binds in ``place``. Raises RegionError for unknown names.

    A list binds where it was issued (行政处罚法 33 is applied through it only there): a county of
    the city is in the city, a neighbouring city is not, a province is not in its city.
    """
    regions = load_regions()
    issued, here = normalise(item_region), normalise(place)
    if regions.unknown in issued or regions.unknown in here:
        return False
    if issued == regions.everywhere:
        return True
    return any(here.startswith(member) for member in regions.groups.get(issued, (issued,)))


def system_of(authority: str) -> str | None:
    """The vertically run system an authority belongs to ("fire"); None for local authorities."""
    for system in load_regions().systems:
        if any(word in authority for word in system.words):
            return system.id
    return None


def same_system(item_authority: str, authority: str) -> bool:
    """Whether a list of one authority can bind another: local with local, a system with itself."""
    if item_authority in load_regions().for_all:
        return True
    return system_of(item_authority) == system_of(authority)


def _city(name: str, regions: Regions, province: str) -> str:
    """The full form of a city without its province; within ``province`` only the part after it."""
    for short, full in regions.cities.items():
        if name.startswith(short) and full.startswith(province):
            stem = short.removesuffix("市")
            return full.removeprefix(province) + name.removeprefix(stem).removeprefix("市")
    return name
