"""The trained head that matches violations, and how it joins trigger words and likeness."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from assistant.matching import Matcher
from assistant.reading.ngrams import Vector
from assistant.violation_head import WEIGHTS, ViolationHead
from corpus.errors import CorpusError
from corpus.violations import load_violations

REMEDY = r"python -m assistant\.learning\.violations"


def unit(seed: int = 0) -> Vector:
    vector = np.random.default_rng(seed).normal(size=384).astype(np.float32)
    out: Vector = vector / np.float32(np.linalg.norm(vector))
    return out


def test_it_knows_the_violations_of_the_catalogue_and_no_other() -> None:
    assert set(ViolationHead().ids) == {v.id for v in load_violations()}, "run " + REMEDY


def test_probabilities_sum_to_one() -> None:
    assert sum(ViolationHead().probabilities("货架上有过期面包", unit()).values()) == pytest.approx(
        1, abs=1e-4
    )


def test_a_missing_file_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=REMEDY):
        ViolationHead(tmp_path / "violations.npz")


@pytest.mark.parametrize("change", ["shape", "field", "bytes"])
def test_a_wrong_file_names_the_remedy(tmp_path: Path, change: str) -> None:
    file = tmp_path / "violations.npz"
    if change == "bytes":
        file.write_bytes(WEIGHTS.read_bytes()[:1000])
    else:
        with np.load(WEIGHTS) as data:
            arrays = dict(data)
        arrays["bias"] = arrays["bias"][:5]
        if change == "field":
            del arrays["bias"]
        np.savez(file, **arrays)
    with pytest.raises(CorpusError, match=REMEDY):
        ViolationHead(file)


def match(text: str, told: Mapping[str, float] | None) -> list[tuple[str, bool, float]]:
    found = Matcher(load_violations()).match(text, told=told)
    return [(m.violation.id, m.named, m.share) for m in found]


def test_without_the_head_trigger_words_name() -> None:
    first, named, share = match("超市货架上有过期的牛奶在卖", None)[0]
    assert (first, named, share) == ("food-expired-sale", True, 0)


def test_the_head_names_what_no_trigger_word_tells() -> None:
    first, named, share = match("柜台里那几包早就过了日期的东西", {"food-expired-sale": 0.9})[0]
    assert (first, named) == ("food-expired-sale", True)
    assert share > 0.5


def test_a_guess_among_many_is_not_named() -> None:
    told = dict.fromkeys([v.id for v in load_violations()][:20], 0.05)
    assert not any(named for _, named, _ in match("那件东西", told))
