"""Check a case file against its own manifest: nothing changed, nothing missing, nothing added."""

from __future__ import annotations

import json
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from documents.words import words


class NotACaseFile(ValueError):
    """The file cannot be checked at all; the message is Chinese and says what to do."""


def faults(path: Path) -> list[str]:
    """What differs from the manifest, one Chinese line each; empty when all is as it was made.

    Raises NotACaseFile.
    """
    own = words()["verify"]
    manifest, held = _read(path)
    name = str(words()["case_file"]["manifest"])
    listed: dict[str, str] = manifest["files"]
    rows = [own["missing"].format(name=n) for n in listed if n not in held]
    rows += [own["changed"].format(name=n) for n in listed if n in held and held[n] != listed[n]]
    return [*rows, *(own["extra"].format(name=n) for n in held if n not in listed and n != name)]


def summary(path: Path) -> str:
    """The line that says a case file is as it was made. Raises NotACaseFile."""
    manifest, _ = _read(path)
    text: str = words()["verify"]["good"].format(
        count=len(manifest["files"]), day=manifest["date"], digest=manifest["corpus_digest"]
    )
    return text


def _read(path: Path) -> tuple[dict[str, Any], dict[str, str]]:
    own = words()["verify"]
    try:
        with zipfile.ZipFile(path) as packed:
            held = {info.filename: sha256(packed.read(info)).hexdigest() for info in packed.infolist()}
            raw = packed.read(str(words()["case_file"]["manifest"]))
    except KeyError:
        raise NotACaseFile(own["no_manifest"].format(file=path)) from None
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise NotACaseFile(own["not_zip"].format(file=path)) from None
    try:
        manifest = json.loads(raw)
        if not all(isinstance(d, str) for d in manifest["files"].values()):
            raise TypeError
        manifest["date"], manifest["corpus_digest"]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotACaseFile(own["no_manifest"].format(file=path)) from None
    return manifest, held
