"""Whether references in data files ("食品安全法 第三十四条第（十）项") hold on a day, and if not, why."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Protocol

from corpus.law_names import load_name_words
from corpus.models import ArticleRef, Frozen, Provision, Validity
from corpus.paragraphs import slice as slice_text
from corpus.references import clean_law_name, format_place, parse_refs
from corpus.statutes import why_not
from corpus.validity import LawStanding, NotCovered, NotFound, NotInForce


class Store(Protocol):
    """What a check asks of the library."""

    def find(self, law: str, article: str, day: date) -> Provision: ...

    def standing(self, law: str, day: date) -> LawStanding: ...


class RefFault(StrEnum):
    """What is wrong with a reference."""

    UNREADABLE = "unreadable"
    NOT_STORED = "not_stored"  # the text is not held: cannot be checked, which is not "does not exist"
    NO_SUCH_PLACE = "no_such_place"
    NOT_IN_FORCE = "not_in_force"
    NOT_COVERED = "not_covered"


class RefProblem(Frozen):
    """One fault of one reference, with a message in Chinese."""

    fault: RefFault
    message: str
    standing: LawStanding | None = None

    def __str__(self) -> str:
        return self.message


def check_ref(store: Store, ref_text: str, day: date) -> RefProblem | None:
    """The first thing wrong with "食品安全法 第三十四条第（十）项" on ``day``; None if sound."""
    try:
        refs = parse_refs(ref_text)
    except ValueError as exc:
        return _check_name(store, ref_text, day, str(exc))
    return next((problem for ref in refs if (problem := check_place(store, ref, day))), None)


def _check_name(store: Store, name: str, day: date, why: str) -> RefProblem | None:
    """A law named without a place ("旅行社条例"): is it held, and in force on ``day``."""
    if not clean_law_name(name).endswith(load_name_words().title_endings):
        return RefProblem(fault=RefFault.UNREADABLE, message=why)
    try:
        standing = store.standing(name, day)
    except NotFound:
        message = f"《{clean_law_name(name)}》条文未入库，无法核对"
        return RefProblem(fault=RefFault.NOT_STORED, message=message)
    except NotCovered as exc:
        return RefProblem(fault=RefFault.NOT_COVERED, message=str(exc))
    if standing.validity is Validity.IN_FORCE:
        return None
    return RefProblem(fault=RefFault.NOT_IN_FORCE, message=why_not(standing), standing=standing)


def check_place(store: Store, ref: ArticleRef, day: date) -> RefProblem | None:
    """What is wrong with one place on ``day``; None if it exists and is in force."""
    written = f"{ref.law}{format_place(ref.article, ref.paragraph, ref.item)}"
    try:
        provision = store.find(ref.law, ref.article, day)
        if not provision.summary_only:
            slice_text(provision.text, ref.paragraph, ref.item)
    except NotInForce as exc:
        return RefProblem(fault=RefFault.NOT_IN_FORCE, message=str(exc), standing=exc.standing)
    except NotCovered as exc:
        return RefProblem(fault=RefFault.NOT_COVERED, message=str(exc))
    except NotFound as exc:
        if exc.law_known:
            return RefProblem(fault=RefFault.NO_SUCH_PLACE, message=f"{written}：{exc}")
        return RefProblem(
            fault=RefFault.NOT_STORED, message=f"《{clean_law_name(ref.law)}》条文未入库，无法核对"
        )
    return None
