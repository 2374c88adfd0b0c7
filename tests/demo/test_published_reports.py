"""The measure of the program: the logged year of each published report yields the report's figures."""

from collections import Counter
from pathlib import Path

import pytest

from desktop.demo import published_log, published_report, published_reports
from desktop.figures import Engine, Figure, Period


def computed(name: str, file: Path) -> list[tuple[str, str]]:
    """Mismatches between a report's figures and the engine's: (figure id, what is wrong)."""
    report = published_report(name)
    wrong = []
    with published_log(name, file) as log:
        engine = Engine(log)
        assert list(log.faults()) == []
        spans: dict[Period, dict[str, Figure]] = {}
        for printed in report.figures:
            if printed.indicator is None:
                continue
            if printed.indicator not in log.catalogue.indicators:
                wrong.append((printed.id, f"no indicator {printed.indicator}"))
                continue
            period = report.period_of(printed)
            if period not in spans:
                names = {one.indicator for one in report.figures if one.indicator and report.period_of(one) == period}
                known = [one for one in names if one in log.catalogue.indicators]
                spans[period] = {one.indicator.name: one for one in engine.figures(period, known)}
            found = spans[period][printed.indicator]
            if found.value != printed.expected:
                wrong.append((printed.id, f"{printed.indicator}: {found.value} instead of {printed.expected}"))
            elif found.indicator.unit != printed.unit:
                wrong.append(
                    (printed.id, f"{printed.indicator}: unit {found.indicator.unit}, printed {printed.unit}")
                )
            elif printed.approx and found.text == f"{found.number}{printed.unit}":
                wrong.append((printed.id, f"{printed.indicator}: stated as {found.text}, printed as approximate"))
    return wrong


@pytest.mark.parametrize("name", published_reports())
def test_report_is_reproduced(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = published_report(name)
    wrong = computed(name, tmp_path / "log.db")
    wanted = [one for one in report.figures if one.indicator]
    with capsys.disabled():
        print(f"\n{name}: {len(wanted) - len(wrong)}/{len(wanted)} figures reproduced")
        for figure, problem in wrong:
            print(f"    {figure}: {problem}")
    assert wrong == []


def test_every_figure_is_accounted_for() -> None:
    """389 figures, each once: 386 with the indicator that yields them, 3 with the reason why none can."""
    figures = [one for name in published_reports() for one in published_report(name).figures]
    assert Counter(one.indicator is not None for one in figures) == {True: 386, False: 3}
    assert all(one.not_computable for one in figures if one.indicator is None)
    assert len({one.id for one in figures}) == 389
