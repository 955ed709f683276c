"""A checked draft as a file: Markdown, or Word."""

from __future__ import annotations

import io
from datetime import date

from docx import Document
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from markdown_it import MarkdownIt

from publicity.words import words

_PLAIN, _LAW = "微软雅黑", "宋体"
_STYLES = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "blockquote": "Quote", "li": "List Bullet"}


def to_markdown(text: str, day: date) -> str:
    """The draft, with the day on which its clauses were checked."""
    return f"{text.rstrip()}\n\n{words().export['checked'].format(day=day)}\n"


def to_docx(text: str, day: date) -> bytes:
    """The draft as a Word file: headings, paragraphs, clauses in a law face with an indent, lists."""
    document = Document()
    _set_faces(document)
    inside: list[str] = []
    for token in MarkdownIt().parse(to_markdown(text, day)):
        if token.type.endswith("_open"):
            inside.append(token.tag)
        elif token.type.endswith("_close"):
            inside.pop()
        elif token.type == "inline":
            style = next((_STYLES[tag] for tag in inside if tag in _STYLES), "Normal")
            _paragraphs(document, token.content, style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _paragraphs(document: WordFile, text: str, style: str) -> None:
    """One paragraph for each line: a clause keeps its own. Bold is the only mark inside a line."""
    for line in text.splitlines():
        paragraph = document.add_paragraph(style=style)
        for number, part in enumerate(line.split("**")):
            if part:
                paragraph.add_run(part).bold = True if number % 2 else None


def _set_faces(document: WordFile) -> None:
    for name in ("Normal", *_STYLES.values()):
        style = document.styles[name]
        face = _LAW if name == "Quote" else _PLAIN
        style.font.name = face
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
        style.font.color.rgb = RGBColor(0x16, 0x19, 0x1D)
    document.styles["Normal"].font.size = Pt(12)
    document.styles["Normal"].paragraph_format.line_spacing = 1.5
    quote = document.styles["Quote"]
    quote.font.italic = False  # Chinese has no italic; the face and the indent say that it is the law
    quote.paragraph_format.left_indent = Pt(24)
