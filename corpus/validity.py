"""Which version of a law is in force on a day, computed from dates and from corpus/rules/versions.yaml.

The database says 现行有效 of laws that take effect later, keeps an amended law's first effective
date, and calls the version in force until a revision 历史版本; so its status is not asked, except that
已废止 without a repealing clause on record makes a law doubtful. A day before the first version held
is not answered: NotCovered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.errors import CorpusError
from corpus.models import Frozen, Provision, Validity
from corpus.references import format_place
from corpus.version_rules import Repeal, VersionRules


class LawStanding(Frozen):
    """Where a law stands on one day. ``valid_to`` is exclusive; ``basis`` names the clause for a repeal."""

    law: str
    validity: Validity
    version: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: str = ""
    basis: str = ""
    note: str = ""


class LawError(CorpusError):
    """Base of what can be wrong with a place in a law on a day."""


class NotFound(LawError):
    """The law is not in store, or it has no such article, paragraph or item."""

    def __init__(self, message: str, law_known: bool = True) -> None:
        self.law_known = law_known
        super().__init__(message)


class NotInForce(LawError):
    """The place exists but is no basis on that day. ``shown`` is its stored text, only to be shown."""

    def __init__(self, message: str, standing: LawStanding, shown: Provision | None = None) -> None:
        self.standing, self.shown = standing, shown
        super().__init__(message)


class NotCovered(LawError):
    """The day lies outside the versions held; what held on it is not guessed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table ``laws``."""

    id: str
    law: str
    doc_type: str
    adopted: date
    effective: date
    status: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a law with the days on which it holds. ``valid_to`` is exclusive.

    ``first`` : nothing held before it. ``doubtful`` : decides nothing on any day.
    """

    id: str
    law: str
    doc_type: str
    adopted: date
    valid_from: date
    valid_to: date | None = None
    first: bool = False
    doubtful: bool = False
    repeal: Repeal | None = None
    note: str = ""

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def amended_law(row: Row, rules: VersionRules) -> str | None:
    """The law that an amending decision amends, read off its name; None for other texts."""
    for pattern in rules.doc_types.amended_name:
        if match := re.search(pattern, row.law):
            return match[1]
    return None


def versions_of(rows: Iterable[Row], rules: VersionRules) -> dict[str, tuple[Version, ...]]:
    """All versions of every law, oldest first, each with the days on which it holds."""
    by_law: dict[str, list[Row]] = {}
    decisions: dict[tuple[str, date], Row] = {}
    for row in rows:
        by_law.setdefault(row.law, []).append(row)
        if law := amended_law(row, rules):
            decisions[law, row.adopted] = row
    return {
        law: _chain(sorted(group, key=lambda r: (r.adopted, r.id)), decisions, rules)
        for law, group in by_law.items()
    }


def _chain(
    rows: list[Row], decisions: Mapping[tuple[str, date], Row], rules: VersionRules
) -> tuple[Version, ...]:
    out: list[Version] = []
    starts = [_start(row, decisions, rules) for row in rows]
    repeal = rules.repeal_of(rows[0].law)
    for number, row in enumerate(rows):
        version = Version(row.id, row.law, row.doc_type, row.adopted, starts[number][0])
        if number + 1 < len(rows):
            start, certain = starts[number + 1]
            # While the day on which the next version took over is unknown, the older one
            # is only certain until that version was adopted.
            version = replace(version, valid_to=start if certain else rows[number + 1].adopted)
        elif repeal:
            version = replace(version, valid_to=repeal.since, repeal=repeal)
        out.append(
            replace(
                version,
                first=number == 0 and row.effective >= row.adopted and row.law in rules.first_enactments,
                doubtful=row.status == rules.doc_types.repealed_status and repeal is None,
                note=rules.notes.get(row.law, ""),
            )
        )
    return tuple(out)


def _start(row: Row, decisions: Mapping[tuple[str, date], Row], rules: VersionRules) -> tuple[date, bool]:
    """From when the text held is in force, and whether that day is on record."""
    decision = decisions.get((row.law, row.adopted))
    if decision:
        return decision.effective, True
    amended = row.effective < row.adopted or (
        # 自公布之日起施行: of an amended law the database gives the day of the amendment, although
        # that may take effect later (村民委员会组织法); only a first enactment is certain.
        row.effective == row.adopted
        and row.law.startswith("中华人民共和国")
        and row.law not in rules.first_enactments
        and row.doc_type == rules.doc_types.targets[0]
    )
    if amended:
        return row.adopted + timedelta(days=rules.certain_after_days), False
    return row.effective, True


_PLACE = re.compile(r"第[一二三四五六七八九十百千零〇]+条(?:之[一二三四五六七八九十]+)?")


def amended_articles(text: str) -> set[str]:
    """The articles that one clause of an amendment changes: those named before the new wording."""
    return set(_PLACE.findall(re.split('["“]', text)[0]))


def standing_on(law: str, versions: tuple[Version, ...], day: date, rules: VersionRules) -> LawStanding:
    """Where ``law`` stands on ``day``. Raises NotFound (unknown law) or NotCovered (no text for the day)."""
    repeal = rules.repeal_of(law)
    if not versions:
        return _standing_without_text(law, repeal, day)
    for number, version in enumerate(versions):
        if version.doubtful and day >= version.valid_from:
            note = "数据库称已废止，但查不到废止条款：状态存疑，不作依据"
            return _standing(version, Validity.DOUBTFUL, note)
        if version.holds(day):
            return _standing(version, Validity.IN_FORCE, version.note or _next_note(versions[number + 1 :]))
    last = versions[-1]
    if last.repeal and day >= last.repeal.since:
        return _standing(last, Validity.REPEALED)
    if versions[0].first and day < versions[0].valid_from:
        return _standing(versions[0], Validity.NOT_YET, f"自{versions[0].valid_from}起施行")
    raise NotCovered(_uncovered(law, versions, day))


def _standing(version: Version, validity: Validity, note: str = "") -> LawStanding:
    repeal = version.repeal
    return LawStanding(
        law=version.law,
        validity=validity,
        version=version.id,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        replaced_by=repeal.by if repeal else "",
        basis=f"《{repeal.by}》{format_place(repeal.article)}" if repeal else "",
        note=note,
    )


def _standing_without_text(law: str, repeal: Repeal | None, day: date) -> LawStanding:
    if repeal is None:
        raise NotFound(f"《{law}》未入库", law_known=False)
    if day < repeal.since:
        raise NotCovered(
            f"《{law}》的条文未入库，无法核对{day}的规定（{repeal.since}起由《{repeal.by}》废止）"
        )
    return LawStanding(
        law=law,
        validity=Validity.REPEALED,
        valid_to=repeal.since,
        replaced_by=repeal.by,
        basis=f"《{repeal.by}》{format_place(repeal.article)}",
        note="原条文未入库",
    )


def _next_note(later: tuple[Version, ...]) -> str:
    return f"{later[0].adopted}通过的新版本自{later[0].valid_from}起施行" if later else ""


def _uncovered(law: str, versions: tuple[Version, ...], day: date) -> str:
    first = versions[0]
    if day < first.valid_from:
        return (
            f"《{law}》在{day}的条文未收录：库中最早的版本（{first.adopted}通过）自{first.valid_from}起"
            "才能确定有效，此前适用的旧版本不在库中"
        )
    later = next(version for version in versions if version.valid_from > day)
    return f"《{law}》在{day}适用哪个版本无法确定：新版本于{later.adopted}通过，库中没有记载它的施行日期"
