"""Paragraphs (款) and items (项) inside an article's stored text, as verbatim slices of it.

A line is a paragraph; lines that open with （一）（二）… are items of the paragraph above, lines that
open with 1. 2. … are points of the item above. What follows 附 is one piece, not more paragraphs. A line that
breaks off without punctuation (生态环境法典 was stored page by page) goes on in the next.
"""

from __future__ import annotations

import re

from corpus.numerals import NUMERAL, to_chinese, to_int
from corpus.validity import NotFound

_item_line = re.compile(rf"\s*[（(]\s*{NUMERAL}\s*[）)]")
_point_line = re.compile(r"\s*[0-9０-９]+\s*[.．、]")
_annex_line = re.compile(r"\s*附(?:件|表|录)?[一二三四五六七八九十0-9]*\s*(?:[：:]|$)")
_complete = re.compile(r"[。；;：:！!？?）)”\"》|]$")
_marker = re.compile(rf"(?:(?<=^)|(?<=[\n：:；;。]))[ \t\u3000]*([（(]\s*({NUMERAL})\s*[）)])")


def split_paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of an article, each with its items; every one is a substring of ``text``."""
    spans: list[tuple[int, int]] = []
    position, annex, torn = 0, False, False
    for line in text.splitlines(keepends=True):
        start, end = position, position + len(line.rstrip())
        position += len(line)
        if not line.strip():
            continue
        belongs = annex or torn or _item_line.match(line) or _point_line.match(line)
        torn = not _complete.search(line.rstrip())
        annex = annex or bool(_annex_line.match(line))
        if belongs and spans:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start + len(line) - len(line.lstrip()), end))
    return tuple(text[start:end] for start, end in spans)


def split_items(paragraph: str) -> dict[int, str]:
    """The items of a paragraph by number; empty when it has none."""
    starts: list[tuple[int, int]] = []
    for match in _marker.finditer(paragraph):
        # Only 1, 2, 3, … in a row are items: "依照第（五）项" inside one is not.
        if _value(match[2]) == len(starts) + 1:
            starts.append((len(starts) + 1, match.start(1)))
    ends = [*(start for _, start in starts[1:]), len(paragraph)][: len(starts)]
    return {number: paragraph[start:end].rstrip() for (number, start), end in zip(starts, ends, strict=True)}


def _value(numeral: str) -> int:
    try:
        return to_int(numeral)
    except ValueError:
        return -1


def slice(text: str, paragraph: int | None = None, item: int | None = None) -> str:
    """The paragraph or item as a verbatim slice of ``text``; the whole text when neither is given.

    An item without a paragraph is found when only one paragraph has items, or is the only one with that
    number. Raises NotFound when the place does not exist or is not unique.
    """
    if paragraph is None and item is None:
        return text
    paragraphs = split_paragraphs(text)
    if paragraph is not None:
        if not 1 <= paragraph <= len(paragraphs):
            raise NotFound(f"没有第{_chinese(paragraph)}款（该条共{len(paragraphs)}款）")
        paragraphs = paragraphs[paragraph - 1 : paragraph]
        if item is None:
            return paragraphs[0]
    assert item is not None
    found = [items[item] for part in paragraphs if item in (items := split_items(part))]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFound(f"第（{_chinese(item)}）项不止一处，须写明第几款")
    counts = [len(split_items(part)) for part in paragraphs]
    raise NotFound(f"没有第（{_chinese(item)}）项（共{max(counts)}项）")


def _chinese(number: int) -> str:
    return to_chinese(number) if 0 <= number <= 99_999 else str(number)
