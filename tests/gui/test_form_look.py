"""How the form takes sizes: text sizes, narrow windows, long helps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from clerk import CHECK_PAUSE, CONTROL, ENTER, Clerk, add_enterprise
from looks import enlarged
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.forms.body import FormBody
from desktop.gui.forms.choosing import SegmentEditor
from desktop.gui.forms.side_panel import SidePanel
from desktop.gui.guards import dress
from desktop.gui.session import Session
from desktop.gui.theme import TEXT_SIZES, Theme
from desktop.gui.widgets.wrapping import wrapped
from desktop.gui.window import Window
from desktop.store import Log


@pytest.fixture
def clerk(window: Window, qtbot: QtBot, log: Log) -> Clerk:
    add_enterprise(log)
    return Clerk(window, qtbot)


@pytest.fixture
def dressed(qapp: QApplication, tmp_path: Path) -> Iterator[QApplication]:
    """The application, which gets its usual look back."""
    yield qapp
    dress(qapp, Theme.load(), tmp_path)


def widgets(theme: Theme) -> list[tuple[QWidget, str]]:
    made: list[tuple[QWidget, str]] = [
        (QLineEdit(), "h_field"),
        (QComboBox(), "h_field"),
        (QPushButton("保存"), "h_button"),
    ]
    for kind in ("primary", "plain", "pill", "pillon"):
        button = QPushButton("保存")
        button.setProperty("kind", kind)
        made.append((button, "h_button"))
    return made


@pytest.mark.parametrize("factor", TEXT_SIZES.values())
def test_fields_and_buttons_grow_with_the_text_and_not_with_the_focus(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path, factor: float
) -> None:
    theme = Theme.load("light", factor)
    dress(dressed, theme, tmp_path)
    for widget, token in widgets(theme):
        qtbot.addWidget(widget)
        with qtbot.waitActive(widget):
            widget.show()
        assert widget.sizeHint().height() == theme.px(token), widget
        widget.setFocus()
        QApplication.processEvents()
        assert widget.sizeHint().height() == theme.px(token), widget


@pytest.mark.parametrize(("factor", "columns"), [(1.0, 4), (1.15, 4), (1.3, 2)])
@pytest.mark.parametrize("ledger", ["enforcement_check", "penalty_case", "accident", "enterprise"])
def test_nothing_of_the_form_reaches_beyond_the_window(
    dressed: QApplication, qtbot: QtBot, log: Log, session: Session, tmp_path: Path,
    factor: float, columns: int, ledger: str,
) -> None:  # fmt: skip
    theme = Theme.load("light", factor)
    dress(dressed, theme, tmp_path)
    window = Window(session, theme)
    qtbot.addWidget(window)
    window.resize(1180, 620)
    window.show()
    window.open_form(ledger)
    qtbot.wait(50)
    body = next(one for one in window.findChildren(FormBody) if one.isVisible())
    inner = body.widget()
    assert inner.width() <= body.viewport().width()
    cells = [cell for cell in body.cells.values() if cell.isVisible()]
    assert len({cell.x() for cell in cells}) == columns
    for one in cells:
        assert one.x() + one.width() <= inner.width()
        assert not [other for other in cells if other is not one and other.geometry().intersects(one.geometry())]
    window.leave()


def test_a_narrow_window_folds_the_side_panel_to_a_button(clerk: Clerk) -> None:
    window = clerk.window
    clerk.open("enforcement_check")
    panel = next(one for one in window.findChildren(SidePanel))
    assert panel.isVisible()
    window.resize(1180, 620)
    clerk.settle(CHECK_PAUSE)
    assert not panel.isVisible()
    button = next(one for one in window.findChildren(QPushButton) if one.isVisible() and one.text() == "3 处未填")
    button.click()
    assert panel.isVisible()
    clerk.press(Qt.Key.Key_Escape)
    assert (panel.isVisible(), window.front) == (False, "form")
    clerk.press(Qt.Key.Key_F9)
    assert "3 处未填，可先保存" in clerk.beside
    window.resize(1366, 689)
    clerk.settle()
    assert panel.isVisible()
    assert not button.isVisible()


def test_a_long_help_takes_two_lines_and_an_error_in_its_place_moves_nothing(clerk: Clerk) -> None:
    clerk.open("penalty_case")
    clerk.settle(CHECK_PAUSE)
    stage, below = clerk.cell("stage"), clerk.cell("enterprise")
    assert stage.note.height() > 1.5 * clerk.cell("cause").note.height()
    before = below.geometry()
    stage.show_state("error", "错了")
    clerk.settle()
    assert below.geometry() == before


def test_a_text_is_broken_between_words_and_marks(theme: Theme) -> None:
    metrics = QFontMetrics(theme.font("t_caption"))
    width = metrics.horizontalAdvance("发生事故前查处的为事前")
    text = "发生事故前查处的为事前，因事故处罚的为事故"
    assert wrapped(text, metrics, 10 * width, 2) == [text]
    first, second = wrapped(text, metrics, width, 2)
    assert (first, second[0]) == ("发生事故前查处的为事", "前")
    assert wrapped(text, metrics, width, 1)[0].endswith("…")


# ---------------------------------------------------------------- what stood wrong in the window


def test_a_new_row_is_brought_into_view_with_its_list(clerk: Clerk) -> None:
    clerk.window.resize(1180, 620)
    clerk.open("enforcement_check")
    clerk.press(ENTER, CONTROL)
    assert clerk.here == "新一行：描述"
    view = clerk.body.viewport()
    place = clerk.focus.mapTo(view, QPoint(0, 0))
    assert view.rect().contains(clerk.focus.rect().translated(place))
    clerk.type("m")
    if clerk.offers.isVisible():
        below = clerk.offers.geometry().bottom()
        assert below <= clerk.window.height()


@pytest.mark.parametrize("ledger", ["accident", "response", "tip_off"])
def test_small_choices_stay_in_their_column_with_large_text(
    app: QApplication, qtbot: QtBot, log: Log, tmp_path: Path, ledger: str
) -> None:
    window = enlarged(qtbot, log, tmp_path, 1366, 689, "大")
    window.open_form(ledger)
    body = next(one for one in window.findChildren(FormBody) if one.isVisible())
    segments = [one for one in body.cells.values() if isinstance(one.editor, SegmentEditor)]
    assert segments

    def fits() -> None:
        assert all(one.editor.width() <= one.width() for one in segments)

    qtbot.waitUntil(fits)
    window.leave()


def test_a_help_is_read_in_full_with_large_text(app: QApplication, qtbot: QtBot, log: Log, tmp_path: Path) -> None:
    window = enlarged(qtbot, log, tmp_path, 1366, 689, "大")
    metrics = QFontMetrics(window.theme.font("t_caption"))
    window.open_form("response")
    body = next(one for one in window.findChildren(FormBody) if one.isVisible())

    def whole() -> None:
        for cell in body.cells.values():
            lines = len(wrapped(cell.field.help, metrics, cell.note.width(), 9))
            assert cell.note.height() >= lines * metrics.height() - 2, cell.field.help

    qtbot.waitUntil(whole)
    window.leave()


def test_chosen_terms_stand_in_their_field_as_chips(clerk: Clerk) -> None:
    clerk.open("enforcement_check", prefill={"method": ["现场检查"]})
    for width in (1366, 1440, 1180, 1500):
        clerk.window.resize(width, 700)
        clerk.settle()
        found = clerk.body.findChildren(QToolButton, "tagchip")
        (shown,) = [one for one in found if one.isVisible() and one.text() == "现场检查 ×"]
        assert shown.width() <= shown.sizeHint().width()
        assert shown.y() > 0
