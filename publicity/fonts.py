"""Chinese fonts for pictures: asked of fontconfig where there is one, else looked for by name."""

from __future__ import annotations

import os
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont

from publicity.words import words

Face = Literal["plain", "bold", "law"]
# Family names as fontconfig knows them, best first; each face falls back to the next that is there.
_FAMILIES: dict[Face, tuple[str, ...]] = {
    "plain": ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "WenQuanYi Micro Hei", "SimHei"),
    "bold": ("Noto Sans CJK SC:bold", "Source Han Sans SC:bold", "Microsoft YaHei:bold"),
    "law": ("Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC"),
}
_FILES: dict[Face, tuple[str, ...]] = {
    "plain": (
        "NotoSansCJK-Regular",
        "NotoSansCJKsc-Regular",
        "SourceHanSansSC-Regular",
        "msyh",
        "wqy-microhei",
    ),
    "bold": ("NotoSansCJK-Bold", "NotoSansCJKsc-Bold", "SourceHanSansSC-Bold", "msyhbd"),
    "law": ("NotoSerifCJK-Regular", "NotoSerifCJKsc-Regular", "SourceHanSerifSC-Regular", "simsun", "Songti"),
}
_FOLDERS = (
    Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("~/.local/share/fonts").expanduser(),
    Path("~/.fonts").expanduser(), Path("/System/Library/Fonts"), Path("/Library/Fonts"),
    Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
)  # fmt: skip
_ENDINGS = (".ttc", ".otf", ".ttf")


class NoChineseFont(Exception):
    """No font with Chinese characters is installed. The message is Chinese and says what to install."""


@lru_cache(maxsize=128)
def font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """A face in a size in pixels; a bold or law face that is missing is replaced by the plain one.

    Raises NoChineseFont.
    """
    path, index = _found(face) or _found("plain") or _none()
    return ImageFont.truetype(str(path), size, index=index)


def _none() -> tuple[Path, int]:
    raise NoChineseFont(words().fonts)


@lru_cache(maxsize=8)
def _found(face: Face) -> tuple[Path, int] | None:
    return _by_fontconfig(face) or _by_file(face)


def _by_fontconfig(face: Face) -> tuple[Path, int] | None:
    """fontconfig always answers with some font; only one of the family asked for is taken."""
    for family in _FAMILIES[face]:
        try:
            asked = ["fc-match", "-f", "%{file}|%{index}|%{family}", family]
            said = subprocess.run(asked, capture_output=True, text=True, timeout=5, check=True).stdout
        except (OSError, subprocess.SubprocessError):
            return None
        file, index, names = [*said.split("|"), "", ""][:3]
        if family.partition(":")[0] in names and Path(file).exists():
            return Path(file), int(index or 0)
    return None


def _by_file(face: Face) -> tuple[Path, int] | None:
    held = [p for folder in _FOLDERS if folder.is_dir() for p in folder.rglob("*") if p.suffix in _ENDINGS]
    for name in _FILES[face]:
        for path in held:
            if path.stem.lower() == name.lower():
                return path, _simplified(path)
    return None


def _simplified(path: Path) -> int:
    """Which face of a collection draws simplified Chinese."""
    for index in range(16 if path.suffix == ".ttc" else 1):
        try:
            if "SC" in (ImageFont.truetype(str(path), 12, index=index).getname()[0] or ""):
                return index
        except OSError:
            break
    return 0
