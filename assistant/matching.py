"""Which violations of the catalogue a question speaks of: trigger words and meaning, weighed together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import log

from corpus.models import Frozen, Violation
from corpus.violations import trigger_words

Semantic = Callable[[str], Mapping[str, float]]
"""Question → {violation id: cosine similarity of its nearest everyday name}."""

_COSINE_FLOOR, _COSINE_SPAN = 0.82, 0.10  # e5 similarities live in a narrow band
_ACCEPT_MEANING = 0.62  # without any trigger, meaning alone must be this sure


class ViolationMatch(Frozen):
    """``score`` 0..2 (words + meaning); ``words`` are the trigger words found, in normal form."""

    violation: Violation
    score: float
    words: tuple[str, ...]
    meaning: float


class Matcher:
    """Match questions against the catalogue. ``semantic`` may be None: then words alone decide."""

    def __init__(self, violations: Iterable[Violation], semantic: Semantic | None = None) -> None:
        self._violations = tuple(violations)
        self._semantic = semantic
        self._weight = _word_weights(self._violations)

    def match(self, text: str, most: int = 6) -> list[ViolationMatch]:
        """Candidates, best first; empty when neither words nor meaning are sure enough."""
        cosine = self._semantic(text) if self._semantic else {}
        found = []
        for violation in self._violations:
            words = trigger_words(violation, text)
            meaning = _clip((cosine.get(violation.id, 0.0) - _COSINE_FLOOR) / _COSINE_SPAN)
            if not words and meaning < _ACCEPT_MEANING:
                continue
            evidence = sum(self._weight.get(w, 1.0) for w in words)
            score = evidence / (evidence + 8.0) * 1.6 + meaning
            found.append(ViolationMatch(violation=violation, score=score, words=words, meaning=meaning))
        return sorted(found, key=lambda m: (-m.score, m.violation.id))[:most]


def _clip(value: float) -> float:
    return max(0.0, min(1.0, value))


def _word_weights(violations: tuple[Violation, ...]) -> dict[str, float]:
    """A word that few violations use tells more: log(N / number of violations that use it)."""
    counts: dict[str, int] = {}
    for violation in violations:
        words = {
            w
            for row in violation.triggers
            for g in row.split()
            if not g.startswith("!")
            for w in g.split("|")
        }
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    total = max(1, len(violations))
    return {word: log(total / n) + 0.3 for word, n in counts.items()}
