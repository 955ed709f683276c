"""Rules of single fields of law: leniency and limits (sector.yaml), heavier grounds (aggravating.yaml).

Second layer of the decision: a field's own rule is cited before the general law and is stored with
its *effect*. Conditions are ``When`` of ``corpus.rules`` over the facts of facts.yaml plus the
``extra_facts`` declared in the file itself. Regulations without text in the store are only named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, field_validator

from corpus.errors import DataError
from corpus.models import Frozen
from corpus.references import Resolve
from corpus.rules import RULES_DIR, When, load_facts
from corpus.yaml_files import group_list, line_of, parse_entries, read_groups

Effect = Literal[
    "no_penalty_may",
    "no_penalty_shall",
    "lighter_or_none",
    "lighter_or_none_may",
    "lighter_shall",
    "lighter_may",
    "lighter_or_exempt_may",
    "only_stop_sale",
    "correct_first",
    "warn_first",
    "educate_first",
    "warn_release",
    "warning_only",
    "discretionary_fine",
    "no_detention",
    "limitation",
    "no_further_fine",
    "follows_apl",
    "daily_fine",
    "police_detention",
    "escalates",
]
EXAMPLES = {
    "law": "食品安全法",
    "article": "第一百三十六条",
    "effect": "no_penalty_may",
    "when": "{no_fault_evidence: yes}",
    "applies_to": "[食品安全法 第一百二十四条]",
}
_ARTICLE = re.compile(r"^第[零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?$")
_TARGET = re.compile(r"^(\S+?)(?: (第[零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?))?$")
Entry = TypeVar("Entry", bound=BaseModel)


class _Clause(Frozen):
    """A rule that stands on one place of one law. ``applies_to``: laws or articles it bears on."""

    id: str
    law: str
    article: str
    paragraph: int | None = None
    item: int | None = None
    fields: tuple[str, ...]
    applies_to: tuple[str, ...] = ()
    when: When
    as_of: date

    @field_validator("article")
    @classmethod
    def _is_article(cls, value: str) -> str:
        if not _ARTICLE.match(value):
            raise ValueError("条号要写成汉字，例如 第一百三十六条")
        return value

    @field_validator("applies_to")
    @classmethod
    def _are_targets(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for target in value:
            if not _TARGET.match(target):
                raise ValueError(f"{target!r} 要写成“法律名”或“法律名 第…条”")
        return value

    def bears_on(self, law: str, article: str) -> bool:
        """Whether a penalty clause at (law, article) is one that this rule speaks of."""
        return f"{law} {article}" in self.applies_to or law in self.applies_to


class SectorRule(_Clause):
    """One rule of leniency, order of steps or limit. ``keeps``: what still happens when it applies."""

    effect: Effect
    keeps: tuple[str, ...] = ()
    text: str


class AggravatingRule(_Clause):
    """One statutory ground of heavier penalty. ``facts``: the plain facts it is usually seen by.

    ``weighed``: the words leave it to the authority whether the fact weighs enough ("有较严重后果"), so
    that the ground opens the heavier outcome and does not lead to it.
    """

    general: bool = False
    weighed: bool = False
    facts: tuple[str, ...] = ()
    ground: str


class NamedRule(Frozen):
    """A rule in a regulation whose text is not in the store: named, never quoted."""

    id: str
    name: str
    article: str = ""
    fields: tuple[str, ...]
    effect: Effect | None = None
    facts: tuple[str, ...] = ()
    text: str = ""
    ground: str = ""


class SectorBook(Frozen):
    rules: tuple[SectorRule, ...]
    named: tuple[NamedRule, ...]
    extra_facts: dict[str, str]
    effects: dict[str, str]  # effect → words for the reader


class AggravatingBook(Frozen):
    rules: tuple[AggravatingRule, ...]
    named: tuple[NamedRule, ...]
    extra_facts: dict[str, str]


def load_sector(directory: Path = RULES_DIR) -> SectorBook:
    """Read sector.yaml. Raises DataError on a wrong entry, an unknown fact or an effect without words."""
    path = directory / "sector.yaml"
    data = read_groups(path, "rules:")
    group_list(path, data, "rules", "- {id: 某规则}")
    rules = _read(path, data, "rules", SectorRule)
    effects = data.get("effects") or {}
    for rule in rules:
        if rule.effect not in effects:
            example = "no_penalty_may: 可以免予处罚"
            raise _error(path, rule.id, "effect", rule.effect, "effects 里没有说明", example)
    _check_facts(path, rules, data, directory)
    return SectorBook(
        rules=tuple(rules),
        named=tuple(_read(path, data, "named", NamedRule)),
        extra_facts=data.get("extra_facts") or {},
        effects=effects,
    )


def load_aggravating(directory: Path = RULES_DIR) -> AggravatingBook:
    """Read aggravating.yaml. Raises DataError on a wrong entry or an unknown fact."""
    path = directory / "aggravating.yaml"
    data = read_groups(path, "rules:")
    group_list(path, data, "rules", "- {id: 某规则}")
    rules = _read(path, data, "rules", AggravatingRule)
    _check_facts(path, rules, data, directory)
    return AggravatingBook(
        rules=tuple(rules),
        named=tuple(_read(path, data, "named", NamedRule)),
        extra_facts=data.get("extra_facts") or {},
    )


def _read(path: Path, data: dict[str, Any], key: str, model: type[Entry]) -> list[Entry]:
    common = {"as_of": data.get("as_of")} if "as_of" in model.model_fields else {}
    return parse_entries(path, data.get(key, []), model, EXAMPLES, **common)


def _check_facts(path: Path, rules: Iterable[_Clause], data: dict[str, Any], directory: Path) -> None:
    facts_file = directory / "facts.yaml"
    declared = load_facts(facts_file) if facts_file.exists() else {}
    for rule in rules:
        if problem := rule.when.problem(declared, data.get("extra_facts") or {}):
            raise _error(path, rule.id, "when", *problem, "{correction_refused: yes}")


def _error(path: Path, entry: str, field: str, value: object, problem: str, example: str) -> DataError:
    line = next((n for n, text in enumerate(_lines(path), 1) if f"id: {entry}," in text), None)
    return DataError(path, entry, field, value, problem, example, line or line_of(path, entry))


def _lines(path: Path) -> list[str]:
    """The files write one rule a line ("- {id: x, ...}"), which line_of does not look for."""
    return path.read_text(encoding="utf-8").splitlines()


def rules_for(rules: Iterable[SectorRule], law: str, article: str) -> list[SectorRule]:
    """Sector rules that bear on the penalty clause at (law, article), in the order of the file."""
    return [rule for rule in rules if rule.bears_on(law, article)]


def unresolved(rules: Iterable[_Clause], resolve: Resolve) -> list[str]:
    """Every article named by the rules, also in ``applies_to``, that the law store does not have."""
    out = []
    for rule in rules:
        if not resolve(rule.law, rule.article):
            out.append(f"{rule.id}: {rule.law} {rule.article}")
        for target in rule.applies_to:
            law, article = _target(target)
            if article and not resolve(law, article):
                out.append(f"{rule.id}: {target}")
    return out


def _target(text: str) -> tuple[str, str]:
    match = _TARGET.match(text)
    assert match  # checked when the rule was read
    return match[1], match[2] or ""
