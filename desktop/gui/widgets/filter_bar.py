"""The conditions over a list: a text box, and a pill for each field that narrows it. Grey = off, blue = on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from desktop.catalogue import Field, Ledger, Stored
from desktop.gui.tables.views import Conditions, condition_fields, span_text, values_of, values_text
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button
from desktop.gui.widgets.key_field import KeyField, search_field
from desktop.gui.widgets.span_picker import SpanPicker

Terms = Callable[[Field], Sequence[str]]
"""The values that a text field holds; the people who log."""
_AT_ONCE = 4
"""Fields with a pill of their own while they are off; the others wait under 更多条件."""


class ValuesMenu(QMenu):
    """The values of one field, any of which may be ticked; it stays open while ticking."""

    ticked = Signal(str, tuple)
    """The field's name and the values."""

    def __init__(self, one: Field, parent: QWidget, terms: Terms) -> None:
        super().__init__(one.label, parent)
        self._field, self._terms = one, terms
        self._values: list[tuple[QAction, Stored]] = []
        self._wanted: tuple[Stored, ...] = ()
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        """The values are asked for when they are wanted: those of a text are read from its records."""
        self.clear()
        known = dict(values_of(self._field, self._terms(self._field)))
        lost = {str(value): value for value in self._wanted if value not in known.values()}
        self._values = [(self._add(word), value) for word, value in (known | lost).items()]
        for action, value in self._values:
            action.setChecked(value in self._wanted)

    def _add(self, word: str) -> QAction:
        action = self.addAction(word.replace("&", "&&"))
        action.setCheckable(True)
        action.triggered.connect(self._tell)
        return action

    def show_values(self, conditions: Conditions) -> None:
        """Tick what the conditions ask for."""
        self._wanted = tuple(conditions.equals.get(self._field.name, ()))
        for action, value in self._values:
            action.setChecked(value in self._wanted)

    def _tell(self) -> None:
        self.ticked.emit(self._field.name, tuple(value for action, value in self._values if action.isChecked()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click ticks and leaves the list open."""
        action = self.actionAt(event.position().toPoint())
        if action and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)


class FilterBar(QWidget):
    """Tells the conditions whenever they change."""

    changed = Signal(object)
    """The new `Conditions`."""
    left_down = Signal()
    """↓ or Enter in the text box: on to the records."""

    def __init__(
        self, theme: Theme, page: QWidget, today: Callable[[], date], year: Callable[[], int], terms: Terms
    ) -> None:
        super().__init__()
        self._theme, self._year, self._terms = theme, year, terms
        self.conditions = Conditions()
        self._ledger: Ledger | None = None
        self._pills: dict[str, QPushButton] = {}
        self._menus: dict[str, ValuesMenu] = {}
        self.search = self._make_search()
        self.period = self._pill("", self._open_period)
        self.more = self._pill("更多条件", lambda: self._drop(self.more, self._more_menu))
        self.clear = button("清除条件", "link", self.clear_all)
        self._more_menu = QMenu(self)
        self.picker = SpanPicker(page, theme, today)
        self.picker.chosen.connect(lambda first, last: self._apply(replace(self.conditions, first=first, last=last)))
        self._typing = QTimer(self, singleShot=True, interval=250)
        self._typing.timeout.connect(self._take_text)
        self._pill_row = QHBoxLayout()
        self._build()

    def _build(self) -> None:
        row, side, gap = QHBoxLayout(self), self._theme.px("s5"), self._theme.px("s2")
        row.setContentsMargins(side, gap, side, gap)
        row.setSpacing(gap)
        self._pill_row.setSpacing(gap)
        row.addWidget(self.search, 1)
        row.addWidget(self.period)
        row.addLayout(self._pill_row)
        row.addWidget(self.more)
        row.addStretch(0)
        row.addWidget(self.clear)

    def _make_search(self) -> KeyField:
        made = search_field(self._theme, "企业、文号、人员或拼音首字母", "查找记录，可用拼音首字母")
        made.setClearButtonEnabled(True)
        made.setMaximumWidth(self._theme.px("t_body") * 20)
        made.setMinimumWidth(self._theme.px("t_body") * 13)
        made.textChanged.connect(lambda _text: self._typing.start())
        made.entered.connect(self._go_down)
        made.went_down.connect(self._go_down)
        made.escaped.connect(self._empty_text)
        return made

    def _pill(self, text: str, clicked: Callable[[], object]) -> QPushButton:
        made = button(text, "pill", clicked)
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    # ---------------------------------------------------------------- showing

    def show_ledger(self, ledger: Ledger, conditions: Conditions) -> None:
        """Offer the conditions of a ledger."""
        self._ledger = ledger
        for pill in self._pills.values():
            self._pill_row.removeWidget(pill)
            pill.hide()
            pill.deleteLater()
        for menu in self._menus.values():
            menu.deleteLater()
        self._menus = {one.name: self._menu(one) for one in condition_fields(ledger)}
        self._pills = {name: self._pill_of(name) for name in self._menus}
        self._more_menu.clear()
        for menu in self._menus.values():
            self._more_menu.addMenu(menu)
        self.set_conditions(conditions)

    def _menu(self, one: Field) -> ValuesMenu:
        made = ValuesMenu(one, self, self._terms)
        made.ticked.connect(lambda name, values: self._apply(self.conditions.with_values(name, values)))
        return made

    def _pill_of(self, name: str) -> QPushButton:
        made = self._pill("", lambda: self._drop(self._pills[name], self._menus[name]))
        made.hide()
        self._pill_row.addWidget(made)
        return made

    def set_conditions(self, conditions: Conditions) -> None:
        """Show conditions without telling them."""
        self.conditions = conditions
        if self.search.text().strip() != conditions.text:
            self.search.setText(conditions.text)
        self._typing.stop()
        for menu in self._menus.values():
            menu.show_values(conditions)
        self._label_pills()
        self._lay_out()

    def said(self) -> list[str]:
        """The conditions in words, as the pills say them."""
        assert self._ledger is not None
        listed, conditions = self._ledger.listed, self.conditions
        found = [self.period.text()] if conditions.first or conditions.last else []
        found += [values_text(listed[name], values) for name, values in conditions.equals.items()]
        return [*found, f"含“{conditions.text}”"] if conditions.text else found

    def _label_pills(self) -> None:
        assert self._ledger is not None
        when = self._ledger.fields[self._ledger.date].label if self._ledger.date else "在册时间"
        span = span_text(self.conditions.first, self.conditions.last, self._year())
        self._show_pill(self.period, f"{when}：{span}" if span else when, bool(span))
        for name, pill in self._pills.items():
            values = self.conditions.equals.get(name, ())
            one = self._ledger.listed[name]
            self._show_pill(pill, values_text(one, values) if values else one.label, bool(values))

    def _show_pill(self, pill: QPushButton, text: str, on: bool) -> None:
        pill.setText(text)
        pill.setAccessibleName(text)
        pill.setProperty("kind", "pillon" if on else "pill")
        pill.setIcon(self._theme.icon("down", "accent" if on else "ink2", self._theme.px("icon_small")))
        pill.style().polish(pill)

    def _lay_out(self) -> None:
        """Pills that are on first come, then those that fit; 更多条件 says how many more are on."""
        shown = self._fitting()
        hidden_on = [name for name in self.conditions.equals if name not in shown]
        self._show_pill(self.more, f"更多条件：{len(hidden_on)} 项" if hidden_on else "更多条件", bool(hidden_on))
        for name, pill in self._pills.items():
            pill.setVisible(name in shown)
        self.more.setVisible(bool(self._menus))
        self.clear.setVisible(self.conditions.any)

    def _fitting(self) -> list[str]:
        gap = self._theme.px("s2")
        fixed = (self.period, self.more, self.clear)
        room = self.width() - 2 * self._theme.px("s5") - self.search.minimumWidth()
        room -= sum(one.sizeHint().width() + gap for one in fixed) + gap
        wanted = [name for name in self._pills if name in self.conditions.equals]
        wanted += [name for name in list(self._pills)[:_AT_ONCE] if name not in wanted]
        shown = []
        for name in wanted:
            room -= self._pills[name].sizeHint().width() + gap
            if room < 0:
                break
            shown.append(name)
        return shown

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Show as many pills as fit."""
        super().resizeEvent(event)
        if self._ledger:
            self._lay_out()

    # ---------------------------------------------------------------- changing

    def clear_all(self) -> None:
        """Lift every condition."""
        self._apply(Conditions())
        self.search.setFocus()

    def rest(self) -> None:
        """Forget what was being typed."""
        self._typing.stop()

    def _apply(self, conditions: Conditions) -> None:
        if conditions != self.conditions:
            self.set_conditions(conditions)
            self.changed.emit(conditions)

    def _take_text(self) -> None:
        self._apply(replace(self.conditions, text=" ".join(self.search.text().split())))

    def _open_period(self) -> None:
        self.picker.open(self.period, self._year(), self.conditions.first, self.conditions.last)

    def _drop(self, under: QPushButton, menu: QMenu) -> None:
        menu.popup(under.mapToGlobal(QPoint(0, under.height() + self._theme.px("s1") // 2)))

    def _empty_text(self) -> None:
        self.search.clear()
        self._take_text()

    def _go_down(self) -> None:
        self._take_text()
        self.left_down.emit()
