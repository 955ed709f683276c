"""一案一卷: all of one case in one .zip, the same bytes for the same case, with the hash of each file."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from assistant.models import Citation
from assistant.picture import path_svg
from corpus.models import Frozen
from documents.record import CaseRecord
from documents.sheet import fixed_entry
from documents.words import words

SCHEMA = 1
_UNSAFE = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
_LONGEST_NAME = 60  # characters; file systems count bytes, and a Chinese character has three


class Version(Frozen):
    """Which program and which corpus decided. ``digest`` names the shelves of the index."""

    program: str
    corpus_digest: str


class Paper(Frozen):
    """One finished document of the case."""

    title: str
    content: bytes


def case_file(record: CaseRecord, papers: Iterable[Paper], version: Version) -> tuple[str, bytes]:
    """The name and the bytes of the case file. No clock is read: its date is the record's."""
    own = words()["case_file"]
    day = record.made_on or record.answer.as_of
    files = _files(record, papers)
    manifest = {
        "schema": SCHEMA,
        "date": day.isoformat(),
        "as_of": record.answer.as_of.isoformat(),
        "program": version.program,
        "corpus_digest": version.corpus_digest,
        "outcome": record.answer.outcome.code.value,
        "files": {name: sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    files[str(own["manifest"])] = _json(manifest)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(files):
            packed.writestr(fixed_entry(name), files[name])
    party = safe_name(record.party) or str(own["nameless"])
    return str(own["name"]).format(party=party, day=day.isoformat()), out.getvalue()


def _files(record: CaseRecord, papers: Iterable[Paper]) -> dict[str, bytes]:
    own = words()["case_file"]
    folders = own["folders"]
    files = {
        f"{folders['determination']}/{own['determination']}": _json(
            json.loads(record.answer.model_dump_json(exclude={"timing_ms"}))
        ),
        f"{folders['determination']}/{own['readable']}": readable(record).encode(),
        f"{folders['determination']}/{own['clauses']}": clauses_text(record.answer.citations).encode(),
    }
    if picture := path_svg(record.answer.path, record.answer.outcome.label):
        files[f"{folders['determination']}/{own['picture']}"] = picture.encode()
    for number, paper in enumerate(papers, 1):
        files[f"{folders['documents']}/{number:02d}-{safe_name(paper.title)}.docx"] = paper.content
    for number, attachment in enumerate(record.attachments, 1):
        files[f"{folders['attachments']}/{number:02d}-{safe_name(attachment.name)}"] = attachment.content
    return files


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def safe_name(name: str) -> str:
    """A name that every system can write: no path, no control characters, not too long, no leading dot."""
    plain = unicodedata.normalize("NFC", name)
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn"))
    plain = _UNSAFE.sub("_", plain).strip("._")
    path = PurePosixPath(plain)
    suffix = path.suffix if len(path.suffix) <= len(".jpeg") else ""
    return plain.removesuffix(suffix)[: _LONGEST_NAME - len(suffix)] + suffix if plain else ""


def readable(record: CaseRecord) -> str:
    """The determination with its trace, for people."""
    answer, heads = record.answer, words()["case_file"]["heads"]
    statuses = words()["statuses"]
    parts = {
        "act": [record.violation],
        "outcome": [answer.outcome.label, *(f"{b.when} → {b.code.value}" for b in answer.outcome.branches)],
        "reason": [record.reason or answer.reason],
        "facts": record.facts,
        "elements": [f"{e.label}：{statuses[e.status]} {e.evidence}".rstrip() for e in answer.elements],
        "path": [f"{s.label}：{s.word} {s.rule} {s.clause}".rstrip() for s in answer.path],
        "trace": answer.trace,
    }
    text = [str(words()["case_file"]["title"]), ""]
    for name, rows in parts.items():
        text += [f"## {heads[name]}", "", *(f"- {row}" for row in rows if row), ""]
    return "\n".join(text) + "\n"


def clauses_text(citations: Iterable[Citation]) -> str:
    """The clauses as cited, with the day on which they are in force."""
    rows = [f"# {words()['case_file']['heads']['clauses']}", ""]
    for (law, article, day), group in groupby(citations, key=lambda c: (c.law, c.article, c.as_of)):
        rows += [f"## 《{law}》{article}（{_day(day)}）", ""]
        for citation in group:
            rows += [*(f"> {line}" for line in (citation.quote or words()["gist"]).splitlines()), ""]
    return "\n".join(rows) + "\n"


def _day(day: date) -> str:
    return day.isoformat()
