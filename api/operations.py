"""The operations behind both doors, REST and MCP: values in, values out, everything done by the pipeline."""

from __future__ import annotations

from datetime import date

from accounts.guard import Refused
from accounts.models import Account, AccountRole
from api.bodies import AskBody, DetermineBody, SearchBody, VerifyBody
from api.replies import SearchHit, SearchReply, VerifyReply
from assistant.guard import clean_question
from assistant.knowledge import Found
from assistant.models import Answer, Role
from assistant.pipeline import Assistant
from assistant.verify import verify
from corpus.errors import CorpusError

NEEDED: dict[Role, AccountRole] = {"officer": "officer", "publicity": "editor"}
"""Who may have an answer in the words of a role; the business role is open to all."""


def ask(assistant: Assistant, body: AskBody, account: Account | None) -> Answer:
    """Answer a question. Raises Refused, UnusableInput or NotCovered."""
    check_role(body.role, account)
    return assistant.ask(body.question, body.role, body.as_of, body.facts or None, body.id)


def determine(assistant: Assistant, body: DetermineBody, account: Account | None) -> Answer:
    """Determine an act stated by its id. Raises Refused, UnusableInput or NotCovered."""
    check_role(body.role, account)
    return assistant.determine(body.facts, body.violation, body.item, body.role, body.as_of, body.id)


def search(assistant: Assistant, body: SearchBody, account: Account | None = None) -> SearchReply:
    """Find provisions, items, cases and violations. Raises UnusableInput."""
    query = clean_question(body.query, assistant.settings.max_question_chars)
    hits = assistant.searcher.search(query, body.k, body.kinds or None, body.as_of)
    day = body.as_of or date.today()
    return SearchReply(query=query, hits=tuple(_hit(hit, assistant, day) for hit in hits))


def verify_text(assistant: Assistant, body: VerifyBody, account: Account | None = None) -> VerifyReply:
    """Check every citation of a text."""
    day = body.as_of or date.today()
    return VerifyReply(as_of=day, checks=tuple(verify(body.text, day, assistant.library)))


def check_role(role: Role, account: Account | None) -> None:
    """Raises Refused where an answer for officers or editors is asked for by someone else."""
    needed = NEEDED.get(role)
    if needed and not (account and account.may(needed)):
        raise Refused(needed, known=account is not None)


def _hit(hit: Found, assistant: Assistant, day: date) -> SearchHit:
    return SearchHit(
        id=hit.id, kind=hit.kind, law=hit.law, article=hit.article, score=hit.score,
        text=_text(hit, assistant, day),
    )  # fmt: skip


def _text(hit: Found, assistant: Assistant, day: date) -> str:
    """The text a hit stands for; "" for a provision that is not held for the day."""
    if item := assistant.items_by_id.get(hit.id):
        return item.violation
    if case := assistant.cases_by_id.get(hit.id):
        return case.facts
    if hit.kind == "violation":
        return hit.law
    try:
        return assistant.library.find(hit.law, hit.article, day).text
    except CorpusError:
        return ""
