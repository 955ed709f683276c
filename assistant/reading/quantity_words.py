"""What quantities are read with: a value in its place, and the words of corpus/vocabulary/quantities.yaml."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.reading import numbers as num
from assistant.reading.patterns import read_vocabulary
from corpus.models import Frozen


class Quantity(Frozen):
    """A value with the words it was read from; ``fact`` is the scalar fact it belongs to."""

    fact: str
    value: float
    text: str
    start: int
    end: int


class Vocabulary:
    """The compiled words of quantities.yaml."""

    def __init__(self) -> None:
        _, data = read_vocabulary("quantities.yaml")
        self._rows: dict[str, list[tuple[str, re.Pattern[str]]]] = {
            kind: [(row["fact"], re.compile(row["words"])) for row in data[kind]]
            for kind in ("money", "duration", "ratio", "people")
        }
        self.capacity = [(row["degree"], re.compile(row["words"])) for row in data["capacity"]]
        self.age = {kind: re.compile(words) for kind, words in data["age"].items()}
        self.dates = {kind: re.compile(words) for kind, words in data["dates"].items()}
        people = "|".join(f"(?:{data['age'][kind]})" for kind in ("sufferer", "kin", "person", "name"))
        self.after = re.compile(
            rf"半?的?[^，。的跟和与把在被给向对就去来到从用拿骑了也都还才要会不]{{0,6}}?(?P<noun>{people})"
        )
        self.anybody = re.compile(rf"{people}|{data['age']['pronoun']}")
        count = rf"(?P<n>{num.NUMBER}|几)(?:小|大)?(?P<u>{data['minor_units']})"
        self.count = re.compile(count)
        self.measure = re.compile(
            rf"(?P<n>{num.NUMBER}|几|几十|几百)(?P<s>万|千|百)?(?:来|多|余)?(?P<u>{data['measures']})"
        )
        told = data["measured"]
        number = rf"[^，。；\d]{{0,10}}?(?P<n>\d+(?:\.\d+)?)(?![\d.]|\s*(?:{told['not']}))"
        self.measured, self.limit = (re.compile(f"(?:{told[kind]}){number}") for kind in ("value", "limit"))
        self.kilograms: dict[str, float] = data["to_kilogram"]

    def nearest(self, kind: str, *places: str) -> str:
        """The fact whose words stand in the first place that has any."""
        for place in places:
            for fact, words in self._rows[kind]:
                if words.search(place):
                    return fact
        return ""


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The words, compiled once."""
    return Vocabulary()
