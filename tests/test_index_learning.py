"""How the question encoder learns: what it learns from, in which batches, and what its loss wants."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import index_world as world
import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Violation
from corpus.questions import LayQuestion
from corpus.tellings import Telling, read_tellings
from corpus.violations import load_violations
from index.learning.__main__ import CHARACTERS_A_BATCH, MOST_A_BATCH, WRITTEN, batches, epoch, loss_of
from index.learning.data import Pair, Passages, digest, pairs, passages, told_pairs
from index.query_encoder import WEIGHTS, about
from index.sources import Sources, load_sources
from settings import Settings

DAY = date(2026, 11, 24)


def asked(article: str, text: str) -> LayQuestion:
    return LayQuestion(law="甲食品法", article=article, text=text, file=Path("甲食品法.tsv"), line=1)


def held(*questions: LayQuestion) -> tuple[list[Pair], Passages]:
    shelved = Sources(world.small_library(), (), (), (), questions).shelved()
    found, articles = passages(shelved, world.HashEmbedder(), DAY)
    return pairs(shelved, articles), found


def test_a_question_of_two_articles_is_one_pair_with_both() -> None:
    learned, found = held(asked("第一条", "过期牛奶罚不罚"), asked("第二条", "过期牛奶罚不罚"))
    assert [(p.text, len(p.gold), len(p.ways)) for p in learned] == [("过期牛奶罚不罚", 2, 2)]
    assert len(found.articles) == 3  # in force on the day, one version each
    assert found.leads.tolist() == list(learned[0].gold)


def test_tellings_lead_to_the_articles_that_punish() -> None:
    penalty = ("甲食品法 第一条第二款", "丁条例 第九条")
    violation = Violation(id="v", field="食品", name="卖过期食品", aka=(), authority="市监", penalty=penalty)
    shelved = Sources(world.small_library()).shelved()
    _, articles = passages(shelved, world.HashEmbedder(), DAY)
    told = told_pairs([Telling(id="v", texts=("牛奶过期了还在卖",))], [violation], articles)
    assert [(p.text, [articles[row].article for row in p.gold]) for p in told] == [
        ("牛奶过期了还在卖", ["第一条"])
    ]


def test_every_telling_is_of_the_catalogue() -> None:
    assert {t.id for t in read_tellings()} <= {v.id for v in load_violations()}


@given(st.lists(st.integers(1, 120), max_size=300), st.integers(0, 9))
def test_batches_hold_every_question_once_and_not_too_much(lengths: list[int], seed: int) -> None:
    learned = [Pair("问" * length, (row,)) for row, length in enumerate(lengths)]
    made = batches(learned, random.Random(seed))
    assert sorted(p.gold for batch in made for p in batch) == sorted(p.gold for p in learned)
    for batch in made:
        assert batch or not learned
        assert len(batch) <= MOST_A_BATCH
        assert len(batch) == 1 or max(len(p.text) for p in batch) * len(batch) <= CHARACTERS_A_BATCH


def test_an_epoch_sees_all_questions_and_some_tellings() -> None:
    questions = [Pair(f"问{n}", (n,)) for n in range(20)]
    tellings = [Pair(f"说{n}", (n,)) for n in range(20)]
    seen = [p.text for batch in epoch(questions, tellings, random.Random(1)) for p in batch]
    assert sum(text.startswith("问") for text in seen) == 20
    assert sum(text.startswith("说") for text in seen) == 7


def test_the_loss_falls_towards_the_right_article_and_by_no_way_of_its_own() -> None:
    articles = np.eye(3, dtype=np.float32)
    ways = np.array([[0.6, 0.8, 0.0]], np.float32)  # a lay question of the third article
    found = Passages(articles, ways, np.array([2]))
    vector = torch.tensor([[0.6, 0.8, 0.0]])
    own, another = Pair("问", (2,), (0,)), Pair("又问", (2,))
    assert loss_of(vector, [another], found) < loss_of(vector, [own], found)
    right = torch.tensor([[0.0, 0.0, 1.0]])
    assert loss_of(right, [own], found) < loss_of(vector, [own], found)


def test_other_questions_have_another_digest() -> None:
    shelved = Sources(world.small_library(), (), (), (), [asked("第一条", "过期牛奶罚不罚")]).shelved()
    _, articles = passages(shelved, world.HashEmbedder(), DAY)
    learned = pairs(shelved, articles)
    assert digest(learned, articles) != digest([learned[0]._replace(text="别的")], articles)


def test_the_shipped_weights_were_learned_from_the_questions_that_ship() -> None:
    """A question added is found by its words at once; for the encoder it takes python -m index.learning.

    Withdrawn questions were learned from and then found too like some by which we measure.
    """
    sources = load_sources(Settings())
    lines = (WEIGHTS / "withdrawn.tsv").read_text(encoding="utf-8").splitlines()
    withdrawn = [
        LayQuestion(law=law, article=article, text=text, file=WEIGHTS, line=1)
        for law, article, text in (line.split("\t") for line in lines)
    ]
    shelved = replace(sources, questions=[*sources.questions, *withdrawn]).shelved()
    number = WRITTEN.toordinal()
    articles = [e for e in shelved["statutes"] if e.valid_from <= number < e.valid_to]
    learned = [*pairs(shelved, articles), *told_pairs(read_tellings(), sources.violations, articles)]
    assert about(WEIGHTS)["trained_on"] == digest(learned, articles)
