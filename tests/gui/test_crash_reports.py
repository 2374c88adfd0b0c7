"""What is kept of a mistake: bounded in number and size, and nothing of a record in it."""

import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.gui.crash import (
    LOG_NAME,
    LONGEST_REPORT,
    MOST_REPORTS,
    REPORT_FOLDER,
    LogFile,
    Reporter,
    keep_log,
    report_text,
    without_content,
)

NOW = datetime(2025, 11, 21, 9, 30)
IDENTITY = ("王建国", "13812345678")


def mistake(*said: object) -> ValueError:
    """Raised with what was being worked on in its words, as libraries do."""
    try:
        try:
            raise KeyError(said)
        except KeyError as error:
            raise ValueError(f"cannot take {said} for a number") from error
    except ValueError as error:
        return error


def test_names_and_numbers_do_not_get_into_a_report() -> None:
    text = report_text(mistake(*IDENTITY), NOW)
    assert not any(one in text for one in (*IDENTITY, "王", "138", "5678"))
    assert "ValueError: cannot take ('□', '□') for a number" in text
    assert "KeyError" in text
    assert 'test_crash_reports.py", line' in text


def test_what_a_developer_needs_stays() -> None:
    assert without_content("no such column: due_on (1 of 3)") == "no such column: due_on (1 of 3)"
    assert without_content("青石区 2025 年") == "□ 2025 □"


def test_a_report_is_kept_as_a_file_and_the_oldest_go(tmp_path: Path) -> None:
    times = [NOW + timedelta(minutes=minute) for minute in range(MOST_REPORTS + 5)]
    clock = iter(times)
    reporter = Reporter(lambda: next(clock), tmp_path / REPORT_FOLDER)
    logging.getLogger("taizhang").setLevel(logging.CRITICAL)
    for _ in times:
        reporter.report(mistake("x"))
    logging.getLogger("taizhang").setLevel(logging.INFO)
    kept = sorted((tmp_path / REPORT_FOLDER).iterdir())
    assert [one.name for one in kept] == [f"{time:%Y-%m-%d %H-%M-%S}.txt" for time in times[-MOST_REPORTS:]]
    assert "ValueError" in kept[0].read_text(encoding="utf-8-sig")


def test_a_report_has_an_end() -> None:
    def again() -> None:
        raise RecursionError("x" * 10 * LONGEST_REPORT)

    with pytest.raises(RecursionError) as caught:
        again()
    assert len(report_text(caught.value, NOW)) == LONGEST_REPORT


def test_where_no_file_can_be_written_the_report_is_still_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / REPORT_FOLDER).write_text("a file in the way", encoding="utf-8")
    reporter, told = Reporter(folder=tmp_path / REPORT_FOLDER), []
    reporter.broke.connect(told.append)
    reporter.report(mistake("x"))
    assert len(told) == 1


def test_the_log_keeps_to_three_files_of_a_megabyte(tmp_path: Path) -> None:
    log, handler = logging.getLogger("a log of its own"), LogFile(tmp_path / LOG_NAME)
    log.addHandler(handler)
    log.propagate = False
    for _ in range(50):
        log.warning("x" * 100_000)
    handler.close()
    files = sorted(tmp_path.iterdir())
    assert [one.name for one in files] == [LOG_NAME, f"{LOG_NAME}.1", f"{LOG_NAME}.2"]
    assert all(one.stat().st_size <= 1_000_000 for one in files)


def test_words_of_qt_are_kept_without_content(tmp_path: Path) -> None:
    from PySide6.QtCore import qInstallMessageHandler, qWarning

    handler = keep_log(tmp_path)
    logging.getLogger("taizhang").propagate = False
    qWarning("cannot read 王建国 13812345678")
    qInstallMessageHandler(None)
    logging.getLogger("taizhang").propagate = True
    logging.getLogger("taizhang").removeHandler(handler)
    handler.close()
    written = (tmp_path / LOG_NAME).read_text(encoding="utf-8")
    assert "Qt: cannot read □ □" in written
