"""Clauses keep their place: every clause is a slice of the question, and only marks lie between."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.reading.clauses import split_clauses

MARKS = st.sampled_from("，。？！；：\n 　!a😀")
WORDS = st.sampled_from(["我家超市", "但是", "如果", "已经下架了", "第一次被查"])
TEXTS = st.one_of(st.text(max_size=60), st.lists(MARKS | WORDS, max_size=25).map("".join))


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("我家超市卖了过期面包，第一次被查。", ["我家超市卖了过期面包", "第一次被查"]),
        ("第一次,已经下架了!会罚款吗?", ["第一次", "已经下架了", "会罚款吗"]),
        ("卖了 两袋　面包", ["卖了", "两袋", "面包"]),
        ("第一行\n第二行；第三段：第四", ["第一行", "第二行", "第三段", "第四"]),
        ("，，。。", []),
        ("", []),
    ],
)
def test_marks_and_blanks_part_clauses(text: str, clauses: list[str]) -> None:
    assert [clause.text for clause in split_clauses(text)] == clauses


def test_a_long_run_without_marks_is_parted_where_a_new_thought_opens() -> None:
    text = "我家超市卖了两袋过期的面包但是已经下架了如果再查会罚款吗"
    assert split_clauses(text)[0].text == "我家超市卖了两袋过期的面包"
    assert any(c.text.startswith("如果") for c in split_clauses(text))


def test_a_short_clause_is_left_whole() -> None:
    assert [c.text for c in split_clauses("面包已经下架了")] == ["面包已经下架了"]


def test_sentences_are_counted_and_commas_do_not_end_them() -> None:
    clauses = split_clauses("第一次，已经改了。会罚吗？要交多少")
    assert [c.sentence for c in clauses] == [0, 0, 1, 2]
    assert [c.mark for c in clauses[:3]] == ["，", "。", "？"]


@settings(max_examples=200)
@given(TEXTS)
def test_every_clause_is_a_slice_of_the_text(text: str) -> None:
    for clause in split_clauses(text):
        assert clause.text == text[clause.start : clause.end]
        assert clause.text


@settings(max_examples=200)
@given(TEXTS)
def test_nothing_but_marks_and_blanks_lies_between_clauses(text: str) -> None:
    clauses = split_clauses(text)
    ends = [0, *(c.end for c in clauses)]
    starts = [*(c.start for c in clauses), len(text)]
    for end, start in zip(ends, starts, strict=True):
        assert end <= start
        assert not any(ch.isalnum() for ch in text[end:start])
    assert all(a.sentence <= b.sentence for a, b in pairwise(clauses))
