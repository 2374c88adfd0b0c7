"""What the world does to the file: wrong files, locks, full disks, power cuts. Nothing is ever half-written."""

import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Refusal
from desktop.program import program_root
from desktop.store import Log, connection
from desktop.store.connection import APPLICATION_ID

CHINESE_SENTENCE = re.compile(r"[\u4e00-\u9fff].*。$", re.DOTALL)


def child(script: str, *arguments: object) -> "subprocess.Popen[str]":
    """A process of its own that runs `script`, with the arguments as `sys.argv`."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
        cwd=program_root(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def assert_refuses(file: Path, hint: str) -> None:
    with pytest.raises(Refusal, match=hint) as caught:
        Log.open(file)
    assert CHINESE_SENTENCE.search(str(caught.value))
    assert str(file) in str(caught.value)


def fill(file: Path, count: int = 200) -> None:
    with Log.open(file) as log:
        log.add_many(log.ledger("training"), [(n, {"name": f"第{n}场", "note": "长" * 200}) for n in range(count)])


def reopened(file: Path) -> list[str]:
    """The names of the saved lessons; the file is sound and can be written."""
    with Log.open(file) as log:
        assert list(log.faults()) == []
        names = [str(one["name"]) for one in log.records(log.ledger("training"))]
        log.add(log.ledger("training"), {"name": "之后"})
        assert list(log.faults()) == []
    return names


# -------------------------------------------------------------------- files that are none


def test_a_missing_file_is_refused_and_not_made(tmp_path: Path) -> None:
    assert_refuses(tmp_path / "没有.db", "没有数据文件")
    assert_refuses(tmp_path / "没有" / "log.db", "没有数据文件")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert_refuses(tmp_path, "是文件夹")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param("台账\n张三,安全生产\n".encode() * 50, id="text"),
        pytest.param(b"PK\x03\x04" + b"\0" * 500, id="workbook"),
        pytest.param(b"SQLite format 3\0", id="sixteen bytes"),
        pytest.param(b"\0" * 8192, id="zeros"),
    ],
)
def test_another_kind_of_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "log.db"
    file.write_bytes(content)
    assert_refuses(file, "不是应急台账的数据文件")
    assert file.read_bytes() == content
    assert len(list(tmp_path.iterdir())) == 1


def test_another_program_s_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    other = sqlite.connect(file)
    other.execute("CREATE TABLE training (id TEXT)")
    other.commit()
    other.close()
    before = file.read_bytes()
    assert_refuses(file, "别的程序的文件")
    assert file.read_bytes() == before


@pytest.mark.parametrize("kept", [0.999, 0.5, 0.1])
def test_a_truncated_file_is_refused_before_anything_is_written(file: Path, kept: float) -> None:
    fill(file)
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * kept)])
    before = file.read_bytes()
    assert_refuses(file, "不完整")
    assert file.read_bytes() == before


def root_page(file: Path, table: str) -> int:
    reader = sqlite.connect(file)
    (page,) = reader.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    reader.close()
    return int(page)


def spoil(file: Path, page: int) -> None:
    """Overwrite a page with rubbish, as a failing disk does."""
    with file.open("r+b") as stream:
        stream.seek((page - 1) * 4096)
        stream.write(b"\xa5" * 4096)


def first_id(log: Log) -> str:
    return str(log.connection.execute("SELECT record FROM _change ORDER BY seq LIMIT 1").fetchone()[0])


def test_a_spoilt_schema_is_refused_at_opening(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.seek(100)
        stream.write(b"\xa5" * 3996)
    assert_refuses(file, "损坏")


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(lambda log: list(log.records(log.ledger("training"))), id="records"),
        pytest.param(lambda log: log.titles(log.ledger("training")), id="titles"),
        pytest.param(lambda log: log.update(log.ledger("training"), first_id(log), {"name": "改"}), id="update"),
        pytest.param(lambda log: list(log.faults()), id="faults"),
    ],
)
def test_a_spoilt_page_is_said_to_be_damage_whatever_is_done(file: Path, read: object) -> None:
    fill(file)
    page = root_page(file, "training")
    spoil(file, page)
    with Log.open(file) as log:
        try:
            result = read(log)  # type: ignore[operator]
        except Refusal as refusal:
            assert "损坏" in str(refusal)
        else:
            assert any("损坏" in str(one) for one in result)


def test_a_spoilt_settings_page_is_said_to_be_damage(file: Path) -> None:
    spoil(file, root_page(file, "_setting"))
    assert_refuses(file, "损坏")


def test_a_spoilt_definitions_page_is_said_to_be_damage(file: Path) -> None:
    spoil(file, root_page(file, "_definition"))
    assert_refuses(file, "损坏")


def test_a_log_whose_making_was_cut_short_is_refused_in_words(tmp_path: Path) -> None:
    """Marked as ours, but without a table: what a power cut during `Log.create` leaves."""
    file = tmp_path / "log.db"
    half = sqlite.connect(file)
    half.execute(f"PRAGMA application_id={APPLICATION_ID}")
    half.execute("PRAGMA journal_mode=WAL")
    half.close()
    assert_refuses(file, "数据文件")


# -------------------------------------------------------------------- read-only files


def test_a_file_marked_read_only_is_read_and_not_written(file: Path) -> None:
    fill(file, 3)
    file.chmod(0o444)
    before = file.read_bytes()
    with Log.open(file) as log:
        training = log.ledger("training")
        first = next(log.records(training))
        assert first["name"] == "第0场"
        for write in (
            lambda: log.add(training, {"name": "新"}),
            lambda: log.update(training, str(first["id"]), {"name": "改"}),
            lambda: log.delete(training, str(first["id"])),
            lambda: log.set_setting("bureau", "别的局"),
        ):
            with pytest.raises(Refusal, match="只读"):
                write()
        assert list(log.faults()) == []
    assert file.read_bytes() == before


def test_a_mark_set_while_the_log_is_open_is_heeded(log: Log) -> None:
    log.file.chmod(0o444)
    with pytest.raises(Refusal, match="只读"):
        log.add(log.ledger("training"), {"name": "新"})
    log.file.chmod(0o644)
    assert log.add(log.ledger("training"), {"name": "新"})


# -------------------------------------------------------------------- another process

HOLD = """
import sys
from pysqlite3 import dbapi2 as sqlite
other = sqlite.connect(sys.argv[1], isolation_level=None)
other.execute("BEGIN IMMEDIATE")
other.execute("INSERT INTO _setting VALUES ('other', 'x')")
print("held", flush=True)
sys.stdin.readline()
other.execute(sys.argv[2])
other.close()
print("free", flush=True)
"""


@contextmanager
def held(file: Path, end: str = "COMMIT") -> "Iterator[subprocess.Popen[str]]":
    """Another process that is in the middle of writing to the file."""
    with child(HOLD, file, end) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            if process.poll() is None:
                process.communicate("\n", timeout=10)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_MILLISECONDS", 150)


def test_while_another_writes_reading_goes_on_and_writing_is_refused_in_words(file: Path, impatient: None) -> None:
    fill(file, 3)
    with held(file), Log.open(file) as log:
        training = log.ledger("training")
        assert len(list(log.records(training))) == 3
        assert log.setting("other") is None, "what is not committed is not seen"
        for write in (lambda: log.add(training, {"name": "新"}), lambda: log.set_setting("bureau", "别的局")):
            with pytest.raises(Refusal, match="正被另一个程序写入") as caught:
                write()
            assert str(file) in str(caught.value)
    assert reopened(file) == ["第0场", "第1场", "第2场"]


def test_a_short_wait_is_not_an_error(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_MILLISECONDS", 10_000)
    with Log.open(file) as log, held(file) as process:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
        log.add(log.ledger("training"), {"name": "等到了"})
        assert log.setting("other") == "x"
    assert reopened(file) == ["等到了"]


def test_two_processes_adding_at_once_lose_nothing_and_keep_the_chain(file: Path) -> None:
    script = """
    import sys
    from pathlib import Path
    from desktop.store import Log
    with Log.open(Path(sys.argv[1]), person=sys.argv[2]) as log:
        for n in range(10):
            log.add(log.ledger("training"), {"name": f"{sys.argv[2]}{n}"})
    """
    workers = [child(script, file, name) for name in ("甲", "乙")]
    for worker in workers:
        _, errors = worker.communicate(timeout=60)
        assert worker.returncode == 0, errors
    assert sorted(reopened(file)) == sorted(f"{name}{n}" for name in "甲乙" for n in range(10))


# -------------------------------------------------------------------- a full disk


def test_when_the_disk_is_full_nothing_of_the_batch_is_saved(log: Log) -> None:
    training = log.ledger("training")
    log.add(training, {"name": "先前"})
    (pages,) = log.connection.execute("PRAGMA page_count").fetchone()
    log.connection.execute(f"PRAGMA max_page_count={pages + 2}")
    with pytest.raises(Refusal, match="磁盘已满") as caught:
        log.add_many(training, [(n, {"name": f"第{n}场", "note": "长" * 2000}) for n in range(50)])
    assert CHINESE_SENTENCE.search(str(caught.value))
    assert [one["name"] for one in log.records(training)] == ["先前"]
    assert list(log.faults()) == []
    log.connection.execute("PRAGMA max_page_count=1000000")
    log.add_many(training, [(1, {"name": "空间有了"})])
    assert list(log.faults()) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB, where the tests may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def full(disk: Path, leave: int = 0) -> Path:
    """A file that takes up the rest of the disk."""
    ballast, free = disk / "ballast", os.statvfs(disk)
    ballast.write_bytes(b"\0" * max(0, free.f_bavail * free.f_frsize - leave))
    return ballast


def test_on_a_really_full_disk_every_confirmed_record_survives(small_disk: Path) -> None:
    file = small_disk / "log.db"
    Log.create(file).close()
    saved: list[str] = []
    with Log.open(file) as log:
        ballast = full(small_disk, 200_000)
        with pytest.raises(Refusal, match="磁盘"):
            for n in range(2000):
                log.add(log.ledger("training"), {"name": f"第{n}场", "note": "长" * 1000})
                saved.append(f"第{n}场")
        assert saved
        assert [one["name"] for one in log.records(log.ledger("training"))] == saved
    ballast.unlink()
    assert reopened(file) == saved


@pytest.mark.parametrize("leave", [0, 8_192, 60_000, 600_000])
def test_a_log_that_finds_no_room_leaves_no_file(small_disk: Path, leave: int) -> None:
    full(small_disk, leave)
    with pytest.raises(Refusal, match="磁盘") as caught:
        Log.create(small_disk / "log.db")
    assert CHINESE_SENTENCE.search(str(caught.value))
    assert [one.name for one in small_disk.iterdir()] == ["ballast"]


def test_a_write_protected_disk_is_read_or_refused_in_words(small_disk: Path) -> None:
    file = small_disk / "log.db"
    Log.create(file).close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    try:
        for read_only in (True, False):
            try:
                with Log.open(file, read_only=read_only) as log:
                    assert list(log.records(log.ledger("training"))) == []
            except Refusal as refusal:
                assert CHINESE_SENTENCE.search(str(refusal))
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)


# -------------------------------------------------------------------- power cuts


def newest_first_page(wal: Path, page_size: int = 4096) -> bytes:
    """The last committed version of the file's first page in a write-ahead log."""
    content, found = wal.read_bytes(), b""
    for frame in range(32, len(content), 24 + page_size):
        if int.from_bytes(content[frame : frame + 4], "big") == 1:
            found = content[frame + 24 : frame + 24 + page_size]
    return found


