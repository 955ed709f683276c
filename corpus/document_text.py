"""The lines of a docx, txt or md file, in reading order, with nothing lost."""

from __future__ import annotations

import codecs
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus.errors import CorpusError
from corpus.text_structure import clean_lines

_MAX_BYTES = 30_000_000  # of a file, and ten times that unpacked: no official text comes near it
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_lines(path: Path) -> list[str]:
    """Non-empty lines of a file. Raises CorpusError in Chinese when it cannot be read faithfully."""
    reader = FORMATS.get(path.suffix.lower())
    if reader is None:
        raise CorpusError(f"暂不支持 {path.suffix or '无扩展名'} 文件；请另存为 {'、'.join(FORMATS)}")
    try:
        if path.stat().st_size == 0:
            raise CorpusError("文件是空的")
        if path.stat().st_size > _MAX_BYTES:
            raise CorpusError(f"文件超过 {_MAX_BYTES // 1_000_000} MB，不像是一部法规")
        lines = clean_lines(reader(path))
    except OSError as exc:
        raise CorpusError(f"文件打不开（{exc.strerror}）；请检查权限，或关闭正在使用它的程序") from exc
    if not lines:
        raise CorpusError("文件里没有文字（可能是扫描图片）")
    return lines


def _read_plain(path: Path) -> str:
    return decode(path.read_bytes())


def decode(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB18030. Raises CorpusError when it is none of them."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CorpusError("文字编码无法识别；请用记事本另存为 UTF-8")


def _read_docx(path: Path) -> str:
    import docx
    from docx.opc.exceptions import OpcError

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > 10 * _MAX_BYTES:
                raise CorpusError("文件解压后过大，不予读取")
        document = docx.Document(str(path))
    except (OpcError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as exc:
        raise CorpusError("不是有效的 docx 文件（可能损坏，或只是改了扩展名的 doc）") from exc
    body = document.element.body
    for mark in ("ins", "del", "moveFrom", "moveTo"):
        if next(body.iter(_WORD + mark), None) is not None:
            raise CorpusError("文件里有未接受的修订；请先在 Word 里“接受所有修订”再放进来")
    return "\n".join(_docx_blocks(body))


def _docx_blocks(element: Any) -> list[str]:
    """Paragraphs, and tables row by row, in their order; also inside content controls."""
    out: list[str] = []
    for child in element:
        if child.tag == _WORD + "p":
            out.append(_docx_text(child))
        elif child.tag == _WORD + "tbl":
            for row in child.iter(_WORD + "tr"):
                cells = (" ".join(_docx_blocks(cell)).strip() for cell in row.iter(_WORD + "tc"))
                out.append(" | ".join(cells))
        elif child.tag in (_WORD + "sdt", _WORD + "sdtContent"):
            out += _docx_blocks(child)
    return out


def _docx_text(paragraph: Any) -> str:
    parts: list[str] = []
    for node in paragraph.iter():
        if node.tag == _WORD + "t":
            parts.append(node.text or "")
        elif node.tag in (_WORD + "br", _WORD + "cr"):
            parts.append("\n")
        elif node.tag == _WORD + "tab":
            parts.append("\t")
        elif node.tag == _WORD + "noBreakHyphen":
            parts.append("-")
    return "".join(parts)


FORMATS: dict[str, Callable[[Path], str]] = {".docx": _read_docx, ".txt": _read_plain, ".md": _read_plain}
