"""Questions that people ask in their own words, each with the article that answers it.

One file a law in ``corpus/vocabulary/questions``, named by the law's short name; a line is the article, a
tab, the question. They help to find an article and are never shown or quoted. Written for this project.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from corpus.errors import DataError
from corpus.law_names import by_place
from corpus.models import Provision

DIRECTORY = Path(__file__).with_name("vocabulary") / "questions"
_EXAMPLE = "第六百七十六条<制表符>朋友借钱到期不还，能要利息吗"


class LayQuestion(NamedTuple):
    """``law`` is the short name, as the file is called; ``file`` and ``line`` say where it stands."""

    law: str
    article: str
    text: str
    file: Path
    line: int


def load_questions(directory: Path = DIRECTORY) -> list[LayQuestion]:
    """All questions, by file and line. Raises DataError for a line that is no article, tab and question."""
    out = []
    for path in sorted(directory.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            article, tab, text = line.partition("\t")
            if not (tab and article.startswith("第") and text.strip()):
                wrong = "应是条号、制表符、问题"
                raise DataError(path, f"第{number}行", "（整行）", line[:40], wrong, _EXAMPLE)
            out.append(LayQuestion(path.stem, article, text.strip(), path, number))
    return out


def answered_by(
    questions: Iterable[LayQuestion], provisions: Iterable[Provision]
) -> list[tuple[LayQuestion, Provision]]:
    """Each question with every stored version of its article. Raises DataError where there is none."""
    places = by_place(provisions)
    out = []
    for question in questions:
        found = places.get((question.law, question.article))
        if not found:
            raise DataError(
                question.file, f"第{question.line}行", "条号", question.article,
                f"库里没有《{question.law}》的这一条", _EXAMPLE,
            )  # fmt: skip
        out += [(question, provision) for provision in found]
    return out
