"""Amounts, durations, ratios, ages and counts in a question, as values in base units.

yuan, days, times (0.1 = 超标 10%), years of age, pieces, years since the act.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from assistant.reading.clauses import Clause
from assistant.reading.patterns import read_vocabulary
from corpus.models import Frozen
from corpus.numerals import NUMERAL, to_int

_NUMBER = rf"(?:\d+(?:[.,]\d+)*|{NUMERAL})"
_MONEY = re.compile(
    rf"(?P<n>{_NUMBER}|几|十几|几十|几百|上百|几千|几万|数万)(?P<m>多)?(?P<u>万|千|百|亿)?(?:多)?(?:元|块钱|块|人民币|rmb|RMB)"
)
_DURATION = re.compile(
    rf"(?P<n>{_NUMBER}|半|几|俩)(?:多)?(?:个)?(?P<u>小时|天|日|周|星期|礼拜|月|季度|年)(?!前|代|级|月|\d)"
)
_AGO = re.compile(rf"(?P<n>{_NUMBER}|半)(?:多)?(?:个)?(?P<u>月|年)(?:多)?(?:之|以)?前")
_RATIO = re.compile(rf"(?P<n>{_NUMBER})(?:点(?P<d>[零一二三四五六七八九]))?(?:多)?(?P<u>倍|%|％|个百分点)")
_PERCENT_WORD = re.compile(rf"百分之(?P<n>{_NUMBER})")
_AGE = re.compile(
    rf"(?P<n>{_NUMBER})(?:周)?岁(?:半)?|(?P<b>不满|未满|不到|刚满|已满|才)(?P<m>{_NUMBER})(?:周)?岁"
)
_COUNT = re.compile(
    rf"(?P<n>{_NUMBER}|几)(?:小|大)?(?P<u>[袋瓶个件盒包处条张份罐支根块只颗箱双台本单])(?!月|小时|人|工作日|星期|百分点|月)"
)
_YEAR = re.compile(r"(?P<y>20\d\d|19\d\d)年(?:(?P<m>\d{1,2})月)?(?:(?P<d>\d{1,2})[日号])?")
_RELATIVE_YEARS = {"前年": 2.0, "大前年": 3.0}
_DAYS = {"小时": 1 / 24, "天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "季度": 90, "年": 365}
_SCALE = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, None: 1}
_VAGUE = {"几": 5.0, "十几": 15.0, "几十": 50.0, "几百": 500.0, "上百": 100.0, "几千": 5000.0, "几万": 50_000.0, "数万": 50_000.0, "半": 0.5, "俩": 2.0}  # fmt: skip


class Quantity(Frozen):
    """A value with the words it was read from; ``fact`` is the scalar fact it belongs to."""

    fact: str
    value: float
    text: str
    start: int
    end: int


def number(text: str) -> float | None:
    """One numeral, Arabic (with decimals), Chinese or vague (几十); None when it is none."""
    if text in _VAGUE:
        return _VAGUE[text]
    try:
        return float(text.replace(",", "")) if text[0].isascii() else float(to_int(text))
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    _, data = read_vocabulary("quantities.yaml")
    return {
        kind: [(row["fact"], re.compile(row["words"])) for row in data[kind]]
        for kind in ("money", "duration", "ratio")
    }


@lru_cache(maxsize=1)
def _victim() -> re.Pattern[str]:
    return re.compile(read_vocabulary("quantities.yaml")[1]["age"]["victim"])


def read_quantities(clauses: list[Clause], as_of: date) -> list[Quantity]:
    """All values in the clauses, in order of the text."""
    found: list[Quantity] = []
    for i, clause in enumerate(clauses):
        context = " ".join(c.text for c in clauses[max(0, i - 1) : i + 2] if c.sentence == clause.sentence)
        found += _money(clause, context)
        found += _durations(clause, context)
        found += _ratios(clause, context)
        found += _ages(clause)
        found += _counts(clause)
        found += _years_since(clause, as_of)
    return found


def _quantity(clause: Clause, match: re.Match[str], fact: str, value: float) -> Quantity:
    return Quantity(fact=fact, value=value, text=match.group(), start=clause.start + match.start(), end=clause.start + match.end())  # fmt: skip


def _nearest(kind: str, clause: str, context: str, default: str) -> str:
    for place in (clause, context):
        for fact, words in _vocabulary()[kind]:
            if words.search(place):
                return fact
    return default


def _money(clause: Clause, context: str) -> list[Quantity]:
    out = []
    for m in _MONEY.finditer(clause.text):
        value = number(m["n"])
        if value is not None:
            before = clause.text[max(0, m.start() - 8) : m.start()]
            fact = _nearest("money", before, clause.text, "") or _nearest("money", context, "", "goods_value")
            out.append(_quantity(clause, m, fact, value * _SCALE[m["u"]]))
    return out


def _durations(clause: Clause, context: str) -> list[Quantity]:
    out = []
    for m in _DURATION.finditer(clause.text):
        value = number(m["n"])
        if value is not None and not clause.text[m.end() :].startswith(("前", "内", "之内", "以内", "来")):
            fact = _nearest("duration", clause.text[: m.start()][-10:], clause.text, "")
            if fact:
                out.append(_quantity(clause, m, fact, value * _DAYS[m["u"]]))
    return out


def _ratios(clause: Clause, context: str) -> list[Quantity]:
    out = []
    for m in [*_RATIO.finditer(clause.text), *_PERCENT_WORD.finditer(clause.text)]:
        value = number(m["n"])
        fact = _nearest("ratio", clause.text, context, "")
        if value is None or not fact:
            continue
        unit = m.groupdict().get("u")
        if m.groupdict().get("d"):
            value += (number(m["d"]) or 0) / 10
        out.append(_quantity(clause, m, fact, value if unit == "倍" else value / 100))
    return out


def _ages(clause: Clause) -> list[Quantity]:
    out = []
    for m in _AGE.finditer(clause.text):
        value = number(m["n"] or m["m"])
        if value is None or value > 120:
            continue
        if m["b"] in ("不满", "未满", "不到"):
            value -= 1
        before = clause.text[: m.start()]
        fact = "victim_age" if _victim().search(before) else "age"
        out.append(_quantity(clause, m, fact, value))
    return out


def _counts(clause: Clause) -> list[Quantity]:
    out = []
    money = [m.span() for m in _MONEY.finditer(clause.text)]
    for m in _COUNT.finditer(clause.text):
        value = number(m["n"])
        if any(a < m.end() and m.start() < b for a, b in money):
            continue
        if value is not None and not clause.text[: m.start()].endswith("第"):
            out.append(_quantity(clause, m, "count", value))
    return out


def _years_since(clause: Clause, as_of: date) -> list[Quantity]:
    out = []
    for m in _AGO.finditer(clause.text):
        value = number(m["n"])
        if value is not None:
            out.append(_quantity(clause, m, "years_ago", value / (12 if m["u"] == "月" else 1)))
    for m in _YEAR.finditer(clause.text):
        day = date(int(m["y"]), min(12, max(1, int(m["m"] or 6))), min(28, max(1, int(m["d"] or 15))))
        if day <= as_of:
            out.append(_quantity(clause, m, "years_ago", (as_of - day).days / 365.25))
    for word, years in _RELATIVE_YEARS.items():
        at = clause.text.find(word)
        if at >= 0:
            out.append(Quantity(fact="years_ago", value=years, text=word, start=clause.start + at, end=clause.start + at + len(word)))  # fmt: skip
    return out
