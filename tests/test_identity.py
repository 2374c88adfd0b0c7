"""A reporting person's identity by the command line, and in everything that leaves the log."""

import io
import json
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from desktop import cli
from desktop.figures import Period
from desktop.report.word.exporting import export_report
from desktop.report.workbook.list_table import ListExport
from desktop.report.workbook.year_end import export_workbook
from desktop.store import Log
from desktop.store.listing import Filter
from desktop.store.sealing import Cost
from desktop.store.vault import Vault, new_password

PASSWORD = "青石-举报-2025"
IDENTITY = {"reporter": "王建国", "contact": "13812345678", "reporter_number": "330102197001011234"}
TIP = {"received_on": "2025-03-05", "content": "堵塞安全出口", "channel": "来电", "real_name": True, **IDENTITY}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "log.db"
    Log.create(file, settings={"bureau": "青石区应急管理局"}).close()
    return file


@pytest.fixture
def password(tmp_path: Path) -> Path:
    file = tmp_path / "password.txt"
    file.write_text(PASSWORD + "\n", encoding="utf-8")
    return file


class Command:
    """A command of `taizhang` over one log."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._data, self._capsys, self._patch = data, capsys, monkeypatch

    def __call__(self, *arguments: object, typed: str = "") -> tuple[int, str, str]:
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        status = 0
        try:
            cli.main(["--data", str(self._data), *map(str, arguments)])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        captured = self._capsys.readouterr()
        return status, captured.out, captured.err


@pytest.fixture
def run(data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return Command(data, capsys, monkeypatch)


def test_an_identity_by_the_command_line(run: Command, password: Path, data: Path) -> None:
    line = json.dumps(TIP, ensure_ascii=False)
    status, _, said = run("add", "tip_off", typed=line)
    assert status == 1
    assert "还没有设保护口令" in said
    status, recovery, said = run("identity", "protect", "--password-file", password)
    assert status == 0
    assert len(recovery.strip()) == 39
    assert "找不回来" in said
    status, _, said = run("add", "tip_off", typed=line)
    assert status == 1
    assert "锁着" in said
    status, _, said = run("add", "tip_off", "--password-file", password, typed=line)
    assert (status, "已保存 1 条" in said) == (0, True)
    _, out, _ = run("list", "tip_off", "--json")
    (record,) = json.loads(out)
    assert [record[name] for name in IDENTITY] == ["王**", "138****5678", "3****************4"]
    _, out, _ = run("list", "tip_off", "--csv")
    assert "王**" in out
    assert not [text for text in IDENTITY.values() if text in out]
    _, out, _ = run(
        "identity", "show", "tip_off", record["id"], "--reason", "回访", "--password-file", password, "--json"
    )
    assert json.loads(out) == IDENTITY
    erased = ("identity", "erase", "tip_off", "--before", "2025-04-01", "--reason", "期满")
    assert run(*erased, "--password-file", password)[0] == 0
    _, out, _ = run("identity", "views", "--json")
    assert [one["action"] for one in json.loads(out)] == [
        "清除举报人信息", "查看举报人信息", "举报人信息保护",
    ]  # fmt: skip
    assert run("verify")[0] == 0


def test_a_wrong_password_is_said(run: Command, password: Path) -> None:
    run("identity", "protect", "--password-file", password)
    password.write_text("别人的保护口令", encoding="utf-8")
    status, _, said = run("add", "tip_off", "--password-file", password, typed=json.dumps(TIP))
    assert status == 1
    assert said == "口令不对。请再输一次；忘了口令的，可用恢复页上的恢复密钥。\n"


def contents(file: Path) -> bytes:
    """A file's bytes; of one that is a ZIP archive (.xlsx, .docx), what is packed in it."""
    if not zipfile.is_zipfile(file):
        return file.read_bytes()
    with zipfile.ZipFile(file) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


@pytest.mark.parametrize("old", [False, True])
def test_what_is_exported_holds_masks_alone(old: bool, data: Path, tmp_path: Path) -> None:
    """Of a log from before there was a vault, too, in which the texts stand in the clear."""
    out = tmp_path / "out"
    out.mkdir()
    with Log.open(data) as log:
        ledger = log.ledger("tip_off")
        if old:
            id_ = log.add(ledger, {name: value for name, value in TIP.items() if name not in IDENTITY})
            pairs = ", ".join(f"{name} = ?" for name in IDENTITY)
            log.connection.execute(f"UPDATE tip_off SET {pairs} WHERE id = ?", (*IDENTITY.values(), id_))
        else:
            Vault(log).set_up(new_password(PASSWORD, PASSWORD, Cost(1, 1, 64)))
            log.add(ledger, TIP)
        year, now = Period.year(2025), datetime(2025, 11, 21, 9)
        export_workbook(log, year, out / "year.xlsx", progress=lambda _done, _whole: None, made_at=now)
        ListExport(ledger, list(ledger.fields), Filter()).write(log, out / "list.xlsx", lambda _done, _whole: None)
        export_report(log, year, out / "report.docx", dated=now.date(), made_at=now)
    made = {file.name: contents(file) for file in out.iterdir()}
    assert len(made) == 3
    assert "王**".encode() in made["list.xlsx"]
    for name, raw in made.items():
        assert not [text for text in IDENTITY.values() if text.encode() in raw], name
