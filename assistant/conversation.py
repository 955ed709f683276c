"""Several turns about one matter: facts hold until contradicted, a second matter starts afresh."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assistant.determination import describe
from assistant.models import LABELS, NOT_DETERMINED, Answer, OutcomeCode, Role
from assistant.pipeline import Assistant
from assistant.question import Earlier
from assistant.reading.reader import read
from assistant.render import wording
from assistant.replies import load_replies, reply_to, taken_back


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
        held = self._still_held(question, reply, earlier) if earlier else None
        answer = self._assistant.ask(
            question, self._role, self._as_of, {**reply, **(facts or {})}, question_id, held
        )
        if answer.outcome.code in NOT_DETERMINED:
            return answer
        changed = self._changes(earlier, answer) + self._changed(answer.outcome.code)
        self._remember(question, answer, held)
        return answer.model_copy(update={"answer": changed + answer.answer}) if changed else answer

    def _reply(self, question: str) -> dict[str, str | float]:
        """A bare reply answers the fact asked for last, if it fits that fact."""
        if self._asked is None or not isinstance(question, str):
            return {}
        return dict(reply_to(question, self._assistant.rulebook.facts[self._asked], self._role))

    def _still_held(self, question: str, reply: Mapping[str, str | float], earlier: Earlier) -> Earlier:
        """What was told before, without what the question takes back."""
        if not isinstance(question, str) or reply:
            return earlier
        told = read(question, self._as_of or date.today()).facts
        gone = taken_back(question, told, earlier.facts)
        return earlier.model_copy(update={"facts": {n: f for n, f in earlier.facts.items() if n not in gone}})

    def _changes(self, earlier: Earlier | None, answer: Answer) -> str:
        """What was told before and is told otherwise now, a line each."""
        if earlier is None:
            return ""
        words, specs, lines = load_replies(), self._assistant.rulebook.facts, []
        now = {fact.name: fact.value for fact in answer.facts}
        instead = {rule.drops: rule.said for rule in words.withdraws}
        for name, fact in earlier.facts.items():
            if name not in specs or not specs[name].values or now.get(name) == fact.value:
                continue
            before = describe(specs[name], str(fact.value))
            other = name if name in now else instead.get(name, "")
            if other in now:
                after = describe(specs[other], str(now[other]))
                lines.append(words.changed.format(before=before, after=after))
            else:
                lines.append(words.dropped.format(before=before))
        return "".join(f"{line}\n\n" for line in lines)

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
