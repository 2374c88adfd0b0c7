"""What leaves the page 台账: the filtered list as an Excel table, on paper and as a PDF, in the background."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog

from desktop.gui.jobs import Job
from desktop.gui.tables.loading import own_connection
from desktop.gui.tables.printing import for_list, print_list
from desktop.gui.tables.record_list import RecordList

if TYPE_CHECKING:
    from desktop.gui.window import Window

_WORKBOOK, _PDF = ("xlsx", "Excel 工作簿 (*.xlsx)"), ("pdf", "PDF (*.pdf)")


class ListOutput(QObject):
    """Asks where to, then writes what the list shows: its columns in their order, every row of its filter."""

    def __init__(self, window: "Window", list_: RecordList) -> None:
        super().__init__(list_)
        self._window, self._list = window, list_
        self._session = window.session

    def _ask(self, title: str, kind: tuple[str, str]) -> Path | None:
        assert self._list.ledger is not None
        end, filter_ = kind
        name = f"{self._list.ledger.label} {self._session.today.isoformat()}.{end}"
        chosen, _kind = QFileDialog.getSaveFileName(self._list, title, str(Path.home() / name), filter_)
        return Path(chosen if not chosen or chosen.endswith(f".{end}") else f"{chosen}.{end}") if chosen else None

    def export(self) -> None:
        """Ask for a file name, then write a workbook."""
        out = self._ask("导出列表", _WORKBOOK)
        if out:
            self.export_to(out)

    def export_to(self, out: Path) -> None:
        """Write a workbook."""
        from desktop.report.workbook.list_table import ListExport  # noqa: PLC0415 - the writer is heavy and seldom used

        assert self._list.ledger is not None
        ledger, layout, log = self._list.ledger, self._list.layout_, self._session.log
        export = ListExport(
            ledger, layout.shown, self._list.filter, layout.sort, layout.descending, self._session.today
        )

        def work(progress: Any) -> int:
            with own_connection(log) as own:
                return export.write(own, out, progress)

        job = Job(f"导出{ledger.label}", work)
        job.signals.done.connect(lambda count: self._session.said.emit(f"已导出 {count:,} 条到 {out.name}", False))
        self._window.jobs.start(job)

    def print_(self) -> None:
        """Ask for a printer, then print."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        for_list(printer)
        if QPrintDialog(printer, self._list).exec() == QPrintDialog.DialogCode.Accepted:
            self._print(printer, "已送往打印机")

    def save_pdf(self) -> None:
        """Ask for a file name, then write the same pages there."""
        out = self._ask("列表存为 PDF", _PDF)
        if out:
            self.print_to(out)

    def print_to(self, out: Path) -> None:
        """Write the pages of a PDF."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        for_list(printer)
        printer.setOutputFileName(str(out))
        self._print(printer, f"已存为 {out.name}")

    def _print(self, printer: QPrinter, done: str) -> None:
        assert self._list.ledger is not None
        log, sheet = self._session.log, self._list.sheet()

        def work(progress: Any) -> int:
            with own_connection(log) as own:
                return print_list(printer, sheet, own, progress)

        job = Job(f"打印{self._list.ledger.label}", work)
        job.signals.done.connect(lambda pages: self._session.said.emit(f"{done}，共 {pages} 页", False))
        self._window.jobs.start(job)
