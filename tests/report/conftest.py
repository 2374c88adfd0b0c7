"""An outline of a few sentences over an empty log."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.catalogue import Definitions
from desktop.figures import Period
from desktop.report.text.living import LivingReport
from desktop.store import Log
from tests.store.conftest import read_the_built_in_definitions_once

__all__ = ["read_the_built_in_definitions_once"]

YEAR = Period.year(2025)
OUTLINE = """
[reports.small]
label = "小报告"
title = ["{bureau}", "{year}年度报告"]
opening = ["{year}年，我局依法履职。[{cutoff}，]情况如下。"]
closing = ["报告完毕。"]
[reports.small.spans.fire_season]
from = "10-01"
to = "05-31"
[[reports.small.sections]]
title = "{year}年工作"
  [[reports.small.sections.sections]]
  title = "规范执法"
  style = "run_in"
  paragraphs = [
    "检查企业{inspected_enterprises}、{checks}[，同比{checks:change}]；处罚{penalties}[，罚款{penalty_fines}]。",
    { text = "发生事故{accidents}。", otherwise = "全年{accidents:word}生产安全事故。" },
  ]
  [[reports.small.sections.sections]]
  title = "应急准备"
  style = "run_in"
  paragraphs = ["开展演练{drills}，包括{drills:names}。"]
[[reports.small.sections]]
title = "存在不足"
hint = "写不足"
[[reports.small.sections]]
title = "下年安排"
paragraphs = ["{next_year}年继续努力。"]
[reports.other]
label = "另一份"
opening = ["另一份报告。"]
"""

NESTED = """
[reports.nested]
label = "报告"
[[reports.nested.sections]]
title = "工作"
  [[reports.nested.sections.sections]]
  title = "严格执法"
  style = "run_in"
    [[reports.nested.sections.sections.sections]]
    title = "规范检查"
    style = "ordinal"
    paragraphs = ["检查{checks}。"]
    [[reports.nested.sections.sections.sections]]
    title = "加强演练"
    style = "ordinal"
    paragraphs = ["演练{drills}。"]
    [[reports.nested.sections.sections.sections]]
    title = "开展培训"
    style = "ordinal"
    paragraphs = ["培训{training_sessions}。"]
"""


@pytest.fixture
def nested_log(tmp_path: Path) -> Iterator[Log]:
    """A report whose headings lead their paragraphs two at a time."""
    with Log.create(tmp_path / "nested.db", definitions=[Definitions("自.toml", NESTED)], person="张三") as log:
        yield log


@pytest.fixture
def small_log(tmp_path: Path) -> Iterator[Log]:
    settings = {"bureau": "青石区应急管理局"}
    file = tmp_path / "report.db"
    with Log.create(file, settings=settings, definitions=[Definitions("小.toml", OUTLINE)], person="张三") as log:
        yield log


@pytest.fixture
def check(small_log: Log) -> Callable[..., str]:
    """Logs a check of an enterprise on a day."""
    enterprises: set[str] = set()

    def log_check(day: str, enterprise: str = "甲化工厂") -> str:
        ledgers = small_log.catalogue.ledgers
        if enterprise not in enterprises:
            small_log.add(ledgers["enterprise"], {"name": enterprise})
            enterprises.add(enterprise)
        return small_log.add(
            ledgers["enforcement_check"], {"checked_on": day, "enterprise": enterprise, "kind": "计划检查"}
        )

    return log_check


@pytest.fixture
def report(small_log: Log) -> LivingReport:
    return LivingReport(small_log, YEAR)


@pytest.fixture
def until_november(small_log: Log) -> LivingReport:
    return LivingReport(small_log, Period.year(2025, last=date(2025, 11, 21)))
