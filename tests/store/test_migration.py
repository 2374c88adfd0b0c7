"""An old file under a newer program, and a newer file under an old one."""

import hashlib
import re
import shutil
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Definitions, Refusal
from desktop.program import program_root
from desktop.store import Log
from desktop.store.connection import FORMAT

NEW_FIELDS = """
[fields.firm]
label = "承办企业"
type = "link"
ledger = "enterprise"
[fields.cost]
label = "经费"
type = "money"
[fields.guests]
label = "来宾"
type = "integer"
approx = true
[fields.grade]
label = "评级"
type = "choice"
default = "好"
[fields.grade.choices]
good = "好"
"""
VISITS = """
label = "走访"
group = "综合"
unit = "次"
title = "name"
date = "done_on"
keys = ["name"]
[fields.name]
label = "名称"
type = "text"
[fields.done_on]
label = "日期"
type = "date"
[fields.lesson]
label = "培训"
type = "link"
ledger = "training"
"""


@pytest.fixture(scope="module")
def as_it_was(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's definitions and a log of its, with some work in it."""
    folder = tmp_path_factory.mktemp("as-it-was")
    root = folder / "program"
    shutil.copytree(program_root() / "resources" / "ledgers", root / "resources" / "ledgers")
    shutil.copytree(program_root() / "seeds" / "codes", root / "seeds" / "codes")
    (folder / "data").mkdir()
    with Log.create(folder / "data" / "log.db", person="张三", root=root) as log:
        training = log.ledger("training")
        ids = log.add_many(
            training, [(n, {"name": f"第{n}场", "topics": "防汛", "hours": 1.5}) for n in range(5)]
        ).ids
        log.update(training, ids[0], {"place": "三楼"})
        log.delete(training, ids[1])
        log.add(log.ledger("enterprise"), {"name": "甲公司", "uscc": "91110000600037341L"})
    return folder


@pytest.fixture
def root(as_it_was: Path, tmp_path: Path) -> Path:
    """The definitions, to be changed."""
    return Path(shutil.copytree(as_it_was / "program", tmp_path / "program"))


@pytest.fixture
def old_file(as_it_was: Path, tmp_path: Path) -> Path:
    """The log, to be opened with them."""
    return Path(shutil.copytree(as_it_was / "data", tmp_path / "data")) / "log.db"


def rows(file: Path, table: str) -> list[dict[str, object]]:
    connection = sqlite.connect(file)
    cursor = connection.execute(f'SELECT * FROM "{table}" ORDER BY 1')
    found = [dict(zip([column[0] for column in cursor.description], row, strict=True)) for row in cursor]
    connection.close()
    return found


def run(file: Path, *statements: str) -> None:
    connection = sqlite.connect(file, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def fingerprint(file: Path) -> str:
    """The bytes of the file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def append(root: Path, ledger: str, text: str) -> None:
    with (root / "resources" / "ledgers" / f"{ledger}.toml").open("a", encoding="utf-8") as definition:
        definition.write(text)


def indexes(log: Log) -> set[str]:
    return {row[0] for row in log.connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}


def test_new_fields_are_added_and_nothing_is_lost(root: Path, old_file: Path) -> None:
    before = {table: rows(old_file, table) for table in ("training", "enterprise", "_change", "_setting")}
    append(root, "training", NEW_FIELDS)
    with Log.open(old_file, root=root) as log:
        assert "ix_training_by_firm" in indexes(log)
        training = log.ledger("training")
        id_ = log.add(training, {"name": "新", "firm": "甲公司", "cost": "3万元", "guests": "约20"})
        new = log.record(training, id_)
        assert new is not None
        assert (new["cost"], new["guests"], new["guests_approx"], new["grade"]) == (3_000_000, 20, 1, "好")
        assert new["firm"] == before["enterprise"][0]["id"]
        assert log.update(training, str(before["training"][0]["id"]), {"cost": 5})
        assert list(log.faults()) == []
    after = {str(row["id"]): row for row in rows(old_file, "training")}
    added = {"firm": None, "cost": None, "guests": None, "guests_approx": None, "grade": None}
    for number, row in enumerate(before["training"]):
        assert after[str(row["id"])] == {**row, **added, "cost": None if number else 500}
    assert rows(old_file, "enterprise") == before["enterprise"]
    assert rows(old_file, "_setting") == before["_setting"]
    assert rows(old_file, "_change")[: len(before["_change"])] == before["_change"]


def test_an_old_log_gains_a_new_ledger(root: Path, old_file: Path) -> None:
    (root / "resources" / "ledgers" / "visits.toml").write_text(VISITS, encoding="utf-8")
    with Log.open(old_file, root=root) as log:
        assert {"ix_visits_done_on", "ix_visits_by_name", "ix_visits_by_lesson"} <= indexes(log)
        lesson = next(log.records(log.ledger("training")))["id"]
        log.add(log.ledger("走访"), {"name": "一", "lesson": lesson})
        assert list(log.faults()) == []
        assert len(list(log.records(log.ledger("training")))) == 4


def test_an_indicator_by_another_date_brings_its_index(root: Path, old_file: Path) -> None:
    (root / "resources" / "indicators").mkdir()
    (root / "resources" / "indicators" / "own.toml").write_text(
        '[ended]\nlabel="结束数"\nsection="宣教"\nunit="次"\nledger="training"\nmeasure="count"\nwhen="ended_on"\n',
        "utf-8",
    )
    with Log.open(old_file, root=root) as log:
        assert "ix_training_ended_on" in indexes(log)


def test_a_field_that_left_the_definitions_keeps_its_values(root: Path, old_file: Path) -> None:
    definition = root / "resources" / "ledgers" / "training.toml"
    text = definition.read_text(encoding="utf-8")
    without = re.sub(r"\[fields\.place\].*?(?=\n\[fields\.)", "", text, flags=re.DOTALL)
    assert without != text
    definition.write_text(without, encoding="utf-8")
    with Log.open(old_file, root=root) as log:
        assert "place" not in log.ledger("training").fields
        log.add(log.ledger("training"), {"name": "新"})
        assert list(log.faults()) == []
    assert [row["place"] for row in rows(old_file, "training")] == ["三楼", *[None] * 5]
    definition.write_text(text, encoding="utf-8")
    with Log.open(old_file, root=root) as log:
        assert next(log.records(log.ledger("training")))["place"] == "三楼", "and has them again when it comes back"


def test_a_ledger_that_left_the_definitions_keeps_its_table(root: Path, old_file: Path) -> None:
    (root / "resources" / "ledgers" / "visits.toml").write_text(VISITS, encoding="utf-8")
    with Log.open(old_file, root=root) as log:
        log.add(log.ledger("visits"), {"name": "一"})
    (root / "resources" / "ledgers" / "visits.toml").unlink()
    with Log.open(old_file, root=root) as log:
        assert list(log.faults()) == []
    assert [row["name"] for row in rows(old_file, "visits")] == ["一"]


def test_opening_an_up_to_date_file_writes_nothing(root: Path, old_file: Path) -> None:
    before = fingerprint(old_file)
    with Log.open(old_file, root=root) as log:
        assert log.connection.execute("PRAGMA data_version").fetchone()
        assert list(log.faults()) == []
    assert fingerprint(old_file) == before


def test_no_trigger_is_lost(root: Path, old_file: Path) -> None:
    run(
        old_file,
        "CREATE TABLE seen (name TEXT) STRICT",
        "CREATE TRIGGER watch AFTER INSERT ON training BEGIN INSERT INTO seen VALUES (NEW.name); END",
    )
    append(root, "training", NEW_FIELDS)
    with Log.open(old_file, root=root) as log:
        log.add(log.ledger("training"), {"name": "新"})
        assert log.connection.execute("SELECT name FROM seen").fetchall() == [("新",)]


def test_every_table_is_strict_and_takes_no_text_for_a_number(root: Path, old_file: Path) -> None:
    append(root, "training", NEW_FIELDS)
    with Log.open(old_file, root=root) as log:
        tables = log.connection.execute("SELECT name, strict FROM pragma_table_list WHERE type = 'table'").fetchall()
        named = {name for name, _ in tables}
        assert set(log.catalogue.ledgers) | {"_change", "_setting", "_definition"} <= named
        assert [name for name, strict in tables if not strict and not name.startswith("sqlite_")] == []
        with pytest.raises(sqlite.IntegrityError, match="cost"):
            log.connection.execute("UPDATE training SET cost = '许多'")


def test_a_definition_that_no_longer_fits_is_refused_and_the_file_left_alone(root: Path, old_file: Path) -> None:
    run(old_file, "INSERT INTO _definition VALUES ('own.toml', '[indicators.x]')", "PRAGMA wal_checkpoint(TRUNCATE)")
    before = rows(old_file, "training")
    with pytest.raises(Refusal, match=re.escape("own.toml")):
        Log.open(old_file, root=root)
    assert rows(old_file, "training") == before


def test_a_failed_upgrade_leaves_the_old_tables_whole(root: Path, old_file: Path) -> None:
    """A field whose column another program already made with a different case cannot be added."""
    append(root, "training", NEW_FIELDS)
    run(old_file, "CREATE TABLE VISITS (x TEXT)")
    (root / "resources" / "ledgers" / "visits.toml").write_text(VISITS, encoding="utf-8")
    with pytest.raises((Refusal, sqlite.Error)):
        Log.open(old_file, root=root)
    assert "cost" not in rows(old_file, "training")[0], "one transaction: all new columns or none"


# -------------------------------------------------------------------- files that are not for this program


def test_a_file_of_a_newer_program_is_refused_and_not_a_byte_of_it_changes(root: Path, old_file: Path) -> None:
    run(old_file, f"PRAGMA user_version={FORMAT + 1}")
    before = fingerprint(old_file)
    append(root, "training", NEW_FIELDS)
    for read_only in (False, True):
        with pytest.raises(Refusal, match="更新的版本"):
            Log.open(old_file, root=root, read_only=read_only)
    assert fingerprint(old_file) == before


def test_a_refused_or_a_merely_read_file_gets_no_companions(root: Path, old_file: Path) -> None:
    """A read-only opening leaves no -wal and -shm that the next copy of the folder would carry along."""
    Log.open(old_file, root=root, read_only=True).close()
    assert [one.name for one in old_file.parent.iterdir()] == [old_file.name]
    run(old_file, f"PRAGMA user_version={FORMAT + 1}")
    with pytest.raises(Refusal, match="更新的版本"):
        Log.open(old_file, root=root)
    assert [one.name for one in old_file.parent.iterdir()] == [old_file.name]


@pytest.mark.parametrize("mark", [0, 1, -1, 0x47504B47])
def test_another_program_s_database_is_refused_and_not_a_byte_of_it_changes(
    root: Path, old_file: Path, mark: int
) -> None:
    run(old_file, f"PRAGMA application_id={mark}")
    before = fingerprint(old_file)
    with pytest.raises(Refusal, match="别的程序的文件"):
        Log.open(old_file, root=root)
    assert fingerprint(old_file) == before


def test_a_read_only_file_that_needs_a_new_column_says_so(root: Path, old_file: Path) -> None:
    before = fingerprint(old_file)
    append(root, "training", NEW_FIELDS)
    old_file.chmod(0o444)
    with pytest.raises(Refusal, match="只读"):
        Log.open(old_file, root=root)
    assert fingerprint(old_file) == before
    old_file.chmod(0o644)
    with Log.open(old_file, root=root) as log:
        assert "cost" in next(log.records(log.ledger("training")))


def test_definitions_come_back_in_the_order_in_which_they_were_laid(tmp_path: Path) -> None:
    """The second one, first in the alphabet, changes what the first one defines."""
    first = Definitions("b.toml", "[ledgers.training.fields.own]\nlabel = '自定'\ntype = 'text'")
    second = Definitions("a.toml", "[ledgers.training.fields.own]\nlabel = '改名'")
    with Log.create(tmp_path / "log.db", definitions=[first, second]) as log:
        assert log.ledger("training").fields["own"].label == "改名"
    with Log.open(tmp_path / "log.db") as log:
        assert log.ledger("training").fields["own"].label == "改名"
