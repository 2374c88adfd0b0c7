"""设置, 举报人信息保护: setting the password, locking, changing, recovering, erasing by date, who looked at what."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.catalogue import Refusal
from desktop.catalogue.normalise import written_date
from desktop.gui.forms.unlocking import key_off_thread, new_password_off_thread, unlock_off_thread
from desktop.gui.pages.section import Section
from desktop.gui.settings.recovery_sheet import RecoverySheet, Sheet
from desktop.gui.widgets.basics import button, label, notice, rule
from desktop.gui.widgets.field_row import FieldRow
from desktop.store.vault import PasswordKey, Vault, Viewing

if TYPE_CHECKING:
    from desktop.gui.window import Window

EXPLANATION = (
    "举报人的姓名、联系方式、证件号码、住址加密存放。列表、导出、打印、搜索、草稿、备份和修改记录里只有“王**”"
    "“138****5678”这样的内容；输入口令、写明原因才能看到，每次查看都记下来。五分钟不用自动上锁。"
)
NO_WAY_BACK = "忘了口令、又没有恢复页，举报人信息就再也看不到，谁也恢复不了。"
MOST_VIEWINGS = 100


class Form(QWidget):
    """Some fields in a row, a button, and the sentence about what is wrong."""

    def __init__(self, section: "VaultSection", fields: dict[str, bool], verb: str, kind: str = "") -> None:
        super().__init__()
        theme = section.theme
        self.fields: dict[str, QLineEdit] = {}
        self.button = button(verb, kind)
        self.problem = label(role="error", wrap=True)
        self.problem.hide()
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("s3"))
        for text, secret in fields.items():
            self.fields[text] = field = QLineEdit()
            if secret:
                field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setFixedHeight(theme.px("h_field"))
            field.textEdited.connect(lambda _text: self.tell(""))
            field.returnPressed.connect(self.button.click)
            row.addWidget(FieldRow(text, field, theme), 1)
        row.addStretch(max(0, 3 - len(fields)))
        below = QHBoxLayout()
        below.addWidget(self.button)
        below.addStretch(1)
        for part in (row, below):
            column.addLayout(part)
        column.addWidget(self.problem)

    def tell(self, sentence: str) -> None:
        """Say what is wrong, or nothing."""
        self.button.setEnabled(True)
        self.problem.setText(sentence.removesuffix("。"))
        self.problem.setVisible(bool(sentence))

    def text(self, name: str) -> str:
        """What stands in a field."""
        return self.fields[name].text()

    def clear(self) -> None:
        """Forget what was typed, passwords above all."""
        for field in self.fields.values():
            field.clear()
        self.tell("")


class VaultSection(Section):
    """One page; what it shows follows from whether there is a vault, and whether it is open."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window, "举报人信息保护", EXPLANATION)
        self.vault = Vault(window.session.log)
        self.column.addWidget(self.problem)
        self.sheet: RecoverySheet | None = None
        self._body = QWidget()
        self._shown: tuple[bool, bool] | None = None
        self.column.addWidget(self._body)
        self.column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Show the present state; what is being typed stays where the state is the same."""
        state = (self.vault.is_set_up, self.vault.is_open)
        if state != self._shown:
            self._shown = state
            self._make_body()
        if self.vault.is_set_up:
            self._list_viewings()

    def _make_body(self) -> None:
        old, self._body = self._body, QWidget()
        self._inner = QVBoxLayout(self._body)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.setSpacing(self.theme.px("s2"))
        if self.vault.is_set_up:
            self._add_standing()
            self._add_passwords()
            self._add_erasing()
            self._add_viewings()
        else:
            self._add_setting_up()
        self.column.replaceWidget(old, self._body)
        self._body.setVisible(self.sheet is None)
        self.keep_focus(old)
        old.hide()
        old.deleteLater()

    def _head(self, text: str, explanation: str = "") -> None:
        self._inner.addSpacing(self.theme.px("s2"))
        self._inner.addWidget(rule())
        self._inner.addWidget(label(text, "section"))
        if explanation:
            self._inner.addWidget(label(explanation, "hint", wrap=True))

    def _form(self, fields: dict[str, bool], verb: str, slot: Callable[[], object], kind: str = "") -> Form:
        made = Form(self, fields, verb, kind)
        made.button.clicked.connect(lambda _checked=False: slot())
        self._inner.addWidget(made)
        return made

    # ------------------------------------------------------------------ setting up

    def _add_setting_up(self) -> None:
        lines = [NO_WAY_BACK + "设好后请马上打印恢复页。"]
        waiting = self.vault.clear_records()
        if waiting:
            lines.append(f"已有 {waiting} 条记录的举报人信息没有加密，设好口令时一并加密，修改记录里的原文也去掉。"
                         "以前的备份里仍有原文，请一并清理。")  # fmt: skip
        self._inner.addWidget(notice(self.theme, "warn", "lock", "还没有设保护口令，现在登记不了举报人信息", lines))
        self.set_up_form = self._form(
            {"保护口令（至少 8 个字）": True, "再输一次": True}, "设好口令", self._set_up, "primary"
        )

    def _set_up(self) -> None:
        form = self.set_up_form
        form.button.setEnabled(False)
        password, again = (field.text() for field in form.fields.values())
        new_password_off_thread(self.window_.jobs, password, again, self._made, form.tell)

    def _made(self, password: PasswordKey) -> None:
        recovery = self.vault.set_up(password)
        self._show_sheet(recovery)
        # Row numbers may be new: every list is read anew.
        self.window_.session.announce(self.window_.session.catalogue.ledgers)
        self.window_.toast("已设好保护口令")
        self.refresh()

    def _show_sheet(self, recovery: str) -> None:
        self._put_sheet_away()
        file = self.window_.session.log.file.absolute()
        sheet = Sheet(self.bureau.name, str(file), self.window_.session.today, recovery)
        self.sheet = RecoverySheet(self.theme, sheet, self.attempt)
        self.sheet.done_button.clicked.connect(lambda _checked=False: self._put_sheet_away())
        self.column.insertWidget(self.column.indexOf(self.problem), self.sheet)
        self.sheet.show()
        # Nothing else is to be done before the sheet is kept.
        self._body.hide()
        self.sheet.print_button.setFocus()

    def _put_sheet_away(self) -> None:
        if self.sheet is not None:
            self._body.show()
            self.keep_focus(self.sheet)
            self.sheet.hide()
            self.sheet.deleteLater()
            self.sheet = None

    # ------------------------------------------------------------------ locked or open

    def _add_standing(self) -> None:
        if self.vault.is_open:
            row = QHBoxLayout()
            row.addWidget(label("已解锁，五分钟不用自动上锁", "strong"))
            self.lock_button = button("马上上锁", "", self._lock)
            row.addWidget(self.lock_button)
            row.addStretch(1)
            self._inner.addLayout(row)
        else:
            self._inner.addWidget(label("已上锁", "strong"))
            self.unlock_form = self._form({"保护口令": True}, "解锁", self._unlock)

    def _lock(self) -> None:
        self.vault.lock()
        self.refresh()

    def _unlock(self) -> None:
        form = self.unlock_form
        form.button.setEnabled(False)
        unlock_off_thread(self.window_.jobs, self.vault, form.text("保护口令"), self.refresh, form.tell)
        form.fields["保护口令"].clear()

    # ------------------------------------------------------------------ passwords

    def _add_passwords(self) -> None:
        self._head("更换口令")
        self.change_form = self._form(
            {"现在的口令": True, "新口令": True, "再输一次": True}, "更换口令", self._change
        )
        self._head("忘了口令", "用恢复页上的恢复密钥重设。")
        self.recover_form = self._form(
            {"恢复密钥": False, "新口令": True, "再输一次": True}, "重设口令", self._recover
        )
        self._head("换发恢复页", "恢复页丢了或给人看过，就换一张；以前的作废。")
        self.sheet_form = self._form({"保护口令": True}, "换发恢复页", self._new_sheet)

    def _change(self) -> None:
        form = self.change_form
        old = form.text("现在的口令")

        def made(password: PasswordKey) -> None:
            key_off_thread(self.window_.jobs, self.vault, old, lambda key: change(key, password), form.tell)

        def change(key: bytes, password: PasswordKey) -> None:
            self.vault.change_password(key, password)
            self._done(form, "已更换保护口令，恢复页照旧可用")

        form.button.setEnabled(False)
        new_password_off_thread(self.window_.jobs, form.text("新口令"), form.text("再输一次"), made, form.tell)

    def _recover(self) -> None:
        form = self.recover_form

        def made(password: PasswordKey) -> None:
            self.vault.recover(form.text("恢复密钥"), password)
            self._done(form, "已重设保护口令")

        form.button.setEnabled(False)
        new_password_off_thread(self.window_.jobs, form.text("新口令"), form.text("再输一次"), made, form.tell)

    def _new_sheet(self) -> None:
        form = self.sheet_form

        def made(key: bytes) -> None:
            self._show_sheet(self.vault.new_recovery_key(key))
            self._done(form, "已换发恢复页，以前的作废")

        form.button.setEnabled(False)
        key_off_thread(self.window_.jobs, self.vault, form.text("保护口令"), made, form.tell)

    def _done(self, form: Form, said: str) -> None:
        form.clear()
        self.window_.toast(said)
        self.refresh()

    # ------------------------------------------------------------------ erasing

    def _add_erasing(self) -> None:
        self._head("清除以前的举报人信息", "清除后不能恢复；记录、实名匿名和统计数都不变。备份里的要另外清理。")
        self.erase_form = self._form({"清除这一天以前接报的": False, "清除原因": False}, "清除", self._erase)
        self._asked = ""

    def _erase(self) -> None:
        """The first press says how many, the second erases them: it cannot be taken back."""
        form = self.erase_form
        try:
            day = written_date(form.text("清除这一天以前接报的"))
            if self._asked != day.isoformat():
                self._ask(day)
                return
            many = sum(self.vault.erase_before(one, day, form.text("清除原因")) for one in self.vault.ledgers())
        except (Refusal, ValueError) as problem:
            form.tell(str(problem))
            return
        self._asked = ""
        form.button.setText("清除")
        self.window_.session.announce({one.name for one in self.vault.ledgers()})
        self._done(form, f"已清除 {many} 条记录的举报人信息")

    def _ask(self, day: date) -> None:
        many = sum(len(self.vault.erasable(one, day)) for one in self.vault.ledgers())
        if not self.vault.is_open:
            raise Refusal("举报人信息锁着。请先在上面输入保护口令解锁。")
        if not many:
            raise Refusal(f"{day.isoformat()} 以前没有可清除的举报人信息。")
        self._asked = day.isoformat()
        self.erase_form.button.setText(f"确认清除 {many} 条")

    # ------------------------------------------------------------------ who looked

    def _add_viewings(self) -> None:
        self._head("查看记录", f"最近 {MOST_VIEWINGS} 次，最新的在前；不含内容，也不能删改。")
        self._viewings = QVBoxLayout()
        self._viewings.setSpacing(self.theme.px("s1"))
        self._inner.addLayout(self._viewings)
        self._listed: list[Viewing] = []

    def _list_viewings(self) -> None:
        found = self.vault.viewings(MOST_VIEWINGS)
        if found == self._listed:
            return
        self._listed = found
        while self._viewings.count():
            taken = self._viewings.takeAt(0)
            if taken and (widget := taken.widget()):
                widget.deleteLater()
        for one in found:
            self._viewings.addWidget(label(_words(one), "caption", wrap=True))


def _words(one: Viewing) -> str:
    at = datetime.fromisoformat(one.at).astimezone()
    return "，".join(part for part in (f"{at:%Y-%m-%d %H:%M}", one.person, one.action, one.what, one.reason) if part)
