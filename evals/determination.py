"""Score answers against gold outcomes: exact, acceptable, unsafe, must-cite recall, latency.

``python -m evals determination [dev|blind]``: one table, and a JSON record in evals/results/.
"""

from __future__ import annotations

import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from assistant.models import Answer
from corpus.models import Frozen
from evals.record import record

QUESTIONS = Path(__file__).parent / "questions"
BLIND = "blind"


class Gold(Frozen):
    """One question with what a careful officer would answer; see evals/questions/README.md."""

    id: str
    question: str
    role: str
    as_of: date
    gold: str
    acceptable: tuple[str, ...] = ()
    unsafe: tuple[str, ...] = ()
    must_cite: tuple[dict[str, str], ...] = ()
    violation_penalty: tuple[dict[str, str], ...] = ()
    field: str = ""
    kind: str = ""
    ask: str | None = None
    why: str = ""


class Scored(Frozen):
    """One answer against its gold."""

    id: str
    gold: str
    got: str
    certainty: str
    exact: bool
    acceptable: bool
    unsafe: bool
    cited: int
    to_cite: int
    penalty_found: bool | None
    ms: float
    ms_decided: float  # understanding and determination alone, without retrieval and wording
    field: str
    kind: str


def load_gold(path: Path) -> list[Gold]:
    """Questions of one JSONL file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Gold.model_validate({**{k: v for k, v in row.items() if k != "class"}, "kind": row["class"]})
            for row in rows]  # fmt: skip


def score(gold: Gold, answer: Answer, ms: float) -> Scored:
    """Compare one answer with its gold."""
    got = answer.outcome.code.value
    cited = {(c.law, c.article) for c in answer.citations}
    wanted = [(c["law"], c["article"]) for c in gold.must_cite]
    penalties = {(c["law"], c["article"]) for c in gold.violation_penalty}
    return Scored(
        id=gold.id, gold=gold.gold, got=got, certainty=answer.outcome.certainty, exact=got == gold.gold,
        acceptable=got == gold.gold or got in gold.acceptable, unsafe=got in gold.unsafe,
        cited=sum(c in cited for c in wanted), to_cite=len(wanted),
        penalty_found=bool(penalties & cited) if penalties else None,
        ms=ms, ms_decided=sum(answer.timing_ms.get(s, 0.0) for s in ("understand", "determine")),
        field=gold.field, kind=gold.kind,
    )  # fmt: skip


def run(questions: Iterable[Gold], ask: Callable[[Gold], Answer]) -> list[tuple[Scored, Answer]]:
    """Ask every question once."""
    out = []
    for gold in questions:
        start = time.perf_counter()
        answer = ask(gold)
        out.append((score(gold, answer, (time.perf_counter() - start) * 1000), answer))
    return out


def summarise(rows: Sequence[Scored]) -> dict[str, Any]:
    """The figures of one run."""
    ms, decided = sorted(r.ms for r in rows), sorted(r.ms_decided for r in rows)
    to_cite = sum(r.to_cite for r in rows)
    penalties = [r.penalty_found for r in rows if r.penalty_found is not None]
    return {
        "questions": len(rows),
        "exact": round(sum(r.exact for r in rows) / len(rows), 4),
        "acceptable": round(sum(r.acceptable for r in rows) / len(rows), 4),
        "unsafe": sum(r.unsafe for r in rows),
        "must_cite_recall": round(sum(r.cited for r in rows) / to_cite, 4) if to_cite else None,
        "penalty_clause_cited": round(sum(penalties) / len(penalties), 4) if penalties else None,
        "insufficient": _precision_recall(rows, "insufficient"),
        "out_of_scope": _precision_recall(rows, "out_of_scope"),
        "information": _precision_recall(rows, "information"),
        "acceptable_by_certainty": _by_certainty(rows),
        "ms_p50": round(statistics.median(ms), 1),
        "ms_p95": late(ms),
        "decided_ms_p95": late(decided),
    }


def late(ms: Sequence[float]) -> float:
    """The 95th of a hundred sorted times."""
    return round(ms[min(len(ms) - 1, int(len(ms) * 0.95))], 1)


def _precision_recall(rows: Sequence[Scored], code: str) -> dict[str, float]:
    hit = sum(r.got == code == r.gold for r in rows)
    got, gold = sum(r.got == code for r in rows), sum(r.gold == code for r in rows)
    return {"precision": round(hit / got, 3) if got else 0.0, "recall": round(hit / gold, 3) if gold else 0.0}


def _by_certainty(rows: Sequence[Scored]) -> dict[str, str]:
    out = {}
    for certainty in ("definite", "conditional", "undetermined"):
        group = [r for r in rows if r.certainty == certainty]
        if group:
            out[certainty] = f"{sum(r.acceptable for r in group)}/{len(group)}"
    return out


def confusion(rows: Sequence[Scored]) -> str:
    """Gold → got, only what differs and is not acceptable, most frequent first."""
    pairs = Counter((r.gold, r.got) for r in rows if not r.acceptable)
    return "\n".join(f"{n:3d}  {gold} → {got}" for (gold, got), n in pairs.most_common())


def main(argv: list[str]) -> int:
    """Run one set, print the table, keep the record."""
    from assistant.pipeline import Assistant
    from evals.worst import strata, too_harsh, worst

    name = argv[0] if argv else "dev"
    questions = load_gold(QUESTIONS / f"{name}.jsonl")
    assistant = Assistant.open()
    assistant.ask("预热：超市卖过期面包会罚款吗")
    rows = run(questions, lambda g: assistant.ask(g.question, g.role, g.as_of, question_id=g.id))  # type: ignore[arg-type]
    scored = [row for row, _ in rows]
    figures = summarise(scored) | {"too_harsh": too_harsh(scored)}
    for key, value in figures.items():
        print(f"{key:26s} {value}")
    if "--details" in argv:
        print(confusion(scored), strata(questions, scored), sep="\n\n")
        if name != BLIND:  # nobody reads those
            print("\n" + worst(questions, scored))
    record(f"determination_{name}", figures)
    return 0
