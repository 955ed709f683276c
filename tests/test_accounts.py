"""Accounts: where they come from, what is refused, how long a session holds, how guesses are slowed down."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path

import pytest
from api_world import ACCOUNTS, PASSWORD, PEOPLE

import accounts.__main__ as command
from accounts.door import Door, TooMany
from accounts.passwords import hash_password, matches
from accounts.secret import session_key
from accounts.sessions import Sessions
from accounts.store import Accounts, open_accounts
from corpus.errors import CorpusError, DataError
from settings import Settings

HASH = hash_password(PASSWORD, rounds=10)
KEY = b"k" * 32


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def people() -> Accounts:
    return open_accounts(Settings(accounts_yaml=ACCOUNTS))


def test_there_is_no_account_by_default() -> None:
    assert len(open_accounts(Settings())) == 0
    assert Accounts().check("admin", "admin") is None


def test_accounts_from_a_file_and_from_the_environment_are_the_same(tmp_path: Path, people: Accounts) -> None:
    file = tmp_path / "accounts.yaml"
    file.write_text(ACCOUNTS, encoding="utf-8")
    assert list(open_accounts(Settings(accounts=file))) == list(people)


def test_a_password_opens_its_own_account_only(people: Accounts) -> None:
    found = people.check(PEOPLE["officer"], PASSWORD)
    assert found is not None
    assert found.may("officer")
    assert not found.may("editor")
    assert people.check(PEOPLE["officer"], PASSWORD[:-1]) is None
    assert people.check("无此人", PASSWORD) is None


def test_a_password_longer_than_bcrypt_reads_is_never_cut_and_taken() -> None:
    whole = "x" * 72
    assert matches(whole, hash_password(whole, rounds=10))
    assert not matches(whole + "y", hash_password(whole, rounds=10))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {name: 张三, roles: [officer], password: 123456}", "password"),
        ("- {name: 张三, roles: [officer], password: secret-word}", "python -m accounts hash"),
        ("- {name: 张三, roles: [officer], password: '$2b$04$" + "a" * 53 + "'}", "python -m accounts hash"),
        (f"- {{name: 张三, roles: [root], password: '{HASH}'}}", "officer"),
        (f"- {{name: 张三, roles: [], password: '{HASH}'}}", "roles"),
        (f"- {{roles: [officer], password: '{HASH}'}}", "缺少"),
        (f"- {{name: 张三, roles: [officer], password: '{HASH}', note: x}}", "没有这个字段"),
        ("\n".join([f"- {{name: 张三, roles: [officer], password: '{HASH}'}}"] * 2), "写了两次"),
        ("name: 张三", "列表"),
        ("[]", "列表"),
        ("- {", "YAML"),
        ("", "列表"),
    ],
)
def test_a_faulty_file_is_told_without_what_it_holds(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "accounts.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as told:
        open_accounts(Settings(accounts=file))
    assert said in str(told.value)
    assert str(file) in str(told.value)
    assert "secret-word" not in str(told.value)
    assert "123456" not in str(told.value)
    assert HASH not in str(told.value)


def test_the_line_of_the_fault_is_told(tmp_path: Path) -> None:
    file = tmp_path / "accounts.yaml"
    good = f"- {{name: 张三, roles: [officer], password: '{HASH}'}}"
    file.write_text(f"# 账号\n{good}\n- {{name: 李四, roles: [officer], password: x}}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"accounts\.yaml:3"):
        open_accounts(Settings(accounts=file))


def test_a_missing_file_and_two_sources_are_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="读不了账号文件"):
        open_accounts(Settings(accounts=tmp_path / "none.yaml"))
    with pytest.raises(DataError, match="只能设一个"):
        open_accounts(Settings(accounts=tmp_path / "none.yaml", accounts_yaml=ACCOUNTS))


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    key = session_key(tmp_path / "home")
    file = tmp_path / "home" / "session.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert session_key(tmp_path / "home") == key
    assert session_key(tmp_path / "other") != key
    assert os.listdir(tmp_path / "home") == ["session.key"]


def test_a_damaged_key_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "session.key").write_text("abc", encoding="utf-8")
    with pytest.raises(CorpusError, match="请删掉这个文件"):
        session_key(tmp_path)


def test_a_session_holds_until_it_runs_out(people: Accounts, clock: Clock) -> None:
    sessions, officer = Sessions(people, KEY, 8, clock), people.of(PEOPLE["officer"])
    assert officer is not None
    cookie = sessions.start(officer)
    assert sessions.account(cookie) == officer
    clock.now += 8 * 3600 - 1
    assert sessions.account(cookie) == officer
    clock.now += 1
    assert sessions.account(cookie) is None


def test_a_session_ends_by_signing_out_and_by_a_new_password(people: Accounts, clock: Clock) -> None:
    sessions, officer = Sessions(people, KEY, 8, clock), people.of(PEOPLE["officer"])
    assert officer is not None
    first, second = sessions.start(officer), sessions.start(officer)
    sessions.end(first)
    assert sessions.account(first) is None
    assert sessions.account(second) == officer
    changed = officer.model_copy(update={"password": hash_password("又一个密码一二三四五", rounds=10)})
    assert Sessions(Accounts([changed]), KEY, 8, clock).account(second) is None
    assert Sessions(Accounts(), KEY, 8, clock).account(second) is None


@pytest.mark.parametrize("change", [str.upper, lambda c: c[:-1], lambda c: "x" + c, lambda c: ""])
def test_a_forged_session_is_nobodys(people: Accounts, clock: Clock, change: object) -> None:
    sessions, officer = Sessions(people, KEY, 8, clock), people.of(PEOPLE["officer"])
    assert officer is not None
    assert sessions.account(change(sessions.start(officer))) is None  # type: ignore[operator]
    assert Sessions(people, b"o" * 32, 8, clock).account(sessions.start(officer)) is None
    assert sessions.account(sessions.form_token("nonce")) is None


def test_a_form_belongs_to_one_browser(people: Accounts) -> None:
    sessions = Sessions(people, KEY, 8)
    token = sessions.form_token("mine")
    assert sessions.form_fits(token, "mine")
    assert not sessions.form_fits(token, "yours")
    assert not sessions.form_fits(sessions.form_token(""), "")
    assert not sessions.form_fits("", "mine")


def test_after_five_wrong_guesses_there_is_a_wait(people: Accounts, clock: Clock) -> None:
    async def guess() -> None:
        door, name = Door(people, clock), PEOPLE["officer"]
        for _ in range(5):
            assert await door.enter(name, "wrong", "10.0.0.1") is None
        with pytest.raises(TooMany) as told:
            await door.enter(name, PASSWORD, "10.0.0.1")
        assert told.value.minutes == 15
        assert await door.enter(name, PASSWORD, "10.0.0.2") is not None
        assert await door.enter(PEOPLE["editor"], PASSWORD, "10.0.0.1") is not None
        clock.now += 15 * 60 + 1
        assert await door.enter(name, PASSWORD, "10.0.0.1") is not None

    asyncio.run(guess())


def test_guesses_made_at_once_do_not_slip_through(people: Accounts, clock: Clock) -> None:
    async def guess() -> int:
        door, name = Door(people, clock), PEOPLE["officer"]
        tries = [door.enter(name, f"wrong {n}", "10.0.0.1") for n in range(20)]
        return sum(isinstance(r, TooMany) for r in await asyncio.gather(*tries, return_exceptions=True))

    assert asyncio.run(guess()) == 15


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is typed at the prompts: lines first, then passwords."""
    answers: list[str] = []
    monkeypatch.setattr("sys.stdin", _Lines(answers))
    monkeypatch.setattr(command, "getpass", lambda prompt, stream=None: answers.pop(0))
    return answers


