"""How well facts and violations are read in questions that nothing was trained on.

``python -m evals reader``: for each label of corpus/vocabulary/head.yaml, precision and recall a clause at
its threshold; for violations, how often the first, and one of the first five, is right.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter
from pathlib import Path
from typing import Any

from assistant.learning.data import Story, of_stories, read_stories
from assistant.pipeline import Assistant
from assistant.reading.model import shipped_model
from assistant.reading.patterns import read_vocabulary
from evals.record import record

LABELS = Path(__file__).parent / "questions" / "labels"


def facts(stories: list[Story]) -> tuple[dict[str, str], float]:
    """Label → "precision / recall of how many", and the median milliseconds of one reading."""
    at = {label: meaning["at"] for label, meaning in read_vocabulary("head.yaml")[1].items()}
    read, right, told = Counter[str](), Counter[str](), Counter[str]()
    spent = []
    for story, example in zip(stories, of_stories(stories), strict=True):
        start = time.perf_counter()
        clauses = shipped_model().read(story.question, [(a, b) for a, b, _, _ in example.spans]).clauses
        spent.append((time.perf_counter() - start) * 1000)
        for probability, (_, _, shown, _) in zip(clauses, example.spans, strict=True):
            told.update(shown & at.keys())
            sure = {label for label, least in at.items() if probability[label] >= least}
            read.update(sure)
            right.update(sure & shown)
    table = {
        label: f"{right[label] / max(1, read[label]):.2f} / {right[label] / told[label]:.2f} ({told[label]})"
        for label in at
        if told[label]
    }
    return table, statistics.median(spent)


def violations(stories: list[Story], assistant: Assistant) -> dict[str, float]:
    """Share of stories whose first, or one of whose first five candidates is a violation told."""
    named = [s for s in stories if s.violations]
    found = [[m.violation.id for m in assistant.candidates(s.question)] for s in named]
    first = sum(f[0] in s.violations for f, s in zip(found, named, strict=True) if f)
    five = sum(bool(set(f[:5]) & set(s.violations)) for f, s in zip(found, named, strict=True))
    return {"first": round(first / len(named), 3), "five": round(five / len(named), 3)}


def main(argv: list[str]) -> int:
    """Print the table and keep it."""
    stories = read_stories(LABELS)
    table, median = facts(stories)
    matched = violations(stories, Assistant.open())
    for label, figures in table.items():
        print(f"{label:26s} {figures}")
    print(f"violation first {matched['first']}  in first five {matched['five']}  read p50 {median:.1f} ms")
    kept: dict[str, Any] = {"questions": len(stories), "facts": table, "violation": matched}
    record("reader", kept | {"ms_p50": round(median, 1)})
    return 0
