"""数据, 备份: making one now, what there is, checking and restoring one, where they go and how many are kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.catalogue import Refusal
from desktop.gui.data.reading_section import ReadingSection
from desktop.gui.data.restore_question import RestoreQuestion
from desktop.gui.jobs import Job
from desktop.gui.widgets.backup_table import BackupTable
from desktop.gui.widgets.basics import button, label, panel, rule
from desktop.gui.widgets.field_row import FieldRow
from desktop.store import Log
from desktop.store.backups import (
    Backup,
    BackupSettings,
    Kind,
    Outside,
    Report,
    back_up,
    check,
    listed,
    outside_state,
    read_settings,
    write_settings,
)
from desktop.store.batches import actions_since
from desktop.store.places import backup_warnings

if TYPE_CHECKING:
    from desktop.gui.window import Window

_ROWS = 7
_KEPT = {"daily": "每日（份）", "weekly": "每周（份）", "monthly": "每月（份）", "before": "更新、导入等之前（份）"}
_REMIND = "几天没抄到第二个文件夹就提醒"
HERE, OUTSIDE = "本机", "第二个文件夹"


@dataclass(frozen=True)
class Standing:
    """What the section shows, read beside the work."""

    settings: BackupSettings
    outside: Outside
    here: Sequence[Backup]
    there: Sequence[Backup]
    warnings: Sequence[str]


def read_standing(log: Log) -> Standing:
    """Settings and lists; a drive may take its time to answer."""
    settings = read_settings(log.file)
    outside = outside_state(log.file, datetime.now(), settings)
    there = listed(settings.outside, log.file.stem) if settings.outside and outside.within_reach else []
    warnings = backup_warnings(settings.folder)
    if settings.outside and outside.within_reach:
        warnings += backup_warnings(settings.outside, log.file)
    return Standing(settings, outside, listed(settings.folder, log.file.stem), there, warnings)


def backup_job(file: Path) -> Job:
    """A backup that a person asked for."""
    return Job("正在备份", lambda progress: back_up(file, Kind.BY_HAND, progress=progress))


def check_job(backup: Backup) -> Job:
    """Read a backup whole and hold it against its SHA-256."""
    return Job("正在核对备份", lambda progress: check(backup, progress))


class BackupSection(ReadingSection):
    """One table; the buttons below it are about the chosen row."""

    def __init__(self, window: "Window") -> None:
        super().__init__(
            window,
            "备份",
            "每天第一次打开程序后自动备份；程序更新、导入、合并、恢复之前也先备份。备份时可以照常登记。",
        )
        self._standing: Standing | None = None
        self._listing, self._about = False, Path()
        self.last, self.outside = label("", "strong"), label("", "second", wrap=True)
        self.now = button("现在备份", "primary", self.back_up)
        self.table = BackupTable(self.theme)
        self.table.setFixedHeight(self.theme.px("h_thead") + _ROWS * self.theme.px("h_row"))
        self.nothing = label("", "hint")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setMinimumHeight(2 * self.theme.px("h_row"))
        self.nothing.hide()
        self.places: dict[str, QPushButton] = {}
        self.restore = button("恢复…", clicked=self.ask)
        self.check = button("核对", clicked=self._check, hint="逐字节核对这一份是否与做成时一样")
        self.folder_button = button("打开备份文件夹", "link", self._open_folder)
        self.result = label("", "second", wrap=True)
        self._asked = QVBoxLayout()
        self._settings = QWidget()
        self.folder, self.second = label("", wrap=True), label("", wrap=True)
        self.warnings = label("", "gap", wrap=True)
        self.counts: dict[str, QLineEdit] = {}
        self._rows: dict[str, FieldRow] = {}
        self._build()

    # ---------------------------------------------------------------- making

    def _build(self) -> None:
        top, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(self.theme.px("s1"))
        words.addWidget(self.last)
        words.addWidget(self.outside)
        top.addLayout(words, 1)
        top.addWidget(self.now, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(top)
        self.column.addWidget(self.problem)
        self.wait_for(
            self.last, self.outside, self.table, self.restore, self.check, self.folder_button, self._settings,
        )  # fmt: skip
        self.column.addWidget(self.table)
        self.column.addWidget(self.nothing)
        self.column.addLayout(self._verbs())
        self.column.addWidget(self.result)
        self.column.addLayout(self._asked)
        self.result.hide()
        below = QVBoxLayout(self._settings)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(self.theme.px("s2"))
        self._add_places(below)
        self._add_counts(below)
        self.column.addWidget(self._settings)
        self.column.addStretch(1)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._look_away())

    def _verbs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s2"))
        row.addWidget(self.restore)
        row.addWidget(self.check)
        row.addWidget(self._segments())
        row.addStretch(1)
        row.addWidget(self.folder_button)
        return row

    def _segments(self) -> QFrame:
        """Which folder's backups the table lists; only where there are two."""
        self.segments = panel("seg")
        self.segments.hide()
        self.segments.setFixedHeight(self.theme.px("h_field") + 2)
        row = QHBoxLayout(self.segments)
        row.setContentsMargins(1, 0, 1, 0)
        row.setSpacing(0)
        for word in (HERE, OUTSIDE):
            self.places[word] = one = button(word, "seg", partial(self._show_place, word))
            one.setCheckable(True)
            one.setAutoExclusive(True)
            row.addWidget(one)
        self.places[HERE].setChecked(True)
        return self.segments

    def _add_places(self, below: QVBoxLayout) -> None:
        below.addSpacing(self.theme.px("s2"))
        below.addWidget(rule())
        below.addWidget(label("放在哪里", "section"))
        self.change = button("换一个…", clicked=self._choose_folder)
        self.choose = button("选择…", clicked=self._choose_outside)
        self.forget = button("不再用", clicked=lambda: self._keep(outside=None))
        self._add_place(below, "备份文件夹", self.folder, [self.change])
        self._add_place(below, "第二个备份文件夹（U 盘或另一块硬盘）", self.second, [self.choose, self.forget])
        below.addWidget(self.warnings)

    def _add_place(self, below: QVBoxLayout, text: str, shown: QWidget, buttons: Sequence[QPushButton]) -> None:
        below.addWidget(label(text, "caption"))
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s2"))
        row.addWidget(shown, 1)
        for one in buttons:
            one.setAccessibleName(f"{text}，{one.text()}")
            row.addWidget(one)
        below.addLayout(row)

    def _add_counts(self, below: QVBoxLayout) -> None:
        below.addSpacing(self.theme.px("s2"))
        below.addWidget(rule())
        below.addWidget(label("留多少", "section"))
        below.addWidget(label("超过份数的自动清理；手动做的备份从不清理。", "hint", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s3"))
        for name, text in {**_KEPT, "remind": _REMIND}.items():
            self.counts[name] = field = QLineEdit()
            self._rows[name] = FieldRow(text, field, self.theme)
            field.editingFinished.connect(partial(self._keep_count, name))
            row.addWidget(self._rows[name], 1)
        below.addLayout(row)

    # ---------------------------------------------------------------- showing

    def refresh(self) -> None:
        """Read how things stand beside the work."""
        self.read("standing", read_standing, self._show)

    def _show(self, found: Standing) -> None:
        self._standing = found
        newest = found.here[0] if found.here else None
        self.last.setText(_last(newest))
        self.outside.setText(_outside(found.outside))
        self.outside.setProperty("role", "gap" if found.outside.reminder else "second")
        self.outside.style().polish(self.outside)
        self.segments.setVisible(found.settings.outside is not None)
        self.places[OUTSIDE].setEnabled(found.outside.within_reach)
        self.places[OUTSIDE].setToolTip("" if found.outside.within_reach else "现在连不上，请插上 U 盘")
        if not self.segments.isVisibleTo(self) or not found.outside.within_reach:
            self.places[HERE].setChecked(True)
        self._show_list()
        self.folder.setText(str(found.settings.folder))
        self.second.setText(str(found.settings.outside or "还没有选"))
        self.forget.setVisible(found.settings.outside is not None)
        self.choose.setText("换一个…" if found.settings.outside else "选择…")
        self.warnings.setText("\n".join(found.warnings))
        self.warnings.setVisible(bool(found.warnings))
        for name, field in self.counts.items():
            if not (field.hasFocus() and field.isModified()):
                field.setText(str(self._kept(name)))

    def _show_place(self, word: str) -> None:
        self.places[word].setChecked(True)
        self._show_list()

    def _show_list(self) -> None:
        if self._standing is None:
            return
        found = self._standing.here if self.places[HERE].isChecked() else self._standing.there
        before = self.table.chosen()
        self._listing = True
        self.table.show_backups(found)
        if before is not None:
            self.table.choose(before)
        self._listing = False
        self._look_away()
        why = "" if found else "这里还没有备份"
        self.nothing.setText("这里还没有备份，按“现在备份”做第一份")
        self.table.setVisible(bool(found))
        self.nothing.setVisible(not found)
        read_only = self.window_.session.log.read_only
        for one in (self.restore, self.check):
            one.setEnabled(bool(found))
            one.setToolTip(why)
        if read_only:
            for part in (self.restore, self.now):
                part.setEnabled(False)
                part.setToolTip("数据文件是只读的")

    def _kept(self, name: str) -> int:
        assert self._standing is not None
        settings = self._standing.settings
        return settings.remind_days if name == "remind" else int(getattr(settings.keep, name))

    # ---------------------------------------------------------------- backing up and checking

    def back_up(self) -> Job:
        """Make one now, beside the work."""
        return self._run(backup_job(self.window_.session.log.file), self.now, self._backed_up)

    def _backed_up(self, report: Report) -> None:
        self.window_.show_standing()
        self.refresh()
        self.window_.toast(report.outside_problem or _made(report))

    def _check(self) -> None:
        chosen = self.table.chosen()
        if chosen is not None:
            self._leave()
            self._about = chosen.file
            self._tell(f"正在核对 {chosen.at:%Y-%m-%d %H:%M} 的备份")
            self._run(check_job(chosen), self.check, partial(self._checked, chosen))

    def _checked(self, backup: Backup, faults: Sequence[str]) -> None:
        attached = f"，{len(backup.attachments)} 个附件都在" if backup.attachments else ""
        good = f"{backup.at:%Y-%m-%d %H:%M} 的备份完好：与做成时一字不差{attached}"
        if not backup.sha256:
            good = f"{backup.at:%Y-%m-%d %H:%M} 的备份读得出来；没有做成时的记录，不能与那时核对"
        self._tell("\n".join(faults) if faults else good, "error" if faults else "good")

    def _run(self, job: Job, cause: QPushButton, done: Callable[..., None]) -> Job:
        cause.setEnabled(False)
        cause.setToolTip(f"{job.title}，进度在右下角")
        job.signals.done.connect(done)
        for ended in (job.signals.done, job.signals.refused, job.signals.failed, job.signals.cancelled):
            ended.connect(lambda *_: self._free(cause))
        for ended in (job.signals.refused, job.signals.failed, job.signals.cancelled):
            ended.connect(lambda *_: self._tell(""))
        self.window_.jobs.start(job)
        return job

    def _free(self, cause: QPushButton) -> None:
        cause.setEnabled(True)
        cause.setToolTip("")

    def _tell(self, sentence: str, role: str = "second") -> None:
        self.result.setText(sentence)
        self.result.setProperty("role", role)
        self.result.style().polish(self.result)
        self.result.setVisible(bool(sentence))

    # ---------------------------------------------------------------- restoring

    def ask(self) -> None:
        """What a restore would do, and the button that does it."""
        chosen = self.table.chosen()
        if chosen is None:
            return
        self._leave()
        self._about = chosen.file
        since = actions_since(self.window_.session.log, chosen.at.astimezone())
        self._question = RestoreQuestion(self.window_, chosen, since, "恢复这一份", self._leave)
        self.confirm = self._question.confirm
        self._asked.addWidget(self._question)
        self._question.show()
        self._dress_now("")
        self.confirm.setFocus()
        QTimer.singleShot(0, self, self._scroll_to_question)

    def _scroll_to_question(self) -> None:
        self.reveal(self._question)

    def _dress_now(self, kind: str) -> None:
        """One primary button at a time."""
        self.now.setProperty("kind", kind)
        self.now.style().polish(self.now)

    def _look_away(self) -> None:
        """What was asked or said was about another row; a list that is read anew still has the row."""
        chosen = self.table.chosen()
        if not self._listing and (chosen is None or chosen.file != self._about):
            self._leave()

    def _leave(self) -> None:
        self._tell("")
        if self._asked.count():
            self._dress_now("primary")
            self.table.setFocus()
        while (item := self._asked.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    # ---------------------------------------------------------------- settings

    def _open_folder(self) -> None:
        chosen = self.table.chosen()
        folder = chosen.file.parent if chosen else self._standing.settings.folder if self._standing else None
        if folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _choose_folder(self) -> None:
        self._choose("备份文件夹", "folder")

    def _choose_outside(self) -> None:
        self._choose("第二个备份文件夹", "outside")

    def _choose(self, title: str, name: str) -> None:
        assert self._standing is not None
        start = self._standing.settings.outside or self._standing.settings.folder
        chosen = QFileDialog.getExistingDirectory(self, title, str(start if start.exists() else start.parent))
        if chosen:
            self._keep(**{name: Path(chosen)})

    def _keep(self, **changes: object) -> None:
        assert self._standing is not None
        settings = replace(self._standing.settings, **changes)  # type: ignore[arg-type]

        def change() -> str:
            write_settings(self.window_.session.log, settings)
            return "已保存备份的设置"

        if self.attempt(change):
            self.window_.show_standing()
            self.refresh()

    def _keep_count(self, name: str) -> None:
        if self._standing is None:
            return
        typed, row = self.counts[name].text().strip(), self._rows[name]
        if typed == str(self._kept(name)):
            row.tell("")
            return
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 4):
            row.tell("应为 0 到 999 的整数")
            return
        settings = self._standing.settings
        changed = (
            replace(settings, remind_days=int(typed))
            if name == "remind"
            else replace(settings, keep=replace(settings.keep, **{name: int(typed)}))
        )
        try:
            write_settings(self.window_.session.log, changed)
        except Refusal as refusal:
            row.tell(str(refusal).removesuffix("。"))
            return
        row.tell("")
        self._standing = replace(self._standing, settings=changed)
        self.window_.toast("已保存备份的设置")
        self.refresh()


def _last(newest: Backup | None) -> str:
    if newest is None:
        return "还没有备份"
    return f"最近一次 {newest.at:%Y-%m-%d %H:%M}，{newest.kind or '另存的文件'}，{newest.records:,} 条记录"


def _outside(state: Outside) -> str:
    if state.reminder and state.folder is None:
        return "备份都在这台电脑上，电脑坏了会一起丢；请在下面选一个 U 盘或另一块硬盘上的文件夹"
    if state.reminder:
        return state.reminder.removesuffix("。")
    if state.folder is None:
        return "没有第二个备份文件夹"
    if state.last is None:
        return f"还没有抄到 {state.folder}"
    when = "今天" if state.days == 0 else f"{state.days} 天前"
    return f"{when}（{state.last:%Y-%m-%d}）抄到 {state.folder}"


def _made(report: Report) -> str:
    copied = "，并抄到第二个文件夹" if report.outside else ""
    return f"已备份 {report.backup.records:,} 条记录{copied}"
