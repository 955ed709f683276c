"""The reader model that ships: it fits its data, reads in context, and says clearly when it is broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.learning.data import digest
from assistant.learning.labels import FACTS, KINDS
from assistant.reading.clauses import split_clauses
from assistant.reading.model import WEIGHTS, ReaderModel, shipped_model
from assistant.reading.patterns import read_vocabulary
from corpus.errors import CorpusError


def clauses(text: str) -> list[dict[str, float]]:
    spans = [(c.start, c.end) for c in split_clauses(text)]
    return list(shipped_model().read(text, spans).clauses)


def test_the_weights_were_made_from_the_texts_that_ship() -> None:
    model = shipped_model()
    assert model.facts == FACTS
    assert model.kinds == KINDS
    assert model.trained_on == digest(), "run python -m assistant.learning"


def test_every_label_with_a_meaning_is_one_the_model_knows() -> None:
    assert set(read_vocabulary("head.yaml")[1]) <= set(FACTS)


@pytest.mark.parametrize(
    ("text", "clause", "label"),
    [
        ("摊子上有两袋过期面包，市监的人一说我当场就剪碎扔了", 1, "correction:done"),
        ("限我十天拆棚子，到今天一个月了棚子还在那儿", 1, "correction:refused"),
        ("门口堆了货，开店十一年没人说过我一句", 1, "first_violation:yes"),
        ("占道摆摊，去年就因为这个罚过我一回", 1, "first_violation:no"),
        ("油烟没装净化器，吃的人没一个不舒服的", 1, "harm:none"),
        ("脚手架没固定好塌了，两个工人重伤住院", 1, "harm:serious"),
    ],
)
def test_it_reads_facts_in_words_of_everyday(text: str, clause: int, label: str) -> None:
    assert clauses(text)[clause][label] >= 0.5


def test_it_reads_in_context_what_a_clause_alone_does_not_show() -> None:
    refused = clauses("责令我一个星期内清走，又过了半个月东西还在那")[-1]["correction:refused"]
    alone = clauses("东西还在那")[-1]["correction:refused"]
    assert refused > alone


def test_it_tells_what_is_asked() -> None:
    kinds = shipped_model().read("我想离婚，孩子归谁", ()).kinds
    assert max(kinds, key=lambda k: kinds[k]) == "out_of_scope"
    assert sum(kinds.values()) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("text", ["", " ", "？", "\n", "𠮷", "a" * 3000, "罚" * 3000])
def test_any_text_can_be_read(text: str) -> None:
    found = shipped_model().read(text, [(0, len(text))])
    assert len(found.clauses) == 1
    assert all(0 <= p <= 1 for p in found.clauses[0].values())


@pytest.mark.parametrize("name", ["reader.onnx", "tokenizer.json", "labels.json"])
@pytest.mark.parametrize("broken", [True, False])
def test_broken_weights_are_told_with_the_remedy(tmp_path: Path, name: str, broken: bool) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(WEIGHTS, folder)
    if broken:
        (folder / name).write_bytes(b"{broken")
    else:
        (folder / name).unlink()
    with pytest.raises(CorpusError, match=r"python -m assistant\.learning"):
        ReaderModel(folder)
