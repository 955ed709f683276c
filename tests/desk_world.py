"""A violation chosen and decided on ticked facts, for the tests of documents, case file and desk."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from docx import Document

from assistant.models import Answer, Fact
from assistant.pipeline import Assistant
from corpus.models import Violation
from documents.record import CaseRecord, case_record

DAY = date(2026, 11, 24)
BREAD = "food-expired-sale"
PARTY, CODE = "盘锦市好邻居超市", "91350100M000100Y43"  # the code that GB 32100 gives as its example
ENTRIES: dict[str, object] = {
    "party": PARTY, "credit_code": CODE, "place": "兴隆台区某路1号", "inspected_on": DAY,
    "officer_1": "王某", "certificate_1": "LN001", "authority": "盘锦市市场监督管理局",
    "story": "货架上有两袋过期面包。",
}  # fmt: skip
FACTS: dict[str, dict[str, str | float]] = {
    "required": {"minor": "yes", "corrected_in_time": "yes", "harm": "none", "first_violation": "yes"},
    "discretionary": {"minor": "no", "corrected_in_time": "yes", "harm": "slight", "first_violation": "yes"},
    "open": {},
    "refused": {"correction_refused": "yes"},
    "crime": {"crime_suspected": "yes"},
    "no_act": {"violation_established": "no"},
}


def bread(assistant: Assistant) -> Violation:
    return next(v for v in assistant.violations if v.id == BREAD)


def decided(assistant: Assistant, story: str) -> Answer:
    """The bread case on one of the sets of FACTS."""
    facts = {
        name: Fact.model_validate({"name": name, "value": value, "from": "checklist"})
        for name, value in FACTS[story].items()
    }
    return assistant.determine(facts, BREAD, as_of=DAY)


def record(assistant: Assistant, story: str, /, **changes: Any) -> CaseRecord:
    entries = {**ENTRIES, **changes}
    return case_record(
        decided(assistant, story), bread(assistant), assistant.rulebook, assistant.library, entries
    )


def text_of(content: bytes) -> str:
    """All words of a .docx, tables included, a line each."""
    opened = Document(BytesIO(content))
    cells = [c.text for t in opened.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in opened.paragraphs), *cells])


def blanks_of(content: bytes) -> set[str]:
    """The names on all underlined gaps of a .docx."""
    opened = Document(BytesIO(content))
    inside = [p for t in opened.tables for row in t.rows for c in row.cells for p in c.paragraphs]
    runs = [run for p in (*opened.paragraphs, *inside) for run in p.runs]
    return {run.text.strip("　") for run in runs if run.underline}