def test_a_checkpoint_cut_short_is_not_damage_for_the_wal_still_has_everything(file: Path, tmp_path: Path) -> None:
    """A kill or a full disk while pages move from the -wal into the file: the first page says how long it will be."""
    later = tmp_path / "later"
    later.mkdir()
    with Log.open(file) as log:
        log.connection.execute("PRAGMA wal_autocheckpoint=0")
        log.add_many(log.ledger("training"), [(n, {"name": f"第{n}场", "note": "长" * 500}) for n in range(200)])
        for one in (file, file.with_name("log.db-wal")):
            shutil.copy(one, later)
    first = newest_first_page(later / "log.db-wal")
    assert first
    with (later / "log.db").open("r+b") as stream:
        stream.write(first)
    assert len(reopened(later / "log.db")) == 200


can_be_killed = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")

CUT_IN_BATCH = """
import os, signal, sys
from pathlib import Path
from desktop.store import Log
log, left = Log.open(Path(sys.argv[1])), int(sys.argv[3])
log.connection.execute("PRAGMA cache_size=5")
def cut(statement):
    global left
    if statement.startswith(sys.argv[2]):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
log.connection.set_trace_callback(cut)
log.add_many(log.ledger("training"), [(n, {"name": f"第{n}场", "note": "长" * 500}) for n in range(400)])
print("saved")
"""
"""Killed at the n-th statement that begins so; the small cache makes SQLite write out what is not yet committed."""


