"""python -m evals ranking: learn how to weigh what speaks for a provision, on the development questions.

Prints, for questions left out in turn (no article in common with those learned from), the figures with
each feature left out and with all; ``--write`` learns from all questions and writes index/weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from tqdm import tqdm

from evals.retrieval import DEPTH, QUESTIONS, Question, read_questions, score
from index.embedding import Matrix
from index.opening import open_sources
from index.ranking import FEATURES, WEIGHTS, features
from index.search import Searcher
from index.sources import load_sources
from settings import load_settings

SEED, FOLDS = 20261124, 4
STEPS, RATE, PENALTY = 300, 0.05, 1e-3
Flags = npt.NDArray[np.bool_]


class Asked(NamedTuple):
    """One question with its candidates: their places, features [n, FEATURES], and which are right."""

    question: Question
    places: list[tuple[str, str]]
    features: Matrix
    right: Flags


def gather(searcher: Searcher, questions: Sequence[Question], day: date) -> list[Asked]:
    """The candidates of every question."""
    out = []
    for question in tqdm(questions, desc="收集", file=sys.stderr, mininterval=1):
        group, found = searcher.evidence(question.query, ("statute",), day)
        places = [(group.laws[row], group.articles[row]) for row in found.rows.tolist()]
        right = np.array([place in question.gold for place in places], np.bool_)
        out.append(Asked(question, places, features(found), right))
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
    held = torch.zeros(len(some), most, len(FEATURES))
    gold, there = torch.zeros(len(some), most), torch.zeros(len(some), most)
    for row, a in enumerate(some):
        held[row, : len(a.right)] = torch.from_numpy(a.features)
        gold[row, : len(a.right)] = torch.from_numpy(a.right.astype(np.float32))
        there[row, : len(a.right)] = 1
    gold = gold / gold.sum(1, keepdim=True)
    weights = torch.zeros(len(FEATURES), requires_grad=True)
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


def crossed(asked: Sequence[Asked], used: Flags) -> dict[str, float]:
    """Figures of every question under weights learned without its fold."""
    fold = folds([a.question for a in asked])
    found: list[list[tuple[str, str]]] = [[] for _ in asked]
    for number in range(FOLDS):
        weights = fit([a for a, f in zip(asked, fold, strict=True) if f != number], used)
        for place, (a, f) in enumerate(zip(asked, fold, strict=True)):
            if f == number:
                order = np.argsort(-(a.features @ weights), kind="stable")[:DEPTH]
                found[place] = [a.places[row] for row in order]
    return score([a.question for a in asked], found)


def main(argv: Sequence[str] | None = None) -> int:
    """0: learned and printed."""
    parser = argparse.ArgumentParser(prog="python -m evals ranking", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write index/weights/ranking.json")
    arguments = parser.parse_args(argv)
    settings = load_settings()
    searcher = open_sources(settings, load_sources(settings))
    torch.manual_seed(SEED)
    asked = gather(searcher, read_questions(QUESTIONS), date.today())
    everything = np.ones(len(FEATURES), np.bool_)
    print("left out      ", crossed(asked, everything), "(nothing)")
    for column, name in enumerate(FEATURES):
        print(f"{name:14s}", crossed(asked, np.arange(len(FEATURES)) != column))
    weights = fit(asked, everything)
    told = {name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)}
    print(told)
    if arguments.write:
        WEIGHTS.parent.mkdir(parents=True, exist_ok=True)
        kept = {"weights": told, "questions": QUESTIONS.name, "count": len(asked)}
        WEIGHTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    searcher.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
