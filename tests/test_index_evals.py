"""The retrieval figures are what their names say."""

from __future__ import annotations

from math import log2
from pathlib import Path

import pytest

from evals.retrieval import QUESTIONS, Question, main, ndcg, read_questions, recall, score

A, B, C = ("甲法", "第一条"), ("甲法", "第二条"), ("乙法", "第一条")


def test_recall_is_the_share_of_gold_within_the_depth() -> None:
    assert recall([A, C, B], frozenset({A, B}), 2) == 0.5
    assert recall([A, C, B], frozenset({A, B}), 3) == 1


def test_ndcg_discounts_by_rank_and_is_one_at_best() -> None:
    assert ndcg([A, B, C], frozenset({A, B})) == 1
    assert ndcg([C, A], frozenset({A})) == pytest.approx(1 / log2(3))
    assert ndcg([C], frozenset({A})) == 0


def test_scores_are_means_over_the_questions() -> None:
    questions = [Question("1", "?", frozenset({A})), Question("2", "?", frozenset({B}))]
    assert score(questions, [[A], [C]]) == {"R@5": 0.5, "R@10": 0.5, "R@50": 0.5, "nDCG@10": 0.5}


def test_the_development_questions_are_readable() -> None:
    questions = read_questions(QUESTIONS)
    assert len(questions) == 588
    assert all(question.gold for question in questions)


def test_a_broken_question_file_is_unusable_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    assert main([str(tmp_path / "broken.jsonl")]) == 2
    assert "broken.jsonl 第 1 行" in capsys.readouterr().err
    assert main([str(tmp_path / "missing.jsonl")]) == 2