@can_be_killed
@pytest.mark.parametrize(
    ("statement", "count"),
    [('INSERT INTO "training"', 300), ("INSERT INTO _change", 1), ("INSERT INTO _change", 399), ("COMMIT", 1)],
)
def test_a_kill_in_the_middle_of_a_batch_leaves_nothing_of_it(file: Path, statement: str, count: int) -> None:
    fill(file, 3)
    process = child(CUT_IN_BATCH, file, statement, count)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (-signal.SIGKILL, ""), errors
    assert reopened(file) == ["第0场", "第1场", "第2场"]


def test_a_kill_at_any_moment_keeps_whole_batches_only(file: Path) -> None:
    script = """
    import sys
    from pathlib import Path
    from desktop.store import Log
    with Log.open(Path(sys.argv[1])) as log:
        print("open", flush=True)
        for batch in range(1000):
            log.add_many(log.ledger("training"), [(n, {"name": f"{batch}"}) for n in range(20)])
            print(batch, flush=True)
    """
    with child(script, file) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        time.sleep(0.3)
        process.kill()
        confirmed = [int(line) for line in process.stdout if line.strip().isdigit()]
    names = [int(name) for name in reopened(file)]
    assert confirmed
    assert set(confirmed) <= set(names)
    assert all(names.count(batch) == 20 for batch in set(names))


