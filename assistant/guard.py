"""What is no question at all is refused here, with a reason and what to do next."""

from __future__ import annotations

import re
import unicodedata

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]")


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
