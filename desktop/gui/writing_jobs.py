"""Jobs that write a file beside the work, each from a connection of its own."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from desktop.figures import Period
from desktop.gui.jobs import Job


def workbook_job(log_file: Path, period: Period, out: Path) -> Job:
    """A job that writes the workbook of a period from a connection of its own."""

    def work(progress: Callable[[int, int], None]) -> None:
        from desktop.report.workbook.year_end import export_workbook  # noqa: PLC0415 - a heavy writer, used seldom
        from desktop.store import Log  # noqa: PLC0415

        with Log.open(log_file, read_only=True) as log:
            export_workbook(log, period, out, progress=progress, made_at=datetime.now())

    return Job("正在导出工作簿", work)


def document_job(log_file: Path, period: Period, edition: str | None, today: date, out: Path) -> Job:
    """A job that writes the report, or one of its versions, from a connection of its own."""

    def work(_progress: Callable[[int, int], None]) -> list[str]:
        from desktop.report.word import export_edition, export_report  # noqa: PLC0415 - a heavy writer, used seldom
        from desktop.store import Log  # noqa: PLC0415

        with Log.open(log_file, read_only=True) as log:
            if edition is None:
                return export_report(log, period, out, dated=today, made_at=datetime.now())
            export_edition(log, edition, out, made_at=datetime.now())
            return []

    return Job("正在导出 Word", work)
