"""The process is killed again and again while it saves, edits, imports, deletes, undoes and backs up."""

import json
import random
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from store.faults.killing import Ended, Killer, can_be_killed

from desktop.catalogue import Catalogue
from desktop.store import Log, pending
from desktop.store.backups import State, check, default_folder, listed
from desktop.store.connection import connect

KILLS, KILLS_PER_FILE = 200, 40
BATCH = 20


@dataclass
class Promised:
    """What one file must hold: everything that was acknowledged, and nothing that was half done."""

    names: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    drafts: dict[str, str] = field(default_factory=dict)
    backups: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    open: str | None = None
    """What was tried and not acknowledged: it is there whole, or not at all."""

    def hear(self, ended: Ended) -> None:
        self.open = None
        for line in ended.lines:
            verb, _, rest = line.partition(" ")
            if verb == "try":
                self.open = rest
            elif self.open:
                self._keep(self.open.split(), json.loads(rest))
                self.open = None

    def _keep(self, tried: list[str], result: object) -> None:
        self.counts[tried[0]] += 1
        match tried, result:
            case ["add", text], str(id_):
                self.names[id_] = text
            case ["batch", text], list(ids):
                self.names |= {id_: f"{text}-{n}" for n, id_ in enumerate(ids)}
            case ["edit", id_, text], _:
                self.places[id_] = text
            case ["delete", id_], _:
                self.deleted.add(id_)
            case ["keep", key, text], _:
                self.drafts[key] = text
            case ["backup"], str(name):
                self.backups.add(name)


@dataclass(frozen=True)
class Found:
    names: dict[str, str]
    places: dict[str, str]
    deleted: set[str]
    drafts: dict[str, str]


def look(file: Path, catalogue: Catalogue) -> Found:
    """Open the file as after a crash: it is sound, and this is in it."""
    with Log(file, connect(file), catalogue, "李四") as log:
        assert list(log.faults()) == []
        rows = list(log.query("SELECT id, name, place, deleted_at FROM training"))
        drafts = {one.key: one.typed["name"] for one in pending.all(log)}
    return Found(
        {id_: name for id_, name, _, _ in rows}, {id_: place for id_, _, place, _ in rows if place},
        {id_ for id_, _, _, deleted in rows if deleted}, drafts,
    )  # fmt: skip


def assert_kept(promised: Promised, found: Found) -> None:
    """Everything acknowledged is there; of what was open, all or nothing."""
    tried = (promised.open or "").split()
    new = {id_: name for id_, name in found.names.items() if id_ not in promised.names}
    assert {id_: found.names.get(id_) for id_ in promised.names} == promised.names
    if tried[:1] == ["add"]:
        assert list(new.values()) in ([], [tried[1]])
    elif tried[:1] == ["batch"]:
        assert list(new.values()) in ([], [f"{tried[1]}-{n}" for n in range(BATCH)])
    else:
        assert new == {}
    edited = {tried[1]: tried[2]} if tried[:1] == ["edit"] else {}
    assert found.places in (promised.places, {**promised.places, **edited})
    gone = {tried[1]} if tried[:1] == ["delete"] else set()
    assert found.deleted in (promised.deleted, promised.deleted | gone)
    kept = {tried[1]: tried[2]} if tried[:1] == ["keep"] else {}
    assert found.drafts in (promised.drafts, {**promised.drafts, **kept})
    promised.names, promised.places = found.names, found.places
    promised.deleted, promised.drafts = found.deleted, found.drafts


def assert_backups_whole(promised: Promised, folder: Path, checked: set[str]) -> None:
    """Every file that has a backup's name is whole, and every one that was acknowledged is there."""
    there = listed(folder)
    assert promised.backups <= {one.file.name for one in there}
    for one in there:
        if one.file.name not in checked:
            assert one.state is State.SOUND
            assert check(one) == ()
            checked.add(one.file.name)


@can_be_killed
def test_whatever_was_acknowledged_survives_two_hundred_kills(
    killer: Killer, empty_log: Path, tmp_path: Path, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, total, kept, half, backups = random.Random(5), Counter[str](), 0, 0, 0
    for number in range(KILLS // KILLS_PER_FILE):
        file = Path(shutil.copy(empty_log, tmp_path / f"log{number}.db"))
        promised, checked, folder = Promised(), set[str](), default_folder(file)
        for kill in range(KILLS_PER_FILE):
            wait, acts = chance.choice([0.0, 0.01, 0.04]) * chance.random(), chance.randrange(1, 5)
            ended = killer.run("work", file, folder, f"{number}.{kill}", seconds=wait, after=acts)
            assert ended.killed, ended
            promised.hear(ended)
            half += promised.open is not None
            assert_kept(promised, look(file, catalogue))
            assert_backups_whole(promised, folder, checked)
        total += promised.counts
        kept += len(promised.names)
        backups += len(checked)
    assert min(total[one] for one in ("add", "batch", "edit", "delete", "keep", "backup")) > 0
    assert half > KILLS / 4, "most kills come in the middle of something"
    with capsys.disabled():
        done = ", ".join(f"{count} {what}" for what, count in sorted(total.items()))
        print(
            f"\n{KILLS} kills, {half} of them in the middle of an action; acknowledged: {done};"
            f" {kept} records found, {backups} backups whole, 0 lost, 0 faults"
        )
