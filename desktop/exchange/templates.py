"""An empty table to fill in for any ledger: headings, how to fill each column, an example, lists to choose from."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.catalogue import Field, Ledger, Refusal
from desktop.exchange.names import HINT_HEAD
from desktop.store import Log
from desktop.store.replacing import replacing
from desktop.store.suggestions import ENTERPRISE

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

HELP_MARK = "填法"
EXAMPLE_MARK = "示例，不导入"
_LISTED_ROWS = 5000
"""Rows that have drop-down lists and formats."""

_LISTS = "选项"
_DAY = "2026-03-05"
_NUMBERS = {"integer": "3", "decimal": "1.5", "money": "5000"}
_COMPANY, _CODE = "某某建材有限公司", "91340100MA2MRF3R2U"
_EXAMPLES = {"企业名称": _COMPANY, "案号": "〔2026〕1号", "文号": "〔2026〕1号",
             "编号": "2026-001", "人员": "张三、李四",
             "人": "张三", "日期": _DAY,
             "地址": "某某镇某某路 1 号", "单位": "某某单位", "名称": "某某", "地点": "某某镇"}  # fmt: skip
"""By the end of a label, the first that fits."""

_WIDTHS = {"date": 16, "integer": 12, "decimal": 12, "money": 14, "boolean": 12, "choice": 18, "long_text": 36,
           "tags": 24, "text": 20, "link": 28}  # fmt: skip
_MOST_TERMS_TOLD = 6


@dataclass(frozen=True)
class _Column:
    field: Field
    target: Ledger | None

    @property
    def head(self) -> str:
        """The label with its unit; needed ones bear a star, which the import passes over."""
        unit = self.field.unit or ("元" if self.field.type.name == "money" else "")
        star = "*" if self.field.needed == "save" else ""
        return f"{star}{self.field.label}（{unit}）" if unit and self.field.type.numeric else star + self.field.label

    @property
    def how(self) -> str:
        """How to fill the column in, in a sentence."""
        said = [_need(self.field), self._kind(), self.field.help]
        return "；".join(part.rstrip("。") for part in said if part)

    def _kind(self) -> str:
        one = self.field
        match one.type.name:
            case "date":
                return "写成 2026-03-05，2026.3.5、2026年3月5日也可以"
            case "integer":
                return "整数" + ("，约数写成“约300”" if one.approx else "")
            case "decimal" | "money":
                return "数字" + ("，约数写成“约300”" if one.approx else "")
            case "boolean":
                return "填“是”或“否”，√、× 也可以"
            case "choice":
                return "从下拉列表选一项"
            case "tags":
                return _told_terms(one)
            case "link":
                return self._link_kind()
        return ""

    def _link_kind(self) -> str:
        assert self.target is not None
        keys = "或".join(self.target.fields[key].label for key in self.target.keys)
        return f"填{self.target.label}里的{keys}" if keys else f"填{self.target.label}里的编号"

    @property
    def example(self) -> str:
        """A value as it may be filled in; empty where none would help."""
        one = self.field
        terms = list(one.choices.values())
        match one.type.name:
            case "date":
                return _DAY
            case "boolean":
                return "是"
            case "choice":
                return one.display(one.default) or terms[0]
            case "tags":
                return "、".join(terms[:2])
            case "link":
                return _COMPANY if one.ledger == ENTERPRISE else ""
            case "text":
                return self._text_example()
        return _NUMBERS.get(one.type.name, "")

    def _text_example(self) -> str:
        if self.field.check == "uscc":
            return _CODE
        ends = (text for end, text in _EXAMPLES.items() if self.field.label.endswith(end))
        return next(ends, "")


def _need(one: Field) -> str:
    return {"save": "必须填写", "count": "统计要用，尽量填"}.get(one.needed or "", "")


def _told_terms(one: Field) -> str:
    terms = list(one.choices.values())
    if not terms:
        return "几项之间用“、”分开"
    more = "等" if len(terms) > _MOST_TERMS_TOLD else ""
    return f"可填几项，用“、”分开：{'、'.join(terms[:_MOST_TERMS_TOLD])}{more}"


def write_template(log: Log, ledger: Ledger, out: Path) -> int:
    """Write the template; returns its number of columns to fill. `out` is replaced only when all went well."""
    # A heavy writer: the import knows templates too, and seldom writes one.
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415

    columns = list(_columns(log, ledger))
    if not columns:
        raise Refusal(f"{ledger.label}没有可以从表格导入的栏目。")
    with replacing(out) as beside, Workbook(str(beside)) as book:
        page = book.add_worksheet(ledger.label[:31])
        styles = _Styles(book)
        _write_marks(page, styles)
        for number, one in enumerate(columns, start=1):
            _write_column(page, number, one, styles)
        _write_lists(book, page, columns)
        page.set_row(0, 30)
        page.set_row(1, 78)
        page.freeze_panes(3, 1)
        page.set_landscape()
        page.set_paper(9)
        page.repeat_rows(0)
        page.activate()
    return len(columns)


def examples_of(log: Log, ledger: Ledger) -> dict[str, str]:
    """The example of each field, as the template shows it."""
    return {one.field.name: one.example for one in _columns(log, ledger)}


def _columns(log: Log, ledger: Ledger) -> Iterator[_Column]:
    for one in ledger.fields.values():
        if one.type.name != "attachment":
            yield _Column(one, log.catalogue.ledgers[one.ledger] if one.ledger else None)


class _Styles:
    """Formats of the template."""

    def __init__(self, book: "Workbook") -> None:
        font = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
        line = {"border": 1, "border_color": "#D5DAE1"}
        head = {**font, **line, "bold": True, "text_wrap": True, "align": "center"}
        self.head = book.add_format({**head, "bg_color": "#1F4E8C", "font_color": "#FFFFFF"})
        self.mark_head = book.add_format({**head, "bg_color": "#6B7480", "font_color": "#FFFFFF"})
        self.help = book.add_format(
            {**font, **line, "font_size": 9, "font_color": "#6B7480", "text_wrap": True, "valign": "top"}
        )
        self.example = book.add_format(
            {**font, **line, "italic": True, "font_color": "#6B7480", "bg_color": "#F4F7FB", "num_format": "@"}
        )
        self.text = book.add_format({**font, "num_format": "@"})
        self.day = book.add_format({**font, "num_format": "yyyy-mm-dd", "align": "left"})
        self.integer = book.add_format({**font, "num_format": "0"})
        self.number = book.add_format({**font, "num_format": "General"})
        self.money = book.add_format({**font, "num_format": "#,##0.00"})

    def of(self, one: Field) -> Any:
        """The format of a column's cells; text wherever leading zeros or long numbers may stand."""
        kinds = {"date": self.day, "integer": self.integer, "decimal": self.number, "money": self.money}
        # A number that can be approximate is often typed as 约300.
        return kinds.get(one.type.name, self.text)


