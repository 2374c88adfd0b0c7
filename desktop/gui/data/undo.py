"""数据, 撤销: the last actions of this desk; one of them, or all back to one, is undone or done again."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.gui.data.reading_section import ReadingSection
from desktop.gui.data.restore_question import RestoreQuestion
from desktop.gui.forms.history_panel import local_time
from desktop.gui.jobs import Job
from desktop.gui.tables.loading import own_connection
from desktop.gui.widgets.basics import button, label, notice
from desktop.gui.widgets.pair_list import Pair, PairList
from desktop.store import Log
from desktop.store.merges import Merge, merges
from desktop.store.progress import Progress
from desktop.store.undo import MOST_NAMED, Step

if TYPE_CHECKING:
    from desktop.gui.window import Window

MOST = 50
BEFORE = "恢复到合并前"
NOT_BY_ITSELF = "合并进来的是别的电脑的登记，撤销会连那边的一起删，所以不能单独撤销"
Act = Callable[[Log, str, Progress], str]


class UndoSection(ReadingSection):
    """A click on an action says what undoing it does; a button below does it."""

    def __init__(self, window: "Window") -> None:
        super().__init__(
            window,
            "撤销",
            f"本机最近 {MOST} 次操作，最新的在前；导入、批量修改各算一次。"
            "选一次，看清楚会怎样再撤销；撤销了的还能重做。",
        )
        self.list = PairList(self.theme, "最近的操作")
        self.nothing = label("还没有可以撤销的操作", "hint")
        self._steps: Sequence[Step] = ()
        self._merges: Sequence[Merge] = ()
        self._asked = QVBoxLayout()
        self.column.addWidget(self.problem)
        self.column.addLayout(self._asked)
        self.wait_for(self.nothing, self.list)
        self.column.addWidget(self.nothing)
        self.column.addWidget(self.list, 1)
        self.list.taken.connect(self.ask)

    def refresh(self) -> None:
        """Read the last actions beside the work."""
        self.read("steps", lambda log: (log.steps(MOST), merges(log)), self._show)

    def _show(self, found: tuple[Sequence[Step], Sequence[Merge]]) -> None:
        steps, merged = found
        if found != (self._steps, self._merges):
            self.leave()
        self._steps, self._merges = steps, merged
        self.nothing.setVisible(not steps and not merged)
        self.list.setVisible(bool(steps or merged))
        self.list.show_pairs(_pairs(sorted((*steps, *merged), key=lambda one: one.seq, reverse=True)))

    # ---------------------------------------------------------------- one action

    def ask(self, step: object) -> None:
        """Say what undoing or doing again would do, with the buttons for it."""
        if isinstance(step, Merge):
            self._ask_before(step)
            return
        assert isinstance(step, Step)
        self.leave()
        self.problem.hide()
        verb = "重做" if step.undone else "撤销"
        effect = step.said if step.undone else step.effect
        title = f"{verb} {local_time(step.at)} 的“{step.said}”"
        told = notice(self.theme, "accent", "undo", title, [f"{effect}{_named(step)}"])
        self._question = QWidget()
        column = QVBoxLayout(self._question)
        column.setContentsMargins(0, 0, 0, self.theme.px("s2"))
        column.addWidget(told)
        column.addLayout(self._verbs(step, verb))
        self._asked.addWidget(self._question)
        self._question.show()
        self.confirm.setFocus()

    def _ask_before(self, merge: Merge) -> None:
        """A merge goes back as a whole, by the backup that was made before it."""
        self.leave()
        self.problem.hide()
        if merge.backup is None:
            self.problem.setText(f"{NOT_BY_ITSELF}；合并前的备份已经不在，只能在“备份”里恢复别的一份")
            self.problem.show()
            return
        asked = RestoreQuestion(
            self.window_,
            merge.backup,
            merge.since,
            BEFORE,
            self._put_back,
            f"{NOT_BY_ITSELF}，可以整个回到合并以前。",
        )
        self._question, self.confirm, self.stay = asked, asked.confirm, asked.stay
        self._asked.addWidget(asked)
        asked.show()
        self.confirm.setFocus()

    def _verbs(self, step: Step, verb: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s2"))
        row.addStretch(1)
        self.stay = button(f"不{verb}", "", self._put_back)
        row.addWidget(self.stay)
        later = self._done_since(step)
        self.back_to = button(f"撤销到这里，共 {later} 次", "", lambda: self._run("正在撤销", Log.undo_back_to, step))
        self.back_to.setVisible(not step.undone and later > 1)
        row.addWidget(self.back_to)
        act: Act = Log.redo_step if step.undone else Log.undo_step
        self.confirm = button(f"{verb}这一次", "primary", lambda: self._run(f"正在{verb}", act, step))
        row.addWidget(self.confirm)
        return row

    def _done_since(self, step: Step) -> int:
        place = next(place for place, one in enumerate(self._steps) if one.id == step.id)
        return sum(not one.undone for one in self._steps[: place + 1])

    def _put_back(self) -> None:
        self.leave()
        self.list.setFocus()

    def leave(self) -> None:
        """Nothing is asked any more."""
        while (item := self._asked.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc leaves the question."""
        if event.key() == Qt.Key.Key_Escape and self._asked.count():
            self._put_back()
            return
        super().keyPressEvent(event)

    # ---------------------------------------------------------------- doing it

    def _run(self, title: str, act: Act, step: Step) -> None:
        """Beside the work: an import of a hundred thousand rows takes its time to go back."""
        log = self.window_.session.log

        def work(progress: Progress) -> str:
            with own_connection(log) as own:
                return act(own, step.id, progress)

        job = Job(title, work)
        for part in (self.confirm, self.back_to, self.stay):
            part.setEnabled(False)
        job.signals.done.connect(self._done)
        job.signals.refused.connect(self._refused)
        for ended in (job.signals.failed, job.signals.cancelled):
            ended.connect(lambda *_: self._put_back())
        self.window_.jobs.start(job)

    def _done(self, sentence: str) -> None:
        session = self.window_.session
        self._put_back()
        session.announce(session.catalogue.ledgers)
        self.window_.toast(sentence)

    def _refused(self, sentence: str) -> None:
        self._put_back()
        self.problem.setText(sentence.removesuffix("。"))
        self.problem.show()


def _pairs(steps: Sequence[Step | Merge]) -> list[Pair]:
    """The actions under their days; what was undone is grey and says so."""
    pairs: list[Pair] = []
    day = ""
    for one in steps:
        on, at = local_time(one.at).split()
        if on != day:
            day = on
            pairs.append(Pair(day))
        if isinstance(one, Merge):
            said = f"合并工位包，{one.entries:,} 处修改"
            pairs.append(Pair(f"{at}　{said}", one.person, one, BEFORE, hint=f"{BEFORE}…"))
            continue
        pairs.append(
            Pair(
                f"{at}　{one.said}", f"已撤销，{one.person}" if one.undone else one.person, one,
                "、".join(one.titles), "ink3" if one.undone else "ink",
                f"{'重做' if one.undone else '撤销'}“{one.said}”…",
            )
        )  # fmt: skip
    return pairs


def _named(step: Step) -> str:
    if not step.titles:
        return ""
    more = "等" if len(step.titles) == MOST_NAMED else ""
    return f"：{'、'.join(step.titles)}{more}"
