"""Authorities by the words people use for them, and the laws they mainly apply."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.knowledge import Knowledge
from corpus.authorities import Authority, laws_of, load_authorities, load_procedural_laws
from corpus.errors import DataError
from corpus.models import Validity

DAY = date(2026, 11, 24)
ALL = load_authorities()


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("派出所要拘我", "治安管理处罚法"),
        ("交警把我拦下来了", "道路交通安全法"),
        ("税务局说我没申报", "税收征收管理法"),
        ("生态环境局来查了", "生态环境法典"),
    ],
)
def test_an_authority_leads_to_its_law(text: str, law: str) -> None:
    assert laws_of(text, ALL) == [law]


@pytest.mark.parametrize("text", ["超市卖过期面包", "给孩子买了环保险", "", "坐公安交通车来的"])
def test_words_that_only_look_alike_lead_nowhere(text: str) -> None:
    assert laws_of(text, ALL) == []


def test_several_authorities_come_in_the_order_of_the_file() -> None:
    assert laws_of("税务局和派出所都来了", ALL) == ["治安管理处罚法", "税收征收管理法"]


def test_every_law_is_held_and_in_force(knowledge: Knowledge) -> None:
    for law in [law for authority in ALL for law in authority.laws] + list(load_procedural_laws()):
        assert knowledge.library.standing(law, DAY).validity is Validity.IN_FORCE, law


def test_procedural_laws_are_full_names(knowledge: Knowledge) -> None:
    for law in load_procedural_laws():
        assert knowledge.library.resolve_name(law) == law


def written(tmp_path: Path, text: str) -> Path:
    (tmp_path / "authorities.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    entry = "{id: a, name: 甲局, words: 甲局|甲所, laws: [甲法]}"
    folder = written(tmp_path, f"authorities: [{entry}]\nprocedural_laws: [乙法]\n")
    assert load_authorities(folder) == (Authority(id="a", name="甲局", words="甲局|甲所", laws=("甲法",)),)
    assert load_procedural_laws(folder) == ("乙法",)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ("{id: a, name: 甲局, words: '甲('}", "words"),
        ("{id: a, words: 甲}", "name"),
        ("{id: a, name: 甲局, words: 甲, law: 甲法}", "law"),
        ("甲局", "（条目）"),
    ],
)
def test_a_wrong_entry_is_named(entry: str, field: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"authorities\.yaml") as caught:
        load_authorities(written(tmp_path, f"authorities: [{entry}]\n"))
    assert caught.value.field == field


@pytest.mark.parametrize(
    "text", ["", "[1]", "authorities:", "authorities: 甲局", "authority: []", "authorities: [[["]
)
def test_a_file_of_another_shape_is_named(text: str, tmp_path: Path) -> None:
    folder = written(tmp_path, text)
    for load in (load_authorities, load_procedural_laws):
        with pytest.raises(DataError, match=r"authorities\.yaml"):
            load(folder)


def test_a_law_that_is_no_name_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="全称"):
        load_procedural_laws(written(tmp_path, "procedural_laws: [行政处罚法, 1]\n"))
