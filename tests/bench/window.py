"""How fast the window is: its start, a list of a million records, a save. Each beside its goal; nothing is asserted.

Every measurement runs in a process of its own, for memory and what is imported belong to a process.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.gui.window import Window

ROUNDS = 5
JUMPS = 100
TODAY = date(2025, 11, 21)
PATIENCE = 120
"""Seconds after which a measurement gives up."""

Numbers = dict[str, float]


def main(large: Path) -> None:
    """Measure and print; `large` is the log of the other benchmarks."""
    with tempfile.TemporaryDirectory() as folder:
        million = Path(folder) / "million.db"
        print("\nthe window")
        _print_start(Path(folder))
        _print_list(million, Path(folder))
        _print_save(large, Path(folder))


def _print_start(folder: Path) -> None:
    small = folder / "small.db"
    _child("make_small", small, folder)
    starts: dict[str, list[float]] = {"empty": [], "frame": [], "start": []}
    for what in ("empty", "start"):
        _child(what, small, folder)  # compiles and caches, as every start after the first finds it
    filled, blocks = [], []
    for _ in range(ROUNDS):
        starts["empty"].append(_child("empty", small, folder)["painted"])
        found = _child("start", small, folder)
        starts["start"].append(found["painted"])
        starts["frame"].append(found["frame"])
        filled.append(found["filled"])
        blocks.append(found["block"])
    empty, frame, start = (statistics.median(seconds) for seconds in starts.values())
    _line("an empty PySide6 window painted", empty, "s")
    _line("the window's frame painted", frame, "s")
    _line("  over the empty window", frame / empty, "x", 1.5)
    _line("first page painted", start, "s")
    _line("  over the empty window", start / empty, "x", 1.5)
    _line("  everything on it read and shown", statistics.median(filled), "s")
    _line("  longest block meanwhile", 1000 * statistics.median(blocks), "ms", 100)


def _print_list(million: Path, folder: Path) -> None:
    _child("make_million", million, folder)
    found = _child("list", million, folder)
    _line("a million records: first rows painted", found["painted"], "s", 0.25)
    _line("  the whole list known", found["complete"], "s")
    _line("  longest block meanwhile", 1000 * found["block"], "ms", 100)
    _line("  jump, median", 1000 * found["jump"], "ms")
    _line("  jump, 95 of 100", 1000 * found["jump_95"], "ms", 70)
    _line("  memory", found["memory"], "MB", 200)
    for what in ("sort", "search"):
        _line(f"  {what}: done", found[what], "s")
        _line(f"  {what}: longest block", 1000 * found[f"{what}_block"], "ms", 100)


def _print_save(large: Path, folder: Path) -> None:
    found = _child("save", large, folder)
    _line("a save among 450,000 records: to 已保存", 1000 * found["saved"], "ms", 50)
    _line("  longest block of the window afterwards", 1000 * found["block"], "ms", 100)


def _line(what: str, value: float, unit: str, goal: float | None = None) -> None:
    beside = f"   goal {goal:g} {unit}, {value / goal:.2f} x the goal" if goal else ""
    print(f"  {what:<44}{value:9.2f} {unit:<3}{beside}", flush=True)


def _child(what: str, file: Path, folder: Path) -> Numbers:
    environment = {
        "QT_QPA_PLATFORM": "offscreen", **os.environ, "XDG_CACHE_HOME": str(folder / "cache"),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"), "PYTHONDONTWRITEBYTECODE": "",
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.bench.window", what, str(file), str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=900)
    if done.returncode:
        raise SystemExit(f"{what}:\n{done.stderr}")
    found: Numbers = json.loads(done.stdout.splitlines()[-1])
    return found


# -------------------------------------------------------------------- in a process of its own


def empty(_file: Path, _folder: Path) -> Numbers:
    """The floor: what PySide6 takes by itself."""
    begun = time.perf_counter()
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.resize(1366, 689)
    window.show()
    app.processEvents()
    return {"painted": time.perf_counter() - begun}


def start(file: Path, folder: Path) -> Numbers:
    """As `taizhang`: from the first import to the frame, the painted page, and everything that it shows."""
    begun = time.perf_counter()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from desktop.gui.opening import show_frame

    app = QApplication([])
    frame = show_frame(app, folder / "home")
    found = {"frame": time.perf_counter() - begun}
    desk = frame.desk(TODAY)
    desk.start(file)
    from desktop.gui.window import Window

    assert isinstance(desk.shown, Window)
    painted: list[float] = []
    desk.shown.painted.connect(lambda: QTimer.singleShot(0, lambda: painted.append(time.perf_counter())))
    while not painted:  # what the window puts off until then is not waited for
        app.processEvents()
    found["painted"] = painted[0] - begun
    page = desk.shown.page("today")
    found["block"] = _until(app, lambda: not page.busy)
    found["filled"] = time.perf_counter() - begun
    desk.leave()
    return found


def make_small(file: Path, _folder: Path) -> Numbers:
    """The demonstration year."""
    from desktop.demo import demonstration_log

    demonstration_log(file).close()
    return {}


def make_million(file: Path, _folder: Path) -> Numbers:
    """A million hazards."""
    from tests.bench.records import million_hazards

    million_hazards(file).close()
    return {}


def list_(file: Path, folder: Path) -> Numbers:
    """Open the ledger, wait for the whole list, jump about in it, sort and search."""
    from PySide6.QtWidgets import QLineEdit

    from desktop.gui.tables.record_list import RecordList
    from desktop.gui.tables.view import ListView
    from desktop.gui.tables.views import View

    app, window = _window(file, folder)
    listed: RecordList = window.page("ledgers").findChildren(RecordList)[0]
    view = window.page("ledgers").findChildren(ListView)[0]
    window.open_ledger("enterprise")
    _until(app, lambda: bool(listed.model.rowCount()))
    begun = time.perf_counter()
    window.open_ledger("hazard")
    app.processEvents()
    found = {"painted": time.perf_counter() - begun}
    listed.show_view(View("全部", "all"))
    whole = 1_000_000
    found["block"] = _until(app, lambda: listed.model.rowCount() >= whole)
    found["complete"] = time.perf_counter() - begun
    _pass(app, 2)
    jumps, bar = [], view.verticalScrollBar()
    draw = random.Random(1)
    for _ in range(JUMPS):
        place, jumped = draw.randrange(bar.maximum()), time.perf_counter()
        bar.setValue(place)
        view.viewport().repaint()
        jumps.append(time.perf_counter() - jumped)
    found["jump"], found["jump_95"] = statistics.median(jumps), sorted(jumps)[int(JUMPS * 0.95)]
    found["memory"] = _memory()
    first = list(listed.model.rowids[:200])
    found["sort"], found["sort_block"] = _measured(
        app, lambda: listed.sort_by("enterprise"), lambda: list(listed.model.rowids[:200]) != first
    )
    field = listed.bar.findChildren(QLineEdit)[0]
    found["search"], found["search_block"] = _measured(
        app, lambda: field.setText("第399化工"), lambda: listed.model.rowCount() < whole
    )
    window.leave()
    return found


def save(file: Path, folder: Path) -> Numbers:
    """Type a hazard and save it by Ctrl+S, with the page of figures behind the form."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from tests.bench.records import id_of

    app, window = _window(file, folder)
    window.show_page("figures")
    _pass(app, 2)
    saved, blocks = [], []
    for number in range(ROUNDS):
        # Never written before, for the file may have been used: the form asks about what is there already.
        typed = {
            "description": f"灭火器过期 {number} {time.time_ns()}",
            "found_on": TODAY.isoformat(),
            "enterprise": id_of("enterprise", 7),
        }
        window.open_form("hazard", None, {**typed, "level": "本局", "grade": "一般隐患", "quantity": 1})
        _pass(app, 1)
        times: list[float] = []
        window.session.saved.connect(lambda _at, times=times: times.append(time.perf_counter()))
        begun = time.perf_counter()
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        _until(app, lambda times=times: bool(times))
        saved.append(times[0] - begun)
        blocks.append(max(time.perf_counter() - begun, _pass(app, 1.5)))
    window.leave()
    return {"saved": statistics.median(saved), "block": statistics.median(blocks)}


