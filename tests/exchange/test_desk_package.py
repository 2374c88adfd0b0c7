"""Desk packages as files: written, carried, taken in, and refused where they are not what they say."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from desktop.catalogue import Refusal
from desktop.exchange.desk_package import SUFFIX, default_name, merge, pack, packed_words, read_package, sentence
from desktop.store import Log, attachments
from desktop.store.merging import Merged

NOW = datetime(2025, 11, 21, 9, 30)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Log]:
    """The log of another desk of the same bureau."""
    (tmp_path / "other").mkdir()
    file = tmp_path / "other" / "log.db"
    with Log.create(file, settings={"bureau": "青石区应急管理局"}, person="李四") as made:
        yield made


@pytest.fixture
def package(other: Log, tmp_path: Path) -> Path:
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8" + b"photo" * 900)
    ref = attachments.add(other.file, photo)
    other.add(other.ledger("training"), {"name": "讲座", "attachments": [ref.term]})
    out = tmp_path / default_name(other, NOW)
    pack(other, out, NOW)
    return out


def count(log: Log) -> int:
    return len(list(log.records(log.ledger("training"))))


def rewritten(package: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A package in which somebody changed parts; None leaves one out."""
    out = package.with_name(f"changed{SUFFIX}")
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out


def with_head(package: Path, **values: object) -> Path:
    def change(name: str, content: bytes) -> bytes:
        return json.dumps({**json.loads(content), **values}).encode() if name == "desk.json" else content

    return rewritten(package, change)


def test_a_package_brings_records_and_attachments(log: Log, package: Path) -> None:
    assert package.name == "青石区应急管理局 李四 2025-11-21.taizhang"
    done = merge(log, [package])
    assert sentence(log, done) == "已合并 1 处修改：新增 1 条学法培训。"
    (record,) = log.records(log.ledger("training"))
    (ref,) = attachments.refs(record["attachments"])
    assert attachments.path_of(log.file, ref).read_bytes().startswith(b"\xff\xd8photo")
    assert list(log.faults()) == []
    assert merge(log, [package]) == Merged()
    assert sentence(log, Merged()) == "包里的内容这里都有了，没有新的。"


def test_the_log_itself_is_not_packed_over(other: Log) -> None:
    before = other.file.read_bytes()
    with pytest.raises(Refusal, match="正在用的数据文件"):
        pack(other, other.file.parent / "." / other.file.name, NOW)
    assert other.file.read_bytes() == before


def test_another_bureau_is_refused(log: Log, package: Path) -> None:
    with pytest.raises(Refusal, match="是“乙局”的，本机是“青石区应急管理局”的，没有合并"):
        merge(log, [with_head(package, bureau="乙局")])
    log.set_setting("bureau", "")
    with pytest.raises(Refusal, match="本机没有写单位名称"):
        merge(log, [package])
    assert count(log) == 0


def test_a_package_of_a_newer_program_is_refused(log: Log, package: Path) -> None:
    with pytest.raises(Refusal, match="由更新的版本打包（格式 2，本程序只懂到 1），没有合并。请先更新程序"):
        merge(log, [with_head(package, format=2)])


def test_what_is_no_package_is_refused(log: Log, tmp_path: Path) -> None:
    text, archive = tmp_path / f"a{SUFFIX}", tmp_path / "photos.zip"
    text.write_text("不是", encoding="utf-8")
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("a.jpg", b"x")
    for file in (text, archive):
        with pytest.raises(Refusal, match="不是工位包，没有合并"):
            merge(log, [file])
    with pytest.raises(Refusal, match="没有文件"):
        merge(log, [tmp_path / "gone"])


def test_every_flipped_byte_of_a_package_is_found_or_harmless(log: Log, package: Path) -> None:
    """Of the parts as they are packed: what is taken in is either refused or exactly what was packed."""
    whole, wanted = package.read_bytes(), read_package(package)
    refused = 0
    for place in range(0, len(whole), 7):
        content = bytearray(whole)
        content[place] ^= 0x10
        package.write_bytes(content)
        try:
            found = read_package(package)
        except Refusal:
            refused += 1
        else:
            assert (found.entries, found.masks) == (wanted.entries, wanted.masks)
    assert refused > 50


@pytest.mark.parametrize("part", ["changes.jsonl", "masks.jsonl", "desk.json"])
def test_a_package_without_a_part_or_with_half_of_one_is_refused(log: Log, package: Path, part: str) -> None:
    for keep in (None, 0.5):
        with pytest.raises(Refusal, match="没有合并"):
            merge(log, [rewritten(package, lambda name, content, keep=keep: _cut(content, keep) if name == part
                                  else content)])  # fmt: skip
        if part == "masks.jsonl":
            break  # it is empty here: half of it is whole
    assert count(log) == 0


