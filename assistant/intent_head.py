"""A small trained head on the query embedding: what is being asked, as probabilities.

It complements the patterns of ``assistant.intent`` where they decide for want of anything better.
The weights come from ``python -m assistant.training intent`` and from nothing else; they carry their
own digest, the digest of the texts they were trained on and that of the embedding model they fit.
"""

from __future__ import annotations

import hashlib
import logging
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.intent import Kind, Signals

log = logging.getLogger(__name__)

_SURE = 0.9  # wrong kinds of the three development sets: 17 of 697 without the reader model, 6 with it
_ASKED: tuple[Kind, ...] = ("law", "procedure", "case")
KINDS: tuple[Kind, ...] = ("determination", "law", "procedure", "case", "out_of_scope")
WEIGHTS = Path(__file__).with_name("weights") / "intent.npz"

Vector = npt.NDArray[np.float32]
_FIELDS = ("coef", "bias", "mean", "scale", "sure", "made_from", "catalogue", "model")


class WeightsProblem(Exception):
    """The weights file is missing, damaged or of another shape; the message is Chinese."""


class IntentHead:
    """Softmax regression over the embedding and the characters of one question.

    ``coef``: one row a kind, columns as ``features`` lays them out; already divided by the calibrating
    temperature. ``sure``: for each kind, the probability from which the head may overrule a default.
    ``made_from`` and ``catalogue``: digests of the exemplars and of the catalogue's wordings trained on;
    ``model``: digest of the embedding model's weights.
    """

    def __init__(self, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
        self._coef = np.asarray(arrays["coef"], np.float32)
        self._bias = np.asarray(arrays["bias"], np.float32)
        self._mean = np.asarray(arrays["mean"], np.float32)
        self._scale = float(arrays["scale"])
        self.sure: dict[Kind, float] = dict(zip(KINDS, map(float, arrays["sure"]), strict=True))
        self.made_from, self.catalogue = str(arrays["made_from"]), str(arrays["catalogue"])
        self.model = str(arrays["model"])

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> IntentHead:
        """Read a weights file. Raises WeightsProblem when it is missing, damaged or altered."""
        again = "请运行 python -m assistant.training intent 重新生成。"
        try:
            with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                arrays = {name: file[name] for name in (*_FIELDS, "digest")}
        except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as exc:
            raise WeightsProblem(
                f"提问分类权重 {path.name} 读不出来（{type(exc).__name__}）；{again}"
            ) from exc
        if str(arrays["digest"]) != weights_digest(arrays):
            raise WeightsProblem(f"提问分类权重 {path.name} 的校验码不符；{again}")
        return cls(arrays)

    @classmethod
    def for_model(cls, model_digest: str, path: Path = WEIGHTS) -> IntentHead | None:
        """The head when it fits the embedding model in use; else None, and a log line saying why."""
        try:
            head = cls.load(path)
        except WeightsProblem as exc:
            log.warning("%s", exc)
            return None
        if head.model != model_digest:
            log.warning("提问分类头是为另一个嵌入模型训练的，已停用；只按词句判断在问什么。")
            return None
        return head

    def probabilities(self, vector: Vector, text: str) -> dict[Kind, float]:
        """Kind → calibrated probability, summing to 1, for one question.

        ``vector``: the question's unit vector of the query side; ``text``: the question itself.
        The probabilities suppose that all five kinds are asked equally often.
        """
        logits = self._coef @ features(vector, text, self._mean, self._scale) + self._bias
        raised = np.exp(logits - logits.max())
        return dict(zip(KINDS, (raised / raised.sum()).tolist(), strict=True))


def combine(
    pattern: Kind,
    probabilities: Mapping[Kind, float],
    signals: Signals,
    sure: Mapping[Kind, float],
    by_default: bool,
) -> Kind:
    """What is asked, from patterns and head together.

    ``by_default``: no pattern matched and ``pattern`` is only what remains. A pattern that matched
    keeps its word, and so does a violation named in its own words: the head may not explain an act away.
    Otherwise the head's likeliest kind counts when its probability reaches ``sure`` for that kind.
    Where facts were read, a concrete act is being told, and only a matched pattern may say otherwise.
    """
    if not by_default:
        return pattern
    likeliest = max(probabilities, key=lambda kind: probabilities[kind])
    if likeliest == pattern or probabilities[likeliest] < sure[likeliest]:
        return pattern
    if likeliest != "determination" and (signals.violation or signals.facts):
        return pattern
    return likeliest


def reread(kind: Kind, read: Mapping[str, float]) -> Kind:
    """The kind that the reader model is sure of, having read the whole question; else ``kind``.

    Among questions of law, procedure and cases the patterns know better which.
    """
    likeliest = max(KINDS, key=lambda k: read.get(k, 0.0))
    if read.get(likeliest, 0.0) < _SURE or (likeliest in _ASKED and kind in _ASKED):
        return kind
    return likeliest


def features(vector: Vector, text: str, mean: Vector, scale: float) -> Vector:
    """The columns of ``coef``: the centred and scaled embedding, then hashed characters and pairs."""
    return np.concatenate([(vector - mean) * scale, _characters(text)]).astype(np.float32)


def weights_digest(arrays: Mapping[str, npt.NDArray[np.generic]]) -> str:
    """SHA-256 over everything a weights file holds except the digest itself."""
    digest = hashlib.sha256()
    for name in _FIELDS:
        value = np.asarray(arrays[name])
        digest.update(f"{name} {value.dtype.str} {value.shape}".encode())
        digest.update(np.ascontiguousarray(value).tobytes())
    return digest.hexdigest()


def texts_digest(texts: Sequence[tuple[str, str]]) -> str:
    """SHA-256 over (kind, text) pairs in order."""
    return hashlib.sha256("\n".join(f"{kind}\t{text}" for kind, text in texts).encode()).hexdigest()


_BUCKETS = 2048


def _characters(text: str) -> Vector:
    """Which single characters and neighbouring pairs occur, hashed into buckets, at length 1."""
    out = np.zeros(_BUCKETS, np.float32)
    framed = f"^{text}$"
    for gram in {framed[at : at + size] for size in (1, 2) for at in range(len(framed) - size + 1)}:
        out[zlib.crc32(gram.encode("utf-8", "replace")) % _BUCKETS] += 1
    return out / np.float32(np.linalg.norm(out))
