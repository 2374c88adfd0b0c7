"""The frame that stands while the log is opened."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.gui.first_start import FirstStart, OpeningProblem
from desktop.gui.guards import dress
from desktop.gui.opening import Opening, state_in
from desktop.gui.theme import TEXT_SIZES, Theme
from desktop.gui.widgets.rail import NavButton
from desktop.gui.window import Window
from desktop.store import Log


def test_the_window_takes_the_place_of_its_frame(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "log.db"
    Log.create(file, settings={"bureau": "青川区应急管理局"}).close()
    frame = Opening(qapp, tmp_path / "home")
    qtbot.addWidget(frame)
    frame.show()
    assert [one.text() for one in frame.findChildren(QLabel)] == ["正在打开台账"]
    assert not any(one.isEnabled() for one in frame.findChildren(NavButton)), "nothing can be chosen yet"
    desk = frame.desk(date(2025, 11, 21))
    desk.start(file)
    assert isinstance(desk.shown, Window)
    assert desk.shown.isVisible()
    assert not frame.isVisible()
    width = desk.shown.width()
    desk.leave()

    again = Opening(qapp, tmp_path / "home")
    qtbot.addWidget(again)
    assert again.width() == width, "the frame stands where the window stood"


def test_a_folder_that_cannot_be_written_is_said_and_no_fault(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the program's folder should be")
    there = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(tmp_path / "data")}
    done = subprocess.run([sys.executable, "-m", "desktop"], cwd=Path(__file__).parents[2], env=there,
                          timeout=60, check=False, capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 1
    assert "不能读写" in done.stderr
    assert "请检查权限和磁盘空间" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_first_start_takes_the_place_of_the_frame(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    frame = Opening(qapp, tmp_path / "home")
    qtbot.addWidget(frame)
    frame.show()
    desk = frame.desk()
    desk.start()
    assert desk.shown is not None
    assert desk.shown.isVisible()
    assert not frame.isVisible()
    desk.leave()


DAMAGED = {
    "a word for a size": b"[look]\ntext_size=gross\n",
    "no number": b"[look]\ntext_size=nan\n",
    "no end": b"[look]\ntext_size=inf\n",
    "a size that fills no screen": b"[look]\ntext_size=400\n",
    "lists": b"[look]\ntext_size=1, 2\nmode=a, b\nrow_height=x, y\n[window]\npage=x, y\ngeometry=1, 2\n",
    "no geometry": b"[window]\ngeometry=@ByteArray(\\0\\1\\xff)\n",
    "values of no kind": b"[look]\ntext_size=@Variant(zz)\nmode=@Rect(1)\n[window]\ngeometry=@Variant(\\0\\x7f\\0)\n",
    "no text at all": bytes(range(256)) * 20,
    "cut off": b"[look]\ntext_si",
}  # fmt: skip


@pytest.mark.parametrize("kept", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_memory_of_the_window_keeps_no_program_from_starting(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, kept: bytes
) -> None:
    (tmp_path / "window.ini").write_bytes(kept)
    frame = Opening(qapp, tmp_path)
    qtbot.addWidget(frame)
    desk = frame.desk()
    desk.start()
    assert isinstance(desk.shown, FirstStart)
    assert desk.theme.px("t_body") == Theme.load().px("t_body")
    desk.leave()


@pytest.mark.parametrize("kept", [b'last="\\x0"', b"last=a, b", b"last=\xff\xfe\xfa", b"last=/"])
def test_a_damaged_memory_of_the_last_file_asks_for_another(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, kept: bytes
) -> None:
    (tmp_path / "window.ini").write_bytes(b"[files]\n" + kept + b'\nbackups="\\x0"\n')
    frame = Opening(qapp, tmp_path)
    qtbot.addWidget(frame)
    desk = frame.desk()
    desk.start()
    assert isinstance(desk.shown, OpeningProblem)
    desk.leave()


@pytest.mark.parametrize("size", TEXT_SIZES.values())
def test_the_chosen_text_size_is_remembered(qapp: QApplication, qtbot: QtBot, tmp_path: Path, size: float) -> None:
    state = state_in(tmp_path)
    state.setValue("look/text_size", size)
    state.sync()
    frame = Opening(qapp, tmp_path)
    qtbot.addWidget(frame)
    assert frame.theme.px("t_body") == Theme.load("light", size).px("t_body")
    dress(qapp, Theme.load(), tmp_path / "icons")
