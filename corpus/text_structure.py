"""The structure of an official text read line by line: 章, 节, 条; or a plan's own numbering.

Works on plain lines, wherever they come from. Nothing is dropped: a line after the first article belongs
to the article above it, a line before it to the header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus.errors import CorpusError
from corpus.numerals import NUMERAL, article_label, split_article, to_int

_LEVELS = ("编", "分编", "章", "节")
_heading = re.compile(
    rf"第\s*{NUMERAL}\s*(分编|编|章|节)(?:[\s\u3000]+|(?=[^\s，。；、的]))([^。；：]{{0,40}})"
)
_article = re.compile(rf"(第\s*{NUMERAL}\s*条(?:\s*之\s*{NUMERAL})?)([\s\u3000]*)(.*)", re.DOTALL)
_contents = re.compile(r"目[\s\u3000]*[录次]")
# Words by which a line that begins with 第X条 goes on speaking of that article instead of opening it.
_speaks_of = re.compile(r"[、和至到及或的，,]|第|规定|所列|所称|中|以下|以上")
_markdown = re.compile(r"^\s*(?:#{1,6}\s+|>\s+|[-*+]\s+(?=第))")
_comment = re.compile(r"<!--.*?-->", re.DOTALL)
_escape = re.compile(r"\\([.()\[\]*_#+\-])")


@dataclass(slots=True)
class ArticleText:
    """One article as it stands: label, lines, chapter path."""

    label: str
    lines: list[str]
    chapter: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(slots=True)
class Structure:
    header: list[str] = field(default_factory=list)
    articles: list[ArticleText] = field(default_factory=list)


def clean_lines(text: str) -> list[str]:
    """Non-empty lines without Markdown marks, HTML comments and blanks at the ends."""
    plain = _escape.sub(r"\1", _comment.sub("", text)).replace("\ufeff", "")
    lines = (_markdown.sub("", line).replace("**", "") for line in plain.splitlines())
    return [line.strip(" \t\u3000\xa0") for line in lines if line.strip(" \t\u3000\xa0")]


def read_articles(lines: Iterable[str]) -> Structure:
    """Split into header and articles.

    Raises CorpusError when an article number occurs twice or the numbers run backwards.
    """
    out = Structure()
    path: dict[str, str] = {}
    last: tuple[int, int] = (0, 0)
    for line in lines:
        if heading := _heading.fullmatch(line):
            level = _LEVELS.index(heading[1])
            path = {k: v for k, v in path.items() if _LEVELS.index(k) < level} | {heading[1]: line}
            continue
        opening = _opens(line, last)
        if opening:
            number, text = opening
            if out.articles and number <= last:
                raise CorpusError(_backwards(number, last, out))
            last = number
            label = article_label(number[0], number[1] or None)
            out.articles.append(ArticleText(label, [text] if text else [], tuple(path.values())))
        elif out.articles:
            out.articles[-1].lines.append(line)
        elif not _contents.fullmatch(line):
            out.header.append(line)
    return out


def _opens(line: str, last: tuple[int, int]) -> tuple[tuple[int, int], str] | None:
    """(number, rest of the line) when the line opens an article."""
    match = _article.match(line)
    if not match:
        return None
    try:
        main, suffix = split_article(match[1])
    except ValueError:
        return None
    number = (main, suffix or 0)
    follows = number in ((last[0] + 1, 0), (last[0], last[1] + 1))
    spaced = bool(match[2]) or not match[3]
    if not spaced and (_speaks_of.match(match[3]) or not follows):
        return None
    return number, match[3].strip(" \t\u3000")


def _backwards(number: tuple[int, int], last: tuple[int, int], out: Structure) -> str:
    label = article_label(number[0], number[1] or None)
    if any(article.label == label for article in out.articles):
        return f"{label}出现了两次；请检查是否把两个文件或目录合在了一起"
    return f"{label}排在{article_label(last[0], last[1] or None)}之后，条文顺序不对"


_section = re.compile(r"([一二三四五六七八九十]+)、(.*)")
_part = re.compile(r"[（(]([一二三四五六七八九十]+)[）)](.*)")
_point = re.compile(r"([0-9０-９]+)\s*[.．、](?![0-9])(.*)")


def read_plan(lines: Iterable[str]) -> Structure:
    """Split a plan into its own numbering: 一（一）, 一（二）1, 二（四）; before 一、 stands the header.

    A heading line alone goes into the chapter path, not into a text of its own.
    """
    out = Structure()
    section, section_title, part, part_title = "", "", "", ""
    for line in lines:
        if (match := _section.match(line)) and len(line) < 40:
            section, section_title, part, part_title = match[1], line, "", ""
        elif section and (match := _part.match(line)):
            part, part_title = match[1], ""
            if "。" in line:
                out.articles.append(ArticleText(f"{section}（{part}）", [line], (section_title,)))
            else:
                part_title = line
        elif section and part_title and (match := _point.match(line)):
            label = f"{section}（{part}）{to_int(match[1])}"
            out.articles.append(ArticleText(label, [line], (section_title, part_title)))
        elif (
            section
            and part_title
            and not (out.articles and out.articles[-1].label.startswith(f"{section}（{part}）"))
        ):
            out.articles.append(ArticleText(f"{section}（{part}）", [line], (section_title, part_title)))
        elif out.articles:
            out.articles[-1].lines.append(line)
        else:
            out.header.append(line)
    return out
