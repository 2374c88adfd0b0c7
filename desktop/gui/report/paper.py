"""The paper: a report's text in which a person writes, with its living figures."""

import json
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QToolTip

from desktop.gui.report.objects import (
    JOINER,
    OBJECT,
    FigureObject,
    FixedObject,
    Kind,
    Role,
    figure_format,
    fixed_format,
    joiner_format,
    reference_of,
    role_of,
)
from desktop.gui.report.paper_text import CLOSING, breakable, objects, pieces_of, plain_lines, read, selected
from desktop.gui.theme import Theme
from desktop.report.text.document import Kind as BlockKind
from desktop.report.text.document import Piece, Placed
from desktop.report.text.editing import Line
from desktop.report.text.manuscript import Look

_KEY = QTextFormat.Property.UserProperty + 10
_PIECES = "application/x-taizhang-report"
"""Our own form on the clipboard, so that figures stay figures when a paragraph is moved."""


class PaperLine:
    """What the paper shows of a paragraph."""

    def __init__(
        self, key: str | None, kind: BlockKind, depth: int, pieces: Sequence[Piece], *, number: str = "",
        lead: str = "", hint: str = "",
    ) -> None:  # fmt: skip
        self.key, self.kind, self.depth, self.pieces = key, kind, depth, tuple(pieces)
        self.number, self.lead, self.hint = number, lead, hint


