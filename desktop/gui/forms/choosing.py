"""Editors of what is chosen: segments, a term of a list, several terms, a linked record."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton

from desktop.catalogue import Field
from desktop.catalogue.pinyin import spellings
from desktop.gui.forms.focus import TellsFocus
from desktop.gui.forms.lines import Editor, LineEditor, Tools
from desktop.gui.forms.offers import Offer

NEW = "\0new"


def matching(terms: Sequence[str], typed: str) -> list[str]:
    """Terms that contain the typed text or begin with these pinyin initials; those that begin with it first."""
    sought = typed.strip().lower()
    if not sought:
        return list(terms)
    found = [term for term in terms if sought in term.lower() or any(sought in one for one in spellings(term))]
    return sorted(found, key=lambda term: not (term.lower().startswith(sought) or _starts(term, sought)))


def _starts(term: str, sought: str) -> bool:
    return any(one.startswith(sought) for one in spellings(term))


class SegmentEditor(TellsFocus, Editor):
    """All terms side by side; one stop of Tab, ← and → choose, Delete empties."""

    def __init__(self, field: Field, tools: Tools, terms: Sequence[str]) -> None:
        super().__init__(field, tools)
        self.terms = self._offered = list(terms)
        self.chosen = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(self.theme.px("h_field"))
        self.setMinimumWidth(self._least())
        self.entered.connect(self.update)
        self.left.connect(self.update)

    def value(self) -> object:
        """The chosen term."""
        return self.terms[self.chosen] if self.chosen >= 0 else None

    def put(self, value: object) -> None:
        """Show a term."""
        # A record may hold a term that is no longer offered: it must not lose it by being opened.
        self.terms = [*self._offered, str(value)] if value in self.field.off else self._offered
        self.setMinimumWidth(self._least())
        self.chosen = self.terms.index(str(value)) if value in self.terms else -1
        self.update()

    def _choose(self, place: int) -> None:
        self.chosen = place
        self.update()
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows, digits, initials, Delete; Enter moves on."""
        key, text = Qt.Key(event.key()), event.text().lower()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.moved_on.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by = 1 if key == Qt.Key.Key_Right else -1
            self._choose((max(self.chosen, 0 if by < 0 else -1) + by) % len(self.terms))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose(-1)
        elif text.isdecimal() and 0 < int(text) <= len(self.terms):
            self._choose(int(text) - 1)
        elif text.isalpha() and (found := matching(self.terms, text)):
            self._choose(self.terms.index(found[0]))
        elif key == Qt.Key.Key_Space:
            self._choose((self.chosen + 1) % len(self.terms))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Choose what was clicked; a click on the chosen one empties."""
        for place, rect in enumerate(self._rects()):
            if rect.contains(event.position()):
                self._choose(-1 if place == self.chosen else place)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def _widths(self, room: int | None = None) -> list[int]:
        """Each term with air around it, with less of it where the column is too narrow."""
        metrics, count = QFontMetrics(self.theme.font(bold=True)), max(len(self.terms), 1)
        texts = [metrics.horizontalAdvance(term) for term in self.terms]
        air = 2 * self.theme.px("s2") + 4
        if room is not None and sum(texts) + count * air > room - 4:
            air = max((room - 4 - sum(texts)) // count, self.theme.px("s2") - 2)
        return [text + air for text in texts]

    def _least(self) -> int:
        return sum(self._widths(0)) + 4

    def _rects(self) -> list[QRectF]:
        x, rects = 2.0, []
        for width in self._widths(self.width()):
            rects.append(QRectF(x, 2, width, self.height() - 4))
            x += width
        return rects

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as its terms."""
        return QSize(sum(self._widths()) + 4, self.theme.px("h_field"))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """One frame around all terms, the chosen one on accent_soft."""
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        radius = theme.px("r_chip") - 1
        for place, (term, rect) in enumerate(zip(self.terms, self._rects(), strict=True)):
            on = place == self.chosen
            if on:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("accent_soft"))
                painter.drawRoundedRect(rect, radius, radius)
            painter.setFont(theme.font(bold=on))
            painter.setPen(theme.colour("accent" if on else "warn" if self.state == "gap" else "ink2"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, term)
        painter.end()

    def _paint_frame(self, painter: QPainter) -> None:
        theme, focused = self.theme, self.hasFocus()
        edges = {"gap": "warn", "error": "danger"}
        width = theme.px("focus") if focused or self.state == "error" else 1
        painter.setPen(QPen(theme.colour("accent" if focused else edges.get(self.state, "line_mid")), width))
        painter.setBrush(theme.colour("warn_soft" if self.state == "gap" else "surface"))
        whole = QRectF(0, 0, sum(self._widths(self.width())) + 4, self.height())
        painter.drawRoundedRect(
            whole.adjusted(width / 2, width / 2, -width / 2, -width / 2), theme.px("r_field"), theme.px("r_field")
        )


class BooleanEditor(SegmentEditor):
    """是 or 否, or neither."""

    def __init__(self, field: Field, tools: Tools) -> None:
        super().__init__(field, tools, ("是", "否"))

    def value(self) -> object:
        """True, False or None."""
        return None if self.chosen < 0 else self.chosen == 0

    def put(self, value: object) -> None:
        """Show a truth."""
        self.chosen = -1 if value is None else 0 if value else 1
        self.update()


class ChoiceEditor(LineEditor):
    """One term of a list: typed in Chinese or by initials, or taken from the list below."""

    def __init__(self, field: Field, tools: Tools) -> None:
        super().__init__(field, tools)
        self.terms = field.offered
        self.icon_button("down", "打开列表（Alt+↓）", self._toggle)

    def on_edited(self, text: str) -> None:
        """Narrow the list."""
        super().on_edited(text)
        self._offer(text)

    def open_list(self) -> None:
        """All terms, the present one marked."""
        self._offer("")

    def _toggle(self) -> None:
        self.line.setFocus()
        if not self.tools.offers.close_for(self):
            self.open_list()

    def _offer(self, typed: str) -> None:
        found = matching(self.terms, typed)
        mark = found.index(self.line.text()) if self.line.text() in found else 0
        self.tools.offers.open(self, [Offer(term, term) for term in found], self._take, mark=mark)

    def _take(self, offer: Offer) -> None:
        self.line.setText(offer.text)
        self.changed.emit()

    def on_key(self, event: QKeyEvent) -> bool:
        """↓ opens the list; Tab takes the marked term of an open one."""
        offers = self.tools.offers
        opened = offers.isVisible() and offers.anchor is self
        if event.key() == Qt.Key.Key_Down and not opened:
            self.open_list()
            return True
        if event.key() == Qt.Key.Key_Tab and opened and self.line.text().strip():
            offers.confirm()
            return False
        return super().on_key(event)

    def settle(self) -> None:
        """Take the only term that fits what was typed."""
        found = matching(self.terms, self.line.text()) if self.line.text().strip() else []
        if len(found) == 1 and self.line.text() not in self.terms:
            self.line.setText(found[0])
            self.changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click opens the list."""
        super().mousePressEvent(event)
        self._toggle()


class LinkEditor(LineEditor):
    """A record of another ledger, found by Chinese or initials; the list ends with making a new one."""

    def __init__(self, field: Field, tools: Tools) -> None:
        super().__init__(field, tools)
        self.target = tools.log.catalogue.ledgers[str(field.ledger)]
        self._id: str | None = None
        self._title = ""
        self.icon_button("search", f"查找{self.target.label}（Alt+↓）", self._search)

    def value(self) -> object:
        """The record's id, or what was typed where none was chosen."""
        text = self.line.text().strip()
        return self._id if self._id and text == self._title else text or None

    def put(self, value: object) -> None:
        """Show a record by its title."""
        self._id = str(value) if value else None
        self._title = self.tools.title_of(self.field, self._id) if self._id else ""
        self.line.setText(self._title)
        self.line.setCursorPosition(0)

    def on_edited(self, text: str) -> None:
        """Look the text up."""
        super().on_edited(text)
        self._offer(text)

    def open_list(self) -> None:
        """Offer records for what stands here."""
        self._offer("" if self._id else self.line.text())

    def _search(self) -> None:
        self.line.setFocus()
        self.open_list()

    def _offer(self, typed: str) -> None:
        found = self.tools.suggestions.records(self.target, typed.strip())
        offers = [Offer(one.id, one.text, one.detail) for one in found]
        there = any(one.text == typed.strip() for one in found)
        if self.tools.new_linked and typed.strip() and not there:
            shown = f"新增{self.target.label.removesuffix('库')}“{typed.strip()}”"
            offers.append(Offer(NEW, shown, verb=True))
        self.tools.offers.open(self, offers, self._take)

    def _take(self, offer: Offer) -> None:
        if offer.key == NEW:
            if self.tools.new_linked:
                self.tools.new_linked(self, self.field, self.line.text().strip(), self._made)
            return
        self._made(offer.key)

    def _made(self, id_: str) -> None:
        self.put(id_)
        self.line.setFocus()
        self.changed.emit()

    def on_key(self, event: QKeyEvent) -> bool:
        """Tab takes the marked record where something was typed and the list is open."""
        offers = self.tools.offers
        opened = offers.isVisible() and offers.anchor is self
        if event.key() == Qt.Key.Key_Tab and opened and not self._id_is_shown() and self._marked_is_record():
            offers.confirm()
            return False
        return super().on_key(event)

    def _id_is_shown(self) -> bool:
        return bool(self._id) and self.line.text().strip() == self._title

    def _marked_is_record(self) -> bool:
        offers = self.tools.offers
        return offers.current >= 0 and offers.model.offers[offers.current].key != NEW

    def settle(self) -> None:
        """Take the only record whose title is exactly what was typed."""
        text = self.line.text().strip()
        if not text or self._id_is_shown():
            return
        same = [one for one in self.tools.suggestions.records(self.target, text) if one.text == text]
        if len(same) == 1:
            self.put(same[0].id)
            self.changed.emit()


class TagsEditor(LineEditor):
    """Several terms: Enter or 、 adds one, ⌫ in the empty line takes the last one away."""

    def __init__(self, field: Field, tools: Tools) -> None:
        super().__init__(field, tools)
        self.choices = field.offered
        self.tags: list[str] = []
        self._chips: list[QToolButton] = []
        if self.choices:
            self.icon_button("down", "打开列表（Alt+↓）", self._open)

    def value(self) -> object:
        """The terms, with what still stands in the line."""
        return [*self.tags, *self._parts(self.line.text())]

    def put(self, value: object) -> None:
        """Show terms."""
        self.tags = [str(one) for one in value] if isinstance(value, (list, tuple)) else []
        self.line.clear()
        self._show()

    @staticmethod
    def _parts(text: str) -> list[str]:
        for mark in "；;，,":
            text = text.replace(mark, "、")
        return [part.strip() for part in text.split("、") if part.strip()]

    def joined(self, parts: Sequence[str]) -> str:
        """Pasted lines are terms, each of them."""
        return "、".join(parts) + "、"

    def on_edited(self, text: str) -> None:
        """A separator ends a term."""
        if text.strip() and text.strip()[-1] in "、；;，,":
            for part in self._parts(text):
                self._add(part)
            return
        super().on_edited(text)
        self._offer(text)

    def open_list(self) -> None:
        """All terms that are not there yet."""
        self._offer("")

    def _open(self) -> None:
        self.line.setFocus()
        self.open_list()

    def _offer(self, typed: str) -> None:
        if self.choices:
            found = [term for term in matching(self.choices, typed) if term not in self.tags]
            offers = [Offer(term, term) for term in found]
        else:
            earlier = self.tools.suggestions.wordings(self.tools.ledger, self.field.name, typed.strip())
            offers = [Offer(one.text, one.text, one.detail) for one in earlier if one.text not in self.tags]
        self.tools.offers.open(
            self, offers, lambda offer: self._add(offer.key), mark=0 if typed or self.choices else -1
        )

    def _add(self, term: str) -> None:
        self.line.clear()
        fitting = matching(self.choices, term) if self.choices and term not in self.choices else [term]
        term = fitting[0] if len(fitting) == 1 else term
        if term not in self.tags:
            self.tags.append(term)
        self._show()
        self.changed.emit()

    def remove(self, term: str) -> None:
        """Take a term away."""
        self.tags.remove(term)
        self._show()
        self.changed.emit()
        self.line.setFocus()

    def on_key(self, event: QKeyEvent) -> bool:
        """Enter adds what stands in the line; ⌫ takes the last term away."""
        key, empty = event.key(), not self.line.text()
        opened = self.tools.offers.isVisible() and self.tools.offers.anchor is self
        if key == Qt.Key.Key_Backspace and empty and self.tags:
            self.remove(self.tags[-1])
            return True
        if key == Qt.Key.Key_Down and not opened:
            self.open_list()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not opened and not empty and not event.modifiers():
            self._add(self.line.text().strip())
            return True
        return super().on_key(event)

    def settle(self) -> None:
        """What stands in the line becomes a term."""
        for part in self._parts(self.line.text()):
            self._add(part)

    def resizeEvent(self, _event: object) -> None:  # noqa: N802
        """Fold the terms that have no room."""
        self._show()

    def _show(self) -> None:
        for chip in self._chips:
            self.row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        hidden = self._hidden()
        if hidden:
            self._chip(f"+{len(hidden)}", "、".join(hidden), None)
        for tag in self.tags[len(hidden) :]:
            self._chip(f"{tag} ×", f"去掉“{tag}”", tag)
        self.row.activate()

    def _hidden(self) -> list[str]:
        metrics, room = QFontMetrics(self.theme.font("t_caption")), self.width() - 4 * self.theme.px("s5")
        kept = len(self.tags)
        while kept and room > 0:
            room -= metrics.horizontalAdvance(self.tags[kept - 1] + " ×") + 2 * self.theme.px("s2")
            if room < 0:
                break
            kept -= 1
        return self.tags[:kept] if self.width() > 4 * self.theme.px("s5") else []

    def _chip(self, text: str, hint: str, tag: str | None) -> None:
        made = QToolButton(self)
        made.setObjectName("tagchip")
        made.setText(text)
        made.setToolTip(hint)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if tag is not None:
            made.clicked.connect(lambda _checked=False: self.remove(tag))
        self.row.insertWidget(len(self._chips), made)
        # Else Qt shows it a little later, and where the row is being laid out just now it lies across the field.
        made.show()
        self._chips.append(made)
