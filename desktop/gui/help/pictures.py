"""The pictures of the help, taken of the demonstration year: `taizhang demo` makes them anew.

Each is a scene: what a clerk does at the window, and which part of it is shown.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.demo.draft import DRAFT_NAME, write_demonstration_draft
from desktop.demo.years import PERSON, as_of
from desktop.gui.first_start import FirstStart
from desktop.gui.forms.body import FormBody
from desktop.gui.forms.detail_panel import DetailPanel
from desktop.gui.forms.identity_bar import IdentityBar
from desktop.gui.forms.side_panel import SidePanel
from desktop.gui.help.picture_file import around, take
from desktop.gui.pages.form import FormPage
from desktop.gui.pages.report import ReportPage
from desktop.gui.report.insert_box import InsertBox
from desktop.gui.report.notice import NoticeBar
from desktop.gui.report.paper import Paper
from desktop.gui.report.side import Side
from desktop.gui.screenshots import MOST_WAITS, SHOWN_FOLDER, copy_of, prepared, settle, shown
from desktop.gui.session import Session
from desktop.gui.theme import Theme
from desktop.gui.today.due_panel import DuePanel
from desktop.gui.today.side_panel import BesidePanel
from desktop.gui.widgets.drawer import Drawer
from desktop.gui.widgets.search_box import FoundList, SearchBox
from desktop.gui.window import Window
from desktop.store import Log
from desktop.store.vault import Vault, new_password

WIDEST = 760
"""Pixels at which a picture is shown; a larger part of the window is drawn smaller."""
SMALLER = 620
"""The same of a whole window, which only says what is where."""
_WINDOW = QSize(1240, 689)
_LARGE = QSize(1440, 820)
_OVERVIEW = QSize(1180, 620)
_WITH_SIDE = QSize(1366, 689)
"""Wide enough for the panel beside the form."""
_FIGURE_IN_TEXT = 4
"""Which figure of the report has the cursor."""
_BESIDE, _BELOW = 330, 120
"""Pixels of the list that are shown with a figure's drawer, and of its long list of records that are not."""
_PASSWORD = "demonstration"
Shown = TypeVar("Shown", bound=QWidget)


@dataclass(frozen=True)
class Stage:
    """Where scenes play."""

    window: Window
    theme: Theme

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the cursor stands."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(self._focus(), QKeyEvent(kind, key, modifier))
        QApplication.processEvents()

    def fill(self, *texts: str) -> None:
        """Type texts, each followed by Enter; letters that make a list open take its first line."""
        for text in texts:
            self.write(text)
            settle()
            self.press(Qt.Key.Key_Return)
            if text.isascii() and text.isalpha():
                self.press(Qt.Key.Key_Return)

    def write(self, text: str) -> None:
        """Type a text: letters and digits by key, Chinese as an input method gives it."""
        for character in text:
            if character.isascii():
                QApplication.sendEvent(
                    self._focus(),
                    QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character),
                )
            else:
                event = QInputMethodEvent("", [])
                event.setCommitString(character)
                QApplication.sendEvent(self._focus(), event)
        QApplication.processEvents()

    def the(self, kind: type[Shown]) -> Shown:
        """The one of a kind that is to be seen."""
        return next(one for one in self.window.findChildren(kind) if one.isVisible())

    def _focus(self) -> QWidget:
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused


