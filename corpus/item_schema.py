"""What an item may say: the facts, units and forms that ``corpus/items/_schema.yaml`` allows.

Checks return a ``Fault`` (field, wrong value, problem, right example) or None; ``corpus.items`` adds
file and line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date as Day  # ListHeader has a field named date
from functools import lru_cache
from pathlib import Path

from corpus.models import Condition, Frozen, Item, ItemStatus, Threshold
from corpus.rules import FactSpec, load_rules
from corpus.violations import split_reference
from corpus.yaml_files import parse_entries, read_yaml

SCHEMA_FILE = Path(__file__).parent / "items" / "_schema.yaml"

EXAMPLES = {
    "id": "samr-2025-01-05",
    "title": "市场监管轻微行政违法行为不予处罚清单（一）",
    "date": "'2025-01-27'",
    "field": "市场监管",
    "authority": "市场监督管理部门",
    "region": "辽宁省盘锦市",
    "status": "in_force / draft / replaced / expired / unknown",
    "valid_from": "2025-01-27",
    "valid_to": "2026-08-01（失效的第一天）",
    "violation": "经营超过保质期的食品",
    "disposition": "no_penalty / may_no_penalty / lighter / reduced / no_coercion",
    "obligation": "[食品安全法 第三十四条第（十）项]",
    "penalty": "[食品安全法 第一百二十四条第一款第（五）项]",
    "mapped_law": "[生态环境法典 第一千零九十五条第三款]",
    "conditions": "- {text: 货值不超过500元, fact: goods_value, threshold: {op: <=, value: 500, unit: yuan}}",
    "exclusions": "- {text: 拒不改正, fact: correction_refused, value: yes}",
    "confidence": "high / low",
    "complete": "true / false",
}

Fault = tuple[str, object, str, str]


class ListHeader(Frozen):
    """What is the same for all items of a list."""

    id: str = "list"
    title: str
    doc_no: str | None = None
    issuer: str | None = None
    date: str | None = None
    field: str
    authority: str
    region: str
    status: ItemStatus
    valid_from: Day | None = None
    valid_to: Day | None = None
    url: str | None = None
    note: str = ""

    def fault(self) -> Fault | None:
        """What is wrong between status and dates."""
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            return ("valid_to", str(self.valid_to), "失效日期应晚于施行日期", EXAMPLES["valid_to"])
        if self.status is ItemStatus.EXPIRED and self.valid_to is None:
            return ("valid_to", None, "已过期的清单要写失效日期", EXAMPLES["valid_to"])
        if self.status is ItemStatus.IN_FORCE and not self.issuer:
            return ("issuer", self.issuer, "发文机关不明的清单，status 应为 unknown", "盘锦市市场监督管理局")
        if self.status is not ItemStatus.IN_FORCE and not self.note:
            return ("note", self.note, "不在施行中的清单要写明原因", "已于2023-12-25废止")
        return None


class Schema(Frozen):
    """Facts and units items may use: those of the rules and those of ``_schema.yaml``."""

    facts: dict[str, FactSpec]
    units: dict[str, str]
    unit_aliases: dict[str, str]
    window_facts: tuple[str, ...]
    deadline_facts: tuple[str, ...]
    old_version: str


@lru_cache(maxsize=4)
def load_schema(path: Path = SCHEMA_FILE) -> Schema:
    """Read the schema. Raises DataError when a fact is malformed."""
    raw = read_yaml(path)
    own = parse_entries(path, raw.pop("facts"), FactSpec, {"values": "[yes, no]"})
    return Schema(facts=load_rules().facts | {spec.id: spec for spec in own}, **raw)


def item_facts() -> dict[str, FactSpec]:
    """Every fact an item may ask for, with its label and the questions that ask for it."""
    return dict(load_schema().facts)


def condition_data(raw: object) -> object:
    """A condition as written, in the form of the model: bare yes/no as words, fact inside threshold."""
    if not isinstance(raw, dict):
        return raw
    data = dict(raw)
    if isinstance(data.get("value"), bool):  # YAML reads a bare yes/no as a boolean
        data["value"] = "yes" if data["value"] else "no"
    if isinstance(data.get("threshold"), dict):
        data["threshold"] = {"fact": data.get("fact"), **data["threshold"]}
    if isinstance(data.get("all_of"), list):
        data["all_of"] = [condition_data(part) for part in data["all_of"]]
    return data


def check_item(item: Item) -> Fault | None:
    """The first thing wrong with an item that its types cannot show; None when nothing is."""
    return next(_faults(item), None)


def _faults(item: Item) -> Iterator[Fault]:
    for field in ("obligation", "penalty", "mapped_law"):
        for reference in getattr(item, field):
            if not _is_reference(reference):
                yield (field, reference, "应写“法名 第…条第…款第（…）项”，不加书名号", EXAMPLES[field])
    cited = (*item.obligation, *item.penalty, item.disposition_basis)
    old = [text for text in cited if re.search(load_schema().old_version, text)]
    if old and not item.mapped_law:
        yield ("mapped_law", old[0], "引用旧法的，要写现行规定", EXAMPLES["mapped_law"])
    if item.complete and not item.conditions:
        yield ("complete", item.complete, "没有条件的条目不能据以判定，应写 complete: false", "false")
    for field, conditions in (("conditions", item.conditions), ("exclusions", item.excluded_when)):
        for condition in conditions:
            yield from _condition_faults(field, condition)
    groups = Counter(c.any_of for c in item.conditions if c.any_of is not None)
    for group, count in groups.items():
        if count == 1:
            yield (
                "conditions",
                f"any_of: {group}",
                "同一组里至少要有两个可选条件",
                "any_of: 1 写在两个条件上",
            )


def _condition_faults(field: str, condition: Condition) -> Iterator[Fault]:
    schema, example = load_schema(), EXAMPLES[field]
    if not condition.text.strip():
        yield (field, condition.text, "条件要保留原文", example)
    for part in condition.all_of:
        if part.any_of is not None or part.all_of:
            yield (field, part.text, "all_of 里面不能再分组", example)
        yield from _condition_faults(field, part)
    if condition.fact is None:
        if condition.value is not None or condition.threshold is not None:
            yield (field, condition.text, "有 value 或 threshold 就要写 fact", example)
        return
    spec = schema.facts.get(condition.fact)
    if spec is None:
        yield (field, condition.fact, "没有这个事实，见 _schema.yaml 和 rules/facts.yaml", "first_violation")
        return
    yield from _value_faults(field, condition, spec)
    if condition.window_months is not None and condition.fact not in schema.window_facts:
        yield (field, condition.window_months, "这个事实没有“多少个月以内”", "fact: first_violation")
    if condition.within_days is not None and condition.fact not in schema.deadline_facts:
        yield (field, condition.within_days, "这个事实没有“多少天以内”", "fact: corrected_in_time")


def _value_faults(field: str, condition: Condition, spec: FactSpec) -> Iterator[Fault]:
    if (condition.value is None) == (condition.threshold is None):
        yield (field, condition.text, "value 和 threshold 要写且只写一个", EXAMPLES[field])
    elif condition.value is not None and condition.value not in spec.values:
        allowed = " / ".join(spec.values) or "threshold（这是数值）"
        yield (field, condition.value, f"{spec.label}没有这个取值", allowed)
    elif condition.threshold is not None:
        yield from _threshold_faults(field, condition.threshold, spec)


def _threshold_faults(field: str, threshold: Threshold, spec: FactSpec) -> Iterator[Fault]:
    schema = load_schema()
    if spec.values:
        yield (field, threshold.fact, f"{spec.label}不是数值，应写 value", " / ".join(spec.values))
    elif threshold.fact != spec.id:
        yield (field, threshold.fact, "threshold 的事实与条件的事实不一致", spec.id)
    elif schema.units.get(threshold.unit) != schema.unit_aliases.get(spec.unit, spec.unit):
        wanted = schema.unit_aliases.get(spec.unit, spec.unit)
        code = next((c for c, label in schema.units.items() if label == wanted), spec.unit)
        yield (field, threshold.unit, f"{spec.label}的单位不对", f"unit: {code}")


def _is_reference(reference: str) -> bool:
    try:
        split_reference(reference)
    except ValueError:
        return False
    return True
