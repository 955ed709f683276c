"""Character n-grams of a clause as indices: what the fact head reads. No vocabulary, hashed."""

from __future__ import annotations

import re
import unicodedata
from zlib import crc32

SIZES = (1, 2, 3, 4)
BUCKETS = 1 << 14
_DIGITS = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十百千两几半]+(?=[天日个月年周块元人袋瓶斤小分礼岁])")
_NOISE = re.compile(r"[\s“”\"'‘’（）()【】\[\]<>《》]+")


def normalise(text: str) -> str:
    """Full-width to half-width, numbers to one sign, quotation marks and blanks dropped."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", text).lower())
    return _DIGITS.sub("#", plain)


def features(text: str) -> list[int]:
    """The distinct n-grams of a text as bucket numbers; "^" and "$" mark its ends."""
    plain = f"^{normalise(text)}$"
    grams = {plain[i : i + n] for n in SIZES for i in range(len(plain) - n + 1)}
    return sorted({crc32(g.encode()) % BUCKETS for g in grams})
