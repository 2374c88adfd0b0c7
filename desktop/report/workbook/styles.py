"""Cell styles of the exported workbook."""

from typing import Any

from xlsxwriter.workbook import Workbook

FONT = "微软雅黑"
ACCENT = "#1F4E8C"
PALE = "#E8EEF6"
GREY = "#6B7480"
LINE = "#D5DAE1"
TAB_COLOURS = {"执法": "#1F4E8C", "法制": "#5B6FA8", "宣教": "#2F7D6B", "应急": "#B5542A", "综合": "#6B7480"}

Format = Any
"""XlsxWriter's format object; the library has no types."""


class Styles:
    """The formats of one workbook, made once."""

    def __init__(self, book: Workbook) -> None:
        def style(**properties: object) -> Format:
            return book.add_format({"font_name": FONT, "font_size": 10, "valign": "vcenter", **properties})

        boxed = {"bottom": 1, "bottom_color": LINE}
        self.title = style(font_size=20, bold=True, font_color=ACCENT)
        self.subtitle = style(font_size=12, font_color=GREY)
        self.plain = style()
        self.bold = style(bold=True)
        self.hint = style(font_color=GREY, text_wrap=True, valign="top")
        self.head = style(bold=True, bg_color=ACCENT, font_color="#FFFFFF", text_wrap=True, align="center", border=1,
                          border_color=LINE)  # fmt: skip
        self.machine_head = style(bold=True, bg_color=GREY, font_color="#FFFFFF", text_wrap=True, align="center")
        self.headings = (
            style(bold=True, font_size=12, bg_color=PALE, font_color=ACCENT),
            style(bold=True, bg_color="#F4F7FB", font_color=ACCENT),
            style(bold=True, font_color=ACCENT, bottom=1, bottom_color=LINE, indent=1),
        )
        self.text = style(**boxed)
        self.label = style(bold=True, **boxed)
        self.statement = style(indent=1, **boxed)
        self.name = style(indent=1, **boxed)
        self.number = style(align="right", **boxed)
        self.figure = style(align="right", bold=True, **boxed)
        self.change = style(align="right", num_format='+General;-General;"—"', font_color=GREY, **boxed)
        self.explanation = style(font_color=GREY, font_size=9, text_wrap=True, **boxed)
        self.link = style(font_color=ACCENT, underline=1, indent=1, **boxed)
        self.day = style(num_format="yyyy-mm-dd", align="left", **boxed)
        self.cells: dict[str, Format] = {
            "date": style(num_format="yyyy-mm-dd", align="center"),
            "money": style(num_format="#,##0.00", align="right"),
            "integer": style(num_format="0", align="right"),
            "decimal": style(num_format="General", align="right"),
            "text": style(num_format="@"),
            "long_text": style(num_format="@"),
            "boolean": style(align="center"),
            "choice": style(),
            "tags": style(),
            "attachment": style(),
            "link": style(num_format="@"),
            "code": style(num_format="0", font_color="#A7AEB8"),
        }
