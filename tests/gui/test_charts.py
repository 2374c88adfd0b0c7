"""Charts: painted on anything, at any scale, with nothing in them, in both colour modes."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPdfWriter
from pytestqt.qtbot import QtBot

from desktop.figures.series import Series
from desktop.gui.theme import Theme
from desktop.gui.widgets.charts import MonthChart, Spark, paint_bars, paint_mini, spoken

MONTHS = tuple(f"2025-{month:02}" for month in range(1, 13))
NONE = (None,) * 12
SERIES = {
    "nothing": Series((), (), ()),
    "no values": Series(MONTHS, NONE, NONE),
    "no rates": Series(MONTHS, NONE, NONE, rate=True),
    "zeros": Series(MONTHS, (0.0,) * 12, (0.0,) * 12),
    "level rate": Series(MONTHS, (100.0,) * 12, (100.0,) * 12, rate=True),
    "gaps": Series(MONTHS, (90.0, None, 95.0, *(None,) * 9), (None, 80.0, 85.0, *(None,) * 9), rate=True),
    "one month": Series(("2025-01",), (3.0,), (5.0,)),
    "negative": Series(MONTHS, (-3.0, 4.0, *(None,) * 10), NONE),
    "huge": Series(MONTHS, (1e12,) * 12, (1.0,) * 12),
}


def image(width: int = 120, height: int = 40, ratio: float = 1.0) -> QImage:
    made = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    made.fill(QColor("white"))
    return made


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("series", SERIES.values(), ids=list(SERIES))
def test_every_chart_paints_without_a_warning(qtbot: QtBot, mode: str, series: Series) -> None:
    theme = Theme.load(mode)
    chart, spark = MonthChart(theme), Spark(theme)
    for widget in (chart, spark):
        qtbot.addWidget(widget)
        widget.show_series(series, "次")
        widget.resize(300, 90)
        assert not widget.grab().isNull()
    picture = image()
    painter = QPainter(picture)
    paint_mini(painter, QRectF(0, 0, 120, 40), series, theme)
    painter.end()


def test_bars_are_as_high_as_their_values_and_stand_on_the_base(qtbot: QtBot) -> None:
    theme, picture = Theme.load(), image(40, 101)
    painter = QPainter(picture)
    paint_bars(painter, QRectF(0, 0, 40, 101), Series(("a-01", "a-02"), (10.0, 5.0), (None, None)), theme)
    painter.end()
    bar = theme.colour("chart_bar")
    columns = [[picture.pixelColor(x, y) == bar for y in range(101)] for x in (10, 30)]
    assert [column.count(True) for column in columns] == [100, 50]
    assert all(column[100] for column in columns)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_bars_have_sharp_edges_at_every_scale(ratio: float) -> None:
    """No pixel is a mixture of the bar's and the ground's colour."""
    theme, picture = Theme.load(), image(100, 30, ratio)
    painter = QPainter(picture)
    paint_bars(painter, QRectF(3.3, 1.7, 90, 25), Series(MONTHS, tuple(map(float, range(1, 13))), NONE), theme)
    painter.end()
    pixels = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert pixels == {"#ffffff", theme.colour("chart_bar").name()}


def test_a_chart_prints_as_areas_and_lines(tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "chart.pdf"
    writer = QPdfWriter(str(file))
    painter = QPainter(writer)
    painter.scale(10, 10)
    paint_mini(painter, QRectF(0, 0, 120, 40), SERIES["huge"], Theme.load())
    paint_mini(painter, QRectF(0, 50, 120, 40), SERIES["gaps"], Theme.load())
    painter.end()
    assert b"/Subtype /Image" not in file.read_bytes()


def test_a_chart_is_said_in_words() -> None:
    assert spoken(SERIES["gaps"], "%") == "1月 90，3月 95（%）"
    assert spoken(SERIES["no values"], "次") == "没有数据"