def _cut(content: bytes, keep: float | None) -> bytes | None:
    return None if keep is None else content[: int(len(content) * keep)]


def test_a_truncated_package_is_refused(log: Log, package: Path) -> None:
    package.write_bytes(package.read_bytes()[:-200])
    with pytest.raises(Refusal, match="没有合并"):
        merge(log, [package])


def test_an_attachment_that_was_changed_is_refused(log: Log, package: Path) -> None:
    changed = rewritten(package, lambda name, content: b"other" if name.startswith("files/") else content)
    with pytest.raises(Refusal, match=r"与打包时不同.*没有合并"):
        merge(log, [changed])
    assert count(log) == 0


def test_an_attachment_cannot_leave_its_folder(log: Log, package: Path, tmp_path: Path) -> None:
    out = tmp_path / f"bad{SUFFIX}"
    shutil.copy(package, out)
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("files/../../evil.txt", b"x")
    with pytest.raises(Refusal, match="附件的名称不对"):
        merge(log, [out])
    assert not list(tmp_path.glob("**/evil.txt"))


def test_one_bad_package_keeps_the_good_one_out(log: Log, package: Path, tmp_path: Path) -> None:
    good = Path(shutil.copy(package, tmp_path / f"good{SUFFIX}"))
    with pytest.raises(Refusal):
        merge(log, [good, with_head(package, sha256="0" * 64)])
    assert count(log) == 0


def test_a_package_that_finds_no_room_leaves_nothing(
    other: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "u"
    folder.mkdir()

    def full(_file: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desktop.exchange.desk_package.sync", full)
    with pytest.raises(Refusal, match="磁盘已满，工位包没有做成，已登记的内容都在"):
        pack(other, folder / "x.taizhang", NOW)
    assert list(folder.iterdir()) == []


def test_work_that_is_stopped_changes_nothing(log: Log, package: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(_done: int, _whole: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        merge(log, [package], stop)
    assert count(log) == 0
    assert list(log.faults()) == []


def test_hostile_text_goes_through_a_package_unchanged(log: Log, other: Log, tmp_path: Path) -> None:
    hostile = [
        "o'neil\"; DROP TABLE training; --", "=1+1", "<b>粗</b>", "表情😀与\u202e反写", "行\u2028分隔", "长" * 10_000,
        '{"desk": 1}', "a\\nb",
    ]  # fmt: skip
    for text in hostile:
        other.add(other.ledger("training"), {"name": text[:200], "note": text})
    pack(other, tmp_path / "x.taizhang", NOW)
    merge(log, [tmp_path / "x.taizhang"])
    here, there = ([one["note"] for one in each.records(each.ledger("training"))] for each in (log, other))
    assert here == there
    assert len(here) == len(hostile)
    assert list(log.faults()) == []


def test_an_attachment_changed_on_disk_does_not_spoil_the_package(
    log: Log, other: Log, package: Path, tmp_path: Path
) -> None:
    """Packed as it is, no other desk could take the package in, however often it is packed anew."""
    (record,) = other.records(other.ledger("training"))
    (ref,) = attachments.refs(record["attachments"])
    attachments.path_of(other.file, ref).write_bytes(b"edited in its place")
    head = pack(other, tmp_path / "b.taizhang", NOW)
    assert "1 个附件被改动过或读不出来，没有打进去" in packed_words(head, tmp_path / "b.taizhang")
    assert merge(log, [tmp_path / "b.taizhang"]).added == {"training": 1}
    assert "不见了" in "".join(log.faults())
    assert merge(log, [package]) == Merged(), "the copy comes with a package in which it is whole"
    assert list(log.faults()) == []


def test_a_package_that_was_not_copied_to_its_end_says_so(log: Log, package: Path) -> None:
    cut = package.with_name(f"cut{SUFFIX}")
    for size in (40, package.stat().st_size // 2, package.stat().st_size - 30):
        cut.write_bytes(package.read_bytes()[:size])
        with pytest.raises(Refusal, match="不完整，没有合并：后面一段没有拷贝过来"):
            merge(log, [cut])
    assert count(log) == 0


@pytest.mark.parametrize("found", [None, [], {}, "x", 1.5e300])
def test_a_head_of_another_make_is_refused(log: Log, package: Path, found: object) -> None:
    with pytest.raises(Refusal, match="没有合并"):
        merge(log, [with_head(package, format=found)])
    with pytest.raises(Refusal, match="没有合并"):
        merge(log, [with_head(package, entries=found)])
