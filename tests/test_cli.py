"""The command line as a person and a script meet it: data on stdout, one sentence on stderr, an honest status."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
from pysqlite3 import dbapi2 as sqlite

from desktop import cli
from desktop.catalogue import Catalogue, Definitions, load
from desktop.program import program_root
from desktop.store import Log, connection
from desktop.store import log as log_module

GOOD_CODE = "91110000600037341L"
ENGLISH = re.compile(r"[A-Za-z']{2,} [A-Za-z']{2,}")
COMMAND = re.compile(r"taizhang( --data \S+)?( [a-z]+)?( --[a-z]+)?")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@cache
def _load_once(definitions: tuple[Definitions, ...]) -> Catalogue:
    return load(definitions)


@pytest.fixture(autouse=True)
def read_the_built_in_definitions_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most of a command's time goes into reading the definitions."""
    monkeypatch.setattr(log_module, "load", lambda own=(), root=None: _load_once(tuple(own)))


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str

    @property
    def json(self) -> object:
        return json.loads(self.out)


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command as `taizhang` runs it; an exception that `main` lets through fails the test."""

    def command(*arguments: object, stdin: str | bytes = b"") -> Result:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        status: object = 0
        try:
            cli.main([str(one) for one in arguments])
        except SystemExit as leaving:
            status = leaving.code
        captured = capsys.readouterr()
        assert isinstance(status, int)
        return Result(status, captured.out, captured.err)

    return command


@pytest.fixture(scope="session")
def empty_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("empty") / "log.db"
    Log.create(file, settings={"bureau": "青石区应急管理局"}).close()
    return file


@pytest.fixture
def data(empty_log: Path, tmp_path: Path) -> Path:
    """An empty log in a folder of its own."""
    folder = tmp_path / "data"
    folder.mkdir()
    return Path(shutil.copy(empty_log, folder / "log.db"))


def lines(*records: object) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records)


@pytest.fixture
def year(data: Path, run: Run) -> Path:
    """A log with a little of 2023 and 2024 in it."""
    firms = lines(
        {"name": "甲公司", "uscc": GOOD_CODE, "industry": "化工", "level": "本局", "employee_count": "约50人"},
        {"name": "乙公司", "industry": "加油站", "tags": ["重大危险源", "有限空间"], "standardised": True},
    )
    cases = lines(
        {"case_no": "1号", "filed_on": "2024-01-05", "decided_on": "2024-03-05", "fine": "3.25万元",
         "enterprise": "甲公司",
         "stage": "事前", "procedure": "普通程序", "case_source": "执法检查", "penalty_kinds": "警告、罚款"},
        {"case_no": "2号", "filed_on": "2024-05-05", "decided_on": "2024-06-05", "fine": 5000,
         "enterprise": GOOD_CODE,
         "stage": "事前", "procedure": "简易程序", "case_source": "举报", "note": "第一段\n“第二段”,逗号"},
        {"case_no": "3号", "filed_on": "2023-05-05", "decided_on": "2023-06-05", "fine": 100, "enterprise": "乙公司",
         "stage": "事前", "procedure": "普通程序", "case_source": "执法检查"},
        {"case_no": "4号", "filed_on": "2024-07-05", "decided_on": "2024-08-05", "enterprise": "甲公司"},
    )  # fmt: skip
    assert run("--data", data, "add", "enterprise", stdin=firms).status == 0
    assert run("--data", data, "add", "行政处罚案件", stdin=cases).status == 0
    return data


def state(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes; SQLite's -wal and -shm come and go and are no content."""
    return {one.name: one.read_bytes() for one in folder.iterdir() if not one.name.endswith(("-wal", "-shm"))}


def assert_refused(result: Result, *hints: str) -> None:
    """One Chinese sentence (or two) on one line of stderr, nothing on stdout, a status that says no."""
    assert result.status not in (0, None)
    assert result.out == ""
    assert "Traceback" not in result.err
    assert len(result.err.strip().splitlines()) == 1
    assert CHINESE.search(result.err)
    assert result.err.strip().endswith("。")
    said = COMMAND.sub("", re.sub(r"（[^）]*）", "", result.err))
    assert not ENGLISH.search(said), "the system's own words stand only in brackets"
    for hint in hints:
        assert hint in result.err


# -------------------------------------------------------------------- new


