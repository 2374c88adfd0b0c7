"""Before a log is open: the first start, who works, and what can be done about a file that does not open."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.gui.guards import commit_composition
from desktop.gui.help.shelf import HelpShelf
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, label, notice, panel, scrolled
from desktop.gui.widgets.choice_box import ChoiceBox
from desktop.store.bureau import LEVELS
from desktop.store.places import LOG_ENDING, data_file_name, place_warnings, with_ending

FILE_KINDS = "应急台账数据文件 (*.db);;全部文件 (*)"


class StartPage(QWidget):
    """A page in the middle of an empty window: a title, what it asks, one primary button. F1 opens the help."""

    help_name = "start"
    """The page's name in the help."""

    def __init__(self, theme: Theme, title: str, explanation: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.theme, self._help = theme, HelpShelf()
        self.setWindowTitle("应急台账")
        self.setWindowIcon(theme.icon("mark", "accent", 2 * theme.px("icon")))
        self.surface = panel()
        self.surface.setFixedWidth(2 * theme.px("w_side"))
        self.column = QVBoxLayout(self.surface)
        side, end = theme.px("s6"), theme.px("s5")
        self.column.setContentsMargins(side, end, side, end)
        self.column.setSpacing(theme.px("s2"))
        self.column.addWidget(label(title, "title"))
        self.column.addWidget(label(explanation, "second", wrap=True))
        self.column.addSpacing(theme.px("s1"))
        # Where the text is large and the window low, the page scrolls.
        middle = QWidget()
        inner = QVBoxLayout(middle)
        inner.setContentsMargins(0, theme.px("s1"), 0, theme.px("s1"))
        inner.addWidget(self.surface, 1, Qt.AlignmentFlag.AlignCenter)
        self._area = scrolled(middle)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(self._area, 1)
        hint = label("按 F1 看帮助", "hint")
        hint.setContentsMargins(0, 0, theme.px("s4"), theme.px("s2"))
        around.addWidget(hint, 0, Qt.AlignmentFlag.AlignRight)

    def add_field(
        self, text: str, field: QWidget, help_: str = "", beside: QWidget | None = None, *, needed: bool = False
    ) -> QLabel:
        """A field under its label; the line below it, which holds one line of help or what is wrong."""
        group, head, row = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        group.setSpacing(self.theme.px("s1"))
        for line in (head, row):
            line.setSpacing(self.theme.px("s2"))
            group.addLayout(line)
        head.addWidget(label(text, "caption"))
        if needed:
            head.addWidget(label("必填", "hint"))
        head.addStretch(1)
        row.addWidget(field, 1)
        if beside is not None:
            row.addWidget(beside)
        field.setAccessibleName(text)
        below = label(help_, "hint", wrap=True)
        below.setVisible(bool(help_))
        group.addWidget(below)
        self.column.addLayout(group)
        self.column.addSpacing(self.theme.px("s1"))
        return below

    def reveal(self, part: QWidget) -> None:
        """Scroll so that a part is seen."""
        self._area.ensureWidgetVisible(part)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter in a field goes on to the next one."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_F1:
            self._help.show(self.theme, self.help_name)
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """What comes next has a help of its own."""
        self._help.close()
        super().hideEvent(event)


class FirstStart(StartPage):
    """Asks for the bureau's name and level and the place of its file; or shows the demonstration year."""

    made = Signal(object, dict)
    """The file to make and its first settings."""
    demonstration_wanted = Signal(object)
    """The folder for it."""
    other_file_wanted = Signal()

    def __init__(self, theme: Theme, folder: Path) -> None:
        super().__init__(theme, "开始使用应急台账", "填好单位名称就可以登记；其他的以后都能在设置里改")
        self._place_typed = False
        self._folder = folder
        self.bureau, self.level, self.place = QLineEdit(), ChoiceBox(), QLineEdit()
        self.person = QLineEdit()
        self.level.addItems(LEVELS)
        self.bureau.setPlaceholderText("如 青川区应急管理局")
        self._problem = label(role="error", wrap=True)
        self._warnings = QVBoxLayout()
        self._fill()
        self.bureau.textChanged.connect(self._suggest_place)
        self.bureau.textChanged.connect(lambda _text: self._lack(""))
        self.place.textEdited.connect(self._place_edited)
        self.place.textChanged.connect(lambda _text: self._warn())
        self._suggest_place()

    def _fill(self) -> None:
        self._lacking = self.add_field("单位名称", self.bureau, needed=True)
        self._lacking.setProperty("role", "error")
        self.add_field("单位级别", self.level)
        self.add_field("登记人姓名", self.person, "每条记录都记下由谁登记；多人共用时在设置里再加")
        choose = button("选择…", clicked=self._choose_place)
        self.add_field("数据文件放在", self.place, "全部记录都在这一个文件里，不联网；请放本机硬盘", choose)
        self.column.addLayout(self._warnings)
        self.column.addWidget(self._problem)
        self._problem.hide()
        self.make_button = button("开始登记", "primary", self._make)
        self.demonstration = button("看演示年度", clicked=lambda: self.demonstration_wanted.emit(self._folder))
        self.demonstration.setToolTip("生成一个虚构的青川区 2025 年的台账，可随意试用")
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s2"))
        row.addWidget(self.demonstration)
        row.addWidget(button("打开已有文件…", "plain", self.other_file_wanted.emit))
        row.addStretch(1)
        row.addWidget(self.make_button)
        self.column.addLayout(row)

    def _suggest_place(self) -> None:
        if not self._place_typed:
            self.place.setText(str(self._folder / data_file_name(self.bureau.text())))

    def _place_edited(self) -> None:
        self._place_typed = True

    def _choose_place(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "数据文件放在", self.place.text(), FILE_KINDS)
        if chosen:
            self._place_typed = True
            self.place.setText(chosen)

    def _warn(self) -> None:
        while (item := self._warnings.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for sentence in place_warnings(Path(self.place.text()).parent):
            what, _, why = sentence.partition("：")
            self._warnings.addWidget(notice(self.theme, "warn", "warn", what, [why]))

    def say(self, sentence: str) -> None:
        """Why it was not made."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        if sentence:
            QTimer.singleShot(0, self, lambda: self.reveal(self._problem))

    def _lack(self, sentence: str) -> None:
        """What the name lacks, at its field."""
        self._lacking.setText(sentence)
        self._lacking.setVisible(bool(sentence))
        self.bureau.setProperty("state", "error" if sentence else "")
        self.bureau.style().polish(self.bureau)

    def _make(self) -> None:
        commit_composition()
        bureau, place = self.bureau.text().strip(), self.place.text().strip()
        if not bureau:
            self._lack("单位名称必须填写")
            self.bureau.setFocus()
            self.reveal(self.bureau)
            return
        if not Path(place).name:
            self.say("数据文件的位置必须填写")
            self.place.setFocus()
            return
        self.say("")
        person = self.person.text().strip()
        self.made.emit(
            with_ending(Path(place), LOG_ENDING),
            {"bureau": bureau, "level": self.level.currentText(), "people": person},
        )


class OpeningProblem(StartPage):
    """A file that does not open: what happened, and what can be done."""

    help_name = "trouble"

    retry_wanted = Signal()
    read_only_wanted = Signal()
    other_file_wanted = Signal()
    new_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, theme: Theme, file: Path, sentence: str, *, read_only: bool, restorable: bool = False) -> None:
        super().__init__(theme, "数据文件打不开", str(file))
        what, _, remedy = sentence.removesuffix("。").partition("。")
        self.column.addWidget(
            notice(
                theme,
                "danger",
                "error",
                what.replace(f" {file} ", "").replace(str(file), "").strip() or what,
                [remedy],
            )
        )
        self.column.addSpacing(theme.px("s3"))
        self.retry = button("再试一次", "" if restorable else "primary", self.retry_wanted.emit)
        self.restore = button("恢复备份…", "primary", self.restore_wanted.emit)
        self.restore.setToolTip("列出这个文件的备份，选一份恢复")
        self.restore.setVisible(restorable)
        self.read_only = button("只读打开", clicked=self.read_only_wanted.emit)
        self.read_only.setToolTip("可以查看和导出，不能登记")
        self.read_only.setVisible(read_only)
        self.other = button("打开另一个文件…", clicked=self.other_file_wanted.emit)
        self.new = button("新建数据文件…", "plain", self.new_wanted.emit)
        row = QHBoxLayout()
        row.setSpacing(theme.px("s2"))
        for part in (self.other, self.read_only, self.new):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.retry)
        row.addWidget(self.restore)
        self.column.addLayout(row)
        (self.restore if restorable else self.retry).setFocus()


_ONE_BELOW_ANOTHER = 6
"""So many names stand below one another; more of them stand side by side."""
_SIDE_BY_SIDE = 3


class WhoWorks(StartPage):
    """Who logs today; Enter takes the one who did last time."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, people: Sequence[str], last: str) -> None:
        super().__init__(theme, "谁在登记", "每条记录和每次修改都记下由谁完成")
        self.buttons = [button(name, "", partial(self.chosen.emit, name)) for name in people]
        self._columns = 1 if len(people) <= _ONE_BELOW_ANOTHER else _SIDE_BY_SIDE
        grid = QGridLayout()
        grid.setSpacing(theme.px("s2"))
        for place, made in enumerate(self.buttons):
            grid.addWidget(made, *divmod(place, self._columns))
        self.column.addLayout(grid)
        self.column.addWidget(label("方向键换人，回车选定", "hint"))
        wanted = people.index(last) if last in people else 0 if len(people) == 1 else -1
        if wanted >= 0:
            self.buttons[wanted].setDefault(True)
            self.buttons[wanted].setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The one who is marked may stand far below."""
        super().showEvent(event)
        if (marked := self._marked()) is not None:
            QTimer.singleShot(0, self, lambda: self.reveal(self.buttons[marked]))

    def _marked(self) -> int | None:
        return next((place for place, one in enumerate(self.buttons) if one.hasFocus()), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter chooses, arrows go from name to name."""
        marked = self._marked()
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -self._columns, Qt.Key.Key_Down: self._columns,
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and marked is not None:
            self.buttons[marked].click()
        elif step is not None:
            self._mark(0 if marked is None else marked + step)
        else:
            super().keyPressEvent(event)

    def _mark(self, place: int) -> None:
        if 0 <= place < len(self.buttons):
            self.buttons[place].setFocus()
            self.reveal(self.buttons[place])
