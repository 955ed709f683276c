"""Crime signals: acts that suggest transfer to the police (行政处罚法 第二十七条) or exclude leniency.

The table is ``corpus/rules/crimes.yaml``; the law is 刑法, whose text in the database stays in use
although its status reads 已被修改. Signals are suspicion for an officer to check, never a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import field_validator

from corpus.errors import DataError
from corpus.models import COMPARE, Comparison, Frozen
from corpus.references import Resolve
from corpus.rules import RULES_DIR
from corpus.yaml_files import group_list, line_of, parse_entries, read_groups

Confidence = Literal["high", "low"]

EXAMPLES = {
    "article": "刑法 第一百四十四条",
    "triggers": "罂粟壳 火锅|汤底",
    "thresholds": '{fact: sales_amount, op: ">=", value: 50000, unit: 元, text: 销售金额五万元以上}',
    "effect": "transfer",
    "words": "人死: [死亡, 身亡]",
}
_ARTICLE = re.compile(r"^(\S+) (第[零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)")
_NAMED = re.compile(r"<([^<>=!?]+)>")
_SENTENCE = re.compile(r"[。！？；!?;\n]+")
_SAME_SENTENCE = "~"
Doubt = Callable[[str], bool]


class CrimeThreshold(Frozen):
    """One measure that makes suspicion reasonable; ``value`` is in ``unit``, ``fact`` names a scalar fact.

    ``about``: words parted by "|", one of which must be in the text, so that the measure is one of the
    right thing (three tonnes of hazardous waste, not of stone slurry). Empty: nothing is asked.
    """

    fact: str
    op: Comparison
    value: float
    unit: str
    text: str
    about: str = ""


class CrimeSignal(Frozen):
    """One crime. ``triggers``: rows of groups parted by spaces, words in a group parted by "|".

    The act is suspected when a trigger holds and no word of ``not_when`` occurs. With
    ``needs_threshold`` that is not enough: a threshold or one of ``threshold_triggers`` must hold too.
    ``spared_by``: facts that take the suspicion away where they are told and no intent is.
    """

    id: str
    name: str
    article: str  # "刑法 第一百四十四条"
    act: str
    triggers: tuple[str, ...]
    not_when: tuple[str, ...] = ()
    thresholds: tuple[CrimeThreshold, ...] = ()
    threshold_mode: Literal["any", "all"] = "any"
    threshold_triggers: tuple[str, ...] = ()
    spared_by: tuple[str, ...] = ()
    needs_threshold: bool
    effect: Literal["transfer", "excludes_leniency"]
    exemption: str = ""
    source: str
    as_of: date
    confidence: Confidence
    note: str = ""

    @field_validator("article")
    @classmethod
    def _has_article(cls, value: str) -> str:
        if not _ARTICLE.match(value):
            raise ValueError("要写成“法律名 第…条”")
        return value

    @property
    def law_article(self) -> tuple[str, str]:
        """("刑法", "第一百四十四条")."""
        match = _ARTICLE.match(self.article)
        assert match  # checked by the validator
        return match[1], match[2]


class CrimeHit(Frozen):
    """A signal found in a text: ``matched`` are the words that show it, ``met`` whether suspicion is full.

    ``met`` "unknown" means: the act is there, the measure that would make it a crime is not known.
    """

    signal: CrimeSignal
    matched: tuple[str, ...]
    met: Literal["yes", "no", "unknown"]
    reason: str


def trigger_words(trigger: str, text: str, doubted: Doubt | None = None) -> tuple[str, ...] | None:
    """The words of the trigger found in the text, one a group; None when a group has none.

    A group that begins with "!" is a veto: one of its words in the text, and the trigger fails. A group
    with "(" or "[" is a regular expression. A trigger that begins with "~" must hold within one sentence.
    ``doubted`` words (denied, another's) do not count.
    """
    if trigger.startswith(_SAME_SENTENCE):
        held = (_row_words(trigger[1:], part, doubted) for part in _SENTENCE.split(text))
        return next((words for words in held if words), None)
    return _row_words(trigger, text, doubted)


def _row_words(trigger: str, text: str, doubted: Doubt | None) -> tuple[str, ...] | None:
    found = []
    for group in trigger.split(" "):
        veto = group.startswith("!")
        word = _word(group.removeprefix("!"), text, None if veto else doubted)
        if bool(word) == veto:
            return None
        if word:
            found.append(word)
    return tuple(found) or None


def _word(group: str, text: str, doubted: Doubt | None) -> str:
    """The first word of the group that is in the text and not doubted; empty when none is."""
    if "(" in group or "[" in group:
        told = (m.group() for m in _compiled(group).finditer(text))
    else:
        told = (w for w in group.split("|") if w in text)
    return next((w for w in told if w and not (doubted and doubted(w))), "")


@lru_cache(maxsize=4096)
def _compiled(group: str) -> re.Pattern[str]:
    return re.compile(group)


def load_crimes(directory: Path = RULES_DIR) -> list[CrimeSignal]:
    """Read crimes.yaml. Raises DataError on any wrong entry, also on entries that can never be met."""
    path = directory / "crimes.yaml"
    data = read_groups(path, "crimes:")
    common = {"as_of": data.get("as_of")}
    entries = _named_words(path, data.get("words", {}), group_list(path, data, "crimes", "- id: 某信号"))
    signals = parse_entries(path, entries, CrimeSignal, EXAMPLES, **common)
    for signal in signals:
        _check(path, signal)
    return signals


def _named_words(path: Path, words: Any, entries: list[Any]) -> list[Any]:
    """Entries with each <name> replaced by the words of that name, parted by "|"."""
    lists = words.values() if isinstance(words, dict) else [None]
    if not all(isinstance(ws, list) and ws and all(isinstance(w, str) for w in ws) for ws in lists):
        raise DataError(path, "words", "（内容）", words, "应是一组“名称: 一列文字”", EXAMPLES["words"])
    known: dict[str, str] = {}

    def filled(value: Any) -> Any:
        if isinstance(value, str):
            return _NAMED.sub(lambda m: known.get(m[1], m[0]), value)
        if isinstance(value, dict):
            return {key: filled(part) for key, part in value.items()}
        return [filled(part) for part in value] if isinstance(value, list) else value

    for name, own in words.items():
        known[name] = "|".join(filled(own))
    return [filled(entry) for entry in entries]


def _check(path: Path, signal: CrimeSignal) -> None:
    problem = _unreadable(signal)
    if not signal.triggers or any("" in t.split(" ") for t in signal.triggers):
        problem = ("triggers", signal.triggers, "至少一行，组之间只隔一个空格")
    elif signal.needs_threshold and not (signal.thresholds or signal.threshold_triggers):
        problem = ("thresholds", signal.thresholds, "needs_threshold 为 true 时要写明数额、数量或后果")
    elif signal.threshold_mode == "all" and len(signal.thresholds) < 2:
        problem = ("threshold_mode", signal.threshold_mode, "all 至少要有两个门槛")
    if problem:
        field, value, message = problem
        example = EXAMPLES.get(field, "any")
        raise DataError(path, signal.id, field, value, message, example, line_of(path, signal.id))


def _unreadable(signal: CrimeSignal) -> tuple[str, object, str] | None:
    """The first row with a name that has no words, or with a regular expression that does not compile."""
    rows = {"triggers": signal.triggers, "threshold_triggers": signal.threshold_triggers}
    rows |= {"not_when": signal.not_when, "thresholds": tuple(t.about for t in signal.thresholds)}
    for field, lines in rows.items():
        for line in lines:
            name = _NAMED.search(line)
            if name:
                return field, line, f"words 里没有“{name[1]}”"
            try:
                for group in line.removeprefix(_SAME_SENTENCE).split(" "):
                    _compiled(group.removeprefix("!"))
            except re.error as exc:
                return field, line, f"不是正则表达式：{exc}"
    return None


def unresolved_crimes(signals: Iterable[CrimeSignal], resolve: Resolve) -> list[str]:
    """ "id: 刑法 第…条" for each signal whose article the law store does not have."""
    return [f"{s.id}: {s.article}" for s in signals if not resolve(*s.law_article)]


def find_crimes(
    text: str,
    signals: Iterable[CrimeSignal],
    values: Mapping[str, float] | None = None,
    doubted: Doubt | None = None,
) -> list[CrimeHit]:
    """Signals whose act occurs in ``text``; ``values`` are scalar facts in the units of the table.

    A signal that needs a threshold and meets none is returned too, with ``met`` "no" or "unknown",
    so that the caller can ask for the missing measure. ``doubted`` words do not count.
    """
    hits = []
    for signal in signals:
        matched = _act_words(signal, text, doubted)
        if matched:
            met, reason = _met(signal, text, values or {}, doubted)
            hits.append(CrimeHit(signal=signal, matched=matched, met=met, reason=reason))
    return hits


def linked_crimes(
    references: Iterable[str],
    by_act: bool,
    text: str,
    signals: Iterable[CrimeSignal],
    values: Mapping[str, float],
    doubted: Doubt | None = None,
) -> list[CrimeHit]:
    """Signals of the Criminal Law articles that a violation names ("刑法 第一百四十四条").

    Full only when a threshold is reached, or when the act alone is the crime (``by_act``).
    """
    named = tuple(references)
    hits = []
    for signal in signals:
        law, article = signal.law_article
        if not any(ref == f"{law} {article}" or ref.startswith(f"{law} {article}第") for ref in named):
            continue
        if signal.needs_threshold or by_act:
            met, reason = _met(signal, text, values, doubted)
            hits.append(CrimeHit(signal=signal, matched=(reason,), met=met, reason=reason))
    return hits


def _act_words(signal: CrimeSignal, text: str, doubted: Doubt | None) -> tuple[str, ...] | None:
    if any(_word(word, text, None) for word in signal.not_when):
        return None
    return next((w for w in (trigger_words(t, text, doubted) for t in signal.triggers) if w), None)


def _met(
    signal: CrimeSignal, text: str, values: Mapping[str, float], doubted: Doubt | None
) -> tuple[Literal["yes", "no", "unknown"], str]:
    if not signal.needs_threshold:
        return "yes", signal.act
    for trigger in signal.threshold_triggers:
        words = trigger_words(trigger, text, doubted)
        if words:
            return "yes", "、".join(words)
    told = [(t, _told(t, text, values)) for t in signal.thresholds]
    known = [(t, COMPARE[t.op](value, t.value)) for t, value in told if value is not None]
    if signal.threshold_mode == "all":
        if any(not holds for _, holds in known):
            return "no", next(t.text for t, holds in known if not holds)
        if known and len(known) == len(signal.thresholds):
            return "yes", "；".join(t.text for t, _ in known)
        return "unknown", "；".join(t.text for t in signal.thresholds)
    reached = next((t for t, holds in known if holds), None)
    if reached:
        return "yes", reached.text
    if known and len(known) == len(signal.thresholds) and not signal.threshold_triggers:
        return "no", known[0][0].text
    return "unknown", "；".join(t.text for t in signal.thresholds) or signal.act


def _told(threshold: CrimeThreshold, text: str, values: Mapping[str, float]) -> float | None:
    """The value for a threshold: "quantity:吨" for a measure in that unit, "money" for any sum of money.

    None where the text does not say that the measure is one ``about`` the right thing.
    """
    if threshold.about and not _word(threshold.about, text, None):
        return None
    by_unit = values.get(f"quantity:{threshold.unit}")
    money = values.get("money") if threshold.unit == "元" else None
    return next((v for v in (values.get(threshold.fact), by_unit, money) if v is not None), None)
