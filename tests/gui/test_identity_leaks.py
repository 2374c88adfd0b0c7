"""One reporting person through everything that the program does: nowhere a byte of the identity in the clear.

Looked through are all files below the program's folders: data file, write-ahead log, backups, packages, exports, log
and attachments folder; what is packed in a ZIP archive is unpacked first. Only the file of the vault holds the texts,
encrypted.
"""

import json
import logging
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.catalogue.masking import Secret
from desktop.exchange import desk_package
from desktop.exchange.templates import write_template
from desktop.figures import Period
from desktop.gui.crash import LOG_NAME, Reporter, keep_log
from desktop.gui.tables.record_list import RecordList
from desktop.gui.window import Window
from desktop.report.returns import form_named
from desktop.report.word.exporting import export_report
from desktop.report.workbook.list_table import ListExport
from desktop.report.workbook.return_book import export_returns
from desktop.report.workbook.year_end import export_workbook
from desktop.store import Log, Rejected, attachments, pending
from desktop.store.backups import BackupSettings, Kind, back_up, default_folder, restore, write_settings
from desktop.store.listing import Filter
from desktop.store.sealing import Cost
from desktop.store.vault import Vault, new_password

PASSWORD = "青石-举报-2025"
IDENTITY = {
    "reporter": "王建国", "contact": "13812345678", "reporter_number": "330102197001011234",
    "reporter_address": "青石区幸福路十二号三单元",
}  # fmt: skip
OTHER = "赵卫东来电"
NOW, YEAR = datetime(2025, 11, 21, 9), Period.year(2025)
WORDS = (*IDENTITY.values(), OTHER, PASSWORD)


def quiet(_done: int, _whole: int) -> None:
    """Nobody waits for news."""


def unpacked(content: bytes) -> Iterator[bytes]:
    """A file's bytes; of an archive also what is packed in it."""
    yield content
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield from unpacked(packed.read(name))


def spellings(word: str) -> list[bytes]:
    """A text as files may hold it."""
    escaped = json.dumps(word)[1:-1]
    return [word.encode(), word.encode("utf-16-le"), word.encode("gb18030"), escaped.encode()]


def leaks(*folders: Path) -> list[tuple[str, str]]:
    """Files below the folders with the words that they hold."""
    found = []
    for file in (one for folder in folders for one in folder.rglob("*") if one.is_file()):
        parts = list(unpacked(file.read_bytes()))
        for word in WORDS:
            if any(spelling in part for part in parts for spelling in spellings(word)):
                found.append((file.name, word))
    return found


def live_through(log: Log, vault: Vault, folder: Path) -> str:
    """Stored, seen, changed, undone, half-typed, refused, with a photograph."""
    tip_off = log.ledger("tip_off")
    photo = folder / "来信.jpg"
    photo.write_bytes(b"\xff\xd8 letter")
    ref = attachments.add(log.file, photo)
    typed = {"received_on": "2025-03-05", "tip_no": "举报1号", "content": "堵塞安全出口", "attachments": [ref.term]}
    id_ = log.add(tip_off, {**typed, **IDENTITY})
    assert vault.show(tip_off, id_, "回访") == IDENTITY
    log.update(tip_off, id_, {"reporter": OTHER})
    log.undo()
    half = {name: str(Secret(text)) for name, text in IDENTITY.items()}
    pending.keep(log, "form", tip_off, None, half, "2025-11-21 09:00")
    vault.lock()
    with pytest.raises(Rejected) as refused:
        log.add(tip_off, {"received_on": "2025-03-05", **IDENTITY})
    assert not [word for word in WORDS if word in str(refused.value)]
    vault.unlock(vault.key_of(PASSWORD))
    return id_


