"""For how long the window does not answer, action by action of a clerk, on 450,000 records with their history.

Run alone: python -m tests.bench.blocks FOLDER [--explain] [words of actions]. Each line tells for how long the event
loop was held at a stretch: by the processor time of the GUI's thread, which others on the machine hardly lengthen,
and by the clock; then the time until nothing was painted any more. `--explain` names what a long stretch did.
"""

import cProfile
import json
import os
import pstats
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

GOAL = 100
"""Milliseconds."""
QUIET = 0.8
"""Seconds of an idle process after which an action is over: longer than any timer of the window waits."""
IDLE = 0.06
"""Processor time a second below which the process counts as idle; asking whether it is takes some, too."""
PATIENCE = 60
PAINTED = 0.002
TOLD = 14
"""Lines of an explanation."""


@dataclass(frozen=True)
class Held:
    """What an action did to the window, in milliseconds; megabytes after it."""

    action: str
    processor: float
    clock: float
    shown: float
    memory: float


def memory() -> float:
    """Resident megabytes; not a number where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    line = next(one for one in status.read_text(encoding="ascii").splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


class Watch:
    """Does actions and measures each."""

    def __init__(self, app: "QApplication", *, explain: bool = False) -> None:
        self._app, self._explain = app, explain
        self.held: list[Held] = []

    def do(
        self, action: str, act: Callable[[], object], *, several: int = 1, until: Callable[[], bool] = lambda: True
    ) -> None:
        """Act, then let the window work until it is idle. `several`: how often to act, each by itself."""
        begun = shown = time.perf_counter()
        worst = (0.0, 0.0)
        slowest: cProfile.Profile | None = None
        end, marks = begun + PATIENCE, [(begun, time.process_time())]
        left = several
        while time.perf_counter() < end:
            step = self._turn if not left else act
            left = max(0, left - 1)
            processor, clock, profile = self._timed(step)
            if processor > PAINTED:
                shown = time.perf_counter()
            if processor > worst[0]:
                slowest = profile
            worst = max(worst[0], processor), max(worst[1], clock)
            time.sleep(0.001)
            marks.append((time.perf_counter(), time.process_time()))
            if not left and until() and self._idle(marks):
                break
        found = Held(action, 1000 * worst[0], 1000 * worst[1], 1000 * (shown - begun), memory())
        self.held.append(found)
        print(_line(found), file=sys.stderr, flush=True)
        if self._explain and found.processor > GOAL / 2 and slowest:
            _tell(found, slowest)

    def _turn(self) -> None:
        """What comes next in the window; what was put away is deleted, as `exec` does."""
        self._app.processEvents()
        self._app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _timed(self, step: Callable[[], object]) -> tuple[float, float, cProfile.Profile | None]:
        profile = cProfile.Profile() if self._explain else None
        processor, clock = time.thread_time(), time.perf_counter()
        if profile:
            profile.enable()
        step()
        if profile:
            profile.disable()
        return time.thread_time() - processor, time.perf_counter() - clock, profile

    @staticmethod
    def _idle(marks: list[tuple[float, float]]) -> bool:
        now, used = marks[-1]
        while len(marks) > 2 and marks[1][0] < now - QUIET:
            marks.pop(0)
        since, before = marks[0]
        return now - since >= QUIET and used - before < IDLE * (now - since)


def _tell(found: Held, profile: cProfile.Profile) -> None:
    print(f"\n{found.action}: {found.processor:.0f} ms", file=sys.stderr)
    stats = pstats.Stats(profile)
    rows = sorted(stats.stats.items(), key=lambda one: -one[1][3])[: 3 * TOLD]  # type: ignore[attr-defined]
    for (file, line, name), (_, calls, own, whole, _) in rows[: 3 * TOLD]:
        place = "/".join(file.split("/")[-2:])
        print(f"    {1000 * whole:7.0f} {1000 * own:7.0f} {calls:7} {place}:{line} {name}", file=sys.stderr)


def main(large: Path, *arguments: str) -> None:
    """Measure on a copy of the log of the other benchmarks, which is changed by it, and print."""
    with tempfile.TemporaryDirectory(dir=large.parent) as folder:
        logged = large.with_name("logged.db")
        if not logged.exists():
            shutil.copy(large, logged)
            _child("make", logged)
        copy = Path(folder) / large.name
        shutil.copy(logged, copy)
        _print([Held(*one) for one in json.loads(_child("measure", copy, *arguments))])


def _print(held: list[Held]) -> None:
    print("\nhow long the window was held, longest first (goal 100 ms)")
    print(f"  {'':<44}{'processor':>12}{'x goal':>8}{'clock':>10}{'shown':>12}{'memory':>10}")
    for one in sorted(held, key=lambda one: -one.processor):
        print(_line(one))
    print(f"  {sum(one.processor > GOAL for one in held)} of {len(held)} over the goal", flush=True)


def _line(one: Held) -> str:
    wide = sum(ord(sign) > 0x2E7F for sign in one.action)
    return (
        f"  {one.action:<{44 - wide}}{one.processor:9.0f} ms{one.processor / GOAL:8.2f}{one.clock:7.0f} ms"
        f"{one.shown:9.0f} ms{one.memory:7.0f} MB"
    )


def _child(what: str, file: Path, *arguments: str) -> str:
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-m", "tests.bench.blocks", what, str(file), *arguments]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False, timeout=3600)
    if done.returncode:
        raise SystemExit(f"{what} failed")
    return done.stdout.splitlines()[-1] if done.stdout else ""


def _measure(file: Path, arguments: list[str]) -> None:
    from tests.bench.actions import measured

    only = tuple(one for one in arguments if not one.startswith("-"))
    print(json.dumps([list(vars(one).values()) for one in measured(file, "--explain" in arguments, only)]))


if __name__ == "__main__":
    if sys.argv[1] == "make":
        from tests.bench.records import with_history

        with_history(Path(sys.argv[2]))
    elif sys.argv[1] == "measure":
        _measure(Path(sys.argv[2]), sys.argv[3:])
    else:
        from tests.bench.records import LARGE, large_log

        large_log(Path(sys.argv[1]) / LARGE).close()
        main(Path(sys.argv[1]) / LARGE, *sys.argv[2:])
