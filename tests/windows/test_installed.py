"""The life of an installed program, from the first installation to the removal, in the order in which it happens.

Each test goes on where the one before it left the computer.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import docx
import openpyxl
import pytest
from PySide6.QtGui import QImage

from desktop.catalogue.kept import ENDING
from desktop.program import program_root
from desktop.store import Log
from tests.windows.building import COMMAND, PLAIN, PRODUCT, Built, make_installer, program_version, size_of
from tests.windows.conftest import INSTALLER
from tests.windows.machine import STAND_INS, Windows
from tests.windows.office_pc import SYSTEM, OfficePc, SelfTested
from tests.windows.pictures import cut, is_written

if not os.environ.get(INSTALLER):
    pytest.skip("the installed program is proven by ./dev installer --prove", allow_module_level=True)

MEGABYTE = 1_000_000
CHINESE = re.compile("[\u4e00-\u9fff]+")
OLD_WINDOWS, RUNNING, NO_PERMISSION, NO_SPACE, LOCKED, NEWER, ELSEWHERE, DOES_NOT_START = 2, 3, 4, 5, 6, 7, 8, 9
ROUNDS = 3
STAGES = {"framed_at": "the window's frame", "painted_at": "the window on its log", "quiet_at": "all that it shows"}
ENTERPRISES = [
    {"name": "青石恒泰化工有限公司", "industry": "危险化学品", "town": "白鹭湖街道"},
    {"name": "青石宏远机械厂", "industry": "机械", "town": "河口镇"},
]
CHECKS = [
    {"checked_on": "2025-03-05", "enterprise": "青石恒泰化工有限公司", "kind": "计划检查"},
    {"checked_on": "2025-06-18", "enterprise": "青石宏远机械厂", "kind": "专项检查"},
]
TYPED = "enforcement_check\nJC-自检\n20251121\nqsht\njh"


@pytest.fixture(scope="module")
def data(pc: OfficePc) -> Path:
    """The bureau's data file."""
    return pc.desk / "青石区 台账.db"


def fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def here(*arguments: object) -> str:
    """The same command of the source, on this system."""
    return subprocess.run(
        [sys.executable, "-m", "desktop", *map(str, arguments)], cwd=program_root(), check=True, capture_output=True,
    ).stdout.decode()  # fmt: skip


def shown_in(output: str) -> object:
    """The JSON on standard output, before what was said on standard error."""
    return json.JSONDecoder().raw_decode(output[output.index("[") :])[0]


# -------------------------------------------------------------------- what is in the installer


def test_the_program_brings_what_it_needs_and_nothing_of_the_test_s_own(built: Built) -> None:
    names = {file.name.lower() for file in built.program.rglob("*")}
    assert not names & {f"{name}.dll" for name in STAND_INS}
    assert not [name for name in names if name.startswith(("qt6qml", "qt6quick", "qt6network", "opengl32sw"))]
    assert {"qtbase_zh_cn.qm", "license", "taizhang.ico"} <= names
    assert any(name.endswith(ENDING) for name in names)
    assert size_of(built.program) < 130 * MEGABYTE


# -------------------------------------------------------------------- where it cannot be installed


def test_an_older_windows_is_refused(pc: OfficePc, installer: Path, tmp_path: Path) -> None:
    if not pc.windows.wine:
        pytest.skip("only Wine can pass for an older Windows")
    old = Path(shutil.copy(installer, tmp_path / "on-an-old-windows.exe"))
    key = rf"HKCU\Software\Wine\AppDefaults\{old.name}"
    pc.windows.run(SYSTEM / "reg.exe", "add", key, "/v", "Version", "/d", "win81", "/f")
    assert pc.install(old).status == OLD_WINDOWS
    assert "Windows 10 1809" in pc.said
    assert not pc.folder.exists()


def test_a_place_that_cannot_be_written_is_refused(pc: OfficePc, installer: Path) -> None:
    in_the_way = pc.desk / "文件"
    in_the_way.write_text("not a folder", encoding="ascii")
    assert pc.install(installer, folder=in_the_way / PRODUCT).status == NO_PERMISSION
    assert "不能装在" in pc.said
    assert in_the_way.read_text(encoding="ascii") == "not a folder"
    assert pc.installed_version() == ""


