"""The start: the frame of the window at once, then everything else.

What the window shows has to be imported and read first, which takes several times as long as Qt needs to paint. A
person who sees no window within a second starts the program again, so this module imports Qt and the theme alone.
"""

import gc
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMessageBox, QVBoxLayout, QWidget

from desktop.gui.guards import dress
from desktop.gui.theme import TEXT_SIZES, Theme
from desktop.gui.widgets.basics import label
from desktop.gui.widgets.rail import Rail
from desktop.program import local_data_folder
from desktop.refusal import Refusal

if TYPE_CHECKING:
    from desktop.gui.app import Desk

MINIMUM = QSize(1180, 620)
"""Logical pixels; a smaller screen makes it smaller."""
USUAL = QSize(1366, 689)
"""Of a window that was never open: what a screen of 1366 × 768 leaves beside the task bar."""


def run(data: Path | None = None, home: Path | None = None) -> int:
    """`taizhang` without a command: show the window, return the exit status."""
    app = QApplication.instance()
    if not has_screen():
        raise Refusal("这里没有图形界面，窗口打不开。请在桌面环境里运行，或用 taizhang --help 查看不用窗口的命令。")
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    home = home or local_data_folder()
    try:
        frame = show_frame(app, home)
        framed_at = time.time()
        desk = frame.desk()
    except OSError as error:
        from desktop.store.environment import reason_of  # noqa: PLC0415 - after the frame, as all that is not Qt

        raise Refusal(
            f"程序自己的文件夹 {home} 不能读写（{reason_of(error)}），窗口打不开；台账没有动过。"
            "请检查权限和磁盘空间，再启动一次。"
        ) from error
    desk.reporter.install()
    desk.start(data)
    _test_itself(desk, framed_at)
    status = app.exec()
    desk.leave()
    return status


def show_frame(app: QApplication, home: Path) -> "Opening":
    """The frame of the window, painted.

    From here to the first page nothing that is made goes away again: to look for garbage meanwhile would take a
    tenth of the start.
    """
    gc.disable()
    frame = Opening(app, home)
    frame.show()
    app.processEvents()
    QTimer.singleShot(0, _collect_again)
    return frame


def _collect_again() -> None:
    """What is there by now stays to the end of the program: it is not looked through again."""
    gc.freeze()
    gc.enable()


def tell(sentence: str) -> None:
    """Say why there is no window: where somebody reads it, else in a box, for a windowed program has no console."""
    if sys.stderr is not None:
        sys.stderr.write(f"{sentence}\n")
    else:
        QMessageBox.critical(None, "应急台账", sentence)


def _test_itself(desk: "Desk", framed_at: float) -> None:
    from desktop.gui import self_test  # noqa: PLC0415 - after the frame, as all that the window needs

    if folder := self_test.wanted():
        self_test.SelfTest(desk.shown, folder, framed_at)


def has_screen() -> bool:
    """Whether a window can be shown; where not, Qt ends the process."""
    wanted = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in wanted)


def state_in(home: Path) -> QSettings:
    """What the window remembers of itself, in the program's folder."""
    return QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)


def size_in(state: QSettings) -> float:
    """The remembered text size; the usual one where what is kept is none of the three, as in a damaged file."""
    kept = str(state.value("look/text_size"))
    return next((size for size in TEXT_SIZES.values() if f"{size:g}" == kept.removesuffix(".0")), 1.0)


def dressed(app: QApplication, home: Path) -> Theme:
    """The remembered colours and text size, put on the application."""
    state = state_in(home)
    theme = Theme.load("dark" if state.value("look/mode") == "dark" else "light", size_in(state))
    dress(app, theme, home / "icons")
    return theme


class Opening(QWidget):
    """The window before its log is open: the rail, the strip and the status bar without their words, in its place."""

    def __init__(self, app: QApplication, home: Path) -> None:
        super().__init__()
        home.mkdir(parents=True, exist_ok=True)
        self._app, self._home = app, home
        self.theme = dressed(app, home)
        self.setObjectName("page")
        self.setWindowTitle("应急台账")
        self.setWindowIcon(self.theme.icon("mark", "accent", 2 * self.theme.px("icon")))
        self.setMinimumSize(MINIMUM.boundedTo(self.screen().availableSize()))
        self._lay_out()
        self.resize(USUAL.boundedTo(self.screen().availableSize()))
        place = state_in(home).value("window/geometry")
        if isinstance(place, QByteArray):
            self.restoreGeometry(place)

    def _lay_out(self) -> None:
        column, row = QVBoxLayout(self), QHBoxLayout()
        for layout in (column, row):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        rail = Rail(self.theme)
        rail.setEnabled(False)
        words = label("正在打开台账", "second")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(rail)
        row.addWidget(words, 1)
        column.addWidget(_bar("strip", self.theme.px("h_strip")))
        column.addLayout(row, 1)
        column.addWidget(_bar("status", self.theme.px("h_status")))

    def desk(self, today: date | None = None) -> "Desk":
        """Import everything else; what is shown next takes the frame's place."""
        from desktop.gui.app import Desk  # noqa: PLC0415 - the reason for this module

        return Desk(self._app, self._home, today, self)


def _bar(name: str, height: int) -> QFrame:
    bar = QFrame()
    bar.setObjectName(name)
    bar.setFixedHeight(height)
    return bar
