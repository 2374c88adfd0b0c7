"""The scripted clerk that tries an installed program: it works at the real window, and says so where it cannot."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from clerk import add_enterprise

from desktop.gui import self_test
from desktop.program import program_root
from desktop.store import Log


def run(file: Path, folder: Path, typed: str | None = None) -> tuple[int, dict[str, object]]:
    """`taizhang --data FILE` in a process of its own, as the installed program is tried."""
    folder.mkdir()
    if typed is not None:
        (folder / self_test.TYPED).write_text(typed, encoding="utf-8")
    environment = {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(folder / "home")}
    ended = subprocess.run(
        [sys.executable, "-m", "desktop", "--data", str(file)],
        cwd=program_root(),
        timeout=120,
        check=False,
        env={**os.environ, **environment, self_test.FOLDER: str(folder)},
    )
    return ended.returncode, json.loads((folder / self_test.RESULT).read_text(encoding="utf-8"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with Log.create(tmp_path / "log.db", settings={"bureau": "青石区应急管理局"}, person="张三") as log:
        add_enterprise(log)
    return tmp_path / "log.db"


def test_a_check_is_logged_through_the_form_and_pictures_are_taken(file: Path, tmp_path: Path) -> None:
    status, told = run(file, tmp_path / "result", "enforcement_check\nJC-自检\n20251121\nhthg\njh")
    assert status == 0, told
    with Log.open(file, read_only=True) as log:
        (check,) = log.records(log.ledger("enforcement_check"))
        assert (check["checked_on"], check["kind"]) == ("2025-11-21", "计划检查")
        assert check[log.ledger("enforcement_check").title or ""] is not None
    for name in ("page", "form", "saved"):
        assert (tmp_path / "result" / f"{name}.png").stat().st_size > 10_000
        assert told[name]["labels"]  # type: ignore[index]


def test_without_a_script_it_only_tells_when_the_window_was_painted(file: Path, tmp_path: Path) -> None:
    status, told = run(file, tmp_path / "result")
    assert status == 0
    assert set(told) == {"framed_at", "painted_at", "quiet_at"}


def test_a_file_that_does_not_open_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no log")
    status, told = run(broken, tmp_path / "result")
    assert status == 1
    assert "数据" in str(told["problem"])
