"""数据, 合并: packed here, taken in there, and where two desks differ a line is chosen."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.exchange import desk_package
from desktop.gui.data.merge import MergeSection
from desktop.gui.window import Window
from desktop.store import Log
from desktop.store.backups import Kind, default_folder, listed

LEFT = Qt.MouseButton.LeftButton
NOW = datetime(2025, 11, 21, 9, 0)
WAIT = 20_000


def texts(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def lines(shown: MergeSection) -> list[str]:
    return [shown.list.item(row).text() for row in range(shown.list.count())]


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Log]:
    (tmp_path / "other").mkdir()
    file = tmp_path / "other" / "log.db"
    with Log.create(file, settings={"bureau": "青石区应急管理局"}, person="李四") as made:
        yield made


@pytest.fixture
def shown(window: Window, qtbot: QtBot) -> MergeSection:
    window.show_section("data", "合并")
    found = next(one for one in window.findChildren(MergeSection) if one.isVisible())
    qtbot.waitUntil(lambda: "没有两边改得不一样的" in texts(found), timeout=WAIT)
    return found


def test_what_one_desk_packs_another_takes_in(
    shown: MergeSection, window: Window, other: Log, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.session.add(window.session.log.ledger("training"), {"name": "甲讲座"})
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "甲"), ""))
    qtbot.mouseClick(shown.pack, LEFT)
    qtbot.waitUntil(lambda: any("已打包 1 处修改到" in one for one in texts(shown)), timeout=WAIT)
    assert desk_package.merge(other, [tmp_path / "甲.taizhang"]).added == {"training": 1}
    other.add(other.ledger("training"), {"name": "乙讲座"})
    desk_package.pack(other, tmp_path / "乙.taizhang", NOW)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(tmp_path / "乙.taizhang")], ""))
    qtbot.mouseClick(shown.merge, LEFT)
    qtbot.waitUntil(lambda: "已合并 1 处修改：新增 1 条学法培训" in texts(shown), timeout=WAIT)
    log = window.session.log
    assert [one["name"] for one in log.records(log.ledger("training"))] == ["甲讲座", "乙讲座"]
    assert [one.kind for one in listed(default_folder(log.file))] == [Kind.BEFORE_MERGE]
    qtbot.waitUntil(shown.merge.isEnabled)


def test_what_is_no_package_is_said_and_stays_said(shown: MergeSection, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "x.taizhang").write_bytes(b"nothing")
    shown.merge_files([tmp_path / "x.taizhang"])
    qtbot.waitUntil(shown.problem.isVisible, timeout=WAIT)
    assert "“x.taizhang”不是工位包，没有合并" in shown.problem.text()
    qtbot.waitUntil(shown.merge.isEnabled)


def test_where_two_desks_differ_a_line_is_chosen_by_keyboard_and_undone(
    shown: MergeSection, window: Window, other: Log, qtbot: QtBot, tmp_path: Path
) -> None:
    log = window.session.log
    training = log.ledger("training")
    id_ = window.session.add(training, {"name": "讲座", "place": "一楼"})
    desk_package.pack(log, tmp_path / "甲.taizhang", NOW)
    desk_package.merge(other, [tmp_path / "甲.taizhang"])
    other.update(other.ledger("training"), id_, {"place": "四楼"})
    log.update(training, id_, {"place": "三楼"})
    desk_package.pack(other, tmp_path / "乙.taizhang", NOW)
    shown.merge_files([tmp_path / "乙.taizhang"])
    qtbot.waitUntil(lambda: "两边改得不一样的 1 处" in texts(shown), timeout=WAIT)
    assert [line.split("，")[0] for line in lines(shown)] == ["学法培训“讲座”　地点", "三楼　现用", "四楼　李四"]
    shown.list.setFocus()
    QTest.keyClick(shown.list, Qt.Key.Key_Down)
    QTest.keyClick(shown.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "没有两边改得不一样的" in texts(shown), timeout=WAIT)
    assert any("学法培训“讲座”的地点选定为“四楼”" in one for one in texts(window))
    assert (log.record(training, id_) or {})["place"] == "四楼"
    window.session.undo()
    assert (log.record(training, id_) or {})["place"] == "三楼"
