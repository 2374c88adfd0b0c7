"""The frame that stands while the log is opened."""

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
