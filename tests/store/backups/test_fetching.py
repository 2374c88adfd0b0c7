"""Attachments that are missing or changed, fetched from the backups; records are left alone."""

from pathlib import Path

from desktop.store import Log, attachments
from desktop.store.attachments import AttachmentRef
from desktop.store.backups import BackupSettings, Kind, default_folder, fetch_attachments, make, write_settings


def attach(log: Log, folder: Path, name: str) -> AttachmentRef:
    photo = folder / name
    photo.write_bytes(name.encode() * 100)
    ref = attachments.add(log.file, photo)
    log.add(log.ledger("hazard"), {"description": name, "attachments": [ref.term]})
    return ref


def test_what_the_backups_have_comes_back_and_what_they_have_not_is_named(log: Log, tmp_path: Path) -> None:
    drive = tmp_path / "U盘"
    kept, changed = attach(log, tmp_path, "一.jpg"), attach(log, tmp_path, "二.jpg")
    make(log.file, default_folder(log.file), Kind.DAILY)
    outside = attach(log, tmp_path, "三.jpg")
    make(log.file, drive, Kind.DAILY)
    write_settings(log, BackupSettings(default_folder(log.file), drive))
    lost = attach(log, tmp_path, "四.jpg")
    for ref in (kept, outside, lost):
        attachments.path_of(log.file, ref).unlink()
    attachments.path_of(log.file, changed).write_bytes(b"other")
    assert len(list(log.faults())) == 4
    back, missing = fetch_attachments(log)
    assert (sorted(back), missing) == (["一.jpg", "三.jpg", "二.jpg"], ["四.jpg"])
    (fault,) = log.faults()
    assert "附件“四.jpg”不见了" in fault
    assert attachments.path_of(log.file, changed).read_bytes() == "二.jpg".encode() * 100


def test_where_nothing_is_missing_nothing_is_done(log: Log, tmp_path: Path) -> None:
    attach(log, tmp_path, "一.jpg")
    assert fetch_attachments(log) == ([], [])
