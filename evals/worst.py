"""Where the answers fall short: by kind of question, and the twenty worst with where they went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.judging import SEVERITY
from evals.determination import Gold, Scored

WORST = 20
SHORT, LONG = 40, 120  # characters of a question
_ORDER = [code.value for code in SEVERITY]
_CERTAIN = {"definite": 0, "conditional": 1, "undetermined": 2}


def too_harsh(rows: Sequence[Scored]) -> int:
    """Answers that are graver than the gold and not acceptable."""
    return sum(not r.acceptable and _severity(r.got) > _severity(r.gold) >= 0 for r in rows)


def strata(golds: Sequence[Gold], rows: Sequence[Scored]) -> str:
    """Acceptable and unsafe answers by outcome, role, length, class and field, the weakest first."""
    keys: dict[str, Callable[[Gold], str]] = {
        "outcome": lambda g: g.gold,
        "role": lambda g: g.role,
        "length": lambda g: _length(len(g.question)),
        "class": lambda g: g.kind,
        "field": lambda g: g.field,
    }
    lines = []
    for name, key in keys.items():
        groups: dict[str, list[Scored]] = {}
        for gold, row in zip(golds, rows, strict=True):
            groups.setdefault(key(gold), []).append(row)
        for value, group in sorted(groups.items(), key=lambda pair: _share(pair[1])):
            unsafe = sum(r.unsafe for r in group)
            lines.append(f"{name:8s} {_share(group):.2f} of {len(group):3d}  unsafe {unsafe}  {value}")
    return "\n".join(lines)


def worst(golds: Sequence[Gold], rows: Sequence[Scored]) -> str:
    """The worst answers: unsafe ones, then those that were surest, then those furthest from the gold."""
    wrong = [(g, r) for g, r in zip(golds, rows, strict=True) if r.unsafe or not r.acceptable]
    wrong.sort(key=lambda pair: (not pair[1].unsafe, _CERTAIN.get(pair[1].certainty, 3), -_distance(pair[1])))
    return "\n".join(
        f"{r.id}  {r.gold} → {r.got} ({r.certainty}){' UNSAFE' if r.unsafe else ''}; {cause(r)}\n"
        f"    {g.question[:80]}\n    gold because: {g.why}"
        for g, r in wrong[:WORST]
    )


def cause(row: Scored) -> str:
    """Where an answer went wrong, as far as the figures tell."""
    if "out_of_scope" in (row.gold, row.got) or "information" in (row.gold, row.got):
        return "what is asked was taken for something else"
    if row.penalty_found is False:
        return "another violation was recognised"
    if row.got == "insufficient":
        return "a fact told was not read"
    if row.gold == "insufficient":
        return "a fact was read that is not told"
    return "a fact or its weight was read otherwise"


def _length(characters: int) -> str:
    return "short" if characters < SHORT else "long" if characters >= LONG else "middle"


def _severity(code: str) -> int:
    """From the mildest up; -1 for what is no outcome of a determination."""
    return _ORDER.index(code) if code in _ORDER else -1


def _distance(row: Scored) -> int:
    sides = (_severity(row.gold), _severity(row.got))
    return 0 if -1 in sides else abs(sides[0] - sides[1])


def _share(group: Sequence[Scored]) -> float:
    return sum(r.acceptable for r in group) / len(group)
