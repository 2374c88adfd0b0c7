"""Each published report's outline over its generated log states every derivable figure with its unit."""

from pathlib import Path

import pytest

from desktop.demo import published_log, published_report, published_reports
from desktop.demo.published import PublishedFigure, PublishedReport
from desktop.figures import Period
from desktop.report.text.composing import Token
from desktop.report.text.laying import LaidReport
from desktop.report.text.living import LivingReport
from desktop.report.text.saying import Worth, in_text


def stated(laid: LaidReport, figure: PublishedFigure, period: Period) -> bool:
    """Whether a sentence states the figure's value with its unit, or the word that it amounts to."""
    return any(_states(token, figure) for token in laid.tokens() if _is(token, figure, period))


def _is(token: Token, figure: PublishedFigure, period: Period) -> bool:
    return token.reference.indicator == figure.indicator and token.said.figure.period == period


def _states(token: Token, figure: PublishedFigure) -> bool:
    found = token.said.figure
    if found.value != figure.expected or found.indicator.unit != figure.unit or found.exact is None:
        return False
    words = {in_text(found), found.indicator.word}
    return token.said.text in words


def untold(report: PublishedReport, file: Path) -> tuple[int, list[str]]:
    """How many figures the text should state, and those that it does not."""
    with published_log(report.name, file) as log:
        laid = LivingReport(log, report.period).lay()
        assert all(token.said.worth is not Worth.UNKNOWN for token in laid.tokens())
        wanted = [one for one in report.figures if one.indicator]
        missing = [one for one in wanted if not stated(laid, one, report.period_of(one))]
        assert all(f"{token.said.text}" in laid.text for token in laid.tokens())
        return len(wanted), [f"{one.id} {one.indicator} {one.expected}{one.unit}" for one in missing]


@pytest.mark.parametrize("name", published_reports())
def test_text_states_every_figure(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted, missing = untold(published_report(name), tmp_path / "log.db")
    with capsys.disabled():
        print(f"\n{name}: {wanted - len(missing)}/{wanted} figures stated")
        for one in missing:
            print(f"    {one}")
    assert missing == []
