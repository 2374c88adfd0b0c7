"""What is done in processes that are killed. `killing` starts this file; each job runs in a fork of its own.

The catalogue is read once, before the forks, so that a job is at work some milliseconds after it is asked for.
"""

import json
import os
import random
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from desktop.catalogue import load
from desktop.exchange import desk_package
from desktop.exchange.importing import carry_out
from desktop.exchange.planning import Decisions, make_plan
from desktop.exchange.reading import open_book
from desktop.exchange.understanding import understand
from desktop.store import Log, backups, making, pending
from desktop.store import log as log_module
from desktop.store.backups import restoring
from desktop.store.connection import connect

CATALOGUE = load()
BATCH, TABLE_ROWS = 20, 120
LEDGER = "training"


def tell(*words: str) -> None:
    """One line to the parent, in one write: it arrives whole or not at all."""
    os.write(1, (" ".join(words) + "\n").encode())


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def attempt(what: str, act: Callable[[], object]) -> Any:
    """Say what is tried, do it, and say that it is done: that is what a clerk reads as 已保存."""
    tell("try", what)
    result = act()
    tell("done", json.dumps(result) if isinstance(result, str | list) else "null")
    return result


def work(file: str, folder: str, seed: str) -> None:
    """Save, edit, import in batches, delete, undo, keep half-typed records and back up, until killed."""
    chance, log = random.Random(seed), Log(Path(file), connect(Path(file)), CATALOGUE, "张三")
    ledger = log.ledger(LEDGER)
    known = [str(one["id"]) for one in log.records(ledger)]
    for turn in count():
        text = f"{seed}-{turn}"
        act = chance.choices(["add", "batch", "edit", "delete", "undo", "keep", "backup"], [30, 8, 25, 6, 4, 15, 10])[
            0
        ]
        if act == "add" or not known:
            known.append(attempt(f"add {text}", partial(log.add, ledger, {"name": text})))
        elif act == "batch":
            lines = [(n, {"name": f"{text}-{n}", "note": "长" * chance.choice([10, 1000])}) for n in range(BATCH)]
            known += attempt(f"batch {text}", lambda lines=lines: log.add_many(ledger, lines).ids)
        elif act == "edit":
            id_ = chance.choice(known)
            attempt(f"edit {id_} {text}", partial(log.update, ledger, id_, {"place": text}))
        elif act == "delete":
            id_ = known.pop(chance.randrange(len(known)))
            attempt(f"delete {id_}", partial(log.delete, ledger, id_))
        elif act == "undo":
            id_ = attempt(f"add {text}", partial(log.add, ledger, {"name": text}))
            attempt(f"delete {id_}", log.undo)
        elif act == "keep":
            key = f"form{chance.randrange(3)}"
            attempt(f"keep {key} {text}", partial(pending.keep, log, key, ledger, None, {"name": text}, text))
        else:
            made = attempt("backup", lambda: backups.make(Path(file), Path(folder), backups.Kind.DAILY).file.name)
            assert made


def import_table(log: Log, table: Path) -> str:
    """As the window and the command line do it; how many records came in."""
    understood = understand(log, log.ledger(LEDGER), open_book(table), _quiet)
    return str(carry_out(log, make_plan(log, understood, Decisions(), _quiet), _quiet).added)


def _quiet(_done: int, _whole: int) -> None:
    pass


def table_of(folder: Path, name: str) -> Path:
    """A table whose rows bear its name, each with a text long enough to fill some pages of the file."""
    out = folder / f"{name}.csv"
    lines = [f"{name}-{n},2024-03-{n % 28 + 1:02},{'长' * 200}" for n in range(TABLE_ROWS)]
    out.write_text("\n".join(["培训名称,培训日期,备注", *lines]), encoding="utf-8")
    return out


def import_tables(file: str, folder: str, seed: str, step: str) -> None:
    """Import one table after the other, until killed; with a step before the n-th statement, as `migrate`."""
    log = Log(Path(file), connect(Path(file)), CATALOGUE, "张三")
    if int(step):
        log.connection.set_trace_callback(_cut_before(int(step)))
    for turn in count():
        name = f"{seed}-{turn}"
        attempt(f"import {name}", partial(import_table, log, table_of(Path(folder), name)))


def _cut_before(step: int) -> Callable[[str], None]:
    """Dies before the n-th statement."""
    left = step

    def cut(_statement: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            die()

    return cut


def migrate(file: str, step: str) -> None:
    """Open a file of an older program, killed before the n-th statement of whatever connection."""
    cut = _cut_before(int(step))

    def tracing(*arguments: Any, **keys: Any) -> Any:
        made = connect(*arguments, **keys)
        made.set_trace_callback(cut)
        return made

    log_module.connect = tracing
    backups.making.connect = tracing
    Log.open(Path(file)).close()


def merge(file: str, package: str, step: str) -> None:
    """Take a desk's package in, killed before the n-th statement."""
    left = int(step)

    def cut(_statement: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            die()

    log = Log(Path(file), connect(Path(file)), CATALOGUE, "张三")
    log.connection.set_trace_callback(cut)
    desk_package.merge(log, [Path(package)])
    log.close()


EVENTS = ("open", "os.rename", "os.remove", "os.chmod", "os.mkdir", "sqlite3.connect")


def restore(backup: str, file: str, step: str) -> None:
    """Bring a backup back, killed before the n-th file that is opened, renamed or removed."""
    left = int(step)

    def cut(event: str, _arguments: object) -> None:
        nonlocal left
        if event in EVENTS:
            left -= 1
            if left == 0:
                die()

    sys.addaudithook(cut)
    restoring.restore(Path(backup), Path(file))
    os._exit(0)


JOBS: dict[str, Callable[..., None]] = {
    "work": work, "import_tables": import_tables, "migrate": migrate, "restore": restore, "merge": merge,
}  # fmt: skip


def serve(lines: Iterator[str]) -> None:
    """Fork for each line, and say how the fork ended."""
    making.schema  # noqa: B018 - imported before the forks
    log_module.load = lambda *_: CATALOGUE
    for line in lines:
        name, *arguments = json.loads(line)
        pid = os.fork()
        if pid == 0:
            os.setpgid(0, 0)
            tell("pid", str(os.getpid()))
            JOBS[name](*arguments)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        tell("end", str(os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    serve(iter(sys.stdin.readline, ""))
