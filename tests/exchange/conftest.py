"""A log with a few enterprises, and workbooks as bureaus make them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop.catalogue import Catalogue, Ledger
from desktop.exchange.planning import Decisions, Plan, make_plan
from desktop.exchange.reading import open_book
from desktop.exchange.understanding import Understanding, understand
from desktop.store import Log


def quiet(_done: int, _whole: int) -> None:
    """Nobody waits for news."""


@pytest.fixture
def checks(catalogue: Catalogue) -> Ledger:
    return catalogue.ledgers["enforcement_check"]


@pytest.fixture
def enterprises(log: Log, catalogue: Catalogue) -> dict[str, str]:
    """Id by name."""
    ledger = catalogue.ledgers["enterprise"]
    codes = {"宣城海螺建材有限公司": "91340100MA2MRF3R2U", "青石化工厂": None, "鑫达机械（青石）有限公司": None}
    return {
        name: log.add(ledger, {"name": name, "uscc": code, "kept_reason": "照执照"}) for name, code in codes.items()
    }


def sheet(file: Path, rows: Sequence[Sequence[object]], *, merged: Sequence[str] = (), title: str = "台账") -> Path:
    """A workbook of one sheet, written by openpyxl."""
    book = Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(list(row))
    for place in merged:
        page.merge_cells(place)
    book.save(file)
    return file


BUREAU_ROWS = [
    ["青石区应急管理局2024年执法检查台账"],
    ["单位：万元"],
    ["序号", "检查日期", "企业名称", "统一社会信用代码", "检查情况", None, None, "是否立案", "整改期限"],
    [None, None, None, None, "检查人员", "出动人次", "一般隐患数", None, None],
    [1, "2024.3.5", "宣城海螺建材有限公司", "91340100MA2MRF3R2U", "张三、李四", 2, "３项", "√", "2024年3月20日"],
    [2, "3.12", "青石化工厂", None, "张三", "2人次", 0, "×", None],
    [3, 45366, "青石 化工厂", None, "张三", 2, 1, "否", "/"],
    [4, "去年", "青石化工厂", None, "张三", 2, 1, "否", None],
    ["合计", None, None, None, None, 8, 5, None, None],
    [5, 20240401, "宣城海螺建材", None, "王五", 1, 1, "否", None],
    ["注：本表数据截至12月31日"],
    ["填表人：张三", None, None, "审核人：李四"],
]
BUREAU_MERGED = ["A1:I1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:G3", "H3:H4", "I3:I4"]


@pytest.fixture
def bureau_file(tmp_path: Path) -> Path:
    """Merged title, two lines of headings, days written in five ways, a total in the middle, notes below."""
    return sheet(tmp_path / "检查台账.xlsx", BUREAU_ROWS, merged=BUREAU_MERGED)


Planned = Callable[..., tuple[Understanding, Plan]]


@pytest.fixture
def planned(log: Log) -> Planned:
    def plan_of(ledger: Ledger, file: Path, decisions: Decisions | None = None) -> tuple[Understanding, Plan]:
        understood = understand(log, ledger, open_book(file), quiet)
        return understood, make_plan(log, understood, decisions or Decisions(), quiet)

    return plan_of