def test_a_new_log_is_made_and_its_definitions_are_in_it(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[ledgers.training.fields.own]\nlabel = '自定'\ntype = 'text'\n", encoding="utf-8")
    made = run("--data", tmp_path / "台账.db", "new", "--bureau", "青石区应急管理局", "--definitions", own)
    assert (made.status, made.out) == (0, "")
    assert "台账.db" in made.err
    assert run("--data", tmp_path / "台账.db", "add", "training", stdin='{"自定": "甲"}').status == 0
    with Log.open(tmp_path / "台账.db") as log:
        assert log.setting("bureau") == "青石区应急管理局"


def test_new_never_touches_what_is_there(run: Run, year: Path) -> None:
    before = state(year.parent)
    assert_refused(run("--data", year, "new"), "已经存在")
    assert_refused(run("--data", year.parent, "new"), "已经存在")
    assert state(year.parent) == before


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"[indicators.x", id="no TOML"),
        pytest.param(b"[indicators.x]\ncolour = 1\n", id="unknown key"),
        pytest.param("label = '台账'".encode("gbk"), id="GBK"),
        pytest.param("label = '台账'".encode("utf-16"), id="UTF-16"),
        pytest.param(b"[ledgers._change]\nlabel = 'x'\n", id="system table"),
    ],
)
def test_definitions_that_cannot_be_used_leave_no_log(run: Run, tmp_path: Path, content: bytes) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(content)
    assert_refused(run("--data", tmp_path / "log.db", "new", "--definitions", own), "own.toml")
    assert [one.name for one in tmp_path.iterdir()] == ["own.toml"]


def test_new_needs_its_folder_and_its_definitions(run: Run, tmp_path: Path) -> None:
    assert_refused(run("--data", tmp_path / "没有" / "log.db", "new"), "没有文件夹")
    assert_refused(run("new"), "--data")
    assert_refused(run("--data", tmp_path / "log.db", "new", "--definitions", tmp_path / "没有.toml"), "没有.toml")
    assert list(tmp_path.iterdir()) == []


# -------------------------------------------------------------------- add


