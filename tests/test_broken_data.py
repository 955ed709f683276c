"""Data files torn, emptied or in another encoding are named, and never taken for no rules at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import __main__ as cli
from assistant import knowledge as knowledge_module
from assistant.reading import patterns
from corpus import cases, crimes, items, lawful, procedure, rules, sector, violations
from corpus.authorities import load_authorities, load_procedural_laws
from corpus.errors import DataError
from settings import PREFIX, PROJECT

BREAD = "我家超市卖了过期面包，第一次被查，已经下架了。"

Load = Callable[..., Any]
FILES: dict[str, list[tuple[str, Load]]] = {
    "rules": [
        ("facts.yaml", rules.load_rules),
        ("decision.yaml", rules.load_rules),
        ("always.yaml", rules.load_always),
        ("crimes.yaml", crimes.load_crimes),
        ("sector.yaml", sector.load_sector),
        ("aggravating.yaml", sector.load_aggravating),
        ("procedure.yaml", procedure.load_procedure),
        ("lawful.yaml", lawful.load_lawful),
        ("authorities.yaml", load_authorities),
        ("authorities.yaml", load_procedural_laws),
    ],
    "violations": [("", violations.load_violations)],
    "items": [("", items.load_items)],
    "cases": [("_schema.yaml", cases.load_cases), ("", cases.load_cases)],
}
BROKEN = {
    "torn": b"\n- id: [\n",
    "not UTF-8": "\n# 首违不罚\n".encode("gbk"),
}
REPLACED = {"empty": b"", "words": "首违不罚\n".encode(), "numbers": b"[1, 2]\n"}


EACH_FILE = [
    pytest.param(folder, name, load, id=f"{folder}/{name or 'first'} {load.__name__}")
    for folder, files in FILES.items()
    for name, load in files
]


def copied(folder: str, name: str, tmp_path: Path) -> Path:
    """A copy of a corpus folder; gives the file to break: by name, else its first list of entries."""
    target = shutil.copytree(PROJECT / "corpus" / folder, tmp_path / folder)
    return target / name if name else sorted(target.glob("[!_]*.yaml"))[0]


@pytest.mark.parametrize(("folder", "name", "load"), EACH_FILE)
@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_file_is_named_with_its_line(
    broken: str, folder: str, name: str, load: Load, tmp_path: Path
) -> None:
    file = copied(folder, name, tmp_path)
    file.write_bytes(file.read_bytes() + BROKEN[broken])
    with pytest.raises(DataError) as caught:
        load(file.parent)
    assert str(file) in str(caught.value)
    assert caught.value.line or broken == "not UTF-8"


@pytest.mark.parametrize(("folder", "name", "load"), EACH_FILE)
@pytest.mark.parametrize("content", REPLACED)
def test_a_file_that_holds_nothing_is_not_taken_for_no_rules(
    content: str, folder: str, name: str, load: Load, tmp_path: Path
) -> None:
    """A copy broken off leaves an empty file: deciding without its rules would be unsafe."""
    file = copied(folder, name, tmp_path)
    file.write_bytes(REPLACED[content])
    with pytest.raises(DataError):
        load(file.parent)


def test_a_broken_file_ends_the_command_with_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copied("violations", "", tmp_path)
    file.write_bytes(file.read_bytes() + BROKEN["torn"])
    monkeypatch.setenv(f"{PREFIX}HOME", str(tmp_path / "home"))
    monkeypatch.setattr(knowledge_module, "load_violations", lambda: violations.load_violations(file.parent))
    assert cli.main(["ask", BREAD]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert str(file) in line
    assert not (tmp_path / "home" / "index").exists()


def test_a_broken_vocabulary_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "head.yaml").write_text("harm:none: [", encoding="utf-8")
    monkeypatch.setattr(patterns, "VOCABULARY_DIR", tmp_path)
    with pytest.raises(DataError, match=r"head\.yaml"):
        patterns.read_vocabulary("head.yaml")
