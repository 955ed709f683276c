"""Photos of a case: kept in the data folder, images only, without what a camera wrote into them."""

from __future__ import annotations

import io
import shutil
import time
import warnings
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from documents.case_file import safe_name
from documents.record import Attachment
from web.officer.words import desk_words

MOST_MB, MOST_PHOTOS = 15, 20
_LONGEST_SIDE, _QUALITY = 2400, 85  # enough to read a price tag, small enough for a case file
_THUMB = 160
_KEPT_DAYS = 90
_KINDS = {
    "JPEG": ".jpg",
    "PNG": ".png",
    "WEBP": ".jpg",
    "GIF": ".png",
    "BMP": ".png",
    "TIFF": ".jpg",
    "MPO": ".jpg",
}


class Photos:
    """The photos of all cases, each case a folder named by its unguessable token."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, token: str, files: Iterable[Path]) -> list[str]:
        """Keep pictures of a case. What is not taken is told, one Chinese line each; the file stays away."""
        own, problems = desk_words()["photos"], []
        place = self._folder / token
        for file in files:
            held = len(self.held(token))
            if held >= MOST_PHOTOS:
                problems.append(own["full"].format(count=MOST_PHOTOS, name=file.name))
            elif file.stat().st_size > MOST_MB * 1024 * 1024:
                problems.append(own["big"].format(name=file.name, most=MOST_MB))
            elif (clean := _clean(file)) is None:
                problems.append(own["wrong"].format(name=file.name))
            else:
                content, suffix = clean
                place.mkdir(parents=True, exist_ok=True)
                name = safe_name(file.stem) or "photo"
                (place / f"{time.time_ns()}-{name}{suffix}").write_bytes(content)
            file.unlink(missing_ok=True)  # the copy that came in still has the place it was taken at
        return problems

    def held(self, token: str) -> tuple[Attachment, ...]:
        """The photos of a case, in the order in which they came."""
        place = self._folder / token
        paths = sorted(place.iterdir()) if token and place.is_dir() else []
        return tuple(_attachment(path) for path in paths)

    def remove(self, token: str, digest: str) -> None:
        """Take one photo out of a case."""
        place = self._folder / token
        for path in sorted(place.iterdir()) if token and place.is_dir() else []:
            if _attachment(path).digest == digest:
                path.unlink()

    def forget(self, token: str) -> None:
        """Remove a case's photos altogether."""
        if token:
            shutil.rmtree(self._folder / token, ignore_errors=True)

    def clear_old(self) -> None:
        """Remove the photos of cases that nobody has touched for months."""
        before = time.time() - _KEPT_DAYS * 24 * 3600
        for place in self._folder.iterdir() if self._folder.is_dir() else ():
            if place.stat().st_mtime < before:
                shutil.rmtree(place, ignore_errors=True)


def _clean(file: Path) -> tuple[bytes, str] | None:
    """The picture itself, upright and not too large, without any metadata; None for what is no picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file) as opened:
                suffix = _KINDS.get(opened.format or "")
                if suffix is None:
                    return None
                upright = ImageOps.exif_transpose(opened)
                upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
                bare = upright.convert("RGB" if suffix == ".jpg" else "RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError,
            Image.DecompressionBombWarning):  # fmt: skip
        return None
    bare.info.clear()
    out = io.BytesIO()
    bare.save(out, "JPEG" if suffix == ".jpg" else "PNG", quality=_QUALITY)
    return out.getvalue(), suffix


def thumbnail(content: bytes) -> bytes:
    """A small picture of a kept photo, for the page."""
    with Image.open(io.BytesIO(content)) as opened:
        small = opened.convert("RGB")
    small.thumbnail((_THUMB, _THUMB))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _attachment(path: Path) -> Attachment:
    content = path.read_bytes()
    name = path.name.partition("-")[2]
    return Attachment(name=name, digest=sha256(content).hexdigest(), content=content)
