"""Typical cases: what the files hold, what is ours and what the authority's, and every data error."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.cases import CASES, load_cases, load_schema, name_pattern, personal_name, unresolved_cases
from corpus.errors import DataError
from corpus.models import Case, Source
from corpus.references import parse_ref
from corpus.statutes import Statutes
from corpus.validity import NotFound

LOADED = load_cases()
DAY = date(2026, 11, 24)


def by_id(case_id: str) -> Case:
    return next(case for case in LOADED if case.id == case_id)


def test_half_of_the_cases_refuse_leniency() -> None:
    assert len(LOADED) == 181
    assert sum(case.counter_case for case in LOADED) == 91
    assert all(case.counter_reason for case in LOADED if case.counter_case)


def test_loading_is_fast() -> None:
    start = time.perf_counter()
    load_cases()
    assert time.perf_counter() - start < 0.4


def test_one_file_a_field_and_no_field_twice() -> None:
    fields = [yaml.safe_load(p.read_text(encoding="utf-8"))["field"] for p in CASES.glob("[!_]*.yaml")]
    assert sorted(fields) == sorted(set(fields))
    assert {"食品", "生态环境", "城市管理", "税务", "消防"} <= set(fields)


def test_every_outcome_class_is_explained_to_editors() -> None:
    readme = (CASES / "README.md").read_text(encoding="utf-8")
    for outcome_class in load_schema().outcome_classes:
        assert outcome_class in readme
    assert Counter(case.outcome_class for case in LOADED)["不予处罚"] > 20


@pytest.mark.parametrize(
    ("case_id", "outcome_class"),
    [
        ("case-a-01", "首违不罚"),  # first violation, list of the national authority
        ("ENV-01", "不予处罚"),
        ("EMG-03", "其他柔性措施"),  # the clause fines only when overdue
        ("case-b-60", "其他柔性措施"),  # the source mentions no penalty
        ("case-a-17", "减轻处罚"),
        ("EMG-04", "从轻处罚"),
        ("HEA-C01", "逾期或拒不改正处罚"),
        ("case-b-42", "逾期或拒不改正处罚"),
        ("ENV-C02", "移送行政拘留"),  # police detention is not a criminal transfer
        ("ENV-C05", "移送司法"),
        ("COR-03", "不予强制执行"),
        ("COR-08", "撤销或变更处罚"),
        ("case-a-36", "未载明"),
    ],
)
def test_outcomes_are_read_from_the_case(case_id: str, outcome_class: str) -> None:
    assert by_id(case_id).outcome_class == outcome_class


def test_cases_without_an_outcome_never_decide() -> None:
    assert all(case.doubtful for case in LOADED if case.outcome_class == "未载明")


@pytest.mark.parametrize("case_id", ["COR-14", "CON-01", "TAX-01", "MKT-D02", "case-b-51", "case-a-20"])
def test_weak_or_contradictory_sources_are_doubtful(case_id: str) -> None:
    assert by_id(case_id).doubtful


def test_the_authoritys_reasoning_is_kept_apart_from_ours() -> None:
    case = by_id("URB-D02")
    assert case.authority_reasoning == "中队认为属占道摆放即应处罚。"
    assert "评论认为" in case.reasoning
    reported = [c for c in LOADED if c.authority_reasoning]
    assert 5 <= len(reported) < 30  # only where the source clearly reports it
    assert not any("“" in c.authority_reasoning for c in reported)  # told, never quoted


@pytest.mark.parametrize(
    ("case_id", "today"),
    [
        ("ENV-01", "生态环境法典 第一千零九十五条第一款"),
        ("ENV-C07", "生态环境法典 第一千一百零七条"),
        ("case-b-15", "生态环境法典 第二百四十条第三款"),
        ("case-b-43", "渔业法 第七十七条第一款"),
        ("EMG-C03", "刑法 第一百三十四条之一"),
    ],
)
def test_old_law_is_mapped_to_todays_with_a_note(case_id: str, today: str) -> None:
    case = by_id(case_id)
    assert today in case.mapped_law
    assert "法条对照" in case.note


def test_law_whose_old_text_is_not_held_keeps_its_name_only() -> None:
    case = by_id("MKT-F07")
    assert case.violated_law.startswith("《反不正当竞争法》")
    assert case.mapped_law == ()
    assert "未入库" in case.note


def test_mapped_law_is_in_force_and_its_paragraphs_exist() -> None:
    statutes = Statutes.open()

    def resolve(law: str, article: str) -> bool:
        try:
            return bool(statutes.provision(law, article, DAY))
        except NotFound:
            return False

    assert unresolved_cases(LOADED, resolve) == []
    for law in {text for case in LOADED for text in case.mapped_law}:
        ref = parse_ref(law)
        lines = statutes.provision(ref.law, ref.article, DAY).text.splitlines()
        assert ref.paragraph is None or ref.paragraph <= len(lines)


def case_with(**texts: str) -> Case:
    required = {"id": "x", "title": "标题", "field": "食品", "facts": "事实", "outcome_class": "不予处罚"}
    return Case(source=Source(title="来源"), **{**required, **texts})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("店主王小明，承认事实。", True),
        ("原告陈大文诉某局。", True),
        ("陈大文诉某市公司", True),
        ("电话13800138000", True),
        ("身份证21110219800101123X", True),
        ("店主王某承认事实。", False),
        ("当事人张贴公告，及时改正。", False),
        ("某公司诉某局行政处罚案", False),
        ("（2019）粤0308行初1846号", False),
    ],
)
def test_personal_names_and_numbers_are_refused(text: str, found: bool) -> None:
    assert bool(personal_name(case_with(facts=text), name_pattern(load_schema()))) is found


GOOD: dict[str, Any] = {
    "id": "x",
    "title": "标题",
    "facts": "事实",
    "outcome_class": "不予处罚",
    "source": {"title": "来源"},
}


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("outcome_class", {"outcome_class": "免罚"}),
        ("outcome_class", {"outcome_class": None}),
        ("counter_reason", {"counter_case": True}),
        ("date", {"date": "2024年5月"}),
        ("date", {"date": "2024-13"}),
        ("mapped_law", {"mapped_law": ["生态环境法典"]}),
        ("source", {"source": None}),
        ("facts", {"facts": "店主王小明，被查。"}),
        ("surprise", {"surprise": "不认识的字段"}),
    ],
)
def test_wrong_entries_are_named(tmp_path: Path, field: str, change: dict[str, Any]) -> None:
    error = load_error(tmp_path, [GOOD | change])
    assert (error.field, error.entry) == (field, "x")


def test_an_id_used_in_two_files_is_named(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", [GOOD])
    assert load_error(tmp_path, [GOOD]).field == "id"


@pytest.mark.parametrize("text", ["- id: x", "cases: [", "field: 食品\ncases: 甲", "field: 食品"])
def test_a_file_of_the_wrong_shape_is_named(tmp_path: Path, text: str) -> None:
    write(tmp_path, "b.yaml", [])
    (tmp_path / "b.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"b\.yaml"):
        load_cases(tmp_path)


def test_a_field_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, "b.yaml", [GOOD], field=None)
    with pytest.raises(DataError, match="field"):
        load_cases(tmp_path)


def load_error(directory: Path, cases: list[dict[str, Any]]) -> DataError:
    write(directory, "b.yaml", cases)
    with pytest.raises(DataError) as error:
        load_cases(directory)
    return error.value


def write(directory: Path, name: str, cases: list[dict[str, Any]], field: str | None = "食品") -> None:
    schema = (CASES / "_schema.yaml").read_text(encoding="utf-8")
    (directory / "_schema.yaml").write_text(schema, encoding="utf-8")
    data: dict[str, Any] = {"field": field, "cases": cases} if field else {"cases": cases}
    (directory / name).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
