"""The demonstration draft: every error in it is found, and nothing else is said to be certain."""

from pathlib import Path

from desktop.demo import demonstration_log
from desktop.demo.draft import DRAFT_NAME, SLIPS, write_demonstration_draft
from desktop.figures import Period
from desktop.report.draft.checking import check_draft
from desktop.report.draft.findings import Sureness
from desktop.report.draft.knowing import known
from desktop.report.draft.opening import open_draft


def test_every_planted_error_is_found_and_nothing_else_is_certain(tmp_path: Path) -> None:
    period, out = Period.year(2025), tmp_path / DRAFT_NAME
    with demonstration_log(tmp_path / "log.db") as log:
        planted = write_demonstration_draft(log, period, period.last, out)
        check = check_draft(open_draft(out).text, log.catalogue, known(log, period))
    assert planted == len(SLIPS) + 1
    assert len({one.start for one in check.findings if one.sureness is Sureness.CERTAIN}) == len(SLIPS)
    doubtful = {one.quote for one in check.findings if one.sureness is Sureness.DOUBTFUL}
    assert doubtful >= {"41场次", "16次"}
