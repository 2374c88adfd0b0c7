"""数据: the recycle bin of all ledgers, what was done, whether the file is sound."""

import sqlite3
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.gui.data.bin import BinSection, HistorySection, SoundnessSection
from desktop.gui.pages.data import DataPage
from desktop.gui.pages.section import Section
from desktop.gui.widgets.pair_list import PairList
from desktop.gui.window import Window
from desktop.store import Detail, attachments
from desktop.store.backups import Kind, default_folder, make

LEFT = Qt.MouseButton.LeftButton
WAIT = 10_000
S = TypeVar("S", bound=Section)


@pytest.fixture
def page(window: Window) -> DataPage:
    ledgers = window.session.catalogue.ledgers
    one = window.session.add(ledgers["enterprise"], {"name": "甲化工厂"})
    window.session.add(ledgers["enterprise"], {"name": "乙烟花店"})
    window.session.delete(ledgers["enterprise"], [one])
    made = window.show_page("data")
    assert isinstance(made, DataPage)
    return made


def section(page: DataPage, title: str, kind: type[S]) -> S:
    page.open(title)
    return next(one for one in page.findChildren(kind) if one.isVisible())


def lines(shown: PairList) -> list[str]:
    return [shown.item(row).text() for row in range(shown.count())]


def test_a_deleted_record_is_restored_from_the_bin(page: DataPage, qtbot: QtBot) -> None:
    bin_ = section(page, "回收站", BinSection)
    qtbot.waitUntil(lambda: bin_.list.count() == 1, timeout=WAIT)
    assert lines(bin_.list)[0].startswith("甲化工厂")
    enterprise = page.session.catalogue.ledgers["enterprise"]
    place = bin_.list.visualItemRect(bin_.list.item(0)).center()
    qtbot.mouseClick(bin_.list.viewport(), LEFT, pos=place)
    qtbot.wait(50)
    assert [one["name"] for one in page.session.log.records(enterprise)] == ["乙烟花店"], "a click only chooses"
    bin_.list.setFocus()
    QTest.keyClick(bin_.list, Qt.Key.Key_Return)
    qtbot.waitUntil(bin_.nothing.isVisible, timeout=WAIT)
    assert {one["name"] for one in page.session.log.records(enterprise)} == {"甲化工厂", "乙烟花店"}


def test_a_check_comes_back_from_the_bin_with_its_hazards(page: DataPage, qtbot: QtBot) -> None:
    log, ledgers = page.session.log, page.session.catalogue.ledgers
    rows = [Detail(ledgers["hazard"], "check", {"description": "通道堵塞"})]
    check = log.save_with_details(ledgers["enforcement_check"], None, {"check_no": "JC-1"}, rows)
    page.session.delete(ledgers["enforcement_check"], [check])
    bin_ = section(page, "回收站", BinSection)
    qtbot.waitUntil(lambda: bin_.list.count() == 3, timeout=WAIT)
    row = next(n for n, one in enumerate(lines(bin_.list)) if one.startswith("JC-1"))
    bin_.list.setCurrentRow(row)
    qtbot.mouseClick(next(one for one in bin_.findChildren(QPushButton) if one.text() == "恢复选中的记录"), LEFT)
    qtbot.waitUntil(lambda: bin_.list.count() == 1, timeout=WAIT)
    assert [one["description"] for one in log.records(ledgers["hazard"])] == ["通道堵塞"]


def test_what_was_done_stands_there_newest_first_and_opens_its_record(page: DataPage, qtbot: QtBot) -> None:
    history = section(page, "修改记录", HistorySection)
    qtbot.waitUntil(lambda: history.list.count() == 4, timeout=WAIT)
    done = [line[6:].split("　")[0] for line in lines(history.list)[1:]]
    assert done == ["删除 1 条企业库", "新增 1 条企业库", "新增 1 条企业库"]
    history.list.take(history.list.item(2))
    assert page.window_.front == "form"


def test_a_sound_file_is_told_to_be_sound(page: DataPage, qtbot: QtBot) -> None:
    check = section(page, "检查数据文件", SoundnessSection)
    button = next(one for one in check.findChildren(QPushButton) if one.text() == "开始检查")
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: "数据文件完好" in [one.text() for one in check.findChildren(QLabel)], timeout=WAIT)
    assert button.isEnabled()


def test_a_record_changed_by_another_program_is_found(page: DataPage, qtbot: QtBot) -> None:
    stranger = sqlite3.connect(page.session.log.file)
    stranger.execute("UPDATE enterprise SET name = '丙' WHERE name = '乙烟花店'")
    stranger.commit()
    stranger.close()
    check = section(page, "检查数据文件", SoundnessSection)
    with qtbot.waitSignal(check.check().signals.done, timeout=WAIT):
        pass
    qtbot.waitUntil(check.list.isVisible, timeout=WAIT)
    assert any("可能被别的程序改过" in line for line in lines(check.list))


def test_a_missing_attachment_is_fetched_from_the_backup(page: DataPage, tmp_path: Path, qtbot: QtBot) -> None:
    log, photo = page.session.log, tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8 photo")
    ref = attachments.add(log.file, photo)
    log.add(log.ledger("training"), {"name": "讲座", "attachments": [ref.term]})
    make(log.file, default_folder(log.file), Kind.DAILY)
    attachments.path_of(log.file, ref).unlink()
    check = section(page, "检查数据文件", SoundnessSection)
    check.check()
    qtbot.waitUntil(check.fetch.isVisible, timeout=WAIT)
    assert any("附件“现场.jpg”不见了。请从备份取回附件" in line for line in lines(check.list))
    qtbot.mouseClick(check.fetch, LEFT)
    qtbot.waitUntil(lambda: "数据文件完好" in [one.text() for one in check.findChildren(QLabel)], timeout=WAIT)
    assert attachments.path_of(log.file, ref).read_bytes() == b"\xff\xd8 photo"
    assert any("已取回 1 个附件" in one.text() for one in page.window_.findChildren(QLabel))
    assert not check.fetch.isVisible()


@pytest.mark.parametrize("title", ["合并", "备份", "回收站", "撤销", "修改记录"])
def test_a_file_that_is_gone_is_said_by_every_section(page: DataPage, title: str, qtbot: QtBot) -> None:
    page.open("检查数据文件")
    file = page.session.log.file
    away = file.rename(file.with_suffix(".away"))
    page.open(title)
    said = lambda: [one.text() for one in page.window_.findChildren(QLabel) if one.isVisible()]  # noqa: E731
    qtbot.waitUntil(lambda: any("打不开数据文件" in text for text in said()), timeout=WAIT)
    away.rename(file)
