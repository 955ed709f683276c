"""Official texts that ship with the project, and the 要旨 of those whose text may not.

``corpus/regulations/*.md``: front matter (name, number, issuer, region, kind, valid_from, …), then the
text as published. ``corpus/regulations/summaries.yaml``: number, dates and gist in our own words,
citable as 参见, never as a quotation.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import ValidationError

from corpus.errors import CorpusError, DataError
from corpus.models import Frozen, Provision, ProvisionKind
from corpus.references import normalise_place
from corpus.text_structure import ArticleText, clean_lines, read_articles, read_plan
from corpus.yaml_files import parse_entries, read_yaml

REGULATIONS_DIR = Path(__file__).resolve().parent / "regulations"
PREAMBLE = "引言"


class TextHead(Frozen):
    """What is known of a text besides its clauses. It certainly holds from ``valid_from`` on."""

    name: str
    aliases: tuple[str, ...] = ()
    number: str | None = None
    issuer: str | None = None
    region: str = ""
    kind: Literal["plan", "regulation"] = "regulation"
    promulgated: date | None = None
    valid_from: date
    valid_to: date | None = None
    valid_from_note: str = ""
    source: str = ""


class OfficialText(Frozen):
    """A whole text: its head and its provisions in order."""

    head: TextHead
    provisions: tuple[Provision, ...]


class Gist(Frozen):
    article: str
    gist: str


class Summary(Frozen):
    """One entry of summaries.yaml: a regulation of which only the gist may ship."""

    id: str
    number: str | None = None
    issuer: str | None = None
    region: str
    promulgated: date | None = None
    effective: date
    amended: str | None = None
    replaces: str | None = None
    chapters: tuple[str, ...] = ()
    articles: tuple[Gist, ...] = ()

    @property
    def name(self) -> str:
        return self.id

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """The gists as provisions that can be referred to but not quoted."""
        return tuple(
            Provision(
                id=f"summary:{self.id}:{normalise_place(gist.article)}",
                kind=ProvisionKind.REGULATION,
                law=self.id,
                article=normalise_place(gist.article),
                text=gist.gist,
                valid_from=self.effective,
                summary_only=True,
            )
            for gist in self.articles
        )


_EXAMPLES = {
    "valid_from": "2020-01-01",
    "effective": "2020-01-01",
    "promulgated": "2019-10-22",
    "kind": "regulation",
    "name": "优化营商环境条例",
    "region": "全国",
    "articles": "- {article: 第五十四条, gist: 一句话要旨}",
}


def load_texts(folder: Path = REGULATIONS_DIR) -> list[OfficialText]:
    """All texts of the folder. Raises DataError naming file and field."""
    return [read_text(path) for path in sorted(folder.glob("*.md")) if path.name != "README.md"]


def load_summaries(path: Path = REGULATIONS_DIR / "summaries.yaml") -> list[Summary]:
    """The 要旨 of regulations whose text may not ship. Raises DataError."""
    return parse_entries(path, read_yaml(path), Summary, _EXAMPLES)


def read_text(path: Path) -> OfficialText:
    """One Markdown file with front matter. Raises DataError (front matter, no clause) naming the field."""
    parts = path.read_text(encoding="utf-8").split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise DataError(
            path, path.stem, "文件头", parts[0][:20], "文件应以 --- 开头的一段说明起首", "---\nname: …\n---"
        )
    try:
        head = TextHead.model_validate(yaml.safe_load(parts[1]))
    except (ValidationError, yaml.YAMLError) as exc:
        raise _head_fault(path, exc) from exc
    read = read_plan if head.kind == "plan" else read_articles
    structure = read(clean_lines(parts[2]))
    header = [line for line in structure.header if line != head.name]
    articles = list(structure.articles)
    if header and head.kind == "plan":
        articles.insert(0, ArticleText(PREAMBLE, header))
    if not structure.articles:
        raise DataError(path, head.name, "正文", "", "没有找到任何条文编号", "第一条 …，或方案的 一、（一）…")
    return OfficialText(head=head, provisions=make_provisions(head, articles))


def _head_fault(path: Path, exc: ValidationError | yaml.YAMLError) -> CorpusError:
    if isinstance(exc, yaml.YAMLError):
        return DataError(path, path.stem, "文件头", "", f"YAML 格式不对：{exc}", "name: 优化营商环境条例")
    first = exc.errors()[0]
    field = str(first["loc"][0])
    return DataError(
        path, path.stem, field, first["input"], first["msg"], _EXAMPLES.get(field, "见 panjin-plan.md")
    )


def make_provisions(head: TextHead, articles: list[ArticleText]) -> tuple[Provision, ...]:
    """Articles of one text as provisions; their ids carry the day from which this version holds."""
    kind = ProvisionKind.PLAN if head.kind == "plan" else ProvisionKind.REGULATION
    return tuple(
        Provision(
            id=f"{kind.value}:{head.name}:{head.valid_from}:{article.label}",
            kind=kind,
            law=head.name,
            article=article.label,
            text=article.text,
            chapter=article.chapter,
            valid_from=head.valid_from,
            valid_to=head.valid_to,
        )
        for article in articles
    )