CUT_IN_CREATE = """
import os, signal, sys
from pathlib import Path
from desktop.store import Log, log
connect = log.connect
def tracing(*arguments, **keys):
    made = connect(*arguments, **keys)
    made.set_trace_callback(lambda sql: sql.startswith(sys.argv[2]) and os.kill(os.getpid(), signal.SIGKILL))
    return made
log.connect = tracing
Log.create(Path(sys.argv[1]))
"""


@can_be_killed
def test_a_kill_while_a_log_is_made_leaves_a_file_that_is_refused_in_words(tmp_path: Path) -> None:
    process = child(CUT_IN_CREATE, tmp_path / "log.db", "COMMIT")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, errors
    assert_refuses(tmp_path / "log.db", "数据文件")


CUT_IN_UPGRADE = """
import os, signal, sys
from pathlib import Path
from desktop.store import Log, log
connect = log.connect
def tracing(*arguments, **keys):
    made = connect(*arguments, **keys)
    made.set_trace_callback(lambda sql: sql.startswith("COMMIT") and os.kill(os.getpid(), signal.SIGKILL))
    return made
log.connect = tracing
Log.open(Path(sys.argv[1]))
"""


@can_be_killed
def test_a_kill_while_tables_are_brought_up_leaves_the_old_ones(file: Path) -> None:
    fill(file, 3)
    writer = sqlite.connect(file)
    own = "[ledgers.training.fields.own]\nlabel = '自定'\ntype = 'text'\n"
    writer.execute("INSERT INTO _definition VALUES ('own.toml', ?)", (own,))
    writer.commit()
    writer.close()
    process = child(CUT_IN_UPGRADE, file)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, errors
    reader = sqlite.connect(file)
    assert "own" not in [column[0] for column in reader.execute("SELECT * FROM training LIMIT 0").description]
    reader.close()
    assert reopened(file) == ["第0场", "第1场", "第2场"]
