"""Numerals in running text and the patterns of amounts, spans of time, ratios and dates built on them."""

from __future__ import annotations

import re
from datetime import date

from corpus.numerals import NUMERAL, to_int

NUMBER = rf"(?:\d+(?:[.,，]\d+)*|{NUMERAL})"
_ROUGH = "几十|几百|几千|几万|十几|上百|上千|数万|数十|几"

MONEY = re.compile(
    rf"(?P<n>{NUMBER}|{_ROUGH})(?:来|多|余)?(?P<u>万|千|百|亿)?(?:多|余)?"
    rf"(?:元|块钱|块(?![皮肉糖瓦铁广牌地玻木板砖石表布儿办去来起走吃给跟])|人民币|(?i:rmb)|(?<=[万亿])(?![条件人只株吨平次个家份台辆粉字多户米]))"
)
DURATION = re.compile(
    rf"(?P<n>{NUMBER}|半|几|俩)(?:多|来)?(?:(?P<c>个)(?:多)?(?P<u1>小时|月|星期|礼拜|季度)|(?P<u2>小时|天|日|周|年))(?!前|代|级|月|\d|岁)"
)
AGO = re.compile(
    rf"(?P<n>{NUMBER}|半|好几|几|多)(?P<h1>个半)?(?P<m1>多)?(?:个)?(?P<u>月|年)(?P<h2>半)?(?P<m2>多)?(?:之|以)?前(?!后)"
)
PASSED = re.compile(
    rf"(?:过去|过了|隔了?|事隔|时隔)(?:都|快|将近|已经?|了)?(?P<n>{NUMBER}|好几|几)年(?P<h2>半)?(?P<m2>多)?(?!里|内|来|间|中|一直)"
)
RATIO = re.compile(rf"(?P<n>{NUMBER})(?:点(?P<d>[零一二三四五六七八九]))?(?:多)?(?P<u>倍|%|％|个百分点)")
PERCENT_WORDS = re.compile(rf"百分之(?P<n>{NUMBER})")
_BELOW = "还没满|还没到|尚未满|没满|没到|不满|未满|不到|不足|(?:差|还有|再过)[^，。]{1,6}满|离|距"
_TEEN = "十[一二三四五六七八九]{0,2}|[七八九]|1[0-9]|[789]"
_KIN = "儿子|女儿|孩子|孙子|孙女|外甥女?|侄[子女儿]|弟弟?|妹妹?|小子|闺女|丫头|妮子|姑娘|娃儿?|儿"
AGE = re.compile(
    rf"(?P<below>{_BELOW})?(?P<nominal>虚)?(?P<n>\d{{1,3}}(?:\.5)?|[一二两三四五六七八九十百零]{{1,5}})(?:周)?岁(?![月数末])"
    rf"(?P<short>还差|差|还没到|都不到|不到)?"
    rf"|(?:(?P<below2>{_BELOW})|(?P<nominal2>虚岁)|今年|才|刚满|刚|已满|年满|满|刚过|周岁|实岁|年龄[是为：:]?|{_KIN})"
    rf"(?P<k>{_TEEN})(?=[，。,、 ；）)]|$|还|就|半|骑|在|把|上|了|啊|呀|的|跟|拿|偷|也|吧|呢|吗|都|，|差)"
)
PEOPLE = re.compile(
    rf"(?P<n>{NUMBER}|{_ROUGH})(?:来|多|余)?(?:名|个|位)?(?P<u>人(?!民币)|学生|工人|顾客|老人|患者|病人|孩子|村民|消费者|员工)"
)
SEASONS = {
    "上半年": 4, "下半年": 10, "年初": 2, "年中": 6, "年底": 12, "年末": 12, "开春": 3, "春节": 2, "过年": 2,
    "大年": 2, "元宵": 2, "元旦": 1, "清明": 4, "五一": 5, "端午": 6, "六一": 6, "高考": 6, "麦收": 6,
    "七一": 7, "暑假": 7, "暑期": 7, "三伏": 7, "八一": 8, "开学": 9, "中秋": 9, "国庆": 10, "重阳": 10,
    "秋收": 10, "双十一": 11, "双11": 11, "冬至": 12, "圣诞": 12, "腊月": 12, "寒假": 1, "春": 4, "夏": 7,
    "秋": 10, "冬": 12, "底": 12, "末": 12, "初": 2,
}  # fmt: skip
"""Month of what is named without one; of a span of months, a late one."""
_SEASON = "|".join(sorted(SEASONS, key=len, reverse=True))
_SHORT_YEAR = (
    rf"(?<![\d.了过近快满有共第])(?P<t>[012]\d|二[〇零一二三四五六七八九])年"
    rf"(?=(?:1[0-2]|0?[1-9]|十[一二]?|[正一二三四五六七八九腊冬])月|{_SEASON}|那|的时候|的事|我)"
)
DATE = re.compile(
    rf"(?:(?P<y>20\d\d|19\d\d)年|(?P<c>[一二][〇零○九][〇零○一二三四五六七八九]{{2}})年|{_SHORT_YEAR}"
    rf"|(?P<r>今年|去年|大前年|前年|头年)|(?P<next>次年|转年|翌年)|(?P<same>当年|那年|同年))"
    rf"(?!前)(?:的|那个|那)?(?:(?P<m>1[0-2]|0?[1-9]|十[一二]?|[正一二三四五六七八九腊冬])月|(?P<s>{_SEASON}))?"
    rf"(?:(?P<d>\d{{1,2}})[日号])?"
)
_PIECES = "根|支|斤|公斤|两|个(?!月)|只|瓶|盒|包|袋|碗|份|单|张|桌|位|头|条|件|块|本|杯|颗|米|平"
EACH_AFTER = re.compile(rf"钱?(?:一|每|/)(?:{_PIECES})(?=$|[，。；、])")
EACH_BEFORE = re.compile(rf"每(?:{_PIECES})(?:才|就|只|卖|收|要|给|标价|是|得|算)*$")
PIECE_OF = re.compile(r"[表砖布玉石牌板瓦]$")  # 手表一块: a piece, no money
ALCOHOL = re.compile(
    rf"(?P<n>{NUMBER})\s*(?:mg|毫克|ｍｇ)(?!\s*[/每]\s*(?:升|立方|千克|公斤|kg|l\b|m[3³]))\s*/?\s*(?:每)?\s*(?:100|一百)?\s*(?:ml|毫升)?",
    re.IGNORECASE,
)
ALCOHOL_BARE = re.compile(
    r"(?:抽血|血检|验血|吹气?|酒精(?:含量|浓度)?|酒测)(?:结果|出来|测出|测得|出|了|是|为|：)*(?P<n>\d{2,3})(?=$|[，。；、]|毫克|mg)"
)

