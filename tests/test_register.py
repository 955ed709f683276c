"""The register: credit codes, import of files with faults, the window, and what a look-up makes a fact."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from assistant.models import Fact
from corpus.items import load_items
from register.__main__ import main
from register.credit_code import WrongCode, check_character, checked_code
from register.importing import Unreadable, read_register, taken_in
from register.lookup import Party, look_up, window_of
from register.records import Entry
from register.store import LocalRegister

CODE, OTHER = "91350100M000100Y43", "911101080000000000"
TODAY, ACT = date(2026, 11, 24), "经营超过保质期的食品"
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
HEADER = "统一社会信用代码,当事人名称,处罚日期,违法行为,处理结果,文号\n"


# ---- codes ----
first_seventeen = st.text(alphabet=LETTERS, min_size=17, max_size=17)


@given(first_seventeen)
def test_a_code_with_its_check_character_is_a_code_however_it_is_written(first: str) -> None:
    code = first + check_character(first)
    assert checked_code(code) == code
    assert checked_code(f" {code[:8].lower()}-{code[8:]} ") == code


@given(first_seventeen, st.integers(0, 17), st.sampled_from(LETTERS))
def test_one_wrong_character_is_always_found(first: str, place: int, letter: str) -> None:
    code = first + check_character(first)
    wrong = code[:place] + letter + code[place + 1 :]
    if wrong != code:
        with pytest.raises(WrongCode, match="校验"):
            checked_code(wrong)


@pytest.mark.parametrize(
    ("code", "said"),
    [("9135", "18位"), ("91350100M000100Y4I", "不会有“I”"), ("91350100M000100Y44", "应是“3”"), ("", "0位")],
)
def test_a_wrong_code_is_told_what_is_wrong(code: str, said: str) -> None:
    with pytest.raises(WrongCode, match=said):
        checked_code(code)


# ---- import ----
def csv(tmp_path: Path, body: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "register.csv"
    path.write_bytes(body.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_good_rows_are_read_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    row = f"{CODE},某超市,2025年3月8日,{ACT},警告,盘市监罚〔2025〕1号\n"
    found = read_register(csv(tmp_path, HEADER + row, encoding), TODAY)
    assert found.problems == ()
    assert found.entries == (
        Entry(code=CODE, name="某超市", date=date(2025, 3, 8), violation=ACT, result="警告",
              number="盘市监罚〔2025〕1号"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"91350100M000100Y44,某超市,2025-03-08,{ACT},警告,", "第2行：统一社会信用代码的末位校验不符"),
        (f",,2025-03-08,{ACT},警告,", "第2行：没有当事人名称，也没有统一社会信用代码"),
        (f"{CODE},某超市,去年,{ACT},警告,", "第2行：日期写成“去年”"),
        (f"{CODE},某超市,,{ACT},警告,", "第2行：日期写成“空白”"),
        (f"{CODE},某超市,2025-02-30,{ACT},警告,", "第2行：日期写成“2025-02-30”"),
        (f"{CODE},某超市,2027-01-01,{ACT},警告,", "第2行：日期2027-01-01在今天之后"),
        (f"{CODE},某超市,2025-03-08,,警告,", "第2行：没有写违法行为"),
        (f"{CODE},某超市,2025-03-08,{'长' * 2001},警告,", "第2行：这一行的内容太长"),
    ],
)
def test_a_bad_row_is_told_with_its_number_and_the_good_ones_are_kept(
    tmp_path: Path, row: str, said: str
) -> None:
    good = f"{CODE},某超市,2024/1/2,{ACT},警告,\n"
    found = read_register(csv(tmp_path, f"{HEADER}{row}\n\n{good}"), TODAY)
    assert len(found.problems) == 1
    assert found.problems[0].startswith(said)
    assert [e.date for e in found.entries] == [date(2024, 1, 2)]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "没有认出表头"),
        ("a.csv", "名称,电话\n某超市,1\n".encode(), "没有认出表头"),
        ("a.csv", "名称,日期,决定日期,违法行为\n".encode(), "“日期”和“决定日期”都像是同一栏"),
        ("a.csv", b"\xff\xff\xff", "编码"),
        ("a.csv", b"a\x00b", "已损坏"),
        ("a.xlsx", b"no zip", "已损坏"),
        ("a.doc", b"x", "只支持"),
    ],
)
def test_an_unreadable_file_is_told_what_to_do(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=said) as told:
        read_register(path, TODAY)
    assert "再导入" in str(told.value)


def test_a_workbook_is_read_with_its_own_dates(tmp_path: Path) -> None:
    book, path = Workbook(), tmp_path / "台账.xlsx"
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "行政相对人 名称", "处罚决定日期（年月日）", "案由", "处罚种类"])
    sheet.append([1, "某超市", date(2025, 3, 8), ACT, "警告"])
    sheet.append([2, "某超市", 20250309, ACT, None])
    book.save(path)
    found = read_register(path, TODAY)
    assert [(e.name, e.date, e.result) for e in found.entries] == [
        ("某超市", date(2025, 3, 8), "警告"),
        ("某超市", date(2025, 3, 9), ""),
    ]


def test_rows_already_there_are_not_taken_in_twice(tmp_path: Path) -> None:
    register = LocalRegister(tmp_path / "register.sqlite")
    path = csv(tmp_path, f"{HEADER}{CODE},某超市,2025-03-08,{ACT},警告,\n坏,,,,,\n")
    assert taken_in(register, read_register(path, TODAY)).startswith(
        "已导入1条，重复未再导入0条，有误未导入1条"
    )
    assert taken_in(register, read_register(path, TODAY)).startswith("已导入0条，重复未再导入1条")
    assert register.extent().total == 1


def test_the_command_takes_files_in_and_tells_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KUANYAN_HOME", str(tmp_path))
    path = csv(tmp_path, f"{HEADER}{CODE},某超市,2025-03-08,{ACT},警告,\n")
    assert main(["import", str(path)]) == 0
    assert main(["status"]) == 0
    assert "登记簿共1条，最近一条2025-03-08" in capsys.readouterr().out
    assert main(["import", str(tmp_path / "nowhere.csv")]) == 2
    assert main([]) == 2


# ---- looking up ----
def held(tmp_path: Path, *entries: Entry) -> LocalRegister:
    register = LocalRegister(tmp_path / "register.sqlite")
    register.add(entries or [entry(code=OTHER, name="别家")])
    return register


def entry(**changes: object) -> Entry:
    fields = {"code": CODE, "name": "某超市", "date": date(2025, 3, 8), "violation": ACT, "result": "警告"}
    return Entry.model_validate({**fields, **changes})


def same(said: str) -> bool | None:
    return None if said == "？" else said == ACT


PARTY = Party(code=CODE, name="某超市")


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2024, 11, 23), "first"),  # the day before the window
        (date(2024, 11, 24), "again"),  # its first day
        (date(2026, 11, 24), "again"),  # the day itself
        (date(2026, 11, 25), "first"),  # later than the act: no earlier violation
    ],
)
def test_the_window_of_two_years_begins_on_the_same_day(tmp_path: Path, day: date, state: str) -> None:
    assert look_up(held(tmp_path, entry(date=day)), PARTY, TODAY, 24, same).state == state


def test_without_a_window_the_whole_register_counts(tmp_path: Path) -> None:
    found = look_up(held(tmp_path, entry(date=date(2001, 1, 1))), PARTY, TODAY, None, same)
    assert found.state == "again"
    assert "没有写明期限" in found.text


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"result": "罚款500元"}, "again"),
        ({"result": "不予行政处罚"}, "again"),  # an earlier sparing for the same act breaks the first
        ({"result": "责令改正"}, "unsure"),
        ({"result": "接到投诉"}, "unsure"),
        ({"result": ""}, "unsure"),
        ({"result": "处罚决定已撤销"}, "first"),
        ({"violation": "无照经营"}, "first"),
        ({"violation": "？"}, "unsure"),
        ({"code": OTHER}, "first"),
        ({"code": "", "name": "某 超市"}, "again"),
        ({"code": "", "name": "别家"}, "first"),
    ],
)
def test_what_counts_as_an_earlier_violation(tmp_path: Path, changes: dict[str, object], state: str) -> None:
    assert look_up(held(tmp_path, entry(**changes)), PARTY, TODAY, 24, same).state == state


def test_a_hit_and_a_miss_become_facts_with_the_record_as_evidence(tmp_path: Path) -> None:
    hit = look_up(held(tmp_path, entry(number="〔2025〕1号")), PARTY, TODAY, 24, same).fact
    miss = look_up(held(tmp_path), Party(name="新店"), TODAY, 24, same).fact
    assert isinstance(hit, Fact)
    assert isinstance(miss, Fact)
    assert (hit.name, hit.value, hit.from_) == ("first_violation", "no", "record")
    assert "2025-03-08 经营超过保质期的食品 警告（〔2025〕1号）" in hit.evidence
    assert (miss.value, miss.from_) == ("yes", "record")
    assert "2024-11-24至2026-11-24，没有同类违法记录" in miss.evidence


def test_an_empty_register_and_a_nameless_party_settle_nothing(tmp_path: Path) -> None:
    empty = LocalRegister(tmp_path / "empty.sqlite")
    for register, party, said in ((empty, PARTY, "先导入"), (held(tmp_path), Party(), "请先填")):
        found = look_up(register, party, TODAY, 24, same)
        assert (found.state, found.fact) == ("unknown", None)
        assert said in found.text


def test_the_window_is_that_of_the_item() -> None:
    items = {item.id: item for item in load_items()}
    assert window_of(items["samr-2025-01-05"]) == 24
    assert window_of(None) is None
    assert {window_of(item) for item in items.values()} >= {12, 24, None}