def test_add_saves_the_good_lines_and_reports_the_others_by_number(run: Run, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "场次.jsonl"
    file.write_bytes(
        b"\xef\xbb\xbf" + lines({"名称": "第一场", "举办日期": "2024年3月5日"}).encode()
        + b"\n   \n"
        + b'{"name": "\xb0\xb2\xc8\xab"}\n'
        + b'{"name": "no end"\n'
        + b"[1, 2]\n"
        + lines({"name": "坏", "held_on": "2024-02-30", "colour": "红"}, {"name": "第二场"}).encode()
        + ("[" * 100_000).encode() + b"\r\n"
        + '{"name": "第三场"}'.encode()
    )  # fmt: skip
    result = run("--data", data, "add", "学法培训", file, "--json")
    assert result.status == 1
    found = json.loads(result.out)
    assert list(found) == ["added", "rejected"]
    assert found["added"] == 3
    assert all(list(one) == ["line", "field", "message"] for one in found["rejected"])
    assert [(one["line"], one["field"]) for one in found["rejected"]] == [
        (4, ""), (5, ""), (6, ""), (7, "held_on"), (7, "colour"), (9, ""),
    ]  # fmt: skip
    assert all(CHINESE.search(one["message"]) for one in found["rejected"])
    for number in (4, 5, 6, 7, 9):
        assert f"第 {number} 行：" in result.err
    assert "已保存 3 条到“学法培训”，退回 5 条。" in result.err
    listed = run("--data", data, "list", "training", "--json").json
    assert [one["name"] for one in listed] == ["第一场", "第二场", "第三场"]  # type: ignore[attr-defined]


def test_add_reads_standard_input_and_says_nothing_on_stdout_unless_asked(run: Run, data: Path) -> None:
    for arguments in ((), ("-",)):
        result = run("--data", data, "add", "training", *arguments, stdin=lines({"name": "一"}))
        assert (result.status, result.out) == (0, "")
        assert "已保存 1 条" in result.err
    assert run("--data", data, "add", "training", "--json", stdin=lines({"name": "三"})).json == {
        "added": 1, "rejected": [],
    }  # fmt: skip
    assert run("--data", data, "add", "training", "--json").json == {"added": 0, "rejected": []}


@pytest.mark.parametrize(
    "line",
    [
        pytest.param('{"name": "\\ud800"}', id="half a surrogate pair"),
        pytest.param('{"\\ud800": "甲"}', id="half a pair as a field"),
        pytest.param('{"kept_reason": "\\ud800", "name": "甲"}', id="half a pair as a reason"),
        pytest.param('{"sessions": ' + "9" * 5000 + "}", id="number of 5000 digits"),
        pytest.param('{"sessions": NaN}', id="not a number"),
        pytest.param('{"sessions": -Infinity}', id="infinity"),
        pytest.param('{"sessions": 1e999}', id="beyond a float"),
        pytest.param('{"sessions": true}', id="boolean for a number"),
        pytest.param('{"sessions": {"n": 1}}', id="object for a number"),
        pytest.param('{"topics": {"甲": 1}}', id="object for tags"),
        pytest.param('{"held_on": 1709596800}', id="seconds for a date"),
        pytest.param('{"name": "' + "长" * 501 + '"}', id="too long"),
        pytest.param('{"level": "村级"}', id="unknown choice"),
        pytest.param("null", id="null"),
        pytest.param('"甲"', id="text"),
        pytest.param("{'name': '甲'}", id="Python, not JSON"),
        pytest.param('{"name": "甲"} {"name": "乙"}', id="two on a line"),
    ],
)
def test_a_bad_line_is_returned_and_the_good_ones_around_it_are_kept(run: Run, data: Path, line: str) -> None:
    stdin = '{"name": "前"}\n' + line + '\n{"name": "后"}\n'
    result = run("--data", data, "add", "training", "--json", stdin=stdin)
    assert result.status == 1
    result.out.encode()
    found = json.loads(result.out)
    assert (found["added"], {one["line"] for one in found["rejected"]}) == (2, {2})
    with Log.open(data) as log:
        assert [one["name"] for one in log.records(log.ledger("training"))] == ["前", "后"]
        assert list(log.faults()) == []


def test_add_refuses_what_it_cannot_read_or_find(run: Run, data: Path, tmp_path: Path) -> None:
    before = state(data.parent)
    assert_refused(run("--data", data, "add", "培训班子", stdin="{}"), "没有台账“培训班子”")
    assert_refused(run("--data", data, "add", "training", tmp_path / "没有.jsonl"), "没有.jsonl")
    assert_refused(run("--data", data, "add", "training", tmp_path))
    assert state(data.parent) == before


def test_add_to_a_locked_log_is_refused_and_saves_nothing(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_MILLISECONDS", 100)
    other = sqlite.connect(data, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert_refused(run("--data", data, "add", "training", stdin=lines({"name": "一"})), "正被另一个程序写入")
    other.execute("ROLLBACK")
    other.close()
    assert run("--data", data, "list", "training", "--json").json == []


# -------------------------------------------------------------------- list


def test_list_json_has_filled_fields_only_and_names_for_links(run: Run, year: Path) -> None:
    first, second, *_ = json.loads(run("--data", year, "list", "penalty_case", "--json").out)
    del first["id"]
    assert first == {
        "case_no": "1号", "filed_on": "2024-01-05", "stage": "事前", "procedure": "普通程序",
        "case_source": "执法检查", "enterprise": "甲公司", "decided_on": "2024-03-05", "result": "给予处罚",
        "penalty_kinds": ["警告", "罚款"],
        "fine": "32500.00", "level": "本局",
    }  # fmt: skip
    assert second["note"] == "第一段\n“第二段”,逗号"
    assert json.loads(run("--data", year, "list", "enterprise", "--json").out)[0]["employee_count_approx"] is True


def test_list_csv_is_what_a_spreadsheet_reads(run: Run, year: Path, catalogue: Catalogue) -> None:
    out = run("--data", year, "list", "penalty_case", "--csv").out
    assert out.startswith("\ufeff编号,")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert list(rows[0]) == ["编号", *(one.label for one in catalogue.ledgers["penalty_case"].fields.values())]
    assert len(rows) == 4
    assert (rows[0]["罚款"], rows[0]["企业"], rows[0]["处罚种类"]) == ("32,500.00", "甲公司", "警告、罚款")
    assert rows[1]["备注"] == "第一段\n“第二段”,逗号"
    assert (
        next(csv.DictReader(io.StringIO(run("--data", year, "list", "enterprise", "--csv").out)))["从业人数"]
        == "约50"
    )


def test_list_shows_live_records_only(run: Run, year: Path) -> None:
    with Log.open(year) as log:
        log.delete(log.ledger("penalty_case"), str(next(log.records(log.ledger("penalty_case")))["id"]))
    assert len(run("--data", year, "list", "行政处罚案件").out.splitlines()) > 3
    assert [one["case_no"] for one in json.loads(run("--data", year, "list", "penalty_case", "--json").out)] == [
        "2号", "3号", "4号",
    ]  # fmt: skip


def add_listed(run: Run, source: Path, target: Path, ledger: str, *, keep_ids: bool = False) -> Result:
    """What `list --json` prints, given back to `add` line by line."""
    records = json.loads(run("--data", source, "list", ledger, "--json").out)
    if not keep_ids:
        records = [{key: value for key, value in one.items() if key != "id"} for one in records]
    return run("--data", target, "add", ledger, "--json", stdin=lines(*records))


def listed(run: Run, file: Path, ledger: str) -> list[dict[str, object]]:
    records = json.loads(run("--data", file, "list", ledger, "--json").out)
    return [{key: value for key, value in one.items() if key != "id"} for one in records]


@pytest.fixture
def second(empty_log: Path, tmp_path: Path) -> Path:
    """Another empty log."""
    return Path(shutil.copy(empty_log, tmp_path / "second.db"))


def test_what_is_listed_can_be_added_again_as_it_stands(run: Run, year: Path, second: Path) -> None:
    assert add_listed(run, year, second, "enterprise", keep_ids=True).json == {"added": 2, "rejected": []}


def test_records_and_those_they_link_to_move_to_another_log_unchanged(run: Run, year: Path, second: Path) -> None:
    for ledger in ("enterprise", "penalty_case"):
        assert add_listed(run, year, second, ledger).status == 0
        assert listed(run, second, ledger) == listed(run, year, ledger)
    figures = [run("--data", file, "figures", "--year", 2024, "--json").out for file in (year, second)]
    assert figures[0] == figures[1]


def test_a_choice_left_empty_on_purpose_stays_empty_in_the_other_log(run: Run, data: Path, second: Path) -> None:
    """A record without a level counts in no figure of the bureau; with the default it would."""
    run("--data", data, "add", "training", stdin=lines({"name": "一", "level": None, "sessions": None}))
    add_listed(run, data, second, "training")
    assert listed(run, second, "training") == listed(run, data, "training")


def test_a_doubtful_code_kept_with_a_reason_moves_along(run: Run, data: Path, second: Path) -> None:
    run("--data", data, "add", "enterprise", stdin=lines({"name": "甲", "uscc": "123", "kept_reason": "旧码"}))
    assert add_listed(run, data, second, "enterprise").json == {"added": 1, "rejected": []}


@pytest.mark.parametrize(
    ("target", "record", "ledger", "field", "key"),
    [
        pytest.param("hazard", {"description": "通道堵塞", "hazard_no": "H-1"}, "supervision_action", "hazard", "H-1",
                     id="title is no key"),
        pytest.param("penalty_case", {"decision_no": "决-1"}, "disclosure", "case", "决-1", id="title is empty"),
        pytest.param("enterprise", {"name": "甲公司", "uscc": GOOD_CODE}, "hazard", "enterprise", GOOD_CODE,
                     id="title is shared"),
    ],
)  # fmt: skip
def test_a_link_that_was_found_once_is_found_again(
    run: Run, data: Path, second: Path, target: str, record: dict[str, str], ledger: str, field: str, key: str
) -> None:
    run("--data", data, "add", target, stdin=lines(record, {"name": "甲公司"} if target == "enterprise" else record))
    with Log.open(data) as log:
        if target != "enterprise":
            *_, double = log.records(log.ledger(target))
            log.delete(log.ledger(target), str(double["id"]))
    assert run("--data", data, "add", ledger, stdin=lines({field: key})).status == 0
    assert add_listed(run, data, second, target).status == 0
    assert add_listed(run, data, second, ledger).json == {"added": 1, "rejected": []}
    with Log.open(second) as log:
        assert next(log.records(log.ledger(ledger)))[field] is not None


# -------------------------------------------------------------------- figures, rows, catalogue, verify


def test_figures_json_is_complete_and_right(run: Run, year: Path, catalogue: Catalogue) -> None:
    found = json.loads(run("--data", year, "figures", "--year", 2024, "--json").out)
    assert [one["indicator"] for one in found] == list(catalogue.indicators)
    for one in found:
        assert list(one) == [
            "indicator", "label", "section", "unit", "value", "text", "previous", "records", "uncounted",
            "reported", "adjustment",
        ]  # fmt: skip
        assert one["value"] is None or isinstance(one["value"], int | float)
        assert one["text"]
        assert isinstance(one["records"], int)
        assert isinstance(one["uncounted"], int)
    fines = next(one for one in found if one["indicator"] == "penalty_fines")
    assert (fines["value"], fines["previous"], fines["unit"], fines["uncounted"]) == (3.75, 0.01, "万元", 1)


def test_figures_of_a_part_of_the_year(run: Run, year: Path) -> None:
    def fines(*span: str) -> object:
        found = json.loads(run("--data", year, "figures", "--year", 2024, "--json", *span).out)
        return next(one["value"] for one in found if one["indicator"] == "penalty_fines")

    assert fines("--from", "2024-03-05", "--to", "2024年3月5日") == 3.25
    assert fines("--from", "20240306") == 0.5
    assert fines("--to", "2024/3/4") == 0


def test_rows_are_the_records_behind_a_figure_and_those_left_out(run: Run, year: Path) -> None:
    found = json.loads(run("--data", year, "rows", "penalty_fines", "--year", 2024, "--json").out)
    assert [(one["ledger"], one["case_no"]) for one in found] == [("penalty_case", "1号"), ("penalty_case", "2号")]
    left_out = run("--data", year, "rows", "罚款金额", "--year", 2024, "--uncounted", "--json")
    assert [(one["case_no"], bool(CHINESE.search(one["reason"]))) for one in json.loads(left_out.out)] == [
        ("4号", True)
    ]
    plain = run("--data", year, "rows", "penalty_fines", "--year", 2024)
    assert [json.loads(line)["case_no"] for line in plain.out.splitlines()] == ["1号", "2号"]
    assert CHINESE.search(plain.err)


def test_catalogue_json_lists_everything_with_and_without_a_log(run: Run, data: Path, catalogue: Catalogue) -> None:
    for arguments in ((), ("--data", data)):
        found = json.loads(run(*arguments, "catalogue", "--json").out)
        assert list(found) == ["ledgers", "indicators"]
        assert [one["ledger"] for one in found["ledgers"]] == list(catalogue.ledgers)
        assert [one["indicator"] for one in found["indicators"]] == list(catalogue.indicators)
        training = next(one for one in found["ledgers"] if one["ledger"] == "training")
        kind = next(one for one in training["fields"] if one["field"] == "kind")
        assert (kind["type"], kind["needed"], kind["choices"]["course"]) == ("choice", "count", "培训班")


def test_verify_tells_a_sound_log_from_a_tampered_one(run: Run, year: Path) -> None:
    assert run("--data", year, "verify").status == 0
    assert run("--data", year, "verify", "--json").json == {"sound": True, "faults": []}
    other = sqlite.connect(year)
    other.execute("UPDATE _change SET person = '王五' WHERE seq = 2")
    other.commit()
    other.close()
    assert_refused(run("--data", year, "verify"), "修改记录第 2 条")
    found = run("--data", year, "verify", "--json")
    assert found.status == 1
    assert json.loads(found.out)["sound"] is False


# -------------------------------------------------------------------- export


def test_export_replaces_the_workbook_as_a_whole(run: Run, year: Path, tmp_path: Path) -> None:
    out = tmp_path / "2024 年度.xlsx"
    out.write_text("旧的", encoding="utf-8")
    result = run("--data", year, "export", "--year", 2024, out)
    assert (result.status, result.out) == (0, "")
    book = openpyxl.load_workbook(out, read_only=True)
    assert len(book.sheetnames) > 1
    book.close()
    assert {one.name for one in tmp_path.iterdir()} == {"data", out.name}, "nothing is left beside it"


def test_returns_follows_the_province_and_warns_of_what_is_left_out(run: Run, year: Path, tmp_path: Path) -> None:
    out = tmp_path / "统计年报.xlsx"
    result = run("--data", year, "returns", "--year", 2024, "--province", "浙江", out)
    assert (result.status, result.out) == (0, "")
    assert "处罚种类未填" in result.err
    assert "已按浙江省表样导出" in result.err
    page = openpyxl.load_workbook(out, data_only=True)["年报表一行政处罚"]
    assert [page["B5"].value, page["J5"].value, page["K5"].value] == [1, 1, 3.75]
    assert run("--data", year, "returns", "--year", 2024, "--by-kind", "--province", "浙江", out).status == 0
    page = openpyxl.load_workbook(out, data_only=True)["年报表一行政处罚"]
    assert [page["A5"].value, page["B5"].value, page["J5"].value] == [1, 1, 1]


def test_returns_of_no_province_is_refused(run: Run, year: Path, tmp_path: Path) -> None:
    refused = run("--data", year, "returns", "--year", 2024, "--province", "火星", tmp_path / "统计年报.xlsx")
    assert_refused(refused, "火星")
    assert_refused(run("--data", tmp_path / "new.db", "new", "--province", "火星"), "火星")


def test_a_new_log_knows_its_province(run: Run, tmp_path: Path) -> None:
    log, out = tmp_path / "new.db", tmp_path / "统计年报.xlsx"
    assert run("--data", log, "new", "--province", "广东").status == 0
    assert "已按广东省表样导出" in run("--data", log, "returns", "--year", 2024, out).err


def test_the_rows_behind_a_return_s_figure(run: Run, year: Path) -> None:
    found = run("--data", year, "rows", "zhejiang.penalty_total", "--year", 2024, "--json")
    assert [one["case_no"] for one in found.json] == ["1号"]
    listed = run("catalogue", "--json")
    assert "penalty_total" not in listed.out


@pytest.mark.parametrize("where", [".", "没有/年度.xlsx", "log.db/年度.xlsx"])
def test_export_to_no_file_is_refused_and_writes_nothing(run: Run, year: Path, where: str) -> None:
    before = state(year.parent)
    assert_refused(run("--data", year, "export", "--year", 2024, year.parent / where))
    assert state(year.parent) == before


# -------------------------------------------------------------------- report


REPORT = """
[reports.short]
label = "短报告"
title = ["{bureau}{year}年度报告"]
opening = ["{year}年[，{cutoff}]，我局检查{checks}。"]
[[reports.short.sections]]
title = "存在不足"
hint = "写不足"
"""


@pytest.fixture
def reporting(run: Run, tmp_path: Path) -> Path:
    """A log with an outline of its own and a check in each of two months."""
    definitions, file = tmp_path / "提纲.toml", tmp_path / "报告台账.db"
    definitions.write_text(REPORT, encoding="utf-8")
    assert run("--data", file, "new", "--bureau", "青石区应急管理局", "--definitions", definitions).status == 0
    checks = lines({"checked_on": "2024-03-05", "kind": "计划检查"}, {"checked_on": "2024-11-05", "kind": "计划检查"})
    assert run("--data", file, "add", "enforcement_check", stdin=checks).status == 0
    return file


def test_the_report_is_written_as_a_word_document(run: Run, reporting: Path, tmp_path: Path) -> None:
    out = tmp_path / "年度报告.docx"
    result = run("--data", reporting, "report", "--year", 2024, "--dated", "2025-01-15", out)
    assert (result.status, result.out) == (0, "")
    assert "“存在不足”里要自己写的内容还没有写" in result.err
    text = [one.text for one in docx.Document(str(out)).paragraphs]
    assert text[:2] == ["青石区应急管理局2024年度报告", "2024年，我局检查2次。"]
    assert "2025年1月15日" in text


def test_the_report_of_a_part_of_the_year(run: Run, reporting: Path, tmp_path: Path) -> None:
    out = tmp_path / "年度报告.docx"
    arguments = ("report", "--year", 2024, "--to", "2024-10-31", "--outline", "short", out)
    assert run("--data", reporting, *arguments).status == 0
    assert "截至10月31日，我局检查1次。" in "\n".join(one.text for one in docx.Document(str(out)).paragraphs)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--outline", "没有", "报告.docx"], id="unknown outline"),
        pytest.param(["--dated", "昨天", "报告.docx"], id="no date"),
        pytest.param(["没有/报告.docx"], id="no folder"),
    ],
)
def test_a_report_that_cannot_be_written_is_refused(
    run: Run, reporting: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert_refused(run("--data", reporting, "report", "--year", 2024, *arguments))
    assert list(tmp_path.glob("*.docx")) == []


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_new_where_nobody_can_write_is_refused(run: Run) -> None:
    assert_refused(run("--data", "/proc/log.db", "new"), "/proc/log.db")


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_export_where_nobody_can_write_is_refused(run: Run, year: Path) -> None:
    assert_refused(run("--data", year, "export", "--year", 2024, "/proc/年度.xlsx"), "/proc")


@pytest.mark.parametrize("name", ["log.db", "./log.db", "link.xlsx"])
def test_export_never_replaces_the_log_itself(run: Run, year: Path, name: str) -> None:
    (year.parent / "link.xlsx").hardlink_to(year)
    before = year.read_bytes()
    result = run("--data", year, "export", "--year", 2024, f"{year.parent}/{name}")
    assert year.read_bytes() == before
    if name != "link.xlsx":
        assert_refused(result)


def test_an_export_that_runs_out_of_space_leaves_the_old_workbook(year: Path, tmp_path: Path) -> None:
    """The system lets no file grow over 40 kB: the workbook breaks off half-way."""
    resource = pytest.importorskip("resource", reason="Windows limits no file's size")
    out = tmp_path / "年度.xlsx"
    out.write_text("旧的", encoding="utf-8")
    result = process(
        "--data", year, "export", "--year", "2024", out,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)),
    )  # fmt: skip
    assert_refused(result)
    assert out.read_text(encoding="utf-8") == "旧的"
    assert {one.name for one in tmp_path.iterdir()} == {"data", out.name}


