"""Processes that are started, killed and asked what they had acknowledged."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.program import program_root

can_be_killed = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows neither SIGKILL nor fork")


@dataclass(frozen=True)
class Ended:
    """What a process said before its end, and its exit status (negative: the signal that killed it)."""

    lines: Sequence[str]
    status: int

    @property
    def killed(self) -> bool:
        return self.status == -signal.SIGKILL


class Killer:
    """Runs the jobs of `jobs`, each in a process of its own, one after the other."""

    def __init__(self) -> None:
        tests = str(program_root() / "tests")
        self._server = subprocess.Popen(
            [sys.executable, str(Path(tests, "store", "faults", "jobs.py"))],
            cwd=program_root(), env={**os.environ, "PYTHONPATH": str(program_root())},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip

    def run(self, job: str, *arguments: object, seconds: float | None = None, after: int = 0) -> Ended:
        """Run a job to its end, or kill it so many seconds after it acknowledged something for the n-th time.

        Counted in acknowledgements, so that as much is done between two kills on a slow machine as on a fast one.
        """
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps([job, *map(str, arguments)]) + "\n")
        self._server.stdin.flush()
        pid = int(self._line().removeprefix("pid "))
        lines: list[str] = []
        while sum(one.startswith("done") for one in lines) < after:
            lines.append(self._line())
        if seconds is not None:
            time.sleep(seconds)
            os.kill(pid, signal.SIGKILL)
        while not (line := self._line()).startswith("end "):
            lines.append(line)
        return Ended(lines, int(line.removeprefix("end ")))

    def _line(self) -> str:
        assert self._server.stdout is not None
        line = self._server.stdout.readline()
        assert line, "the jobs' process is gone"
        return line.rstrip("\n")

    def close(self) -> None:
        self._server.communicate(timeout=10)
