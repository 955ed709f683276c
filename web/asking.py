"""What a visitor's action does to the visit. Every function takes a Talk and gives a new one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date
from typing import Protocol

from assistant.models import NOT_DETERMINED, ROLES, Answer, OutcomeCode, Role
from assistant.pipeline import UnusableInput
from assistant.replies import reply_to
from corpus.rules import FactSpec, RuleBook
from corpus.validity import NotCovered
from web.facts import is_number, settable
from web.links import Deciding, LinkFault, Shared, decided, pack, share, unpack
from web.session import Opinion, Talk, Turn
from web.view import Known
from web.words import LANGUAGES, UNKNOWN, answers_to, examples, speaking, words

log = logging.getLogger(__name__)
_SHORT = 60  # a text this short that names no act may belong to the matter before it
_TAIL = "。，,.！!的了啊呀哦 "


class Answers(Known, Deciding, Protocol):
    """What asking needs of the assistant."""

    def ask(
        self,
        question: str,
        role: Role = "business",
        as_of: date | None = None,
        facts: Mapping[str, str | float] | None = None,
    ) -> Answer: ...
    def violations_named(self, text: str) -> frozenset[str]: ...
    def asked_fact(self, answer: Answer) -> str | None: ...


def with_answer(turn: Turn, role: Role, assistant: Answers) -> Turn:
    """The turn answered; link, opinion and paper are gone with the old answer. Raises UnusableInput."""
    if turn.shared is not None:
        answer = decided(turn.shared.model_copy(update={"role": role}), turn.ticked, assistant)
    else:
        answer = assistant.ask(turn.question, role=role, facts=turn.ticked or None)
    return turn.model_copy(update={"answer": answer, "link": "", "opinion": Opinion(), "paper": None})


def ask(talk: Talk, text: str, assistant: Answers) -> Talk:
    """What a visitor wrote: a reply to the last follow-up, more on the open matter, or a new question."""
    return _guarded(talk, lambda: _ask(talk, text.strip(), assistant))


def _ask(talk: Talk, text: str, assistant: Answers) -> Talk:
    held = talk.current
    if held is not None and held.answer is not None and held.answer.outcome.code not in NOT_DETERMINED:
        fact = assistant.asked_fact(held.answer)
        reply = reply_facts(text, assistant.rulebook.facts[fact], talk.role) if fact else {}
        if reply:
            for name, value in reply.items():
                held = held.tick(name, value)
            return talk.changed(with_answer(held, talk.role, assistant))
        if held.shared is None and len(text) <= _SHORT and not assistant.violations_named(text):
            return _more_or_new(talk, held, text, assistant)
    return talk.opened(with_answer(Turn(question=text), talk.role, assistant))


def _more_or_new(talk: Talk, held: Turn, text: str, assistant: Answers) -> Talk:
    """A short text that names no act: a question about the law stands alone, all else adds to the matter."""
    alone = with_answer(Turn(question=text), talk.role, assistant)
    if alone.answer and alone.answer.outcome.code is OutcomeCode.INFORMATION:
        return talk.opened(alone)
    return talk.changed(with_answer(held.add(text), talk.role, assistant))


def reply_facts(text: str, spec: FactSpec, role: Role) -> dict[str, str]:
    """What a bare reply ("没有", "是第一次", a button's words) says of which facts; empty when it is more."""
    said = text.rstrip(_TAIL)
    for value, label in answers_to(spec.id, spec):
        if said == label:
            return {spec.id: value}
    return reply_to(text, spec, role)


def split(talk: Talk, assistant: Answers) -> Talk:
    """What was read as more on the open matter is asked as a question of its own; the matter is as before."""
    turn = talk.current
    if turn is None or turn.before is None:
        return talk
    alone, kept = Turn(question=turn.added), talk.changed(turn.before)
    return _guarded(talk, lambda: kept.opened(with_answer(alone, talk.role, assistant)))


def set_fact(talk: Talk, name: str, value: object, assistant: Answers) -> Talk:
    """One fact corrected by hand; the answer is made anew. What is no fact or no value changes nothing."""
    turn, checked = talk.current, _checked(name, value, assistant.rulebook)
    if turn is None or checked is None:
        return talk
    return _guarded(talk, lambda: talk.changed(with_answer(turn.tick(name, checked), talk.role, assistant)))


def set_role(talk: Talk, role: str, assistant: Answers) -> Talk:
    """Another reader: the examples change, and the open answer is put in that reader's words."""
    if role not in ROLES:
        return talk
    changed, turn = talk.as_role(role), talk.current
    if turn is None:
        return changed
    return _guarded(changed, lambda: changed.changed(with_answer(turn, changed.role, assistant)))


def set_language(talk: Talk, language: object) -> Talk:
    """The page in another language; the law stays as it is."""
    return next((talk.speaking(known) for known in LANGUAGES if known == language), talk)


def make_link(talk: Talk, assistant: Answers) -> Talk:
    """The open answer with a link that reproduces it, or with the word that none can."""
    turn = talk.current
    if turn is None or turn.answer is None:
        return talk
    shared = turn.answer
    return _guarded(talk, lambda: talk.changed(_linked(turn, share(shared, assistant))))


def _linked(turn: Turn, shared: Shared | None) -> Turn:
    return turn.model_copy(update={"link": pack(shared) if shared else None})


def open_link(talk: Talk, text: str, assistant: Answers) -> Talk:
    """A visit opened by a link: the answer on the facts in it."""
    try:
        shared = unpack(text, assistant)
    except LinkFault as exc:
        return talk.failed(str(exc))
    name = next(v.name for v in assistant.violations if v.id == shared.violation)
    turn, as_role = Turn(question=name, shared=shared), talk.as_role(shared.role)
    return _guarded(talk, lambda: as_role.opened(with_answer(turn, shared.role, assistant)))


def example(role: Role, number: object) -> str:
    """The example question with this number; "" when there is none."""
    rows = examples()[role]
    at = _whole(number)
    return rows[at] if 0 <= at < len(rows) else ""


def open_turn(talk: Talk, number: object, assistant: Answers) -> Talk:
    """An earlier question opened again; one that came back without its answer is answered anew."""
    shown = talk.shown(_whole(number))
    turn = shown.current
    if turn is None or turn.answer is not None:
        return shown
    return _guarded(talk, lambda: shown.changed(with_answer(turn, shown.role, assistant)))


def _whole(value: object) -> int:
    """A number sent by the page; out of reach when it is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else len(text) + 10_000


def _checked(name: str, value: object, book: RuleBook) -> str | float | None:
    """The value as the rules know it; None when the page sent what no control of ours sends."""
    if not settable(name, book):
        return None
    if is_number(name):
        return _number(value)
    allowed = {*book.facts[name].values, UNKNOWN}
    return str(value) if str(value) in allowed else None


def _number(value: object) -> str | float | None:
    if value == "":
        return UNKNOWN
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None


def _guarded(talk: Talk, work: Callable[[], Talk]) -> Talk:
    """Do the work; when it cannot be done the visit stays as it is, with a message that says what to do."""
    try:
        return work()
    except (UnusableInput, NotCovered) as exc:
        return talk.failed(str(exc))
    except Exception:  # a visitor must never see a traceback; the operator must
        log.exception("an answer could not be made")
        with speaking(talk.language):
            return talk.failed(str(words()["errors"]["failed"]))
