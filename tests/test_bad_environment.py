"""Whatever is wrong around the program: one clear line, the right exit status, and nothing lost.

Whole programs are run, with warnings as errors. Their messages may hold no traceback.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import __main__ as cli
from assistant.guard import has_chinese
from assistant.pipeline import Assistant
from corpus.statute_file import installed
from corpus.version_rules import load_rules as load_version_rules
from index.errors import IndexProblem
from settings import PREFIX, PROJECT, Settings

CITED = "依据《行政处罚法》第三十三条。"
BREAD = "我家超市卖了过期面包，第一次被查，已经下架了。"
# Root may write anywhere: programs under test give that up, so that read-only means read-only.
BOUND = """
import ctypes, os, sys
for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


class Ran:
    """What a program wrote and how it ended."""

    def __init__(self, done: subprocess.CompletedProcess[bytes]) -> None:
        self.status, self.out, self.err = done.returncode, done.stdout.decode(), done.stderr.decode()

    def refused(self, *words: str, status: int = 1) -> None:
        """It ended with ``status`` and one Chinese line that holds ``words``."""
        assert (self.status, self.out) == (status, ""), self.err
        assert len(self.err.splitlines()) == 1, self.err
        assert has_chinese(self.err)
        for word in words:
            assert word in self.err


def program(module: str, *argv: str, stdin: str = "", bound: bool = False, **set_: object) -> Ran:
    """Run ``python -m module argv`` with the settings ``set_`` and no others."""
    names = {f"{PREFIX}{name.upper()}": str(value) for name, value in set_.items()}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    first = ["-c", BOUND] if bound else []
    return Ran(
        subprocess.run(
            [sys.executable, *first, "-W", "error", "-m", module, *argv],
            input=stdin.encode(),
            capture_output=True,
            cwd=PROJECT,
            timeout=120,
            check=False,
            env={**inherited, **names},
        )
    )


# Input


def test_an_empty_question_is_refused_before_an_index_is_built_for_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    program("assistant", "ask", "", home=home).refused("没有输入问题", status=2)
    assert not home.exists()


def test_a_batch_of_bad_input_loses_no_good_line(indexed_home: Path) -> None:
    refused = {"empty": "", "long": "过" * 10_000, "emoji": "😀😀👍", "signs": "？？？"}
    foreign = {
        "english": "Will I be fined for selling expired bread?",
        "russian": "Буду ли я оштрафован?",
        "sql": "'; DROP TABLE laws; --",
        "html": "<script>alert(1)</script>",
    }
    good = {"good": BREAD, "sql-in-it": f"'; DROP TABLE laws; -- {BREAD}", "html-in-it": f"<b>{BREAD}</b>"}
    lines = [json.dumps({"id": name, "question": q}) for name, q in (refused | foreign | good).items()]
    ran = program("assistant", "batch", stdin="\n".join(lines) + "\n", home=indexed_home)
    assert (ran.status, ran.err) == (0, "")
    rows = {row["id"]: row for row in map(json.loads, ran.out.splitlines())}
    assert list(rows) == [*refused, *foreign, *good]
    for name in refused:
        assert rows[name].keys() == {"id", "error"}
        assert has_chinese(rows[name]["error"])
    for name in foreign:
        assert rows[name]["outcome"]["code"] == "out_of_scope"
        assert "请用中文提问" in rows[name]["answer"]
    codes = {rows[name]["outcome"]["code"] for name in good}
    assert codes == {"no_penalty_discretionary"}


# The database of laws


def test_a_missing_database_is_named_with_the_remedy(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere.db"
    program("assistant", "verify", stdin=CITED, laws_db=missing).refused(str(missing), "pip install")


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    program("assistant", "ask", BREAD, laws_db=tmp_path, home=tmp_path).refused("打不开", str(tmp_path))


def test_an_altered_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    altered = tmp_path / "laws.db"
    shutil.copyfile(installed(load_version_rules().database), altered)
    with altered.open("r+b") as stream:  # one character of some article
        stream.seek(altered.stat().st_size // 2)
        byte = stream.read(1)
        stream.seek(-1, os.SEEK_CUR)
        stream.write(bytes([byte[0] ^ 1]))
    before = altered.stat()
    ran = program("assistant", "verify", stdin=CITED, laws_db=altered)
    ran.refused(str(altered), "不一致", "pip install")
    after = altered.stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
    assert [path.name for path in tmp_path.iterdir()] == ["laws.db"]


def test_the_index_refuses_a_missing_database_too(tmp_path: Path) -> None:
    ran = program("index", "status", laws_db=tmp_path / "nowhere.db", home=tmp_path)
    assert ran.status in (1, 2)
    ran.refused("找不到法律数据库", status=ran.status)


# Settings


def test_an_unknown_setting_is_told_with_those_that_exist() -> None:
    program("assistant", "verify", stdin=CITED, prot=7861).refused("KUANYAN_PROT", "KUANYAN_PORT")


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("port", "99999", "1 到 65535"),
        ("port", "七千", "1 到 65535"),
        ("port", "", "1 到 65535"),
        ("top_k", "1.5", "1 到 200"),
        ("threads", "0", "1 到 64"),
        ("store", "faiss", "chroma"),
    ],
)
def test_a_wrong_value_is_told_with_what_is_right(
    name: str, value: str, right: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"{PREFIX}{name.upper()}", value)
    assert cli.main(["ask", BREAD]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    for part in (f"{PREFIX}{name.upper()}", repr(value), right):
        assert part in line


# The disk


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(0o555)
    program("assistant", "ask", BREAD, home=home, bound=True).refused(str(home), "没有写权限", "KUANYAN_HOME")
    assert list(home.iterdir()) == []


def test_an_index_on_a_read_only_disk_goes_on_serving(indexed_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(indexed_home, home)
    paths = [home, *home.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        ran = program("assistant", "ask", BREAD, home=home, bound=True)
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)
        shutil.rmtree(home)  # a hundred megabytes that pytest would keep
    assert ran.status == 0
    assert ran.out.startswith("**可以不予处罚**")
    assert "Traceback" not in ran.err


def test_a_file_where_the_data_folder_should_be(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("别的东西", encoding="utf-8")
    program("assistant", "ask", BREAD, home=home).refused(str(home), "无法写入")
    assert home.read_text(encoding="utf-8") == "别的东西"


@pytest.mark.parametrize(
    "problem",
    [IndexProblem("磁盘已满，请腾出空间"), OSError(28, "No space left"), KeyboardInterrupt()],
    ids=["index", "disk", "stopped"],
)
def test_what_stops_the_opening_ends_with_one_line(
    problem: BaseException, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(cls: type[Assistant], settings: Settings | None = None) -> Assistant:
        raise problem

    monkeypatch.setattr(Assistant, "open", classmethod(fail))
    assert cli.main(["ask", BREAD]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert has_chinese(said.err)
