"""python -m evals ranking: learn how to weigh what speaks for a provision, on the development questions.

Lay questions teach the plain ranker; the questions of the determination, each with the article that punishes
what it tells, teach the one that goes by tellings too. Prints, for questions left out in turn (no article in
common with those learned from), the figures with each feature left out and with all, and of both rankers in
turns; ``--write`` learns from all questions and writes index/weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from tqdm import tqdm

from evals.retrieval import DEPTH, QUESTIONS, Question, own_questions, read_questions, score
from index.embedding import Matrix
from index.opening import open_sources
from index.ranking import (
    FEATURES,
    TOLD_FEATURES,
    WEIGHTS,
    Evidence,
    Weights,
    features,
    punishing_share,
    rank,
    told_features,
)
from index.search import Searcher
from index.sources import load_sources
from settings import load_settings

SEED, FOLDS = 20261124, 4
STEPS, RATE, PENALTY = 300, 0.05, 1e-3
LEARNED = ("dev", "dev2", "dev3", "dev4", "dev5")  # of the questions of the determination; dev6 only measures
MISTAKEN = 0.05  # of the lay questions may be taken for tales of a violation
Flags = npt.NDArray[np.bool_]
Features = Callable[[Evidence], Matrix]


class Asked(NamedTuple):
    """One question with its candidates: their places, features, which are right, and all evidence."""

    question: Question
    places: list[tuple[str, str]]
    features: Matrix
    right: Flags
    found: Evidence


def gather(
    searcher: Searcher, questions: Sequence[Question], day: date, of: Features = features
) -> list[Asked]:
    """The candidates of every question, with the features ``of`` them."""
    out = []
    for question in tqdm(questions, desc="收集", file=sys.stderr, mininterval=1):
        group, found = searcher.evidence(question.query, ("statute",), day)
        places = [(group.laws[row], group.articles[row]) for row in found.rows.tolist()]
        right = np.array([place in question.gold for place in places], np.bool_)
        out.append(Asked(question, places, of(found), right, found))
    return out


def folds(questions: Sequence[Question]) -> list[int]:
    """A fold for each question; questions that share an article share the fold."""
    rng = np.random.default_rng(SEED)
    family: dict[tuple[str, str], int] = {}  # articles that some question joins, by number
    for number, question in enumerate(questions):
        joined = {family[place] for place in question.gold if place in family}
        family.update({place: number for place, other in family.items() if other in joined})
        family.update(dict.fromkeys(question.gold, number))
    fold = rng.integers(FOLDS, size=len(questions))
    return [int(fold[family[min(question.gold)]]) for question in questions]


def fit(asked: Sequence[Asked], used: Flags) -> Matrix:
    """Weights under which the right candidates are likeliest; features not ``used`` weigh nothing."""
    some = [a for a in asked if a.right.any()]
    most = max(len(a.right) for a in some)
    held = torch.zeros(len(some), most, len(used))
    gold, there = torch.zeros(len(some), most), torch.zeros(len(some), most)
    for row, a in enumerate(some):
        held[row, : len(a.right)] = torch.from_numpy(a.features)
        gold[row, : len(a.right)] = torch.from_numpy(a.right.astype(np.float32))
        there[row, : len(a.right)] = 1
    gold = gold / gold.sum(1, keepdim=True)
    weights = torch.zeros(len(used), requires_grad=True)
    kept = torch.from_numpy(used.astype(np.float32))
    optimiser = torch.optim.Adam([weights], lr=RATE)
    for _ in range(STEPS):
        logs = (held @ (weights * kept)).masked_fill(there == 0, -1e9).log_softmax(1)
        loss = -(logs * gold).sum(1).mean() + PENALTY * (weights**2).sum()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    out: Matrix = (weights * kept).detach().numpy()
    return out


def crossed(asked: Sequence[Asked], used: Flags) -> list[Matrix]:
    """For every question the weights learned without its fold."""
    fold = folds([a.question for a in asked])
    learned = [fit([a for a, f in zip(asked, fold, strict=True) if f != n], used) for n in range(FOLDS)]
    return [learned[f] for f in fold]


def figures(asked: Sequence[Asked], weights: Sequence[Weights | Matrix]) -> dict[str, float]:
    """Figures of every question, each ordered by its own weights: of one ranker, or of both in turns."""
    found = []
    for a, w in zip(asked, weights, strict=True):
        if isinstance(w, Weights):
            order = np.searchsorted(a.found.rows, rank(a.found, w)[0])  # candidates come in the order of rows
        else:
            order = np.argsort(-(a.features @ w), kind="stable")
        found.append([a.places[row] for row in order[:DEPTH]])
    return score([a.question for a in asked], found)


def without_each(asked: Sequence[Asked], names: Sequence[str]) -> None:
    """Print the figures with each feature left out and with all."""
    print("left out      ", figures(asked, crossed(asked, np.ones(len(names), np.bool_))), "(nothing)")
    for column, name in enumerate(names):
        print(f"{name:14s}", figures(asked, crossed(asked, np.arange(len(names)) != column)))


def main(argv: Sequence[str] | None = None) -> int:
    """0: learned and printed."""
    parser = argparse.ArgumentParser(prog="python -m evals ranking", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write index/weights/ranking.json")
    arguments = parser.parse_args(argv)
    settings = load_settings()
    searcher = open_sources(settings, load_sources(settings))
    torch.manual_seed(SEED)
    lay = gather(searcher, read_questions(QUESTIONS), date.today())
    own = gather(searcher, own_questions(LEARNED), date.today(), told_features)
    print(f"{len(lay)} lay questions, plain ranker")
    without_each(lay, FEATURES)
    print(f"{len(own)} questions of the determination, ranker by tellings")
    without_each(own, TOLD_FEATURES)
    plain, told = (fit(asked, np.ones(asked[0].features.shape[1], np.bool_)) for asked in (lay, own))
    bound = float(np.quantile([punishing_share(a.found) for a in lay], 1 - MISTAKEN))
    turns = [Weights(w, told, bound) for w in crossed(lay, np.ones(len(FEATURES), np.bool_))]
    print("in turns, lay questions", figures(lay, turns))
    turns = [Weights(plain, w, bound) for w in crossed(own, np.ones(len(TOLD_FEATURES), np.bool_))]
    print("in turns, own questions", figures(own, turns))
    kept = {
        "plain": _named(FEATURES, plain),
        "told": _named(TOLD_FEATURES, told),
        "punishing": round(bound, 4),
    }
    print(kept)
    if arguments.write:
        WEIGHTS.parent.mkdir(parents=True, exist_ok=True)
        kept |= {"questions": [QUESTIONS.name, *LEARNED], "count": [len(lay), len(own)]}
        WEIGHTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    searcher.close()
    return 0


def _named(names: Sequence[str], weights: Matrix) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


if __name__ == "__main__":
    sys.exit(main())
