"""The way a determination went: the steps of the rule book, each met, not met, open or never come to.

Only tells what ``determination`` decided; nothing here decides. Words come from ``prompts/wording.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.determination import Determination, describe, presume, severity
from assistant.kleene import Values, evaluate
from assistant.models import Fact, OutcomeCode, PathStep
from assistant.render import wording
from corpus.rules import FactSpec, Rule, RuleBook


@dataclass(frozen=True)
class _Matter:
    """One determination with what it was made from; ``known``: the facts with silence filled in."""

    determination: Determination
    facts: Mapping[str, Fact]
    book: RuleBook
    known: Values
    text: str

    def missing(self, rule: Rule) -> list[str]:
        """The facts a rule still waits for; numbers that nobody told are not waited for."""
        if evaluate(rule.when, self.known) is not None:
            return []
        return [
            name
            for name in self.book.facts
            if name in rule.when.facts()
            and (
                self.known.get(name) == "open"
                or (self.known.get(name) is None and self.book.facts[name].values)
            )
        ]


def path_of(
    determination: Determination, facts: Mapping[str, Fact], book: RuleBook, text: str = ""
) -> tuple[PathStep, ...]:
    """The steps in the order of the rule book, the outcome last.

    ``text``: what the person wrote; evidence that stands in it is shown as a quotation.
    """
    known = presume({name: fact.value for name, fact in facts.items() if name in book.facts}, book)
    matter = _Matter(determination, facts, book, known, text)
    last = _last_step(matter)
    steps = [
        _step(int(number), own, _asked(int(number), matter) if number <= last else [], matter)
        for number, own in sorted(_words()["steps"].items())
    ]
    return (*steps, _outcome(matter))


def _words() -> dict[str, Any]:
    own: dict[str, Any] = wording()["path"]
    return own


def _last_step(matter: _Matter) -> float:
    """The step at which a terminal rule ended the matter, or at which one is in doubt; else no limit."""
    determination = matter.determination
    doubted = determination.code is OutcomeCode.INSUFFICIENT
    ends = (
        rule.step
        for rule in matter.book.rules
        if rule.kind == "terminal" and (rule.id in determination.rules or (doubted and matter.missing(rule)))
    )
    return next(ends, float("inf"))


def _asked(number: int, matter: _Matter) -> list[Rule]:
    """The rules of a step that still count: after an exclusion, none to which it closes the way."""
    excludes = [r for r in matter.book.of_ids(matter.determination.rules) if r.kind == "exclude"]
    closed = {r.id for r in excludes} if any(r.step < number for r in excludes) else set()
    return [
        rule
        for rule in matter.book.rules
        if rule.step == number and not (closed and _spares(rule) and not closed <= set(rule.shields))
    ]


def _spares(rule: Rule) -> bool:
    """Whether a rule opens the way to no penalty at all."""
    return rule.kind == "grant" and severity(OutcomeCode(rule.outcome)) < severity(
        OutcomeCode.MITIGATION_REQUIRED
    )


def _step(number: int, own: Mapping[str, str], rules: Sequence[Rule], matter: _Matter) -> PathStep:
    words = {**_words(), **own}
    determination, label = matter.determination, own["label"]
    if not rules:
        return PathStep(number=number, label=label, status="unreached", word=words["unreached"])
    led = [r for r in rules if r.id in determination.rules]
    if led:
        made = [r for r in led if r.outcome == determination.code.value]
        return _decided(number, label, made or led, words, matter)
    held = [r for r in rules if r.id in determination.trace]
    if held:
        return _decided(number, label, held, {**words, "met": words["outweighed"]}, matter)
    waiting = [r for r in rules if matter.missing(r)]
    if waiting:
        idle = determination.certainty == "definite"
        step = _decided(number, label, waiting, words, matter)
        return step.model_copy(update={"rule": "", "clause": "", **({"word": words["idle"]} if idle else {})})
    against = _refuting(rules, matter)
    word = words["refuted" if against and "unmet" not in own else "unmet"]
    return PathStep(number=number, label=label, status="unmet", word=word, words=_evidence(against, matter))


def _decided(
    number: int, label: str, rules: Sequence[Rule], words: Mapping[str, str], matter: _Matter
) -> PathStep:
    """A step with the rules that decided it; open where they hold only on what was assumed."""
    missing = _labels((n for r in rules for n in matter.missing(r)), matter.book)
    asked = dict.fromkeys(n for r in rules for n in sorted(r.when.facts()) if n in matter.facts)
    return PathStep(
        number=number,
        label=label,
        status="open" if missing else "met",
        word=words["open"].format(missing=missing) if missing else words["met"],
        rule="；".join(dict.fromkeys(r.label for r in rules)),
        words=_evidence((n for n in asked if _out_of_ordinary(n, matter)), matter),
        clause="、".join(dict.fromkeys(r.basis[0] for r in rules if r.basis)),
    )


def _outcome(matter: _Matter) -> PathStep:
    """The last step: how sure the outcome is, and why a penalty follows where no rule had to say so."""
    own, determination = _words()["outcome"], matter.determination
    alone = determination.code is OutcomeCode.PENALTY and not determination.rules
    return PathStep(
        number=own["number"],
        label=own["label"],
        status="met" if determination.certainty == "definite" else "open",
        word=wording()["certainty"][determination.certainty],
        rule=wording()["no_rule"]["penalty"] if alone else "",
    )


def _labels(names: Iterable[str], book: RuleBook) -> str:
    return "、".join(book.facts[name].label for name in dict.fromkeys(names))


def _out_of_ordinary(name: str, matter: _Matter) -> bool:
    return matter.known.get(name) not in (None, "open", matter.book.facts[name].presumed)


def _told(name: str, matter: _Matter) -> bool:
    return name in matter.facts and matter.facts[name].from_ != "assumed"


def _refuting(rules: Sequence[Rule], matter: _Matter) -> list[str]:
    """The facts told that by themselves keep a rule of the step from holding, and nothing else does."""
    found: list[str] = []
    for rule in rules:
        names = sorted(rule.when.facts())
        alone = [n for n in names if evaluate(rule.when, {n: matter.known.get(n)}) is False]
        if all(_told(name, matter) for name in alone):
            found += alone
    return list(dict.fromkeys(found))


def _evidence(names: Iterable[str], matter: _Matter) -> tuple[str, ...]:
    said = (_said(matter.facts[n], matter.book.facts[n], matter) for n in names)
    return tuple(dict.fromkeys(text for text in said if text))


def _said(fact: Fact, spec: FactSpec, matter: _Matter) -> str:
    """The words that show a fact, in quotation marks where they are the person's own; else the fact."""
    if fact.evidence:
        own = fact.from_ == "question" and fact.evidence in matter.text
        quoted: str = _words()["quoted"].format(words=fact.evidence)
        return quoted if own else fact.evidence
    if not _told(fact.name, matter):
        return ""
    if spec.values:
        return describe(spec, str(fact.value))
    return f"{spec.label}{float(fact.value):g}{spec.unit}"
