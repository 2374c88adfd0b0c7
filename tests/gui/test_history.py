"""修改记录 beside the form: an earlier version comes back by its link."""

from pathlib import Path

import pytest
from gui.clerk import CONTROL, Clerk
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.gui.forms.history_panel import HistoryPanel
from desktop.gui.window import Window
from desktop.store import Log, attachments

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def clerk(window: Window, qtbot: QtBot) -> Clerk:
    return Clerk(window, qtbot)


@pytest.fixture
def id_(log: Log, tmp_path: Path) -> str:
    """A record with three versions, of which the first has a photograph."""
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8")
    ref = attachments.add(log.file, photo)
    training = log.ledger("training")
    made = log.add(training, {"name": "讲座", "place": "一楼", "attachments": [ref.term]})
    log.update(training, made, {"place": "三楼", "attachments": None})
    log.update(training, made, {"place": "四楼"})
    return made


def links(clerk: Clerk, text: str) -> list[QPushButton]:
    panel = next(one for one in clerk.window.findChildren(HistoryPanel) if one.isVisible())
    return [one for one in panel.findChildren(QPushButton) if one.text() == text]


def test_an_earlier_version_comes_back_by_its_link_and_is_undone(
    clerk: Clerk, log: Log, id_: str, qtbot: QtBot
) -> None:
    clerk.open("training", id_)
    clerk.press(Qt.Key.Key_H, CONTROL)
    assert "地点：三楼 → 四楼" in clerk.texts()
    assert len(links(clerk, "恢复到这一版")) == 2
    qtbot.mouseClick(links(clerk, "恢复到这一版")[1], LEFT)
    clerk.settle()
    assert clerk.cell("place").editor.value() == "一楼"
    found = log.record(log.ledger("training"), id_) or {}
    assert found["place"] == "一楼"
    assert found["attachments"]
    assert any(text.startswith("已恢复到 20") for text in clerk.texts())
    clerk.window.session.undo()
    assert (log.record(log.ledger("training"), id_) or {})["place"] == "四楼"


def test_what_is_not_saved_is_not_run_over(clerk: Clerk, log: Log, id_: str, qtbot: QtBot) -> None:
    clerk.open("training", id_)
    clerk.tab_to("地点")
    clerk.type("五楼")
    clerk.press(Qt.Key.Key_H, CONTROL)
    qtbot.mouseClick(links(clerk, "恢复到这一版")[0], LEFT)
    assert any("先保存，再恢复旧版" in text for text in clerk.texts())
    assert (log.record(log.ledger("training"), id_) or {})["place"] == "四楼"


def test_a_file_that_was_taken_off_can_be_opened(
    clerk: Clerk, id_: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    clerk.open("training", id_)
    clerk.press(Qt.Key.Key_H, CONTROL)
    assert "附件：现场.jpg → 空" in clerk.texts()
    qtbot.mouseClick(links(clerk, "打开“现场.jpg”")[0], LEFT)
    (file,) = opened
    assert Path(file).read_bytes() == b"\xff\xd8"