# -------------------------------------------------------------------- bad requests of every kind

BAD_REQUESTS = [
    pytest.param(["list", "没有的台账"], id="unknown ledger"),
    pytest.param(["list"], id="no ledger"),
    pytest.param(["list", "training", "drill"], id="one ledger too many"),
    pytest.param(["list", "training", "--xml"], id="unknown option"),
    pytest.param(["lists", "training"], id="unknown command"),
    pytest.param(["figures"], id="no year"),
    pytest.param(["figures", "--year"], id="year without a value"),
    *(pytest.param(["figures", "--year", typed], id=f"year {typed!r}")
      for typed in ("去年", "2024年", "99999", "1899", "-1", "0", "2024.5", "")),
    *(pytest.param(["figures", "--year", "2024", "--from", typed], id=f"from {typed!r}")
      for typed in ("2024-02-30", "去年", "2024-13-01", "99999-01-01", "3月5日")),
    pytest.param(["figures", "--year", "2024", "--to", "2024-02-30"], id="to on no day"),
    pytest.param(["figures", "--year", "2024", "--from", "2024-06-02", "--to", "2024-06-01"], id="from after to"),
    pytest.param(["figures", "--year", "2024", "--from", "2025-01-01"], id="from after the year"),
    pytest.param(["rows", "没有的指标", "--year", "2024"], id="unknown indicator"),
    pytest.param(["rows", "--year", "2024"], id="no indicator"),
    pytest.param(["rows", "penalty_fines"], id="rows without a year"),
    pytest.param(["rows", "penalty_fines", "--year", "2024", "--from", "2024-02-30"], id="rows from no day"),
    pytest.param(["export", "--year", "2024"], id="no workbook"),
    pytest.param(["export", "--year", "99999", "年度.xlsx"], id="workbook of a far year"),
    pytest.param(["add"], id="add nowhere"),
    pytest.param(["demo", "某处", "--report", "没有的报告"], id="unknown report"),
    pytest.param(["demo", "某处", "--report", "../../etc"], id="report by a path"),
    pytest.param(["demo", "log.db"], id="demonstration into a file"),
]  # fmt: skip


