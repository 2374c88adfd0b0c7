"""A list on paper: A4 landscape, title and conditions on top, heads on every page, page numbers below.

Qt lets a thread of its own paint on a printer, so that a long list holds up nobody. Lengths are in points of the
paper (1/72 inch), colours black and greys: print does not follow the window's look.
"""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPen
from PySide6.QtPrintSupport import QPrinter

from desktop.catalogue import Ledger, Refusal
from desktop.gui.tables.columns import Cell, Column, fitting
from desktop.gui.theme import Theme
from desktop.store import Log
from desktop.store.listing import Filter, Listing

Progress = Callable[[int, int], None]

MOST_PRINTED = 20_000
"""Rows: some six hundred pages. More belongs into an exported file."""
_MARGINS = QMarginsF(12, 12, 12, 10)
"""Millimetres."""
_POINTS = 72
_TITLE, _TEXT, _SMALL = 15.0, 9.0, 8.0
_TITLE_HEIGHT, _LINE_HEIGHT, _HEAD, _ROW, _FOOT, _PAD = 24.0, 15.0, 20.0, 18.0, 16.0, 4.0
_INK, _GREY, _LINE, _GROUND = QColor("#000000"), QColor("#555555"), QColor("#B0B0B0"), QColor("#EFEFEF")
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_SIDES = {True: _MIDDLE | Qt.AlignmentFlag.AlignRight, False: _MIDDLE | Qt.AlignmentFlag.AlignLeft}
_CENTRE = _MIDDLE | Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True)
class Sheet:
    """What is printed."""

    title: str
    line: str
    """The conditions in words."""
    ledger: Ledger
    columns: Sequence[Column]
    filter: Filter
    sort: str | None
    descending: bool
    today: date
    subject: str
    """The column that takes the room that is left."""


def for_list(printer: QPrinter) -> None:
    """A4 landscape with narrow margins."""
    size, landscape = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape
    printer.setPageLayout(QPageLayout(size, landscape, _MARGINS, QPageLayout.Unit.Millimeter))
    printer.setFullPage(False)


def print_list(printer: QPrinter, sheet: Sheet, log: Log, progress: Progress) -> int:
    """Print every row of the filter; the number of pages. `Refusal` where the list is too long or cannot be begun."""
    listing = Listing(log, sheet.ledger, sheet.today)
    rowids = listing.ids(sheet.filter, sheet.sort, sheet.descending)
    if len(rowids) > MOST_PRINTED:
        raise Refusal(
            f"列表有 {len(rowids):,} 条，最多打印 {MOST_PRINTED:,} 条。请先用条件缩小范围，或导出为 Excel。"
        )
    painter = QPainter()
    if not painter.begin(printer):
        raise Refusal("打印没有开始：打印机没有响应，或文件正被别的程序打开。请检查后再打印。")
    try:
        return _Pages(painter, printer, sheet, listing, rowids).paint(progress)
    finally:
        painter.end()


class _Pages:
    """Paints page after page."""

    def __init__(
        self, painter: QPainter, printer: QPrinter, sheet: Sheet, listing: Listing, rowids: "array[int]"
    ) -> None:
        self._painter, self._printer, self._sheet = painter, printer, sheet
        self._listing, self._rowids = listing, rowids
        scale = printer.resolution() / _POINTS
        painter.scale(scale, scale)
        area = printer.pageLayout().paintRectPixels(printer.resolution())
        self._width, self._height = area.width() / scale, area.height() / scale
        family = Theme.load().fonts["ui"]
        self._fonts = {size: _font(family, size) for size in (_TITLE, _TEXT, _SMALL)}
        self._metrics = QFontMetricsF(self._fonts[_TEXT])
        room = self._width / _TEXT
        columns = [replace(one, width=one.width * 0.94) for one in sheet.columns]
        self._columns = fitting(columns, sheet.subject, room)

    def paint(self, progress: Progress) -> int:
        """Every page; the number of pages."""
        first, whole = self._room(True), len(self._rowids)
        later = self._room(False)
        pages = 1 + max(0, -(-(whole - first) // later))
        start = 0
        for page in range(pages):
            progress(start, whole)
            if page:
                self._printer.newPage()
            end = min(whole, start + (first if page == 0 else later))
            self._page(page, pages, self._rowids[start:end])
            start = end
        progress(whole, whole)
        return pages

    def _room(self, first: bool) -> int:
        """How many rows stand on the first page, or on a later one."""
        above = _HEAD + _FOOT + (_TITLE_HEIGHT + _LINE_HEIGHT if first else 0)
        return max(1, int((self._height - above) // _ROW))

    def _page(self, page: int, pages: int, rowids: "array[int]") -> None:
        top = self._title() if page == 0 else 0.0
        self._head(top)
        top += _HEAD
        names = [one.name for one in self._columns]
        for record in self._listing.page(rowids, names):
            self._row(top, [column.cell(record) for column in self._columns])
            top += _ROW
        if not rowids and page == 0:
            self._write(QRectF(0, top, self._width, _ROW), "没有符合条件的记录", _TEXT, _CENTRE, _GREY)
        foot = QRectF(0, self._height - _FOOT, self._width, _FOOT)
        self._write(foot, f"{self._sheet.title}，{self._sheet.today.isoformat()} 打印", _SMALL, _SIDES[False], _GREY)
        self._write(foot, f"第 {page + 1} 页，共 {pages} 页", _SMALL, _SIDES[True], _GREY)

    def _title(self) -> float:
        self._write(QRectF(0, 0, self._width, _TITLE_HEIGHT), self._sheet.title, _TITLE, _CENTRE)
        line = QRectF(0, _TITLE_HEIGHT, self._width, _LINE_HEIGHT)
        self._write(line, self._sheet.line, _SMALL, _SIDES[False], _GREY)
        self._write(line, f"共 {len(self._rowids):,} 条", _SMALL, _SIDES[True], _GREY)
        return _TITLE_HEIGHT + _LINE_HEIGHT

    def _head(self, top: float) -> None:
        self._painter.fillRect(QRectF(0, top, self._width, _HEAD), _GROUND)
        self._rule(top)
        left = 0.0
        for column in self._columns:
            self._write(self._box(left, top, column, _HEAD), column.head, _SMALL, _SIDES[column.kind == "number"])
            left += column.width * _TEXT
        self._rule(top + _HEAD)

    def _row(self, top: float, cells: Sequence[Cell]) -> None:
        left = 0.0
        for column, cell in zip(self._columns, cells, strict=True):
            box = self._box(left, top, column, _ROW)
            text = self._metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, box.width())
            self._write(box, text, _TEXT, _SIDES[column.kind == "number"])
            left += column.width * _TEXT
        self._rule(top + _ROW)

    @staticmethod
    def _box(left: float, top: float, column: Column, height: float) -> QRectF:
        return QRectF(left + _PAD, top, column.width * _TEXT - 2 * _PAD, height)

    def _rule(self, top: float) -> None:
        self._painter.setPen(QPen(_LINE, 0.5))
        self._painter.drawLine(QRectF(0, top, self._width, 0).topLeft(), QRectF(0, top, self._width, 0).topRight())

    def _write(self, box: QRectF, text: str, size: float, side: Qt.AlignmentFlag, colour: QColor = _INK) -> None:
        self._painter.setFont(self._fonts[size])
        self._painter.setPen(colour)
        self._painter.drawText(box, int(side), text)


def _font(families: list[str], size: float) -> QFont:
    """In units of the scaled painter: a pixel is a point of the paper."""
    font = QFont(families)
    font.setPixelSize(int(size))
    font.setBold(size == _TITLE)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
