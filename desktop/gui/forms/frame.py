"""One form as it is laid out: head, fields, side panel or history, foot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.catalogue.details import FollowUp
from desktop.gui.forms.body import FormBody
from desktop.gui.forms.checks import Checks
from desktop.gui.forms.draft_offers import DraftBar
from desktop.gui.forms.head import FormFoot, FormHead
from desktop.gui.forms.history_panel import HistoryPanel
from desktop.gui.forms.keeping import Keeper, Waiting
from desktop.gui.forms.lines import Tools
from desktop.gui.forms.presenter import Presenter, Trouble
from desktop.gui.forms.row_verbs import RowVerbs
from desktop.gui.forms.side import SideView
from desktop.gui.session import Session
from desktop.gui.widgets import panel, rule
from desktop.gui.widgets.floating import float_over
from desktop.store import LoggedChange
from desktop.store.pending import Pending

LONGEST_TITLE = 20
UNFOLDED = 1180
"""Logical pixels of the page from which the side panel stands beside the form."""


@dataclass(frozen=True)
class Verbs:
    """What the form asks of its page."""

    save: Callable[[], object]
    save_and_new: Callable[[], object]
    copy_last: Callable[[], object]
    bring_in: Callable[[], object]
    follow_up: Callable[[FollowUp], object]
    open_record: Callable[[str, str], None]
    go_to: Callable[[Trouble], None]
    to_ledgers: Callable[[], object]
    to_ledger: Callable[[], object]


class FormFrame(QWidget):
    """All widgets of one record's form; made anew for every record."""

    def __init__(self, parent: QWidget, session: Session, presenter: Presenter, tools: Tools, verbs: Verbs) -> None:
        super().__init__(parent)
        self._session, self._presenter, self._theme = session, presenter, tools.theme
        self.checks = Checks(presenter, tools.suggestions)
        self.body = FormBody(presenter, tools, self)
        self.rows = RowVerbs(self.body)
        if self.body.details is not None:
            self.body.details.bring.connect(verbs.bring_in)
        self._verbs = verbs
        self.head = self._make_head(verbs)
        if session.log.read_only:
            self.head.say("只读", "outline", "这份数据文件只能看，填的内容不能保存")
        self.side = SideView(tools.theme, session, presenter, self.checks, verbs.go_to, verbs.open_record)
        self._beside = QStackedWidget()
        self._beside.setFixedWidth(tools.theme.px("w_side"))
        self._beside.addWidget(self.side.panel)
        self._left = QVBoxLayout()
        self._row, column = QHBoxLayout(), QVBoxLayout(self)
        for layout in (self._row, column, self._left):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        self._left.addWidget(self.head)
        self._left.addWidget(rule())
        self._left.addWidget(self.body, 1)
        self._row.addLayout(self._left, 1)
        self._row.addWidget(self._beside)
        column.addLayout(self._row, 1)
        self.foot = FormFoot(tools.theme, verbs.save, verbs.save_and_new)
        column.addWidget(self.foot)
        self._folded = False
        self._cursor: QWidget | None = None

    # ------------------------------------------------------------------ the side panel

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fold the side panel to a button where it would leave too little of the form."""
        super().resizeEvent(event)
        folded = self.width() < UNFOLDED
        if folded != self._folded:
            self._folded = folded
            self._beside.setVisible(not folded)
            if folded:
                self._row.removeWidget(self._beside)
                float_over(self._beside, self._theme)
            else:
                self._row.addWidget(self._beside)
                self._beside.setGraphicsEffect(None)  # type: ignore[arg-type]
            self.head.fold_side(folded)
        self._place_side()

    def _place_side(self) -> None:
        """A folded panel that is shown lies over the right of the form, below the head."""
        if self._folded:
            top, width = self.head.height() + 1, self._beside.width()
            self._beside.setGeometry(self.width() - width, top, width, self.body.height())
            self._beside.raise_()

    def toggle_side(self) -> None:
        """F9: show what stands beside the form, or fold it again."""
        if self._folded:
            self._beside.setVisible(not self._beside.isVisible())
            self._place_side()

    def close_side(self) -> bool:
        """Esc: fold the panel again; False where it does not lie over the form."""
        shown = self._folded and self._beside.isVisible()
        if shown:
            self._beside.hide()
        return shown

    def _make_head(self, verbs: Verbs) -> FormHead:
        presenter = self._presenter
        follow_ups = list(presenter.ledger.follow_ups)
        last = ("修改记录", "history", "Ctrl+H") if presenter.id else ("复制上一条", "copy", "Ctrl+Shift+D")
        actions = [*((one.verb, "scale", "") for one in follow_ups), last]
        head = FormHead(self._theme, presenter.ledger.label, title_of(presenter), actions)
        head.back.connect(verbs.to_ledgers)
        head.side.clicked.connect(lambda _checked=False: self.toggle_side())
        head.to_ledger.connect(verbs.to_ledger)
        for one in follow_ups:
            head.buttons[one.verb].clicked.connect(lambda _checked=False, one=one: verbs.follow_up(one))
        slot = self.toggle_history if presenter.id else verbs.copy_last
        head.buttons[last[0]].clicked.connect(lambda _checked=False: slot())
        return head

    def settle(self) -> None:
        """The record is saved: the form goes on with it as an existing one."""
        old, self.head = self.head, self._make_head(self._verbs)
        self._left.replaceWidget(old, self.head)
        old.deleteLater()
        self.head.fold_side(self._folded)
        self.checks.forget()
        self.body.put_all()

    def hold(self, held: bool) -> None:
        """Take no typing while a save waits; the cursor comes back to where it was."""
        if held:
            self._cursor = self.focusWidget()
            self.setFocus()
        for part in (self.body, self.foot):
            part.setEnabled(not held)
        if not held and self._cursor is not None and isValid(self._cursor):
            self._cursor.setFocus()

    def show_masks(self) -> None:
        """The record's identity was erased: its fields show what stands in its place."""
        self._presenter.take_masks()
        for name in self._presenter.ledger.secrets:
            self.body.put(name)

    def offer_drafts(
        self, waiting: Sequence[Waiting], take: Callable[[Pending], object], begin: Callable[[], object]
    ) -> QWidget:
        """A bar below the head that offers unsaved records again; its first button."""
        bar = DraftBar(self._theme, waiting)
        bar.lines.taken.connect(take)
        bar.lines.dropped.connect(lambda draft: Keeper(self._presenter, draft.key).drop())
        for done in (bar.lines.emptied, bar.put_off):
            done.connect(begin)
        holder = panel("main")
        row = QHBoxLayout(holder)
        side = self._theme.px("s5")
        row.setContentsMargins(side, self._theme.px("s3"), side, 0)
        row.addWidget(bar)
        for done in (bar.lines.emptied, bar.put_off):
            done.connect(holder.hide)
        self._left.insertWidget(2, holder)
        return bar.lines.first

    def check(self) -> None:
        """Say at the fields and beside the form what is wrong, missing, doubled, and what will count."""
        errors, gaps = self._presenter.shown_problems(), self.checks.gaps()
        self.body.show_troubles(errors, gaps, self.side.remarks())
        self.side.show(errors, gaps)
        self.head.count_side(len(errors), len(gaps))
        if self.body.details is not None:
            found = self.checks.earlier()
            new = self._presenter.id is None
            self.body.details.offer_earlier(
                len(found.hazards), bool(found.hazards) or (new and found.check is not None)
            )

    def toggle_history(self) -> None:
        """Show who changed the record, or the checks again."""
        shown = self._beside.widget(1)
        if shown is not None:
            self._beside.removeWidget(shown)
            shown.deleteLater()
        elif self._presenter.id:
            panel = HistoryPanel(self._theme, self._session.log, self._presenter.ledger, self._presenter.id)
            panel.close_button.clicked.connect(lambda _checked=False: self.toggle_history())
            panel.restore_wanted.connect(self._restore_version)
            self._beside.addWidget(panel)
            self._beside.setCurrentWidget(panel)
            self._beside.show()
            self._place_side()

    def _restore_version(self, change: LoggedChange) -> None:
        """An earlier version takes the record's place; the form begins anew with it."""
        presenter = self._presenter
        if presenter.dirty:
            self._session.said.emit("还有没保存的修改，先保存，再恢复旧版", False)
        elif presenter.id and self._session.restore_version(presenter.ledger, presenter.id, change):
            self._verbs.open_record(presenter.ledger.name, presenter.id)


def title_of(presenter: Presenter) -> str:
    """新增执法检查, or the record's own name where it is short enough for a title."""
    ledger = presenter.ledger
    if presenter.before is None:
        return f"新增{ledger.label.removesuffix('库')}"
    named = ledger.fields[ledger.title].display(presenter.before.get(ledger.title))
    return named if 0 < len(named) <= LONGEST_TITLE else f"修改{ledger.label}"
