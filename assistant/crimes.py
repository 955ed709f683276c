"""Crime signals of one question, without what is only denied, feared, or told of another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from assistant.models import Fact
from assistant.reading import numbers
from assistant.reading.patterns import VOCABULARY_DIR, word_lists
from corpus.crimes import CrimeHit, CrimeSignal, find_crimes, linked_crimes
from corpus.models import Violation

_LOOK_BACK = 10
_NOT_AT_STAKE = (
    "fine",
    "monthly_pay",
    "loss",
    "wages_owed",
    "spent",
    "unit_price",
)  # sums of money that measure no proceeds
_MADE_FACTS = {"卖": "sales_amount", "售": "sales_amount", "骗": "amount_defrauded"}


def _words() -> dict[str, re.Pattern[str]]:
    """The marks of suspicion.yaml, one alternation a kind."""
    return word_lists(VOCABULARY_DIR / "suspicion.yaml")


@lru_cache(maxsize=1)
def _made() -> re.Pattern[str]:
    """A sum told without its unit: "到手五万多"."""
    return re.compile(
        rf"(?P<w>{_words()['made'].pattern})"
        rf"(?:了|近|约|大概|大约|差不多|将近|超过|至少|有|整整|人家|对方|他|她){{0,3}}(?P<n>{numbers.NUMBER}|几十|十几|几|数)(?:多|来|余)?(?P<u>万|千)(?:多|余|把)?"
        rf"(?![条件人只株吨平次个家份台辆粉字户米斤公里克袋瓶盒箱])"
    )


def suspected(text: str, signals: Iterable[CrimeSignal], facts: Mapping[str, Fact]) -> list[CrimeHit]:
    """Hits of the crime table in the text, with the told values; denied ones ("不构成轻伤") left out."""
    own = _own_acts(text)
    hits = find_crimes(own, signals, crime_values(facts, text), lambda word: _only_denied(word, own))
    return [hit for hit in hits if not _spared(hit.signal, facts)]


def linked(
    violation: Violation, text: str, signals: Iterable[CrimeSignal], facts: Mapping[str, Fact]
) -> list[CrimeHit]:
    """Full hits of the crimes that a violation names, denied measures left out."""
    own = _own_acts(text)
    values = crime_values(facts, text)
    hits = linked_crimes(
        violation.crime, violation.crime_by_act, own, signals, values, lambda word: _only_denied(word, own)
    )
    return [hit for hit in hits if hit.met == "yes" and not _spared(hit.signal, facts)]


def _spared(signal: CrimeSignal, facts: Mapping[str, Fact]) -> bool:
    """The party was deceived or forced: told, and no intent told against it."""
    if "intentional" in facts and facts["intentional"].value == "yes":
        return False
    return any(name in facts and facts[name].value == "yes" for name in signal.spared_by)


def _own_acts(text: str) -> str:
    return _words()["others"].sub(lambda m: "，" * len(m.group()), text)


def _only_denied(word: str, text: str) -> bool:
    """Every place of the word is denied or only feared."""
    places = [m.span() for m in re.finditer(re.escape(word), text)]
    return bool(places) and all(
        _words()["denied"].search(text[max(0, start - _LOOK_BACK) : start])
        or _words()["denied_after"].match(text, end)
        or _words()["earlier"].match(text, end)
        for start, end in places
    )


def crime_values(facts: Mapping[str, Fact], text: str = "") -> dict[str, float]:
    """Scalar facts for the crime table; "money" is the largest sum at stake, "prepaid" the largest advance.

    With ``text``, sums whose clause says that they were spent or advanced are no money at stake, and
    sums told without a unit ("到手五万多") are read.
    """
    values = {name: float(f.value) for name, f in facts.items() if not isinstance(f.value, str)}
    sums = {
        n: v for n, v in values.items() if facts[n].evidence.rstrip("钱")[-1:] in ("元", "块", "万", "亿")
    }
    clauses = {name: _clause(facts[name], text) for name in sums}
    prepaid = [v for n, v in sums.items() if _words()["prepaid"].search(clauses[n])]
    for name in [n for n in sums if n == "goods_value" and _no_goods(facts[n], clauses[n], text)]:
        del values[name], sums[name]
    money = [v for n, v in sums.items() if n not in _NOT_AT_STAKE]
    for name, value in _bare_sums(text):
        values[name] = max(value, values.get(name, 0))
        money.append(value)
        prepaid += [value] if name == "amount_defrauded" else []
    return values | {n: max(vs) for n, vs in (("money", money), ("prepaid", prepaid)) if vs}


def _bare_sums(text: str) -> Iterable[tuple[str, float]]:
    for m in _made().finditer(text):
        value = numbers.number(m["n"])
        if value is not None:
            yield _MADE_FACTS.get(m["w"][0], "unlawful_gain"), value * numbers.SCALE[m["u"]]


def _no_goods(fact: Fact, clause: str, text: str) -> bool:
    """A sum read as goods for want of better words, that its own clause calls something else."""
    if _words()["foreign"].match(text[fact.end :]):
        return True
    return bool(_words()["spent"].search(clause)) and not _words()["goods"].search(clause)


def _clause(fact: Fact, text: str) -> str:
    """The clause that the evidence of a fact stands in; empty where the evidence is not in the text."""
    start = fact.start if text[fact.start : fact.end] == fact.evidence else text.find(fact.evidence)
    if start < 0 or not fact.evidence:
        return ""
    before = re.split(r"[，。；！？,;!?\n]", text[:start])[-1]
    after = re.split(r"[，。；！？,;!?\n]", text[start:])[0]
    return before + after
