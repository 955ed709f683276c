"""A sheet of an official document: A4, margins, faces and line spacing as GB/T 9704 has them.

Faces are named as public bodies have them; where one is missing, the table of fonts names the face that
Windows carries instead, and a word processor takes that.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from documents.filling import Piece
from documents.words import words

TITLE, BODY, HEADING, LAW = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
_INSTEAD = {TITLE: "SimSun", BODY: "FangSong", HEADING: "SimHei", LAW: "KaiTi"}
_BODY_SIZE, _TITLE_SIZE, _SMALL = Pt(16), Pt(22), Pt(14)
_SPACING, _TITLE_SPACING, _TABLE_SPACING = Pt(28), Pt(36), Pt(24)
_MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
_LABEL_WIDTH, _VALUE_WIDTH = Mm(52), Mm(104)
_INDENT = {"w:firstLineChars": "200", "w:firstLine": "640"}  # two characters of 16 pt
_STAMP_INDENT = Pt(32)
_FIXED = (1980, 1, 1, 0, 0, 0)


class Sheet:
    """One document in the making. Methods add a part at its end; ``save`` gives the file."""

    def __init__(self, title: str, day: date) -> None:
        self._doc = Document()
        self._day = day
        section = self._doc.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        for name, size in _MARGINS.items():
            setattr(section, name, Mm(size))
        self._styles()
        self._page_number(section)
        self._doc.core_properties.title = title
        for name in ("created", "modified"):
            setattr(self._doc.core_properties, name, datetime(day.year, day.month, day.day))
        self._doc.core_properties.author = self._doc.core_properties.comments = ""
        self.paragraph([Piece(text=title)], style="Title")

    def _styles(self) -> None:
        styles = self._doc.styles
        normal = styles["Normal"]
        _face(normal, BODY, _BODY_SIZE)
        _spaced(normal.paragraph_format, _SPACING)
        title = styles["Title"]
        _face(title, TITLE, _TITLE_SIZE)
        _spaced(title.paragraph_format, _TITLE_SPACING)
        title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.space_after = Pt(18)
        for border in title.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
        heading = styles["Heading 1"]
        _face(heading, HEADING, _BODY_SIZE)
        _spaced(heading.paragraph_format, _SPACING)
        heading.paragraph_format.space_before = Pt(6)

    def _page_number(self, section: Any) -> None:
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        before, after = str(words()["page"]).split("{number}")
        for text in (before, None, after):
            run = paragraph.add_run(text or "")
            run.font.size = _SMALL
            if text is None:
                field = OxmlElement("w:fldSimple")
                field.set(qn("w:instr"), "PAGE")
                run._r.addnext(field)
                field.append(run._r)

    def heading(self, pieces: Sequence[Piece]) -> None:
        self.paragraph(pieces, style="Heading 1")

    def paragraph(self, pieces: Sequence[Piece], indent: bool = False, style: str | None = None) -> None:
        """One paragraph; ``indent`` sets its first line in by two characters."""
        paragraph = self._doc.add_paragraph(style=style)
        if indent:
            _indent(paragraph)
        _runs(paragraph, pieces)

    def quotation(self, text: str) -> None:
        """Words of a law, in a face of their own, so that they are never taken for ours."""
        for row in text.splitlines():
            paragraph = self._doc.add_paragraph()
            _indent(paragraph)
            _face(paragraph.add_run(row), LAW)

    def right(self, pieces: Sequence[Piece]) -> None:
        paragraph = self._doc.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = _STAMP_INDENT
        paragraph.paragraph_format.keep_with_next = True
        _runs(paragraph, pieces)

    def gap(self) -> None:
        self._doc.add_paragraph()

    def table(self, rows: Iterable[Sequence[Sequence[Piece]]], widths: Sequence[Any] = ()) -> None:
        """A ruled table, each cell a row of pieces."""
        held = [list(row) for row in rows]
        table = self._doc.add_table(rows=0, cols=len(held[0]))
        table.style, table.autofit = "Table Grid", False
        for row in held:
            cells = table.add_row().cells
            for number, (cell, pieces) in enumerate(zip(cells, row, strict=True)):
                if widths:
                    cell.width = widths[number]
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.line_spacing = _TABLE_SPACING
                _runs(paragraph, pieces, _SMALL)
        self._doc.add_paragraph().paragraph_format.line_spacing = Pt(10)

    def fields(self, rows: Iterable[tuple[str, Piece]]) -> None:
        """A table of labels and values."""
        self.table((((Piece(text=label),), (value,)) for label, value in rows), (_LABEL_WIDTH, _VALUE_WIDTH))

    def save(self) -> bytes:
        """The file, the same bytes for the same content: no clock is in it."""
        self._name_other_faces()
        raw = io.BytesIO()
        self._doc.save(raw)
        out = io.BytesIO()
        with zipfile.ZipFile(raw) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed:
            for name in made.namelist():
                fixed.writestr(fixed_entry(name), made.read(name))
        return out.getvalue()

    def _name_other_faces(self) -> None:
        """Tell a word processor what to take where a face is missing."""
        for part in self._doc.part.package.iter_parts():
            if str(part.partname) == "/word/fontTable.xml":
                table = parse_xml(part.blob)
                for name, other in _INSTEAD.items():
                    table.append(
                        parse_xml(
                            f"<w:font {nsdecls('w')} w:name={quoteattr(name)}>"
                            f"<w:altName w:val={quoteattr(other)}/></w:font>"
                        )
                    )
                part._blob = _xml(table)


def fixed_entry(name: str) -> zipfile.ZipInfo:
    """A place in a zip file whose date and rights never change."""
    info = zipfile.ZipInfo(name, _FIXED)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return info


def _xml(element: Any) -> bytes:
    from lxml import etree

    made: bytes = etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _face(holder: Any, name: str, size: Any = None) -> None:
    """Set the face of a style or a run, for Chinese and Latin letters alike."""
    holder.font.name = name
    if size is not None:
        holder.font.size, holder.font.bold, holder.font.color.rgb = size, False, None
    faces = holder.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{theme}"), None)
    faces.set(qn("w:eastAsia"), name)
    color = holder.element.rPr.find(qn("w:color"))
    if color is not None:
        holder.element.rPr.remove(color)


def _spaced(form: Any, spacing: Any) -> None:
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, spacing
    form.space_before = form.space_after = Pt(0)


def _indent(paragraph: Any) -> None:
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for name, value in _INDENT.items():
        indent.set(qn(name), value)


def _runs(paragraph: Any, pieces: Iterable[Piece], size: Any = None) -> None:
    for piece in pieces:
        run = paragraph.add_run(piece.text)
        run.underline = True if piece.blank else None
        if size is not None:
            run.font.size = size
