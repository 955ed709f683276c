"""The catalogue of violations: read it, check its articles, match its trigger words against a text.

Legal source: each entry names its own statutes; what layer 1 of a determination is (the penalty
clause's own words) stands in ``penalty_mode``. See ``corpus/violations/README.md`` for the fields.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from corpus.errors import DataError
from corpus.models import Violation
from corpus.yaml_files import line_of, parse_entries, read_yaml

DIRECTORY = Path(__file__).with_suffix("")
REFERENCE_FIELDS = ("obligation", "penalty", "refusal_penalty", "sector_rules", "crime")

_EXAMPLES = {
    "id": "food-expired-sale",
    "field": "食品",
    "name": "经营超过保质期的食品",
    "aka": "[货架上有过期面包没来得及下架]",
    "triggers": "[过期|超过保质期 食品|面包|牛奶]",
    "authority": "市场监督管理部门",
    "penalty": "[食品安全法 第一百二十四条第一款第（五）项]",
    "penalty_mode": "punish / discretionary / correct_first / warn_first / detention",
    **dict.fromkeys(("key_area", "grave", "correctable"), "true"),
    **dict.fromkeys(
        ("obligation", "refusal_penalty", "sector_rules", "crime"), "[食品安全法 第一百三十六条]"
    ),
}
_NUMERAL = "[〇零一二三四五六七八九十百千]+"
_ARTICLE = rf"第{_NUMERAL}条(?:之{_NUMERAL})?"
_PLACE = rf"{_ARTICLE}(?:第{_NUMERAL}款)?(?:第（{_NUMERAL}）项(?:、第（{_NUMERAL}）项)*)?"
_REFERENCE = re.compile(rf"(?P<law>[^\s《》]+)(?: (?P<article>{_PLACE}))?")
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Group = tuple[str, ...]
Row = tuple[Group, ...]


def load_violations(directory: Path = DIRECTORY) -> list[Violation]:
    """All violations of all YAML files of ``directory``, by file name, in file order.

    Raises DataError where a file is not a list, an entry does not fit the model, an id is malformed
    or used twice in any of the files, ``aka`` is empty, or a trigger or reference is malformed.
    """
    out: list[Violation] = []
    home: dict[str, Path] = {}
    for path in sorted(directory.glob("*.yaml")):
        raw = read_yaml(path)
        if not isinstance(raw, list):
            raise DataError(path, "（整个文件）", "（条目）", raw, "文件应是条目的列表", "- id: 某条目")
        for violation in parse_entries(path, raw, Violation, _EXAMPLES):
            if violation.id in home:
                problem = f"编号与 {home[violation.id].name} 重复"
                raise _fault(path, violation, "id", violation.id, problem)
            home[violation.id] = path
            _check_entry(path, violation)
            out.append(violation)
    return out


def split_reference(reference: str) -> tuple[str, str]:
    """("食品安全法", "第三十四条第（十）项") of a reference; the article is "" where only a law is named.

    Raises ValueError when it is neither "法名 第…条…" nor a bare name.
    """
    match = _REFERENCE.fullmatch(reference)
    if not match:
        raise ValueError(reference)
    return match["law"], match["article"] or ""


def split_article(reference: str) -> tuple[str, str]:
    """("食品安全法", "第三十四条") of a reference, without paragraph and item; else as split_reference."""
    law, place = split_reference(reference)
    article = re.match(_ARTICLE, place)
    return law, article[0] if article else ""


def references(violation: Violation) -> Iterator[tuple[str, str, str]]:
    """(field, law, article) for every reference of an entry, bare law names included."""
    for field in REFERENCE_FIELDS:
        for reference in getattr(violation, field):
            yield field, *split_reference(reference)


def check_violations(violations: Iterable[Violation], resolve: Callable[[str, str], bool]) -> list[str]:
    """References that ``resolve(law, article)`` does not find in force, one Chinese line each.

    Only statutes are asked for: regulations and rules (条例, 办法, 规定 …) are named, not stored.
    """
    return [
        f"{violation.id} 的 {field}：{law} {article} 查不到或已不施行"
        for violation in violations
        for field, law, article in references(violation)
        if article and is_statute(law) and not resolve(law, article)
    ]


def is_statute(law: str) -> bool:
    """Whether a name is that of a statute (…法, …法典), not of a regulation or departmental rule."""
    return law.endswith(("法", "法典")) and not law.endswith("办法")


def trigger_hits(violation: Violation, text: str) -> int:
    """How many of the violation's trigger rows hold in ``text``; 0 when none does.

    A row holds when each of its groups occurs somewhere and none of its "!" groups does.
    """
    plain = normalise(text)
    return sum(_holds(row, plain) for row in _compile(violation.triggers))


def trigger_words(violation: Violation, text: str) -> tuple[str, ...]:
    """The words (normalised) by which rows hold in ``text``, first seen first: evidence for a match."""
    plain = normalise(text)
    held = (row for row in _compile(violation.triggers) if _holds(row, plain))
    words = (word for row in held for group in row if group[0] != "!" for word in group if word in plain)
    return tuple(dict.fromkeys(words))


def rows_hold(triggers: tuple[str, ...], text: str) -> bool:
    """Whether any trigger row holds in ``text``."""
    plain = normalise(text)
    return any(_holds(row, plain) for row in _compile(triggers))


@lru_cache(maxsize=64)
def normalise(text: str) -> str:
    """Full-width letters and digits made half-width, case folded, white space dropped."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _holds(row: Row, plain: str) -> bool:
    """Loops, not any(): this runs some ten thousand times for each question."""
    for group in row:
        wanted = group[0] != "!"
        for word in group:
            if word in plain and word != "!":
                if not wanted:
                    return False
                break
        else:
            if wanted:
                return False
    return True


