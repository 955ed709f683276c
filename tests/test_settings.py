"""Settings: bounds, unknown names, and the table in the README."""

from __future__ import annotations

from pathlib import Path

import pytest

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
