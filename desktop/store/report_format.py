"""How the annual report is laid out as a document, as the bureau decided it; kept in its log.

The defaults are those of GB/T 9704—2012 (党政机关公文格式): A4, 22 lines of 28 characters, 3号仿宋, title 2号小标宋.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from decimal import ROUND_FLOOR, Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, cast

from desktop.catalogue import Refusal
from desktop.catalogue.normalise import single_line
from desktop.store.log import Log

PAGE_WIDTH, PAGE_HEIGHT = 210, 297
"""A4, in mm."""

SETTING = "report_format"

_POINTS_A_MM = Decimal(72) / Decimal("25.4")
_PITCH_STEP = Decimal("0.05")
"""Word keeps a fixed line pitch to a twentieth of a point."""


class PageNumbers(StrEnum):
    """Where the page number stands."""

    OUTER = "outer"
    """Odd pages right, even pages left, each one character in, between dashes (GB/T 9704)."""
    CENTRED = "centred"
    NONE = "none"

    @property
    def label(self) -> str:
        """As a clerk chooses it."""
        return {"outer": "单页居右、双页居左（国标）", "centred": "居中", "none": "不编页码"}[self]


class HeadingNumbers(StrEnum):
    """How headings are numbered, whatever the outline says."""

    OUTLINE = "outline"
    """As the outline of the report says."""
    STANDARD = "standard"
    """一、 then （一） then 1. then （1）, each level anew (GB/T 9704)."""
    CONTINUOUS = "continuous"
    """The second level goes on from section to section, as some bureaus publish it."""
    NONE = "none"

    @property
    def label(self) -> str:
        """As a clerk chooses it."""
        return {
            "outline": "按提纲的编法",
            "standard": "一、（一）1.（1），逐级从头编（国标）",
            "continuous": "（一）跨章节连续编号",
            "none": "不编号",
        }[self]


@dataclass(frozen=True)
class ReportFormat:
    """The format of the annual report. Sizes are in points (磅), margins in mm."""

    addressee: str = ""
    """主送机关, without its colon; empty: the report is addressed to nobody."""
    signature: str = ""
    """落款; empty: the bureau's name."""
    document_number: str = ""
    """发文字号, as 青应急〔2025〕11号; empty: none is printed."""
    title_font: str = "方正小标宋简体"
    body_font: str = "仿宋_GB2312"
    heading1_font: str = "黑体"
    heading2_font: str = "楷体_GB2312"
    digit_font: str = "Times New Roman"
    """Font of digits and Latin letters; empty: that of the text around them."""
    title_size: Decimal = Decimal(22)
    body_size: Decimal = Decimal(16)
    lines_per_page: int = 22
    characters_per_line: int = 28
    line_pitch: Decimal = Decimal("28.95")
    """Fixed line pitch."""
    margin_top: Decimal = Decimal(37)
    margin_bottom: Decimal = Decimal(35)
    margin_left: Decimal = Decimal(28)
    margin_right: Decimal = Decimal(26)
    page_numbers: PageNumbers = PageNumbers.OUTER
    heading_numbers: HeadingNumbers = HeadingNumbers.OUTLINE
    figures_attached: bool = True
    """Whether the table of figures follows as an attachment (附件)."""

    @property
    def text_width(self) -> Decimal:
        """Width of the type area (版心), in mm."""
        return PAGE_WIDTH - self.margin_left - self.margin_right

    @property
    def text_height(self) -> Decimal:
        """Height of the type area (版心), in mm."""
        return PAGE_HEIGHT - self.margin_top - self.margin_bottom

    @property
    def character_pitch(self) -> Decimal:
        """Room of one character when a line holds as many as it should, in points."""
        return (self.text_width * _POINTS_A_MM / self.characters_per_line).quantize(Decimal("0.01"), ROUND_FLOOR)

    @property
    def lines_that_fit(self) -> int:
        """How many lines of the pitch the type area holds."""
        return int(self.text_height * _POINTS_A_MM / self.line_pitch)

    def fitted(self) -> "ReportFormat":
        """The same with the widest line pitch that holds the lines that a page should have."""
        room = self.text_height * _POINTS_A_MM / self.lines_per_page
        return replace(self, line_pitch=(room / _PITCH_STEP).to_integral_value(ROUND_FLOOR) * _PITCH_STEP)


