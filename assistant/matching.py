"""Which violations of the catalogue a question speaks of: trigger words, likeness and a trained head."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import exp, log

from corpus.models import Frozen, Violation
from corpus.violations import trigger_words

Likeness = Callable[[str], Mapping[str, tuple[float, float]]]
"""Question → {violation id: (cosine of its nearest everyday name, word score relative to the best)}."""

# Weights of the three kinds of evidence, chosen on the development questions (evals/questions/dev.jsonl).
_TRIGGER_WEIGHT, _TRIGGER_HALF = 1.3, 6.0
_COSINE_FLOOR, _COSINE_SPAN = 0.78, 0.14  # e5 similarities live in a narrow band
_WORD_WEIGHT = 0.3
# With the trained head: its log probability, the score above and a bonus for words, put through one softmax.
# Chosen on dev2 and dev3; the shares it gives are right about as often as they say (docs/measurements.md).
_OLD_WEIGHT, _WORDS_BONUS = 1.5, 1.0
_SURE, _SURE_WITH_WORDS = 0.3, 0.15  # from this share on a match is named
_FLOOR, _LOOK = 1e-6, 0.005


class ViolationMatch(Frozen):
    """``score`` weighs words and likeness; ``words`` are the trigger words found, in normal form.

    ``share``: how likely it is the violation told, of all candidates. A match that is not ``named`` is a
    guess: good for naming clauses that may apply, not for facts.
    """

    violation: Violation
    score: float
    words: tuple[str, ...]
    meaning: float
    share: float = 0.0
    named: bool = False


class Matcher:
    """Match questions against the catalogue. ``likeness`` may be None: then trigger words alone decide."""

    def __init__(self, violations: Iterable[Violation], likeness: Likeness | None = None) -> None:
        self._violations = tuple(violations)
        self._likeness = likeness
        self._weight = _word_weights(self._violations)

    def match(
        self, text: str, most: int = 6, told: Mapping[str, float] | None = None
    ) -> list[ViolationMatch]:
        """Candidates, best first; those that are named before those that are only alike.

        ``told``: the trained head's probability of each violation; without it trigger words name.
        """
        like = self._likeness(text) if self._likeness else {}
        found = []
        for violation in self._violations:
            words = trigger_words(violation, text)
            if not words and violation.id not in like and (told or {}).get(violation.id, 0.0) < _LOOK:
                continue
            cosine, shared = like.get(violation.id, (0.0, 0.0))
            meaning = max(0.0, min(1.2, (cosine - _COSINE_FLOOR) / _COSINE_SPAN))
            evidence = sum(self._weight.get(w, 1.0) for w in words)
            trigger = _TRIGGER_WEIGHT * evidence / (evidence + _TRIGGER_HALF)
            score = trigger + meaning + _WORD_WEIGHT * shared
            found.append(
                ViolationMatch(
                    violation=violation, score=score, words=words, meaning=meaning, named=bool(words)
                )
            )
        if told:
            found = _weighed(found, told)
        return sorted(found, key=lambda m: (not m.named, -m.share, -m.score, m.violation.id))[:most]


def _weighed(found: list[ViolationMatch], told: Mapping[str, float]) -> list[ViolationMatch]:
    """The same matches with the share that each has of the whole, once the head has had its word."""
    scores = [
        log(max(told.get(m.violation.id, 0.0), _FLOOR)) + _OLD_WEIGHT * m.score + _WORDS_BONUS * bool(m.words)
        for m in found
    ]
    top = max(scores, default=0.0)
    whole = sum(exp(s - top) for s in scores)
    out = []
    for match, score in zip(found, scores, strict=True):
        share = exp(score - top) / whole
        named = share >= (_SURE_WITH_WORDS if match.words else _SURE)
        out.append(match.model_copy(update={"share": share, "named": named}))
    return out


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
