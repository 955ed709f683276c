"""The command line as docs/contract.md has it: fields, order, exit status, and errors on their own line."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.__main__ import main
from assistant.pipeline import Assistant
from corpus.errors import CorpusError
from settings import PROJECT

BREAD = "我家超市卖了过期面包，第一次被查，已经下架了，危害后果轻微。"
OPEN = "我家超市卖了过期面包，第一次被查，已经下架了。"
SIGN = "小饭店没有明码标价，第一次被查，当场改正了，没有造成危害后果。"


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch, assistant: Assistant) -> None:
    """Every command gets the assistant that needs no index."""
    monkeypatch.setattr(Assistant, "open", classmethod(lambda cls, settings=None: assistant))


class Said:
    """What a command wrote and how it ended."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Any:
    """Run a command in this process: ``run("batch", stdin="...")``."""

    def command(*argv: str, stdin: str | bytes = "") -> Said:
        raw = stdin if isinstance(stdin, bytes) else stdin.encode("utf-8")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        try:
            status = main(list(argv))
        except SystemExit as exc:  # argparse ends so
            status = int(exc.code or 0)
        out, err = capfd.readouterr()
        return Said(status, out, err)

    return command


def lines(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


# ask ----------------------------------------------------------------------------------------------------


def test_ask_prints_markdown(run: Any) -> None:
    said = run("ask", BREAD, "--as-of", "2026-11-24")
    assert said.status == 0
    assert said.out.startswith("**可以不予处罚**")
    assert said.err == ""


def test_ask_prints_one_answer_object_in_real_characters(run: Any) -> None:
    said = run("ask", BREAD, "--json", "--as-of", "2026-11-23", "--role", "officer")
    assert said.status == 0
    assert "可以不予处罚" in said.out
    (row,) = said.rows
    assert (row["question"], row["role"], row["as_of"]) == (BREAD, "officer", "2026-11-23")
    assert row["outcome"]["code"] == "no_penalty_discretionary"


def test_ask_takes_facts_from_a_file(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_text('{"correction_refused": "yes", "goods_value": 30}', encoding="utf-8")
    (row,) = run("ask", BREAD, "--json", "--facts", str(file)).rows
    assert row["outcome"]["code"] == "penalty"
    assert {"correction_refused", "goods_value"} <= {f["name"] for f in row["facts"]}


@pytest.mark.parametrize(
    "content",
    [
        '{"correction_refused": "也许"}',
        '{"no_such_fact": "yes"}',
        '{"correction_refused": true}',
        '{"goods_value": [30]}',
        '["correction_refused"]',
        "{correction_refused: yes}",
    ],
)
def test_wrong_facts_are_unusable_input(content: str, run: Any, tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_text(content, encoding="utf-8")
    said = run("ask", BREAD, "--facts", str(file))
    assert said.status == 2
    assert said.out == ""
    assert len(said.err.splitlines()) == 1


def test_a_facts_file_that_is_not_there_is_unusable_input(run: Any, tmp_path: Path) -> None:
    said = run("ask", BREAD, "--facts", str(tmp_path / "nowhere.json"))
    assert said.status == 2
    assert "nowhere.json" in said.err


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "过" * 10_000, "\x00\x01"])
def test_no_question_is_unusable_input(text: str, run: Any) -> None:
    said = run("ask", text)
    assert said.status == 2
    assert said.out == ""
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize(
    "argv",
    [
        (),
        ("answer", "问题"),
        ("ask",),
        ("ask", BREAD, "--role", "boss"),
        ("ask", BREAD, "--as-of", "2026年"),
        ("ask", BREAD, "--as-of", "2026-02-30"),
        ("verify", "--as-of", "昨天"),
    ],
)
def test_wrong_arguments_are_unusable_input(argv: tuple[str, ...], run: Any) -> None:
    said = run(*argv)
    assert said.status == 2
    assert said.out == ""
    assert said.err


def test_a_broken_corpus_ends_with_one(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(cls: type[Assistant], settings: object = None) -> Assistant:
        raise CorpusError("法律数据库缺失，请重新安装")

    monkeypatch.setattr(Assistant, "open", classmethod(broken))
    said = run("ask", BREAD)
    assert said.status == 1
    assert "法律数据库缺失" in said.err
    assert said.out == ""


# batch --------------------------------------------------------------------------------------------------


def test_batch_answers_each_line_in_order_with_its_id(run: Any) -> None:
    said = run(
        "batch",
        stdin=lines(
            {"id": "b", "question": SIGN, "role": "officer", "as_of": "2026-11-23"},
            {"id": "a", "question": BREAD},
            {"id": "c", "question": "离婚孩子归谁"},
        ),
    )
    assert said.status == 0
    assert [row["id"] for row in said.rows] == ["b", "a", "c"]
    assert (said.rows[0]["role"], said.rows[0]["as_of"]) == ("officer", "2026-11-23")
    assert said.rows[2]["outcome"]["code"] == "out_of_scope"
    assert "\\u" not in said.out


def test_batch_takes_facts_with_a_line(run: Any) -> None:
    (row,) = run(
        "batch", stdin=lines({"id": "a", "question": BREAD, "facts": {"correction_refused": "yes"}})
    ).rows
    assert row["outcome"]["code"] == "penalty"


@pytest.mark.parametrize(
    ("bad", "name"),
    [
        ("{not json", None),
        ("[1, 2]", None),
        ('"问题"', None),
        ("null", None),
        ('{"id": "x"}', "x"),
        ('{"id": "x", "question": ""}', "x"),
        ('{"id": "x", "question": 5}', "x"),
        ('{"id": "x", "question": null}', "x"),
        ('{"id": "x", "question": "卖过期面包", "role": "boss"}', "x"),
        ('{"id": "x", "question": "卖过期面包", "as_of": "昨天"}', "x"),
        ('{"id": "x", "question": "卖过期面包", "as_of": 20261123}', "x"),
        ('{"id": "x", "question": "卖过期面包", "facts": ["first_violation"]}', "x"),
        ('{"id": "x", "question": "卖过期面包", "facts": {"first_violation": "也许"}}', "x"),
        ('{"id": "x", "question": "卖过期面包", "facts": {"no_such_fact": "yes"}}', "x"),
        ('{"id": "x", "question": "\\ud800"}', "x"),
    ],
)
def test_a_bad_line_tells_its_error_and_the_rest_go_on(bad: str, name: str | None, run: Any) -> None:
    good = lines({"id": "g1", "question": BREAD}), lines({"id": "g2", "question": SIGN})
    said = run("batch", stdin=f"{good[0]}{bad}\n{good[1]}")
    assert said.status == 0
    first, wrong, last = said.rows
    assert (first["id"], last["id"]) == ("g1", "g2")
    assert wrong.keys() == {"id", "error"}
    assert wrong["id"] == name
    assert wrong["error"]
    assert "outcome" in last


def test_empty_lines_are_passed_over_and_nothing_gives_nothing(run: Any) -> None:
    assert run("batch", stdin="\n\n").out == ""
    assert len(run("batch", stdin="\n" + lines({"id": "a", "question": BREAD}) + "\n").rows) == 1


def test_a_last_line_without_its_end_is_answered(run: Any) -> None:
    assert len(run("batch", stdin=lines({"id": "a", "question": BREAD}).rstrip("\n")).rows) == 1


def test_bytes_that_are_no_utf8_spoil_their_line_alone(run: Any) -> None:
    bad = '{"id": "x", "question": "卖'.encode() + b"\xff\xfe" + b"\n"
    said = run("batch", stdin=bad + lines({"id": "a", "question": BREAD}).encode())
    assert said.status == 0
    assert said.rows[-1]["id"] == "a"
    assert said.rows[-1]["outcome"]["code"] == "no_penalty_discretionary"


def test_a_mark_of_byte_order_is_passed_over(run: Any, tmp_path: Path) -> None:
    (row,) = run("batch", stdin=b"\xef\xbb\xbf" + lines({"id": "a", "question": BREAD}).encode()).rows
    assert "outcome" in row
    file = tmp_path / "facts.json"
    file.write_bytes(b"\xef\xbb\xbf" + b'{"correction_refused": "yes"}')
    assert run("ask", BREAD, "--facts", str(file)).status == 0


@pytest.mark.parametrize("deep", ["[" * 200_000, '{"id": ' * 100_000, "1" * 5000])
def test_a_line_nested_without_end_is_told_and_the_rest_go_on(deep: str, run: Any) -> None:
    wrong, last = run("batch", stdin=f"{deep}\n" + lines({"id": "a", "question": BREAD})).rows
    assert wrong.keys() == {"id", "error"}
    assert "outcome" in last


@pytest.mark.parametrize("name", ["a", "", None, 5, 2.5, True, ["a", 1], {"n": 1}, "\ud800"])
def test_an_id_comes_back_as_it_was(name: object, run: Any) -> None:
    good, bad = run(
        "batch",
        stdin=json.dumps({"id": name, "question": BREAD}) + "\n" + json.dumps({"id": name, "question": ""}),
    ).rows
    assert good["id"] == bad["id"] == name
    assert type(good["id"]) is type(bad["id"]) is type(name)
    assert "outcome" in good
    assert "error" in bad


@pytest.mark.parametrize(
    "facts",
    [
        '{"goods_value": NaN}',
        '{"goods_value": 1e999}',
        '{"goods_value": -1}',
        '{"goods_value": "很多"}',
        '{"goods_value": true}',
        '{"goods_value": 1' + "0" * 400 + "}",
        '{"age": "十五"}',
        '{"age": -5}',
        '{"harm": 3}',
        '{"harm": "slightly"}',
        '{"nothing_such": 3}',
    ],
)
@pytest.mark.parametrize("command", ["batch", "converse"])
def test_facts_without_sense_are_refused_in_chinese(facts: str, command: str, run: Any) -> None:
    (row,) = run(command, stdin=f'{{"id": "x", "question": "卖过期面包", "facts": {facts}}}\n').rows
    assert row["id"] == "x"
    assert row["error"].startswith("facts 里的 ")
    assert not any(word in row["error"] for word in ("could not", "NaN is", "Input"))


@pytest.mark.parametrize("day", ["0001-01-01", "1949-09-30"])
def test_a_day_before_all_law_is_refused_in_chinese(day: str, run: Any) -> None:
    question = "去年卖过期面包被查"
    (row,) = run("batch", stdin=lines({"id": "x", "question": question, "as_of": day})).rows
    assert "太早" in row["error"]
    said = run("ask", question, "--as-of", day)
    assert said.status == 2
    assert "太早" in said.err


def test_no_outcome_without_the_text_of_the_day(run: Any) -> None:
    """The 行政处罚法 held is in force since 2021-07-15; what held before is not guessed."""
    (row,) = run("batch", stdin=lines({"id": "x", "question": BREAD, "as_of": "2021-07-14"})).rows
    assert row.keys() == {"id", "error"}
    assert "行政处罚法》在2021-07-14的条文未收录" in row["error"]
    said = run("ask", BREAD, "--as-of", "2021-07-14")
    assert (said.status, said.out) == (2, "")
    assert "行政处罚法" in said.err
    assert run("ask", BREAD, "--as-of", "2021-07-15").status == 0


# converse -----------------------------------------------------------------------------------------------


def talk(run: Any, *turns: tuple[str, str]) -> list[dict[str, Any]]:
    said = run("converse", stdin=lines(*({"conversation": c, "question": q} for c, q in turns)))
    assert said.status == 0
    rows: list[dict[str, Any]] = said.rows
    return rows


def test_facts_told_earlier_hold(run: Any) -> None:
    first, second = talk(
        run, ("c1", "我家超市卖了过期面包，第一次被查，已经下架了。"), ("c1", "没有造成危害后果，货值30元")
    )
    assert first["outcome"]["code"] == "no_penalty_discretionary"
    assert second["outcome"]["code"] == "no_penalty_required"
    assert {f["name"] for f in second["facts"]} >= {"first_violation", "corrected_in_time", "harm"}
    assert (first["conversation"], second["conversation"]) == ("c1", "c1")


def test_what_is_taken_back_is_taken_back(run: Any) -> None:
    _, second = talk(run, ("c1", BREAD), ("c1", "说错了，是第二次被查"))
    fact = next(f for f in second["facts"] if f["name"] == "first_violation")
    assert fact["value"] == "no"
    assert second["outcome"]["code"] == "penalty"


def test_a_second_matter_starts_afresh(run: Any) -> None:
    _, second = talk(run, ("c1", BREAD), ("c1", "另外工厂排放污水超标了，会怎么处理？"))
    told = {f["name"] for f in second["facts"] if f["from"] == "question"}
    assert not told & {"first_violation", "corrected_in_time", "harm"}


def test_two_conversations_do_not_mix(run: Any) -> None:
    rows = talk(run, ("c1", BREAD), ("c2", "我家店卖了过期面包，会罚款吗？"), ("c1", "有一人食物中毒住院"))
    assert [row["conversation"] for row in rows] == ["c1", "c2", "c1"]
    assert "first_violation" not in {f["name"] for f in rows[1]["facts"]}
    assert "first_violation" in {f["name"] for f in rows[2]["facts"]}


def test_a_bare_answer_answers_what_was_asked_last(run: Any) -> None:
    first, second = talk(run, ("c1", OPEN), ("c1", "没有"))
    assert first["questions"]
    assert len(second["questions"]) <= len(first["questions"])
    told = {f["name"]: f["value"] for f in second["facts"]}
    assert told["harm"] == "none"


def test_a_bad_turn_leaves_the_conversation_as_it_was(run: Any) -> None:
    first, bad, last = talk(run, ("c1", BREAD), ("c1", ""), ("c1", "有一人食物中毒住院"))
    assert "error" in bad
    assert "first_violation" in {f["name"] for f in last["facts"]}
    assert first["outcome"]["code"] != last["outcome"]["code"]


# verify -------------------------------------------------------------------------------------------------


def test_verify_reports_each_clause_as_json(run: Any) -> None:
    said = run(
        "verify",
        "--as-of",
        "2026-11-24",
        stdin="依据《行政处罚法》第三十三条、《食品安全法》第一百五十五条。",
    )
    assert said.status == 0
    assert "行政处罚法" in said.out
    exists = [check["exists"] for check in json.loads(said.out)]
    assert exists == [True, False]


def test_verify_of_nothing_is_an_empty_list(run: Any) -> None:
    assert json.loads(run("verify", stdin="").out) == []


def test_verify_of_bytes_that_are_no_utf8_is_unusable_input(run: Any) -> None:
    said = run("verify", stdin="《行政处罚法》".encode("gbk"))
    assert said.status == 2
    assert len(said.err.splitlines()) == 1


def command_line(*argv: str, stdin: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "assistant", *argv],
        input=stdin, capture_output=True, cwd=PROJECT, timeout=60, check=False,
    )  # fmt: skip


def test_verify_as_a_program_keeps_output_and_messages_apart() -> None:
    text = "《环境保护法》第五十九条"
    done = command_line("verify", "--as-of", "2026-11-24", stdin=text.encode())
    assert done.returncode == 0
    assert done.stderr == b""
    (check,) = json.loads(done.stdout.decode("utf-8"))
    assert check["in_force"] is False


def test_an_unknown_command_as_a_program_ends_with_two() -> None:
    done = command_line("guess", stdin=b"")
    assert done.returncode == 2
    assert done.stdout == b""
