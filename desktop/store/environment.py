"""Errors of the environment (locked, full, read-only, damaged), told apart from bugs in one place."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Refusal

COMPARE = "请先备份一次留底，再与改动前的备份核对；要回到那时，就用那份备份恢复。"
"""What to do where somebody may have changed the file past the program."""

_WRITTEN_TO = "数据文件 {file} 正被另一个程序写入，或正在导入、合并。请等它写完，再试一次"
_SENTENCES = {
    "SQLITE_BUSY": _WRITTEN_TO,
    "SQLITE_LOCKED": _WRITTEN_TO,
    "SQLITE_READONLY": "数据文件 {file} 是只读的，不能写入。请取消文件的“只读”属性或换一个可写的文件夹",
    "SQLITE_FULL": "磁盘已满，刚才的内容没有保存，数据文件 {file} 完好。请腾出空间后再存一次",
    "SQLITE_IOERR": "读写数据文件 {file} 时磁盘出错。请检查磁盘或 U 盘是否还在，再试一次",
    "SQLITE_CORRUPT": "数据文件 {file} 已损坏。请不要再写入，用最近的备份恢复",
    "SQLITE_NOTADB": "{file} 不是应急台账的数据文件。请核对文件名",
    "SQLITE_CANTOPEN": "打不开数据文件 {file}。请检查文件夹是否存在、有没有读写权限",
}


_MESSAGES = {
    "database is locked": "SQLITE_BUSY",
    "attempt to write a readonly database": "SQLITE_READONLY",
    "database or disk is full": "SQLITE_FULL",
    "disk I/O error": "SQLITE_IOERR",
    "database disk image is malformed": "SQLITE_CORRUPT",
    "unable to open database file": "SQLITE_CANTOPEN",
}
"""What SQLite says of errors that come without their name, as those of a backup do."""


class Busy(Refusal):
    """Somebody else is writing, an import in this window perhaps: nothing was done, and it can be tried again."""


_REASONS = {
    errno.EACCES: "没有读写权限，或另一个程序正开着它",
    errno.EPERM: "没有读写权限",
    errno.ENOENT: "已不在原处",
    errno.ENOTDIR: "已不在原处",
    errno.EISDIR: "是文件夹",
    errno.EEXIST: "同名的已经有了",
    errno.EROFS: "磁盘写保护",
    errno.ENOSPC: "磁盘已满",
    errno.EFBIG: "文件太大，这个磁盘放不下",
    errno.EIO: "磁盘读写出错",
    errno.ENODEV: "磁盘或 U 盘已不在",
    errno.ENAMETOOLONG: "名称太长",
    errno.EINVAL: "名称里有不能用的字符",
    errno.EBUSY: "另一个程序正在用它",
    errno.EMFILE: "打开的文件太多",
}


def reason_of(error: OSError) -> str:
    """What the system did not let happen, in Chinese: its own words are English on most machines."""
    return _REASONS.get(error.errno or 0, "系统没有说明原因")


def error_name(error: BaseException) -> str:
    """SQLite's own name of an error, such as SQLITE_FULL; empty where it has none."""
    return str(getattr(error, "sqlite_errorname", "") or _MESSAGES.get(str(error), ""))


def environment_sentence(error: sqlite.Error, file: Path) -> str | None:
    """The Chinese sentence for an error that is not a bug, or None."""
    name = error_name(error)
    for prefix, sentence in _SENTENCES.items():
        if name.startswith(prefix):
            return sentence.format(file=file) + "。"
    return None


@contextmanager
def environment_errors(file: Path) -> Iterator[None]:
    """Turn what the environment did to `file` into a `Refusal`; let bugs through."""
    try:
        yield
    except sqlite.Error as error:
        sentence = environment_sentence(error, file)
        if sentence is None:
            raise
        kind = Busy if error_name(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) else Refusal
        raise kind(sentence) from error
