"""Earlier versions of a record, and bringing one back."""

from pathlib import Path

import pytest

from desktop.catalogue import Refusal
from desktop.store import Log, LoggedChange, attachments
from desktop.store.sealing import Cost
from desktop.store.vault import Vault, new_password
from desktop.store.versions import restore_version, version_after


def history(log: Log, id_: str, ledger: str = "training") -> list[LoggedChange]:
    return log.history(log.ledger(ledger), id_)


def row(log: Log, id_: str, ledger: str = "training") -> dict[str, object]:
    return log.record(log.ledger(ledger), id_) or {}


def test_a_version_is_what_the_record_was_after_a_change(log: Log) -> None:
    training = log.ledger("training")
    id_ = log.add(training, {"name": "讲座", "participants": "约300"})
    log.update(training, id_, {"name": "大讲座", "participants": "12", "place": "三楼"})
    first = history(log, id_)[-1]
    old = version_after(log, training, id_, first)
    assert (old["name"], old["participants"], old["participants_approx"], old.get("place")) == ("讲座", 300, 1, None)
    assert "created_at" not in old


def test_an_earlier_version_comes_back_and_can_be_undone(log: Log) -> None:
    training = log.ledger("training")
    id_ = log.add(training, {"name": "讲座", "participants": "约300"})
    log.update(training, id_, {"name": "大讲座", "participants": "12", "place": "三楼"})
    assert restore_version(log, training, id_, history(log, id_)[-1]).startswith("已恢复到 20")
    found = row(log, id_)
    assert (found["name"], found["participants"], found["participants_approx"], found["place"]) == (
        "讲座",
        300,
        1,
        None,
    )
    newest = history(log, id_)[0]
    assert newest.action == "update"
    assert str(newest.reason).startswith("恢复到 20")
    log.undo()
    assert (row(log, id_)["name"], row(log, id_)["place"]) == ("大讲座", "三楼")
    assert list(log.faults()) == []


def test_the_present_version_and_a_deleted_record_are_refused(log: Log) -> None:
    training = log.ledger("training")
    id_ = log.add(training, {"name": "讲座"})
    with pytest.raises(Refusal, match="就是这一版"):
        restore_version(log, training, id_, history(log, id_)[0])
    log.delete(training, id_)
    with pytest.raises(Refusal, match="可能已被删除"):
        restore_version(log, training, id_, history(log, id_)[-1])


def test_attachments_that_were_taken_off_come_back(log: Log, tmp_path: Path) -> None:
    training, photo = log.ledger("training"), tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8")
    ref = attachments.add(log.file, photo)
    id_ = log.add(training, {"name": "讲座", "attachments": [ref.term]})
    log.update(training, id_, {"attachments": None})
    restore_version(log, training, id_, history(log, id_)[-1])
    assert attachments.refs(row(log, id_)["attachments"]) == [ref]  # type: ignore[arg-type]
    assert list(log.faults()) == []


def test_an_identity_comes_back_unless_it_was_erased(log: Log) -> None:
    tip_off, vault = log.ledger("tip_off"), Vault(log)
    vault.set_up(new_password("青石-举报-2025", "青石-举报-2025", Cost(1, 1, 64)))
    id_ = log.add(tip_off, {"received_on": "2025-03-05", "reporter": "王建国", "contact": "13812345678"})
    log.update(tip_off, id_, {"reporter": "赵卫东", "note": "改过"})
    restore_version(log, tip_off, id_, history(log, id_, "tip_off")[-1])
    assert vault.show(tip_off, id_, "回访") == {"reporter": "王建国", "contact": "13812345678"}
    assert row(log, id_, "tip_off")["reporter"] == "王**"
    vault.erase(tip_off, id_, "期满")
    log.update(tip_off, id_, {"note": "又改过"})
    restore_version(log, tip_off, id_, history(log, id_, "tip_off")[-1])
    found = row(log, id_, "tip_off")
    assert (found["reporter"], found["note"], found["reporter_secret"]) == ("已清除", None, None)
    assert list(log.faults()) == []