def _window(file: Path, folder: Path) -> "tuple[QApplication, Window]":
    from PySide6.QtWidgets import QApplication

    from desktop.gui.guards import dress
    from desktop.gui.session import Session
    from desktop.gui.theme import Theme
    from desktop.gui.window import Window
    from desktop.store import Log

    app = QApplication([])
    theme = Theme.load()
    dress(app, theme, folder / "icons")
    window = Window(Session(Log.open(file), TODAY), theme)
    window.resize(1600, 900)
    window.show()
    window.show_page("settings")
    _pass(app, 1)
    return app, window


def _measured(app: "QApplication", do: Callable[[], object], done: Callable[[], bool]) -> tuple[float, float]:
    """Seconds until it is done, and the longest time for which the window did not answer."""
    begun = time.perf_counter()
    do()
    first = time.perf_counter() - begun
    block = _until(app, done)
    return time.perf_counter() - begun, max(first, block)


def _until(app: "QApplication", done: Callable[[], bool]) -> float:
    """Let the window work until something is true; the longest that it was busy at a stretch."""
    longest, end = 0.0, time.perf_counter() + PATIENCE
    while not done():
        if time.perf_counter() > end:
            raise SystemExit("it never happened")
        longest = max(longest, _turn(app))
    return longest


def _pass(app: "QApplication", seconds: float) -> float:
    """Let the window work for a while; the longest that it was busy at a stretch."""
    end = time.perf_counter() + seconds
    longest = 0.0
    while time.perf_counter() < end:
        longest = max(longest, _turn(app))
    return longest


def _turn(app: "QApplication") -> float:
    begun = time.perf_counter()
    app.processEvents()
    busy = time.perf_counter() - begun
    time.sleep(0.001)
    return busy


def _memory() -> float:
    """Resident megabytes now; where the system does not tell, the most there were."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(one for one in status.read_text(encoding="ascii").splitlines() if one.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    if sys.platform == "win32":
        return float("nan")
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024


MEASUREMENTS: dict[str, Callable[[Path, Path], Numbers]] = {
    "empty": empty, "start": start, "make_small": make_small, "make_million": make_million, "list": list_,
    "save": save,
}  # fmt: skip

if __name__ == "__main__":
    print(json.dumps(MEASUREMENTS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))))
