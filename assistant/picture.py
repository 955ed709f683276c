"""The path of a decision as one SVG image that stands alone: for the web page and for documents.

Colours follow the text around it (currentColor), alone it follows the reader's light or dark; a sign and
words say the status, never a colour. Escaping is that of the standard library's XML writer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement
from zlib import crc32

from assistant.models import PathStep
from assistant.render import wording

_SIGNS = {"met": "✓", "unmet": "✗", "open": "?", "unreached": "–"}
_WIDTH, _LEFT, _RIGHT = 340, 44, 12  # drawn for a phone 360 wide
_AXIS, _RADIUS, _GAP = 18, 13, 16
_HEAD, _BODY, _LEADING = 15, 14, 1.45  # font sizes, and the height of a line to them
_FONTS = "PingFang SC, Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, sans-serif"
# Only where the image is a document of its own; inside a page the page's colours hold.
_ALONE = (
    "svg:root{color:#16191d;background:#ffffff}"
    "@media(prefers-color-scheme:dark){svg:root{color:#e9ecef;background:#14171a}}"
)
# What may not be parted by a line break: opening signs and what follows, a Latin word, closing signs.
_UNIT = re.compile(r"[（《“〔]{0,2}(?:[A-Za-z0-9.,%-]{1,16}|.)[，。；：、？！）》”〕]{0,2}", re.DOTALL)


@dataclass(frozen=True)
class _Line:
    text: str
    size: int
    bold: bool = False


def path_svg(path: Sequence[PathStep], outcome: str) -> str:
    """The steps from top to bottom, the outcome (its label) last, as one <svg>; "" without steps."""
    if not path:
        return ""
    own = wording()["path"]
    title = _clean(own["title"].format(outcome=outcome))
    told = "".join(_told(step, own) for step in path)
    blocks = [(step, _lines(step, own, outcome if step is path[-1] else "")) for step in path]
    height = sum(_height(lines) for _, lines in blocks) + _GAP
    root = _root(title, told, round(height))
    top = float(_GAP)
    for number, (step, lines) in enumerate(blocks):
        _draw(root, step, lines, top, last=number == len(blocks) - 1)
        top += _height(lines)
    return ElementTree.tostring(root, encoding="unicode")


def _root(title: str, told: str, height: int) -> Element:
    key = f"path-{crc32((title + told).encode()):08x}"
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {_WIDTH} {height}", "width": str(_WIDTH),
            "height": str(height), "role": "img", "aria-labelledby": f"{key}-title {key}-desc",
            "lang": "zh-CN", "font-family": _FONTS, "fill": "currentColor",
            "style": "max-width:100%;height:auto",
        },
    )  # fmt: skip
    SubElement(root, "title", {"id": f"{key}-title"}).text = title
    SubElement(root, "desc", {"id": f"{key}-desc"}).text = told or title
    SubElement(root, "style").text = _ALONE
    return root


def _details(step: PathStep, own: dict[str, Any]) -> list[str]:
    """What stands under the label of a step: the status in words, and what decided it."""
    rows = [
        step.word,
        step.rule,
        own["shown"].format(words="、".join(step.words)) if step.words else "",
        own["clause"].format(clause=step.clause.replace(" ", "")) if step.clause else "",
    ]
    return [row for text in rows if (row := _clean(text))]


def _told(step: PathStep, own: dict[str, Any]) -> str:
    return "。".join([_clean(step.label), *_details(step, own)]) + "。"


def _lines(step: PathStep, own: dict[str, Any], outcome: str) -> list[_Line]:
    head = own["outcome"]["says"].format(outcome=outcome) if outcome else step.label
    status, *rest = _details(step, own) or [""]
    return [
        *(_Line(row, _HEAD, bold=True) for row in _wrapped(_clean(head), _HEAD)),
        *(_Line(row, _BODY, bold=step.status in ("met", "open")) for row in _wrapped(status, _BODY)),
        *(_Line(row, _BODY) for text in rest for row in _wrapped(text, _BODY)),
    ]


def _height(lines: Sequence[_Line]) -> float:
    return max(sum(line.size * _LEADING for line in lines), 2 * _RADIUS) + _GAP


def _draw(root: Element, step: PathStep, lines: Sequence[_Line], top: float, last: bool) -> None:
    group = SubElement(root, "g", {"data-status": step.status})
    if step.status == "unreached":
        group.set("opacity", "0.75")
    middle = top + _RADIUS - 2
    if not last:
        _edge(group, middle + _RADIUS, top + _height(lines) - 2)
    _sign(group, step, middle, last)
    at = top
    for line in lines:
        at += line.size * _LEADING
        look = {"x": str(_LEFT), "y": _number(at - line.size * 0.4), "font-size": str(line.size)}
        if line.bold:
            look["font-weight"] = "bold"
        SubElement(group, "text", look).text = line.text


def _edge(group: Element, start: float, end: float) -> None:
    """The way on to the next step."""
    SubElement(
        group, "line",
        {"x1": str(_AXIS), "x2": str(_AXIS), "y1": _number(start), "y2": _number(end),
         "stroke": "currentColor", "stroke-width": "1.5"},
    )  # fmt: skip


def _sign(group: Element, step: PathStep, middle: float, last: bool) -> None:
    """A circle with the sign of the status; a double one for the outcome."""
    for radius in (_RADIUS, _RADIUS - 3) if last else (_RADIUS,):
        ring = {
            "cx": str(_AXIS), "cy": _number(middle), "r": str(radius), "fill": "none",
            "stroke": "currentColor", "stroke-width": "2.5" if step.status == "met" else "1.5",
        }  # fmt: skip
        if step.status in ("open", "unreached") and not last:
            ring["stroke-dasharray"] = "3 3"
        SubElement(group, "circle", ring)
    sign = {
        "x": str(_AXIS), "y": _number(middle + 5), "font-size": str(_BODY), "text-anchor": "middle",
        "font-weight": "bold",
    }  # fmt: skip
    SubElement(group, "text", sign).text = _SIGNS[step.status]


def _number(value: float) -> str:
    return f"{value:.1f}"


def _clean(text: str) -> str:
    """Text without what XML cannot hold or what turns the reading direction; white space is one blank."""
    plain = " ".join(text.split())
    return "".join(c for c in plain if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn"))


def _wrapped(text: str, size: int) -> list[str]:
    """Lines that fit beside the axis. None starts with a closing sign or ends with an opening one."""
    room = (_WIDTH - _LEFT - _RIGHT) / size
    rows, width = [""], 0.0
    for unit in _UNIT.findall(text):
        wide = sum(map(_em, unit))
        if width + wide > room and rows[-1]:
            rows.append("")
            width = 0.0
        rows[-1] += unit
        width += wide
    return [row.strip() for row in rows if row.strip()]


def _em(char: str) -> float:
    """About how wide a character is, in its font size; Latin capitals are wider than small letters."""
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    return 0.9 if char in "MWmw@%" else 0.75 if char.isupper() else 0.6
