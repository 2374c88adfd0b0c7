"""设置 → 年度报告格式: how the report is laid out, with a page in small beside the fields."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout

from desktop.catalogue import Refusal
from desktop.catalogue.outlines import Numbering
from desktop.gui.pages.section import Section
from desktop.gui.widgets.basics import button, label
from desktop.gui.widgets.choice_box import ChoiceBox
from desktop.gui.widgets.field_row import FieldRow
from desktop.gui.widgets.page_preview import PagePreview, is_installed
from desktop.report.text.laying import numbering_of
from desktop.report.text.living import chosen_outline
from desktop.store.report_format import (
    HeadingNumbers,
    PageNumbers,
    ReportFormat,
    changed,
    faults,
    keep_report_format,
    report_format,
)

if TYPE_CHECKING:
    from desktop.gui.window import Window

_Line = tuple[tuple[str, str], ...]
"""Fields beside each other: name and label."""

_GROUPS: tuple[tuple[str, tuple[_Line, ...]], ...] = (
    ("首页", ((("addressee", "主送机关"), ("signature", "落款"), ("document_number", "发文字号")),)),
    (
        "字体和字号",
        (
            (
                ("title_font", "标题字体"), ("title_size", "标题字号（磅）"),
                ("body_font", "正文字体"), ("body_size", "正文字号（磅）"),
            ),
            (("heading1_font", "一级标题字体"), ("heading2_font", "二级标题字体"), ("digit_font", "数字和西文字体")),
        ),
    ),
    (
        "版面",
        (
            (
                ("lines_per_page", "每面行数"), ("characters_per_line", "每行字数"),
                ("line_pitch", "行距（磅，固定值）"),
            ),
            (
                ("margin_top", "上边距（毫米）"), ("margin_bottom", "下边距（毫米）"),
                ("margin_left", "左边距（毫米）"), ("margin_right", "右边距（毫米）"),
            ),
        ),
    ),
)  # fmt: skip
_FONTS = ("title_font", "body_font", "heading1_font", "heading2_font", "digit_font")
_FITTING = ("lines_per_page", "margin_top", "margin_bottom")
"""Fields after whose change the line pitch is proposed anew."""
_LEAST_SIDES = 1.85
"""Width that the fields and what is around them need, in side panels."""
_EMPTY = {"addressee": "空着就不写主送", "document_number": "空着就不印", "digit_font": "空着就和正文相同"}
"""What an empty field means."""


class ReportSection(Section):
    """Every field is kept as soon as it is left and can be laid out."""

    def __init__(self, window: "Window") -> None:
        super().__init__(
            window, "年度报告格式", "默认按 GB/T 9704 公文格式。本单位另有规定的在这里改，导出 Word 时照用。"
        )
        self.fields: dict[str, QLineEdit] = {}
        self.rows: dict[str, FieldRow] = {}
        self.page_numbers, self.heading_numbers = ChoiceBox(), ChoiceBox()
        self.figures_attached = QCheckBox("正文后附指标表（附件）")
        self.missing = label(role="hint", wrap=True)
        self.preview = PagePreview(self.theme)
        self._lay_out()
        self.refresh()

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        self._both = both = QHBoxLayout()
        both.setSpacing(self.theme.px("s6"))
        left = QVBoxLayout()
        left.setSpacing(self.theme.px("s2"))
        for title, lines in _GROUPS:
            left.addWidget(label(title, "strong"))
            for line in lines:
                left.addLayout(self._line(line))
            if names_of(lines) & set(_FONTS):
                left.addWidget(self.missing)
            left.addSpacing(self.theme.px("s1"))
        left.addLayout(self._choices())
        left.addWidget(self.problem)
        self.standard_button = button("恢复国标格式", clicked=self._standard)
        last = QHBoxLayout()
        last.addWidget(self.figures_attached, 1)
        last.addWidget(self.standard_button)
        left.addLayout(last)
        left.addStretch(1)
        both.addLayout(left, 1)
        both.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(both, 1)
        self.setMinimumWidth(1)  # as wide as there is room: the page then goes below the fields

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Where the names of fonts would be cut off beside the page, it goes below."""
        super().resizeEvent(event)
        beside = self.preview.sizeHint().width() + _LEAST_SIDES * self.theme.px("w_side")
        ways = QBoxLayout.Direction
        self._both.setDirection(ways.LeftToRight if self.width() >= beside else ways.TopToBottom)

    def _line(self, names: _Line) -> QGridLayout:
        row = QGridLayout()
        row.setHorizontalSpacing(self.theme.px("s3"))
        across = 12 // len(names)
        for place, (name, text) in enumerate(names):
            self.fields[name] = field = QLineEdit()
            self.rows[name] = FieldRow(text, field, self.theme)
            field.setPlaceholderText(_EMPTY.get(name, ""))
            field.editingFinished.connect(partial(self._keep, name))
            row.addWidget(self.rows[name], 0, place * across, 1, across)
        for column in range(12):
            row.setColumnStretch(column, 1)
        return row

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s3"))
        for box, text, words in (
            (self.page_numbers, "页码", PageNumbers), (self.heading_numbers, "标题编号", HeadingNumbers),
        ):  # fmt: skip
            for word in words:
                box.addItem(word.label, word.value)
            box.activated.connect(lambda _row: self._keep_choices())
            box.setMinimumContentsLength(8)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            row.addWidget(FieldRow(text, box, self.theme), 1)
        self.figures_attached.clicked.connect(lambda _on: self._keep_choices())
        return row

    # ---------------------------------------------------------------- keeping

    def _keep(self, name: str) -> None:
        """Keep one field; what is wrong is said at the field, and what was typed stays."""
        log = self.window_.session.log
        before = report_format(log)
        try:
            wanted = changed(before, name, self.fields[name].text())
            if name in _FITTING and getattr(wanted, name) != getattr(before, name) and name not in faults(wanted):
                wanted = wanted.fitted()
            self._refuse(name, wanted)
            if wanted != before:
                keep_report_format(log, wanted)
                self.window_.toast(f"已保存{self._title(name)}")
        except Refusal as refusal:
            self.rows[name].tell(str(refusal).removesuffix("。"))
            return
        self.refresh()

    @staticmethod
    def _refuse(name: str, wanted: ReportFormat) -> None:
        """Say at the field that was left whatever its change makes impossible."""
        found = faults(wanted)
        if found:
            raise Refusal(found.get(name) or next(iter(found.values())))

    def _title(self, name: str) -> str:
        return self.fields[name].accessibleName().partition("（")[0]

    def _keep_choices(self) -> None:
        wanted = report_format(self.window_.session.log)
        for name, text in (
            ("page_numbers", str(self.page_numbers.currentData())),
            ("heading_numbers", str(self.heading_numbers.currentData())),
            ("figures_attached", str(self.figures_attached.isChecked())),
        ):
            wanted = changed(wanted, name, text)
        self._put(wanted, "已保存报告格式")

    def _standard(self) -> None:
        """The standard's layout; what the bureau is called and to whom it writes stays."""
        now = report_format(self.window_.session.log)
        wanted = ReportFormat(now.addressee, now.signature, now.document_number)
        self._put(wanted, "已恢复国标格式")
        for name, field in self.fields.items():
            field.setText(_shown(wanted, name))

    def _put(self, wanted: ReportFormat, done: str) -> None:
        def keep() -> str:
            keep_report_format(self.window_.session.log, wanted)
            return done

        if self.attempt(keep):
            self.refresh()

    # ---------------------------------------------------------------- showing

    def refresh(self) -> None:
        """Show what is kept; a field that is being typed in keeps its text."""
        kept = report_format(self.window_.session.log)
        for name, field in self.fields.items():
            self.rows[name].tell("")
            if not field.hasFocus() or not field.isModified():
                field.setText(_shown(kept, name))
                field.setCursorPosition(0)
        missing = dict.fromkeys(font for name in _FONTS if not is_installed(font := _shown(kept, name)))
        self.missing.setText(f"本机没装{'、'.join(missing)}，示意用相近的字体" if missing else "")
        self.missing.setVisible(bool(missing))
        self.fields["signature"].setPlaceholderText(self.bureau.name)
        self.page_numbers.setCurrentIndex(self.page_numbers.findData(kept.page_numbers.value))
        self.heading_numbers.setCurrentIndex(self.heading_numbers.findData(kept.heading_numbers.value))
        self.figures_attached.setChecked(kept.figures_attached)
        self.preview.show_format(
            kept, self.bureau.name, self.window_.session.today, numbered=self._is_numbered(kept.heading_numbers)
        )

    def _is_numbered(self, chosen: HeadingNumbers) -> bool:
        try:
            return numbering_of(chosen_outline(self.window_.session.log), chosen) is not Numbering.PLAIN
        except Refusal:
            return chosen is not HeadingNumbers.NONE


def _shown(kept: ReportFormat, name: str) -> str:
    return str(getattr(kept, name))


def names_of(lines: tuple[_Line, ...]) -> set[str]:
    """The fields of a group."""
    return {name for line in lines for name, _text in line}
