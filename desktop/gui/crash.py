"""When the program makes a mistake: a log file, and a report that can be copied. What was typed stays."""

import logging
import platform
import re
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QtMsgType, QUrl, Signal, qInstallMessageHandler, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.catalogue import Refusal
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, label

LOG_NAME = "运行记录.log"
REPORT_FOLDER = "出错报告"
MOST_REPORTS = 10
LONGEST_REPORT = 60_000
"""Characters; a mistake that calls itself fills more."""
_LOG = logging.getLogger("taizhang")
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO, QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR, QtMsgType.QtFatalMsg: logging.CRITICAL,
}  # fmt: skip


class LogFile(logging.Handler):
    """A file of at most 1 MB with two older ones beside it, opened when there is something to write."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._handler: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        if self._handler is None:
            from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - loads the network's modules

            self._handler = RotatingFileHandler(self._file, maxBytes=1_000_000, backupCount=2, encoding="utf-8")
            self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        self._handler.emit(record)

    def close(self) -> None:
        """Close the file."""
        if self._handler is not None:
            self._handler.close()
        super().close()


def keep_log(folder: Path) -> logging.Handler:
    """Write warnings and errors into a file."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = LogFile(folder / LOG_NAME)
    _LOG.addHandler(handler)
    _LOG.setLevel(logging.INFO)
    qInstallMessageHandler(lambda kind, _where, text: _LOG.log(_QT_LEVELS[kind], "Qt: %s", without_content(text)))
    return handler


_CONTENT = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|\d{5,}")
_FRAME = '  File "'


def without_content(text: str) -> str:
    """The text without what may come from a record: an error's words quote names and numbers that were typed."""
    return _CONTENT.sub("□", text)


def report_text(error: BaseException, now: datetime) -> str:
    """What a developer needs: versions, time, the way to the mistake. Nothing of the records is put in."""
    from desktop.gui.about import program_version  # noqa: PLC0415 - costs a start tenths of a second

    lines = [
        f"应急台账 {program_version()}，{now:%Y-%m-%d %H:%M:%S}",
        f"Python {platform.python_version()}，Qt {qVersion()}，{platform.platform()}",
        "",
        *(one if one.startswith(_FRAME) else without_content(one) for one in traceback.format_exception(error)),
    ]
    return "\n".join(line.rstrip("\n") for line in lines)[:LONGEST_REPORT]


def keep_report(text: str, folder: Path, now: datetime) -> None:
    """Write a report into a file of its own, to be taken along on a USB drive; the oldest ones go."""
    with suppress(OSError):  # the log and the screen have it, and there may be no room
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{now:%Y-%m-%d %H-%M-%S}.txt").write_text(text, encoding="utf-8-sig")
        for old in sorted(folder.glob("*.txt"))[:-MOST_REPORTS]:
            old.unlink()


class Reporter(QObject):
    """Takes every exception that nothing else caught: a `Refusal` is said, a mistake is reported."""

    refused = Signal(str)
    broke = Signal(str)
    """The report's text, from whatever thread."""

    def __init__(self, clock: Callable[[], datetime] = datetime.now, folder: Path | None = None) -> None:
        """`folder` takes the reports as files."""
        super().__init__()
        self._clock, self._folder = clock, folder

    def install(self) -> None:
        """Become the last resort of the program's threads."""
        sys.excepthook = self.take
        threading.excepthook = lambda args: self.report(args.exc_value) if args.exc_value else None

    def take(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None = None) -> None:
        """Python's hook."""
        if isinstance(error, KeyboardInterrupt):
            QGuiApplication.quit()
        elif isinstance(error, Refusal):
            self.refused.emit(str(error))
        else:
            self.report(error)

    def report(self, error: BaseException) -> None:
        """Write it down, then show it."""
        now = self._clock()
        text = report_text(error, now)
        _LOG.error(text)
        if self._folder is not None:
            keep_report(text, self._folder, now)
        self.broke.emit(text)


class ReportPage(QWidget):
    """What happened, what to do, and the report to copy."""

    back_wanted = Signal()

    def __init__(self, theme: Theme, log_folder: Path | None, back: str = "返回") -> None:
        super().__init__()
        self.setObjectName("page")
        self._folder = log_folder
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setObjectName("report")
        self.report.setAccessibleName("错误报告")
        self.report.setStyleSheet("QPlainTextEdit#report { min-height: 0; max-height: 16777215; }")
        column = QVBoxLayout(self)
        side = theme.px("s6")
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.px("s3"))
        column.addWidget(label("程序出错了，刚才的操作没有完成", "title"))
        column.addWidget(
            label(
                "已保存的记录和正在填写的草稿都还在。可以返回继续；如果反复出现，请复制下面的报告发给维护人员。"
                "报告里没有台账内容。", "second", wrap=True,
            )
        )  # fmt: skip
        column.addWidget(self.report, 1)
        column.addLayout(self._buttons(theme, back))

    def _buttons(self, theme: Theme, back: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px("s2"))
        self.copy_button = button("复制报告", clicked=self.copy)
        self.back_button = button(back, "primary", self.back_wanted.emit)
        row.addWidget(self.copy_button)
        if self._folder is not None:
            row.addWidget(button("打开运行记录文件夹", "plain", self._open_folder))
        row.addStretch(1)
        row.addWidget(self.back_button)
        return row

    def show_report(self, text: str) -> None:
        """Show one report; a further one is put below it, the same one is not repeated."""
        before = self.report.toPlainText()
        what = text.partition("\n")[2]
        if what in before:
            return
        self.report.setPlainText(f"{before}\n\n{text}" if before else text)
        self.copy_button.setText("复制报告")
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.copy_button.setText("已复制")

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
