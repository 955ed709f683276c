"""Places in a law, as written ("行政处罚法 第三十三条第一款第（二）项") ↔ ArticleRef.

Besides statutes' own structure (条, 款, 项) the numbering of plans is read: "二（四）", "一（二）1".
Names are left as written; which law they mean is for ``resolve_name`` of the statutes or the library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator

from corpus.models import ArticleRef
from corpus.numerals import NUMERAL, article_label, normalise_article, split_article, to_chinese, to_int

_MAX_RANGE = 200  # a longer "第X条至第Y条" is a slip of the pen, not a citation

_S = r"[ \t\u3000]*"
_BRACKETED = rf"[（(]{_S}{NUMERAL}{_S}[）)]"
_SEP = rf"{_S}(?:、|，|,|和|及|以及|与|或者|或){_S}"
_TO = rf"{_S}(?:至|到|—+|-|－|～|~){_S}"
_ARTICLE = rf"第{_S}{NUMERAL}{_S}条(?:{_S}之{_S}(?:{NUMERAL}))?"
_BARE = rf"{NUMERAL}{_S}条(?:{_S}之{_S}(?:{NUMERAL}))?"

_article = re.compile(_ARTICLE)
_article_list = re.compile(rf"第?{_S}({NUMERAL}(?:(?:{_S}、{_S}|{_S}[和及]{_S}|{_TO}){NUMERAL})+){_S}条")
_bare_article = re.compile(_BARE)
ROW_START = re.compile(rf"第{_S}{NUMERAL}(?:(?:{_S}、{_S}|{_S}[和及]{_S}|{_TO}){NUMERAL})*{_S}条")
"""Where a row of places can begin in free text."""
_numbers = rf"(?:{NUMERAL}|{_BRACKETED})"
_listing = rf"{_numbers}(?:(?:{_SEP}|{_TO}|(?=[（(]))(?:第{_S})?{_numbers})*"
_paragraphs = re.compile(rf"{_S}(?:第{_S})?({_listing}){_S}款")
_items = re.compile(rf"{_S}(?:第{_S}|(?=[（(])|(?<=款)|(?<=条))({_listing}){_S}项")
_more_paragraphs = re.compile(rf"(?:{_SEP}|({_TO}))第{_S}({NUMERAL}){_S}款")
_more_items = re.compile(rf"(?:{_SEP}|({_TO}))第{_S}({_listing}){_S}项")
_token = re.compile(rf"({_TO})|({NUMERAL})")
_next_article = re.compile(rf"(?:{_SEP}|({_TO}))(?=({_ARTICLE})|({_BARE}))")

_CHINESE = "[一二三四五六七八九十]+"
_POINT = rf"(?:{_S}[、.．]?{_S}([0-9０-９]+)(?![0-9０-９年]))?"
PLAN_PLACE = rf"({_CHINESE}){_S}、?{_S}[（(]{_S}({_CHINESE}){_S}[）)]{_POINT}"
_plan = re.compile(PLAN_PLACE)
# A year in brackets is a version note, except where it is part of the name: 宪法修正案（2018年）.
_version = re.compile(r"(?<!修正案)[（(][^（）()]*(?:\d{4}|修订|修正|修改|版)[^（）()]*[）)]$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the text a place is written, and which one it is. A range shares one span."""

    start: int
    end: int
    article: str
    paragraph: int | None = None
    item: int | None = None


def clean_law_name(text: str) -> str:
    """A law's name without 《》, blanks and a version note such as "（2021修订）"."""
    name = re.sub(r"\s+", "", text).strip("《》〈〉<>")
    return _version.sub("", name).replace("(", "（").replace(")", "）").strip("《》")


def parse_ref(text: str) -> ArticleRef:
    """One reference: law name (with or without 《》), then one place.

    Raises ValueError in Chinese when there is no law, no place, or more than one place.
    """
    refs = parse_refs(text)
    if len(refs) != 1:
        raise ValueError(f"只应写一处条文：{text!r}，正确写法例如 行政处罚法 第三十三条第一款")
    return refs[0]


def _each_readable(texts: tuple[str, ...]) -> tuple[str, ...]:
    for text in texts:
        parse_ref(text)
    return texts


References = Annotated[tuple[str, ...], AfterValidator(_each_readable)]
"""A field of a data file that holds references, each of one place."""
Resolve = Callable[[str, str], bool]
"""(law, article) → does the text of that article exist."""


def unresolved(entries: Iterable[tuple[str, Iterable[str]]], resolve: Resolve) -> list[str]:
    """ "id: 行政处罚法 第…条" for each reference of the (id, references) that ``resolve`` does not find."""
    out = []
    for name, texts in entries:
        for text in texts:
            ref = parse_ref(text)
            if not resolve(ref.law, ref.article):
                out.append(f"{name}: {text}")
    return out


def parse_refs(text: str) -> tuple[ArticleRef, ...]:
    """Like parse_ref, but rows and ranges (第三十条至第三十二条, 第（一）（五）项) give several."""
    match = ROW_START.search(text) or _article_list.search(text) or _bare_article.search(text)
    plan = _plan.search(text)
    if match and not (plan and plan.start() < match.start()):
        law, places, end = text[: match.start()], *scan_places(text, match.start(), bare=True)
    elif plan:
        law, end = text[: plan.start()], plan.end()
        places = [Place(plan.start(), end, plan_label(plan))]
    else:
        raise ValueError(f"没有写明条文：{text!r}，正确写法例如 行政处罚法 第三十三条第一款")
    name = clean_law_name(law)
    if not name or text[end:].strip():
        what = "没有写明法律名称" if not name else f"看不懂 {text[end:].strip()!r}"
        raise ValueError(f"{what}：{text!r}，正确写法例如 行政处罚法 第三十三条第一款")
    return tuple(ArticleRef(law=name, article=p.article, paragraph=p.paragraph, item=p.item) for p in places)


