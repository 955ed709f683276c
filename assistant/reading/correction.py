"""Acts of correction and where they stand: done, not yet, promised, ordered, refused, overdue, asked."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from assistant.reading.patterns import compile_pattern, modality, read_vocabulary
from assistant.reading.scopes import Scope
from corpus.models import Frozen

Status = Literal["done", "not_done", "promised", "ordered", "refused", "overdue", "asked", "supposed", "told"]


class CorrectionAct(Frozen):
    """One act: ``text`` is the clause's words from its modal mark to the act, a slice of the question."""

    status: Status
    text: str
    start: int
    end: int
    learned: bool = False  # read by the trained head


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[re.Pattern[str], re.Pattern[str]]:
    file, data = read_vocabulary("correction.yaml")
    return (
        compile_pattern("|".join(data["acts"]), file, "acts"),
        compile_pattern("|".join(data["achieved"]), file, "achieved"),
    )


def find_corrections(scopes: list[Scope]) -> list[CorrectionAct]:
    """Every act of correction in the order of the text; a clause yields at most one."""
    acts, achieved = _vocabulary()
    found: list[CorrectionAct] = []
    for scope in scopes:
        clause = scope.clause
        overdue = modality()["overdue"].search(clause.text)
        if overdue and not scope.hypothetical and not scope.is_asked(clause.start + overdue.start()):
            found.append(_act(scope, overdue, "overdue"))
            continue
        result = achieved.search(clause.text)
        if result and not modality()["not_done"].search(clause.text):
            found.append(_act(scope, result, "done"))
            continue
        act = _last(acts, clause.text)
        if act:
            found.append(_act(scope, act, _status(scope, act)))
        elif (stand := modality()["refused"].search(clause.text)) and (
            "改" in clause.text or any(a.status == "ordered" for a in found)
        ):
            found.append(_act(scope, stand, "refused"))
    return found


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    last = None
    for last in pattern.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    return last


def _act(scope: Scope, match: re.Match[str], status: Status) -> CorrectionAct:
    clause = scope.clause
    return CorrectionAct(status=status, text=clause.text, start=clause.start, end=clause.end)


def _status(scope: Scope, act: re.Match[str]) -> Status:
    """Read the words before and after the act inside its clause; the gravest reading wins."""
    text = scope.clause.text
    before, after = text[: act.start()], text[act.end() :]
    marks = modality()
    if scope.hypothetical:
        return "supposed"
    if scope.is_asked(scope.clause.start + act.start()):
        return "asked"
    finished = act.group().endswith(("了", "好", "完", "齐", "净"))
    finished = finished or bool(marks["done"].search(act.group()))
    done_after = bool(marks["done_suffix"].match(after)) or finished or "了" in after[:8]
    if marks["refused"].search(text[: act.end()]) or marks["undone"].search(text):
        return "refused"
    if marks["pretended"].search(text):
        return "not_done"
    if _only_asked(scope, act):
        return "supposed"
    if _negated(before) and not _double_negation(before):
        return "not_done"
    ordered = marks["ordered"].search(before)
    if (
        ordered
        and not marks["done_strong"].search(before, ordered.end())
        and "了" not in act.group() + after[:8]
    ):
        return "ordered"
    if marks["promised"].search(before) and not done_after:
        return "promised"
    if done_after or marks["done"].search(before):
        return "done"
    return "told"


def _only_asked(scope: Scope, act: re.Match[str]) -> bool:
    """改了会不会罚, 现在拆还来得及吗: the act is the condition of a question in the same clause."""
    if scope.asked_from is None:
        return False
    between = scope.clause.text[act.end() : scope.asked_from - scope.clause.start]
    told = modality()["done_strong"].search(scope.clause.text[: act.start()])
    return len(between) <= 2 and not told


def _negated(before: str) -> bool:
    """ "没改", but not "还没走就改了": what stands between the negation and the act must not lead on."""
    denied = modality()["not_done"].search(before[-6:])
    return denied is not None and not modality()["leads_on"].search(before[-6:][denied.end() :])


def _double_negation(before: str) -> bool:
    return bool(re.search(r"(没有不|不是没|不能不|没少|并非没|不能说没)", before[-6:]))
