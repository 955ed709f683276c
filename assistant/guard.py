"""What is no question at all is refused here, with a reason and what to do next."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from corpus.models import Provision
from corpus.references import parse_ref
from corpus.rules import AlwaysCited
from corpus.validity import NotCovered

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]")


_EARLIEST = date(1949, 10, 1)  # no law of this state is older


class UnusableInput(ValueError):
    """The input cannot be worked on; the message is one Chinese line that says what to do."""


def clean_question(text: object, longest: int) -> str:
    """The question with control characters removed, otherwise as written (positions are kept for spans).

    Raises UnusableInput when it is not text, is empty, too long, or has no letter or character at all.
    """
    if not isinstance(text, str):
        raise UnusableInput("问题应是一段文字，请重新输入。")
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    kept = kept.strip()
    if not kept:
        raise UnusableInput("没有输入问题。请用一两句话说清楚发生了什么。")
    if len(kept) > longest:
        raise UnusableInput(
            f"问题太长（{len(kept)}字），请压缩到{longest}字以内，留下做了什么、第几次、改没改、有没有后果。"
        )
    if not _WORD.search(kept):
        raise UnusableInput("没看懂，只有符号或表情。请用一两句话说清楚发生了什么。")
    return kept


def has_chinese(text: str) -> bool:
    return bool(_CHINESE.search(text))


class Texts(Protocol):
    """The library, as far as ``require_text`` asks it."""

    def find(self, law: str, article: str, day: date) -> Provision: ...


def check_day(day: date) -> date:
    """The day whose law is asked for. Raises UnusableInput where there was no law to ask for."""
    if day < _EARLIEST:
        raise UnusableInput(f"日期 {day} 太早，那一天的法律无从查起，请写 {_EARLIEST} 以后的日期。")
    return day


def require_text(clauses: Iterable[AlwaysCited], store: Texts, day: date) -> None:
    """Refuse to decide where the text that every determination stands on is not held for ``day``.

    Raises NotCovered: an outcome without the text of its law would be a guess.
    """
    for clause in clauses:
        if "determination" not in clause.kinds:
            continue
        ref = parse_ref(clause.reference)
        try:
            store.find(ref.law, ref.article, day)
        except NotCovered as exc:
            raise NotCovered(f"{exc}；没有当天的条文，不能作出判定") from exc
