"""Where the answers fall short: strata, and the worst with where they went wrong."""

from __future__ import annotations

from datetime import date

import pytest

from evals.determination import Gold, Scored
from evals.worst import WORST, cause, strata, too_harsh, worst


def pair(id_: str, code: str, got: str, **fields: object) -> tuple[Gold, Scored]:
    gold = Gold(id=id_, question=f"{id_}问", role="officer", as_of=date(2026, 11, 24), gold=code, why="因为")
    plain: dict[str, object] = {
        "id": id_, "gold": code, "got": got, "certainty": "conditional", "exact": code == got,
        "acceptable": code == got, "unsafe": False, "cited": 0, "to_cite": 0, "penalty_found": None,
        "ms": 1.0, "ms_decided": 1.0, "field": "", "kind": "general",
    }  # fmt: skip
    return gold, Scored.model_validate(plain | fields)


def split(pairs: list[tuple[Gold, Scored]]) -> tuple[list[Gold], list[Scored]]:
    return [g for g, _ in pairs], [r for _, r in pairs]


def test_the_unsafe_come_first_then_the_sure_then_the_far() -> None:
    pairs = [
        pair("near", "penalty", "aggravated_penalty"),
        pair("right", "penalty", "penalty"),
        pair("far", "no_penalty_required", "penalty"),
        pair("sure", "penalty", "transfer", certainty="definite"),
        pair("unsafe", "penalty", "no_penalty_required", unsafe=True),
    ]
    told = worst(*split(pairs))
    order = [told.index(f"{name}  ") for name in ("unsafe", "sure", "far", "near")]
    assert order == sorted(order)
    assert "right" not in told


def test_no_more_than_twenty_are_told() -> None:
    pairs = [pair(f"q{n}", "penalty", "transfer") for n in range(30)]
    assert worst(*split(pairs)).count("gold because") == WORST


def test_graver_than_the_gold_is_too_harsh_and_asking_is_not() -> None:
    pairs = [
        pair("a", "no_penalty_required", "penalty"),
        pair("b", "no_penalty_required", "insufficient"),
        pair("c", "penalty", "no_penalty_required"),
        pair("d", "information", "penalty"),
    ]
    assert too_harsh(split(pairs)[1]) == 1


@pytest.mark.parametrize(
    ("code", "got", "fields", "said"),
    [
        ("information", "penalty", {}, "what is asked"),
        ("penalty", "insufficient", {"penalty_found": False}, "another violation"),
        ("penalty", "insufficient", {"penalty_found": True}, "not read"),
        ("insufficient", "penalty", {}, "not told"),
        ("penalty", "transfer", {}, "otherwise"),
    ],
)
def test_the_cause_is_named(code: str, got: str, fields: dict[str, object], said: str) -> None:
    assert said in cause(pair("q", code, got, **fields)[1])


def test_every_stratum_is_counted() -> None:
    told = strata(*split([pair("a", "penalty", "penalty"), pair("b", "penalty", "transfer", unsafe=True)]))
    assert "outcome  0.50 of   2  unsafe 1  penalty" in told
    assert "length   0.50 of   2  unsafe 1  short" in told
