"""Attachments that are large, odd or gone: the window goes on, and each has its sentence."""

from pathlib import Path

import pytest
from clerk import CONTROL, ENTER, Clerk, add_enterprise
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.catalogue import Refusal
from desktop.gui.forms.attaching import AT_ONCE
from desktop.gui.jobs import Job
from desktop.gui.window import Window
from desktop.store import Log, Record, attachments

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def clerk(window: Window, qtbot: QtBot, log: Log) -> Clerk:
    add_enterprise(log)
    return Clerk(window, qtbot)


def the_check(log: Log) -> Record:
    (found,) = log.records(log.catalogue.ledgers["enforcement_check"])
    return found


def drop(clerk: Clerk, *files: Path) -> None:
    """Over a field: what the system does when the mouse lets go there."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    under, at = clerk.cell("check_no"), QPoint(5, 5)
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(under, QDragEnterEvent(at, *how))
    QApplication.sendEvent(under, QDropEvent(at, *how))
    clerk.settle()


def video(folder: Path, size: int = 2 * AT_ONCE) -> Path:
    made = folder / "现场录像.mp4"
    with made.open("wb") as stream:
        stream.truncate(size)
    return made


def names(record: Record) -> list[str]:
    return [one.name for one in attachments.refs(record["attachments"])]


def test_a_large_file_is_copied_beside_the_window_and_the_save_waits_for_it(
    clerk: Clerk, log: Log, tmp_path: Path, qtbot: QtBot
) -> None:
    clerk.open("enforcement_check")
    clerk.type("JC-1")
    drop(clerk, video(tmp_path))
    assert "正在复制 现场录像.mp4…" in clerk.texts(), "the window goes on at once"
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert any("还在复制，复制完再保存" in text for text in clerk.texts())
    clerk.press(Qt.Key.Key_1, ALT)
    assert clerk.window.front == "form"
    qtbot.waitUntil(lambda: "正在复制 现场录像.mp4…" not in clerk.texts(), timeout=30_000)
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert names(the_check(log)) == ["现场录像.mp4"]
    assert not list(attachments.check(log))


def test_a_large_file_dropped_on_a_row_belongs_to_the_row(
    clerk: Clerk, log: Log, tmp_path: Path, qtbot: QtBot
) -> None:
    clerk.open("enforcement_check")
    clerk.press(ENTER, CONTROL)
    clerk.type("abc")
    clerk.press(ENTER)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(video(tmp_path)))])
    assert clerk.table.drop(0, data)
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert list(log.records(log.catalogue.ledgers["hazard"])) == []
    qtbot.waitUntil(lambda: not clerk.body.copying, timeout=30_000)
    clerk.press(Qt.Key.Key_S, CONTROL)
    (hazard,) = log.records(log.catalogue.ledgers["hazard"])
    assert names(hazard) == ["现场录像.mp4"]


def test_a_copy_that_is_stopped_leaves_nothing(clerk: Clerk, log: Log, tmp_path: Path, qtbot: QtBot) -> None:
    clerk.open("enforcement_check")
    clerk.type("JC-1")
    started: list[Job] = []
    clerk.window.jobs.started.connect(started.append)
    drop(clerk, video(tmp_path, 40 * AT_ONCE))
    started[0].cancel()
    qtbot.waitUntil(lambda: not clerk.body.copying, timeout=30_000)
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert names(the_check(log)) == []
    assert [one for one in attachments.folder_of(log.file).rglob("*") if one.is_file()] == []


def test_empty_long_and_missing_files(clerk: Clerk, log: Log, tmp_path: Path) -> None:
    empty, long = tmp_path / "空.txt", tmp_path / ("名" * 83 + ".jpg")
    empty.touch()
    long.write_bytes(b"x")
    clerk.open("enforcement_check")
    clerk.type("JC-1")
    drop(clerk, empty, long, tmp_path / "走了.pdf", tmp_path)
    assert any("不是文件，或已不在原处" in text for text in clerk.texts())
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert names(the_check(log)) == ["空.txt", long.name]


def test_a_file_that_goes_away_while_it_is_copied_is_said_in_chinese(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = video(tmp_path, 10)

    def gone(*_: object) -> str:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(attachments, "copy_into", gone)
    with pytest.raises(Refusal, match="没有保存（已不在原处）"):
        attachments.add(log.file, file)
