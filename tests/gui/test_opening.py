"""The frame that stands while the log is opened."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.gui.opening import Opening
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
