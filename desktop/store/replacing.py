"""An output file is replaced as a whole: written beside, then renamed."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.catalogue import Refusal
from desktop.store.environment import reason_of

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""The last one is that of a disk whose files must not be so large."""


def _is_database(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(16).startswith(b"SQLite format 3")


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A path beside `out` to write to; it takes the place of `out` when all went well, and vanishes otherwise."""
    if out.is_dir():
        raise Refusal(f"{out} 是文件夹。请写出要导出的文件名。")
    if not out.parent.is_dir():
        raise Refusal(f"没有文件夹 {out.parent}。请先建好文件夹，或换一个位置。")
    if out.exists() and _is_database(out):
        raise Refusal(f"{out} 是数据文件，不能用导出的文件覆盖。请换一个文件名。")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{out.stem}.", suffix=out.suffix, dir=out.parent)
    except OSError as error:
        raise Refusal(f"不能在 {out.parent} 里写文件（{reason_of(error)}）。请检查权限和磁盘空间。") from error
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        beside.chmod(0o644)
        beside.replace(out)
    except Exception as error:
        found = _of_the_disk(error)
        if found is None:
            raise
        raise Refusal(_sentence(out, found)) from error
    finally:
        beside.unlink(missing_ok=True)


def _of_the_disk(error: BaseException) -> OSError | None:
    """The system's error in what was raised: writers of workbooks wrap it."""
    if isinstance(error, OSError):
        return error
    within = (*error.args, error.__cause__)
    return next((one for one in within if isinstance(one, OSError)), None)


def _sentence(out: Path, error: OSError) -> str:
    if error.errno in _FULL:
        return f"{out} 所在的磁盘已满，没有导出，原来的文件没有改动。请腾出空间或换一个磁盘，再试一次。"
    return f"{out} 没有写成（{reason_of(error)}），原来的文件没有改动。请关闭正在打开它的程序，检查磁盘空间后再试。"
