"""What opens over a page: lists, menus, the keys, bars that ask. Nothing leaves the window or hides a button."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.forms.body import FormBody
from desktop.gui.forms.head import FormFoot, FormHead
from desktop.gui.guards import dress
from desktop.gui.theme import Theme
from desktop.gui.widgets.asking_bar import AskingBar
from desktop.gui.widgets.key_help import KeyHelp
from desktop.gui.widgets.toast import Toast
from desktop.gui.window import Window
from desktop.store import Log
from tests.gui.looks import SCREENS, enlarged, nothing_is_cut_off


def inside(widget: QWidget, around: QWidget) -> bool:
    """Whether all of a widget lies within another one."""
    place = widget.mapTo(around, QPoint(0, 0))
    return around.rect().contains(widget.rect().translated(place))


def test_an_open_list_lies_below_its_field(qtbot: QtBot, theme: Theme) -> None:
    page, field = QWidget(), QComboBox()
    qtbot.addWidget(page)
    field.setParent(page)
    field.addItems([f"第 {number} 项" for number in range(30)])
    field.setCurrentIndex(2)
    page.resize(300, 400)
    page.show()
    qtbot.waitExposed(page)
    field.showPopup()
    shown = field.view().window()
    assert shown.y() >= field.mapToGlobal(QPoint(0, field.height())).y() - 1
    assert field.view().sizeHintForRow(0) >= theme.px("h_row_compact")
    assert shown.height() < 12 * theme.px("h_row"), "it scrolls, and does not fill the screen"
    qtbot.waitUntil(lambda: _ground(field.view(), 2) == theme.colour("accent_soft"))
    field.hidePopup()


def _ground(view: QWidget, row: int) -> QColor:
    """The colour behind a line of an open list."""
    assert hasattr(view, "visualRect")
    place = view.visualRect(view.model().index(row, 0))  # type: ignore[attr-defined]
    picture = view.viewport().grab().toImage()  # type: ignore[attr-defined]
    return picture.pixelColor(place.right() - 4, place.center().y())


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_what_a_menu_cannot_do_is_grey_and_what_can_be_ticked_has_a_box(
    app: QApplication, qtbot: QtBot, tmp_path: Path, mode: str
) -> None:
    theme = Theme.load(mode)
    dress(app, theme, tmp_path)
    menu = QMenu()
    qtbot.addWidget(menu)
    off, tick = menu.addAction("不能做的"), menu.addAction("可勾选的")
    off.setEnabled(False)
    tick.setCheckable(True)
    menu.popup(QPoint(0, 0))
    picture = menu.grab().toImage()

    def colours(area: object) -> set[str]:
        assert hasattr(area, "left")
        return {
            picture.pixelColor(x, y).name()
            for x in range(area.left(), area.right())
            for y in range(area.top(), area.bottom())
        }

    assert theme.colour("ink").name() not in colours(menu.actionGeometry(off))
    assert theme.colour("field_line").name() in colours(menu.actionGeometry(tick))
    menu.close()


@pytest.mark.parametrize(("width", "height", "size"), [SCREENS[-1], (1366, 689, "标准")])
@pytest.mark.parametrize("page", ["ledgers", "form"])
def test_the_keys_stay_inside_the_page(
    app: QApplication, qtbot: QtBot, log: Log, tmp_path: Path, width: int, height: int, size: str, page: str
) -> None:
    window = enlarged(qtbot, log, tmp_path, width, height, size)
    window.open_form("enforcement_check") if page == "form" else window.show_page(page)
    window.show_keys()
    keys = next(one for one in window.findChildren(KeyHelp) if one.isVisible())
    assert inside(keys, keys.parentWidget())
    area = keys.findChild(QScrollArea)
    assert area is not None
    nothing_is_cut_off(area.widget(), qtbot)
    bar = area.verticalScrollBar()
    qtbot.keyClick(keys, Qt.Key.Key_PageDown)
    assert bar.value() == min(bar.maximum(), bar.pageStep()), "what does not fit is reached by key"
    qtbot.keyClick(keys, Qt.Key.Key_Escape)
    window.leave()


@pytest.mark.parametrize(("width", "height", "size"), SCREENS[1:])
def test_no_tab_is_cut_off_while_a_view_gets_its_name(
    app: QApplication, qtbot: QtBot, log: Log, tmp_path: Path, width: int, height: int, size: str
) -> None:
    window = enlarged(qtbot, log, tmp_path, width, height, size)
    window.open_ledger("enforcement_check")
    nothing_is_cut_off(window, qtbot)
    keep = next(one for one in window.findChildren(QPushButton) if one.text() == "另存视图" and one.isVisible())
    keep.click()
    nothing_is_cut_off(window, qtbot)
    window.leave()


def test_a_bar_that_asks_leaves_the_save_buttons_free(window: Window) -> None:
    window.resize(1366, 689)
    window.open_form("tip_off")
    page = window.page("form")
    page.identity.ask_to_unlock(lambda: None)  # type: ignore[attr-defined]
    bar = next(one for one in window.findChildren(AskingBar) if one.isVisible())
    foot = next(one for one in window.findChildren(FormFoot) if one.isVisible())
    below = bar.mapTo(window, bar.rect().bottomLeft()).y()
    assert below < foot.mapTo(window, QPoint(0, 0)).y()


@pytest.mark.parametrize(("ledger", "size"), [("enforcement_check", "特大"), ("meeting", "标准"), ("staff", "大")])
def test_fields_end_where_the_head_ends(
    app: QApplication, qtbot: QtBot, log: Log, tmp_path: Path, ledger: str, size: str
) -> None:
    window = enlarged(qtbot, log, tmp_path, 1366, 900, size)
    window.open_form(ledger)
    body = next(one for one in window.findChildren(FormBody) if one.isVisible())
    head = next(one for one in window.findChildren(FormHead) if one.isVisible())
    edge = head.mapTo(window, QPoint(head.width() - window.theme.px("s5"), 0)).x()

    def ends() -> None:
        right = max(one.mapTo(window, QPoint(one.width(), 0)).x() for one in body.cells.values() if one.isVisible())
        assert abs(right - edge) <= 1

    qtbot.waitUntil(ends)
    window.leave()


def test_a_long_message_takes_lines_and_a_short_one_is_as_high_as_one_with_an_undo(
    app: QApplication, qtbot: QtBot, log: Log, tmp_path: Path
) -> None:
    window = enlarged(qtbot, log, tmp_path, 1180, 620, "特大")
    window.show_page("settings")
    heights = []
    for text, undoable in (("已保存", False), ("已删除 1 条", True), ("数据文件所在的文件夹不能写入，" * 8, True)):
        window.toast(text, undoable)
        toast = next(one for one in window.findChildren(Toast) if one.isVisible())
        assert inside(toast, toast.parentWidget())
        nothing_is_cut_off(toast, qtbot)
        heights.append(toast.height())
    assert heights[0] == heights[1] < heights[2]
    window.leave()
