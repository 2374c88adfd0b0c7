"""Step 4: what only the person knows: whose name this is, whether a row is there already, why a code is kept."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from desktop.exchange.linking import Answer, Question
from desktop.exchange.looking import DOUBLE_WORDS, Ask, Matter, asks, differences_of, told_of_double
from desktop.exchange.planning import OnDouble
from desktop.exchange.wizard import Wizard
from desktop.gui.importing.desk import ImportDesk
from desktop.gui.importing.step import StepView
from desktop.gui.widgets.basics import label
from desktop.gui.widgets.pair_list import Pair, PairList
from desktop.gui.widgets.text_table import Head, Line, TextTable

if TYPE_CHECKING:
    from desktop.gui.window import Window

_HEADS = (Head("要定的事", 30, least=12), Head("行数", 5, right=True), Head("怎么办", 14, least=8))
_DOUBLE_HINTS = {
    OnDouble.SKIP: "这一行退回", OnDouble.ADD: "它是另一条记录",
    OnDouble.UPDATE: "表里写了的项目改成表里的，空着的不动",
}  # fmt: skip
_NO_ANSWER = "这些行退回，改正后可再导入"


class QuestionsStep(StepView):
    """What is to be decided at the left, the answers for the chosen line at the right."""

    guidance = "这些事从表里看不出来，要由人定。不定也可以往下走：有关的行退回，改正后再导入。"

    def __init__(self, window: "Window", desk: ImportDesk) -> None:
        super().__init__(window, desk)
        self.table = TextTable(self.theme, "要定的事")
        self.answers = PairList(self.theme, "怎么办", inset="s2")
        self.reason = QLineEdit()
        self._title, self._detail = label(role="strong", wrap=True), label(role="second", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s3"))
        row.addWidget(self.table, 3)
        row.addWidget(self._inspector(), 2)
        self.column.addLayout(row, 1)
        self._asked: list[Ask] = []
        self.table.chosen.connect(self._show_ask)
        self.table.entered_line.connect(lambda _place: self._enter())
        self.answers.taken.connect(self._take)
        self.reason.editingFinished.connect(self._keep_reason)

    def _inspector(self) -> QFrame:
        made = QFrame()
        made.setObjectName("panel")
        made.setMinimumWidth(self.theme.px("w_tree"))
        made.setMaximumWidth(self.theme.px("w_side"))
        self.reason.setAccessibleName("保留原因")
        self.reason.setPlaceholderText("如：照营业执照填写")
        column = QVBoxLayout(made)
        column.setContentsMargins(*(self.theme.px("s3"),) * 4)
        column.setSpacing(self.theme.px("s2"))
        for part in (self._title, self._detail, self.reason):
            column.addWidget(part)
        column.addWidget(self.answers, 1)
        return made

    # ---------------------------------------------------------------- showing

    def show_state(self) -> None:
        """What is to be decided, with what was answered."""
        self._asked = asks(self.desk.wizard)
        self.table.show_lines(_HEADS, [_line(place, one) for place, one in enumerate(self._asked)], keep=True)

    def _show_ask(self, place: object) -> None:
        if not isinstance(place, int) or place >= len(self._asked):
            return
        one = self._asked[place]
        self._title.setText(one.text)
        self._detail.setText(_detail(one))
        self.reason.setVisible(one.matter is Matter.CODE)
        if not self.reason.hasFocus():
            self.reason.setText(self.desk.wizard.kept_reason)
        pairs = list(_pairs(one, self.desk.wizard))
        self.answers.setVisible(bool(pairs))
        self.answers.show_pairs(pairs)
        self._mark(one)

    def _mark(self, one: Ask) -> None:
        """The given answer is the current one."""
        for row in range(self.answers.count()):
            if self.answers.item(row).text().startswith(one.answer):
                self.answers.setCurrentRow(row)
                return

    def note(self) -> tuple[str, str]:
        """How much is still open."""
        open_ = sum(not one.answered for one in self._asked)
        return (f"{open_} 件还没有定" if open_ else "都定好了"), "hint"

    def entered(self) -> None:
        """The list is gone through first."""
        self.table.setFocus()

    # ---------------------------------------------------------------- doing

    def _enter(self) -> None:
        place = self.table.current()
        asked = self._asked[place] if isinstance(place, int) and place < len(self._asked) else None
        (self.reason if asked and asked.matter is Matter.CODE else self.answers).setFocus()

    def _take(self, change: object) -> None:
        if callable(change):
            self.desk.decide(change)
            self.table.setFocus()
            row = self.table.currentIndex().row()
            self.table.selectRow(min(row + 1, len(self._asked) - 1))

    def finish(self) -> bool:
        """The reason may still be in the making."""
        self._keep_reason()
        return True

    def _keep_reason(self) -> None:
        typed = self.reason.text().strip()
        if not self.reason.isHidden() and typed != self.desk.wizard.kept_reason:
            self.desk.decide(lambda wizard: setattr(wizard, "kept_reason", typed))


def _line(place: int, one: Ask) -> Line:
    return Line((one.text, f"{one.rows:,}", one.answer), place, {2: "ink" if one.answered else "warn"})


def _detail(one: Ask) -> str:
    match one.matter:
        case Matter.NAME:
            assert one.question is not None
            return f"台账里没有这个名称，表里有 {one.rows:,} 行写到它。" if not _several(one.question) else (
                f"台账里叫这个名称的有几条，表里有 {one.rows:,} 行写到它。"
            )  # fmt: skip
        case Matter.CODE:
            return (
                "这些行里的统一社会信用代码校验位不对，多半是抄错了。核对无误的，写明原因后照原样导入；不写就退回。"
            )
        case Matter.DOUBLE:
            assert one.row is not None
            return told_of_double(one.row)
    return ""


def _several(question: Question) -> bool:
    return bool(question.proposals) and question.proposals[0].per_cent == 100


def _pairs(one: Ask, wizard: Wizard) -> Iterator[Pair]:
    """The answers; each key is what it changes."""
    if one.question is not None:
        yield from _name_pairs(one.question, wizard)
    elif one.row is not None:
        if one.row.differences:
            yield Pair("不同的是", detail=differences_of(one.row))
        yield from _double_pairs(one.row.row.number)


def _name_pairs(asked: Question, wizard: Wizard) -> Iterator[Pair]:
    for each in asked.proposals:
        yield Pair(f"就是“{each.name}”", "", partial(_answer, asked, each.id), each.reason)
    if asked.can_create:
        yield Pair(
            "新建", "", partial(_answer, asked, Answer.CREATE.value), f"新建“{asked.name}”，随这次导入一起登记"
        )
    yield Pair("空着导入", "", partial(_answer, asked, Answer.EMPTY.value), f"{asked.label}这一项先空着")
    yield Pair("退回改正", "", partial(_answer, asked, Answer.LEAVE.value), _NO_ANSWER)
    base = wizard.planned.base if wizard.planned else None
    open_ = [each for each in base.questions if each.key not in wizard.answers] if base else []
    if len(open_) > 1:
        yield Pair("其余没定的名称")
        if asked.can_create:
            yield Pair(f"全部新建，{len(open_):,} 个", "", partial(_answer_all, Answer.CREATE))
        yield Pair(f"全部空着导入，{len(open_):,} 个", "", partial(_answer_all, Answer.EMPTY))


def _double_pairs(row: int) -> Iterator[Pair]:
    for answer, word in DOUBLE_WORDS.items():
        yield Pair(word, "", partial(_answer_double, row, answer), _DOUBLE_HINTS[answer])
    yield Pair("所有可能重复的行")
    for answer, word in DOUBLE_WORDS.items():
        yield Pair(f"全部{word}", "", partial(_answer_doubles, answer))


def _answer(asked: Question, answer: str, wizard: Wizard) -> None:
    wizard.answer(asked, answer)


def _answer_all(answer: Answer, wizard: Wizard) -> None:
    wizard.answer_all(answer)


def _answer_double(row: int, answer: OnDouble, wizard: Wizard) -> None:
    wizard.answer_double(row, answer)


def _answer_doubles(answer: OnDouble, wizard: Wizard) -> None:
    wizard.answer_doubles(answer)
