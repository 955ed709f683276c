"""Hide who a text is about: companies become 某公司, persons 张某, numbers of persons and firms are masked.

Rules and word lists only (``names.yaml``, ``corpus/cases/_schema.yaml``). Law names, document numbers,
amounts, dates and web addresses stay. What is hidden once is found no more: the function is idempotent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from corpus.cases import load_schema
from corpus.models import Frozen
from corpus.yaml_files import parse_entries, read_groups

NAMES_FILE = Path(__file__).with_name("names.yaml")
HIDDEN = "某"
ROUNDS = 4  # hiding one name can bring another to light; more rounds have never been needed
_KEPT = re.compile(r"https?://\S+|《[^《》\n]{1,80}》|[（(〔\[]\d{4}[）)〕\]][^\s，。；、]{0,30}?号")
_SHOWN = 3  # digits of a number that stay
_NUMBERS = (
    re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])"),  # identity card, or credit code of digits
    re.compile(r"(?<![\dA-Za-z])(?=[0-9A-Z]*[A-Z])(?=[0-9A-Z]*\d)[0-9A-Z]{18}(?![\dA-Za-z])"),  # credit code
    re.compile(r"(?<!\d)\d{16,19}(?!\d)"),  # bank card
    re.compile(r"(?<![\d])1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)"),  # mobile telephone
    re.compile(r"(?<![\d])0\d{2,3}[- ]\d{7,8}(?!\d)"),  # fixed line
    re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•]?[0-9A-Z]{5,6}"),
)
_CJK = r"\u4e00-\u9fff"
_RUN = re.compile(rf"[{_CJK}A-Za-z0-9·（）()]{{0,30}}$")
_EDGE = rf"(?=[^{_CJK}\w]|$"


class NameWords(Frozen):
    """``names.yaml``."""

    legal_forms: dict[str, str]
    companies: tuple[str, ...]
    places: tuple[str, ...]
    before: tuple[str, ...]
    generic: tuple[str, ...]
    continues: tuple[str, ...]
    region: str
    double_surnames: tuple[str, ...]
    titles: tuple[str, ...]
    verbs: tuple[str, ...]
    not_names: frozenset[str]


class Identity(Frozen):
    """Something that tells who it is: text[start:end], and what is written instead."""

    start: int
    end: int
    text: str
    mask: str


def anonymise(text: str, names: Iterable[str] = ()) -> str:
    """The text with every identity hidden. ``names``: further names that must not stay."""
    wanted = [name.strip() for name in names if len(name.strip()) > 1]
    for _ in range(ROUNDS):
        found = identities(text, wanted)
        if not found:
            break
        text = masked(text, found)
    return text


def masked(text: str, found: list[Identity]) -> str:
    """The text with each identity replaced by what stands for it; ``found`` in order, none overlapping."""
    for identity in reversed(found):
        text = text[: identity.start] + identity.mask + text[identity.end :]
    return text


def identities(text: str, names: Iterable[str] = (), kept: Iterable[str] = ()) -> list[Identity]:
    """What in a text tells who it is about, in order and apart from each other.

    ``kept``: names that may stay, such as the office that decided and who published.
    """
    stays = [m.span() for m in _KEPT.finditer(text)]
    stays += [m.span() for name in kept if name for m in re.finditer(re.escape(name), text)]
    found: list[Identity] = []
    for identity in (*_given(text, names), *_numbers(text), *_persons(text), *_firms(text)):
        spans = [*stays, *((i.start, i.end) for i in found)]
        if not any(identity.start < end and start < identity.end for start, end in spans):
            found.append(identity)
    return sorted(found, key=lambda i: i.start)


@cache
def name_words(path: Path = NAMES_FILE) -> NameWords:
    """Read the word lists. Raises DataError naming file and field."""
    example = "companies: [公司, 集团]"
    return parse_entries(path, [read_groups(path, example)], NameWords, {"companies": "[公司, 集团]"})[0]


def _given(text: str, names: Iterable[str]) -> Iterator[Identity]:
    for name in sorted(names, key=len, reverse=True):
        if HIDDEN not in name:
            yield from _each(text, re.escape(name), lambda m: _mask(m.group()))


def _mask(name: str) -> str:
    """What stands for a name: 某超市 for a firm, 张某 for anything else."""
    own = name_words()
    for suffix, shown in {**own.legal_forms, **{s: s for s in (*own.companies, *own.places)}}.items():
        if name.endswith(suffix):
            return HIDDEN + shown
    surname = next((s for s in own.double_surnames if name.startswith(s)), name[0])
    return surname + HIDDEN


def _each(text: str, pattern: str, mask: Callable[[re.Match[str]], str]) -> Iterator[Identity]:
    for m in re.finditer(pattern, text):
        yield Identity(start=m.start(), end=m.end(), text=m.group(), mask=mask(m))


def _numbers(text: str) -> Iterator[Identity]:
    for pattern in _NUMBERS:
        for m in pattern.finditer(text):
            value = m.group()
            shown = value[: 2 if not value[0].isascii() else _SHOWN]
            mask = shown + "*" * (len(value) - len(shown))
            yield Identity(start=m.start(), end=m.end(), text=value, mask=mask)


def _persons(text: str) -> Iterator[Identity]:
    """Names known as such somewhere in the text are hidden everywhere in it."""
    named = {m["name"] for pattern in _person_patterns() for m in pattern.finditer(text)}
    plain = name_words().not_names
    names = [n for n in named if not any(n.startswith(word) for word in plain)]
    for name in sorted(names, key=len, reverse=True):
        yield from _each(text, re.escape(name), lambda m: _mask(m.group()))


@cache
def _person_patterns() -> tuple[re.Pattern[str], ...]:
    own, schema = name_words(), load_schema()
    double = "|".join(own.double_surnames)
    given = rf"[{_CJK}]"
    not_given = f"(?!{HIDDEN})"
    name = rf"(?P<name>(?:{double}|[{schema.surnames}]){not_given}{given}(?:{not_given}{given})?)"
    short = rf"(?P<name>(?:{double}|[{schema.surnames}]){not_given}{given}{{1,2}}?)"
    verbs, roles = "|".join(own.verbs), "|".join(schema.roles)
    titles, organs = "|".join(own.titles), "|".join(schema.organs)
    before = rf"(?:^|(?<=[^{_CJK}\w]))"
    return (
        re.compile(rf"(?:{roles})[（(“]?{name}{_EDGE})"),
        re.compile(rf"(?:{roles})[（(“]?{short}(?=(?:{verbs}))"),
        re.compile(rf"(?:姓名|名叫)[：:为]?{name}{_EDGE})"),
        re.compile(rf"{before}{short}(?={titles})"),
        re.compile(rf"{before}(?!\w{{0,3}}(?:{organs})诉){name}(?=诉)"),
        re.compile(rf"{before}{name}(?=[（(](?:男|女|化名))"),
        re.compile(rf"{before}{short}(?=(?:{verbs}))", re.M),
    )


def _firms(text: str) -> Iterator[Identity]:
    own = name_words()
    forms = {**own.legal_forms, **{s: s for s in (*own.companies, *own.places)}}
    suffixes = "|".join(sorted(forms, key=len, reverse=True))
    for m in re.finditer(rf"(?:{suffixes})(?![{''.join(own.continues)}])", text):
        suffix = m.group()
        stem, told = _stem(_RUN.search(text[: m.start()]).group())  # type: ignore[union-attr]
        start = m.start() - len(stem)
        if _is_name(stem, suffix, told or (text[:start][-1:] == "“" and text[m.end() :][:1] == "”")):
            whole = text[start : m.end()]
            yield Identity(start=start, end=m.end(), text=whole, mask=HIDDEN + forms[suffix])


def _stem(run: str) -> tuple[str, bool]:
    """The part of a run that can be a name, and whether a word for a party stands right before it."""
    own, at, last = name_words(), 0, ""
    roles = load_schema().roles
    for word in (*own.before, *roles):
        found = run.rfind(word)
        if found >= 0 and found + len(word) > at:
            at, last = found + len(word), word
    return run[at:].lstrip("（）()"), last in roles


def _is_name(stem: str, suffix: str, told: bool) -> bool:
    """Whether a stem names one firm: not yet hidden, and more than a trade, a size or a count."""
    own = name_words()
    if len(stem) < 2 or HIDDEN in stem:
        return False
    if suffix in own.legal_forms:
        return True
    rest = re.sub(rf"^{own.region}+", "", stem)
    trade = any(rest.endswith(word) and (len(word) > 1 or len(rest) < 3) for word in own.generic)
    if len(rest) < 2 or trade or re.match(r"[\d一两二三四五六七八九十几数多]", rest):
        return False
    return told or rest != stem or suffix in own.companies
