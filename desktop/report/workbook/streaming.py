"""An Excel workbook written row by row to a file that is replaced as a whole."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException

from desktop.catalogue import Refusal
from desktop.store.replacing import replacing


@contextmanager
def streamed(out: Path) -> Iterator[Workbook]:
    """A workbook whose rows go to disk as they come; `out` is replaced when all went well."""
    with replacing(out) as beside, TemporaryDirectory(prefix=".taizhang-", dir=out.parent) as scratch:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                   "default_date_format": "yyyy-mm-dd", "tmpdir": scratch}  # fmt: skip
        book = Workbook(str(beside), options)
        try:
            yield book
            book.close()
        except XlsxWriterException as error:
            if error.args and isinstance(error.args[0], OSError):
                raise error.args[0] from error
            raise Refusal(f"{out} 没有写成（{error}）。请检查磁盘空间后再试。") from error
        finally:
            _close_rows(book)


def _close_rows(book: Any) -> None:
    """Close the row files of an export that was cut short; Windows cannot remove their folder while they are open."""
    for page in book.worksheets():
        rows = getattr(page, "row_data_fh", None)
        if rows is not None:
            # What is still to be written finds no room, either.
            with suppress(OSError):
                rows.close()
