"""Numerals in running text and the patterns of amounts, spans of time, ratios and dates built on them."""

from __future__ import annotations

import re

from corpus.numerals import NUMERAL, to_int

NUMBER = rf"(?:\d+(?:[.,，]\d+)*|{NUMERAL})"
_ROUGH = "几十|几百|几千|几万|十几|上百|上千|数万|数十|几"

MONEY = re.compile(
    rf"(?P<n>{NUMBER}|{_ROUGH})(?:来|多|余)?(?P<u>万|千|百|亿)?(?:多|余)?"
    rf"(?:元|块钱|块(?![广牌地玻木板砖石表布])|人民币|(?i:rmb)|(?<=[万亿])(?![条件人只株吨平次个家份台辆粉字多户米]))"
)
DURATION = re.compile(
    rf"(?P<n>{NUMBER}|半|几|俩)(?:多|来)?(?:(?P<c>个)(?:多)?(?P<u1>小时|月|星期|礼拜|季度)|(?P<u2>小时|天|日|周|年))(?!前|代|级|月|\d|岁)"
)
AGO = re.compile(rf"(?P<n>{NUMBER}|半)(?:多)?(?:个)?(?P<u>月|年)(?:多)?(?:之|以)?前")
RATIO = re.compile(rf"(?P<n>{NUMBER})(?:点(?P<d>[零一二三四五六七八九]))?(?:多)?(?P<u>倍|%|％|个百分点)")
PERCENT_WORDS = re.compile(rf"百分之(?P<n>{NUMBER})")
AGE = re.compile(
    rf"(?:儿子|女儿|孩子|孙子|孙女|外甥|侄子|弟弟|妹妹|小子|闺女|娃)(?:今年|才|刚满|刚)?"
    rf"(?P<w>十[一二三四五六七]?|[七八九]|1[0-7])(?=[，。,、 ]|$|还|就|半夜|骑|在|把|上)"
    rf"|(?P<n>{NUMBER})(?:周)?岁|(?P<b>不满|未满|不到)(?P<m>{NUMBER})(?:周)?岁|(?:刚满|已满|才)(?P<k>{NUMBER})(?:周)?岁"
)
PEOPLE = re.compile(
    rf"(?P<n>{NUMBER}|{_ROUGH})(?:来|多|余)?(?:名|个|位)?(?P<u>人|学生|工人|顾客|老人|患者|病人|孩子|村民|消费者|员工)"
)
DATE = re.compile(
    r"(?:(?P<y>20\d\d|19\d\d)年|(?P<r>今年|去年|前年|大前年))(?:(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月)?(?:(?P<d>\d{1,2})[日号])?"
)
ALCOHOL = re.compile(
    rf"(?P<n>{NUMBER})\s*(?:mg|毫克|ｍｇ)\s*/?\s*(?:每)?\s*(?:100|一百)?\s*(?:ml|毫升)?", re.IGNORECASE
)

DAYS = {"小时": 1 / 24, "天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "季度": 90, "年": 365}
SCALE: dict[str | None, float] = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, None: 1}
RELATIVE_YEARS = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}
_VAGUE = {
    "几": 5.0, "十几": 15.0, "几十": 50.0, "数十": 50.0, "几百": 500.0, "上百": 100.0, "上千": 1000.0,
    "几千": 5000.0, "几万": 50_000.0, "数万": 50_000.0, "半": 0.5, "俩": 2.0,
}  # fmt: skip


def number(text: str) -> float | None:
    """One numeral, Arabic (with decimals), Chinese or vague (几十); None when it is none."""
    if text in _VAGUE:
        return _VAGUE[text]
    try:
        return float(text.replace(",", "").replace("，", "")) if text[0].isascii() else float(to_int(text))
    except ValueError:
        return None
