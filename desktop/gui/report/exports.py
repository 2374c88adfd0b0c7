"""What is written of a report: the Word document."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.figures import Period
from desktop.gui.jobs import Job
from desktop.gui.widgets.save_dialog import ask_where
from desktop.gui.writing_jobs import document_job

if TYPE_CHECKING:
    from desktop.gui.window import Window


class Exports:
    """Asks where a file goes, and writes it beside the work."""

    def __init__(self, window: "Window", parent: QWidget) -> None:
        self._window, self._parent = window, parent

    def ask_word(self, period: Period, edition: str | None) -> None:
        """Ask where the document goes."""
        session = self._window.session
        bureau = session.log.setting("bureau") or "应急台账"
        proposed = Path.home() / f"{bureau}{session.year}年法治政府建设年度报告.docx"
        ask_where(self._parent, "导出 Word", proposed, lambda out: self.write_word(period, edition, out))

    def write_word(self, period: Period, edition: str | None, out: Path) -> Job:
        """Write the draft or a kept version; what is not written yet is told."""
        session, toast = self._window.session, self._window.toast
        job = document_job(session.log.file, period, edition, session.today, out)
        job.signals.done.connect(lambda notes: toast("，".join([f"已导出 {out.name}", *notes])))
        job.signals.failed.connect(lambda _error: toast("导出没有完成，原因已写入运行记录"))
        self._window.jobs.start(job)
        return job
