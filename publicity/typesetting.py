"""Text in boxes: Chinese lines broken to a width, with punctuation kept off the start of a line."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import ImageDraw, ImageFont

from publicity.fonts import Face, font

_NOT_FIRST = "，。、；：！？”’）》】…—"
_NOT_LAST = "“‘（《【"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one text set in one face, at a place: all measures in pixels, ``top`` of the first line."""

    lines: tuple[str, ...]
    face: Face
    size: int
    left: int
    top: int
    leading: int
    colour: str

    @property
    def bottom(self) -> int:
        return self.top + self.leading * len(self.lines)

    @property
    def width(self) -> int:
        """Of the longest line."""
        own = font(self.face, self.size)
        return max((round(own.getlength(line)) for line in self.lines), default=0)

    def draw(self, on: ImageDraw.ImageDraw) -> None:
        own = font(self.face, self.size)
        for number, line in enumerate(self.lines):
            on.text((self.left, self.top + number * self.leading), line, font=own, fill=self.colour)


def broken(text: str, own: ImageFont.FreeTypeFont, width: int) -> tuple[str, ...]:
    """The text in lines no wider than ``width``; a word or number that fits stays whole."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for piece in _pieces(paragraph, own, width):
            if line and own.getlength(line + piece) > width:
                line, carried = _parted(line, piece)
                lines.append(line)
                line = carried.lstrip()
            line += piece
        if line:
            lines.append(line)
    return tuple(lines)


def _parted(line: str, following: str) -> tuple[str, str]:
    """Where the line ends, and what moves to the next one so that neither opens or closes wrongly."""
    at = len(line)
    while at > 1 and _tied(line[at - 1], (line[at:] + following)[0]):
        at -= 1
    return (line[:at], line[at:]) if at > 1 else (line, "")


def _tied(before: str, after: str) -> bool:
    """Whether two characters may not be parted by the end of a line."""
    return after in _NOT_FIRST or before in _NOT_LAST or (_latin(before) and _latin(after))


def _pieces(text: str, own: ImageFont.FreeTypeFont, width: int) -> list[str]:
    pieces: list[str] = []
    for char in text:
        joins = pieces and _latin(char) and _latin(pieces[-1][-1])
        if joins and own.getlength(pieces[-1] + char) <= width:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _latin(char: str) -> bool:
    return char.isascii() and not char.isspace()