def plan_label(match: re.Match[str]) -> str:
    """The normal form of a match of PLAN_PLACE: "二（四）", "一（二）1"."""
    return f"{match[1]}（{match[2]}）" + (str(to_int(match[3])) if match[3] else "")


def format_ref(ref: ArticleRef) -> str:
    """ArticleRef → "《行政处罚法》第三十三条第一款第（二）项"; parse_ref reads it back."""
    return f"《{ref.law}》" + format_place(ref.article, ref.paragraph, ref.item)


def format_place(article: str, paragraph: int | None = None, item: int | None = None) -> str:
    """The place alone: "第三十三条第一款第（二）项"."""
    out = article
    if paragraph is not None:
        out += f"第{to_chinese(paragraph)}款"
    if item is not None:
        out += f"第（{to_chinese(item)}）项"
    return out


def normalise_place(article: str) -> str:
    """An article label or a plan's numbering in normal form; other labels (全文) stay as they are."""
    stripped = article.strip()
    if match := _plan.fullmatch(stripped):
        return plan_label(match)
    try:
        return normalise_article(stripped)
    except ValueError:
        return stripped


def scan_places(text: str, start: int, bare: bool = False) -> tuple[list[Place], int]:
    """Read the row of places that begins at ``start``; gives them and where the row ends.

    ``bare`` allows the first article to lack 第 (食安法124条). Numbers that cannot be read end the row.
    """
    places: list[Place] = []
    position, pending_range = start, -1
    while True:
        try:
            cluster, end = _read_article(text, position, bare)
        except ValueError:
            break
        if pending_range >= 0:
            cluster = _fill_range(places, cluster, pending_range, end)
        places += cluster
        position = end
        joint = _next_article.match(text, end)
        if not joint or not (joint[2] or (joint[3] and bare)):
            return places, end
        pending_range = places[-1].start if joint[1] else -1
        position = joint.end()
    return places, places[-1].end if places else start


def _read_article(text: str, position: int, bare: bool) -> tuple[list[Place], int]:
    """One article, or several that share one 条 (第三十三、三十四条). Raises ValueError."""
    listing = _article_list.match(text, position)
    if listing and (bare or text[position] == "第"):
        *others, last = (article_label(number) for number in _read_listing(listing[1]))
        cluster, end = _cluster(text, last, position, listing.end())
        return [*(Place(position, listing.end(), label) for label in others), *cluster], end
    match = _article.match(text, position) or (_bare_article.match(text, position) if bare else None)
    if not match:
        raise ValueError("没有条文编号")
    return _cluster(text, normalise_article(match.group()), match.start(), match.end())


def _fill_range(places: list[Place], cluster: list[Place], start: int, end: int) -> list[Place]:
    """第三十条 + 至第三十二条 → all three, each with the span of the whole range."""
    first, last = places[-1], cluster[0]
    low, high = split_article(first.article)[0], split_article(last.article)[0]
    if first.paragraph or first.item or last.paragraph or last.item or not low < high <= low + _MAX_RANGE:
        return cluster
    places.pop()
    between = [article_label(number) for number in range(low + 1, high)]
    labels = [first.article, *between, last.article]
    return [Place(start, end, label) for label in labels]


def _cluster(text: str, article: str, start: int, end: int) -> tuple[list[Place], int]:
    """One article with its 款 and 项: 第三十四条第一款第（一）（五）项和第二款."""
    found: list[tuple[int | None, int | None]] = []
    paragraphs = _paragraphs.match(text, end)
    if paragraphs:
        numbers, end = _read_listing(paragraphs[1]), paragraphs.end()
        while True:
            items, end = _read_items(text, end)
            found += [(n, None) for n in numbers[: -1 if items else None]]
            found += [(numbers[-1], item) for item in items]
            more = _more_paragraphs.match(text, end)
            if not more:
                break
            numbers, end = _continue(numbers, to_int(more[2]), bool(more[1])), more.end()
    else:
        items, end = _read_items(text, end)
        found = [(None, item) for item in items]
    return [Place(start, end, article, p, i) for p, i in found or [(None, None)]], end


def _continue(numbers: list[int], following: int, is_range: bool) -> list[int]:
    if is_range and numbers[-1] < following <= numbers[-1] + _MAX_RANGE:
        return list(range(numbers[-1] + 1, following + 1))
    return [following]


def _read_items(text: str, position: int) -> tuple[list[int], int]:
    match = _items.match(text, position)
    if not match:
        return [], position
    numbers, position = _read_listing(match[1]), match.end()
    while more := _more_items.match(text, position):
        following = _read_listing(more[2])
        numbers += _continue(numbers, following[0], bool(more[1])) + following[1:]
        position = more.end()
    return numbers, position


def _read_listing(text: str) -> list[int]:
    """ "（一）（五）", "一、三", "（一）至（三）" → numbers. Raises ValueError on unreadable ones."""
    numbers: list[int] = []
    is_range = False
    for match in _token.finditer(text):
        if match[1]:
            is_range = True
            continue
        value = to_int(match[2])
        numbers += _continue(numbers, value, True) if is_range and numbers else [value]
        is_range = False
    return numbers