@cache
def _compile(triggers: tuple[str, ...]) -> tuple[Row, ...]:
    """Rows of groups of words. A "!" group keeps "!" as its first word. ValueError when malformed."""
    return tuple(tuple(_group(group) for group in row.split(" ")) for row in triggers)


def _group(group: str) -> Group:
    negative, words = group.startswith("!"), group.removeprefix("!").split("|")
    if any(not word for word in words):
        raise ValueError(group)
    plain = tuple(dict.fromkeys(normalise(word) for word in words))
    return ("!", *plain) if negative else plain


def _check_entry(path: Path, violation: Violation) -> None:
    if not _IDENTIFIER.fullmatch(violation.id):
        raise _fault(path, violation, "id", violation.id, "编号用小写字母、数字和连字符")
    if not violation.aka or not all(aka.strip() for aka in violation.aka):
        raise _fault(path, violation, "aka", violation.aka, "至少写一种日常说法，且不能为空")
    if not violation.penalty:
        raise _fault(path, violation, "penalty", violation.penalty, "处罚依据不能为空")
    for trigger in violation.triggers:
        _check_trigger(path, violation, trigger)
    for field in REFERENCE_FIELDS:
        for reference in getattr(violation, field):
            if not _REFERENCE.fullmatch(reference):
                raise _fault(path, violation, field, reference, "应写“法名 第…条第…款第（…）项”，不加书名号")


def _check_trigger(path: Path, violation: Violation, trigger: str) -> None:
    problem = "词组之间空一格，组内的词用 | 隔开，不能有空词，也不能只有排除词"
    try:
        (row,) = _compile((trigger,))
    except ValueError as exc:
        raise _fault(path, violation, "triggers", trigger, problem) from exc
    if all(group[0] == "!" for group in row):
        raise _fault(path, violation, "triggers", trigger, problem)


def _fault(path: Path, violation: Violation, field: str, value: object, problem: str) -> DataError:
    return DataError(path, violation.id, field, value, problem, _EXAMPLES[field], line_of(path, violation.id))
