"""Reading item lists: a right file becomes items, and every data error says where and what is right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.errors import DataError
from corpus.items import load_items

GOOD = """\
list:
  title: 某市轻微违法行为不予处罚清单
  issuer: 某市市场监督管理局
  date: 2025-03-01
  field: 市场监管
  authority: 市场监督管理部门
  region: 辽宁省盘锦市
  status: in_force
  valid_from: 2025-03-01
  note: 试行
items:
  - id: good-1
    violation: 经营超过保质期的食品
    disposition: may_no_penalty
    penalty: [食品安全法 第一百二十四条第一款第（五）项]
    conditions:
      - {text: 两年内初次违法, fact: first_violation, value: yes, window_months: 24}
      - {text: 货值不超过500元, fact: goods_value, threshold: {op: <=, value: 500, unit: yuan}}
      - {text: 当场改正, fact: corrected_in_time, value: yes, within_days: 0, any_of: 1}
      - text: 轻微且无后果
        all_of: [{text: 轻微, fact: minor, value: yes}, {text: 无后果, fact: harm, value: none}]
        any_of: 1
    exclusions:
      - 餐饮环节
      - {text: 拒不改正, fact: correction_refused, value: yes}
"""


def write(directory: Path, text: str, name: str = "list.yaml") -> Path:
    path = directory / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_right_file_reads_into_items(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (item,) = load_items(tmp_path)
    assert item.list_title == item.source.title == "某市轻微违法行为不予处罚清单"
    assert item.source.date == "2025-03-01"
    assert item.valid_from == date(2025, 3, 1)
    assert item.decides
    assert item.note == "试行"
    first, goods, on_the_spot, both = item.conditions
    assert (first.fact, first.value, first.window_months) == ("first_violation", "yes", 24)
    assert goods.threshold is not None
    assert (goods.threshold.fact, goods.threshold.op, goods.threshold.value) == ("goods_value", "<=", 500)
    assert (on_the_spot.within_days, on_the_spot.any_of) == (0, 1)
    assert [part.fact for part in both.all_of] == ["minor", "harm"]
    assert item.exclusions == ("餐饮环节", "拒不改正")
    assert [c.fact for c in item.excluded_when] == ["correction_refused"]


def swap(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


FIRST = "fact: first_violation, value: yes, window_months: 24"
GOODS = "fact: goods_value, threshold: {op: <=, value: 500, unit: yuan}"
PENALTY = "penalty: [食品安全法 第一百二十四条第一款第（五）项]"

MALFORMED = {
    "broken YAML": (swap("list:", "list: ["), "YAML", "格式"),
    "no header": (GOOD[GOOD.index("items:") :], "（结构）", "list 和 items"),
    "not a mapping": ("- id: x\n", "（结构）", "list 和 items"),
    "no entries": (GOOD[: GOOD.index("items:")] + "items: []\n", "items", "列表"),
    "header not a mapping": (f"list: 清单\n{GOOD[GOOD.index('items:') :]}", "（条目）", "一组字段"),
    "header without title": (swap("  title: 某市轻微违法行为不予处罚清单\n", ""), "title", ""),
    "header with unknown field": (swap("  field:", "  colour: 红\n  field:"), "colour", ""),
    "unknown status": (swap("status: in_force", "status: 有效"), "status", ""),
    "unknown region": (swap("region: 辽宁省盘锦市", "region: 火星市"), "region", "不认识的地区"),
    "region not in full": (swap("region: 辽宁省盘锦市", "region: 盘锦"), "region", "规范地名"),
    "ends before it begins": (
        swap("  note:", "  valid_to: 2025-01-01\n  note:"),
        "valid_to",
        "晚于施行日期",
    ),
    "expired without an end": (swap("status: in_force", "status: expired"), "valid_to", "失效日期"),
    "in force without issuer": (swap("  issuer: 某市市场监督管理局\n", ""), "issuer", "unknown"),
    "draft without a reason": (
        swap("status: in_force", "status: draft").replace("  note: 试行\n", ""),
        "note",
        "原因",
    ),
    "entry not a mapping": (GOOD + "  - 一句话\n", "（条目）", "一组字段"),
    "id used twice": (GOOD + GOOD[GOOD.index("  - id") :], "id", "编号重复"),
    "unknown field": (swap("violation:", "colour: 红\n    violation:"), "colour", ""),
    "no violation": (swap("    violation: 经营超过保质期的食品\n", ""), "violation", ""),
    "unknown disposition": (swap("may_no_penalty", "首违不罚"), "disposition", ""),
    "malformed reference": (swap(PENALTY, "penalty: [《食品安全法》第124条]"), "penalty", "法名"),
    "old law without today's": (
        swap(PENALTY, "penalty: [统计法（2009） 第四十一条]"),
        "mapped_law",
        "现行规定",
    ),
    "old law in the basis": (
        swap("    penalty:", "    disposition_basis: 治安管理处罚法（旧） 第十九条\n    penalty:"),
        "mapped_law",
        "现行规定",
    ),
    "decides without conditions": (
        GOOD[: GOOD.index("    conditions:")],
        "complete",
        "没有条件",
    ),
    "condition without words": (swap("text: 两年内初次违法", "text: ''"), "conditions", "原文"),
    "value without fact": (swap(FIRST, "value: yes"), "conditions", "要写 fact"),
    "unknown fact": (swap(FIRST, "fact: good_mood, value: yes"), "conditions", "没有这个事实"),
    "value unknown to the fact": (swap("value: none", "value: huge"), "conditions", "没有这个取值"),
    "value and threshold": (swap(GOODS, GOODS + ", value: '500'"), "conditions", "只写一个"),
    "neither value nor threshold": (swap(FIRST, "fact: first_violation"), "conditions", "只写一个"),
    "value for a number": (swap(GOODS, "fact: goods_value, value: 很少"), "conditions", "没有这个取值"),
    "threshold for a yes or no": (
        swap(FIRST, "fact: minor, threshold: {op: <=, value: 1, unit: yuan}"),
        "conditions",
        "不是数值",
    ),
    "threshold of another fact": (
        swap("{op: <=, value: 500", "{fact: quantity, op: <=, value: 500"),
        "conditions",
        "不一致",
    ),
    "wrong unit": (swap("unit: yuan", "unit: days"), "conditions", "单位不对"),
    "unknown operator": (swap("op: <=", "op: 不超过"), "conditions.1.threshold.op", ""),
    "number in words": (swap("value: 500", "value: 五百"), "conditions.1.threshold.value", ""),
    "window of another fact": (
        swap("fact: goods_value,", "window_months: 24, fact: goods_value,"),
        "conditions",
        "个月以内",
    ),
    "deadline of another fact": (swap("window_months: 24", "within_days: 5"), "conditions", "多少天以内"),
    "alternative of one": (swap("within_days: 0, any_of: 1", "within_days: 0"), "conditions", "至少要有两个"),
    "group inside a group": (
        swap("{text: 轻微, fact: minor, value: yes}", "{text: 轻微, any_of: 2}"),
        "conditions",
        "不能再分组",
    ),
    "fault inside all_of": (
        swap("{text: 无后果, fact: harm,", "{text: 无后果, fact: harms,"),
        "conditions",
        "没有",
    ),
    "fault in an exclusion": (
        swap("fact: correction_refused", "fact: refused"),
        "exclusions",
        "没有这个事实",
    ),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_each_data_error_names_file_field_and_a_right_example(case: str, tmp_path: Path) -> None:
    text, field, problem = MALFORMED[case]
    path = write(tmp_path, text)
    with pytest.raises(DataError) as caught:
        load_items(tmp_path)
    error = caught.value
    assert error.file == str(path)
    assert error.field == field
    assert problem in error.problem
    assert error.example
    assert error.example in str(error)


@pytest.mark.parametrize(
    ("text", "entry", "line"),
    [
        (swap("status: in_force", "status: 有效"), "list", 8),
        (swap("region: 辽宁省盘锦市", "region: 火星市"), "list", 7),
        (swap("may_no_penalty", "首违不罚"), "good-1", 12),
        (swap("unit: yuan", "unit: days"), "good-1", 12),
    ],
)
def test_data_errors_name_entry_and_line(text: str, entry: str, line: int, tmp_path: Path) -> None:
    write(tmp_path, text)
    with pytest.raises(DataError) as caught:
        load_items(tmp_path)
    assert (caught.value.entry, caught.value.line) == (entry, line)


def test_an_id_used_in_two_files_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "a.yaml")
    write(tmp_path, GOOD, "b.yaml")
    with pytest.raises(DataError, match=r"a\.yaml 重复"):
        load_items(tmp_path)


def test_bytes_that_are_not_utf8_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "list.yaml").write_bytes("list: 清单".encode("gb18030"))
    with pytest.raises(DataError, match="UTF-8"):
        load_items(tmp_path)


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    assert load_items(tmp_path)[0].id == "good-1"
    write(tmp_path, GOOD.replace("good-1", "better-22"))
    assert load_items(tmp_path)[0].id == "better-22"


def test_files_opening_with_an_underscore_are_not_lists(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, "facts: []", "_schema.yaml")
    assert len(load_items(tmp_path)) == 1