def test_a_disk_that_is_write_protected_is_refused(pc: OfficePc, installer: Path) -> None:
    with small_disk(pc, "只读盘", "ro") as disk:
        assert pc.install(installer, folder=disk / PRODUCT).status == NO_PERMISSION
        assert "不能在" in pc.said


@contextmanager
def small_disk(pc: OfficePc, name: str, options: str) -> Iterator[Path]:
    """A disk of its own in the desk's folder."""
    disk = pc.desk / name
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)]
    if not pc.windows.wine or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_disk_that_is_too_small_is_refused_and_left_as_it_was(pc: OfficePc, installer: Path) -> None:
    with small_disk(pc, "小盘", "size=60m") as disk:
        assert pc.install(installer, folder=disk / PRODUCT).status == NO_SPACE
        assert "MB" in pc.said
        assert list(disk.iterdir()) == []


def test_a_program_that_would_not_start_is_not_installed(pc: OfficePc, built: Built, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    shutil.copy(built.program / COMMAND, broken)
    assert pc.install(make_installer(broken, tmp_path, "0.0.8", PLAIN)).status == DOES_NOT_START
    assert "启动不了" in pc.said
    assert not pc.folder.exists()


def test_an_administrator_may_install_it_for_all_users(pc: OfficePc, older_installer: Path) -> None:
    folder = pc.folder.parents[1] / "Program Files" / PRODUCT
    assert pc.install(older_installer, "/ALLUSERS", folder=folder).status == 0, pc.said
    try:
        assert (pc.installed_version("HKLM"), pc.installed_version("HKCU")) == ("0.0.9", "")
        for_all = OfficePc(pc.windows, folder, pc.desk)
        assert for_all.command("--version").status == 0
        assert for_all.uninstall()
    finally:
        assert pc.installed_version("HKLM") == ""
    assert "各用户自己" in pc.said
    assert not folder.exists()


# -------------------------------------------------------------------- the first version, and work with it


def test_it_is_installed_silently_into_a_folder_with_chinese_and_a_space(pc: OfficePc, older_installer: Path) -> None:
    assert pc.install(older_installer).status == 0, pc.said
    assert pc.installed_version() == "0.0.9"
    assert pc.left_over() == []
    assert (pc.program / "only-in-the-older-one.txt").exists()
    assert [one.name for one in pc.windows.local_data.parent.rglob(f"{PRODUCT}.lnk")] == [f"{PRODUCT}.lnk"]


def test_records_are_logged_by_the_installed_command(pc: OfficePc, data: Path) -> None:
    assert pc.command("--data", data, "new", "--bureau", "青石区应急管理局").status == 0
    for ledger, records in {"enterprise": ENTERPRISES, "enforcement_check": CHECKS}.items():
        ended = pc.add(data, ledger, records)
        assert ended.status == 0, ended.out
        assert f"已保存 {len(records)} 条" in ended.out
    refused = pc.command("--data", data, "add", "没有的台账", data)
    assert refused.status == 1
    assert "台账" in refused.out


# -------------------------------------------------------------------- the update


def test_a_running_program_is_not_replaced_unless_it_may_be_closed(
    pc: OfficePc, data: Path, installer: Path, older_installer: Path
) -> None:
    running = pc.windows.start(pc.program / f"{PRODUCT}.exe", "--data", pc.windows.inside(data))
    try:
        lock = data.with_name(f".{data.name}.lock")
        _wait_for(lock.exists)
        time.sleep(3)
        assert pc.install(installer).status == RUNNING
        assert "正在运行" in pc.said
        assert pc.installed_version() == "0.0.9"
        assert pc.install(older_installer, "/CLOSE").status == 0, pc.said
        assert running.wait(30) == 0
        assert not lock.exists()
    finally:
        running.kill()
        running.communicate()


def _wait_for(happened: object, seconds: float = 60) -> None:
    assert callable(happened)
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.2)