def give_out(log: Log, out: Path) -> None:
    """Everything that the program writes for others."""
    tip_off = log.ledger("tip_off")
    export_workbook(log, YEAR, out / "year.xlsx", progress=quiet, made_at=NOW)
    export_returns(log, form_named(log.catalogue, "浙江"), YEAR, out / "returns.xlsx", progress=quiet, made_at=NOW)
    export_report(log, YEAR, out / "report.docx", dated=date(2025, 11, 21), made_at=NOW)
    ListExport(tip_off, list(tip_off.fields), Filter()).write(log, out / "list.xlsx", quiet)
    write_template(log, tip_off, out / "template.xlsx")
    desk_package.pack(log, out / "desk.taizhang", NOW)


def test_nowhere_a_byte_of_an_identity_in_the_clear(
    window: Window, log: Log, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, out, drive = tmp_path / "home", tmp_path / "out", tmp_path / "U盘"
    for folder in (home, out, drive):
        folder.mkdir()
    vault = Vault(log)
    vault.set_up(new_password(PASSWORD, PASSWORD, Cost(1, 1, 64)))
    id_ = live_through(log, vault, tmp_path)
    write_settings(log, BackupSettings(default_folder(log.file), drive))
    made = back_up(log.file, Kind.BY_HAND)
    assert made.outside is not None
    give_out(log, out)
    # Merged at another desk, which backs up and packs in its turn.
    (tmp_path / "other").mkdir()
    with Log.create(tmp_path / "other" / "log.db", settings={"bureau": "青石区应急管理局"}) as other:
        desk_package.merge(other, [out / "desk.taizhang"])
        back_up(other.file, Kind.DAILY)
        desk_package.pack(other, out / "other.taizhang", NOW)
        assert (other.record(other.ledger("tip_off"), id_) or {})["reporter"] == "王**"
    restore(made.backup.file, tmp_path / "restored.db", other_log=True)
    # The window: searched for, on screen, copied; a mistake of the program with the texts at hand.
    search = next(one for one in window.findChildren(QLineEdit) if "搜索全部台账" in one.placeholderText())
    search.setFocus()
    for word in IDENTITY.values():
        search.setText(word)
        qtbot.wait(300)
    search.clear()
    window.open_ledger("tip_off")
    qtbot.wait(300)
    table = next(one for one in window.page("ledgers").findChildren(RecordList) if one.isVisible()).view
    table.setFocus()
    for key in (Qt.Key.Key_A, Qt.Key.Key_C):
        QTest.keyClick(table, key, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert "举报1号" in copied
    assert not [word for word in WORDS if word in copied]
    handler, reporter = keep_log(home), Reporter()
    try:
        raise ValueError([Secret(text) for text in IDENTITY.values()], {"typed": Secret(OTHER)})
    except ValueError as error:
        reporter.report(error)
    logging.getLogger("taizhang").error("%s", Secret(OTHER))
    logging.getLogger("taizhang").removeHandler(handler)
    handler.close()
    assert (home / LOG_NAME).stat().st_size > 200
    assert list(log.faults()) == []
    files = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert {".db", ".xlsx", ".docx", ".taizhang", ".log", ".json", ".jpg"} <= {one.suffix for one in files}
    assert any(one.name.endswith("-wal") for one in files)
    assert leaks(tmp_path) == []
    log.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert leaks(tmp_path) == []
    assert vault.show(log.ledger("tip_off"), id_, "还看得到") == IDENTITY
    with capsys.disabled():
        print(f"\n{len(files)} files looked through for {len(WORDS)} texts in 4 spellings: none found")


def test_the_search_for_leaks_would_find_one_wherever_it_were(log: Log, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    log.add(log.ledger("training"), {"name": "王建国的讲座"})
    back_up(log.file, Kind.DAILY)
    give_out(log, out)
    (tmp_path / "x.log").write_text(json.dumps(IDENTITY["reporter_address"]), encoding="ascii")
    found = {name for name, _ in leaks(tmp_path)}
    assert {"year.xlsx", "desk.taizhang", "x.log"} <= found
    assert any(name.endswith("每日.db") for name in found)
    assert any(name.startswith("log.db") for name in found)
