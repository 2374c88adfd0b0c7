"""What is written of a review: the corrected copy and the check sheet."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.figures import Period
from desktop.figures.spans import span_text
from desktop.gui.draft.jobs import copy_job, sheet_job
from desktop.gui.jobs import Job
from desktop.gui.widgets.save_dialog import ask_where
from desktop.report.draft.review import Review, named_copy

if TYPE_CHECKING:
    from desktop.gui.window import Window


class Exports:
    """Asks where a file goes, and writes it beside the work."""

    def __init__(self, window: "Window", parent: QWidget) -> None:
        self._window, self._parent = window, parent

    def ask_copy(self, review: Review) -> None:
        """Ask where the corrected copy goes."""
        proposed = named_copy(review.taken.source)
        ask_where(self._parent, "导出改后副本", proposed, lambda out: self.write_copy(review, out))

    def ask_sheet(self, review: Review, period: Period) -> None:
        """Ask where the check sheet goes."""
        source = review.taken.source
        proposed = named_copy(source).with_name(f"{source.stem}（校核单）.xlsx")
        ask_where(self._parent, "导出校核单", proposed, lambda out: self.write_sheet(review, period, out))

    def write_copy(self, review: Review, out: Path) -> Job | None:
        """Write the corrected copy; never over the draft itself."""
        source = review.taken.source.file
        if source is not None and source.exists() and out.exists() and out.samefile(source):
            self._window.toast("原文件不改动；请换一个文件名")
            return None
        number = len(review.corrected.corrections)
        tracked = f"，{number} 处改动用修订标出" if out.suffix.lower() != ".txt" else ""
        job = copy_job(self._window.session.log, review.taken, review.corrected, out)
        return self._write(job, f"已导出 {out.name}{tracked}")

    def write_sheet(self, review: Review, period: Period, out: Path) -> Job:
        """Write the check sheet."""
        from desktop.report.draft.check_sheet import About  # noqa: PLC0415 - a heavy writer, used seldom

        person = self._window.session.log.person
        about = About(review.taken.source.name, review.text, span_text(period), person, datetime.now())
        return self._write(sheet_job(about, review.results, out), f"已导出 {out.name}")

    def _write(self, job: Job, said: str) -> Job:
        job.signals.done.connect(lambda _out: self._window.toast(said))
        job.signals.failed.connect(lambda _error: self._window.toast("导出没有完成，原因已写入运行记录"))
        self._window.jobs.start(job)
        return job
