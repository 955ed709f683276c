"""Settings: bounds, unknown names, and the table in the README."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from index.store_place import StorePlace
from settings import PREFIX, Settings, load_settings, settings_table


def test_the_table_in_the_readme_is_the_generated_one() -> None:
    assert settings_table() in Path("README.md").read_text(encoding="utf-8")


def test_an_unknown_name_is_told_with_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}PROT", "7861")
    with pytest.raises(ValueError, match=r"不认识的设置 KUANYAN_PROT.*KUANYAN_PORT"):
        load_settings()


def test_a_value_out_of_bounds_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}PORT", "99999")
    with pytest.raises(ValueError, match="设置有误"):
        load_settings()


def test_the_page_listens_on_this_machine_only_unless_told_otherwise() -> None:
    assert Settings().host == "127.0.0.1"


@pytest.mark.parametrize(
    ("store", "url", "words"),
    [
        ("pgvector", "", "KUANYAN_STORE_URL：pgvector 需要服务器地址，以 postgresql"),
        ("milvus", "postgresql://a@b/c", "KUANYAN_STORE_URL：milvus 需要服务器地址，以 http"),
        ("pgvector", "postgresql://a:geheim@b/c", "口令请放在 KUANYAN_STORE_PASSWORD"),
        ("pgvector", "postgresql://[b/c", "KUANYAN_STORE_URL：地址写法不对"),
        ("faiss", "", "只能是 chroma、milvus、pgvector"),
    ],
)
def test_a_store_that_cannot_be_meant_is_told_without_showing_a_password(
    monkeypatch: pytest.MonkeyPatch, store: str, url: str, words: str
) -> None:
    monkeypatch.setenv(f"{PREFIX}STORE", store)
    monkeypatch.setenv(f"{PREFIX}STORE_URL", url)
    with pytest.raises(ValueError, match=words) as told:
        load_settings()
    assert "geheim" not in str(told.value)


def test_the_password_of_the_store_is_never_printed() -> None:
    kept = Settings(store="pgvector", store_url="postgresql://a@b/c", store_password=SecretStr("geheim"))
    assert "geheim" not in repr(kept) + settings_table() + repr(StorePlace.of(kept))
