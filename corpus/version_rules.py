"""corpus/rules/versions.yaml as values: the pinned database, first enactments, repealing clauses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import DataError
from corpus.models import Frozen
from corpus.yaml_files import read_yaml

VERSIONS_FILE = Path(__file__).resolve().parent / "rules" / "versions.yaml"


class Database(Frozen):
    """The one database that the dates below were checked against."""

    package: str
    module: str
    file: str
    version: str
    sha256: str
    snapshot: date


class DocTypes(Frozen):
    targets: tuple[str, ...]
    amendments: tuple[str, ...]
    amended_name: tuple[str, ...]
    repealed_status: str


class Repeal(Frozen):
    """A repealing clause on record: ``by`` ``article`` repeals ``laws`` from ``since``."""

    by: str
    article: str
    since: date
    laws: tuple[str, ...]


class Defect(Frozen):
    """A fault of the database: ``article`` lost its beginning and hangs on ``held_in`` from ``begins`` on."""

    law: str
    article: str
    held_in: str
    begins: str
    mark: str


class VersionRules(Frozen):
    """corpus/rules/versions.yaml."""

    database: Database
    doc_types: DocTypes
    certain_after_days: int
    first_enactments: frozenset[str]
    notes: dict[str, str]
    repeals: tuple[Repeal, ...]
    defects: tuple[Defect, ...] = ()

    def repeal_of(self, law: str) -> Repeal | None:
        return next((repeal for repeal in self.repeals if law in repeal.laws), None)


def load_rules(path: Path = VERSIONS_FILE) -> VersionRules:
    """Read versions.yaml. Raises DataError naming the field."""
    try:
        return VersionRules.model_validate(read_yaml(path))
    except ValidationError as exc:
        first = exc.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise DataError(path, "版本数据", field, first["input"], first["msg"], "见文件内注释") from exc
