"""Links that reproduce an answer: the facts decided on, the violation, the day. Never anybody's words.

``1.`` and then the packed facts; the checksum of the packing tells a link that was cut or altered. What a
link holds is checked against the rule book before anything is decided on it.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from datetime import date
from typing import Protocol

from pydantic import ValidationError

from assistant.given import UsageFault, given_facts
from assistant.guard import UnusableInput, check_day
from assistant.models import Answer, Fact, Outcome, Role
from assistant.reading.reader import LEARNED
from assistant.stating import Determining
from corpus.item_schema import item_facts
from corpus.models import Frozen, Item, Violation
from web.words import words

VERSION = "1"
_LONGEST = 4000  # characters of a link
_UNPACKED = 20_000  # bytes it may unfold to
_VERSIONED = re.compile(r"(\d{1,3})\.([A-Za-z0-9_-]+)")


class LinkFault(ValueError):
    """A link that cannot be opened: one line that says what to do."""


class Shared(Frozen):
    """What a link holds. ``inferred``: facts read only by likeness; ``follows``: facts that followed from
    the words of the question and not from other facts. ``edition``: the corpus it was made on."""

    role: Role
    day: date
    violation: str
    item: str = ""
    facts: dict[str, str | float]
    inferred: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    edition: str = ""


class Deciding(Determining, Protocol):
    """What reproducing an answer needs of the assistant."""

    @property
    def violations(self) -> tuple[Violation, ...]: ...
    @property
    def items_by_id(self) -> dict[str, Item]: ...
    @property
    def edition(self) -> str: ...


def pack(shared: Shared) -> str:
    """The link's text."""
    data = json.dumps(shared.model_dump(mode="json", exclude_defaults=True), separators=(",", ":"))
    return f"{VERSION}.{urlsafe_b64encode(zlib.compress(data.encode(), 9)).decode().rstrip('=')}"


def unpack(text: str, known: Deciding) -> Shared:
    """What a link holds, checked. Raises LinkFault when it is damaged, of another version, or unknown."""
    own = words()["errors"]
    match = _VERSIONED.fullmatch(text)
    if match is None or len(text) > _LONGEST:
        raise LinkFault(own["link_damaged"])
    if match[1] != VERSION:
        raise LinkFault(own["link_version"].format(version=match[1]))
    try:
        shared = Shared.model_validate_json(_unfolded(match[2]))
    except (ValidationError, NotBase64, zlib.error, ValueError) as exc:
        raise LinkFault(own["link_damaged"]) from exc
    _check(shared, known)
    return shared


def _unfolded(packed: str) -> bytes:
    """The bytes behind a packed text. Raises zlib.error or ValueError when they are cut or too many."""
    opener = zlib.decompressobj()
    data = opener.decompress(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), _UNPACKED)
    if not opener.eof or opener.unused_data:
        raise ValueError("not one whole packing")
    return data


def _check(shared: Shared, known: Deciding) -> None:
    own = words()["errors"]
    unknown = [name for name in (*shared.inferred, *shared.follows) if name not in shared.facts]
    if shared.violation not in {v.id for v in known.violations}:
        unknown.append(shared.violation)
    if shared.item and shared.item not in known.items_by_id:
        unknown.append(shared.item)
    if unknown:
        raise LinkFault(own["link_unknown"].format(what=unknown[0][:40]))
    try:
        given_facts(shared.facts)
        check_day(shared.day)
    except (UsageFault, UnusableInput) as exc:
        raise LinkFault(own["link_unknown"].format(what=exc)) from exc


def decided(shared: Shared, ticked: Mapping[str, str | float], known: Deciding) -> Answer:
    """The answer on the facts of a link; ``ticked`` were set by hand since."""
    facts = {name: _fact(name, value, shared) for name, value in shared.facts.items()}
    for name, value in ticked.items():
        if value == "unknown":
            facts.pop(name, None)
        else:
            facts[name] = Fact.model_validate({"name": name, "value": value, "from": "checklist"})
    return known.determine(facts, shared.violation, shared.item, shared.role, shared.day)


def _fact(name: str, value: str | float, shared: Shared) -> Fact:
    source = "assumed" if name in shared.follows else "record"
    note = LEARNED if name in shared.inferred else ""
    return Fact.model_validate({"name": name, "value": value, "from": source, "note": note})


def share(answer: Answer, known: Deciding) -> Shared | None:
    """What a link to this answer has to hold; None where only the question's own words lead to it."""
    if not answer.violation_id:
        return None
    carried = {f.name: f for f in answer.facts if f.name in item_facts()}
    told = {n: f for n, f in carried.items() if f.from_ != "assumed"}
    item = next((hit.id for hit in answer.items if hit.binding and hit.same), "")

    def holding(follows: Mapping[str, Fact]) -> Shared:
        facts = {**told, **follows}
        return Shared(
            role=answer.role, day=answer.as_of, violation=answer.violation_id, item=item,
            facts={n: f.value for n, f in facts.items()}, edition=known.edition, follows=tuple(follows),
            inferred=tuple(n for n, f in facts.items() if f.note == LEARNED),
        )  # fmt: skip

    alone = decided(holding({}), {}, known)
    again = {f.name: f.value for f in alone.facts}
    follows = {n: f for n, f in carried.items() if n not in told and again.get(n) != f.value}
    shared = holding(follows)
    made = decided(shared, {}, known) if follows else alone
    return shared if _same(made, answer) else None


def _same(made: Answer, answer: Answer) -> bool:
    return _essence(made.outcome) == _essence(answer.outcome) and made.reason == answer.reason


def _essence(outcome: Outcome) -> tuple[object, ...]:
    return outcome.code, outcome.certainty, outcome.floor, outcome.option
