"""Official files that the user drops into the inbox (docx, txt, md) → texts that can be quoted.

Title, number and dates are read off the file's own head and last articles. A text holds from the latest
day its file names: an earlier version is not in the file, so before that day nothing is claimed.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from corpus.document_text import FORMATS, read_lines
from corpus.errors import CorpusError
from corpus.law_names import load_name_words
from corpus.models import Frozen
from corpus.regulations import OfficialText, TextHead, make_provisions
from corpus.text_structure import Structure, read_articles

_DATE = re.compile(r"(\d{4})\s*[年\-.]\s*(\d{1,2})\s*[月\-.]\s*(\d{1,2})\s*日?")
_EFFECTIVE = re.compile(r"自\s*(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*起\s*(?:施行|实施|执行|生效)")
_NUMBER = re.compile(
    r"(?:[\u4e00-\u9fff]{2,30}?令\s*[（(]?第\s*[0-9一二三四五六七八九十百〇零]+\s*号[）)]?"
    r"|[\u4e00-\u9fff]{2,20}[〔\[（(]\s*(?:\d{4}|[十〇零一二三四五六七八九]+届)\s*[〕\]）)]\s*第?\s*"
    r"[0-9一二三四五六七八九十百〇零]+\s*号)"
)
_FILE_DATE = re.compile(r"[（(]?\d{4}-\d{2}-\d{2}[）)]?")
_VERSION_NOTE = re.compile(r"[（(][^（）()]*(?:\d{4}|修订|修正|修改)[^（）()]*[）)]$")
_REGION = re.compile(
    r"^([\u4e00-\u9fff]{2,6}?(?:省|自治区)|(?:北京|天津|上海|重庆)市)?([\u4e00-\u9fff]{2,5}?(?:市|自治州))?"
)


class Problem(Frozen):
    """One file of the inbox that could not be taken in, and why, in Chinese."""

    file: str
    message: str


class Inbox(Frozen):
    texts: tuple[OfficialText, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_inbox(folder: Path) -> Inbox:
    """Every file of the inbox. A faulty file is reported and leaves the others untouched."""
    texts: list[OfficialText] = []
    problems: list[Problem] = []
    try:
        files = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as exc:
        message = f"收件夹 {folder} 打不开（{exc.strerror}）；请检查权限"
        return Inbox(problems=(Problem(file=folder.name, message=message),))
    for path in files:
        if not path.is_file() or path.name.startswith((".", "~$")) or path.name == "README.md":
            continue
        try:
            text = read_official(path)
            _refuse_double(text, texts)
            texts.append(text)
        except CorpusError as exc:
            problems.append(Problem(file=path.name, message=str(exc)))
    return Inbox(texts=_as_versions(texts), problems=tuple(problems))


def read_official(path: Path) -> OfficialText:
    """One official file.

    Raises CorpusError in Chinese: unreadable, wrong format or encoding, no 第X条, doubled or backward
    article numbers, no name, no date.
    """
    try:
        structure = read_articles(read_lines(path))
    except CorpusError as exc:
        raise CorpusError(f"{path.name}：{exc}") from exc
    if not structure.articles:
        hint = "（Word 的自动编号请先转换为文本）" if path.suffix.lower() == ".docx" else ""
        raise CorpusError(f"{path.name}：没有找到“第一条”这样的条文编号，不能按条引用{hint}")
    name = _name(structure, path)
    valid_from = _valid_from(structure, path)
    head = TextHead(
        name=name,
        number=_number(structure),
        region=_region(name),
        promulgated=_promulgated(structure),
        valid_from=valid_from,
        source=path.name,
    )
    empty = [a.label for a in structure.articles if not a.text]
    if empty:
        raise CorpusError(f"{path.name}：{empty[0]}没有内容")
    return OfficialText(head=head, provisions=make_provisions(head, structure.articles))


def _name(structure: Structure, path: Path) -> str:
    """The title above the first article; the file's name must not say another one."""
    title, endings = "", load_name_words().title_endings
    for line in structure.header[:4]:
        if _DATE.search(line) and title:
            break
        title += _VERSION_NOTE.sub("", re.sub(r"\s+", "", line))
        if title.endswith(endings):
            break
    title = title.strip("《》")
    from_file = _VERSION_NOTE.sub("", _FILE_DATE.sub("", path.stem)).strip("《》 _-（）()")
    if title.endswith(endings):
        if (
            len(from_file) > 5
            and from_file.endswith(endings)
            and not (from_file in title or title in from_file)
        ):
            raise CorpusError(
                f"{path.name}：文件名说是《{from_file}》，正文标题是《{title}》；请改成一致的名称"
            )
        return title
    if from_file.endswith(endings) and not title:
        return from_file
    raise CorpusError(f"{path.name}：看不出文件名称（正文开头是“{title[:20]}”）；请把完整名称单独写在第一行")


def _number(structure: Structure) -> str | None:
    """The number of the latest issue named in the head."""
    found = [match.group() for line in structure.header for match in _NUMBER.finditer(line)]
    return re.sub(r"\s+", "", found[-1]) if found else None


def _promulgated(structure: Structure) -> date | None:
    dated = [line for line in structure.header if re.search("公布|发布|印发|通过|公告", line)]
    return max((day for line in dated for day in _dates(line)), default=None)


def _valid_from(structure: Structure, path: Path) -> date:
    """The latest day that the head, the effective clause or the file's name gives."""
    tail = " ".join(article.text for article in structure.articles[-3:])
    days = [day for line in structure.header for day in _dates(line)]
    days += [day for match in _EFFECTIVE.finditer(tail) for day in _dates(match[1])]
    days += _dates(path.stem)
    if not days:
        raise CorpusError(f"{path.name}：找不到公布或施行日期；请在名称下面加一行，例如“2020年1月1日 施行”")
    return max(days)


def _dates(text: str) -> list[date]:
    out = []
    for match in _DATE.finditer(text):
        try:
            out.append(date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            continue  # 2月30日 and the like: no date
    return out


def _region(name: str) -> str:
    match = _REGION.match(name)
    return (match[1] or "") + (match[2] or "") if match else ""


def _refuse_double(text: OfficialText, others: list[OfficialText]) -> None:
    for other in others:
        if (other.head.name, other.head.valid_from) == (text.head.name, text.head.valid_from):
            raise CorpusError(
                f"{text.head.source}：与 {other.head.source} 是同一部《{text.head.name}》的同一版本，"
                "只能留一个"
            )


def _as_versions(texts: list[OfficialText]) -> tuple[OfficialText, ...]:
    """Several versions of one text: the older holds until the newer takes effect."""
    out = []
    for text in texts:
        later = [
            t.head.valid_from
            for t in texts
            if t.head.name == text.head.name and t.head.valid_from > text.head.valid_from
        ]
        end = min(later, default=None)
        out.append(
            OfficialText(
                head=text.head.model_copy(update={"valid_to": end}),
                provisions=tuple(p.model_copy(update={"valid_to": end}) for p in text.provisions),
            )
        )
    return tuple(out)


__all__ = ["FORMATS", "Inbox", "Problem", "read_inbox", "read_official"]
