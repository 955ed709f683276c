"""What a visitor's action does to the visit, and how the door is opened or stays shut."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from web_world import (
    QUESTION,
    Clerk,
    visit,
)

import app
from web import asking
from web.serving import CannotListen, take_port
from web.session import MOST_TURNS, Talk, Turn
from web.view import beside_input, left


def test_a_fact_corrected_is_asked_again_with_it() -> None:
    clerk = Clerk()
    talk = asking.set_fact(visit(clerk), "harm", "none", clerk)
    assert clerk.asked[-1] == (QUESTION, "business", {"harm": "none"})
    assert talk.current is not None
    assert talk.current.ticked == {"harm": "none"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("harm", "enormous"), ("clause_mode", "punish"), ("nothing", "yes"), ("count", "many"), ("count", "-1"),
     ("count", "inf"), ("count", "nan")],
)  # fmt: skip
def test_values_no_control_sends_change_nothing(name: str, value: str) -> None:
    clerk = Clerk()
    before = visit(clerk)
    assert asking.set_fact(before, name, value, clerk) == before


def test_a_number_cleared_is_unknown() -> None:
    clerk = Clerk()
    assert asking.set_fact(visit(clerk), "count", "", clerk).turns[0].ticked == {"count": "unknown"}


@pytest.mark.parametrize(("said", "value"), [("没有。", "none"), ("轻微", "slight"), ("不知道", "unknown")])
def test_a_bare_reply_answers_the_last_follow_up(said: str, value: str) -> None:
    clerk = Clerk()
    talk = asking.ask(visit(clerk), said, clerk)
    assert len(talk.turns) == 1
    assert talk.turns[0].ticked == {"harm": value}


def test_a_short_text_that_names_no_act_adds_to_the_matter_and_can_be_undone() -> None:
    clerk = Clerk()
    talk = asking.ask(visit(clerk), "有顾客吃了肚子疼", clerk)
    assert [t.question for t in talk.turns] == [f"{QUESTION}\n有顾客吃了肚子疼"]
    assert "这是另一件事" in left(talk, clerk)
    apart = asking.split(talk, clerk)
    assert [t.question for t in apart.turns] == [QUESTION, "有顾客吃了肚子疼"]


def test_another_act_and_a_question_of_law_are_questions_of_their_own() -> None:
    clerk = Clerk()
    clerk.codes["多久内可以复议？"] = "information"
    talk = asking.ask(visit(clerk), "厨房油烟直排", clerk)
    talk = asking.ask(talk.shown(0), "多久内可以复议？", clerk)
    assert [t.question for t in talk.turns] == [QUESTION, "厨房油烟直排", "多久内可以复议？"]


def test_what_cannot_be_answered_is_told_and_nothing_is_lost() -> None:
    clerk = Clerk()
    before = visit(clerk)
    after = asking.ask(before, "长" * 200, clerk)
    assert after.turns == before.turns
    assert "请压缩" in beside_input(after)


def test_a_fault_of_ours_shows_no_details(caplog: pytest.LogCaptureFixture) -> None:
    after = asking.ask(Talk(), "崩", Clerk())
    assert "再试一次" in after.error
    assert "secret" not in beside_input(after)
    assert "secret detail" in caplog.text


def test_another_reader_gets_the_open_answer_in_his_words() -> None:
    clerk = Clerk()
    talk = asking.set_role(visit(clerk), "officer", clerk)
    assert clerk.asked[-1][1] == "officer"
    assert asking.set_role(talk, "root", clerk) == talk


def test_earlier_questions_can_be_opened_again() -> None:
    clerk = Clerk()
    talk = asking.ask(visit(clerk), "厨房油烟直排", clerk)
    assert 'data-do="open" data-value="0"' in left(talk, clerk)
    assert asking.open_turn(talk, "0", clerk).current == talk.turns[0]
    assert asking.open_turn(talk, "99", clerk) == talk
    assert asking.open_turn(talk, "x", clerk) == talk


def test_a_long_visit_keeps_the_latest_questions() -> None:
    talk = Talk()
    for n in range(MOST_TURNS + 5):
        talk = talk.opened(Turn(question=str(n)))
    assert len(talk.turns) == MOST_TURNS
    assert talk.current == talk.turns[-1]


def test_a_port_in_use_is_told_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen, match=f"端口 {port} 已被占用.*KUANYAN_PORT="):
            take_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(CannotListen, match=r"不能在地址 192\.0\.2\.1 上监听"):
        take_port("192.0.2.1", 7860)


def test_the_door_does_not_open_on_a_used_port(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("KUANYAN_PORT", str(taken.getsockname()[1]))
        monkeypatch.setenv("KUANYAN_HOME", str(tmp_path))
        assert app.main() == 2
    told = capsys.readouterr().err
    assert "已被占用" in told
    assert "Traceback" not in told


def test_a_mistyped_setting_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KUANYAN_PROT", "7861")
    assert app.main() == 2
    assert "KUANYAN_PROT" in capsys.readouterr().err
