"""一案一卷: what is in it, that it is the same each time, and that tampering is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from desk_world import record
from hypothesis import given
from hypothesis import strategies as st

from assistant.pipeline import Assistant
from documents.__main__ import main
from documents.case_file import Paper, Version, case_file, safe_name
from documents.forms import load_forms
from documents.making import make
from documents.record import Attachment

VERSION = Version(program="0.1.0", corpus_digest="abc")
PHOTO = b"photo"


@pytest.fixture(scope="module")
def packed(assistant: Assistant) -> tuple[str, bytes]:
    return _packed(assistant)


def _packed(assistant: Assistant) -> tuple[str, bytes]:
    photo = Attachment(name="../货架 1.jpg", digest=sha256(PHOTO).hexdigest(), content=PHOTO)
    held = record(assistant, "required").model_copy(update={"attachments": (photo,)})
    forms = load_forms()
    form = forms.named("no-penalty-decision")
    assert form
    papers = [Paper(title=form.title, content=make(form, held, forms, assistant.library))]
    return case_file(held, papers, VERSION)


def test_it_holds_documents_determination_clauses_picture_and_photos(packed: tuple[str, bytes]) -> None:
    name, content = packed
    held = ZipFile(BytesIO(content))
    assert name == "一案一卷-盘锦市好邻居超市-2026-11-24.zip"
    assert set(held.namelist()) == {
        "manifest.json", "判定/判定.json", "判定/判定.md", "判定/判定路径.svg", "判定/引用条文.md",
        "文书/01-不予行政处罚决定书.docx", "附件/01-货架_1.jpg",
    }  # fmt: skip
    answer = json.loads(held.read("判定/判定.json"))
    assert answer["outcome"]["code"] == "no_penalty_required"
    assert "minor-no-harm" in answer["trace"]
    assert "minor-no-harm" in held.read("判定/判定.md").decode()
    assert "没有造成危害后果的，不予行政处罚" in held.read("判定/引用条文.md").decode()
    assert held.read("判定/判定路径.svg").startswith(b"<svg")


def test_the_manifest_tells_hash_corpus_and_day(packed: tuple[str, bytes]) -> None:
    held = ZipFile(BytesIO(packed[1]))
    manifest = json.loads(held.read("manifest.json"))
    assert (manifest["corpus_digest"], manifest["date"]) == ("abc", "2026-11-24")
    assert manifest["files"] == {
        n: sha256(held.read(n)).hexdigest() for n in held.namelist() if n != "manifest.json"
    }


def test_the_same_case_gives_the_same_bytes(assistant: Assistant, packed: tuple[str, bytes]) -> None:
    assert _packed(assistant) == packed


def _repacked(content: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    old = ZipFile(BytesIO(content))
    files = {name: old.read(name) for name in old.namelist()}
    change(files)
    out = BytesIO()
    with ZipFile(out, "w") as new:
        for name, data in files.items():
            new.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda f: f.update({"判定/判定.md": b"x"}), "文件被改动：判定/判定.md"),
        (lambda f: f.pop("附件/01-货架_1.jpg"), "缺少文件：附件/01-货架_1.jpg"),
        (lambda f: f.update({"附件/02.jpg": b"x"}), "清单以外的文件：附件/02.jpg"),
    ],
)
def test_tampering_is_found(
    packed: tuple[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str],
    change: Callable[[dict[str, bytes]], object], said: str,
) -> None:  # fmt: skip
    path = tmp_path / "case.zip"
    path.write_bytes(_repacked(packed[1], change))
    assert main(["verify", str(path)]) == 1
    assert capsys.readouterr().out.strip() == said


def test_an_untouched_file_is_verified(
    packed: tuple[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.zip"
    path.write_bytes(packed[1])
    assert main(["verify", str(path)]) == 0
    assert "核对无误：6个文件" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "不是完整的 zip"),
        (b"PK\x03\x04 broken", "不是完整的 zip"),
        (_repacked(_EMPTY := b"PK\x05\x06" + bytes(18), lambda f: None), "没有可用的 manifest.json"),
        (_repacked(_EMPTY, lambda f: f.update({"manifest.json": b"[]"})), "没有可用的 manifest.json"),
    ],
)
def test_what_is_no_case_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    path = tmp_path / "case.zip"
    path.write_bytes(content)
    assert main(["verify", str(path)]) == 2
    assert said in capsys.readouterr().err


def test_without_a_file_the_usage_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "用法" in capsys.readouterr().err


@given(st.text())
def test_a_file_name_never_leads_out_of_its_folder(text: str) -> None:
    name = safe_name(text)
    assert not set(name) & set('/\\:*?"<>|\x00\n')
    assert not name.startswith(".")
    assert len(name) <= 60
