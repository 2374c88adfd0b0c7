"""帮助 → 关于应急台账."""

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, label
from desktop.gui.widgets.floating import float_over


def program_version() -> str:
    """The version that is installed."""
    try:
        return version("taizhang")
    except PackageNotFoundError:
        return "开发版"


class AboutPanel(QFrame):
    """A panel in the middle of the page; Esc closes it."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setObjectName("drawer")
        self.setAccessibleName("关于应急台账")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        side = theme.px("s6")
        column = QVBoxLayout(self)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.px("s2"))
        column.addWidget(label(f"应急台账 {program_version()}", "section"))
        for line in (
            "县级应急管理局的日常台账和年度报告数据。",
            "不联网：数据只在本机的一个文件里。",
            f"以 MIT 许可发布。界面由 Qt {qVersion()}（LGPL）绘制。",
        ):
            column.addWidget(label(line, "second"))
        column.addWidget(button("关闭", clicked=self.close), 0, Qt.AlignmentFlag.AlignRight)
        float_over(self, theme)
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, (parent.height() - self.height()) // 3)
        self.show()
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
