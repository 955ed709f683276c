"""Chinese and Arabic numerals ↔ int, and the article labels built from them.

Labels follow the legislative convention "第一百二十条之一"; whatever way a number is written
(第120条, 第１２０条, 第一二〇条, 第二百〇一条, 第两百条) comes out in that one form.
"""

from __future__ import annotations

import re

_DIGITS = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("０１２３４５６７８９")},
    **{char: value for value, char in enumerate("0123456789")},
    "〇": 0,
    "○": 0,
    "两": 2,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SECTIONS = {"亿": 100_000_000, "万": 10_000}
_MAX = 99_999

NUMERAL = "[" + "".join(_DIGITS) + "".join(_UNITS) + "万亿]+"
"""Pattern of one numeral, to be built into other patterns."""

_LABEL = re.compile(rf"\s*第?\s*({NUMERAL})\s*条\s*(?:之\s*({NUMERAL}))?\s*")


def to_int(text: str) -> int:
    """The value of one numeral up to 九千九百九十九万亿, Chinese, Arabic or full-width.

    Raises ValueError when it is none.
    """
    chars = text.strip()
    if not chars or any(c not in _DIGITS and c not in _UNITS and c not in _SECTIONS for c in chars):
        raise ValueError(f"不是数字：{text!r}")
    if all(char in _DIGITS for char in chars):
        return int("".join(str(_DIGITS[char]) for char in chars))
    return _sections(chars, 10 * _SECTIONS["亿"])


def _sections(chars: str, limit: int) -> int:
    """ "一百二十万", "三亿零五万": what stands before 亿 or 万 counts them, what follows is smaller."""
    for mark, unit in _SECTIONS.items():
        head, found, tail = chars.rpartition(mark)
        if found:
            if unit >= limit or (tail and not head):
                raise ValueError(f"数字写法有误：{chars!r}")
            return _count(head, unit) * unit + (_sections(tail, unit) if tail else 0)
    return _with_units(chars)


def _count(head: str, limit: int) -> int:
    """How many 万 or 亿: "一百二十", "50", or nothing for a bare 万."""
    if head.isdigit():  # Arabic, or full-width
        return int(head)
    return _sections(head, limit) if head else 1


def _with_units(chars: str) -> int:
    """ "一千二百四十二", "十二", "两百零三": units must fall, digits stand alone before their unit."""
    total, pending, last = 0, "", 10 * _UNITS["千"]
    for char in chars:
        if char in _DIGITS:
            pending += str(_DIGITS[char])
            continue
        unit = _UNITS[char]
        # "零十" (as in 一千零十) leaves a bare zero before the unit: read it as one ten.
        count = int(pending) if pending.strip("0") else 1
        if unit >= last or count > 9:
            raise ValueError(f"数字写法有误：{chars!r}")
        total, pending, last = total + count * unit, "", unit
    rest = int(pending) if pending else 0
    if rest >= last or len(pending.lstrip("0")) > 1:
        raise ValueError(f"数字写法有误：{chars!r}")
    return total + rest


def to_chinese(number: int) -> str:
    """1242 → "一千二百四十二", 12 → "十二", 1009 → "一千零九". Raises ValueError outside 0..99999."""
    if not 0 <= number <= _MAX:
        raise ValueError(f"超出范围：{number}")
    if number == 0:
        return "零"
    out, gap, rest = "", False, number
    for char, unit in (("万", _SECTIONS["万"]), *reversed(_UNITS.items())):
        count, rest = divmod(rest, unit)
        if count:
            out += ("零" if gap and out else "") + _digit(count) + char
            gap = False
        else:
            gap = True
    if rest:
        out += ("零" if gap and out else "") + _digit(rest)
    return out[1:] if out.startswith("一十") else out


def _digit(value: int) -> str:
    return "零一二三四五六七八九"[value]


def article_label(number: int, suffix: int | None = None) -> str:
    """(120, 1) → "第一百二十条之一"."""
    return f"第{to_chinese(number)}条" + (f"之{to_chinese(suffix)}" if suffix else "")


def split_article(label: str) -> tuple[int, int | None]:
    """ "第120条之一" → (120, 1), "第三十三条" → (33, None). Raises ValueError when it is no article label."""
    match = _LABEL.fullmatch(label)
    if not match:
        raise ValueError(f"不是条文编号：{label!r}，正确写法例如 第三十三条")
    return to_int(match[1]), to_int(match[2]) if match[2] else None


def normalise_article(label: str) -> str:
    """Any way of writing an article label → its normal form. Raises ValueError when it is none."""
    return article_label(*split_article(label))
