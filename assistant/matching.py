"""Which violations of the catalogue a question speaks of: trigger words and meaning, weighed together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import log

from corpus.models import Frozen, Violation
from corpus.violations import trigger_words

Likeness = Callable[[str], Mapping[str, tuple[float, float]]]
"""Question → {violation id: (cosine of its nearest everyday name, word score relative to the best)}."""

# Weights of the three kinds of evidence, chosen on the development questions (evals/questions/dev.jsonl).
_TRIGGER_WEIGHT, _TRIGGER_HALF = 1.3, 6.0
_COSINE_FLOOR, _COSINE_SPAN = 0.78, 0.14  # e5 similarities live in a narrow band
_WORD_WEIGHT = 0.3


class ViolationMatch(Frozen):
    """``score`` weighs everything; ``words`` are the trigger words found, in normal form.

    Without words the match is a guess from likeness: good for naming clauses that may apply, not for facts.
    """

    violation: Violation
    score: float
    words: tuple[str, ...]
    meaning: float


class Matcher:
    """Match questions against the catalogue. ``likeness`` may be None: then trigger words alone decide."""

    def __init__(self, violations: Iterable[Violation], likeness: Likeness | None = None) -> None:
        self._violations = tuple(violations)
        self._likeness = likeness
        self._weight = _word_weights(self._violations)

    def match(self, text: str, most: int = 6) -> list[ViolationMatch]:
        """Candidates, best first; those named in trigger words before those that are only alike."""
        like = self._likeness(text) if self._likeness else {}
        found = []
        for violation in self._violations:
            words = trigger_words(violation, text)
            if not words and violation.id not in like:
                continue
            cosine, shared = like.get(violation.id, (0.0, 0.0))
            meaning = max(0.0, min(1.2, (cosine - _COSINE_FLOOR) / _COSINE_SPAN))
            evidence = sum(self._weight.get(w, 1.0) for w in words)
            trigger = _TRIGGER_WEIGHT * evidence / (evidence + _TRIGGER_HALF)
            score = trigger + meaning + _WORD_WEIGHT * shared
            found.append(ViolationMatch(violation=violation, score=score, words=words, meaning=meaning))
        return sorted(found, key=lambda m: (not m.words, -m.score, m.violation.id))[:most]


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