def test_a_locked_file_leaves_the_old_program_whole(pc: OfficePc, installer: Path) -> None:
    """As a virus scanner does, another program holds a file and shares it with nobody."""
    locked = pc.program / "_internal" / "base_library.zip"
    script = (
        "import ctypes,sys,time;h=ctypes.windll.kernel32.CreateFileW(sys.argv[1],0x80000000,0,None,3,0,None);"
        "open(sys.argv[2],'w').close();time.sleep(60)"
    )
    mark = pc.desk / "locked"
    holder = pc.windows.start(pc.windows.python, "-c", script, pc.windows.inside(locked), pc.windows.inside(mark))
    try:
        _wait_for(mark.exists)
        assert pc.install(installer).status == LOCKED
    finally:
        holder.kill()
        holder.communicate()
    assert "base_library.zip" in pc.said
    assert pc.installed_version() == "0.0.9"
    assert pc.left_over() == []
    assert pc.command("--version").status == 0


def test_the_update_replaces_the_program_and_leaves_what_is_not_its_own(
    pc: OfficePc, data: Path, installer: Path
) -> None:
    stray = pc.program / "放错地方的.db"
    stray.write_bytes(b"somebody's")
    before = fingerprint(data)
    assert pc.install(installer).status == 0, pc.said
    assert pc.installed_version() == program_version()
    assert not (pc.program / "only-in-the-older-one.txt").exists()
    assert stray.read_bytes() == b"somebody's"
    assert pc.left_over() == []
    assert fingerprint(data) == before
    stray.unlink()


def test_a_file_of_an_older_program_is_backed_up_before_it_is_brought_up(pc: OfficePc, tmp_path: Path) -> None:
    root = tmp_path / "definitions"
    for folder in ("resources/ledgers", "seeds/codes"):
        shutil.copytree(program_root() / folder, root / folder)
    (root / "resources" / "ledgers" / "drill.toml").unlink()
    old = pc.desk / "旧格式.db"
    with Log.create(old, settings={"bureau": "青石区应急管理局"}, person="张三", root=root) as log:
        log.add(log.ledger("enterprise"), ENTERPRISES[0])
    tested = pc.try_window(old, "旧格式的窗口")
    assert tested.status == 0, tested.told
    with Log.open(old, read_only=True) as log:
        assert len(list(log.records(log.ledger("enterprise")))) == 1
        assert list(log.records(log.ledger("drill"))) == []
    backups = pc.command("--data", old, "backup", "--list")
    assert "更新前" in backups.out, backups.out


def test_the_same_version_may_be_installed_again_and_an_older_one_not(
    pc: OfficePc, installer: Path, older_installer: Path
) -> None:
    (pc.program / "_internal" / "base_library.zip").unlink()
    assert pc.command("--version").status != 0
    assert pc.install(installer).status == 0, pc.said
    assert pc.command("--version").status == 0
    assert pc.install(older_installer).status == NEWER
    assert pc.install(installer, folder=pc.folder.with_name("别处")).status == ELSEWHERE
    assert pc.installed_version() == program_version()


# -------------------------------------------------------------------- the window


def test_the_window_is_painted_in_chinese_and_logs_a_check(pc: OfficePc, data: Path) -> None:
    tested = pc.try_window(data, "窗口", TYPED)
    assert tested.status == 0, tested.told
    with Log.open(data, read_only=True) as log:
        checks = list(log.records(log.ledger("enforcement_check")))
        assert [one["checked_on"] for one in checks if one["checked_on"] == "2025-11-21"] == ["2025-11-21"]
        assert len(checks) == len(CHECKS) + 1
        assert list(log.faults()) == []
    looked_at = [word for name in ("page", "form", "saved") for word in _painted(tested.folder, name, tested.told)]
    assert len(looked_at) >= 30, looked_at


def _painted(folder: Path, name: str, told: Mapping[str, object]) -> list[str]:
    """The Chinese words of a picture that were looked at; each is drawn in Chinese."""
    picture, shown = QImage(str(folder / f"{name}.png")), told[name]
    assert isinstance(shown, dict)
    assert picture.width() > 1000
    words = [one for one in shown["labels"] if len(one["text"]) > 1 and CHINESE.fullmatch(one["text"])]
    assert words, name
    boxed = [one["text"] for one in words if not is_written(cut(picture, one, shown["ratio"]), one["text"])]
    assert boxed == []
    return [one["text"] for one in words]


