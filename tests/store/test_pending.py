"""Half-typed records survive what a saved record survives."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.catalogue import Refusal
from desktop.program import program_root
from desktop.store import Log, pending
from desktop.store.pending import Pending

TYPED = {"name": "讲", "held_on": "3-", "note": "第一行\n第二行"}


def test_what_is_kept_comes_back_the_newest_first(log: Log) -> None:
    training, hazard = log.ledger("training"), log.ledger("hazard")
    pending.keep(log, "a", training, None, TYPED, "2026-11-22T08:00:00")
    pending.keep(log, "b", hazard, "some-id", {"description": ""}, "2026-11-22T08:00:05")
    pending.keep(log, "a", training, None, TYPED | {"name": "讲座"}, "2026-11-22T08:00:10")
    assert pending.all(log) == [
        Pending("a", "training", None, TYPED | {"name": "讲座"}, "2026-11-22T08:00:10"),
        Pending("b", "hazard", "some-id", {"description": ""}, "2026-11-22T08:00:05"),
    ]
    pending.drop(log, "a")
    pending.drop(log, "nothing")
    assert [one.key for one in pending.all(log)] == ["b"]


def test_drafts_are_no_part_of_the_history(log: Log) -> None:
    pending.keep(log, "a", log.ledger("training"), None, TYPED, "2026-11-22T08:00:00")
    assert log.last_saved_at is None
    assert log.undo() is None
    assert list(log.faults()) == []


def test_a_draft_survives_a_killed_process(file: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from desktop.store import Log, pending\n"
        "log = Log.open(Path(sys.argv[1]), person='张三')\n"
        "pending.keep(log, 'a', log.ledger('training'), None, {'name': '讲座'}, '2026-11-22T08:00:00')\n"
        "print('kept', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(file)], stdout=subprocess.PIPE, cwd=program_root())
    assert child.stdout is not None
    with child.stdout as out:
        assert out.readline().strip() == b"kept"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    with Log.open(file) as log:
        assert [one.typed for one in pending.all(log)] == [{"name": "讲座"}]
        assert list(log.faults()) == []


def test_a_read_only_log_says_so(file: Path) -> None:
    with Log.open(file, read_only=True) as log:
        assert pending.all(log) == []
        with pytest.raises(Refusal, match="只读"):
            pending.keep(log, "a", log.ledger("training"), None, TYPED, "2026-11-22T08:00:00")
