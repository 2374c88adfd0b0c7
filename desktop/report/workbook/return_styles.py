"""Cell styles of a statutory return: a printed form in black on white, unlike the rest of the workbook."""

from typing import Any

from xlsxwriter.workbook import Workbook

FONT = "宋体"
_THIN = 1


class ReturnStyles:
    """The formats of a return's sheets, made once."""

    def __init__(self, book: Workbook) -> None:
        def style(**properties: object) -> Any:
            return book.add_format({"font_name": FONT, "font_size": 11, "valign": "vcenter", **properties})

        boxed = {"border": _THIN, "align": "center"}
        self.title = style(font_size=18, bold=True, align="center")
        self.line = style()
        self.right = style(align="right")
        self.head = style(text_wrap=True, bold=True, **boxed)
        self.unit = style(text_wrap=True, **boxed)
        self.values = {
            "": style(num_format="General", **boxed),
            "元": style(num_format="#,##0.00", **boxed),
        }
        self.rule = style(font_size=10, text_wrap=True, valign="top")
        self.section = style(font_size=13, bold=True)
        self.cell = style(font_size=10, text_wrap=True, border=_THIN, indent=1)
        self.number = style(font_size=10, **boxed)
        self.heading = style(font_size=10, bold=True, text_wrap=True, **boxed)
        self.paragraph_title = style(font_size=14, bold=True)
        self.paragraph = style(font_size=14, text_wrap=True, valign="top")

    def value(self, unit: str) -> Any:
        """The style of a figure in a unit."""
        return self.values.get(unit, self.values[""])
