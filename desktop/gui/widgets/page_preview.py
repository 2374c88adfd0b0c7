"""A page of the annual report in small, as its format says: margins, lines, characters, fonts, page number."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.gui.theme import Theme
from desktop.store.report_format import PAGE_HEIGHT, PAGE_WIDTH, PageNumbers, ReportFormat

_BODY = (
    "2025年，在区委、区政府的坚强领导下，本局深入学习贯彻习近平法治思想，严格规范公正文明执法，"
    "全年检查生产经营单位412家次，发现隐患1386项，现将有关情况报告如下。"
)
_PARTS = ("主要举措和成效", "存在的不足和原因", "下一年度工作安排")
_MORE = "坚持把法治建设与业务工作同部署、同落实，组织集体学法14次，行政执法人员持证率100%。"
_POINTS_A_MM = 72 / 25.4
_PAGE_NUMBER_BELOW = 7
"""mm from the type area to the page number (GB/T 9704)."""


@dataclass(frozen=True)
class _Text:
    """One line: characters on the grid, or centred, or at the right."""

    words: str
    family: str
    size: float
    style: str
    """Font token in whose place it stands where the machine lacks the font."""
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    indent: int = 0


class PagePreview(QWidget):
    """Painted to the width that it is given; looks nothing up and computes no figure."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._format = theme, ReportFormat()
        self._bureau, self._today, self._numbered = "", date.today(), True
        self.setAccessibleName("版面示意")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_format(self, shown: ReportFormat, bureau: str, today: date, *, numbered: bool) -> None:
        """Show a page in a format, its headings with numbers or without."""
        self._numbered = numbered
        self._format, self._bureau, self._today = shown, bureau, today
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as a side panel."""
        width = self._theme.px("w_side") + self._theme.px("s6")
        return QSize(width, round(width * PAGE_HEIGHT / PAGE_WIDTH) + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the page."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("line_mid"))
        painter.setBrush(self._theme.colour("surface"))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        scale = self.width() / PAGE_WIDTH
        one = self._format
        area = QRectF(
            float(one.margin_left) * scale, float(one.margin_top) * scale,
            float(one.text_width) * scale, float(one.text_height) * scale,
        )  # fmt: skip
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour("accent_line"), 1, Qt.PenStyle.DotLine))
        painter.drawRect(area)
        painter.setPen(self._theme.colour("ink"))
        self._paint_lines(painter, area, scale)
        self._paint_number(painter, area, scale)
        painter.end()

    def _paint_lines(self, painter: QPainter, area: QRectF, scale: float) -> None:
        pitch = float(self._format.line_pitch) / _POINTS_A_MM * scale
        grid = area.width() / self._format.characters_per_line
        for number, line in enumerate(self._lines()):
            if number >= self._format.lines_per_page:
                break
            room = QRectF(area.left(), area.top() + number * pitch, area.width(), pitch)
            painter.setFont(self._font(line, scale))
            if line.align is Qt.AlignmentFlag.AlignLeft:
                self._paint_grid(painter, room, line, grid, scale)
            else:
                room.setRight(room.right() - line.indent * grid)
                painter.drawText(
                    room, line.align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, line.words
                )

    def _paint_grid(self, painter: QPainter, room: QRectF, line: _Text, grid: float, scale: float) -> None:
        """Each Chinese character in its cell; digits and letters half as wide, in their own font."""
        left = room.left() + line.indent * grid
        latin = self._font(replace(line, family=self._format.digit_font or line.family), scale)
        usual = painter.font()
        for character in line.words:
            wide = grid * _width(character)
            painter.setFont(latin if character.isascii() else usual)
            cell = QRectF(left, room.top(), wide, room.height())
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, character)
            left += wide

    def _paint_number(self, painter: QPainter, area: QRectF, scale: float) -> None:
        if self._format.page_numbers is PageNumbers.NONE:
            return
        painter.setFont(self._font(_Text("", "宋体", 14, "document_title"), scale))
        centred = self._format.page_numbers is PageNumbers.CENTRED
        side = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignRight
        height = 14 / _POINTS_A_MM * scale * 1.5
        top = area.bottom() + _PAGE_NUMBER_BELOW * scale - height / 2
        one_in = 0 if centred else area.width() / self._format.characters_per_line
        painter.drawText(QRectF(area.left(), top, area.width() - one_in, height), side, "— 1 —")

    def _font(self, line: _Text, scale: float) -> QFont:
        font = QFont([line.family, *self._theme.fonts[line.style]])
        font.setPixelSize(max(1, round(line.size / _POINTS_A_MM * scale)))
        font.setBold(line.style == "document_title")
        return font

    # ---------------------------------------------------------------- what stands there

    def _lines(self) -> Iterator[_Text]:
        one, right = self._format, Qt.AlignmentFlag.AlignRight
        body, title = float(one.body_size), float(one.title_size)
        signed = one.signature or self._bureau
        if one.document_number:
            yield _Text(one.document_number, one.body_font, body, "document", Qt.AlignmentFlag.AlignHCenter)
        for words in (signed, f"{self._today.year}年法治政府建设年度报告"):
            yield _Text(words, one.title_font, title, "document_title", Qt.AlignmentFlag.AlignHCenter)
        yield _Text("", one.body_font, body, "document")
        if one.addressee:
            yield _Text(f"{one.addressee}：", one.body_font, body, "document")
        yield from self._paragraph(_BODY)
        for number, part in enumerate(_PARTS):
            first, second = (f"{'一二三'[number]}、", "（一）") if self._numbered else ("", "")
            yield _Text(f"{first}{part}", one.heading1_font, body, "document_h1", indent=2)
            if not number:
                yield _Text(f"{second}强化学法普法", one.heading2_font, body, "document_h2", indent=2)
            yield from self._paragraph(_MORE)
        if one.figures_attached:
            yield _Text("", one.body_font, body, "document")
            yield _Text("附件：主要指标表", one.body_font, body, "document", indent=2)
        yield _Text("", one.body_font, body, "document")
        yield _Text(signed, one.body_font, body, "document", right, indent=2)
        day = f"{self._today.year}年{self._today.month}月{self._today.day}日"
        yield _Text(day, one.body_font, body, "document", right, indent=4)

    def _paragraph(self, words: str) -> Iterator[_Text]:
        """The first line two characters in, the others from the edge."""
        one, line, used = self._format, "　　", 2.0
        for character in words:
            if used + _width(character) > one.characters_per_line:
                yield _Text(line, one.body_font, float(one.body_size), "document")
                line, used = "", 0.0
            line, used = line + character, used + _width(character)
        yield _Text(line, one.body_font, float(one.body_size), "document")


def _width(character: str) -> float:
    """In cells of the grid."""
    return 0.5 if character.isascii() else 1.0


def is_installed(family: str) -> bool:
    """Whether this machine has a font."""
    return not family or QFontDatabase.hasFamily(family)
