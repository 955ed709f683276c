"""The rights of the one to be punished, each with its time limit in the words of the law.

Sources: 行政处罚法, 治安管理处罚法, 行政复议法, 行政诉讼法, as named in
``corpus/rules/rights.yaml``. Every quotation is a slice of the article in force on the day asked about; a
right whose words are not there is not shown.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from corpus.errors import CorpusError
from corpus.models import Frozen, Provision, Violation
from corpus.references import parse_ref
from corpus.rules import RULES_DIR
from corpus.violations import split_reference
from corpus.yaml_files import parse_entries, read_list

_EXAMPLES = {
    "places": "[{reference: 行政处罚法 第四十五条, quote: 当事人有权进行陈述和申辩。}]",
    "laws": "[治安管理处罚法]",
    "within": "告知后五个工作日内",
}


class Place(Frozen):
    """Words of a law: ``quote`` stands verbatim in the article of ``reference``."""

    reference: str
    quote: str


class Right(Frozen):
    """``plain`` and ``within`` are our words, ``places`` the law's. ``laws``: only where the penalty is of
    one of them; ``except_laws``: only where it is of none of them."""

    id: str
    title: str
    within: str
    plain: str
    laws: tuple[str, ...] = ()
    except_laws: tuple[str, ...] = ()
    places: tuple[Place, ...]


class Texts(Protocol):
    """What quoting needs of the library."""

    def find(self, law: str, article: str, day: date) -> Provision: ...


@lru_cache(maxsize=2)
def load_rights(directory: Path = RULES_DIR) -> tuple[Right, ...]:
    """Read rights.yaml. Raises DataError on a wrong entry."""
    file = directory / "rights.yaml"
    return tuple(parse_entries(file, read_list(file, "- id: statement"), Right, _EXAMPLES))


def rights_of(violation: Violation | None, rights: tuple[Right, ...]) -> list[Right]:
    """Those that hold for a violation, by the law it is punished by; the general ones where none is known."""
    law = split_reference(violation.penalty[0])[0] if violation else ""
    return [r for r in rights if (not r.laws or law in r.laws) and law not in r.except_laws]


def quoted(place: Place, store: Texts, day: date) -> Provision | None:
    """The article in force that day that holds the words; None when there is none."""
    ref = parse_ref(place.reference)
    try:
        provision = store.find(ref.law, ref.article, day)
    except CorpusError:
        return None
    return provision if place.quote in provision.text else None