def take_help_pictures(file: Path, folder: Path, today: date) -> int:
    """Take every picture of the help into a folder; how many they are. The file itself is not changed."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with TemporaryDirectory() as rest, Log.open(copy_of(file, Path(rest)), person=PERSON) as log:
        as_of(log, today)
        theme = Theme.load()
        with prepared(theme, Path(rest)):
            for name, (widget, area) in _scenes(log, theme, today):
                take(widget, area, folder / f"{name}.png", SMALLER if area == widget.rect() else WIDEST)
                count += 1
    return count


def _scenes(log: Log, theme: Theme, today: date) -> Iterator[tuple[str, tuple[QWidget, QRect]]]:
    with shown(FirstStart(theme, SHOWN_FOLDER), _WINDOW) as first:
        yield "start", _first_start(first)
    window = Window(Session(log, today), theme)
    with shown(window, _WINDOW):
        window.activateWindow()
        stage = Stage(window, theme)
        for name, scene in SCENES.items():
            window.resize(_WINDOW)
            window.activateWindow()
            yield name, (window, scene(stage))
        window.leave()


Scene = Callable[[Stage], QRect]


def _first_start(page: QWidget) -> tuple[QWidget, QRect]:
    assert isinstance(page, FirstStart)
    page.bureau.setText("青川区应急管理局")
    page.person.setText("林晓舟")
    page.place.setText("D:/台账/青川区应急台账.db")
    settle()
    return page, around([page.surface], page, page.theme.px("s4"))


def _window(stage: Stage) -> QRect:
    stage.window.resize(_OVERVIEW)
    stage.window.show_page("today")
    settle(stage.window)
    return stage.window.rect()


def _today(stage: Stage) -> QRect:
    stage.window.show_page("today")
    settle(stage.window)
    return around([stage.the(DuePanel)], stage.window, 0, QSize(WIDEST, 340))


def _gaps(stage: Stage) -> QRect:
    stage.window.show_page("today")
    settle(stage.window)
    return around([stage.the(BesidePanel)], stage.window, 0)


def _check_form(stage: Stage) -> QRect:
    window = stage.window
    window.resize(_WITH_SIDE)
    window.open_form("enforcement_check")
    settle(window)
    stage.fill("JC-2025-412", "1121")
    stage.write("yxfz")
    settle(window)
    return around([stage.the(FormBody)], window, 0, QSize(1000, 400))


def _check_hazards(stage: Stage) -> QRect:
    stage.window.resize(_WITH_SIDE)
    for _ in range(2):
        stage.press(Qt.Key.Key_Return)
    stage.fill("jh")
    for row in _HAZARDS:
        stage.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        stage.fill(*row)
    stage.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(stage.window)
    return around([stage.the(DetailPanel)], stage.window, 0, QSize(1000, 260))


def _check_side(stage: Stage) -> QRect:
    stage.window.resize(_WITH_SIDE)
    settle(stage.window)
    return around([stage.the(SidePanel)], stage.window, 0, QSize(400, 480))


_HAZARDS = (
    ("甲类仓库与办公楼防火间距不足", "2号仓库", "xf", "zd", "1220"),
    ("可燃气体报警器未检定", "反应车间", "sb", "yb", "1128"),
)


def _search(stage: Stage) -> QRect:
    window = stage.window
    window.show_page("today")
    window.search_everywhere()
    stage.write("yxfz")
    for _ in range(MOST_WAITS):
        settle()
        if any("回车打开" in one.text() for one in window.findChildren(QLabel) if one.isVisible()):
            break
    found, box = stage.the(FoundList), stage.the(SearchBox)
    return around([found, box], window, stage.theme.px("s2"))


def _list(stage: Stage) -> QRect:
    stage.window.open_ledger("enforcement_check")
    settle(stage.window)
    return QRect(stage.theme.px("w_rail"), stage.theme.px("h_strip"), _WINDOW.width() - stage.theme.px("w_rail"), 400)


def _identity(stage: Stage) -> QRect:
    window, log = stage.window, stage.window.session.log
    vault = Vault(log)
    vault.set_up(new_password(_PASSWORD, _PASSWORD))
    ledger = log.ledger("tip_off")
    typed = {
        "tip_no": "举报〔2025〕70号",
        "received_on": "2025-11-20",
        "reporter": "王建国",
        "contact": "13812345678",
    }
    id_ = log.add(ledger, typed)
    vault.lock()
    window.open_form("tip_off", id_)
    settle(window)
    form = stage.the(FormPage)
    form.identity.ask_to_show(ledger, id_)
    form.identity.reason.setText("回访举报人")
    settle(window)
    return around([stage.the(IdentityBar)], window, stage.theme.px("s4"))


def _figure(stage: Stage) -> QRect:
    stage.window.open_rows("penalties")
    settle(stage.window)
    drawer = stage.the(Drawer)
    return around([drawer], stage.window, 0).adjusted(-_BESIDE, 0, 0, -_BELOW)


def _report(stage: Stage) -> QRect:
    stage.window.resize(_LARGE)
    page = stage.window.show_page("report")
    assert isinstance(page, ReportPage)
    settle(stage.window)
    for _ in range(_FIGURE_IN_TEXT):
        stage.the(Paper).step(1)
    settle(stage.window)
    paper, side = stage.the(Paper), stage.the(Side)
    return around([paper, side, page.head], stage.window, 0, QSize(1200, 440))


def _insert(stage: Stage) -> QRect:
    report = stage.window.page("report")
    assert isinstance(report, ReportPage)
    report.ask_insert()
    stage.write("zfjc")
    settle(stage.window)
    return around([stage.the(InsertBox)], stage.window, 0, QSize(400, 130))


def _finalise(stage: Stage) -> QRect:
    report = stage.window.page("report")
    assert isinstance(report, ReportPage)
    report.insert_box.hide()
    report.ask_finalise()
    settle(stage.window)
    return around([stage.the(NoticeBar)], stage.window, stage.theme.px("s2"))


def _returns(stage: Stage) -> QRect:
    page = stage.window.show_page("returns")
    settle(stage.window)
    return around([page], stage.window, 0, QSize(1240, 500))


def _import_columns(stage: Stage) -> QRect:
    window = stage.window
    table = window.session.log.file.with_name("2025年检查台账.csv")
    table.write_text(_OLD_TABLE, encoding="utf-8")
    page: Any = window.show_page("data")
    section = page.open("导入")
    section.begin(table, window.session.log.ledger("enforcement_check"))
    _at_rest(section)
    for _ in range(2):
        section.forward()
        _at_rest(section)
    return around([section], window, 0, QSize(1100, 420))


def _import_preview(stage: Stage) -> QRect:
    page: Any = stage.window.page("data")
    section = page.open("导入")
    section.forward()
    _at_rest(section)
    return around([section], stage.window, 0, QSize(1100, 340))


def _at_rest(section: Any) -> None:
    """Wait for the work of an import's step."""
    settle()
    for _ in range(MOST_WAITS):
        if not section.desk.work:
            break
        settle()


