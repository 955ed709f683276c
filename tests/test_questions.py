"""Lay questions: read, led to their articles, and never those by which retrieval is measured."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import index_world as world
import pytest

from corpus.errors import DataError
from corpus.questions import answered_by, load_questions

MEASURED = Path(__file__).parents[1] / "evals" / "questions" / "retrieval_dev.jsonl"
TOO_ALIKE = 0.7  # share of common character triples


def written(folder: Path, text: str, law: str = "甲食品法") -> Path:
    (folder / f"{law}.tsv").write_text(text, encoding="utf-8")
    return folder


def test_a_question_is_led_to_every_version_of_its_article(tmp_path: Path) -> None:
    questions = load_questions(written(tmp_path, "第一条\t放坏了的面包还能卖吗\n"))
    found = answered_by(questions, world.small_library().all_versions())
    assert {provision.id for _, provision in found} == {"甲食品法-2020:第一条", "甲食品法-2025:第一条"}


@pytest.mark.parametrize("line", ["第一条 放坏了的面包", "1\t放坏了的面包", "第一条\t ", "放坏了的面包"])
def test_a_line_that_is_no_article_and_question_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(DataError) as error:
        load_questions(written(tmp_path, f"第一条\t能卖吗\n{line}\n"))
    assert "第2行" in str(error.value)


@pytest.mark.parametrize(("law", "article"), [("甲食品法", "第九百条"), ("没有的法", "第一条")])
def test_a_question_of_an_article_that_is_not_stored_is_named(tmp_path: Path, law: str, article: str) -> None:
    questions = load_questions(written(tmp_path, f"{article}\t能卖吗\n", law))
    with pytest.raises(DataError) as error:
        answered_by(questions, world.small_library().all_versions())
    assert f"{law}.tsv" in str(error.value)
    assert "第1行" in str(error.value)


def test_no_question_is_one_by_which_retrieval_is_measured() -> None:
    measured = [triples(json.loads(line)["query"]) for line in MEASURED.read_text("utf-8").splitlines()]
    holders: dict[str, list[int]] = {}
    for number, grams in enumerate(measured):
        for gram in grams:
            holders.setdefault(gram, []).append(number)
    for question in load_questions():
        own = triples(question.text)
        for number in set(candidates(own, holders)):
            alike = len(own & measured[number]) / len(own | measured[number])
            assert alike < TOO_ALIKE, question.text


def triples(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(len(text) - 2)}


def candidates(grams: set[str], holders: dict[str, list[int]]) -> Iterator[int]:
    for gram in grams:
        yield from holders.get(gram, ())
