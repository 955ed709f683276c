"""The peer on the same questions: china-law-mcp's own search tool, called as its users call it."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from evals.retrieval import Question, Run, figures

MOST = 20  # the tool gives no more


def measure_peer(questions: Sequence[Question]) -> dict[str, float]:
    """Figures as of ``evals.retrieval.measure``; R@50 is of the 20 finds that the tool gives at most."""
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["CHINA_LAW_INDEX"] = str(Path(scratch) / "bm25.pkl")  # it keeps its index in a file
        from china_law_mcp.server import search_statutes

        search_statutes("预热", MOST)
        run = Run([], [])
        for question in tqdm(questions, desc="china-law-mcp", file=sys.stderr, mininterval=1):
            start = time.perf_counter()
            hits = search_statutes(question.query, MOST)
            run.times.append((time.perf_counter() - start) * 1000)
            run.found.append([(hit["law"], hit["article_no"]) for hit in hits])
    return figures(questions, run)
