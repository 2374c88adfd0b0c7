"""The recovery sheet: shown once, printed, or saved as PDF or text. The program keeps no copy of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout

from desktop.catalogue import Refusal
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, label
from desktop.store.environment import reason_of

_POINTS = 72
_LINE, _TITLE, _TEXT, _KEY = 22.0, 20, 12, 17
GROUPS_IN_LINE = 4


@dataclass(frozen=True)
class Sheet:
    """What stands on it."""

    bureau: str
    file: str
    made_on: date
    key: str
    """Groups of four signs, parted by hyphens."""

    @property
    def key_lines(self) -> list[str]:
        """The groups in lines that can be read out."""
        groups = self.key.split("-")
        starts = range(0, len(groups), GROUPS_IN_LINE)
        return ["    ".join(groups[start : start + GROUPS_IN_LINE]) for start in starts]

    def lines(self) -> list[str]:
        """The sheet as text."""
        return [
            "举报人信息恢复页", "",
            f"单位：{self.bureau or '（未填）'}", f"数据文件：{self.file}", f"日期：{self.made_on.isoformat()}", "",
            "恢复密钥：", *self.key_lines, "",
            "忘了保护口令时，在“设置”的“举报人信息保护”里用它重设口令。",
            "口令和这一页都没有了，举报人信息就再也看不到，谁也恢复不了。",
            "拿到这一页和数据文件的人都能看到举报人信息：请装入信封密封，放进保险柜，不要与电脑放在一起。",
            "密钥里没有数字 0、1 和字母 I、O，最后一组用来核对有没有抄错。",
        ]  # fmt: skip


def print_sheet(printer: QPrinter, sheet: Sheet, theme: Theme) -> None:
    """Paint the sheet on A4; `Refusal` where the printer does not begin."""
    margins = QMarginsF(25, 25, 25, 25)
    size, upright = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(size, upright, margins, QPageLayout.Unit.Millimeter))
    painter = QPainter()
    if not painter.begin(printer):
        raise Refusal("打印没有开始：打印机没有响应，或文件正被别的程序打开。请检查后再打印。")
    scale = printer.resolution() / _POINTS
    painter.scale(scale, scale)
    width = printer.pageLayout().paintRectPixels(printer.resolution()).width() / scale
    top = 0.0
    for place, line in enumerate(sheet.lines()):
        font = QFont(theme.fonts["ui"])
        font.setPixelSize(_TITLE if place == 0 else _KEY if line in sheet.key_lines else _TEXT)
        font.setBold(place == 0 or line in sheet.key_lines)
        painter.setFont(font)
        room = QRectF(0, top, width, 10 * _LINE)
        taken = painter.boundingRect(room, int(Qt.TextFlag.TextWordWrap), line or " ")
        painter.drawText(room, int(Qt.TextFlag.TextWordWrap), line)
        top += max(_LINE, taken.height() + _LINE / 3)
    painter.end()


class RecoverySheet(QFrame):
    """The key in large groups with what can be done with it, until the person says that it is kept."""

    def __init__(self, theme: Theme, sheet: Sheet, attempt: Callable[[Callable[[], str]], bool]) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("tone", "warn")
        self.sheet = sheet
        self._theme, self._attempt = theme, attempt
        column = QVBoxLayout(self)
        pad = theme.px("s4")
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(theme.px("s2"))
        column.addWidget(label("恢复页：只显示这一次，请打印或保存后另处保管", "strong", wrap=True))
        for line in sheet.key_lines:
            column.addWidget(label(line, "figure"))
        column.addWidget(
            label(
                "忘了口令时用它重设。口令和恢复页都没有了，举报人信息就再也看不到，谁也恢复不了。不要与电脑放在一起。",
                "second", wrap=True,
            )
        )  # fmt: skip
        self.print_button = button("打印恢复页", "primary", self._print)
        self.save_button = button("存为 PDF 或文本", "", self._save)
        self.done_button = button("已保管好，收起", "")
        row = QHBoxLayout()
        row.setSpacing(theme.px("s2"))
        for part in (self.print_button, self.save_button):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.done_button)
        column.addLayout(row)

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self.window())
        if dialog.exec():
            self._attempt(lambda: self._printed(printer, "已送打印机"))

    def _printed(self, printer: QPrinter, said: str) -> str:
        print_sheet(printer, self.sheet, self._theme)
        return said

    def _save(self) -> None:
        proposed = str(Path.home() / "举报人信息恢复页.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, "保存恢复页", proposed, "PDF (*.pdf);;文本 (*.txt)")
        if chosen:
            self._attempt(lambda: self.save_as(Path(chosen)))

    def save_as(self, file: Path) -> str:
        """Save the sheet by the file's ending; what was done."""
        if file.suffix.lower() == ".txt":
            try:
                file.write_text("\n".join(self.sheet.lines()) + "\n", encoding="utf-8-sig")
            except OSError as error:
                raise Refusal(f"没有存成（{reason_of(error)}）。请换一个文件夹再存一次。") from None
            return f"恢复页已存到 {file}"
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(file))
        return self._printed(printer, f"恢复页已存到 {file}")
