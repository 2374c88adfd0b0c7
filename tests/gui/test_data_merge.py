"""数据, 合并: packed here, taken in there, and where two desks differ a line is chosen."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.exchange import desk_package
from desktop.gui.data.merge import MergeSection
from desktop.gui.data.undo import UndoSection
from desktop.gui.window import Window
from desktop.store import Log
from desktop.store.backups import Backup, Kind, default_folder, listed

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


def merged(shown: MergeSection, other: Log, qtbot: QtBot, folder: Path) -> None:
    """The other desk's record comes in."""
    other.add(other.ledger("training"), {"name": "乙讲座"})
    desk_package.pack(other, folder / "乙.taizhang", NOW)
    shown.merge_files([folder / "乙.taizhang"])
    qtbot.waitUntil(shown.before.isVisible, timeout=WAIT)


def test_all_goes_back_to_before_the_merge_and_what_was_done_since_is_said(
    shown: MergeSection, window: Window, other: Log, qtbot: QtBot, tmp_path: Path
) -> None:
    wanted: list[Backup] = []
    window.restore_wanted.connect(wanted.append)
    log = window.session.log
    window.session.add(log.ledger("training"), {"name": "甲讲座"})
    assert not shown.before.isVisible()
    merged(shown, other, qtbot, tmp_path)
    qtbot.mouseClick(shown.before, LEFT)
    assert any("这以后没有操作，现在的内容先存成一份" in one for one in texts(shown))
    window.session.add(log.ledger("training"), {"name": "丙讲座"})
    qtbot.waitUntil(lambda: shown.since == 1, timeout=WAIT)
    qtbot.mouseClick(shown.before, LEFT)
    assert any("这以后有 1 次操作" in one for one in texts(shown))
    assert wanted == []
    qtbot.mouseClick(next(one for one in shown.findChildren(QPushButton) if one.text() == "恢复到合并前"), LEFT)
    (backup,) = wanted
    assert backup.kind is Kind.BEFORE_MERGE
    with Log.open(backup.file, read_only=True) as before:
        assert [one["name"] for one in before.records(before.ledger("training"))] == ["甲讲座"]


def test_the_undo_list_has_the_merge_and_says_why_it_goes_back_as_a_whole(
    shown: MergeSection, window: Window, other: Log, qtbot: QtBot, tmp_path: Path
) -> None:
    merged(shown, other, qtbot, tmp_path)
    window.show_section("data", "撤销")
    undo = next(one for one in window.findChildren(UndoSection) if one.isVisible())
    qtbot.waitUntil(lambda: undo.list.count() == 2, timeout=WAIT)
    assert "合并工位包，1 处修改" in undo.list.item(1).text()
    undo.list.setFocus()
    QTest.keyClick(undo.list, Qt.Key.Key_Return)
    assert any(one.startswith("合并进来的是别的电脑的登记") for one in texts(undo))
    assert QApplication.focusWidget() is undo.confirm and undo.confirm.text() == "恢复到合并前"
    for one in default_folder(window.session.log.file).glob("*合并前.db"):
        one.unlink()
    QTest.keyClick(undo, Qt.Key.Key_Escape)
    undo.refresh()
    qtbot.wait(500)
    QTest.keyClick(undo.list, Qt.Key.Key_Return)
    assert "合并前的备份已经不在" in undo.problem.text()
