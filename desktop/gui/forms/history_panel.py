"""Who changed what in this record and when, beside the form."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.catalogue import Ledger, Stored
from desktop.gui.theme import Theme
from desktop.gui.widgets import button, label, panel, rule
from desktop.store import Log, LoggedChange, attachments
from desktop.store.attachments import AttachmentRef
from desktop.store.undo import ACTIONS

LONGEST = 60


def local_time(at: str) -> str:
    """A time of the change log as the office clock shows it."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"


def said(log: Log, ledger: Ledger, change: LoggedChange) -> Iterator[tuple[str, str]]:
    """What one change did: label of the field, old → new."""
    if change.action == "insert":
        return
    for name in dict.fromkeys((*change.before, *change.after)):
        one = ledger.fields.get(name)
        if one is None:
            yield from (
                (secret.label, "已改，内容保密") for secret in ledger.secrets.values() if secret.secret_column == name
            )
            continue
        old, new = (_shown(log, ledger, name, values.get(name)) for values in (change.before, change.after))
        yield one.label, f"{old or '空'} → {new or '空'}"


def _shown(log: Log, ledger: Ledger, name: str, value: Stored) -> str:
    one = ledger.fields[name]
    if one.ledger and value is not None:
        target = log.catalogue.ledgers[one.ledger]
        found = log.record(target, str(value))
        return target.fields[target.title].display(found.get(target.title)) if found else str(value)
    text = one.display(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


class HistoryPanel(QFrame):
    """The changes, newest first; files that were taken off can be opened, an earlier version brought back."""

    restore_wanted = Signal(object)
    """The change after which the record was as it shall be again."""

    def __init__(self, theme: Theme, log: Log, ledger: Ledger, id_: str) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setFixedWidth(theme.px("w_side"))
        self._theme, self._log, self._ledger = theme, log, ledger
        self.close_button = button("回到核对", "link")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._body(log.history(ledger, id_)))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(scroll)

    def _body(self, changes: list[LoggedChange]) -> QWidget:
        body = panel("main")
        column = QVBoxLayout(body)
        pad = self._theme.px("s3") + 2
        column.setContentsMargins(pad, self._theme.px("s3"), pad, self._theme.px("s3"))
        column.setSpacing(self._theme.px("s2"))
        head = QHBoxLayout()
        head.addWidget(label(f"修改记录 {len(changes)} 次", "strong"))
        head.addStretch(1)
        head.addWidget(self.close_button)
        column.addLayout(head)
        for place, change in enumerate(changes):
            column.addWidget(rule())
            column.addWidget(self._change(change, newest=place == 0))
        column.addStretch(1)
        return body

    def _change(self, change: LoggedChange, *, newest: bool) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(label(f"{ACTIONS.get(change.action, change.action)}，{change.person}"))
        head.addStretch(1)
        head.addWidget(label(local_time(change.at), "hint"))
        column.addLayout(head)
        for field, text in said(self._log, self._ledger, change):
            column.addWidget(label(f"{field}：{text}", "caption", wrap=True))
        if change.reason:
            column.addWidget(label(f"原因：{change.reason}", "caption", wrap=True))
        for ref in self._taken_off(change):
            column.addWidget(self._link(f"打开“{ref.name}”", partial(self._open, ref)))
        if not newest and change.action not in ("view", "delete"):
            restore = self._link("恢复到这一版", partial(self.restore_wanted.emit, change))
            restore.setAccessibleName(f"恢复到 {local_time(change.at)} 的内容")
            column.addWidget(restore)
        return made

    def _link(self, text: str, slot: Callable[[], object]) -> QPushButton:
        made = button(text, "link", slot)
        made.setStyleSheet(f"font-size: {self._theme.px('t_caption')}px; text-align: left;")
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return made

    def _taken_off(self, change: LoggedChange) -> list[AttachmentRef]:
        """Files that the record named before a change and not after it: their copies are still there."""
        found: list[AttachmentRef] = []
        for name, one in self._ledger.fields.items():
            if one.type.name == "attachment":
                after = attachments.refs(change.after.get(name))
                found += [ref for ref in attachments.refs(change.before.get(name)) if ref not in after]
        return found

    def _open(self, ref: AttachmentRef) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(attachments.path_of(self._log.file, ref))))