class _Lines:
    def __init__(self, answers: list[str]) -> None:
        self._answers = answers

    def readline(self) -> str:
        return f"{self._answers.pop(0)}\n" if self._answers else ""


def test_the_command_makes_a_line_that_can_be_pasted(
    typed: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    typed += ['张"三', "officer，editor", PASSWORD, PASSWORD]
    assert command.main(["hash"]) == 0
    said = capsys.readouterr()
    assert PASSWORD not in said.out + said.err
    file = tmp_path / "accounts.yaml"
    file.write_text(said.out, encoding="utf-8")
    found = open_accounts(Settings(accounts=file)).check('张"三', PASSWORD)
    assert found is not None
    assert found.roles == ("officer", "editor")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (["张三", "root"], "身份 root 不对"),
        (["张三", "officer", "short"], "太短"),
        (["张三", "officer", "长" * 30], "太长"),
        (["张三", "officer", PASSWORD, PASSWORD + "x"], "不一样"),
        ([], "没有输入完"),
    ],
)
def test_the_command_tells_what_is_wrong(
    typed: list[str], capsys: pytest.CaptureFixture[str], answers: list[str], said: str
) -> None:
    typed += answers
    assert command.main(["hash"]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


def test_the_command_shows_who_may_sign_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KUANYAN_ACCOUNTS_YAML", ACCOUNTS)
    assert command.main(["check"]) == 0
    assert "王五：执法人员、宣传人员" in capsys.readouterr().out
