"""Desk packages: what one desk logged, as a file that another takes in.

A ZIP file with the ending .taizhang:

desk.json        what it is: format, bureau, who packed it and when, how many entries, their SHA-256
changes.jsonl    every entry of the desk's change log with its hashes, one JSON list a line
masks.jsonl      what others may see of identities in the vault: 王**, never the text, not even encrypted
files/ab/…       attachments, each under its SHA-256

What merging does with it is in `store.merging`. A package comes on a USB drive or through a chat: nothing of it is
believed before it has been checked, and nothing is unpacked beyond what its directory states.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from pathlib import Path

from desktop.catalogue import Refusal
from desktop.store import Log, attachments, merging
from desktop.store.backups.making import disk_errors
from desktop.store.changes import COLUMNS
from desktop.store.durable import put_in_place, sync, unfinished
from desktop.store.environment import reason_of
from desktop.store.merging import Damaged, Entry, Mask, Merged
from desktop.store.progress import Progress, no_progress

SUFFIX = ".taizhang"
FORMAT = 1
_PROGRAM = "应急台账"
_HEAD, _CHANGES, _MASKS, _FILES = "desk.json", "changes.jsonl", "masks.jsonl", "files/"
_MOST_HEAD = 1 << 20
_MOST_LINES = 1 << 30
"""What the lists may unpack to: a desk of a million changes has about half of it."""
_LONGEST_LINE = 16 << 20
_AT_ONCE = 500
_BROKEN = (
    ValueError, TypeError, KeyError, zlib.error, EOFError, RuntimeError, NotImplementedError, RecursionError,
)  # fmt: skip
"""What reading raises where the content is none that a program of ours wrote."""


@dataclass(frozen=True)
class Head:
    """What a package says of itself."""

    format: int
    bureau: str
    person: str
    made_at: str
    """Local time, YYYY-MM-DD HH:MM."""
    entries: int
    sha256: str
    """Of changes.jsonl."""
    program: str = _PROGRAM
    left_out: int = 0
    """Attachments that are not in it, because their copies were changed or cannot be read."""


@dataclass(frozen=True)
class Package:
    """A package that was read and found whole."""

    file: Path
    head: Head
    entries: Sequence[Entry]
    masks: Sequence[Mask]


def default_name(log: Log, now: datetime) -> str:
    """A file name that tells desks and days apart."""
    bureau = log.setting("bureau") or log.file.stem
    return "".join(one for one in f"{bureau} {log.person} {now:%Y-%m-%d}" if one not in '\\/:*?"<>|') + SUFFIX


# -------------------------------------------------------------------- packing


def pack(log: Log, out: Path, now: datetime, progress: Progress = no_progress) -> Head:
    """Write what this desk knows into a package; whole under its name, or not at all."""
    if out.exists() and out.samefile(log.file):
        raise Refusal(f"{out} 是正在用的数据文件，工位包没有做成。请换一个文件名。")
    with disk_errors(out.parent, "工位包没有做成"):
        if not out.parent.is_dir():
            raise Refusal(f"没有文件夹 {out.parent}。请先建好文件夹，或换一个位置。")
        with unfinished(out.parent) as made:
            with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
                head = _write(log, packed, now, progress)
            sync(made)
            put_in_place(made, out)
    return head


def _write(log: Log, packed: zipfile.ZipFile, now: datetime, progress: Progress) -> Head:
    digest, count = hashlib.sha256(), 0
    with packed.open(_CHANGES, "w", force_zip64=True) as stream:
        for entry in merging.entries_of(log):
            line = _line(entry)
            digest.update(line)
            stream.write(line)
            count += 1
            if count % _AT_ONCE == 0:
                progress(0, 0)
    packed.writestr(_MASKS, b"".join(_line(astuple(one)) for one in merging.masks_of(log)))
    folder = attachments.folder_of(log.file)
    names, left_out = attachments.names_in(folder), 0
    for done, name in enumerate(names):
        progress(done, len(names))
        if attachments.is_sound(folder, name):
            # Photographs do not get smaller.
            packed.write(folder / name, _FILES + name, zipfile.ZIP_STORED)
        else:
            left_out += 1
    head = Head(
        FORMAT, log.setting("bureau") or "", log.person, f"{now:%Y-%m-%d %H:%M}", count, digest.hexdigest(),
        left_out=left_out,
    )  # fmt: skip
    packed.writestr(_HEAD, json.dumps(asdict(head), ensure_ascii=False, indent=1))
    return head


def packed_words(head: Head, out: Path) -> str:
    """What was packed and where to, as a person reads it."""
    said = f"已打包 {head.entries:,} 处修改到 {out}"
    if head.left_out:
        said += f"；{head.left_out} 个附件被改动过或读不出来，没有打进去，请在“检查数据文件”里看是哪几个"
    return said


def _line(values: Iterable[object]) -> bytes:
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


# -------------------------------------------------------------------- reading


def read_package(file: Path, progress: Progress = no_progress) -> Package:
    """Read a package whole and check its chain; `Refusal` where it is none, damaged or of a newer program."""
    if not file.is_file():
        raise Refusal(f"没有文件 {file}。请核对文件名，在 U 盘上的先插上 U 盘。")
    with _opened(file) as packed:
        head = _head(packed, file)
        lines = list(_lines(packed, _CHANGES))
        if hashlib.sha256(b"".join(lines)).hexdigest() != head.sha256 or len(lines) != head.entries:
            raise Damaged("内容与打包时不同")
        entries = [tuple(_texts(line, len(COLUMNS))) for line in lines]
        merging.check_chain(entries, progress)
        masks = [Mask(*map(str, _texts(line, 5))) for line in _lines(packed, _MASKS)]
    return Package(file, head, entries, masks)


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """Whatever is wrong with the file is a sentence."""
    try:
        with zipfile.ZipFile(file) as packed:
            yield packed
    except Damaged as damaged:
        raise _refused(file, str(damaged)) from damaged
    except zipfile.BadZipFile as error:
        if zipfile.is_zipfile(file):
            raise _refused(file, "有一部分读不出来") from error
        raise (_cut_off(file) if _begins_as_package(file) else _foreign(file)) from error
    except _BROKEN as error:
        raise _refused(file, "有一部分读不出来") from error
    except OSError as error:
        raise Refusal(
            f"“{file.name}”读不出来（{reason_of(error)}）。请检查磁盘或 U 盘是否还在，再试一次。"
        ) from error


def _refused(file: Path, why: str) -> Refusal:
    return Refusal(f"工位包“{file.name}”已损坏（{why}），没有合并。请在那台电脑上重新打包一次。")


def _begins_as_package(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(4) == b"PK\x03\x04"


def _cut_off(file: Path) -> Refusal:
    return Refusal(
        f"工位包“{file.name}”不完整，没有合并：后面一段没有拷贝过来。请重新拷贝一次（U 盘先弹出再拔）；还不行的，"
        "在那台电脑上重新打包。"
    )


def _foreign(file: Path) -> Refusal:
    return Refusal(f"“{file.name}”不是工位包，没有合并。请选择在另一台电脑上打包做出的文件（{SUFFIX}）。")


def _head(packed: zipfile.ZipFile, file: Path) -> Head:
    names = packed.namelist()
    if _HEAD not in names:
        raise _foreign(file)
    if len(set(names)) < len(names):
        raise Damaged("目录重复")
    if packed.getinfo(_HEAD).file_size > _MOST_HEAD:
        raise Damaged("开头太长")
    found = json.loads(packed.read(_HEAD))
    if not isinstance(found, dict) or found.get("program") != _PROGRAM:
        raise _foreign(file)
    if int(found["format"]) > FORMAT:
        raise Refusal(
            f"工位包“{file.name}”由更新的版本打包（格式 {int(found['format'])}，本程序只懂到 {FORMAT}），没有合并。"
            "请先更新程序。"
        )
    return Head(
        int(found["format"]), str(found["bureau"]), str(found["person"]), str(found["made_at"]),
        int(found["entries"]), str(found["sha256"]),
    )  # fmt: skip


def _lines(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    if packed.getinfo(name).file_size > _MOST_LINES:
        raise Damaged("展开后太大")
    with packed.open(name) as stream:
        while line := stream.readline(_LONGEST_LINE):
            if not line.endswith(b"\n"):
                raise Damaged("有一行不完整")
            yield line


def _texts(line: bytes, count: int) -> list[str | None]:
    found = json.loads(line)
    if not isinstance(found, list) or len(found) != count:
        raise ValueError
    if not all(one is None or isinstance(one, str) for one in found):
        raise ValueError
    return found


# -------------------------------------------------------------------- merging


def merge(log: Log, files: Sequence[Path], progress: Progress = no_progress) -> Merged:
    """Take packages in, all or none; the caller has made a backup.

    Attachments come first: one that no record names harms nothing, one that is missing would.
    """
    packages = [read_package(file, progress) for file in files]
    for one in packages:
        _check_bureau(log, one)
    with log.transaction():
        pass  # a file that cannot be written to is refused before anything is copied
    for one in packages:
        _bring_files(log.file, one.file, progress)
    try:
        return merging.merge(log, [(one.entries, one.masks) for one in packages], progress)
    except Damaged as damaged:
        raise _refused(files[0], str(damaged)) from damaged


def sentence(log: Log, done: Merged) -> str:
    """What a merge did, in one text."""
    if not done.entries:
        return "包里的内容这里都有了，没有新的。"
    added = [f"{count} 条{log.catalogue.ledgers[name].label}" for name, count in done.added.items()]
    parts = [f"新增 {'、'.join(added)}"] if added else []
    parts += [f"修改 {done.changed} 条原有的记录"] if done.changed else []
    said = f"已合并 {done.entries} 处修改：{'，'.join(parts)}。" if parts else f"已合并 {done.entries} 处修改。"
    if done.doubles:
        named = "、".join(done.doubles[:3]) + ("等" if len(done.doubles) > 3 else "")
        said += f"{named}两边各登记了一条，请核对后删去一条。"
    return said


def _check_bureau(log: Log, one: Package) -> None:
    here, there = log.setting("bureau") or "", one.head.bureau
    if here == there:
        return
    raise Refusal(
        f"工位包“{one.file.name}”是{f'“{there}”的' if there else '没有写单位名称的'}，"
        f"本机{f'是“{here}”的' if here else '没有写单位名称'}，没有合并。"
        "只能合并同一个单位的；名称写法不同的，请先在“设置”里改成一样。"
    )


def _bring_files(log_file: Path, file: Path, progress: Progress) -> None:
    with _opened(file) as packed:
        names = [name for name in packed.namelist() if name.startswith(_FILES)]
        for done, name in enumerate(names):
            progress(done, len(names))
            copy = name.removeprefix(_FILES)
            if not attachments.digest_in(copy):
                raise Damaged("附件的名称不对")
            with packed.open(name) as stream, disk_errors(log_file.parent, "没有合并"):
                if not attachments.take_in(log_file, copy, stream):
                    raise Damaged(f"附件 {copy} 与打包时不同")
