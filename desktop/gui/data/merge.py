"""数据, 合并: packing what this desk logged, taking others' packages in, choosing where two desks differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout

from desktop.catalogue import Refusal
from desktop.exchange import desk_package
from desktop.gui.data.reading_section import ReadingSection
from desktop.gui.data.restore_question import RestoreQuestion
from desktop.gui.data.undo import BEFORE
from desktop.gui.forms.history_panel import local_time
from desktop.gui.jobs import Job
from desktop.gui.tables.loading import own_connection
from desktop.gui.widgets.basics import button, label, notice, rule
from desktop.gui.widgets.pair_list import Pair, PairList
from desktop.store import Log
from desktop.store.backups import Kind, back_up
from desktop.store.conflicts import Conflict, conflicts, settle
from desktop.store.merges import Merge, merges
from desktop.store.places import with_ending
from desktop.store.progress import Progress

if TYPE_CHECKING:
    from desktop.gui.window import Window

_KINDS = f"工位包 (*{desk_package.SUFFIX});;全部文件 (*)"
_LINES_OF_LIST = 6


@dataclass(frozen=True)
class Choice:
    """One value of a field on which desks differ."""

    conflict: Conflict
    place: int


def pack_job(log: Log, out: Path) -> Job:
    """Write a package beside the work."""

    def work(progress: Progress) -> desk_package.Head:
        with own_connection(log) as own:
            return desk_package.pack(own, out, datetime.now(), progress)

    return Job("正在打包", work)


def merge_job(log: Log, files: Sequence[Path]) -> Job:
    """Back up, then take packages in beside the work; the sentence of what came of it."""

    def work(progress: Progress) -> str:
        back_up(log.file, Kind.BEFORE_MERGE, outside=False, progress=progress)
        with own_connection(log) as own:
            return desk_package.sentence(own, desk_package.merge(own, files, progress))

    return Job("正在合并", work)


class MergeSection(ReadingSection):
    """Two buttons, what the last one did, and the list of what is still to be chosen."""

    def __init__(self, window: "Window") -> None:
        super().__init__(
            window,
            "合并",
            "几台电脑各自登记时，每台打一个工位包，拿到汇总的电脑上合并；要两边一样，再把汇总的包带回去合并一次。"
            "同一个包合并几次都一样，先后不论。合并前自动备份。",
        )
        self.pack = button("打包本机登记的内容…", clicked=self._choose_out)
        self.merge = button("合并工位包…", "primary", self._choose_files)
        self.result = label("", "strong", wrap=True)
        self.result.hide()
        self.before = button("恢复到合并前…", "link", self.ask_before)
        self._last: Merge | None = None
        self._asked = QVBoxLayout()
        self.head = label("", "section")
        self.advice = label("先用后改的值；不对的，选另一个。选定以后随下一个工位包带到别的电脑。", "hint", wrap=True)
        self.list = PairList(self.theme, "两边改得不一样的")
        self.list.setMinimumHeight(_LINES_OF_LIST * self.theme.px("h_row"))
        self.list.taken.connect(self._take)
        self._build()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s2"))
        row.addWidget(self.merge)
        row.addWidget(self.pack)
        row.addStretch(1)
        row.addWidget(self.before)
        self.before.hide()
        self.column.addLayout(row)
        self.column.addWidget(self.problem)
        self.column.addWidget(self.result)
        self.column.addLayout(self._asked)
        self.column.addWidget(
            notice(
                self.theme, "accent", "shield", "举报人的身份不进工位包",
                ["包里和合并后只有“王**”“138****5678”，原文留在登记它的那台电脑上，那台电脑的数据文件和备份要留好。"],
            )
        )  # fmt: skip
        self.column.addSpacing(self.theme.px("s2"))
        self.column.addWidget(rule())
        self.wait_for(self.head, self.advice, self.list)
        for part in (self.head, self.advice):
            self.column.addWidget(part)
        self.column.addWidget(self.list, 1)
        self.column.addStretch(1)
        if self.window_.session.log.read_only:
            self.merge.setEnabled(False)
            self.merge.setToolTip("数据文件是只读的")

    # ---------------------------------------------------------------- packing and merging

    def _choose_out(self) -> None:
        log = self.window_.session.log
        start = log.file.absolute().parent / desk_package.default_name(log, datetime.now())
        chosen, _ = QFileDialog.getSaveFileName(self, "打包", str(start), _KINDS)
        if chosen:
            self.pack_to(with_ending(Path(chosen), desk_package.SUFFIX))

    def pack_to(self, out: Path) -> Job:
        """Write a package of this desk."""
        job = pack_job(self.window_.session.log, out)
        job.signals.done.connect(lambda head: self._tell(desk_package.packed_words(head, out)))
        return self._run(job, self.pack)

    def _choose_files(self) -> None:
        start = str(self.window_.session.log.file.absolute().parent)
        chosen, _ = QFileDialog.getOpenFileNames(self, "合并工位包", start, _KINDS)
        if chosen:
            self.merge_files([Path(one) for one in chosen])

    def merge_files(self, files: Sequence[Path]) -> Job:
        """Take packages in."""
        job = merge_job(self.window_.session.log, files)
        job.signals.done.connect(self._merged)
        return self._run(job, self.merge)

    def _merged(self, sentence: str) -> None:
        self._tell(sentence.removesuffix("。"))
        self.window_.show_standing()
        self.window_.session.announce(self.window_.session.catalogue.ledgers)

    def _run(self, job: Job, cause: QPushButton) -> Job:
        self._leave()
        self._tell(job.title)
        self.problem.hide()
        cause.setEnabled(False)
        cause.setToolTip(f"{job.title}，进度在右下角")
        job.signals.refused.connect(self._refused)
        for ended in (job.signals.failed, job.signals.cancelled):
            ended.connect(lambda *_: self._tell("没有做完，什么都没有改动"))
        for ended in (job.signals.done, job.signals.refused, job.signals.failed, job.signals.cancelled):
            ended.connect(lambda *_: _free(cause))
        self.window_.jobs.start(job)
        return job

    @property
    def since(self) -> int:
        """How many actions this desk did after the last merge."""
        return self._last.since if self._last else 0

    def ask_before(self) -> None:
        """Whether everything goes back to before the last merge."""
        if self._last is None or self._last.backup is None:
            return
        self._leave()
        self._question = RestoreQuestion(self.window_, self._last.backup, self._last.since, BEFORE, self._leave)
        self._asked.addWidget(self._question)
        self._question.show()
        self._dress_merge("")
        self._question.confirm.setFocus()

    def _dress_merge(self, kind: str) -> None:
        """One primary button at a time."""
        self.merge.setProperty("kind", kind)
        self.merge.style().polish(self.merge)

    def _leave(self) -> None:
        self._dress_merge("primary")
        while (item := self._asked.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _refused(self, sentence: str) -> None:
        self._tell("")
        self.problem.setText(sentence.removesuffix("。"))
        self.problem.show()

    def _tell(self, sentence: str) -> None:
        self.result.setText(sentence)
        self.result.setVisible(bool(sentence))

    # ---------------------------------------------------------------- choosing

    def refresh(self) -> None:
        """Read beside the work what is still to be chosen."""
        self.read("conflicts", lambda log: (conflicts(log), merges(log, 1)), self._show)

    def _show(self, read: tuple[Sequence[Conflict], Sequence[Merge]]) -> None:
        found, last = read
        self._last = next((one for one in last if one.backup is not None), None)
        self.before.setVisible(self._last is not None)
        self.before.setToolTip(f"回到 {local_time(self._last.at)} 合并以前" if self._last else "")
        self.head.setText(f"两边改得不一样的 {len(found)} 处" if found else "没有两边改得不一样的")
        self.advice.setVisible(bool(found))
        self.list.setVisible(bool(found))
        self.list.show_pairs(pair for one in found for pair in _pairs(one))

    def _take(self, choice: object) -> None:
        assert isinstance(choice, Choice)
        session = self.window_.session
        try:
            done = settle(session.log, choice.conflict, choice.place)
        except Refusal as refusal:
            self._refused(str(refusal))
        else:
            self.problem.hide()
            ledger = choice.conflict.ledger
            session.announce({ledger.name, *(rows.ledger for rows in ledger.rows)})
            # What stands stays as it is: there is nothing to take back.
            self.window_.toast(done, undoable=choice.place > 0)
        self.refresh()


def _free(cause: QPushButton) -> None:
    cause.setEnabled(True)
    cause.setToolTip("")


def _pairs(one: Conflict) -> list[Pair]:
    """The field as a caption, each value as a line to take."""
    lines = [
        Pair(
            side.text, f"{'现用，' if place == 0 else ''}{side.person}，{local_time(side.at)}", Choice(one, place),
            hint=f"选定“{side.text}”",
        )
        for place, side in enumerate(one.sides)
    ]  # fmt: skip
    return [Pair(f"{one.title}　{one.label}"), *lines]
