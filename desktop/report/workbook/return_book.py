"""The statutory return as a workbook of its own: cover, forms, differences, explanation, the records behind them."""

from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from desktop.catalogue.deadlines import Verified
from desktop.catalogue.returns import UNVERIFIED, ReturnForm
from desktop.figures import Period
from desktop.report.returns import FilledReturn, Returns
from desktop.report.workbook.cover import COVER_SHEET, Cover, Hints, write_cover
from desktop.report.workbook.detail_sheets import DetailSheets, Progress
from desktop.report.workbook.return_sheets import ReturnSheets
from desktop.report.workbook.streaming import streamed
from desktop.report.workbook.styles import Styles
from desktop.store import Log

_HINTS = Hints("怎样使用", (
    ("各表", "“年报表一”起是上报的表，“年报口径差异”逐条说明与年度报告不同之处，“年报情况说明”是文字，后面是明细。"),
    ("打印", "每张表已设好 A4 横向；填报日期、负责人、填表人留空，打印后填写，或者先在表里填好。"),
    ("数从哪里来", "表内的数是公式，从后面各台账的明细算出；改动明细，数随之重算。"),
    (UNVERIFIED, "标“待核”的规则没有见到本省原文，取自别处。报送前请对照当地的填报说明。"),
))  # fmt: skip


def export_returns(
    log: Log,
    form: ReturnForm,
    period: Period,
    out: Path,
    *,
    progress: Progress,
    made_at: datetime,
    by_kind: bool = False,
) -> FilledReturn:
    """Write the return of a period, which is a year, to `out`, which is replaced only when all of it is written.

    `by_kind`: count a decision under each of its kinds, not once under the heaviest.
    """
    returns = Returns(log, form, period)
    filled = returns.fill()
    with streamed(out) as book:
        _Writer(log, returns, filled, book, by_kind).write(progress, made_at)
    return filled


class _Writer:
    def __init__(self, log: Log, returns: Returns, filled: FilledReturn, book: Workbook, by_kind: bool) -> None:
        self._filled, self._styles = filled, Styles(book)
        self._cover: Any = book.add_worksheet(COVER_SHEET)
        self._sheets = ReturnSheets(book, filled, returns.catalogue, by_kind=by_kind)
        used = {one.ledger.name for one in returns.catalogue.indicators.values() if one.ledger}
        ledgers = [one for one in log.catalogue.ledgers.values() if one.name in used]
        self._details = DetailSheets(log, returns.catalogue, ledgers, returns.period, book, self._styles)
        book.set_properties({"title": f"{filled.bureau}{filled.title}", "company": filled.bureau})

    def write(self, progress: Progress, made_at: datetime) -> None:
        """Details first: the formulas' ranges end where the records end."""
        records = self._details.write(progress)
        self._details.figure_cells |= self._sheets.places()
        self._sheets.write(self._details)
        write_cover(self._cover, self._styles, self._cover_of(records, made_at))
        self._cover.activate()

    def _cover_of(self, records: int, made_at: datetime) -> Cover:
        filled, form = self._filled, self._filled.form
        facts = (("表样", f"{form.label}，{len(filled.tables)} 张表"), ("明细", f"{records} 条"))
        warnings = Hints("填报前请核对", [(f"{n}", text) for n, text in enumerate(filled.warnings, 1)])
        sources = Hints("表样和计数规则的依据", [
            (UNVERIFIED if one.verified is not Verified.TEXT else "已见原文", f"{one.text}　{one.url}")
            for one in form.sources
        ])  # fmt: skip
        hints = [_HINTS, *([warnings] if filled.warnings else []), sources]
        return Cover(filled.bureau, filled.title, filled.period, made_at, facts, hints)
