"""帮助 → 关于应急台账: which program this is, where everything lies, on what terms it is given away."""

import re
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, key_cap, label, rule
from desktop.gui.widgets.floating import float_over
from desktop.help.book import LICENCES
from desktop.program import program_root
from desktop.store.backups import read_settings

if TYPE_CHECKING:
    from desktop.gui.window import Window

TERMS = (
    f"应急台账以 MIT 许可发布。界面使用 Qt {qVersion()} 和 PySide6（© The Qt Company Ltd.），"
    "按 LGPL-3.0 使用，没有改动，可以换成自己的版本；许可全文、其他组件和源代码的出处都在“许可和声明”里。"
)


def program_version() -> str:
    """The version that is installed."""
    try:
        return version("taizhang")
    except PackageNotFoundError:
        return "开发版"


class AboutPanel(QFrame):
    """A panel in the middle of the page; Esc closes it."""

    def __init__(self, parent: QWidget, window: "Window") -> None:
        super().__init__(parent)
        self.setObjectName("drawer")
        self.setAccessibleName("关于应急台账")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._window, self._theme = window, window.theme
        self.places = _places(window)
        self._fill()
        float_over(self, self._theme)
        self.setFixedWidth(min(parent.width() - 2 * self._theme.px("s5"), 2 * self._theme.px("w_side")))
        self.setFixedHeight(self.heightForWidth(self.width()))
        self.move((parent.width() - self.width()) // 2, max(0, (parent.height() - self.height()) // 3))
        self.show()
        self.raise_()
        self.setFocus()

    def _fill(self) -> None:
        theme = self._theme
        column, side = QVBoxLayout(self), theme.px("s6")
        column.setContentsMargins(side, theme.px("s5"), side, theme.px("s5"))
        column.setSpacing(theme.px("s2"))
        column.addLayout(self._head())
        column.addWidget(label("县级应急管理局的日常台账和年度报告数据。不联网，数据只在本机。", "second", wrap=True))
        column.addSpacing(theme.px("s2"))
        column.addLayout(self._list(theme))
        column.addSpacing(theme.px("s2"))
        column.addWidget(rule())
        column.addWidget(label(TERMS, "second", wrap=True))
        column.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        row, size = QHBoxLayout(), self._theme.px("s6")
        row.setSpacing(self._theme.px("s2"))
        mark = label()
        mark.setPixmap(self._theme.icon("mark", "accent", size).pixmap(size, size))
        row.addWidget(mark)
        row.addWidget(label(f"应急台账 {program_version()}", "title"))
        row.addStretch(1)
        return row

    def _list(self, theme: Theme) -> QGridLayout:
        """Each place with what opens it."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px("s3"))
        grid.setVerticalSpacing(theme.px("s1"))
        grid.setColumnStretch(1, 1)
        for number, (what, place) in enumerate(self.places.items()):
            shown = label(re.sub(r"([\\/])", "\\1\u200b", str(place)), wrap=True)  # a path may break at its folders
            shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            opened = button("打开", "link", partial(_open, place), hint=f"打开{what}所在的文件夹")
            opened.setAccessibleName(f"打开{what}所在的文件夹")
            for at, part in enumerate((label(what, "caption"), shown, opened)):
                grid.addWidget(part, number, at)
        return grid

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px("s2"))
        row.addWidget(button("许可和声明", clicked=self._show_licences))
        self.copied = button("复制版本信息", "plain", self._copy)
        row.addWidget(self.copied)
        row.addStretch(1)
        row.addWidget(button("关闭", clicked=self.close))
        row.addWidget(key_cap("Esc"))
        return row

    def _show_licences(self) -> None:
        self.close()
        self._window.show_help(LICENCES)

    def _copy(self) -> None:
        """What a person who helps asks for first."""
        lines = [
            f"应急台账 {program_version()}，Qt {qVersion()}",
            *(f"{what}：{one}" for what, one in self.places.items()),
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.copied.setText("已复制")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()


def _places(window: "Window") -> dict[str, Path]:
    """What lies where on this computer."""
    file = window.session.log.file.absolute()
    found = {"数据文件": file, "备份": read_settings(file).folder, "程序": program_root()}
    return found | ({"运行记录": window.log_folder} if window.log_folder else {})


def _open(place: Path) -> None:
    folder = place if place.is_dir() else place.parent
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
