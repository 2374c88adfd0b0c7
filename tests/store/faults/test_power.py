"""The power is cut: whatever the disk had not yet been made to keep may be gone, torn or in another order."""

import random
import shutil
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite
from store.faults.disk import Disk, watched
from store.faults.killing import Killer, can_be_killed

from desktop.catalogue import Catalogue
from desktop.store import Log, pending
from desktop.store.connection import FORMAT, connect

CUTS = 300


@dataclass
class Saved:
    """What was said to be saved, and how many steps of the disk were done by then."""

    steps: list[int] = field(default_factory=list)
    states: list[tuple[int, str, str]] = field(default_factory=lambda: [(0, "", "")])
    """Records, the place of the first one, the half-typed record; one more than `steps`."""


def put(files: dict[str, bytes], folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        if not name.endswith("-shm"):
            (folder / name).write_bytes(content)
    return folder / "log.db"


def work(file: Path, catalogue: Catalogue, disk: Disk) -> Saved:
    """Save, edit, import and keep half-typed records; checkpoints come often."""
    saved, records, place, typed = Saved(), 0, "", ""
    with Log(file, connect(file), catalogue, "张三") as log:
        log.connection.execute("PRAGMA wal_autocheckpoint=30")
        training = log.ledger("training")
        first = ""
        for turn in range(60):
            if turn % 6 == 5:
                log.add_many(training, [(n, {"name": f"{turn}-{n}", "note": "长" * 700}) for n in range(20)])
                records += 20
            elif turn % 6 == 3:
                place = f"第{turn}室"
                log.update(training, first, {"place": place})
            elif turn % 6 == 4:
                typed = f"半句{turn}"
                pending.keep(log, "form", training, None, {"name": typed}, "2025-11-21")
            else:
                id_ = log.add(training, {"name": f"{turn}"})
                first, records = first or id_, records + 1
            saved.steps.append(len(disk.log))
            saved.states.append((records, place, typed))
    return saved


def state(log: Log) -> tuple[int, str, str]:
    rows = list(log.query("SELECT coalesce(place, '') FROM training ORDER BY id"))
    drafts = [one.typed["name"] for one in pending.all(log)]
    return len(rows), rows[0][0] if rows else "", "".join(drafts)


@pytest.mark.parametrize("cuts", [CUTS])
def test_three_hundred_power_cuts_while_saving_lose_nothing_that_was_saved(
    file: Path, tmp_path: Path, catalogue: Catalogue, cuts: int, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, later = random.Random(11), 0
    with watched(file.parent) as disk:
        start = disk.contents()
        saved = work(file, catalogue, disk)
    for _ in range(cuts):
        step = chance.randrange(len(disk.log) + 1)
        cut = put(disk.after(start, step, chance), tmp_path / "cut")
        done = bisect_right(saved.steps, step)
        with Log(cut, connect(cut), catalogue, "张三") as log:
            assert list(log.faults()) == []
            found = state(log)
        assert found in saved.states[done : done + 2], f"cut after step {step}: {saved.states[done]} were saved"
        later += found != saved.states[done]
    with capsys.disabled():
        forced = sum(one.kind == "sync" for one in disk.log)
        print(
            f"\n{cuts} power cuts over {len(disk.log)} steps of the disk, {forced} forcings,"
            f" {len(saved.steps)} saves:"
            f" 0 saved records lost, 0 faults; {later} times the save that was under way had come through"
        )


def test_the_model_finds_what_a_weaker_setting_loses(file: Path, tmp_path: Path, catalogue: Catalogue) -> None:
    """With synchronous=NORMAL saved records are lost in a power cut: a test that cannot fail would show nothing."""
    chance, lost = random.Random(11), 0
    with watched(file.parent) as disk:
        start = disk.contents()
        saved = Saved()
        with Log(file, connect(file), catalogue, "张三") as log:
            log.connection.execute("PRAGMA synchronous=NORMAL")
            for turn in range(20):
                log.add(log.ledger("training"), {"name": f"{turn}"})
                saved.steps.append(len(disk.log))
    for _ in range(30):
        step = chance.randrange(saved.steps[-1])
        cut = put(disk.after(start, step, chance), tmp_path / "cut")
        with Log(cut, connect(cut), catalogue, "张三") as log:
            lost += state(log)[0] < bisect_right(saved.steps, step)
    assert lost > 0


# -------------------------------------------------------------------- migration


def assert_comes_up(file: Path) -> None:
    with Log.open(file) as log:
        assert list(log.faults()) == []
        assert [one["name"] for one in log.records(log.ledger("training"))] == [f"第{n}场" for n in range(5)]
        log.add(log.ledger("training"), {"name": "之后", "place": "三楼"})


def test_a_power_cut_at_every_step_of_a_migration(
    old_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(3)
    with watched(old_file.parent) as disk:
        start = disk.contents()
        Log.open(old_file).close()
    steps, before = len(disk.log) + 1, 0
    for step in range(steps):
        cut = put(disk.after(start, step, chance), tmp_path / "cut")
        reader = sqlite.connect(cut)
        before += int(reader.execute("PRAGMA user_version").fetchone()[0]) == 1
        reader.close()
        assert_comes_up(cut)
    assert 0 < before < steps
    with capsys.disabled():
        print(f"\n{steps} power cuts, one at each step of a migration: {before} old files, the rest new, 0 lost")


@can_be_killed
def test_a_kill_in_the_middle_of_a_migration(
    old_file: Path, tmp_path: Path, killer: Killer, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before every statement of the backup that comes first and of the first tables, then before every ninth."""
    step, kills = 1, 0
    while step < 2000:
        file = put({"log.db": old_file.read_bytes()}, tmp_path / "killed")
        ended = killer.run("migrate", file, step)
        if ended.status == 0:
            break
        assert ended.killed
        assert_whole(file)
        if kills % 5 == 0:
            assert_comes_up(file)
        step, kills = step + (1 if step < 40 else 9), kills + 1
    assert step > 100
    with capsys.disabled():
        print(f"\n{kills} kills in the course of the {step} statements of a migration: 0 lost, 0 faults")


def assert_whole(file: Path) -> None:
    reader = sqlite.connect(file)
    assert reader.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert int(reader.execute("PRAGMA user_version").fetchone()[0]) in (1, FORMAT)
    assert reader.execute("SELECT count(*) FROM training").fetchone()[0] == 5
    reader.close()
