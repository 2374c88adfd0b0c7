"""The attachment's rows: the same places in every column, and what the text states."""

import pytest

from desktop.report.word.content import FigureRow, row_of_edition
from desktop.store.editions import EditionFigure


def row(unit: str, reported: str, text: str, previous: str | None = None) -> FigureRow:
    return row_of_edition(
        EditionFigure(
            indicator="one", label="甲", section="", unit=unit, value=reported, text=text, reported=reported,
            reported_text=text, adjustment="", records=1, uncounted=0, previous=previous, version=1, definition="",
            explanation="口径。", parts=("one",),
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "before", "columns"),
    [
        ("97.50", "96.30", ("97.50", "96.30", "+1.20个百分点")),
        ("97.50", "100.00", ("97.50", "100", "−2.50个百分点")),
        ("96.30", "96.30", ("96.30", "96.30", "0")),
    ],
)
def test_per_cents_have_the_same_places_in_every_column(now: str, before: str, columns: tuple[str, ...]) -> None:
    made = row("%", now, f"{now}%", before)
    assert (made.value, made.previous, made.change) == columns


def test_other_numbers_bear_no_empty_places() -> None:
    made = row("万元", "207.380000", "207.38万元", "154.000000")
    assert (made.value, made.previous, made.change) == ("207.38", "154", "+53.38")


@pytest.mark.parametrize(
    ("text", "value"), [("3万余人次", "3万余"), ("约29876人次", "约29876"), ("超95人次", "超95"), ("未发生", "0")]
)
def test_a_kept_version_s_table_states_the_number_of_its_text(text: str, value: str) -> None:
    assert row("人次", "0", text).value == value
