"""python -m evals items: how often the right entry of an item list is among the first found.

Questions in everyday words, each with all entries (of any place's list) that name the act; see
evals/questions/README.md. ``--record`` keeps the figures in evals/results.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from evals.record import record
from index.opening import open_sources
from index.sources import load_sources
from settings import load_settings

QUESTIONS = Path(__file__).parent / "questions" / "items.jsonl"
DEPTHS = (1, 3, 8)


def share_found(found: Sequence[Sequence[str]], golds: Sequence[frozenset[str]], depth: int) -> float:
    """The share of questions with a right entry among the first ``depth`` found."""
    return statistics.fmean(bool(g.intersection(f[:depth])) for f, g in zip(found, golds, strict=True))


def main(argv: Sequence[str] | None = None) -> int:
    """0: measured and printed."""
    parser = argparse.ArgumentParser(prog="python -m evals items", description=__doc__)
    parser.add_argument("--record", action="store_true", help="keep the figures in evals/results")
    parser.add_argument(
        "--missed", action="store_true", help="print the questions without a right entry in the first three"
    )
    arguments = parser.parse_args(argv)
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    golds = [frozenset(row["gold"]) for row in rows]
    settings = load_settings()
    searcher = open_sources(settings, load_sources(settings))
    found = [[hit.id for hit in searcher.search_items(row["query"], max(DEPTHS))] for row in rows]
    searcher.close()
    figures = {"questions": len(rows), **{f"top {k}": round(share_found(found, golds, k), 4) for k in DEPTHS}}
    print("\n".join(f"{name:10} {value}" for name, value in figures.items()))
    if arguments.missed:
        for row, hits in zip(rows, found, strict=True):
            if not set(row["gold"]) & set(hits[:3]):
                print(row["query"], row["gold"], hits[:3], file=sys.stderr)
    if arguments.record:
        record("items", figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
