"""Figures, numbers and hints within the paper: one character each for the cursor, so that they cannot be mistyped.

A figure carries its reference; what it reads is looked up when it is painted, so that a change of records moves no
text and no undo step. It never breaks between number and unit, for it is one character to the line breaker too.
"""

from collections.abc import Callable
from enum import IntEnum, StrEnum

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from desktop.gui.theme import Theme
from desktop.report.text.manuscript import Look, Tone

OBJECT = "\ufffc"
"""The character that stands for an object in a document's text."""
JOINER = "\u200d"
"""Zero width joiner behind a figure that a mark follows: keeps a line from beginning with that mark.

Qt ends a line after any object that fits. So such a figure asks for room for one letter more, and the joiner gives
it back (`joiner_format`): the mark stands close to the figure, and both go to the next line together. The cursor
steps over the joiner together with the figure, as over one letter.
"""

_REFERENCE = QTextFormat.Property.UserProperty + 1
_WORDS = QTextFormat.Property.UserProperty + 2
_ROLE = QTextFormat.Property.UserProperty + 3


class Kind(IntEnum):
    """The two kinds of object."""

    FIGURE = QTextFormat.ObjectTypes.UserObject + 1
    FIXED = QTextFormat.ObjectTypes.UserObject + 2


class Role(StrEnum):
    """What fixed words are."""

    NUMBER = "number"
    LEAD = "lead"
    HINT = "hint"


def figure_format(reference: str, base: QTextCharFormat) -> QTextCharFormat:
    """The format of a character that is a figure."""
    made = QTextCharFormat(base)
    made.setObjectType(Kind.FIGURE)
    made.setProperty(_REFERENCE, reference)
    return made


def fixed_format(words: str, role: Role, base: QTextCharFormat) -> QTextCharFormat:
    """The format of a character that is fixed words."""
    made = QTextCharFormat(base)
    made.setObjectType(Kind.FIXED)
    made.setProperty(_WORDS, words)
    made.setProperty(_ROLE, role.value)
    return made


def joiner_format(base: QTextCharFormat) -> QTextCharFormat:
    """The format of a joiner: it takes back the room that its figure asked for."""
    made, font = QTextCharFormat(base), base.font()
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -_letter(font))
    made.setFont(font)
    return made


def _letter(font: QFont) -> float:
    """The width of a Chinese letter or mark."""
    return float(font.pixelSize())


def reference_of(format_: QTextFormat) -> str:
    """The reference of a figure; empty for any other character."""
    return str(format_.property(_REFERENCE) or "") if format_.objectType() == Kind.FIGURE else ""


def words_of(format_: QTextFormat) -> str:
    """The fixed words; empty for any other character."""
    return str(format_.property(_WORDS) or "") if format_.objectType() == Kind.FIXED else ""


def role_of(format_: QTextFormat) -> str:
    """What fixed words are; empty for any other character."""
    return str(format_.property(_ROLE) or "") if is_fixed(format_) else ""


def is_fixed(format_: QTextFormat) -> bool:
    """Whether the character is fixed words."""
    return format_.objectType() == Kind.FIXED


class FigureObject(QPyTextObject):
    """Paints figures: text on a soft ground, solid where chosen, outlined where something is to be seen about it."""

    def __init__(self, theme: Theme, look: Callable[[str], Look], chosen: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._look, self._chosen = theme, look, chosen

    def intrinsicSize(self, document: QTextDocument, place: int, format_: QTextFormat) -> QSizeF:  # noqa: N802
        """As wide as its text, and a mark that follows; as high as a letter above the base line."""
        font = _font(format_)
        metrics, text = QFontMetricsF(font), self._look(reference_of(format_)).text
        wide = metrics.horizontalAdvance(text) + 2 * self._inset + self._for_mark(document, place, font)
        return QSizeF(wide, metrics.ascent())

    @staticmethod
    def _for_mark(document: QTextDocument, place: int, font: QFont) -> float:
        return _letter(font) if document.characterAt(place + 1) == JOINER else 0.0

    @property
    def _inset(self) -> float:
        return self._theme.px("s1") / 4

    def drawObject(  # noqa: N802
        self, painter: QPainter, area: QRectF | QRect, document: QTextDocument, place: int, format_: QTextFormat
    ) -> None:
        """Ground, edge and text; its base line is the line's."""
        look = self._look(reference_of(format_))
        font = _font(format_)
        descent = QFontMetricsF(font).descent()
        area = QRectF(area).adjusted(0, 0, -self._for_mark(document, place, font), 0)
        ground = area.adjusted(0, descent * 0.2, 0, descent * 0.9)
        ink, fill, edge = self._colours(look.tone, place == self._chosen())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen(edge, look.tone))
        painter.setBrush(self._theme.colour(fill))
        painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setFont(font)
        painter.setPen(self._theme.colour(ink))
        painter.drawText(area.bottomLeft() + QPointF(self._inset, 0), look.text)
        painter.restore()

    def _colours(self, tone: Tone, chosen: bool) -> tuple[str, str, str]:
        if chosen:
            return "on_accent", "accent", "accent"
        return {
            Tone.PLAIN: ("accent", "accent_soft", "accent_soft"),
            Tone.ADJUSTED: ("accent", "accent_soft", "accent"),
            Tone.GAP: ("warn", "warn_soft", "warn_line"),
            Tone.WRONG: ("danger", "danger_soft", "danger"),
        }[tone]

    def _pen(self, colour: str, tone: Tone) -> QPen:
        style = Qt.PenStyle.DashLine if tone is Tone.WRONG else Qt.PenStyle.SolidLine
        return QPen(self._theme.colour(colour), 1, style)


class FixedObject(QPyTextObject):
    """Paints headings' numbers and titles, and hints, as text that the cursor steps over."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def intrinsicSize(self, _document: QTextDocument, _place: int, format_: QTextFormat) -> QSizeF:  # noqa: N802
        """As wide as its words."""
        metrics = QFontMetricsF(_font(format_))
        return QSizeF(metrics.horizontalAdvance(words_of(format_)), metrics.ascent())

    def drawObject(  # noqa: N802
        self, painter: QPainter, area: QRectF | QRect, _document: QTextDocument, _place: int, format_: QTextFormat
    ) -> None:
        """The words on the line's base line."""
        hint = role_of(format_) == Role.HINT
        painter.save()
        painter.setFont(_font(format_))
        painter.setPen(self._theme.colour("ink3" if hint else "ink"))
        painter.drawText(area.bottomLeft(), words_of(format_))
        painter.restore()


def _font(format_: QTextFormat) -> QFont:
    return format_.toCharFormat().font()
