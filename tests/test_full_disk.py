"""The disk is full while something leaves the log: nothing half is left, the file that was there stays.

A limit on the size of files stands for the full disk: it needs no rights, and meets the writers in the same places.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest

from desktop.catalogue import Catalogue, Refusal
from desktop.exchange.desk_package import pack
from desktop.exchange.templates import write_template
from desktop.figures import Period
from desktop.help import Book
from desktop.report.draft.check_sheet import About, write_check_sheet
from desktop.report.draft.corrected_copy import write_copy
from desktop.report.draft.correcting import Corrected
from desktop.report.draft.opening import pasted
from desktop.report.draft.results import Results
from desktop.report.draft.sources import Source, SourceKind, Taken
from desktop.report.draft.tracked import Stamp
from desktop.report.manual import write_manual
from desktop.report.returns import form_named
from desktop.report.word.exporting import export_report
from desktop.report.workbook.list_table import ListExport
from desktop.report.workbook.return_book import export_returns
from desktop.report.workbook.year_end import export_workbook
from desktop.store import Log
from desktop.store.listing import Filter
from desktop.store.report_format import ReportFormat

resource = pytest.importorskip("resource", reason="Windows has no such limit")
NOW, YEAR = datetime(2025, 11, 21, 9), Period.year(2025)
BEFORE = b"what was there before"
TEXT = "全年检查企业412家次，排查隐患80项。\n" * 40
Export = Callable[[Log, Path], object]


def quiet(_done: int, _whole: int) -> None:
    """Nobody waits for news."""


def _list(log: Log, out: Path) -> None:
    ledger = log.ledger("training")
    ListExport(ledger, list(ledger.fields), Filter()).write(log, out, quiet)


def _copy(_log: Log, out: Path) -> None:
    taken = Taken(Source(SourceKind.PASTED, "粘贴的文字"), pasted(TEXT), None)
    write_copy(taken, Corrected(TEXT), ReportFormat(), Stamp("张三", NOW), out)


EXPORTS: dict[str, Export] = {
    "year.xlsx": lambda log, out: export_workbook(log, YEAR, out, progress=quiet, made_at=NOW),
    "returns.xlsx": lambda log, out: export_returns(
        log, form_named(log.catalogue, "浙江"), YEAR, out, progress=quiet, made_at=NOW
    ),
    "report.docx": lambda log, out: export_report(log, YEAR, out, dated=date(2025, 11, 21), made_at=NOW),
    "list.xlsx": _list,
    "template.xlsx": lambda log, out: write_template(log, log.ledger("training"), out),
    "desk.taizhang": lambda log, out: pack(log, out, NOW),
    "check.xlsx": lambda _log, out: write_check_sheet(About("稿", TEXT, "2025年度", "张三", NOW), Results(), out),
    "copy.txt": _copy,
    "copy.docx": _copy,
    "manual.docx": lambda _log, out: write_manual(Book.load(), out, version="1.0", made_at=NOW),
}


@contextmanager
def room(most: int) -> Iterator[None]:
    """No file may become larger, as on a disk that has so much left."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def filled(log: Log) -> Log:
    typed = ({"name": f"第{n}场", "note": f"{n * 7919}长{n * 104729}", "held_on": "2025-03-05"} for n in range(800))
    log.add_many(log.ledger("training"), enumerate(typed))
    return log


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_that_finds_no_room_is_refused_and_leaves_the_older_file(
    name: str, filled: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    out = folder / name
    EXPORTS[name](filled, out)
    whole, refused = out.stat().st_size, 0
    shares = (0.0, 0.1, 0.5, 0.9, 0.999)
    for share in shares:
        out.write_bytes(BEFORE)
        with room(int(whole * share)), pytest.raises(Refusal, match=r"磁盘(已满|放不下).*没有") as caught:
            EXPORTS[name](filled, out)
        assert str(caught.value).endswith("再试一次。")
        assert [one.name for one in folder.iterdir()] == [name]
        assert out.read_bytes() == BEFORE
        refused += 1
    EXPORTS[name](filled, out)
    assert list(filled.faults()) == []
    with capsys.disabled():
        print(f"\n{name}: {refused} times no room, {refused} times refused, the older file left, nothing beside it")


def test_every_export_of_the_program_is_in_this_test(catalogue: Catalogue) -> None:
    """Whoever writes another kind of file replaces it as a whole, too."""
    root = Path(__file__).parent.parent / "desktop"
    writers = {
        file.relative_to(root).as_posix()
        for part in ("report", "exchange")
        for file in (root / part).rglob("*.py")
        if "replacing(" in file.read_text(encoding="utf-8") or "put_in_place(" in file.read_text(encoding="utf-8")
    }
    assert writers == {
        "report/workbook/streaming.py", "report/word/exporting.py", "exchange/templates.py",
        "exchange/rejects.py", "exchange/desk_package.py", "report/draft/check_sheet.py",
        "report/draft/corrected_copy.py", "report/draft/tracked.py", "report/manual/writing.py",
    }  # fmt: skip
