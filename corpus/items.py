"""Published lists of slight and first violations: read them, check them, split them by where they bind.

One YAML file a list in ``corpus/items`` (see its README.md); files opening with "_" hold the schema.
An item says for one violation what 行政处罚法 33(1) asks for; it never widens the statute, binds only
where it was issued, and decides only when it is complete, certain and in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from corpus.errors import DataError
from corpus.item_schema import EXAMPLES, Fault, ListHeader, check_item, condition_data
from corpus.models import Frozen, Item, ItemStatus, Source
from corpus.regions import RegionError, binds, normalise, same_system
from corpus.violations import is_statute, split_reference
from corpus.yaml_files import line_of, parse_entries, read_yaml

DIRECTORY = Path(__file__).with_suffix("")
REFERENCE_FIELDS = ("obligation", "penalty", "mapped_law")


class Reason(StrEnum):
    """Why an item is only shown for reference."""

    OTHER_PLACE = "other_place"
    OTHER_SYSTEM = "other_system"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    DRAFT = "draft"
    REPLACED = "replaced"
    UNVERIFIED = "unverified"
    INCOMPLETE = "incomplete"
    LOW_CONFIDENCE = "low_confidence"


REASON_LABELS = {
    Reason.OTHER_PLACE: "外地清单，仅供参考",
    Reason.OTHER_SYSTEM: "其他系统的清单，仅供参考",
    Reason.NOT_YET: "清单当日尚未施行，或施行日期无法确定",
    Reason.EXPIRED: "清单已过有效期",
    Reason.DRAFT: "征求意见稿，不是生效文件",
    Reason.REPLACED: "清单已被废止或替代",
    Reason.UNVERIFIED: "清单的来源或效力未能核实",
    Reason.INCOMPLETE: "适用条件摘录不全，不据以判定",
    Reason.LOW_CONFIDENCE: "摘录可信度低，不据以判定",
}


class Applicable(Frozen):
    """Items parted for one place and day; ``reasons`` says for each item of ``reference`` why."""

    binding: tuple[Item, ...]
    reference: tuple[Item, ...]
    reasons: dict[str, Reason]


def load_items(directory: Path = DIRECTORY) -> list[Item]:
    """All items of all lists of ``directory``, by file name, in file order; read again when a file changes.

    Raises DataError (file, line, entry, field, value, right example) for whatever is wrong in a file.
    """
    paths = sorted(p for p in directory.glob("*.yaml") if not p.name.startswith("_"))
    return list(_load(tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in paths)))


def applicable(items: Iterable[Item], place: str, day: date, authority: str | None = None) -> Applicable:
    """Part items into those that bind in ``place`` on ``day`` and those to be shown for reference.

    ``authority``: the deciding authority, where known; a vertically run system follows its own lists.
    Raises RegionError for a place that is not 省＋市.
    """
    binding: list[Item] = []
    reference: list[Item] = []
    reasons: dict[str, Reason] = {}
    for item in items:
        reason = why_not(item, place, day, authority)
        if reason is None:
            binding.append(item)
        else:
            reference.append(item)
            reasons[item.id] = reason
    return Applicable(binding=tuple(binding), reference=tuple(reference), reasons=reasons)


def why_not(item: Item, place: str, day: date, authority: str | None = None) -> Reason | None:
    """Why an item does not bind in ``place`` on ``day``; None when it does. What it is comes before where."""
    by_status = {
        ItemStatus.DRAFT: Reason.DRAFT,
        ItemStatus.REPLACED: Reason.REPLACED,
        ItemStatus.EXPIRED: Reason.EXPIRED,
        ItemStatus.UNKNOWN: Reason.UNVERIFIED,
    }
    if item.status in by_status:
        return by_status[item.status]
    if not binds(item.region, place):
        return Reason.OTHER_PLACE
    if authority is not None and not same_system(item.authority, authority):
        return Reason.OTHER_SYSTEM
    if item.valid_to is not None and day >= item.valid_to:
        return Reason.EXPIRED
    if not _begun(item, day):
        return Reason.NOT_YET
    if not item.complete:
        return Reason.INCOMPLETE
    return None if item.decides else Reason.LOW_CONFIDENCE


def references(item: Item) -> Iterator[tuple[str, str, str]]:
    """(field, law, article) for every reference of an item; article is "" where only a law is named."""
    for field in REFERENCE_FIELDS:
        for reference in getattr(item, field):
            yield field, *split_reference(reference)


def check_items(items: Iterable[Item], resolve: Callable[[str, str], bool]) -> list[str]:
    """References that ``resolve(law, article)`` does not find in force, one Chinese line each.

    A clause that no longer stands is right where ``mapped_law`` names what holds today. Regulations,
    rules and old versions (统计法（2009）) are not asked for; ``outside_store`` lists them.
    """
    return [
        f"{item.id} 的 {field}：{law} {article} 查不到或已不施行"
        for item in items
        for field, law, article in references(item)
        if article and is_statute(law) and not resolve(law, article)
        if field == "mapped_law" or not item.mapped_law
    ]


def outside_store(items: Iterable[Item]) -> dict[str, int]:
    """Regulations, rules and old versions of statutes that items name, and how often: 条文未入库."""
    counts: dict[str, int] = {}
    for item in items:
        for _, law, _ in references(item):
            if not is_statute(law):
                counts[law] = counts.get(law, 0) + 1
    return dict(sorted(counts.items()))


def _begun(item: Item, day: date) -> bool:
    """With no starting day on record, only a day after the whole of the stated year or month is safe."""
    if item.valid_from is not None:
        return day >= item.valid_from
    stated = (item.source.date or "").partition("（")[0]
    return bool(stated) and day.isoformat()[: len(stated)] > stated


@lru_cache(maxsize=4)
def _load(files: tuple[tuple[Path, int, int], ...]) -> tuple[Item, ...]:
    out: list[Item] = []
    home: dict[str, Path] = {}
    for path, _, _ in files:
        for item in _read_list(path):
            if item.id in home:
                problem = f"编号与 {home[item.id].name} 重复"
                raise DataError(path, item.id, "id", item.id, problem, EXAMPLES["id"], line_of(path, item.id))
            home[item.id] = path
            out.append(item)
    return tuple(out)


def _read_list(path: Path) -> list[Item]:
    raw = read_yaml(path)
    if not isinstance(raw, dict) or set(raw) != {"list", "items"}:
        found = sorted(map(str, raw)) if isinstance(raw, dict) else raw
        raise DataError(
            path, "（整个文件）", "（结构）", found, "文件应恰有 list 和 items 两部分", "list: … items: …"
        )
    header = _read_header(path, raw["list"])
    if not isinstance(raw["items"], list) or not raw["items"]:
        raise DataError(path, "（整个文件）", "items", raw["items"], "应是条目的列表", "- id: 某条目")
    source = Source(title=header.title, **header.model_dump(include={"doc_no", "issuer", "date", "url"}))
    entries = [_prepare(entry) for entry in raw["items"]]
    common = header.model_dump(exclude={"id", "title", "doc_no", "issuer", "date", "url", "note"})
    items = parse_entries(path, entries, Item, EXAMPLES, list_title=header.title, source=source, **common)
    for item in items:
        fault = check_item(item)
        if fault:
            raise _error(path, item.id, fault, line_of(path, item.id))
    return [_with_list_note(item, header.note) for item in items]


def _read_header(path: Path, raw: object) -> ListHeader:
    """The header, checked. Its errors carry the line of the field, since it has no id of its own."""
    data = dict(raw) if isinstance(raw, dict) else raw
    if isinstance(data, dict) and isinstance(data.get("date"), date):
        data["date"] = data["date"].isoformat()
    try:
        header = parse_entries(path, [data], ListHeader, EXAMPLES)[0]
        normal = normalise(header.region)
    except DataError as exc:
        raise _error(
            path, "list", (exc.field, exc.value, exc.problem, exc.example), _header_line(path, exc.field)
        ) from exc
    except RegionError as exc:
        fault = ("region", header.region, str(exc), EXAMPLES["region"])
        raise _error(path, "list", fault, _header_line(path, "region")) from exc
    if normal != header.region:
        fault = ("region", header.region, "请写规范地名", normal)
        raise _error(path, "list", fault, _header_line(path, "region"))
    fault_of_dates = header.fault()
    if fault_of_dates:
        raise _error(path, "list", fault_of_dates, _header_line(path, fault_of_dates[0]))
    return header


def _prepare(entry: object) -> object:
    """Give conditions the form of the model; exclusions with a fact become conditions beside their words."""
    if not isinstance(entry, dict):
        return entry
    data = dict(entry)
    if isinstance(data.get("conditions"), list):
        data["conditions"] = [condition_data(c) for c in data["conditions"]]
    if isinstance(data.get("exclusions"), list):
        structured = [condition_data(e) for e in data["exclusions"] if isinstance(e, dict)]
        data["exclusions"] = [e.get("text", e) if isinstance(e, dict) else e for e in data["exclusions"]]
        data["excluded_when"] = structured
    return data


def _with_list_note(item: Item, note: str) -> Item:
    return item.model_copy(update={"note": "；".join(filter(None, (item.note, note)))}) if note else item


def _error(path: Path, entry: str, fault: Fault, line: int | None) -> DataError:
    field, value, problem, example = fault
    return DataError(path, entry, field, value, problem, example, line)


def _header_line(path: Path, field: str) -> int | None:
    """The first line of the file that sets ``field``; the header stands at the top."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip().startswith(f"{field}:"):
            return number
    return None
