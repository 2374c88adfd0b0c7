"""The section 导入 of the page 数据: six steps on one page, nothing written before the last."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.catalogue import Ledger
from desktop.exchange.wizard import Step
from desktop.gui.guards import commit_composition
from desktop.gui.importing.columns_step import ColumnsStep
from desktop.gui.importing.desk import ImportDesk
from desktop.gui.importing.file_step import FileStep
from desktop.gui.importing.head_step import HeadStep
from desktop.gui.importing.preview_step import PreviewStep
from desktop.gui.importing.questions_step import QuestionsStep
from desktop.gui.importing.result_step import ResultStep
from desktop.gui.importing.step import StepStack, StepView
from desktop.gui.importing.steps_bar import StepsBar
from desktop.gui.pages.section import Section
from desktop.gui.widgets.actions import make_action
from desktop.gui.widgets.basics import button, key_cap, label, notice, rule
from desktop.gui.widgets.reason_bar import ReasonBar
from desktop.store import ReasonNeeded

if TYPE_CHECKING:
    from desktop.gui.forms.identity_bar import IdentityBar
    from desktop.gui.window import Window


class ImportSection(Section):
    """Steps above, the step in front, the way on below."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window, "导入", FileStep.guidance)
        self.desk = ImportDesk.of(window)
        self.bar = StepsBar(self.theme)
        self.file, self.head = FileStep(window, self.desk), HeadStep(window, self.desk)
        self.columns, self.questions = ColumnsStep(window, self.desk), QuestionsStep(window, self.desk)
        self.preview, self.result = PreviewStep(window, self.desk), ResultStep(window, self.desk)
        self._steps: dict[Step, StepView] = {
            Step.FILE: self.file, Step.HEAD: self.head, Step.COLUMNS: self.columns, Step.QUESTIONS: self.questions,
            Step.PREVIEW: self.preview, Step.RESULT: self.result,
        }  # fmt: skip
        self._stack, self._notices = StepStack(), QVBoxLayout()
        for view in self._steps.values():
            self._stack.addWidget(view)
        self.reason_bar = ReasonBar(self, self.theme)
        self._identity_bar: IdentityBar | None = None
        self._shown: Step | None = None
        # Tables want the height: on the smallest desk in the largest letters every row counts.
        self.column.addWidget(self.bar)
        self.column.addLayout(self._notices)
        self.column.addWidget(self._stack, 1)
        self._add_foot()
        self._actions = [
            make_action(self, "下一步", "Ctrl+Return", self.forward),
            make_action(self, "上一步", "Alt+Left", self.back),
        ]
        self._connect()

    def _add_foot(self) -> None:
        self.note = label(role="hint", wrap=True)
        self.stop = button("停止", clicked=self.desk.stop, hint="停下来，台账不变")
        self.back_button = button("上一步", "plain", self.back, hint="Alt+←")
        self.next_button = button("下一步", "primary", self.forward)
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s2"))
        row.addWidget(self.note, 1)
        self._key = key_cap("Ctrl+回车")
        for part in (self.stop, self.back_button, self.next_button, self._key):
            row.addWidget(part)
        self.column.addWidget(rule())
        self.column.addLayout(row)

    def _connect(self) -> None:
        self.desk.changed.connect(self._renew)
        self.desk.refused.connect(self._tell_refusal)
        self.desk.reason_needed.connect(self._ask_reason)
        self.bar.wanted.connect(self._go)
        self.preview.sealed.unlock_wanted.connect(self._unlock)
        self._show()

    def actions_of_section(self) -> list[QAction]:
        """The way through the steps by key."""
        return self._actions

    def foot_height(self) -> int:
        """The buttons below the step."""
        return self.next_button.height() + self.theme.px("s6")

    # ---------------------------------------------------------------- from elsewhere

    def begin(self, file: Path | None = None, ledger: Ledger | None = None) -> None:
        """Start for a ledger, with a file that was dropped, or at its own first step."""
        desk = self.desk
        if desk.work:
            self.window_.toast(f"{desk.work}，等它完成或按“停止”")
            return
        if ledger is not None and (desk.wizard.ledger is not ledger or desk.wizard.outcome is not None):
            desk.start_again()
            desk.choose_ledger(ledger)
        elif desk.wizard.outcome is not None:
            desk.start_again()
        if file is not None:
            desk.go(Step.FILE)
            desk.open_file(file, ledger)

    def show_step(self) -> None:
        """The cursor goes to the work of the step in front."""
        self._steps[self.desk.wizard.step].entered()

    # ---------------------------------------------------------------- showing

    def refresh(self) -> None:
        """Show the present state."""
        self._show()

    def _renew(self) -> None:
        self._clear_notices()
        self._show()

    def _show(self) -> None:
        wizard, busy = self.desk.wizard, bool(self.desk.work)
        view = self._steps[wizard.step]
        self.explanation.setText(view.guidance)
        self.bar.show_state(wizard)
        self._stack.bring_up(view)
        view.show_state()
        self._show_foot(view, busy=busy)
        if wizard.step is not self._shown and self.isVisible():
            view.entered()
        self._shown = wizard.step

    def _show_foot(self, view: StepView, *, busy: bool) -> None:
        step = self.desk.wizard.step
        text, role = (self.desk.work, "hint") if busy else view.note()
        blocked = view.blocked()
        self.note.setProperty("role", role)
        self.note.style().polish(self.note)
        self.note.setText(text or ("" if busy else blocked))
        self.stop.setVisible(busy)
        self.back_button.setVisible(step not in (Step.FILE, Step.RESULT))
        words = {Step.PREVIEW: self.preview.primary(), Step.RESULT: "再导入一个表"}
        self.next_button.setText(words.get(step, "下一步"))
        self.next_button.setAccessibleName(self.next_button.text())
        for made in (self.next_button, self.back_button):
            made.setEnabled(not busy)
        if blocked:
            self.next_button.setEnabled(False)
        self.next_button.setToolTip(self.desk.work or blocked)

    def _clear_notices(self) -> None:
        while (item := self._notices.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _tell_refusal(self, sentence: str) -> None:
        """In place, above the step; what was chosen stays."""
        self._clear_notices()
        what, stop, remedy = sentence.partition("。")
        lines = [remedy.removesuffix("。")] if stop and remedy else []
        self._notices.addWidget(notice(self.theme, "danger", "error", what, lines))

    def _ask_reason(self, needed: ReasonNeeded) -> None:
        self.reason_bar.ask(needed, self.desk.write)

    def _unlock(self) -> None:
        """Ask for the password in place; then the rows that waited for it come in with the others."""
        if self._identity_bar is None:
            from desktop.gui.forms.identity_bar import IdentityBar  # noqa: PLC0415 - what it imports is slow

            self._identity_bar = IdentityBar(self, self.theme, self.window_.session, self.window_.jobs)
        self._identity_bar.ask_to_unlock(
            self.desk.renew, "写有举报人信息的行要加密保存，输入保护口令后一起导入", "解锁"
        )

    # ---------------------------------------------------------------- doing

    def forward(self) -> None:
        """The next step, the import itself, or another table."""
        if not self._finish() or self._steps[self.desk.wizard.step].blocked():
            return
        if self.desk.wizard.step is Step.RESULT:
            self.desk.start_again()
        else:
            self.desk.forward()

    def back(self) -> None:
        """The step before."""
        if self._finish() and self.desk.wizard.step is not Step.RESULT:
            self.desk.back()

    def _go(self, step: object) -> None:
        if self._finish() and isinstance(step, Step):
            self.desk.go(step)
        self.bar.show_state(self.desk.wizard)

    def _finish(self) -> bool:
        """Whether the step in front may be left now."""
        commit_composition()
        return not self.desk.work and self._steps[self.desk.wizard.step].finish()
