"""What went wrong, told the same way at both doors: what it is, and what to do next."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from accounts.guard import Refused
from accounts.words import words as account_words
from api.browsing import Missing
from api.words import words
from api.working import Busy
from assistant.given import UsageFault
from assistant.guard import UnusableInput
from corpus.errors import CorpusError
from corpus.models import Frozen
from corpus.validity import NotCovered, NotFound
from corpus.yaml_files import in_chinese
from index.errors import IndexProblem

log = logging.getLogger(__name__)


class Fault(Frozen):
    """``status``: of HTTP; ``kind`` ends the problem's type; ``then``: what to do next."""

    status: int
    kind: str
    detail: str
    then: str = ""
    errors: tuple[dict[str, str], ...] = ()

    def line(self) -> str:
        """Both sentences in one, for a tool's reply."""
        return f"{self.detail}{self.then}"


def fault_of(exc: Exception) -> Fault:
    """The fault for an exception of the pipeline; one without details where it is ours."""
    own = words()["errors"]
    if isinstance(exc, ValidationError):
        return invalid(exc.errors(include_url=False))
    if isinstance(exc, Missing):
        found = own["missing"][exc.kind]
        return Fault(status=404, kind="not-found", detail=found["detail"], then=found["next"])
    if isinstance(exc, NotCovered):
        return Fault(status=422, kind="not-covered", detail=_sentence(exc), then=own["not_covered_next"])
    if isinstance(exc, NotFound):
        return Fault(status=404, kind="not-found", detail=_sentence(exc), then=own["not_found_next"])
    if isinstance(exc, UnusableInput | UsageFault):
        return Fault(status=422, kind="unusable", detail=_sentence(exc))
    if isinstance(exc, Busy):
        return Fault(status=503, kind="busy", detail=own["busy"], then=own["busy_next"])
    if isinstance(exc, Refused):
        told = account_words()["errors"]
        role = account_words()["roles"][exc.role]
        detail = told["role_needed"].format(role=role) if exc.known else told["signin_needed"]
        return Fault(status=403 if exc.known else 401, kind="role" if exc.known else "signin", detail=detail)
    if isinstance(exc, CorpusError | IndexProblem):
        log.error("the corpus or the index failed: %s", exc)
    else:
        log.error("an operation failed", exc_info=exc)
    return Fault(status=500, kind="failed", detail=own["failed"], then=own["failed_next"])


def invalid(errors: Iterable[Any]) -> Fault:
    """What is wrong with which field. What was sent is not repeated."""
    own, rows = words()["errors"], list(errors)
    if rows and rows[0]["type"] == "json_invalid":
        return Fault(status=400, kind="no-json", detail=own["no_json"], then=own["no_json_next"])
    faults = tuple({"field": _field(row), "problem": _told(row)} for row in rows)
    said = "；".join(f"{f['field']}：{f['problem'].rstrip('。')}" for f in faults[:3])
    return Fault(
        status=422, kind="invalid", detail=own["invalid"].format(faults=said), then=own["invalid_next"],
        errors=faults,
    )  # fmt: skip


def _field(row: Any) -> str:
    place = [str(part) for part in row["loc"] if part not in ("body", "query", "path")]
    return ".".join(place) or str(words()["errors"]["whole"])


def _told(row: Any) -> str:
    own: str | None = words()["validation"].get(row["type"])
    return own.format(**row.get("ctx", {})) if own else in_chinese(row)


def _sentence(exc: Exception) -> str:
    text = str(exc)
    return text if text.endswith("。") else f"{text}。"
