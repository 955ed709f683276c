"""Split a question into clauses that keep their place in the text."""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.models import Frozen

_SENTENCE_END = "。！!？?；;\n"
_CLAUSE_END = _SENTENCE_END + "，,：: 　"
# Words that open a new clause where the writer left the comma out.
_OPENERS = re.compile(
    r"(?=(?:但是|不过|可是|然而|然后|后来|结果|所以|因此|而且|并且|另外|现在|请问|想问|"
    r"如果|要是|假如|已经|当场|第二天|之后|随后|目前|至今))"
)
_LONG = 20  # a clause longer than this is looked at for missing punctuation


class Clause(Frozen):
    """``text == whole[start:end]``; ``sentence`` numbers its sentence; ``mark`` is what ends it."""

    text: str
    start: int
    end: int
    sentence: int
    mark: str = ""


def split_clauses(text: str) -> list[Clause]:
    """Clauses of ``text`` in order; every clause is a slice, only marks and blanks lie between."""
    clauses: list[Clause] = []
    sentence, start = 0, 0
    for i, ch in enumerate([*text, "\n"]):
        if ch not in _CLAUSE_END or _in_number(text, i):
            continue
        if i > start:
            clauses.extend(_soft_split(text, start, i, sentence, ch))
        start = i + 1
        if ch in _SENTENCE_END:
            sentence += 1
    return clauses


def _in_number(text: str, i: int) -> bool:
    """A comma between digits parts thousands (1,200), not clauses."""
    return text[i : i + 1] in (",", "，") and text[i - 1 : i].isdigit() and text[i + 1 : i + 4].isdigit()


def _soft_split(text: str, start: int, end: int, sentence: int, mark: str) -> list[Clause]:
    cuts = [start]
    if end - start > _LONG:
        cuts += [start + m.start() for m in _OPENERS.finditer(text[start:end]) if m.start() > 3]
    cuts.append(end)
    return [
        Clause(text=text[a:b], start=a, end=b, sentence=sentence, mark=mark if b == end else "")
        for a, b in pairwise(cuts)
        if b > a
    ]
