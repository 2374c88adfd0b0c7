"""Backing up and restoring from the command line."""

import json
from pathlib import Path

import pytest
from test_cli import Run, assert_refused, empty_log, read_the_built_in_definitions_once, run

from desktop.store import Log

__all__ = ["empty_log", "read_the_built_in_definitions_once", "run"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with Log.create(tmp_path / "log.db", settings={"bureau": "青石区应急管理局"}) as log:
        log.add(log.ledger("training"), {"name": "先前"})
    return tmp_path / "log.db"


def names(file: Path) -> list[str]:
    with Log.open(file) as log:
        return [str(one["name"]) for one in log.records(log.ledger("training"))]


def test_a_backup_is_made_listed_and_brought_back(run: Run, file: Path, tmp_path: Path) -> None:
    made = run("--data", file, "backup", tmp_path / "U 盘", "--json")
    assert made.status == 0
    assert "已备份 1 条记录到" in made.err
    backup = json.loads(made.out)
    assert Path(backup["file"]).parent == tmp_path / "U 盘"
    (found,) = json.loads(run("--data", file, "backup", tmp_path / "U 盘", "--list", "--json").out)
    assert found["sha256"] == backup["sha256"]
    with Log.open(file) as log:
        log.add(log.ledger("training"), {"name": "以后"})
    done = run("--data", file, "restore", backup["file"], "--json")
    assert (done.status, names(file)) == (0, ["先前"])
    saved = json.loads(done.out)["saved"]
    assert run("--data", file, "restore", saved).status == 0
    assert names(file) == ["先前", "以后"]


def test_without_a_folder_it_goes_beside_the_data_file(run: Run, file: Path) -> None:
    assert run("--data", file, "backup").status == 0
    assert len(list((file.parent / "log.备份").glob("* 手动.db"))) == 1
    assert "完好" in run("--data", file, "backup", "--list").out


def test_a_damaged_backup_is_refused_and_the_log_left_alone(run: Run, file: Path, tmp_path: Path) -> None:
    backup = Path(json.loads(run("--data", file, "backup", tmp_path / "U", "--json").out)["file"])
    content = bytearray(backup.read_bytes())
    content[-50] ^= 1
    backup.write_bytes(content)
    before = file.read_bytes()
    assert_refused(run("--data", file, "restore", backup), "没有更早的完好备份")
    assert file.read_bytes() == before


def test_another_bureau_s_is_asked_about(run: Run, file: Path, tmp_path: Path) -> None:
    Log.create(tmp_path / "other.db", settings={"bureau": "白水县应急管理局"}).close()
    backup = json.loads(run("--data", tmp_path / "other.db", "backup", tmp_path / "U", "--json").out)["file"]
    assert_refused(run("--data", file, "restore", backup), "请加 --other")
    assert run("--data", file, "restore", backup, "--other").status == 0


def test_verify_says_of_a_file_that_does_not_open_what_is_wrong(run: Run, file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    found = run("--data", file, "verify", "--json")
    assert found.status == 1
    (fault,) = json.loads(found.out)["faults"]
    assert "不完整" in fault


def test_verify_names_the_backup_to_use(run: Run, file: Path) -> None:
    with Log.open(file) as log:
        log.add_many(log.ledger("training"), [(n, {"name": f"{n}", "note": "长" * 500}) for n in range(100)])
        (page,) = next(log.query("SELECT rootpage FROM sqlite_master WHERE name = 'ix__change_batch'"))
    assert run("--data", file, "backup").status == 0
    with file.open("r+b") as stream:
        stream.seek((page - 1) * 4096)
        stream.write(b"\xa5" * 4096)
    found = run("--data", file, "verify")
    assert found.status == 1
    assert " 手动.db。" in found.err
