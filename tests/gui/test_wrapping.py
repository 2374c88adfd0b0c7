"""Painted texts in two lines, as Chinese is set."""

import pytest
from PySide6.QtGui import QFontMetrics

from desktop.gui.theme import Theme
from desktop.gui.widgets.wrapping import wrapped

GROUND = "安全生产违法行为行政处罚办法第六十八条"
SUPPLIES = "按《应急物资分类及编码》（GB/T 38565）的大类"


def test_what_fits_stays_in_one_line_and_what_two_do_not_hold_is_cut_off(theme: Theme) -> None:
    metrics = QFontMetrics(theme.font("t_caption"))
    whole = metrics.horizontalAdvance(GROUND)
    assert wrapped(GROUND, metrics, whole, 2) == [GROUND]
    assert "".join(wrapped(GROUND, metrics, whole * 3 // 4, 2)) == GROUND
    assert wrapped(GROUND, metrics, whole // 3, 2)[1].endswith("…")


@pytest.mark.parametrize("width", range(120, 280, 7))
def test_no_number_is_parted_and_no_mark_begins_a_line(theme: Theme, width: int) -> None:
    metrics = QFontMetrics(theme.font("t_caption"))
    first, *rest = wrapped(SUPPLIES, metrics, width, 2)
    assert first[-1] not in "“（《"
    assert not rest or rest[0][0] not in "、，。；：”）》"
    assert "38565" in first or "38565" in "".join(rest) or rest[0].endswith("…")
    assert metrics.horizontalAdvance(first) <= width
