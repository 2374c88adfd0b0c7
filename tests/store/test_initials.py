"""The index of pinyin initials stays with its records, whatever is done to them."""

from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Definitions, Refusal
from desktop.store import Log
from desktop.store.connection import FORMAT
from desktop.store.listing import Filter, Listing


def index(log: Log, ledger: str = "enterprise") -> dict[str, str]:
    return dict(log.query("SELECT text, initials FROM _initial WHERE ledger = ?", (ledger,)))


def found(log: Log, typed: str, ledger: str = "enterprise") -> int:
    return Listing(log, log.ledger(ledger)).count(Filter(text=typed))


def make_format_1(file: Path) -> None:
    """The file as the first format had it."""
    connection = sqlite.connect(file, isolation_level=None)
    for statement in ("DROP TABLE _initial", "DROP TABLE _pending", "ALTER TABLE _change DROP COLUMN answers",
                      "DELETE FROM _setting WHERE key = 'initials'", "PRAGMA user_version=1"):  # fmt: skip
        connection.execute(statement)
    connection.close()


def test_a_record_is_indexed_when_it_is_saved_and_again_when_it_is_renamed(log: Log) -> None:
    firms = log.ledger("enterprise")
    id_ = log.add(firms, {"name": "海螺建材", "uscc": "91110000600037341L"})
    assert index(log) == {"海螺建材": "hljc"}
    log.update(firms, id_, {"town": "青石镇"})
    assert found(log, "hl") == 1
    log.update(firms, id_, {"name": "兴旺化工"})
    assert index(log) == {"兴旺化工": "xwhg"}
    log.undo()
    assert (found(log, "hl"), found(log, "xw")) == (1, 0)
    log.redo()
    assert (found(log, "hl"), found(log, "xw")) == (0, 1)


def test_deleted_records_are_found_in_the_recycle_bin_only(log: Log) -> None:
    firms = log.ledger("enterprise")
    id_ = log.add(firms, {"name": "海螺建材"})
    log.delete(firms, id_)
    assert found(log, "hl") == 0
    log.restore(firms, id_)
    assert found(log, "hl") == 1


def test_title_keys_and_fields_with_suggestions_are_indexed(log: Log) -> None:
    log.add(log.ledger("penalty_case"), {"case_no": "青应急立一", "decision_no": "青应急罚一", "cause": "无证"})
    assert set(index(log, "penalty_case")) == {"青应急立一", "青应急罚一"}
    figures = log.ledger("reported_figure")
    suggested = next(field for field in figures.fields.values() if field.suggest)
    log.add(figures, {suggested.name: "走访慰问"})
    assert index(log, "reported_figure")["走访慰问"] == "zfww"


def test_a_save_that_fails_leaves_no_index_behind(log: Log) -> None:
    log.connection.execute("CREATE TRIGGER stop BEFORE INSERT ON _change BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(Exception, match="no"):
        log.add(log.ledger("enterprise"), {"name": "海螺建材"})
    assert index(log) == {}


def test_a_file_of_the_first_format_gets_its_index(file: Path) -> None:
    with Log.open(file) as log:
        id_ = log.add(log.ledger("enterprise"), {"name": "海螺建材"})
        log.update(log.ledger("enterprise"), id_, {"town": "青石镇"})
    make_format_1(file)
    with Log.open(file) as log:
        assert found(log, "hl") == 1
        assert next(log.query("PRAGMA user_version"))[0] == FORMAT
        assert log.undo() == "已撤销：修改 1 条企业库"
        assert list(log.faults()) == [], "the old entries' hashes still hold"


def test_a_read_only_file_of_the_first_format_says_what_to_do(file: Path) -> None:
    make_format_1(file)
    with pytest.raises(Refusal, match="只读"):
        Log.open(file, read_only=True)


def test_a_new_key_of_a_definition_is_indexed_in_old_records(file: Path) -> None:
    with Log.open(file) as log:
        log.add(log.ledger("enterprise"), {"name": "甲", "town": "青石镇"})
        log._write_definition(Definitions("own.toml", 'ledgers.enterprise.keys = ["name", "uscc", "town"]'))
    with Log.open(file) as log:
        assert set(index(log)) == {"甲", "青石镇"}
