"""A field in the form: label above, editor, one line below for help, error or gap."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.catalogue import Field
from desktop.gui.forms.lines import Editor, Tools
from desktop.gui.forms.making import editor_for
from desktop.gui.theme import Theme
from desktop.gui.widgets import label
from desktop.gui.widgets.wrapping import wrapped

_MOST_LINES = 3
DATE_HELP = "可输 {month:02}{day:02}{year}、今、-1"


class NoteLine(QWidget):
    """One line that never grows, or two or three where the field's help needs them, whatever is said in its place.

    Too long a text is cut off and stands whole in the tool tip.
    """

    def __init__(self, theme: Theme, help_text: str = "") -> None:
        super().__init__()
        self._theme, self._help_text = theme, help_text
        self.text, self.tone = "", "ink3"
        self._lines = 1
        self.setFixedHeight(self._line_height)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def _line_height(self) -> int:
        return round(self._theme.px("t_caption") * 1.5)

    def say(self, text: str, tone: str, whole: str = "") -> None:
        """Show a text in a token's colour."""
        if (text, tone) != (self.text, self.tone):
            self.text, self.tone = text, tone
            self.setToolTip(whole or text)
            self.setAccessibleName(whole or text)
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep room for the help: its width decides, not what is said at the moment."""
        super().resizeEvent(event)
        metrics = QFontMetrics(self._theme.font("t_caption"))
        lines = len(wrapped(self._help_text, metrics, self.width(), _MOST_LINES))
        if lines != self._lines:
            self._lines = lines
            self.setFixedHeight(self._line_height * lines)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw what fits."""
        painter = QPainter(self)
        painter.setFont(self._theme.font("t_caption"))
        painter.setPen(self._theme.colour(self.tone))
        height = self._line_height
        for place, line in enumerate(wrapped(self.text, QFontMetrics(painter.font()), self.width(), self._lines)):
            rect = QRect(0, place * height, self.width(), height)
            painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)
        painter.end()


class FieldCell(QWidget):
    """One field with its label, its editor and what is to be said about it."""

    def __init__(self, field: Field, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self._theme = field, tools.theme
        self.editor: Editor = editor_for(field, tools)
        self._today, self._year = tools.today, tools.year
        self.note = NoteLine(tools.theme, self._help())
        self._remark = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        column.addLayout(head)
        self._fill_head(head)
        column.addWidget(self.editor)
        column.addWidget(self.note)
        column.addStretch(1)
        self.setFocusProxy(self.editor)
        self.show_state("", "")

    def _fill_head(self, row: QHBoxLayout) -> None:
        row.setSpacing(self._theme.px("s2") - 2)
        words = label(self.field.label, "caption")
        words.setToolTip(self.field.help)
        row.addWidget(words)
        if self.field.needed == "save":
            row.addWidget(label("必填", "hint"))
        row.addStretch(1)

    def remark(self, text: str) -> None:
        """Something about the value, in place of the help: what was prefilled, the enterprise's town."""
        self._remark = text
        if self.editor.state in ("", "prefill"):
            self.show_state(self.editor.state, "")

    def show_state(self, state: str, message: str) -> None:
        """Error or gap with its sentence; prefill or nothing with the help."""
        self.editor.set_state(state)
        if state in ("error", "gap"):
            self.note.say(message, "danger" if state == "error" else "warn")
        else:
            self.note.say(self._remark or self._help(), "ink3")

    def _help(self) -> str:
        if self.field.help:
            return self.field.help
        if self.field.type.name == "date" and self.field.needed:
            year = self._year() if self._year else self._today.year
            other = "" if year == self._today.year else f"（{year}年）"
            return DATE_HELP.format(month=self._today.month, day=self._today.day, year=other)
        return ""


def short(message: str, field: Field, shown: str) -> str:
    """A problem's sentence as it stands under its field, which is named above it already.

    整改期限 2025-11-12 早于检查日期 2025-11-21，请核对。 becomes 早于检查日期 2025-11-21，请核对
    """
    text = message.removesuffix("。").removeprefix(field.label).removeprefix("：").strip()
    for form in (f"“{shown}”", shown):
        if form:
            text = text.removeprefix(form).strip()
    return text
