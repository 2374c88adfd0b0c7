"""Traps that Qt and Chinese input set: each has a defence, and here its test."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeySequence, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.gui.guards import commit_composition, dress, guard_input, speak_chinese
from desktop.gui.theme import Theme
from desktop.gui.window import Window

GUI = Path(__file__).parents[2] / "desktop" / "gui"


def wheel(widget: QWidget) -> None:
    """Turn the wheel down over a widget, as the system tells it to the window."""
    window = widget.window()
    where = widget.mapTo(window, widget.rect().center())
    QTest.wheelEvent(window.windowHandle(), where.toPointF(), QPoint(0, -120))
    QApplication.processEvents()


def combo() -> QComboBox:
    made = QComboBox()
    made.addItems(["计划", "双随机", "举报"])
    made.setCurrentIndex(1)
    return made


def value(widget: QWidget) -> object:
    match widget:
        case QComboBox() | QTabBar():
            return widget.currentIndex()
        case QDateEdit():
            return widget.date()
        case QSpinBox():
            return widget.value()
    raise TypeError(widget)


def tabs() -> QTabBar:
    made = QTabBar()
    for name in ("本年度", "全部", "未计入"):
        made.addTab(name)
    made.setCurrentIndex(1)
    return made


@pytest.mark.parametrize("make", [combo, QSpinBox, QDateEdit, tabs])
@pytest.mark.parametrize("focused", [False, True])
def test_the_wheel_scrolls_the_form_and_never_changes_a_field(
    qtbot: QtBot, qapp: QApplication, make: type[QWidget], focused: bool
) -> None:
    guard_input(qapp)
    area, content, field = QScrollArea(), QWidget(), make()
    qtbot.addWidget(area)
    column = QVBoxLayout(content)
    column.addWidget(field)
    column.addSpacing(3000)
    area.setWidget(content)
    area.resize(300, 300)
    with qtbot.waitExposed(area):
        area.show()
    if focused:
        field.setFocus()
    before = value(field)
    wheel(field)
    assert value(field) == before
    assert area.verticalScrollBar().value() > 0


def test_an_open_list_still_scrolls_under_the_wheel(qtbot: QtBot, qapp: QApplication) -> None:
    guard_input(qapp)
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItems([f"第 {number} 项" for number in range(80)])
    with qtbot.waitExposed(box):
        box.show()
    box.showPopup()
    wheel(box.view().viewport())
    assert box.view().verticalScrollBar().value() > 0
    assert box.currentIndex() == 0
    box.hidePopup()


def compose(field: QWidget, text: str) -> None:
    QApplication.sendEvent(field, QInputMethodEvent(text, []))


def test_what_is_being_composed_is_not_lost(qtbot: QtBot, qapp: QApplication) -> None:
    guard_input(qapp)
    field = QLineEdit("青川")
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
    field.setFocus()
    field.end(False)
    compose(field, "ningxi")
    assert field.text() == "青川"
    commit_composition()
    assert field.text() == "青川ningxi"
    commit_composition()
    assert field.text() == "青川ningxi"


def test_a_finished_composition_is_not_put_in_twice(qtbot: QtBot, qapp: QApplication) -> None:
    guard_input(qapp)
    field = QLineEdit()
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
    field.setFocus()
    compose(field, "gongmao")
    done = QInputMethodEvent()
    done.setCommitString("工贸")
    QApplication.sendEvent(field, done)
    commit_composition()
    assert field.text() == "工贸"


def test_composing_survives_a_change_of_page(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    field = window.page("settings").findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    field.selectAll()
    field.clear()
    compose(field, "liuxiqu")
    window.show_page("report")
    assert window.session.log.setting("bureau") == "liuxiqu"


def test_qt_speaks_chinese(qtbot: QtBot, qapp: QApplication) -> None:
    assert speak_chinese(qapp)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "取消"
    every = QDialogButtonBox(QDialogButtonBox.StandardButton(0x0FFFFF00))
    qtbot.addWidget(every)
    assert [one.text() for one in every.buttons() if not any("一" <= letter <= "龥" for letter in one.text())] == []
    for field in (QLineEdit(), QPlainTextEdit()):
        qtbot.addWidget(field)
        menu = field.createStandardContextMenu()
        words = [one.text().partition("\t")[0] for one in menu.actions() if one.text()]
        assert words == ["撤销(&U)", "重做(&R)", "剪切(&T)", "复制(&C)", "粘贴(&P)", "删除", "全选"]
    assert QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText) == "Ctrl+回车"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_style_is_fusion_with_a_palette_of_our_own(qapp: QApplication, tmp_path: Path, mode: str) -> None:
    theme = Theme.load(mode)
    dress(qapp, theme, tmp_path)
    palette = qapp.palette()
    shown = palette.color(QPalette.ColorRole.Text).lightness() - palette.color(QPalette.ColorRole.Base).lightness()
    assert (shown > 100) == theme.dark
    assert abs(shown) > 100
    assert QGuiApplication.styleHints().colorScheme() in (
        Qt.ColorScheme.Dark if theme.dark else Qt.ColorScheme.Light, Qt.ColorScheme.Unknown,
    )  # fmt: skip
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        assert palette.color(group, QPalette.ColorRole.Window).name() == theme.colour("canvas").name()
    light = Theme.load("light")
    dress(qapp, light, tmp_path)


def sources() -> list[tuple[Path, ast.Module]]:
    return [(file, ast.parse(file.read_text(encoding="utf-8"))) for file in sorted(GUI.rglob("*.py"))]


def names(tree: ast.Module) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} | {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name)
    }


def test_no_validator_eats_full_width_digits() -> None:
    """`９１１` typed into a digits validator vanishes: text is made half-width and then checked."""
    eating = {"QIntValidator", "QDoubleValidator", "QRegularExpressionValidator", "setInputMask"}
    assert [file.name for file, tree in sources() if names(tree) & eating] == []


def test_no_field_stands_in_a_popup() -> None:
    """An input method does not reach a text field in a window of the type Popup."""
    popups = [
        f"{file.name}:{node.lineno}"
        for file, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "Popup" and ast.unparse(node).startswith("Qt.")
    ]
    assert popups == []


def test_the_style_of_the_system_is_never_asked_for() -> None:
    for file, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("setStyle"):
                assert ast.unparse(node.args[0]) == "'Fusion'", file


def test_heavy_writers_are_not_imported_at_start(tmp_path: Path) -> None:
    """They cost more than the first page."""
    script = (
        "import sys; from pathlib import Path; from PySide6.QtWidgets import QApplication\n"
        "from desktop.gui.app import Desk; from desktop.store import Log\n"
        "app = QApplication([]); home = Path(sys.argv[1]); Log.create(home / 'a.db').close()\n"
        "desk = Desk(app, home); desk.start(home / 'a.db'); app.processEvents()\n"
        "assert desk.shown.front == 'today', desk.shown\n"
        "heavy = {'openpyxl', 'xlsxwriter', 'docx', 'lxml', 'hypothesis', 'pip', 'desktop.demo'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "desk.leave()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False,
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_enter_while_composing_chooses_the_candidate_only(window: Window, qtbot: QtBot) -> None:
    """The input method takes the key itself; what reaches the search box then is the text."""
    with qtbot.waitActive(window):
        window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    compose(field, "jiancha")
    qtbot.wait(200)
    assert field.text() == ""
    assert window.front == "settings"