# -------------------------------------------------------------------- figures and documents


def test_every_figure_is_the_one_that_linux_computes(pc: OfficePc, data: Path) -> None:
    there = pc.command("--data", data, "figures", "--year", "2025", "--json")
    assert there.status == 0, there.out
    figures = json.loads(here("--data", data, "figures", "--year", "2025", "--json"))
    assert shown_in(there.out) == figures
    assert sum(1 for one in figures if one["value"]) > 3


def test_the_workbook_and_the_report_say_the_same_as_those_of_linux(pc: OfficePc, data: Path) -> None:
    there, made = pc.desk / "年度 那边.xlsx", pc.desk / "年度 这边.xlsx"
    assert pc.command("--data", data, "export", "--year", "2025", there).status == 0
    here("--data", data, "export", "--year", "2025", made)
    assert _values(there) == _values(made)
    there, made = pc.desk / "报告 那边.docx", pc.desk / "报告 这边.docx"
    dated = ("--year", "2025", "--dated", "2026-01-15")
    assert pc.command("--data", data, "report", *dated, there).status == 0
    here("--data", data, "report", *dated, made)
    assert [one.text for one in docx.Document(str(there)).paragraphs] == [
        one.text for one in docx.Document(str(made)).paragraphs
    ]


def _values(file: Path) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(file, data_only=True)
    sheets = {name: [tuple(row) for row in book[name].iter_rows(values_only=True)] for name in book.sheetnames}
    assert sum(len(rows) for rows in sheets.values()) > 50
    # The cover tells when it was made.
    return {name: [tuple(_timeless(value) for value in row) for row in rows] for name, rows in sheets.items()}


def _timeless(value: object) -> object:
    return re.sub(r"20\d\d[-年]\d+[-月]\d+日? \d+:\d+(:\d+)?", "…", value) if isinstance(value, str) else value


# -------------------------------------------------------------------- how long it takes


def test_the_start_is_timed_beside_an_empty_program_s(
    pc: OfficePc, windows: Windows, built: Built, capsys: pytest.CaptureFixture[str]
) -> None:
    """Interleaved: other work on the computer weighs on both alike."""
    own: list[SelfTested] = []
    empty: list[float] = []
    for number in range(ROUNDS):
        own.append(pc.try_window(None, f"起动{number}"))
        assert own[-1].status == 0, own[-1].told
        painted, started = pc.desk / f"empty{number}", time.time()
        windows.run(built.empty / "empty.exe", TAIZHANG_PAINTED=windows.inside(painted))
        empty.append(float(painted.read_text(encoding="ascii")) - started)
    said = [f"\nfrom the start, median of {ROUNDS}: an empty PySide6 program painted {median(empty):.1f} s"]
    for what, words in STAGES.items():
        seconds = median(one.seconds_until(what) for one in own)
        said.append(f"{words} {seconds:.1f} s ({seconds / median(empty):.1f} times)")
    with capsys.disabled():
        print("; ".join(said))


# -------------------------------------------------------------------- the removal


def test_removing_the_program_leaves_the_data_and_says_where_they_are(pc: OfficePc, data: Path) -> None:
    before = fingerprint(data)
    note = pc.folder / "我的备忘.txt"
    note.write_text("mine", encoding="ascii")
    assert pc.uninstall(), pc.said
    assert not pc.program.exists()
    assert pc.installed_version() == ""
    assert list(pc.windows.local_data.parent.rglob(f"{PRODUCT}.lnk")) == []
    assert pc.windows.inside(data) in pc.said
    assert fingerprint(data) == before
    assert note.read_text(encoding="ascii") == "mine"
    assert (pc.windows.local_data / PRODUCT / "window.ini").exists(), "the settings stay too"
    assert [one.name for one in pc.folder.iterdir()] == [note.name]
