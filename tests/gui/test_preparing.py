"""A large file of an older program, opened for the first time by a newer one."""

from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite
from pytestqt.qtbot import QtBot

from desktop.gui import app
from desktop.gui.app import Desk
from desktop.gui.first_start import OpeningProblem
from desktop.gui.preparing import PreparingPage
from desktop.gui.window import Window
from desktop.store import Log, LongOpening
from desktop.store.listing import Filter, Listing

FIRMS = 7000


@pytest.fixture
def old_file(log: Log, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file without initials, as an older program left it; here some thousands of records count as many."""
    firms = log.ledger("enterprise")
    log.add_many(firms, [(n, {"name": f"海螺建材第{n}厂"}) for n in range(FIRMS)])
    log.close()
    connection = sqlite.connect(log.file, isolation_level=None)
    connection.execute("DELETE FROM _initial")
    connection.execute("DELETE FROM _setting WHERE key = 'initials'")
    connection.close()
    monkeypatch.setattr(app, "MOST_AT_ONCE", 100)
    return log.file


def initials(file: Path) -> int:
    connection = sqlite.connect(file)
    count = int(connection.execute("SELECT count(*) FROM _initial").fetchone()[0])
    connection.close()
    return count


def test_it_is_told_how_far_the_work_is_and_then_the_window_shows(desk: Desk, old_file: Path, qtbot: QtBot) -> None:
    desk.open(old_file)
    page = desk.shown
    assert isinstance(page, PreparingPage)
    assert page.isVisible()
    steps: list[str] = []
    page.bar.valueChanged.connect(lambda _value: steps.append(page.step.text()))
    qtbot.waitUntil(lambda: isinstance(desk.shown, Window), timeout=20_000)
    assert any(f"共 {FIRMS:,} 条" in step or "正在检查" in step for step in steps)
    window = desk.shown
    assert isinstance(window, Window)
    log = window.session.log
    assert Listing(log, log.ledger("enterprise")).count(Filter(text="hl")) == FIRMS


def test_it_can_be_stopped_and_the_file_is_as_it_was(desk: Desk, old_file: Path, qtbot: QtBot) -> None:
    desk.open(old_file)
    page = desk.shown
    assert isinstance(page, PreparingPage)
    page.stop.click()
    qtbot.waitUntil(lambda: isinstance(desk.shown, OpeningProblem), timeout=20_000)
    assert initials(old_file) == 0
    shown = desk.shown
    assert isinstance(shown, OpeningProblem)
    shown.retry.click()
    qtbot.waitUntil(lambda: isinstance(desk.shown, Window), timeout=20_000)


def test_closing_the_window_meanwhile_leaves_the_file_as_it_was(desk: Desk, old_file: Path) -> None:
    desk.open(old_file)
    desk.leave()
    assert initials(old_file) in (0, FIRMS), "all or nothing"
    Log.open(old_file).close()


def test_a_small_file_is_brought_up_without_a_word(
    desk: Desk, old_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "MOST_AT_ONCE", FIRMS)
    desk.open(old_file)
    assert isinstance(desk.shown, Window)


def test_a_current_file_is_never_long(old_file: Path) -> None:
    with pytest.raises(LongOpening):
        Log.open(old_file, at_most=FIRMS - 1)
    told: list[tuple[int, int]] = []
    Log.open(old_file, at_most=FIRMS, progress=lambda done, whole: told.append((done, whole))).close()
    assert told[-1] == (FIRMS, FIRMS)
    assert told == sorted(told)
    Log.open(old_file, at_most=0).close()
