"""Over the bottom of the form: asks for the password and why, shows a record's identity, or erases it. Logged."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from desktop.catalogue import Ledger, Refusal
from desktop.gui.forms.unlocking import unlock_off_thread
from desktop.gui.jobs import Jobs
from desktop.gui.session import Session
from desktop.gui.theme import Theme
from desktop.gui.widgets.asking_bar import AskingBar
from desktop.gui.widgets.basics import button, key_cap, label
from desktop.store.vault import Vault

SHOWN_MILLISECONDS = 60_000
"""How long an identity stays on the screen."""
_TO_SHOW = "查看举报人信息要输入保护口令，写明原因；每次查看都会记下来"
_TO_SHOW_OPEN = "查看举报人信息要写明原因；每次查看都会记下来"
_TO_SAVE = "举报人信息要加密存放，输入保护口令后保存"


class IdentityBar(AskingBar):
    """Enter goes on, Esc puts it away. What it shows goes after a minute, and with the page."""

    erased = Signal()

    def __init__(
        self, parent: QWidget, theme: Theme, session: Session, jobs: Jobs, above: Callable[[], int] | None = None
    ) -> None:
        super().__init__(parent, theme, "accent", above)
        self._session, self._jobs = session, jobs
        self._vault = Vault(session.log)
        self._then: Callable[[], object] | None = None
        self._record: tuple[Ledger, str] | None = None
        self._why = ""
        self._said, self._lacking = label("", "strong", wrap=True), label("", "error", wrap=True)
        self._password_label, self._reason_label = label("保护口令", "caption"), label("查看原因", "caption")
        self.password, self.reason = QLineEdit(), QLineEdit()
        self.confirm = button("显示", "primary", self._confirm)
        self.erase = button("清除举报人信息", "plain", self._erase)
        self.dismissed = button("收起", "link", self.dismiss, hint="收起（Esc）")
        self._texts = QWidget()
        self._grid = QGridLayout(self._texts)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MILLISECONDS)
        self._timer.timeout.connect(self.dismiss)
        self._fill()

    def _fill(self) -> None:
        column = self._frame()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(self._theme.px("s4"))
        for part in (self._said, self._texts):
            column.addWidget(part)
        column.addLayout(self._row())
        column.addWidget(self._lacking)

    def _row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px("s2"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("保护口令")
        self.reason.setAccessibleName("查看原因")
        self.reason.setPlaceholderText("如：回访举报人")
        for text, field, stretch in ((self._password_label, self.password, 1), (self._reason_label, self.reason, 2)):
            field.setFixedHeight(self._theme.px("h_field"))
            field.textEdited.connect(lambda _text: self._complain(""))
            row.addWidget(text)
            row.addWidget(field, stretch)
        self._cap = key_cap("回车")
        for part in (self.confirm, self._cap, self.erase):
            row.addWidget(part)
        row.addStretch(0)
        row.addWidget(self.dismissed)
        return row

    # ------------------------------------------------------------------ asking

    @property
    def can_unlock(self) -> bool:
        """Whether there is a vault, and it is locked."""
        return self._vault.is_set_up and not self._vault.is_open

    def ask_to_show(self, ledger: Ledger, id_: str) -> None:
        """Show a record's identity once the password and a reason are given."""
        self._record, self._then = (ledger, id_), self._show
        self._ask(_TO_SHOW_OPEN if self._vault.is_open else _TO_SHOW, "显示", wants_reason=True)

    def ask_to_unlock(self, then: Callable[[], object], sentence: str = _TO_SAVE, verb: str = "解锁并保存") -> None:
        """Open the vault, then go on with a save, or what else the sentence says."""
        self._record, self._then = None, then
        self._ask(sentence, verb, wants_reason=False)

    def _ask(self, sentence: str, verb: str, *, wants_reason: bool) -> None:
        self._note_focus()
        self._said.setText(sentence)
        self.confirm.setText(verb)
        self._complain("")
        locked = not self._vault.is_open
        self._show_parts(password=locked, reason=wants_reason, confirm=True, texts=False)
        self.password.clear()
        self.reason.clear()
        self._appear(self.password if locked else self.reason)

    def _show_parts(self, *, password: bool, reason: bool, confirm: bool, texts: bool) -> None:
        parts: dict[QWidget, bool] = {
            self._password_label: password, self.password: password, self._reason_label: reason, self.reason: reason,
            self.confirm: confirm, self._cap: confirm, self._texts: texts, self.erase: texts,
        }  # fmt: skip
        for part, shown in parts.items():
            part.setVisible(shown)

    def _confirm(self) -> None:
        if self.confirm.isHidden() or not self.confirm.isEnabled():
            return
        if not self.password.isHidden() and not self.password.text():
            self._complain("口令还没有输", self.password)
        elif not self.reason.isHidden() and not self.reason.text().strip():
            self._complain("原因还没有写", self.reason)
        elif self._vault.is_open:
            self._go_on()
        elif self.password.isHidden():
            # It locked itself meanwhile.
            self._ask(self._said.text(), self.confirm.text(), wants_reason=not self.reason.isHidden())
        else:
            self._unlock()

    def _unlock(self) -> None:
        self.confirm.setEnabled(False)
        typed = self.password.text()
        self.password.clear()
        unlock_off_thread(self._jobs, self._vault, typed, self._unlocked, self._refused)

    def _unlocked(self) -> None:
        self.confirm.setEnabled(True)
        if not self.isHidden():
            self._go_on()

    def _refused(self, sentence: str) -> None:
        self.confirm.setEnabled(True)
        self._complain(sentence, self.password)

    def _go_on(self) -> None:
        then = self._then
        if self._record is None:
            self.dismiss()
        if then is not None:
            then()

    def _complain(self, sentence: str, at: QWidget | None = None) -> None:
        self._lacking.setText(sentence.removesuffix("。"))
        self._lacking.setVisible(bool(sentence))
        self._place()
        if at is not None:
            at.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ showing

    def _show(self) -> None:
        if self._record is None:
            return
        ledger, id_ = self._record
        self._why = self.reason.text()
        try:
            found = self._vault.show(ledger, id_, self._why)
        except Refusal as refusal:
            self._complain(str(refusal))
            return
        self._clear()
        for place, (name, text) in enumerate(found.items()):
            self._grid.addWidget(label(ledger.fields[name].label, "caption"), 0, place)
            self._grid.addWidget(label(text, "strong"), 1, place)
        self._grid.setColumnStretch(len(found), 1)
        self._said.setText("举报人信息，一分钟后自动收起")
        self.erase.setText("清除举报人信息")
        self._show_parts(password=False, reason=False, confirm=False, texts=True)
        self._place()
        self._timer.start()
        self.dismissed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _erase(self) -> None:
        """Asked once more, for it cannot be taken back; the question stands in place of the texts."""
        if self.erase.text() != "确认清除":
            self.erase.setText("确认清除")
            self._said.setText("清除后不能恢复；记录、实名匿名和统计数都不变")
            self._clear()
            self._texts.hide()
            self.reason.setPlaceholderText("如：举报人要求")
            self._reason_label.setText("清除原因")
            for part in (self._reason_label, self.reason):
                part.show()
            self.reason.clear()
            self._place()
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        assert self._record is not None
        ledger, id_ = self._record
        try:
            self._vault.erase(ledger, id_, self.reason.text())
        except Refusal as refusal:
            self._complain(str(refusal), self.reason)
            return
        self.dismiss()
        self.erased.emit()
        self._session.announce({ledger.name})
        self._session.said.emit("已清除这条记录的举报人信息", False)

    def _clear(self) -> None:
        while self._grid.count():
            taken = self._grid.takeAt(0)
            widget = taken.widget() if taken else None
            if isinstance(widget, QLabel):
                widget.clear()
                widget.hide()
                widget.deleteLater()

    def _forget(self) -> None:
        self._timer.stop()
        self._clear()
        self.password.clear()
        self.reason.clear()
        self._reason_label.setText("查看原因")
        self.reason.setPlaceholderText("如：回访举报人")
        self._then = self._record = None
        super()._forget()
