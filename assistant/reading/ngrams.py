"""Character n-grams of a clause as indices: what the violation head reads. No vocabulary, hashed."""

from __future__ import annotations

import re
import unicodedata
from zlib import crc32

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]

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


def word_row(text: str, idf: Vector) -> Vector:
    """L2-normalised idf weights of the text's n-grams, in the order of ``features``."""
    weight: Vector = idf[features(text)].astype(np.float32)
    return weight / np.float32(np.linalg.norm(weight) or 1.0)


def centred(vector: Vector, mean: Vector) -> Vector:
    """The vector without what all texts share, at length 1: e5 vectors lie in a narrow cone."""
    out: Vector = vector - mean
    return out / np.float32(np.linalg.norm(out) or 1.0)