def _write_marks(page: Any, styles: _Styles) -> None:
    page.set_column(0, 0, 13, styles.text)
    page.write_string(0, 0, HINT_HEAD, styles.mark_head)
    page.write_string(1, 0, f"{HELP_MARK}（这一列不用填，从第 4 行起填写）", styles.help)
    page.write_string(2, 0, EXAMPLE_MARK, styles.example)


def _write_column(page: Any, number: int, one: _Column, styles: _Styles) -> None:
    width = max(_WIDTHS.get(one.field.type.name, 20), 2 * len(one.head) + 2)
    page.set_column(number, number, width, styles.of(one.field))
    page.write_string(0, number, one.head, styles.head)
    page.write_string(1, number, one.how, styles.help)
    page.write_string(2, number, one.example, styles.example)


def _write_lists(book: "Workbook", page: Any, columns: list[_Column]) -> None:
    """Drop-down lists; the terms stand on a hidden sheet, for a list in the cell itself holds 255 characters."""
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 - as above

    lists = None
    for number, one in enumerate(columns, start=1):
        terms = _terms(one.field)
        if not terms:
            continue
        if lists is None:
            lists = book.add_worksheet(_LISTS)
            lists.hide()
        lists.write_column(0, number, terms)
        letter = xl_col_to_name(number, col_abs=True)
        source = f"={_LISTS}!{letter}$1:{letter}${len(terms)}"
        page.data_validation(3, number, _LISTED_ROWS, number, _validation(one.field, source))


def _terms(one: Field) -> list[str]:
    if one.type.name == "boolean":
        return ["是", "否"]
    return list(one.choices.values()) if one.type.name == "choice" else []


def _validation(one: Field, source: str) -> dict[str, object]:
    return {
        "validate": "list", "source": source, "error_type": "warning", "error_title": one.label,
        "error_message": "这一项不在下拉列表里，导入时会退回。",
    }  # fmt: skip