_OLD_TABLE = """\
检查日期,企业名称,检查类别,检查人员,备注
2025.3.12,云江宏达铸造有限公司,计划检查,"郑永康、徐立新",
2025年4月8日,云江永兴纺织有限公司,双随机抽查,"何慧敏、孙广平",
5月6日,云江柳河石灰石矿,专项检查,"周启明、黄文博",
2025-06-31,云江鑫磊家具有限公司,计划检查,谢东来,
"""


def _check_page(stage: Stage) -> QRect:
    window = stage.window
    draft = window.session.log.file.with_name(DRAFT_NAME)
    write_demonstration_draft(window.session.log, window.session.period(), window.session.today, draft)
    page: Any = window.show_page("check")
    page.open_file(str(draft))
    settle(window)
    return around([page], window, 0, QSize(1240, 350))


SCENES: dict[str, Scene] = {
    "window": _window, "today": _today, "gaps": _gaps,
    "check_form": _check_form, "check_hazards": _check_hazards, "check_side": _check_side,
    "search": _search, "list": _list, "identity": _identity, "figure": _figure,
    "report": _report, "insert": _insert, "finalise": _finalise, "returns": _returns,
    "draft_check": _check_page, "import_columns": _import_columns, "import_preview": _import_preview,
}  # fmt: skip
"""In the order in which they are played; some go on where the one before ended."""
