"""The import on the command line."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop.cli import main
from desktop.store import Log
from desktop.store.backups import Kind, default_folder, listed
from tests.exchange.conftest import sheet

ROWS = [["检查日期", "企业名称", "检查人员"], ["2024.3.5", "青石化工厂", "张三"], ["去年", "青石化工厂", "张三"]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    Log.create(tmp_path / "log.db").close()
    return tmp_path / "log.db"


def run(data: Path, *arguments: object) -> int:
    try:
        main(["--data", str(data), *map(str, arguments)])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def records(data: Path, ledger: str) -> int:
    with Log.open(data) as log:
        return len(list(log.records(log.ledger(ledger))))


def test_a_dry_run_says_all_and_writes_nothing(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = sheet(tmp_path / "a.xlsx", ROWS)
    assert run(data, "import", "执法检查", file, "--dry-run", "--json") == 1
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert found["counts"]["rejected"] == 2
    assert [one["field"] for one in found["columns"]] == ["checked_on", "enterprise", "checkers"]
    assert found["questions"][0]["name"] == "青石化工厂"
    assert "没有写入" in said.err
    assert records(data, "执法检查") == 0


def test_good_rows_go_in_and_bad_ones_come_back(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, rejects = sheet(tmp_path / "a.xlsx", ROWS), tmp_path / "退回.xlsx"
    assert run(data, "import", "执法检查", file, "--create-missing", "--rejects", rejects, "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["added"], found["created"], found["rejected"][0]["row"]) == (1, 1, 3)
    assert "去年" in str(load_workbook(rejects).active["D2"].value)
    assert (records(data, "执法检查"), records(data, "企业库")) == (1, 1)


def test_a_column_can_be_given_and_success_is_status_0(data: Path, tmp_path: Path) -> None:
    file = sheet(tmp_path / "a.xlsx", [["检查日期", "谁"], ["3.5", "张三"]])
    assert run(data, "import", "执法检查", file, "--column", "谁=检查人员", "--year", 2024) == 0
    with Log.open(data) as log:
        (record,) = log.records(log.ledger("执法检查"))
    assert (record["checkers"], record["checked_on"]) == ("张三", "2024-03-05")
    assert run(data, "import", "执法检查", file, "--column", "没有=检查人员") == 1


def test_what_was_there_is_backed_up_before_an_import_and_not_before_a_look(data: Path, tmp_path: Path) -> None:
    file = sheet(tmp_path / "a.xlsx", [["企业名称"], ["甲化工厂"]])
    run(data, "import", "企业库", file, "--dry-run")
    assert [one.kind for one in listed(default_folder(data))] == []
    run(data, "import", "企业库", file)
    assert [one.kind for one in listed(default_folder(data))] == [Kind.BEFORE_IMPORT]


def test_a_template_is_written(data: Path, tmp_path: Path) -> None:
    assert run(data, "template", "隐患", tmp_path / "t.xlsx") == 0
    assert load_workbook(tmp_path / "t.xlsx").worksheets[0].title == "隐患"
