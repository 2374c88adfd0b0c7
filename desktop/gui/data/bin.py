"""Sections of 数据: the recycle bin of all ledgers, what was done, and whether the file is sound."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from desktop.gui.data.reading_section import ReadingSection
from desktop.gui.jobs import Job
from desktop.gui.pages.section import Section
from desktop.gui.tables.loading import own_connection
from desktop.gui.widgets.basics import button, key_cap, label
from desktop.gui.widgets.pair_list import Pair, PairList
from desktop.report.editions.comparing import day_and_time
from desktop.store import Log
from desktop.store.backups import fetch_attachments, stoppable
from desktop.store.batches import Batch, Deleted, deleted_records, recent_batches

if TYPE_CHECKING:
    from desktop.gui.window import Window

AT_ONCE = 100
MOST_FAULTS = 200


class BinSection(ReadingSection):
    """What was deleted, in every ledger; a button, Enter or a double click restores the chosen record."""

    def __init__(self, window: "Window") -> None:
        super().__init__(
            window, "回收站", "删除的记录都在这里，不会自动清空。恢复以后回到原来的台账，登记在它下面的记录一起回来。"
        )
        self.list = PairList(self.theme, "回收站", by_click=False)
        self.restore = button("恢复选中的记录", "", self.list.take, hint="恢复选中的记录（回车）")
        self._key = key_cap("回车")
        self.nothing = label("回收站是空的", "hint")
        self.list.taken.connect(self._restore)
        self.column.addWidget(self.problem)
        self.wait_for(self.nothing, self.list, self.restore, self._key)
        self.column.addWidget(self.nothing)
        self.column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s2"))
        for part in (self.restore, self._key):
            row.addWidget(part)
        row.addStretch(1)
        self.column.addLayout(row)
        self._found: Sequence[Deleted] = ()

    def foot_height(self) -> int:
        """The button below the list."""
        return self.restore.height() + self.theme.px("s6")

    def refresh(self) -> None:
        """Read the bins beside the work."""
        self.read("bin", deleted_records, self._show)

    def _show(self, found: Sequence[Deleted]) -> None:
        self._found = found
        self.nothing.setVisible(not found)
        for part in (self.list, self.restore, self._key):
            part.setVisible(bool(found))
        self.list.show_pairs(
            Pair(
                one.title,
                f"{day_and_time(one.at)}，{one.person} 删除",
                one,
                one.ledger.label,
                hint="双击恢复这条记录",
            )
            for one in found
        )

    def _restore(self, one: object) -> None:
        assert isinstance(one, Deleted)
        session = self.window_.session
        if self.attempt(lambda: _restored(session.log, one)):
            # What it was typed under may have come back, too.
            session.announce(session.catalogue.ledgers)
            self.refresh()


def _restored(log: Log, one: Deleted) -> str:
    over = [log.name_of(parent, log.record(parent, ids[0]) or {}) for parent, ids in log.over(one.ledger, [one.id])]
    log.restore(one.ledger, one.id, reason="从回收站恢复")
    return "，连同所属的".join([f"已恢复{one.ledger.label}“{one.title}”", *over])


class HistorySection(ReadingSection):
    """What was done, action by action; one opens its record."""

    def __init__(self, window: "Window") -> None:
        super().__init__(
            window, "修改记录", "每次新增、修改、删除都留有记录，前后相扣，改不掉。要撤销最近的操作，按 Ctrl+Z。"
        )
        self.list = PairList(self.theme, "修改记录")
        self.more = button("更早的", "link", self._read_more)
        self.list.taken.connect(self._open)
        self.nothing = label("还没有修改记录", "hint")
        self.wait_for(self.nothing, self.list, self.more)
        self.column.addWidget(self.nothing)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self.more)
        self._shown: list[Batch] = []

    def refresh(self) -> None:
        """Read the newest actions beside the work."""
        self._shown = []
        self._read_more()

    def _read_more(self) -> None:
        before = self._shown[-1].first if self._shown else None
        self.read("history", lambda log: recent_batches(log, before, AT_ONCE), self._show)

    def _show(self, found: list[Batch]) -> None:
        self._shown += found
        self.more.setVisible(len(found) == AT_ONCE)
        self.nothing.setVisible(not self._shown)
        self.list.setVisible(bool(self._shown))
        self.list.show_pairs(_pairs(self._shown))

    def _open(self, batch: object) -> None:
        assert isinstance(batch, Batch)
        known = [one for one in batch.records if one[0] in self.window_.session.catalogue.ledgers]
        if known:
            self.window_.open_form(*known[0])


def _pairs(batches: Sequence[Batch]) -> list[Pair]:
    """The actions under their days."""
    pairs: list[Pair] = []
    day = ""
    for one in batches:
        when = datetime.fromisoformat(one.at.replace("Z", "+00:00")).astimezone()
        if f"{when:%Y-%m-%d}" != day:
            day = f"{when:%Y-%m-%d}"
            pairs.append(Pair(day))
        reason = f"原因：{one.reason}" if one.reason else ""
        pairs.append(Pair(f"{when:%H:%M}　{one.said}", one.person, one, reason, hint="打开这条记录"))
    return pairs


class SoundnessSection(Section):
    """Whether the file is sound, and what to do where it is not."""

    def __init__(self, window: "Window") -> None:
        super().__init__(
            window,
            "检查数据文件",
            "逐条核对记录、修改记录、附件和定稿，看有没有损坏或被别的程序改过。文件大时要几分钟。",
        )
        self.start = button("开始检查", "", self.check)
        self.fetch = button("从备份取回附件", "", self._fetch)
        self.fetch.hide()
        self.result = label("", "strong", wrap=True)
        self.list = PairList(self.theme, "查出的问题")
        self.list.hide()
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s2"))
        for part in (self.start, self.fetch):
            row.addWidget(part)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self.result)
        self.column.addWidget(self.list, 1)
        self.column.addStretch(1)

    def check(self) -> Job:
        """Look through the file beside the work."""
        self.start.setEnabled(False)
        self.start.setToolTip("正在检查")
        self.result.setText("正在检查")
        self.list.hide()
        job = check_job(self.window_)
        job.signals.done.connect(self._show)
        for ended in (job.signals.refused, job.signals.failed, job.signals.cancelled):
            ended.connect(lambda *_: self._stop("没有检查完"))
        self.window_.jobs.start(job)
        return job

    def _show(self, faults: list[str]) -> None:
        self._stop(f"查出 {len(faults)} 处问题" if faults else "数据文件完好")
        self.fetch.setVisible(any("从备份取回附件" in one for one in faults))
        self.list.setVisible(bool(faults))
        self.list.show_pairs(Pair(one, key=one, tone="danger") for one in faults)

    def _fetch(self) -> None:
        """What the backups have of missing attachments comes back; then everything is checked again."""
        job = fetch_job(self.window_)
        self.fetch.setEnabled(False)
        job.signals.done.connect(self._fetched)
        for ended in (job.signals.done, job.signals.refused, job.signals.failed, job.signals.cancelled):
            ended.connect(lambda *_: self.fetch.setEnabled(True))
        self.window_.jobs.start(job)

    def _fetched(self, found: tuple[list[str], list[str]]) -> None:
        back, lost = found
        also = f"，{len(lost)} 个备份里也没有，请打开记录重新添加" if lost else ""
        self.window_.toast(f"已取回 {len(back)} 个附件{also}")
        self.check()

    def _stop(self, sentence: str) -> None:
        self.start.setEnabled(True)
        self.start.setToolTip("")
        self.result.setText(sentence)


def check_job(window: "Window") -> Job:
    """A job that looks for faults from a connection of its own."""
    file = window.session.log.file

    def work(progress: Callable[[int, int], None]) -> list[str]:
        found: list[str] = []
        with Log.open(file, read_only=True) as log, stoppable(log.connection, progress):
            for fault in log.faults():
                found.append(fault)
                progress(len(found), MOST_FAULTS)
                if len(found) == MOST_FAULTS:
                    break
        return found

    return Job("正在检查数据文件", work)


def fetch_job(window: "Window") -> Job:
    """A job that takes attachments back from the backups."""
    log = window.session.log

    def work(progress: Callable[[int, int], None]) -> tuple[list[str], list[str]]:
        with own_connection(log) as own:
            return fetch_attachments(own, progress)

    return Job("正在取回附件", work)
