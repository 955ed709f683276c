"""The crime table: every entry can be met, every article exists, and what is wrong in the file is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.crimes import load_crimes, unresolved_crimes
from corpus.errors import DataError
from corpus.statutes import Statutes
from corpus.validity import NotFound

SIGNALS = load_crimes()


def test_the_table_is_broad_and_every_entry_can_be_met() -> None:
    assert len(SIGNALS) >= 60
    for signal in SIGNALS:
        assert signal.triggers
        assert not signal.needs_threshold or signal.thresholds or signal.threshold_triggers


def test_every_article_of_the_criminal_law_exists() -> None:
    statutes, day = Statutes.open(), date(2026, 11, 24)

    def resolve(law: str, article: str) -> bool:
        try:
            return bool(statutes.provision(law, article, day))
        except NotFound:
            return False

    assert unresolved_crimes(SIGNALS, resolve) == []


@pytest.mark.parametrize(
    ("field", "change", "problem"),
    [
        ("article", {"article": "刑法 144"}, "第…条"),
        ("effect", {"effect": "jail"}, "transfer"),
        ("thresholds", {"needs_threshold": True}, "门槛|数额"),
        ("threshold_mode", {"threshold_mode": "all"}, "两个门槛"),
        ("triggers", {"triggers": []}, "至少一行"),
        ("triggers", {"triggers": ["(甲|乙"]}, "正则表达式"),
        ("triggers", {"triggers": ["<没有这个名称> 甲"]}, "words"),
        ("not_when", {"not_when": ["[甲"]}, "正则表达式"),
    ],
)
def test_wrong_entries_are_named(tmp_path: Path, field: str, change: dict[str, object], problem: str) -> None:
    entry = {
        "id": "x",
        "name": "某罪",
        "article": "刑法 第一百四十四条",
        "act": "某行为",
        "triggers": ["甲 乙"],
        "needs_threshold": False,
        "effect": "transfer",
        "source": "法条",
        "confidence": "high",
    } | change
    yaml_text = "as_of: 2026-11-24\ncrimes:\n- " + "\n  ".join(f"{k}: {_yaml(v)}" for k, v in entry.items())
    (tmp_path / "crimes.yaml").write_text(yaml_text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_crimes(tmp_path)
    assert error.value.field == field
    assert error.value.line == 3
    assert any(word in str(error.value) for word in problem.split("|"))


@pytest.mark.parametrize(
    "words", ["words: 一", "words: [一]", "words: {甲: 乙}", "words: {甲: []}", "words: {甲: [1]}"]
)
def test_wrong_word_lists_are_named(tmp_path: Path, words: str) -> None:
    (tmp_path / "crimes.yaml").write_text(f"{words}\ncrimes:\n- id: x\n", encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_crimes(tmp_path)
    assert error.value.entry == "words"


def _yaml(value: object) -> str:
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