DAYS = {"小时": 1 / 24, "天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "季度": 90, "年": 365}
SCALE: dict[str | None, float] = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, None: 1}
RELATIVE_YEARS = {"今年": 0, "去年": 1, "头年": 1, "前年": 2, "大前年": 3}
_MONTHS = {"正": 2.0, "腊": 12.0, "冬": 12.0}  # of the lunar year
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


def year_of(match: re.Match[str], as_of: date, told: int | None) -> int | None:
    """The year a DATE names; ``told``: the last one named before it. None when it refers to none."""
    if match["y"]:
        return int(match["y"])
    if match["c"]:
        return int("".join("0" if c in "〇零○" else str(to_int(c)) for c in match["c"]))
    if match["t"]:
        return 2000 + int("".join("0" if c in "〇零○" else str(to_int(c)) for c in match["t"]))
    if match["r"]:
        return as_of.year - RELATIVE_YEARS[match["r"]]
    if told is None or not (match["m"] or match["s"]):
        return None
    return told + 1 if match["next"] else told


def month_of(match: re.Match[str]) -> int | None:
    """The month a DATE names, by number, season or feast; None when it names none."""
    if match["m"]:
        return int(_MONTHS.get(match["m"]) or number(match["m"]) or 0) or None
    return SEASONS.get(match["s"]) if match["s"] else None


def span(match: re.Match[str]) -> float | None:
    """Years of an AGO or PASSED: 三年半, 两年多 (a little more than two), 八个月."""
    parts = match.groupdict()
    n = {"几": 3.0, "好几": 4.0, "多": 5.0}.get(match["n"]) or number(match["n"])
    if n is None:
        return None
    n += 0.5 * bool(parts.get("h1") or parts.get("h2")) + 0.1 * bool(parts.get("m1") or parts.get("m2"))
    return n / 12 if parts.get("u") == "月" else n


def age(match: re.Match[str]) -> float | None:
    """Full years of an AGE: 不满十六 is 15, 虚岁 one less; of "十五六" the higher."""
    text = match["n"] or match["k"]
    if len(text) > 2 and text[0] == "十":
        text = "十" + text[-1]
    value = number(text)
    if value is None or value > 120:
        return None
    parts = match.groupdict()
    return float(int(value)) - any(
        parts[name] for name in ("below", "below2", "short", "nominal", "nominal2")
    )