@pytest.mark.parametrize("arguments", BAD_REQUESTS)
def test_a_bad_request_is_refused_in_one_sentence_and_changes_nothing(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(data.parent)
    before = state(data.parent)
    assert_refused(run("--data", "log.db", *arguments))
    assert state(data.parent) == before


def test_no_request_at_all_opens_the_window(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path | None] = []
    monkeypatch.setattr("desktop.gui.opening.run", lambda data: opened.append(data) or 0)
    assert run().status == 0
    assert run("--data", tmp_path / "log.db").status == 0
    assert opened == [None, tmp_path / "log.db"]


@pytest.mark.skipif(sys.platform != "linux", reason="the other systems have a screen")
def test_a_window_without_a_screen_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert_refused(run(), "没有图形界面")


EVERY_READER = [
    ["list", "training", "--json"], ["figures", "--year", "2024", "--json"], ["verify"], ["catalogue", "--json"],
    ["rows", "penalty_fines", "--year", "2024", "--json"], ["export", "--year", "2024", "年度.xlsx"],
    ["add", "training"],
]  # fmt: skip
each_command = pytest.mark.parametrize("arguments", EVERY_READER, ids=lambda one: one[0])


@each_command
def test_a_data_file_that_is_none_is_refused_by_every_command(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.db").write_text("不是数据库" * 100, encoding="utf-8")
    (tmp_path / "empty.db").touch()
    before = state(tmp_path)
    assert_refused(run("--data", "没有.db", *arguments), "没有数据文件 没有.db")
    assert_refused(run("--data", "text.db", *arguments), "不是应急台账的数据文件")
    assert_refused(run("--data", "empty.db", *arguments), "不是应急台账的数据文件")
    assert_refused(run("--data", ".", *arguments), "是文件夹")
    assert_refused(run("--data", "", *arguments))
    assert_refused(run("--data", "长" * 300 + ".db", *arguments))
    if arguments[0] != "catalogue":
        assert_refused(run(*arguments), "--data")
    assert state(tmp_path) == before


@each_command
def test_a_damaged_data_file_is_named_as_such_by_every_command(
    run: Run, year: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(year.parent)
    reader = sqlite.connect(year)
    pages = reader.execute(
        "SELECT rootpage FROM sqlite_master WHERE tbl_name IN ('training', 'penalty_case')"
    ).fetchall()
    reader.close()
    with year.open("r+b") as stream:
        for (page,) in pages:
            stream.seek((page - 1) * 4096)
            stream.write(b"\xa5" * 4096)
    result = run("--data", year, *arguments, stdin=lines({"name": "一"}))
    if arguments[0] == "catalogue":
        assert result.status == 0, "reads none of the damaged tables"
    else:
        assert_refused(result, "损坏")
    assert not Path("年度.xlsx").exists()


def test_a_demonstration_removes_only_its_own_files(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever keeps a copy of the demonstration beside it keeps it."""
    (tmp_path / "demonstration.db.备份").write_text("我的备份", encoding="utf-8")
    monkeypatch.setattr("desktop.demo.demonstration_log", Log.create)
    monkeypatch.setattr("desktop.gui.screenshots.take_screenshots", lambda file, folder: 0)
    monkeypatch.setattr("desktop.gui.help.pictures.take_help_pictures", lambda file, folder, today: 0)
    assert run("demo", tmp_path).status == 0
    assert (tmp_path / "demonstration.docx").exists()
    assert (tmp_path / "demonstration-returns.xlsx").exists()
    assert (tmp_path / "demonstration.db.备份").read_text(encoding="utf-8") == "我的备份"


def test_help_and_version_are_answers_not_errors(run: Run) -> None:
    for arguments in (["--help"], ["add", "--help"], ["--version"]):
        result = run(*arguments)
        assert (result.status, result.err) == (0, "")
        assert CHINESE.search(result.out)


# -------------------------------------------------------------------- as a process of its own


def process(*arguments: object, stdin: bytes = b"", **options: object) -> Result:
    environment = {**os.environ, "PYTHONPATH": str(program_root()), **options.pop("env", {})}  # type: ignore[dict-item]
    done = subprocess.run(
        [sys.executable, "-m", "desktop", *map(str, arguments)],
        input=stdin, capture_output=True, env=environment, timeout=60, check=False, **options,  # type: ignore[call-overload]
    )  # fmt: skip
    return Result(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


def test_a_whole_day_through_real_processes(tmp_path: Path) -> None:
    file = tmp_path / "台账.db"
    assert process("--data", file, "new", "--bureau", "青石区应急管理局").status == 0
    added = process(
        "--data", file, "add", "training", "--json", stdin=lines({"name": "一"}, {"sessions": "许多"}).encode()
    )
    assert added.status == 1
    assert json.loads(added.out) == {
        "added": 1, "rejected": [{"line": 2, "field": "sessions", "message": "场次应为数字，现为“许多”。"}],
    }  # fmt: skip
    assert json.loads(process("--data", file, "list", "training", "--json").out)[0]["name"] == "一"
    assert process("--data", file, "verify").status == 0
    assert_refused(process("--data", file, "list", "没有的台账"), "没有台账")


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
def test_csv_on_a_pipe_is_utf8_whatever_the_system_s_code_page(year: Path, encoding: str) -> None:
    """A Chinese Windows pipes as GBK, which has no byte order mark; the help promises UTF-8 with one."""
    result = process("--data", year, "list", "enterprise", "--csv", env={"PYTHONIOENCODING": encoding})
    assert "Traceback" not in result.err
    assert result.status == 0
    assert result.out.startswith("\ufeff编号,企业名称")


@pytest.mark.parametrize("arguments", [["list", "enterprise", "--json"], ["figures", "--year", "2024"]])
def test_a_character_that_the_code_page_lacks_is_no_crash(run: Run, year: Path, arguments: Sequence[str]) -> None:
    run("--data", year, "add", "enterprise", stdin=lines({"name": "𠮷野家①号店™"}))
    result = process("--data", year, *arguments, env={"PYTHONIOENCODING": "gbk"})
    assert "Traceback" not in result.err
    assert result.status == 0


def test_a_reader_that_stops_early_is_no_crash(run: Run, data: Path) -> None:
    run(
        "--data",
        data,
        "add",
        "training",
        stdin=lines(*({"name": f"第{n}场", "note": "长" * 500} for n in range(400))),
    )
    environment = {**os.environ, "PYTHONPATH": str(program_root())}
    with subprocess.Popen(
        [sys.executable, "-m", "desktop", "--data", str(data), "list", "training", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
    ) as reading:  # fmt: skip
        assert reading.stdout is not None
        assert reading.stderr is not None
        assert reading.stdout.readline() == b"[\n"
        reading.stdout.close()
        errors = reading.stderr.read().decode()
    assert "Traceback" not in errors
    assert "Exception ignored" not in errors


@pytest.fixture
def interrupted(data: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """An `add` that has read some lines and waits for more."""
    environment = {**os.environ, "PYTHONPATH": str(program_root())}
    with subprocess.Popen(
        [sys.executable, "-m", "desktop", "--data", str(data), "add", "training"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
    ) as adding:  # fmt: skip
        assert adding.stdin is not None
        adding.stdin.write(lines({"name": "一"}, {"name": "二"}).encode())
        adding.stdin.flush()
        yield adding


def test_an_add_killed_while_it_reads_saves_nothing(
    run: Run, data: Path, interrupted: "subprocess.Popen[bytes]"
) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        interrupted.wait(0.5)
    interrupted.kill()
    assert interrupted.wait(10) != 0
    assert run("--data", data, "list", "training", "--json").json == []
    assert run("--data", data, "verify").status == 0
