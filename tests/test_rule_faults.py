"""What the types of a rule file cannot show is told too: unknown facts, values, outcomes, shapes."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.derive import implications, limitations, minor_bounds
from corpus.errors import DataError
from corpus.models import Frozen
from corpus.rules import RULES_DIR, load_rules
from corpus.sector import load_sector
from corpus.yaml_files import parse_entries, read_word_lists

FACT = "- {id: a, label: 甲}\n- {id: n, label: 数, values: []}\n"
RULE = """
- {id: r, step: 1, kind: grant, outcome: penalty, label: 规, when: {a: yes}, basis: [], shields: [x]}
- {id: x, step: 1, kind: exclude, outcome: penalty, label: 排, when: {n: {ge: 3}}, basis: []}
"""


def book(directory: Path, facts: str = FACT, rules: str = RULE) -> None:
    (directory / "facts.yaml").write_text(facts, encoding="utf-8")
    (directory / "decision.yaml").write_text(rules, encoding="utf-8")
    load_rules(directory)


def test_a_sound_book_is_read(tmp_path: Path) -> None:
    book(tmp_path)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("presumed", "presumed: maybe"),
        ("always_branch", "always_branch: maybe"),
        ("value_labels", "value_labels: {maybe: 也许}"),
        ("assume", "assume: [{value: maybe}]"),
        ("assume", "assume: [{value: 'yes', when: {b: yes}}]"),
        ("assume", "assume: [{value: 'yes', unless: [{a: maybe}]}]"),
    ],
)
def test_a_fact_with_a_value_or_condition_that_does_not_exist(field: str, wrong: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"facts\.yaml.* 条目 c ") as caught:
        book(tmp_path, facts=f"{FACT}- {{id: c, label: 丙, {wrong}}}\n")
    assert caught.value.field == field
    assert "没有这个" in caught.value.problem


@pytest.mark.parametrize(
    ("right", "wrong", "field"),
    [
        ("{a: yes}", "{b: yes}", "when"),
        ("{a: yes}", "{a: maybe}", "when"),
        ("{a: yes}", "{a: {ge: 3}}", "when"),
        ("{n: {ge: 3}}", "{n: yes}", "when"),
        ("{a: yes}", "{}", "when"),
        ("{a: yes}", "{all: []}", "when"),
        ("{a: yes}", "{any: [{all: []}]}", "when"),
        ("{n: {ge: 3}}", "{n: {}}", "when"),
        ("grant, outcome: penalty", "grant, outcome: fine", "outcome"),
        ("shields: [x]", "shields: [r]", "shields"),
    ],
)
def test_a_rule_that_could_never_hold_or_leads_nowhere(
    right: str, wrong: str, field: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match=r"decision\.yaml") as caught:
        book(tmp_path, rules=RULE.replace(right, wrong))
    assert caught.value.field.partition(".")[0] == field
    assert not any(word in str(caught.value) for word in ("Input should", "Field required", "Value error"))


@pytest.mark.parametrize(
    "text",
    [
        "{id: i, fact: goods_value, minor: 'yes', source: x}",
        "{id: i, fact: goods_value, minor: 'yes', source: x, le: 1, ge: 5}",
        "{id: i, fact: goods_value, minor: 也许, le: 5, source: x}",
        "{id: i, fact: good_value, minor: 'yes', le: 5, source: x}",
        "{id: i, fact: harm, minor: 'yes', le: 5, source: x}",
    ],
)
def test_a_bound_that_bounds_nothing(text: str, tmp_path: Path) -> None:
    file = tmp_path / "minor.yaml"
    file.write_text(f"- {text}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"minor\.yaml:?1? 条目 i "):
        minor_bounds(file)


@pytest.mark.parametrize(
    "text",
    [
        "default: {years: 二, basis: x}\nlaws: {}\n",
        "default: {years: 0, basis: x}\nlaws: {}\n",
        "default: {years: 2}\n",
        "laws: {}\n",
        "default: {years: 2, basis: x}\nlaws: [治安管理处罚法]\n",
        "default: {years: 2, basis: x}\nlaws: {治安管理处罚法: 半年}\n",
        "- default\n",
        "",
    ],
)
def test_limitations_in_another_shape(text: str, tmp_path: Path) -> None:
    file = tmp_path / "limitation.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"limitation\.yaml"):
        limitations(file)


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [
        ("when", "{violent: yes}", "{violence: yes}"),
        ("when", "{violent: yes}", "{violent: maybe}"),
        ("unless", "[{harm: none}]", "[{harms: none}]"),
        ("fact", "fact: grave", "fact: graves"),
        ("fact", "value: 'yes'", "value: very"),
    ],
)
def test_an_implication_of_what_does_not_exist(field: str, right: str, wrong: str, tmp_path: Path) -> None:
    row = "- {id: i, when: {violent: yes}, unless: [{harm: none}], fact: grave, value: 'yes', because: 因}\n"
    file = tmp_path / "implied.yaml"
    file.write_text(row.replace(right, wrong), encoding="utf-8")
    with pytest.raises(DataError, match=r"implied\.yaml") as caught:
        implications(file)
    assert caught.value.field == field


def test_a_sector_rule_that_asks_for_a_value_its_fact_never_takes(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(FACT, encoding="utf-8")
    (tmp_path / "sector.yaml").write_text(
        "as_of: 2026-11-24\neffects: {follows_apl: 依照}\nrules:\n"
        "- {id: s, law: 食品安全法, article: 第一条, fields: [食品], effect: follows_apl,\n"
        "   when: {a: maybe}, text: 文}\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError, match="maybe"):
        load_sector(tmp_path)


@pytest.mark.parametrize("text", ["- a\n", "x\n", "", "a: b\n", "a: []\n", "a: [1]\n"])
def test_named_lists_of_words_in_another_shape(text: str, tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"words\.yaml"):
        read_word_lists(file, "done: [已经]")


class Entry(Frozen):
    id: str
    number: float = 0
    names: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"id": 5}, "应是文字"),
        ({"id": "a", "colour": "red"}, "没有这个字段"),
        ({"id": "a", "number": "many"}, "应是数值"),
        ({"id": "a", "names": "one"}, "应是一列内容"),
        ({}, "缺少这个字段"),
    ],
)
def test_wrong_types_are_told_in_chinese(entry: dict[str, object], told: str, tmp_path: Path) -> None:
    file = tmp_path / "entries.yaml"
    file.write_text("", encoding="utf-8")
    with pytest.raises(DataError, match=told) as caught:
        parse_entries(file, [entry], Entry, {})
    assert "README" not in str(caught.value)


def test_the_rules_have_a_guide_that_names_every_file() -> None:
    guide = (RULES_DIR / "README.md").read_text(encoding="utf-8")
    assert [file.name for file in RULES_DIR.glob("*.yaml") if file.name not in guide] == []
