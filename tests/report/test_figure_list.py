"""The list of figures: sections of the outline, what needs a look, what is searched."""

from gui.records import TODAY, fill

from desktop.figures import Engine, Period
from desktop.report.figure_list import Attention, Choice, FigureList
from desktop.report.month import month_so_far, tile_names
from desktop.store import Log


def made(log: Log) -> FigureList:
    fill(log)
    return FigureList(log.catalogue, Engine(log).figures(Period.year(2025, last=TODAY)))


def test_every_figure_stands_in_one_section(log: Log) -> None:
    figures = made(log)
    everything = Choice(silent=True)
    assert figures.count(everything) == len(log.catalogue.indicators)
    assert figures.sections()[:2] == ["加强理论学习和组织领导", "健全依法行政制度"]
    assert sum(figures.count(Choice(section=one, silent=True)) for one in figures.sections()) == figures.count(
        everything
    )


def test_the_list_is_narrowed_by_attention_and_by_text_or_initials(log: Log) -> None:
    figures = made(log)
    uncounted = [one for group in figures.groups(Choice(attention=Attention.UNCOUNTED)) for one in group.figures]
    assert uncounted
    assert all(one.uncounted for one in uncounted)
    by_text, by_initials = (
        {one.indicator.name for group in figures.groups(Choice(text=text)) for one in group.figures}
        for text in ("执法检查次数", "zfjccs")
    )
    assert "checks" in by_text
    assert by_text <= by_initials


def test_a_heading_says_how_many_figures_leave_records_out(log: Log) -> None:
    group = next(one for one in made(log).groups(Choice(silent=True)) if one.title == "规范行政检查")
    assert group.summary.startswith(f"{len(group.figures)} 个指标，")
    assert group.summary.endswith("个有未计入记录")


def test_six_tiles_of_the_month(log: Log) -> None:
    names = tile_names(log.catalogue)
    assert names == ["checks", "hazards", "hazard_rectification_rate", "penalties", "penalty_fines",
                     "tip_offs_accepted"]  # fmt: skip
    assert month_so_far(TODAY) == Period(TODAY.replace(day=1), TODAY)
