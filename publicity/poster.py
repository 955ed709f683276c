"""A poster drawn from a draft: title, outcome, a plain sentence, clause, source, date. PNG, A ratio."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date

from markdown_it import MarkdownIt
from PIL import Image, ImageDraw

from publicity.fonts import Face, font
from publicity.typesetting import Block, broken
from publicity.words import words

WIDTH, HEIGHT = 1080, 1527
_MARGIN, _FOOT = 88, 70
_INK, _SOFT, _ACCENT, _RULE, _TINT, _PAPER = "#16191d", "#535d69", "#1b4f8f", "#d9dfe5", "#eaf1f9", "#ffffff"
_SCALES = tuple(n / 100 for n in range(118, 49, -4))  # the largest at which everything fits is taken
_URL = re.compile(r"[，,]?\s*https?://\S+")


class TooMuch(Exception):
    """The draft holds more than a poster can carry. The message is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands below it."""

    heading: str
    rows: tuple[tuple[str, str], ...]  # (kind, text): text, quote or list


def poster_png(text: str, day: date) -> bytes:
    """The draft drawn. Raises NoChineseFont, or TooMuch when it does not fit even in the smallest type."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    blocks = lay_out(text, day)
    pen.rectangle((0, 0, WIDTH, 18), fill=_ACCENT)
    for block in blocks:
        if block.face == "law":
            x = block.left - 30
            pen.rectangle((x, block.top + 4, x + 6, block.bottom - 4), fill=_ACCENT)
        block.draw(pen)
    foot = blocks[-1].top - 22
    pen.line((_MARGIN, foot, WIDTH - _MARGIN, foot), fill=_RULE, width=2)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def lay_out(text: str, day: date) -> list[Block]:
    """Every block of text with its place; the last one is the foot. Raises TooMuch."""
    title, parts = read_parts(text)
    for scale in _SCALES:
        blocks = _body(title, parts, scale)
        foot = _foot(parts, day)
        if not blocks or blocks[-1].bottom + 60 <= foot.top:
            return [*_spread(blocks, foot.top), foot]
    raise TooMuch(words().problems["too_much"])


def read_parts(text: str) -> tuple[str, tuple[Part, ...]]:
    """The title and the parts of a draft."""
    title, heading, rows = "", "", list[tuple[str, str]]()
    parts: list[Part] = []
    inside: list[str] = []
    for token in MarkdownIt().parse(text):
        if token.type.endswith("_open"):
            inside.append(token.tag)
        elif token.type.endswith("_close"):
            inside.pop()
        elif token.type == "inline":
            said = token.content.replace("**", "")
            if "h1" in inside:
                title = said
            elif inside[-1].startswith("h"):
                if rows:
                    parts.append(Part(heading, tuple(rows)))
                heading, rows = said, []
            else:
                kind = "quote" if "blockquote" in inside else "list" if "li" in inside else "text"
                rows.append((kind, said))
    return title, (*parts, Part(heading, tuple(rows)))


def _body(title: str, parts: tuple[Part, ...], scale: float) -> list[Block]:
    own = words()
    blocks: list[Block] = []
    top = 78
    inner = WIDTH - 2 * _MARGIN

    def put(
        said: str, face: Face, size: int, colour: str, gap: int, indent: int = 0, most: float = 1.0
    ) -> None:
        nonlocal top
        size = round(size * min(scale, most))
        top += round(gap * scale)
        lines = broken(said, font(face, size), inner - indent)
        if lines:
            blocks.append(Block(lines, face, size, _MARGIN + indent, top, round(size * 1.6), colour))
            top = blocks[-1].bottom

    put(own.poster["kicker"], "bold", 34, _ACCENT, 0)
    put(title, "bold", 66, _INK, 14)
    for part in parts:
        if part.heading == own.source_heading:
            continue
        put(part.heading, "bold", 30, _ACCENT, 44)
        for number, (kind, said) in enumerate(part.rows):
            if kind == "quote":
                put(said, "law", 34, _INK, 16, indent=34)
            elif part.heading == own.poster["law"]:
                put(said.rstrip("："), "bold", 30, _INK, 14)
            else:
                put(said, "bold" if number == 0 else "plain", 42 if number == 0 else 36, _INK, 10)
    return blocks


def _spread(blocks: list[Block], limit: int) -> list[Block]:
    """White left over goes before the headings, a little to each, so that the page is filled evenly."""
    spare = limit - 60 - blocks[-1].bottom if blocks else 0
    heads = [n for n, b in enumerate(blocks) if b.colour == _ACCENT and n]
    each = min(spare // (len(heads) + 1), 90) if heads else 0
    shift, out = 0, []
    for number, block in enumerate(blocks):
        shift += each if number in heads else 0
        out.append(
            Block(
                block.lines,
                block.face,
                block.size,
                block.left,
                block.top + shift,
                block.leading,
                block.colour,
            )
        )
    return out


def _foot(parts: tuple[Part, ...], day: date) -> Block:
    """Where it comes from, without web addresses, and the day of the law."""
    own = words()
    rows = [said for part in parts if part.heading == own.source_heading for _, said in part.rows]
    said = "\n".join([*(_URL.sub("", row) for row in rows), own.export["checked"].format(day=day)])
    size = 23
    lines = broken(said, font("plain", size), WIDTH - 2 * _MARGIN)
    leading = round(size * 1.55)
    return Block(lines, "plain", size, _MARGIN, HEIGHT - _FOOT - leading * len(lines), leading, _SOFT)
