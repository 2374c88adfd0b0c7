"""Attachments of single detail rows: chosen, dropped, pasted, shown and taken away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from clerk import CONTROL, ENTER, SHIFT, Clerk, add_enterprise
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from desktop.gui.forms.detail_model import TONE
from desktop.gui.forms.row_files import RowFiles
from desktop.gui.window import Window
from desktop.store import Log, attachments


@pytest.fixture
def clerk(window: Window, qtbot: QtBot, log: Log) -> Iterator[Clerk]:
    add_enterprise(log)
    made = Clerk(window, qtbot)
    made.open("enforcement_check")
    made.type("JC-1")
    for description in ("通道堆物", "消火栓被遮挡"):
        made.press(ENTER, CONTROL)
        made.type(description)
        made.press(ENTER)
    yield made
    QApplication.clipboard().clear()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    made = tmp_path / "现场照片.jpg"
    made.write_bytes(b"jpeg")
    return made


def files_of(log: Log, description: str) -> list[str]:
    hazards = log.records(log.catalogue.ledgers["hazard"])
    return next([ref.name for ref in attachments.refs(one["attachments"])]
                for one in hazards if one["description"] == description)  # fmt: skip


def counted(clerk: Clerk) -> list[str]:
    model = clerk.table.model
    return [str(model.index(row, model.files_column).data()) for row in range(model.rowCount() - 1)]


def url_of(file: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    return data


def select(clerk: Clerk, row: int, column: int = 1) -> None:
    clerk.table.table.setFocus()
    clerk.table.table.setCurrentIndex(clerk.table.model.index(row, column))
    clerk.settle()


def test_the_key_adds_a_file_to_the_row_in_which_the_cursor_stands(
    clerk: Clerk, log: Log, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(photo)], ""))
    assert clerk.here == "部位"  # of the second row
    clerk.press(Qt.Key.Key_P, CONTROL | SHIFT)
    assert counted(clerk) == ["", "1"]
    clerk.tab_to("检查结果")
    clerk.press(Qt.Key.Key_P, CONTROL | SHIFT)  # outside of the rows it is for the check
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert (files_of(log, "消火栓被遮挡"), files_of(log, "通道堆物")) == (["现场照片.jpg"], [])
    (check,) = log.records(log.catalogue.ledgers["enforcement_check"])
    assert [ref.name for ref in attachments.refs(check["attachments"])] == ["现场照片.jpg"]


def test_files_and_pictures_are_pasted_into_the_marked_row(clerk: Clerk, log: Log, photo: Path) -> None:
    select(clerk, 0)
    QApplication.clipboard().setMimeData(url_of(photo))
    clerk.press(Qt.Key.Key_V, CONTROL)
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QApplication.clipboard().setImage(picture)
    clerk.press(Qt.Key.Key_V, CONTROL)
    assert counted(clerk) == ["2", ""]
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert files_of(log, "通道堆物") == ["现场照片.jpg", "粘贴的图片2.png"]


def test_a_file_dropped_on_a_row_belongs_to_that_row(clerk: Clerk, log: Log, photo: Path) -> None:
    table = clerk.table.table
    data = url_of(photo)
    where = QPointF(table.visualRect(clerk.table.model.index(0, 1)).center())
    what = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(table.viewport(), QDragEnterEvent(where.toPoint(), *what))
    QApplication.sendEvent(table.viewport(), QDropEvent(where, *what))
    assert counted(clerk) == ["1", ""]
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert files_of(log, "通道堆物") == ["现场照片.jpg"]


def test_the_clip_shows_the_files_of_its_row_and_takes_one_away(clerk: Clerk, log: Log, photo: Path) -> None:
    select(clerk, 0)
    QApplication.clipboard().setMimeData(url_of(photo))
    clerk.press(Qt.Key.Key_V, CONTROL)
    model = clerk.table.model
    clip = model.index(0, model.files_column)
    assert clip.data(TONE) == "files"
    viewport = clerk.table.table.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=clerk.table.table.visualRect(clip).center())
    clerk.settle()
    panel = next(one for one in clerk.window.findChildren(RowFiles) if one.isVisible())
    assert "第 1 行的附件" in clerk.texts()
    cross = next(one for one in panel.findChildren(QToolButton) if one.toolTip() == "去掉“现场照片.jpg”")
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert counted(clerk) == ["", ""]
    clerk.press(Qt.Key.Key_V, CONTROL)
    assert counted(clerk) == ["1", ""]
    clerk.press(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert clerk.window.front == "form"


def test_enter_on_the_clip_opens_its_files(clerk: Clerk) -> None:
    select(clerk, 1, clerk.table.model.files_column)
    clerk.press(ENTER)
    assert "第 2 行的附件" in clerk.texts()


def test_files_of_a_row_stand_in_the_draft(clerk: Clerk, photo: Path) -> None:
    select(clerk, 1)
    QApplication.clipboard().setMimeData(url_of(photo))
    clerk.press(Qt.Key.Key_V, CONTROL)
    clerk.press(Qt.Key.Key_Escape)
    clerk.open("enforcement_check")
    clerk.press(ENTER)
    clerk.settle()
    assert counted(clerk) == ["", "1"]
