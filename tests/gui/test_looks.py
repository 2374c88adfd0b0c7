"""Nothing is cut off: every page at the smallest window and the largest text, and what the paper of a report does."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from desktop.catalogue.wordings import Reference, reference
from desktop.figures.series import Series
from desktop.gui.guards import dress
from desktop.gui.report.paper import Paper, PaperLine
from desktop.gui.session import Session
from desktop.gui.theme import TEXT_SIZES, Theme
from desktop.gui.widgets.charts import paint_bars
from desktop.gui.widgets.choice_box import ChoiceBox
from desktop.gui.widgets.commands import Commands
from desktop.gui.widgets.definition_panel import DefinitionPanel
from desktop.gui.widgets.elided import Elided
from desktop.gui.widgets.key_help import KeyHelp
from desktop.gui.widgets.page_preview import PagePreview
from desktop.gui.widgets.toast import Toast
from desktop.gui.window import Window
from desktop.report.text.document import Kind, Placed
from desktop.report.text.manuscript import Look
from desktop.store import Log
from tests.gui.looks import SCREENS, enlarged, nothing_is_cut_off
from tests.gui.records import TODAY

PAGES = ("today", "ledgers", "figures", "report", "check", "data", "settings")


@pytest.mark.parametrize(("width", "height", "size"), SCREENS)
def test_no_text_is_cut_off(app: QApplication, qtbot: QtBot, log: Log, tmp_path: Path, width: int, height: int,
                            size: str) -> None:  # fmt: skip
    theme = Theme.load("light", TEXT_SIZES[size])
    dress(app, theme, tmp_path)
    window = Window(Session(log, TODAY), theme)
    qtbot.addWidget(window)
    window.resize(width, height)
    window.show()
    for page in PAGES:
        window.show_page(page)
        nothing_is_cut_off(window, qtbot)
    window.open_form("enforcement_check")
    nothing_is_cut_off(window, qtbot)
    window.leave()


@pytest.mark.parametrize(("width", "height", "size"), SCREENS)
def test_the_page_in_small_gives_way_to_the_names_of_fonts(
    app: QApplication, qtbot: QtBot, log: Log, tmp_path: Path, width: int, height: int, size: str
) -> None:
    window = enlarged(qtbot, log, tmp_path, width, height, size)
    window.show_section("settings", "年度报告格式")
    preview = window.findChild(PagePreview)
    assert preview is not None
    area = preview.parentWidget().parentWidget()
    qtbot.waitUntil(lambda: preview.geometry().right() < area.width())
    fonts = [one for one in window.findChildren(QLineEdit) if one.isVisible() and "GB2312" in one.text()]
    assert len(fonts) == 2
    qtbot.waitUntil(lambda: all(one.fontMetrics().horizontalAdvance(one.text()) < one.width() for one in fonts))
    window.leave()


@pytest.mark.parametrize(("width", "height", "size"), SCREENS[:2])
def test_the_title_of_a_form_is_read_in_full(
    app: QApplication, qtbot: QtBot, log: Log, tmp_path: Path, width: int, height: int, size: str
) -> None:
    window = enlarged(qtbot, log, tmp_path, width, height, size)
    window.open_form("tip_off")
    qtbot.wait(60)
    title = next(one for one in window.findChildren(Elided) if one.text() == "新增举报投诉")
    assert title.width() >= title.sizeHint().width()
    window.leave()


@pytest.mark.parametrize(("width", "height", "size"), SCREENS[:2])
def test_the_drawer_rather_drops_its_chart_than_cuts_its_words(
    app: QApplication, qtbot: QtBot, log: Log, tmp_path: Path, width: int, height: int, size: str
) -> None:
    window = enlarged(qtbot, log, tmp_path, width, height, size)
    for name in ("trade_hazards_rectified", "hazard_rectification_rate"):
        window.open_rows(name)
        qtbot.waitUntil(lambda: not window.page("figures").busy)
        nothing_is_cut_off(window, qtbot)
    window.leave()


def test_every_button_without_a_word_has_a_name_and_a_tip(window: Window) -> None:
    for page in PAGES:
        window.show_page(page)
        bare = [one for one in window.findChildren(QPushButton) if not one.text() and not one.accessibleName()]
        assert [one for one in bare if one.isVisible()] == [], page
    assert all(one.toolTip() for one in window.findChildren(QAbstractButton) if one.isVisible() and _is_bare(one))


def _is_bare(one: QAbstractButton) -> bool:
    return isinstance(one, QPushButton) and not one.text() and not one.findChildren(QLabel)


def test_a_toast_does_not_cover_the_save_buttons(window: Window, qtbot: QtBot) -> None:
    window.resize(1366, 689)
    window.open_form("enforcement_check")
    window.toast("已保存")
    toast = window.findChildren(Toast)[-1]
    save = next(one for one in window.findChildren(QPushButton) if one.text() == "保存" and one.isVisible())
    foot = save.parentWidget()
    assert isinstance(foot, QFrame)
    assert toast.mapTo(window, toast.rect().bottomLeft()).y() < foot.mapTo(window, foot.rect().topLeft()).y()


def test_the_focus_is_seen_on_a_search_field(window: Window, qtbot: QtBot) -> None:
    page = window.show_page("ledgers")
    with qtbot.waitActive(window):
        window.activateWindow()
    page.search()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    edge = field.grab().toImage().pixelColor(field.width() // 2, 1)
    assert edge == window.theme.colour("accent")


# ---------------------------------------------------------------- the paper of a report


def figure(name: str) -> Placed:
    found = reference(name)
    assert isinstance(found, Reference)
    return Placed(found, "")


@pytest.fixture
def paper(qtbot: QtBot, theme: Theme) -> Paper:
    made = Paper(theme)
    qtbot.addWidget(made)
    pieces = [piece for _ in range(30) for piece in ("检查企业", figure("checks"), "，整改", figure("checks"), "；")]
    line = PaperLine("a", Kind.BODY, 1, pieces, lead="（一）推进执法规范化和执法监督。一是落实年度检查计划。")
    made.show_report(["报告"], [line], lambda _name: Look("增加73家次"), lambda _name: "")
    made.show()
    return made


def paper_lines(paper: Paper) -> list[tuple[str, float]]:
    """The lines of the paragraph as they are laid out: text and natural width."""
    block = paper.document().lastBlock()
    laid = block.layout()
    lines = [laid.lineAt(number) for number in range(laid.lineCount())]
    return [(block.text()[one.textStart() : one.textStart() + one.textLength()], one.naturalTextWidth())
            for one in lines]  # fmt: skip


@pytest.mark.parametrize("width", range(420, 820, 13))
def test_no_line_begins_with_a_mark_and_none_leaves_the_sheet(paper: Paper, width: int) -> None:
    paper.resize(width, 600)
    QApplication.processEvents()
    room = paper.viewport().width()
    for text, wide in paper_lines(paper):
        assert text.lstrip("\u200d")[:1] not in "，。；：、！？）》”’…", text
        assert wide <= room


def test_what_is_typed_behind_a_figure_has_its_own_width(paper: Paper, qtbot: QtBot) -> None:
    cursor = paper.textCursor()
    block = paper.document().lastBlock()
    cursor.setPosition(block.position() + block.text().index("\u200d") + 1)
    paper.setTextCursor(cursor)
    qtbot.keyClicks(paper, "x")
    spacing = paper.textCursor().charFormat().font().letterSpacing()
    assert block.text()[block.text().index("\u200d") + 1] == "x"
    assert spacing == 0


def test_a_month_without_anything_last_year_has_no_tick(theme: Theme) -> None:
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    paint_bars(painter, QRectF(0, 0, 40, 40), Series(("a-01", "a-02"), (4.0, 2.0), (0.0, 1.0)), theme)
    painter.end()
    tick = theme.colour("chart_tick")
    assert [any(picture.pixelColor(x, y) == tick for y in range(40)) for x in (10, 30)] == [False, True]


def test_an_open_list_stands_below_its_field_with_rows_like_every_other(window: Window, qtbot: QtBot) -> None:
    section = window.show_section("settings", "单位")
    field = window.findChild(ChoiceBox)
    assert field is not None
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    lines = field.view()
    qtbot.waitUntil(lines.isVisible)
    assert lines.mapToGlobal(lines.rect().topLeft()).y() >= field.mapToGlobal(field.rect().bottomLeft()).y()
    assert lines.visualRect(field.model().index(1, 0)).height() == window.theme.px("h_row")
    chosen = lines.grab().toImage().pixelColor(lines.visualRect(lines.currentIndex()).center())
    assert chosen == window.theme.colour("accent_soft"), section
    qtbot.keyClick(lines, Qt.Key.Key_Escape)


def test_no_field_opens_a_list_of_its_own_look(window: Window) -> None:
    for page in PAGES:
        window.show_page(page)
    for title in ("单位", "台账和快速登记", "代码表", "时限", "工作日", "年度报告格式"):
        window.show_section("settings", title)
    assert {type(one) for one in window.findChildren(QComboBox)} == {ChoiceBox}


@pytest.mark.parametrize(("width", "height", "size"), SCREENS)
def test_a_rule_is_changed_with_its_conditions_in_sight(
    app: QApplication, qtbot: QtBot, log: Log, tmp_path: Path, width: int, height: int, size: str
) -> None:
    window = enlarged(qtbot, log, tmp_path, width, height, size)
    window.open_rows("hazard_rectification_rate")
    qtbot.waitUntil(lambda: not window.page("figures").busy)
    page: Any = window.page("figures")
    page.change_definition()
    panel = window.findChild(DefinitionPanel)
    assert panel is not None
    qtbot.waitUntil(panel.isVisible)
    page.close_drawer()  # which is away already: nothing may grow beyond the window
    nothing_is_cut_off(window, qtbot)
    assert panel.mapTo(window, panel.rect().bottomRight()).x() < window.width() == width
    conditions = panel.places.parentWidget().parentWidget().parentWidget()  # what scrolls in the panel
    assert conditions.height() > 5 * window.theme.px("h_row")
    window.leave()


@pytest.mark.parametrize(("width", "height", "size"), (SCREENS[0], SCREENS[2]))
def test_no_section_is_cut_off(
    app: QApplication, qtbot: QtBot, log: Log, tmp_path: Path, width: int, height: int, size: str
) -> None:
    window = enlarged(qtbot, log, tmp_path, width, height, size)
    for name in ("settings", "data"):
        page: Any = window.show_page(name)
        for title, _made in page.made:
            page.open(title)
            nothing_is_cut_off(window, qtbot)
            assert page.width() <= width, title
    window.leave()


@pytest.mark.parametrize(("width", "height", "size"), (SCREENS[0], SCREENS[2]))
def test_a_cell_of_the_return_is_explained_without_cutting_anything_off(
    app: QApplication, qtbot: QtBot, log: Log, tmp_path: Path, width: int, height: int, size: str
) -> None:
    window = enlarged(qtbot, log, tmp_path, width, height, size)
    page: Any = window.show_page("returns")
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)
    table = page.table
    fine = next(row for row in range(table.model().rowCount()) if "罚款" in table.model().index(row, 0).data())
    table.scrollTo(table.model().index(fine, 0))
    qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.model().index(fine, 0)).center()
    )
    qtbot.waitUntil(lambda: page.drawer.isVisible() and not page.busy, timeout=20_000)
    nothing_is_cut_off(window, qtbot)
    assert page.drawer.mapTo(window, page.drawer.rect().bottomRight()).x() < window.width() == width
    assert table.columnWidth(0) > table.fontMetrics().horizontalAdvance("限制开展生产经营活动")
    window.leave()


def test_commands_without_room_are_in_a_menu_with_their_words(
    app: QApplication, qtbot: QtBot, log: Log, tmp_path: Path
) -> None:
    window = enlarged(qtbot, log, tmp_path, *SCREENS[2])
    page: Any = window.show_page("report")
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)
    commands = window.findChild(Commands)
    assert commands is not None
    qtbot.waitUntil(commands.more.isVisible)
    shown = [one.text().strip() for one in commands.offered if one.isVisible()]
    assert all(shown)
    qtbot.mouseClick(commands.more, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert shown + [one.text() for one in menu.actions()] == ["插入数字", "定稿", "统计年报", "导出 Excel"]
    menu.close()
    window.leave()


def test_the_keys_of_a_page_stay_within_the_window(app: QApplication, qtbot: QtBot, log: Log, tmp_path: Path) -> None:
    window = enlarged(qtbot, log, tmp_path, *SCREENS[2])
    window.show_page("today")
    window.show_keys()
    panel = window.findChild(KeyHelp)
    assert panel is not None
    assert panel.parentWidget().rect().contains(panel.geometry())
    assert "保存" in "".join(one.text() for one in panel.findChildren(QLabel))
    window.leave()
