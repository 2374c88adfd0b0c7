"""Files copied beside the log."""

import hashlib
from pathlib import Path

import pytest

from desktop.catalogue import Refusal
from desktop.store import Log, attachments, durable, plain_record
from desktop.store.attachments import AttachmentRef


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    source = tmp_path / "来源"
    source.mkdir()
    file = source / "现场、照片 1.JPG"
    file.write_bytes(b"\xff\xd8 photo" * 1000)
    return file


def test_a_file_is_copied_under_its_hash_and_named_in_the_record(log: Log, photo: Path) -> None:
    ref = attachments.add(log.file, photo)
    assert ref == AttachmentRef("现场、照片 1.JPG", hashlib.sha256(photo.read_bytes()).hexdigest())
    path = attachments.path_of(log.file, ref)
    assert path == log.file.parent / "log.附件" / ref.sha256[:2] / f"{ref.sha256}.jpg"
    assert path.read_bytes() == photo.read_bytes()
    photo.unlink()

    hazard = log.ledger("hazard")
    record = log.record(hazard, log.add(hazard, {"attachments": [ref.term, "纸质记录"]}))
    assert record is not None
    assert attachments.refs(record["attachments"]) == [ref]
    assert hazard.fields["attachments"].display(record["attachments"]) == "现场、照片 1.JPG、纸质记录"
    assert list(log.faults()) == []


def test_the_field_goes_round_through_json_and_through_its_stored_form(log: Log, photo: Path) -> None:
    ref = attachments.add(log.file, photo)
    hazard = log.ledger("hazard")
    first = log.record(hazard, log.add(hazard, {"attachments": [ref.term]}))
    assert first is not None
    plain = plain_record(hazard, first, {})
    again = log.record(hazard, log.add(hazard, {"attachments": plain["attachments"]}))
    stored = log.record(hazard, log.add(hazard, {"attachments": first["attachments"]}))
    assert again is not None and stored is not None
    assert first["attachments"] == again["attachments"] == stored["attachments"]


def test_the_same_content_lies_there_once(log: Log, photo: Path) -> None:
    other = photo.with_name("另一张.jpg")
    other.write_bytes(photo.read_bytes())
    first, second = attachments.add(log.file, photo), attachments.add(log.file, other)
    assert first.sha256 == second.sha256 and first.name != second.name
    files = [one for one in attachments.folder_of(log.file).rglob("*") if one.is_file()]
    assert files == [attachments.path_of(log.file, first)]


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("无后缀", ""), ("包.tar.gz", ".gz"), ("怪.中文后缀", ""), (".隐藏", ""), ("a.JpEg", ".jpeg")],
)
def test_endings(log: Log, photo: Path, name: str, suffix: str) -> None:
    ref = attachments.add(log.file, photo.rename(photo.with_name(name)))
    assert attachments.path_of(log.file, ref).name == ref.sha256 + suffix


def test_an_empty_file_is_a_file(log: Log, photo: Path) -> None:
    photo.write_bytes(b"")
    assert attachments.path_of(log.file, attachments.add(log.file, photo)).read_bytes() == b""


def test_what_cannot_be_copied_is_refused_and_leaves_nothing(log: Log, photo: Path, tmp_path: Path) -> None:
    for source in (tmp_path / "没有.jpg", photo.parent):
        with pytest.raises(Refusal, match=r"附件 .*不是文件"):
            attachments.add(log.file, source)
    attachments.folder_of(log.file).write_text("in the way")
    with pytest.raises(Refusal, match="没有保存"):
        attachments.add(log.file, photo)


def test_a_full_disk_is_said_and_leaves_nothing(log: Log, photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable.os, "fsync", full)
    with pytest.raises(Refusal, match="磁盘已满"):
        attachments.add(log.file, photo)
    assert [one for one in attachments.folder_of(log.file).rglob("*") if one.is_file()] == []


def test_a_missing_and_a_changed_copy_are_found(log: Log, photo: Path) -> None:
    hazard, ref = log.ledger("hazard"), attachments.add(log.file, photo)
    log.add(hazard, {"description": "叉车", "attachments": [ref.term]})
    log.add(hazard, {"description": "还是它", "attachments": [ref.term]})
    path = attachments.path_of(log.file, ref)
    path.write_bytes(b"x")
    assert list(attachments.check(log)) == [
        "隐患“叉车”的附件“现场、照片 1.JPG”的内容被改动过。请从备份取回附件，或打开这条记录重新添加。"
    ]
    path.unlink()
    assert "不见了" in "".join(log.faults())


def test_bare_names_are_no_copies(log: Log) -> None:
    stored = log.ledger("hazard").fields["attachments"].parse("照片1.jpg、照片2.jpg；" + "a" * 63 + " 短.jpg")
    assert attachments.refs(stored) == []
    assert attachments.refs(None) == []
    with pytest.raises(ValueError, match="文件名"):
        log.ledger("hazard").fields["attachments"].parse("[不是")