class Paper(QTextEdit):
    """The text. Figures are looked up by their reference through `look`."""

    figure_chosen = Signal(str)
    """The reference of the figure at the cursor; empty where there is none."""
    figure_opened = Signal(str)
    worded = Signal()
    """A person changed the text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("paper")
        self._theme = theme
        self._look: Callable[[str], Look] = Look
        self._hint_for: Callable[[str], str] = lambda _name: ""
        self._showing = False
        self._chosen = -1
        self._chosen_name = ""
        self._head_lines = 0
        self._addressed = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName("报告正文")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._colour()
        self._objects = (
            FigureObject(theme, self._read_figure, lambda: self._chosen, self),
            FixedObject(theme, self),
        )
        self._register()
        self.document().contentsChanged.connect(self._tell_change)
        self.cursorPositionChanged.connect(self._follow_cursor)

    def _read_figure(self, name: str) -> Look:
        return self._look(name)

    def _colour(self) -> None:
        """The desk around, the sheet in the middle."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, self._theme.colour("desk"))
        palette.setColor(QPalette.ColorRole.Base, self._theme.colour("surface"))
        palette.setColor(QPalette.ColorRole.Text, self._theme.colour("ink"))
        palette.setColor(QPalette.ColorRole.Highlight, self._theme.colour("accent_line"))
        palette.setColor(QPalette.ColorRole.HighlightedText, self._theme.colour("ink"))
        self.setPalette(palette)
        # A style sheet paints a scroll area and its viewport alike; only a rule of their own parts them.
        desk, sheet = (self._theme.colours[name] for name in ("desk", "surface"))
        self.setStyleSheet(f"QTextEdit#paper {{ background: {desk}; border: none; }}")
        self.viewport().setStyleSheet(f"background: {sheet};")

    def _register(self) -> None:
        layout = self.document().documentLayout()
        for kind, made in zip((Kind.FIGURE, Kind.FIXED), self._objects, strict=True):
            layout.registerHandler(kind, made)
        self.document().setDocumentMargin(self._theme.px("s6") * 2)

    # ---------------------------------------------------------------- showing

    def show_report(
        self, head: Sequence[str], lines: Sequence[PaperLine], look: Callable[[str], Look],
        explain: Callable[[str], str], *, addressee: str = "", locked: bool = False,
    ) -> None:  # fmt: skip
        """Show a report: title lines, whom it is for, its paragraphs. What was undone before is forgotten."""
        place, top = self.textCursor().position(), self.verticalScrollBar().value()
        self._look, self._hint_for = look, explain
        self._showing = True
        self._chosen, self._chosen_name = -1, ""
        self.setUndoRedoEnabled(False)
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()  # else every figure that is written lays its paragraph out again
        for number, title in enumerate(head):
            self._write_head(cursor, title, first=number == 0)
        if addressee:
            self._write_fixed(cursor, f"{addressee}：")
        self._head_lines, self._addressed = len(head) + bool(addressee), bool(addressee)
        for line in lines:
            self._write(cursor, line)
        self._drop_first_empty_block()
        cursor.endEditBlock()
        self.setUndoRedoEnabled(True)
        self.setReadOnly(locked)
        self._showing = False
        self._restore(place, top)

    def _restore(self, place: int, top: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(top)

    def _drop_first_empty_block(self) -> None:
        cursor = QTextCursor(self.document())
        if not cursor.block().text():
            cursor.deleteChar()

    def _write_head(self, cursor: QTextCursor, text: str, *, first: bool) -> None:
        shape = self._shape(Qt.AlignmentFlag.AlignHCenter, pitch=2.25)
        if first:
            shape.setTopMargin(self._theme.px("s3"))
        cursor.insertBlock(shape)
        font = self._font("document_title", self._theme.px("t_figure"), bold=True)
        cursor.insertText(OBJECT, fixed_format(text, Role.NUMBER, font))

    def _write_fixed(self, cursor: QTextCursor, text: str) -> None:
        shape = self._shape(Qt.AlignmentFlag.AlignLeft)
        shape.setTopMargin(self._pitch() / 2)
        cursor.insertBlock(shape)
        cursor.insertText(OBJECT, fixed_format(text, Role.NUMBER, self._body()))

    def _write(self, cursor: QTextCursor, line: PaperLine) -> None:
        heading = line.kind is BlockKind.HEADING
        shape = self._shape(Qt.AlignmentFlag.AlignJustify)
        shape.setTextIndent(2 * self._theme.px("t_document"))
        if cursor.blockNumber() == self._head_lines:  # the empty block that is dropped later counts too
            shape.setTopMargin(0 if self._addressed else self._pitch() / 2)
        if line.key:
            shape.setProperty(_KEY, line.key)
        font = self._heading(line.depth) if heading else self._body()
        cursor.insertBlock(shape, font)
        if line.number:
            cursor.insertText(OBJECT, fixed_format(line.number, Role.NUMBER, font))
        if line.lead:
            for words in breakable(line.lead):
                cursor.insertText(OBJECT, fixed_format(words, Role.LEAD, self._heading(line.depth)))
        if line.hint and not line.pieces:
            for words in breakable(line.hint):
                cursor.insertText(OBJECT, fixed_format(words, Role.HINT, font))
        self._write_pieces(cursor, line.pieces, font)

    @staticmethod
    def _write_pieces(cursor: QTextCursor, pieces: Sequence[Piece], font: QTextCharFormat) -> None:
        for number, piece in enumerate(pieces):
            if isinstance(piece, Placed):
                cursor.insertText(OBJECT, figure_format(str(piece.reference), font))
                following = pieces[number + 1] if number + 1 < len(pieces) else ""
                if isinstance(following, str) and following[:1] in CLOSING:
                    cursor.insertText(JOINER, joiner_format(font))
            else:
                cursor.insertText(piece, font)

    # ---------------------------------------------------------------- fonts

    def _pitch(self) -> float:
        return self._theme.px("t_document") * 1.75

    def _shape(self, alignment: Qt.AlignmentFlag, *, pitch: float = 1.75) -> QTextBlockFormat:
        made = QTextBlockFormat()
        made.setAlignment(alignment)
        made.setLineHeight(self._theme.px("t_document") * pitch, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        return made

    def _font(self, role: str, size: int, *, bold: bool = False) -> QTextCharFormat:
        font = QFont(self._theme.fonts[role])
        font.setPixelSize(size)
        font.setBold(bold)
        made = QTextCharFormat()
        made.setFont(font)
        made.setForeground(self._theme.colour("ink"))
        return made

    def _body(self) -> QTextCharFormat:
        return self._font("document", self._theme.px("t_document"))

    def _heading(self, depth: int) -> QTextCharFormat:
        role = ("document_h1", "document_h2", "document", "document")[min(depth, 3)]
        return self._font(role, self._theme.px("t_document"), bold=depth < 3)

    # ---------------------------------------------------------------- reading

    def lines(self) -> list[Line]:
        """The paragraphs as they stand, without the title's."""
        found = [Line(self._key_of(block), tuple(pieces_of(block, self._look))) for block in self._blocks()]
        return [line for line in found if line.key or line.pieces]

    def _blocks(self) -> Iterator[QTextBlock]:
        block = self.document().begin()
        for _ in range(self._head_lines):
            block = block.next()
        while block.isValid():
            yield block
            block = block.next()

    @staticmethod
    def _key_of(block: QTextBlock) -> str | None:
        return str(block.blockFormat().property(_KEY) or "") or None

    def name_lines(self, keys: Sequence[str]) -> None:
        """Give the paragraphs the keys under which they were kept; no step of its own for undo."""
        self._showing = True
        named = iter(keys)
        for block in list(self._blocks()):
            if not (self._key_of(block) or any(True for _ in pieces_of(block, self._look))):
                continue
            key = next(named)
            if self._key_of(block) != key:
                cursor = QTextCursor(block)
                cursor.joinPreviousEditBlock()
                shape = block.blockFormat()
                shape.setProperty(_KEY, key)
                cursor.setBlockFormat(shape)
                cursor.endEditBlock()
        self._showing = False

    # ---------------------------------------------------------------- figures

    def refresh_figures(self) -> None:
        """Records changed: lay the figures out anew."""
        self._showing = True
        self.document().markContentsDirty(0, self.document().characterCount())
        self._showing = False
        self.viewport().update()

    @property
    def chosen(self) -> str:
        """The reference of the chosen figure; empty where none is."""
        return self._chosen_name

    def insert_figure(self, name: str) -> None:
        """Put a figure at the cursor, in place of what is selected."""
        cursor = self.textCursor()
        self._drop_hint(cursor)
        cursor.insertText(OBJECT, figure_format(name, self._words_at(cursor)))
        self.setTextCursor(cursor)
        self.setFocus()

    def replace_chosen(self, name: str | None) -> None:
        """Another reference in place of the chosen figure, or none."""
        if self._chosen < 0:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._chosen)
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
        format_ = self._words_at(cursor)
        place = self._chosen
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        if name:
            cursor.insertText(OBJECT, figure_format(name, format_))
        cursor.endEditBlock()
        cursor.setPosition(place)
        self.setTextCursor(cursor)
        self._choose(place if name else -1)

    def _words_at(self, cursor: QTextCursor) -> QTextCharFormat:
        heading = self._key_of(cursor.block()) is not None and cursor.block().charFormat().font().bold()
        return cursor.block().charFormat() if heading else self._body()

    def step(self, by: int) -> None:
        """Choose the next or the previous figure."""
        places = [place for place, _ in self._figures()]
        if not places:
            return
        here = self._chosen if self._chosen >= 0 else self.textCursor().position()
        later = [place for place in places if place > here]
        earlier = [place for place in places if place < here]
        target = (later or places)[0] if by > 0 else (earlier or places)[-1]
        cursor = self.textCursor()
        cursor.setPosition(target)
        self.setTextCursor(cursor)
        self._choose(target)
        self.ensureCursorVisible()

    def _figures(self) -> Iterator[tuple[int, str]]:
        for block in self._blocks():
            for place, format_ in objects(block):
                name = reference_of(format_)
                if name:
                    yield place, name

    def choose_key(self, key: str, reference_name: str = "") -> None:
        """Bring a paragraph to the eye, and one of its figures."""
        for block in self._blocks():
            if self._key_of(block) == key:
                cursor = QTextCursor(block)
                self.setTextCursor(cursor)
                self.verticalScrollBar().setValue(self._top_of(block))
                for place, format_ in objects(block):
                    if reference_name and reference_of(format_) == reference_name:
                        self._choose(place)
                        return
                return

    def _top_of(self, block: QTextBlock) -> int:
        area = self.document().documentLayout().blockBoundingRect(block)
        return max(0, round(area.top()) - self._theme.px("s4"))

    def _choose(self, place: int) -> None:
        name = self._name_at(place)
        self._chosen = place if name else -1
        if name != self._chosen_name:
            self._chosen_name = name
            self.figure_chosen.emit(name)
        self.viewport().update()

    def _name_at(self, place: int) -> str:
        if place < 0:
            return ""
        cursor = QTextCursor(self.document())
        if place >= self.document().characterCount() - 1:
            return ""
        cursor.setPosition(place + 1)
        return reference_of(cursor.charFormat())

    def _follow_cursor(self) -> None:
        """The figure before or behind the cursor is the chosen one."""
        if self._showing:
            return
        place = self.textCursor().position()
        near = next((one for one in (place, place - 1) if self._name_at(one)), -1)
        self._choose(near)

    # ---------------------------------------------------------------- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Typing takes the place of a hint; the title cannot be typed into."""
        if event.text() and not self.isReadOnly():
            cursor = self.textCursor()
            if cursor.blockNumber() < self._head_lines:
                event.ignore()
                return
            if event.text().isprintable():
                self._make_ready(cursor)
            if event.key() == Qt.Key.Key_Backspace:
                self._take_joiner(cursor)
        super().keyPressEvent(event)

    def _take_joiner(self, cursor: QTextCursor) -> None:
        """Backspace behind a figure and its joiner takes both."""
        place = cursor.position()
        if not cursor.hasSelection() and place and self.document().characterAt(place - 1) == JOINER:
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """What an input method brings is typed, too."""
        cursor = self.textCursor()
        if cursor.blockNumber() < self._head_lines or self.isReadOnly():
            event.ignore()
            return
        if event.commitString() or event.preeditString():
            self._make_ready(cursor)
        super().inputMethodEvent(event)

    def _make_ready(self, cursor: QTextCursor) -> None:
        """What is typed next takes the place of a hint, and does not look like the joiner before it."""
        self._drop_hint(cursor)
        if self.document().characterAt(cursor.position() - 1) == JOINER and not cursor.hasSelection():
            self.setCurrentCharFormat(self._words_at(cursor))

    def _drop_hint(self, cursor: QTextCursor) -> None:
        hint = [place for place, format_ in objects(cursor.block()) if role_of(format_) == Role.HINT]
        if hint:
            gone = QTextCursor(self.document())
            gone.setPosition(hint[0])
            gone.setPosition(hint[-1] + 1, QTextCursor.MoveMode.KeepAnchor)
            gone.removeSelectedText()
            cursor.setPosition(gone.position())
            cursor.setCharFormat(self._body())
            self.setTextCursor(cursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click on a figure chooses it."""
        super().mousePressEvent(event)
        self._choose(self._place_under(event.position().toPoint()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A second click opens its rows."""
        name = self._name_at(self._place_under(event.position().toPoint()))
        if name:
            self.figure_opened.emit(name)
        else:
            super().mouseDoubleClickEvent(event)

    def _place_under(self, point: QPoint) -> int:
        area = point + QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        place = self.document().documentLayout().hitTest(area, Qt.HitTestAccuracy.ExactHit)
        for one in (place, place - 1):
            if one >= 0 and self._name_at(one):
                return one
        return -1

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """The tip of a figure explains it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            name = self._name_at(self._place_under(event.pos()))
            QToolTip.showText(event.globalPos(), self._hint_for(name) if name else "", self)
            return True
        return bool(super().viewportEvent(event))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The sheet stays in the middle of the desk."""
        wide = self._theme.px("t_document") * 35 + self._theme.px("s6") * 4
        room = self.width() - self.verticalScrollBar().sizeHint().width()
        side = max(self._theme.px("s3"), (room - wide) // 2)
        self.setViewportMargins(side, self._theme.px("s3"), side, 0)
        super().resizeEvent(event)

    # ---------------------------------------------------------------- the clipboard

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """Plain text with what the figures read, and our own form beside it."""
        data = QMimeData()
        cursor = self.textCursor()
        taken = [list(pieces_of(block, self._look, cursor)) for block in selected(cursor)]
        text = "\n".join("".join(read(piece) for piece in line) for line in taken)
        data.setText(text)
        plain = [[piece if isinstance(piece, str) else [str(piece.reference)] for piece in line] for line in taken]
        data.setData(_PIECES, json.dumps(plain).encode())
        return data

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Our own form with its figures; anything else as plain text."""
        cursor = self.textCursor()
        if cursor.blockNumber() < self._head_lines or self.isReadOnly():
            return
        self._make_ready(cursor)
        if not source.hasFormat(_PIECES):
            self.insertPlainText(source.text().replace("\r", "").replace(OBJECT, "").replace(JOINER, ""))
            return
        cursor.beginEditBlock()
        for number, line in enumerate(plain_lines(bytes(source.data(_PIECES).data()))):
            if number:
                cursor.insertBlock()
            self._write_pieces(cursor, line, self._words_at(cursor))
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def _tell_change(self) -> None:
        if not self._showing and not self.isReadOnly():
            self.worded.emit()
