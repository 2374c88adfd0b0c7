"""The status bar: where things stand. Saved when, backed up when, which file, who works, what runs."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QWidget

from desktop.gui.jobs import Job
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, chip, label, vrule
from desktop.gui.widgets.elided import Elided


class StatusBar(QFrame):
    """Left: what the page says, else saved, backup and file. Right: running work, the help key, the person."""

    person_wanted = Signal()
    copy_wanted = Signal()
    """复制合计, beside the sums."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setFixedHeight(theme.px("h_status"))
        self._theme = theme
        self._page, self._sum = label(), label(role="sum")
        self._backup, self._file = Elided("", ""), Elided("", "")
        self._read_only = chip("只读", "outline")
        self._person = button("", "link", self.person_wanted.emit, hint="换人登记")
        self._person.setStyleSheet(f"font-size: {theme.px('t_caption')}px")
        self._person.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._saved_left, self._saved_right = Saved(theme), Saved(theme)
        self._work = Work(theme)
        self._behind_backup = vrule()
        self._standing = _row(
            theme, [self._saved_left, vrule(), self._backup, self._behind_backup, self._file, self._read_only]
        )
        self._copy = button("复制合计", "link", self.copy_wanted.emit, hint="复制选中记录的合计，可粘贴到 Excel")
        self._copy.setStyleSheet(f"font-size: {theme.px('t_caption')}px")
        self._copy.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._parting, self._edge = vrule(), vrule()
        self._speech = _row(theme, [self._page, self._parting, self._sum, self._edge, self._copy])
        self._who = _row(theme, [label("按 F1 看帮助"), vrule(), _picture(theme, "user"), self._person])
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("s4"), 0, theme.px("s4"), 0)
        row.addWidget(self._standing)
        row.addWidget(self._speech)
        row.addStretch(1)
        for part in (self._work, self._saved_right, self._who):
            row.addWidget(part)
        self.say("")

    def say(self, text: str, total: str = "") -> None:
        """The page's own words, with its sums in bold; empty gives the place back to file and backup."""
        self._page.setText(text)
        self._sum.setText(total)
        speaks = bool(text or total)
        self._parting.setVisible(bool(text and total))
        self._sum.setVisible(bool(total))
        for part in (self._edge, self._copy):
            part.setVisible("：" in total)
        self._speech.setVisible(speaks)
        self._saved_right.setVisible(speaks)
        self._standing.setVisible(not speaks)
        self._who.setVisible(not speaks)

    def saved(self, time: str) -> None:
        """What was typed is durable since this time, HH:MM."""
        for sign in (self._saved_left, self._saved_right):
            sign.say("ok", "ok", f"已保存 {time}")

    def unsaved(self) -> None:
        """Something is being typed, and not even a draft of it is kept yet."""
        for sign in (self._saved_left, self._saved_right):
            sign.say("edit", "ink2", "有未保存的内容")

    def draft_kept(self, time: str) -> None:
        """What is being typed is kept as a draft."""
        for sign in (self._saved_left, self._saved_right):
            sign.say("edit", "ink2", f"草稿 {time} 已存")

    def tell_standing(
        self, file: str, path: str, backup: str, person: str, read_only: bool, reminder: str = ""
    ) -> None:
        """The file, its last backup (nothing until that is known), and who works.

        `reminder`: why the backups are not safe where they are.
        """
        self._file.setText(f"本机文件：{file}")
        self._file.tell_more(path)
        self._backup.setText(f"备份：{backup}{'，没有抄到别处' if reminder else ''}")
        for part in (self._backup, self._behind_backup):
            part.setVisible(bool(backup))
        self._backup.tell_more(reminder.removesuffix("。"))
        self._backup.setProperty("role", "due" if reminder else "")
        self._backup.style().polish(self._backup)
        self._person.setText(person)
        self._read_only.setVisible(read_only)

    def follow(self, job: Job) -> None:
        """Show a job's progress until it ends."""
        self._work.follow(job)


class Saved(QFrame):
    """Saved or not, with a picture and a word."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._picture, self._word = QLabel(), label()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("s2"))
        row.addWidget(self._picture)
        row.addWidget(self._word)
        self.say("ok", "ok", "没有未保存的内容")

    def say(self, icon: str, colour: str, word: str) -> None:
        """Change picture and word."""
        size = self._theme.px("icon_small") - 2
        self._picture.setPixmap(self._theme.icon(icon, colour, size).pixmap(size, size))
        self._word.setText(word)


class Work(QFrame):
    """Work that runs: what step, a bar, per cent, and 取消."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._step, self._share, self._bar = label(), label(), QProgressBar()
        self._share.setMinimumWidth(QFontMetrics(theme.font("t_caption")).horizontalAdvance("100 %"))
        self._bar.setFixedWidth(theme.px("w_side") // 2)
        self._bar.setTextVisible(False)
        self._cancel = button("取消", "link", self._stop)
        self._job: Job | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.px("s4"), 0)
        row.setSpacing(theme.px("s2"))
        for part in (self._step, self._bar, self._share, self._cancel):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def follow(self, job: Job) -> None:
        """Show this job; a bar without an end until it tells how far it is."""
        self._job = job
        self._step.setText(job.title)
        self._bar.setRange(0, 0)
        self._share.clear()
        self._cancel.setEnabled(True)
        job.signals.progressed.connect(self._advance)
        for ended in (job.signals.done, job.signals.refused, job.signals.failed, job.signals.cancelled):
            ended.connect(lambda *_, job=job: self._end(job))
        self.show()

    def _advance(self, done: int, whole: int) -> None:
        self._bar.setRange(0, max(whole, 1))
        self._bar.setValue(done)
        self._share.setText(f"{100 * done // max(whole, 1)} %")

    def _stop(self) -> None:
        if self._job is not None:
            self._step.setText(f"{self._job.title}，正在停止")
            self._cancel.setEnabled(False)
            self._job.cancel()

    def _end(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.hide()


def _row(theme: Theme, parts: Sequence[QWidget]) -> QFrame:
    made = QFrame()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px("s2"))
    for part in parts:
        row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        if part.objectName() == "vrule":
            part.setFixedHeight(theme.px("s3"))
    return made


def _picture(theme: Theme, icon: str) -> QLabel:
    size = theme.px("icon_small") - 2
    made = QLabel()
    made.setPixmap(theme.icon(icon, "ink2", size).pixmap(size, size))
    return made