LIMITS: dict[str, tuple[int, int, str]] = {
    "title_size": (12, 48, "磅"), "body_size": (9, 26, "磅"),
    "lines_per_page": (15, 45, "行"), "characters_per_line": (15, 50, "字"), "line_pitch": (12, 60, "磅"),
    "margin_top": (10, 80, "毫米"), "margin_bottom": (10, 80, "毫米"),
    "margin_left": (10, 60, "毫米"), "margin_right": (10, 60, "毫米"),
}  # fmt: skip
"""Smallest and largest value of each number, and its unit."""

_NEEDED = ("title_font", "body_font", "heading1_font", "heading2_font")


def report_format(log: Log) -> ReportFormat:
    """The bureau's format; what an older or a newer program kept and this one cannot use stands as in GB/T 9704."""
    kept = _kept(log)
    made = ReportFormat()
    for name in (field.name for field in fields(ReportFormat)):
        if name in kept:
            with suppress(Refusal):
                made = changed(made, name, kept[name])
    return made if not faults(made) else ReportFormat()


def _kept(log: Log) -> dict[str, str]:
    try:
        kept = json.loads(log.setting(SETTING) or "{}")
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in kept.items()} if isinstance(kept, dict) else {}


def keep_report_format(log: Log, wanted: ReportFormat) -> None:
    """Keep a format; one that cannot be laid out is refused with the first thing that is wrong."""
    for sentence in faults(wanted).values():
        raise Refusal(f"{sentence}。")
    usual = asdict(ReportFormat())
    own = {name: str(value) for name, value in asdict(wanted).items() if value != usual[name]}
    log.set_setting(SETTING, json.dumps(own, ensure_ascii=False))


def changed(before: ReportFormat, name: str, text: str) -> ReportFormat:
    """A format with one field as it was typed; `Refusal` where that is no value of the field."""
    return replace(before, **cast("dict[str, Any]", {name: typed(name, text)}))


def typed(name: str, text: str) -> object:
    """What was typed for one field of the format, as its value; `Refusal` where it is none."""
    usual = getattr(ReportFormat(), name)
    text = single_line(text)
    if isinstance(usual, bool):
        return text == "True"
    if isinstance(usual, PageNumbers | HeadingNumbers):
        try:
            return type(usual)(text)
        except ValueError:
            raise Refusal(f"“{text}”不是可选的一种。") from None
    if name == "addressee":
        return text.rstrip("：:")
    return _number(name, text) if name in LIMITS else text


def _number(name: str, text: str) -> Decimal | int:
    least, most, unit = LIMITS[name]
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Refusal(f"“{text}”不是数，请填 {least} 至 {most} {unit}。") from None
    whole = isinstance(getattr(ReportFormat(), name), int)
    if not value.is_finite() or (whole and value != value.to_integral_value()):
        raise Refusal(f"“{text}”不合适，请填 {least} 至 {most} {unit}{'的整数' if whole else ''}。")
    return int(value) if whole else value


def faults(wanted: ReportFormat) -> dict[str, str]:
    """What is wrong with a format, a sentence for each field at which it can be mended."""
    return dict(_faults(wanted))


def _faults(wanted: ReportFormat) -> Iterator[tuple[str, str]]:
    for name in _NEEDED:
        if not getattr(wanted, name):
            yield name, "没有写字体，请填字体名称"
    for name, (least, most, unit) in LIMITS.items():
        if not least <= getattr(wanted, name) <= most:
            yield name, f"请填 {least} 至 {most} {unit}"
            return
    fitting = wanted.lines_that_fit
    if fitting < wanted.lines_per_page:
        yield (
            "line_pitch",
            f"版心高 {_plain(wanted.text_height)} 毫米，按这个行距一面只能排 {fitting} 行，请改小行距或每面行数",
        )
    if wanted.character_pitch < wanted.body_size * Decimal("0.9"):
        yield "characters_per_line", f"版心宽 {_plain(wanted.text_width)} 毫米排不下，请减少每行字数或改小正文字号"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
