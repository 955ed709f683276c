"""understand → search → determine → answer → verify: one question in, one Answer out."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from functools import cached_property

from assistant.citations import CitationFinder
from assistant.crimes import suspected
from assistant.deciding import Decision, decide, gravest
from assistant.determined import determined_answer
from assistant.guard import UnusableInput, clean_question, has_chinese
from assistant.informing import information_answer
from assistant.intent import Kind, Signals, intent
from assistant.intent_head import IntentHead, combine, reread
from assistant.knowledge import Knowledge, Search
from assistant.matching import Matcher, ViolationMatch
from assistant.models import Answer, Fact, Role
from assistant.question import Earlier, Question
from assistant.reading.model import shipped_model
from assistant.reading.reader import Reading, read
from assistant.refusing import out_of_scope_answer
from assistant.stating import NOTHING_READ, stated_act
from assistant.violation_head import ViolationHead
from corpus.edition import edition
from corpus.library import Library
from corpus.models import Case, Item, Violation
from corpus.questions import load_questions
from corpus.rules import RuleBook
from corpus.same_acts import load_same_acts
from corpus.tellings import read_tellings
from index import open_index
from settings import Settings, load_settings

__all__ = ["Assistant", "UnusableInput"]

_STORY = 40  # characters from which a question tells a story
_RIVAL = 0.15  # share from which a violation beside the one matched may be meant instead
_ALSO_SCORE = 0.75  # a second violation counts when its match is at least this share of the first
_ALSO_SHARE = 0.25  # and, where there is a trained head, at least this share of the whole


class Assistant:
    """Everything needed to answer; stateless between questions, safe to share by threads."""

    def __init__(self, settings: Settings, knowledge: Knowledge, search: Search) -> None:
        self._settings, self._knowledge, self._search = settings, knowledge, search
        self._citations = CitationFinder(knowledge.library)
        model = search.model_digest
        self._intents = IntentHead.for_model(model) if model else None
        self._reader = shipped_model()
        self._violations = shipped if model and (shipped := ViolationHead()).model == model else None
        self._matcher = Matcher(knowledge.violations, lambda text: search.similar(text, "violation", 60))

    @classmethod
    def open(cls, settings: Settings | None = None) -> Assistant:
        """Load the corpus and open the index, building it first where there is none.

        Raises CorpusError or an index error in Chinese when something is unusable.
        """
        settings = settings or load_settings()
        knowledge = Knowledge.open(settings)
        search = open_index(
            settings,
            knowledge.library,
            list(knowledge.items.values()),
            list(knowledge.cases.values()),
            list(knowledge.violations),
            load_questions(),
            read_tellings(),
            load_same_acts(),
        )
        return cls(settings, knowledge, search)

    @property
    def searcher(self) -> Search:
        """The index, for those who only look for texts."""
        return self._search

    @property
    def library(self) -> Library:
        return self._knowledge.library

    @property
    def rulebook(self) -> RuleBook:
        return self._knowledge.rulebook

    @cached_property
    def edition(self) -> str:
        """The short name of the corpus that the answers stand on."""
        return edition(self._settings.inbox_dir)

    @property
    def violations(self) -> tuple[Violation, ...]:
        return self._knowledge.violations

    @property
    def settings(self) -> Settings:
        return self._settings

    @property
    def items_by_id(self) -> dict[str, Item]:
        return self._knowledge.items

    @property
    def cases_by_id(self) -> dict[str, Case]:
        return self._knowledge.cases

    def ask(
        self,
        question: str,
        role: Role = "business",
        as_of: date | None = None,
        facts: Mapping[str, str | float] | None = None,
        question_id: str = "",
        earlier: Earlier | None = None,
    ) -> Answer:
        """Answer one question.

        ``facts``: ticked by hand, they override what is read. ``earlier``: what was said before in the
        same conversation; its facts hold until the question contradicts them. Raises UnusableInput for
        what is no question.
        """
        clock = _Clock()
        text = clean_question(question, self._settings.max_question_chars)
        asked = Question(
            id=question_id, text=text, role=role, day=as_of or date.today(), place=self._settings.region
        )
        if not has_chinese(text):
            return out_of_scope_answer(asked, self._knowledge, clock.done(), chinese=False)
        reading = read(text, asked.day, self._reader)
        known = _known(reading, facts or {}, earlier.facts if earlier else {})
        matter = f"{earlier.matter}。{text}" if earlier else text
        asked = asked.model_copy(update={"matter": matter})
        clock.mark("understand")
        matches = self.candidates(matter)
        kind = self._kind(text, reading, matches, facts, earlier)
        candidates = self._listed(matter) if kind == "determination" else []
        cases = self._search.search(matter, 4, ["case"])
        clock.mark("retrieve")
        if kind == "out_of_scope":
            return out_of_scope_answer(asked, self._knowledge, clock.done())
        if kind != "determination":
            return information_answer(
                asked, kind, known, matches, cases, self._knowledge, self._search, clock
            )
        decisions = self._decide(asked, known, matches, candidates)
        clock.mark("determine")
        lead = gravest(decisions)
        named = {d.violation.id for d in decisions if d.violation}
        guesses = [m for m in matches if m.violation.id not in named and (not named or m.share >= _RIVAL)]
        return determined_answer(asked, reading, lead, decisions, guesses, cases, self._knowledge, clock)

    def determine(
        self,
        facts: Mapping[str, Fact | str | float],
        violation: str = "",
        item: str = "",
        role: Role = "business",
        as_of: date | None = None,
        question_id: str = "",
    ) -> Answer:
        """Determine an act stated by its id, on facts given by hand or by a record; nothing is read.

        ``violation``: an id of the catalogue; ``item``: an id of a list, chosen with it or instead of it.
        Raises UnusableInput unless what is given is known, NotCovered where the law of the day is not held.
        """
        clock = _Clock()
        act = stated_act(violation, item, self._knowledge, self.candidates)
        name = act.match.violation.name
        asked = Question(
            id=question_id, text=name, role=role, day=as_of or date.today(), place=self._settings.region
        )
        clock.mark("understand")
        listed = [pair for pair in self._listed(name) if pair[0] != act.item]
        candidates = [(act.item, 1.0), *listed] if act.item else listed
        cases = self._search.search(name, 4, ["case"])
        clock.mark("retrieve")
        known = _known(NOTHING_READ, facts, act.facts)
        # Nothing was said that words could be read from, and whoever chose the act is sure of it.
        decision = decide(known, act.match, [act.match], [], candidates, asked, self._knowledge)
        clock.mark("determine")
        return determined_answer(asked, NOTHING_READ, decision, [decision], [], cases, self._knowledge, clock)

    def candidates(self, text: str) -> list[ViolationMatch]:
        """The violations that a text may tell, likeliest first."""
        head = self._violations
        told = head.probabilities(text, self._search.embed_query(text)) if head else None
        return self._matcher.match(text, told=told)

    def violations_named(self, text: str) -> frozenset[str]:
        """Ids of the violations that a text names in words of the catalogue."""
        return frozenset(m.violation.id for m in self.candidates(text) if m.named)

    def asked_fact(self, answer: Answer) -> str | None:
        """The fact that the first follow-up question of an answer asks for."""
        return self.rulebook.fact_asked(answer.questions[0]) if answer.questions else None

    def _kind(
        self,
        text: str,
        reading: Reading,
        matches: list[ViolationMatch],
        ticked: Mapping[str, object] | None,
        earlier: Earlier | None,
    ) -> Kind:
        if ticked:
            return "determination"
        stage = reading.facts.get("procedure_stage")
        specs = self._knowledge.rulebook.facts
        named = [
            n
            for n in reading.facts
            if n in specs and specs[n].values and n not in ("procedure_stage", "hardship")
        ]
        signals = Signals(
            violation=bool(matches and matches[0].named),
            facts=len(named),
            articles=len(self._citations.find(text)),
            stage=str(stage.value) if stage else "before",
            long=len(text) >= _STORY,
        )
        route = intent(text, signals)
        kind = route.kind
        if self._intents:
            likely = self._intents.probabilities(self._search.embed_query(text), text)
            kind = combine(kind, likely, signals, self._intents.sure, route.by_default)
        kind = reread(kind, reading.kinds)
        follows = earlier is not None and (named or kind == "out_of_scope")
        return "determination" if follows else kind

    def _listed(self, matter: str) -> list[tuple[Item, float]]:
        """Entries of lists that may name the act, with their scores."""
        hits = self._search.search(matter, 8, ["item"])
        items = self._knowledge.items
        return [(items[hit.id], hit.score) for hit in hits if hit.id in items]

    def _decide(
        self,
        asked: Question,
        known: dict[str, Fact],
        matches: list[ViolationMatch],
        candidates: list[tuple[Item, float]],
    ) -> list[Decision]:
        crimes = suspected(asked.matter, self._knowledge.crimes, known)
        named = bool(matches and matches[0].named)
        chosen: list[ViolationMatch | None] = [*_distinct(matches)] if named else [None]
        return [decide(known, match, matches, crimes, candidates, asked, self._knowledge) for match in chosen]


def _distinct(matches: list[ViolationMatch]) -> list[ViolationMatch]:
    """The violations that a question really names: the best match, and others with words of their own."""
    chosen = matches[:1]
    for match in matches[1:]:
        taken = {w for m in chosen for w in m.words}
        own = [w for w in match.words if not any(w in t or t in w for t in taken)]
        alike = match.score >= _ALSO_SCORE * chosen[0].score
        if len(own) >= 2 and alike and (match.share == 0 or match.share >= _ALSO_SHARE):
            chosen.append(match)
    return chosen[:3]


def _known(
    reading: Reading, given: Mapping[str, Fact | str | float], held: Mapping[str, Fact]
) -> dict[str, Fact]:
    """Held facts, then what the question says, then what was ticked by hand or stands in a record."""
    known = {**held, **reading.facts}
    for name, value in given.items():
        if isinstance(value, Fact):
            known[name] = value
        elif value == "unknown":
            known.pop(name, None)
        else:
            known[name] = Fact.model_validate({"name": name, "value": value, "from": "checklist"})
    return known


class _Clock:
    """Milliseconds spent in each stage."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._spent: dict[str, float] = {}

    def mark(self, stage: str) -> None:
        now = time.perf_counter()
        self._spent[stage] = round((now - self._last) * 1000, 2)
        self._last = now

    def done(self, stage: str = "answer") -> dict[str, float]:
        self.mark(stage)
        empty = dict.fromkeys(("understand", "retrieve", "determine", "answer"), 0.0)
        return {**empty, **self._spent, "total": round((time.perf_counter() - self._start) * 1000, 2)}
