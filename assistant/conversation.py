"""Several turns about one matter: facts hold until contradicted, a second matter starts afresh."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from assistant.models import LABELS, Answer, OutcomeCode, Role
from assistant.pipeline import Assistant
from assistant.question import Earlier
from assistant.reading.patterns import read_vocabulary
from assistant.render import wording
from corpus.rules import FactSpec

_SETTLED = (OutcomeCode.INFORMATION, OutcomeCode.OUT_OF_SCOPE)


class Conversation:
    """The state of one conversation. Each visitor has one of his own; nothing is shared."""

    def __init__(self, assistant: Assistant, role: Role = "business", as_of: date | None = None) -> None:
        self._assistant, self._role, self._as_of = assistant, role, as_of
        self._earlier: Earlier | None = None
        self._violations: frozenset[str] = frozenset()
        self._asked: str | None = None
        self._last: OutcomeCode | None = None

    def turn(
        self, question: str, facts: Mapping[str, str | float] | None = None, question_id: str = ""
    ) -> Answer:
        """Answer the next thing said. Raises UnusableInput as ``ask`` does; the state is kept then."""
        reply = self._reply(question)
        earlier = self._earlier
        if earlier and not reply and self._is_new_matter(question):
            earlier, self._last = None, None
        answer = self._assistant.ask(
            question, self._role, self._as_of, {**reply, **(facts or {})}, question_id, earlier
        )
        if answer.outcome.code in _SETTLED:
            return answer
        changed = self._changed(answer.outcome.code)
        self._remember(question, answer, earlier)
        return answer.model_copy(update={"answer": changed + answer.answer}) if changed else answer

    def _reply(self, question: str) -> dict[str, str | float]:
        """A bare yes or no answers the fact asked for last."""
        if self._asked is None:
            return {}
        said = re.sub(r"[\s。，,.!！的了啊呀哦]+$", "", question.strip())
        _, replies = read_vocabulary("replies.yaml")
        spec = self._assistant.rulebook.facts[self._asked]
        if said in replies["unknown"]:
            return {self._asked: "unknown"}
        if said in replies["yes"]:
            return {self._asked: _yes(spec)}
        if said in replies["no"]:
            return {self._asked: _no(spec)}
        return {}

    def _is_new_matter(self, question: str) -> bool:
        """A violation named in words of its own, none of which the matter so far was about."""
        named = self._assistant.violations_named(question)
        return bool(named) and not (named & self._violations)

    def _remember(self, question: str, answer: Answer, earlier: Earlier | None) -> None:
        told = {
            f.name: f.model_copy(update={"start": 0, "end": 0}) for f in answer.facts if f.from_ != "assumed"
        }
        matter = f"{earlier.matter}。{question}" if earlier else question
        self._earlier = Earlier(matter=matter, facts=told)
        self._violations = self._assistant.violations_named(matter)
        self._last = answer.outcome.code
        self._asked = self._assistant.asked_fact(answer)

    def _changed(self, code: OutcomeCode) -> str:
        if self._last is None or self._last is code:
            return ""
        text: str = wording()["changed"].format(before=LABELS[self._last], after=LABELS[code])
        return text + "\n\n"


def _yes(spec: FactSpec) -> str:
    return "yes" if "yes" in spec.values else next(v for v in spec.values if v != "none")


def _no(spec: FactSpec) -> str:
    return "no" if "no" in spec.values else "none"
