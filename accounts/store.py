"""The accounts of one installation: from a YAML file or an environment variable. None by default."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from accounts.models import Account
from accounts.passwords import matches
from accounts.words import words
from corpus.errors import DataError
from corpus.yaml_files import in_chinese
from settings import Settings

_EXAMPLES = {
    "name": "name: 张三",
    "roles": "roles: [officer]",
    "password": "password: '$2b$12$…'（由 python -m accounts hash 得到）",
}
_LINE = "- {name: 张三, roles: [officer], password: '$2b$12$…'}"
_KEPT_BACK = "（不显示）"  # a password may stand where something else belongs: no value is ever told


class Accounts:
    """Accounts by name. Nothing here remembers who is signed in."""

    def __init__(self, accounts: Iterable[Account] = ()) -> None:
        self._by_name = {account.name: account for account in accounts}

    def __len__(self) -> int:
        return len(self._by_name)

    def __iter__(self) -> Iterator[Account]:
        return iter(self._by_name.values())

    def of(self, name: str) -> Account | None:
        """The account with this name."""
        return self._by_name.get(name)

    def check(self, name: str, password: str) -> Account | None:
        """The account, if the password is its own. Slow on purpose: call it in a thread."""
        account = self._by_name.get(name)
        return account if matches(password, account.password if account else None) else None


def open_accounts(settings: Settings) -> Accounts:
    """Read the accounts that the settings name. Raises DataError with file, line and a right example."""
    if settings.accounts and settings.accounts_yaml:
        raise _fault("KUANYAN_ACCOUNTS", words()["file"]["both"])
    if settings.accounts:
        return Accounts(_parsed(str(settings.accounts), _text_of(settings.accounts)))
    if settings.accounts_yaml:
        return Accounts(_parsed("KUANYAN_ACCOUNTS_YAML", settings.accounts_yaml))
    return Accounts()


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else words()["file"]["encoding"]
        raise _fault(str(path), words()["file"]["unreadable"].format(reason=reason)) from exc


def _parsed(source: str, text: str) -> list[Account]:
    try:
        rows, nodes = yaml.safe_load(text), yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        raise _fault(source, words()["file"]["broken"], mark.line + 1 if mark else None) from None
    if not isinstance(rows, list) or not rows or nodes is None:
        raise _fault(source, words()["file"]["no_list"])
    out: dict[str, Account] = {}
    for row, node in zip(rows, nodes.value, strict=True):
        line = node.start_mark.line + 1
        account = _one(source, row, line)
        if account.name in out:
            raise _fault(source, words()["file"]["twice"].format(name=account.name), line)
        out[account.name] = account
    return list(out.values())


def _one(source: str, row: Any, line: int) -> Account:
    try:
        return Account.model_validate(row)
    except ValidationError as exc:
        first = exc.errors(include_input=False)[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        raise _fault(source, in_chinese(first), line, field) from None


def _fault(source: str, problem: str, line: int | None = None, field: str = "") -> DataError:
    own = words()["file"]
    example = _EXAMPLES.get(field, _LINE)
    return DataError(source, own["entry"], field or own["whole"], _KEPT_BACK, problem, example, line)
