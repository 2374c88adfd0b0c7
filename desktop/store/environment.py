"""Errors of the environment (locked, full, read-only, damaged), told apart from bugs in one place."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Refusal

_SENTENCES = {
    "SQLITE_BUSY": "数据文件 {file} 正被另一个程序写入。请等它写完或关闭那个程序，再试一次",
    "SQLITE_LOCKED": "数据文件 {file} 正被另一个程序写入。请等它写完或关闭那个程序，再试一次",
    "SQLITE_READONLY": "数据文件 {file} 是只读的，不能写入。请取消文件的“只读”属性或换一个可写的文件夹",
    "SQLITE_FULL": "磁盘已满，刚才的内容没有保存，数据文件 {file} 完好。请腾出空间后再存一次",
    "SQLITE_IOERR": "读写数据文件 {file} 时磁盘出错。请检查磁盘或 U 盘是否还在，再试一次",
    "SQLITE_CORRUPT": "数据文件 {file} 已损坏。请不要再写入，用最近的备份恢复",
    "SQLITE_NOTADB": "{file} 不是应急台账的数据文件。请核对文件名",
    "SQLITE_CANTOPEN": "打不开数据文件 {file}。请检查文件夹是否存在、有没有读写权限",
}


def environment_sentence(error: sqlite.Error, file: Path) -> str | None:
    """The Chinese sentence for an error that is not a bug, or None."""
    name = str(getattr(error, "sqlite_errorname", "") or "")
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
        raise Refusal(sentence) from error
