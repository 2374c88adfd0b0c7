"""An output file is replaced as a whole: written beside, then renamed."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.catalogue import Refusal


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
        raise Refusal(f"不能在 {out.parent} 里写文件（{error.strerror}）。请检查权限和磁盘空间。") from error
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        beside.chmod(0o644)
        beside.replace(out)
    except OSError as error:
        raise Refusal(
            f"{out} 没有写成（{error.strerror or error}），原来的文件没有改动。"
            "请关闭正在打开它的程序，检查磁盘空间后再试。"
        ) from error
    finally:
        beside.unlink(missing_ok=True)
