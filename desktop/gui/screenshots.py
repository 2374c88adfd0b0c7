"""Pictures of every page of a log, without a screen: for the README and for looking at them."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shutil import copy2
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSize, QTimer, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from desktop.demo.draft import DRAFT_NAME, write_demonstration_draft
from desktop.demo.years import PERSON, as_of
from desktop.gui.first_start import FirstStart
from desktop.gui.forms.body import FormBody
from desktop.gui.guards import dress
from desktop.gui.pages.page import Page
from desktop.gui.session import Session
from desktop.gui.theme import Theme
from desktop.gui.widgets.rail import PAGES
from desktop.gui.window import Window
from desktop.store import Log

SIZES = {"1366": QSize(1366, 689), "1440": QSize(1440, 820)}
DEMONSTRATION_DAY = date(2025, 11, 21)
SHOWN_FOLDER = Path("D:/台账")
SETTLING_MILLISECONDS = 700
"""What a page puts off (lists, the count of what is overdue) has arrived by then."""
MOST_WAITS = 30
"""For a page that says that it is still busy."""


def take_screenshots(file: Path, folder: Path, today: date = DEMONSTRATION_DAY) -> int:
    """Grab every page in light and dark, and the form; the number of pictures.

    They show a copy of the log as it stood on `today`: else every list would begin with what is still to come.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with TemporaryDirectory() as icons, Log.open(copy_of(file, Path(icons)), person=PERSON) as log:
        as_of(log, today)
        draft = Path(icons) / DRAFT_NAME
        write_demonstration_draft(log, Session(log, today).period(), today, draft)
        for mode in ("light", "dark"):
            theme = Theme.load(mode)
            with prepared(theme, Path(icons)):
                for name, picture in _pictures(log, theme, today, draft):
                    end = "" if mode == "light" else "-dark"
                    count += picture(folder / f"{name}{end}.png")
    return count


def copy_of(file: Path, folder: Path) -> Path:
    """A copy under the same name, which the status bar of the pictures shows."""
    return Path(copy2(file, folder / file.name))


@contextmanager
def prepared(theme: Theme, icons: Path) -> Iterator[None]:
    """An application without a screen in the colours of a theme; `icons` takes the icons of its style sheet."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    before = qInstallMessageHandler(lambda *_: None)  # offscreen says that it knows no size hints
    running = QApplication.instance()
    dress(running if isinstance(running, QApplication) else QApplication(["taizhang"]), theme, icons)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def _pictures(log: Log, theme: Theme, today: date, draft: Path) -> Iterator[tuple[str, Callable[[Path], bool]]]:
    """Names of pictures and what takes them, one after the other."""
    with shown(FirstStart(theme, SHOWN_FOLDER), SIZES["1366"]) as first:
        yield "0-first-start", _taker(first)
    window = Window(Session(log, today), theme)
    with shown(window, SIZES["1440"]):
        for number, (name, _word, _icon) in enumerate(PAGES, 1):
            window.resize(SIZES["1366" if name == "today" else "1440"])
            page: Any = window.show_page(name)
            if name == "check":
                page.open_file(str(draft))
            yield f"{number}-{name}", _taker(window)
        window.resize(SIZES["1366"])
        window.open_ledger("enforcement_check")
        yield "2-ledgers-1366", _taker(window)
        window.resize(SIZES["1440"])
        window.show_page("returns")
        yield "4-returns", _taker(window)
        window.resize(SIZES["1366"])
        _half_fill(window, today)
        yield "3-form", _taker(window)


_HAZARDS = """\
甲类仓库与办公楼防火间距不足\t2号仓库\t消防安全\t重大隐患\t2025-12-20
可燃气体报警器未检定\t反应车间\t设备设施\t一般隐患\t2025-11-28
动火作业票未填写分析结果\t罐区\t危险作业管理\t\t2025-11-28"""


def _half_fill(window: Window, today: date) -> None:
    """A check that is being logged: an enterprise, three hazards, one of which lacks its grade."""
    ledgers: Any = window.page("ledgers")
    record = ledgers.list.chosen.current_record() or {}
    check = {
        "enterprise": record.get("enterprise"), "checked_on": today.isoformat(), "kind": "计划检查",
        "method": ["现场检查"], "content": "危险化学品储存和特殊作业",
    }  # fmt: skip
    window.open_form("enforcement_check", None, check)
    form = next(one for one in window.findChildren(FormBody) if one.isVisible())
    assert form.details is not None
    table = form.details.current
    assert table is not None
    table.paste_lines(_HAZARDS)
    form.take_pending()
    settle(window)
    form.ensureWidgetVisible(form.details)


@contextmanager
def shown(widget: QWidget, size: QSize) -> Iterator[QWidget]:
    """A widget on the screen, and gone for good afterwards."""
    widget.resize(size)
    widget.show()
    try:
        yield widget
    finally:
        widget.close()
        widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _taker(widget: QWidget) -> Callable[[Path], bool]:
    def take(file: Path) -> bool:
        settle(widget)
        return widget.grab().save(str(file))

    return take


def settle(widget: QWidget | None = None) -> None:
    """Wait until what a widget's pages put off has arrived."""
    _wait()
    for _ in range(MOST_WAITS):
        if widget is None or not any(page.busy for page in widget.findChildren(Page) if page.isVisible()):
            break
        _wait()


def _wait() -> None:
    loop = QEventLoop()
    QTimer.singleShot(SETTLING_MILLISECONDS, loop.quit)
    loop.exec()
