"""The tip-off vault through the real store: nothing of an identity in the clear, anywhere in the file's bytes."""

import json
from datetime import date
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Refusal
from desktop.store import Log, Rejected, changes, plain_record, sealing, secret_rows
from desktop.store.connection import connect
from desktop.store.listing import Filter, Listing
from desktop.store.sealing import Cost
from desktop.store.vault import PasswordKey, Vault, new_password
from desktop.store.vault_key import IDLE_SECONDS

CHEAP = Cost(iterations=1, lanes=1, kibibytes=64)
PASSWORD = "青石-举报-2025"
IDENTITY = {
    "reporter": "王建国",
    "contact": "13812345678",
    "reporter_number": "330102197001011234",
    "reporter_address": "青石区幸福路十二号三单元",
}
MASKS = {
    "reporter": "王**",
    "contact": "138****5678",
    "reporter_number": "3****************4",
    "reporter_address": "青****",
}
TIP = {"received_on": "2025-03-05", "content": "堵塞安全出口", "real_name": True, **IDENTITY}


def password(text: str = PASSWORD) -> PasswordKey:
    return new_password(text, text, CHEAP)


@pytest.fixture
def vault(log: Log) -> Vault:
    made = Vault(log)
    made.set_up(password())
    return made


def add_tip(log: Log, **changes: object) -> str:
    return log.add(log.ledger("tip_off"), {**TIP, **changes})


def shown(log: Log, id_: str) -> dict[str, object]:
    record = log.record(log.ledger("tip_off"), id_)
    assert record is not None
    return {name: record[name] for name in IDENTITY}


def bytes_of(file: Path) -> bytes:
    """The file with its write-ahead log."""
    return b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))


def found_in(raw: bytes) -> list[str]:
    return [text for text in IDENTITY.values() if text.encode() in raw or json.dumps(text)[1:-1].encode() in raw]


def test_the_record_holds_masks_and_the_vault_the_texts(log: Log, vault: Vault) -> None:
    id_ = add_tip(log)
    assert shown(log, id_) == MASKS
    assert vault.show(log.ledger("tip_off"), id_, "回访举报人") == IDENTITY
    assert list(log.faults()) == []


def test_nothing_of_an_identity_is_in_the_file_s_bytes(log: Log, vault: Vault, tmp_path: Path) -> None:
    id_ = add_tip(log)
    log.update(log.ledger("tip_off"), id_, {"reporter": "赵卫东来电", "note": "改过"})
    log.undo()
    vault.show(log.ledger("tip_off"), id_, "回访")
    log.connection.execute("VACUUM INTO ?", (str(tmp_path / "backup.db"),))
    assert found_in(bytes_of(log.file)) == []
    assert "赵卫东".encode() not in bytes_of(log.file)
    assert found_in((tmp_path / "backup.db").read_bytes()) == []
    log.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert found_in(bytes_of(log.file)) == []
    assert PASSWORD.encode() not in bytes_of(log.file)


def test_the_test_would_find_a_text_in_the_clear(log: Log, vault: Vault) -> None:
    add_tip(log, content="电话13812345678")
    assert found_in(bytes_of(log.file)) == ["13812345678"]


def test_neither_search_nor_suggestions_find_an_identity(log: Log, vault: Vault) -> None:
    add_tip(log)
    listing = Listing(log, log.ledger("tip_off"))
    assert listing.count(Filter(text="堵塞")) == 1
    for word in ("王建国", "王", "wjg", "1381234", "138", "330102"):
        assert listing.count(Filter(text=word)) == 0
    assert not list(log.query("SELECT 1 FROM _initial WHERE text LIKE '%王%'"))


def test_json_carries_the_mask_and_goes_in_again_as_one(log: Log, vault: Vault) -> None:
    ledger = log.ledger("tip_off")
    plain = plain_record(ledger, log.record(ledger, add_tip(log)) or {}, {})
    assert {name: plain[name] for name in IDENTITY} == MASKS
    assert not {one for one in plain if one.endswith("_secret")}
    vault.lock()
    plain.pop("id")
    again = log.add(ledger, plain)
    assert shown(log, again) == MASKS
    vault.unlock(vault.key_of(PASSWORD))
    with pytest.raises(Refusal, match="没有加密的举报人信息"):
        vault.show(ledger, again, "回访")


def test_a_locked_vault_takes_no_identity_and_all_else(log: Log, vault: Vault) -> None:
    id_ = add_tip(log)
    vault.lock()
    with pytest.raises(Rejected, match="锁着。请先输入保护口令解锁"):
        add_tip(log)
    log.update(log.ledger("tip_off"), id_, {"note": "补充", **MASKS})
    assert shown(log, id_) == MASKS
    with pytest.raises(Rejected, match="锁着"):
        log.update(log.ledger("tip_off"), id_, {"reporter": "李四"})
    with pytest.raises(Rejected, match="遮盖后的内容"):
        log.update(log.ledger("tip_off"), id_, {"reporter": "李**"})
    with pytest.raises(Refusal, match="锁着"):
        vault.show(log.ledger("tip_off"), id_, "回访")


def test_without_a_vault_an_identity_is_refused_with_the_way_to_one(log: Log) -> None:
    with pytest.raises(Rejected, match="还没有设保护口令。请先在“设置”"):
        add_tip(log)
    assert log.add(log.ledger("tip_off"), {"received_on": "2025-03-05", "real_name": False})


def test_the_vault_locks_itself_after_idle_minutes_and_when_the_clock_goes_back(log: Log, vault: Vault) -> None:
    now = [1000.0]
    log.vault_key.clock = lambda: now[0]
    vault.unlock(vault.key_of(PASSWORD))
    id_ = add_tip(log)
    for _ in range(3):
        now[0] += IDLE_SECONDS - 1
        vault.show(log.ledger("tip_off"), id_, "用着不锁")
    now[0] += IDLE_SECONDS + 1
    assert not vault.is_open
    vault.unlock(vault.key_of(PASSWORD))
    now[0] -= 10
    assert not vault.is_open


def test_every_view_is_logged_without_the_content(log: Log, vault: Vault) -> None:
    ledger = log.ledger("tip_off")
    id_ = add_tip(log, tip_no="举报-1")
    with pytest.raises(Refusal, match="请写明查看的原因"):
        vault.show(ledger, id_, "  ")
    vault.show(ledger, id_, "回访举报人")
    (seen,) = [one for one in vault.viewings() if one.action == "查看举报人信息"]
    assert (seen.person, seen.what, seen.reason) == ("张三", "举报投诉“举报-1”", "回访举报人")
    assert log.undoable == "新增 1 条举报投诉", "nobody undoes a view"
    assert list(log.faults()) == []


def test_undo_and_redo_bring_the_text_with_the_mask(log: Log, vault: Vault) -> None:
    ledger = log.ledger("tip_off")
    id_ = add_tip(log)
    log.update(ledger, id_, {"reporter": "李四", "contact": None})
    assert shown(log, id_)["reporter"] == "李**"
    log.undo()
    assert shown(log, id_) == MASKS
    assert vault.show(ledger, id_, "核对") == IDENTITY
    log.redo()
    assert (shown(log, id_)["reporter"], shown(log, id_)["contact"]) == ("李**", None)
    assert vault.show(ledger, id_, "核对")["reporter"] == "李四"
    assert list(log.faults()) == []


def test_a_mask_without_a_text_gets_one_and_gives_it_back(log: Log, vault: Vault) -> None:
    ledger = log.ledger("tip_off")
    id_ = add_tip(log, **MASKS)
    log.update(ledger, id_, IDENTITY)
    log.undo()
    assert shown(log, id_) == MASKS
    log.redo()
    assert shown(log, id_) == MASKS
    assert vault.show(ledger, id_, "核对") == IDENTITY
    assert list(log.faults()) == []


def test_the_same_text_again_changes_nothing(log: Log, vault: Vault) -> None:
    id_ = add_tip(log)
    assert not log.update(log.ledger("tip_off"), id_, IDENTITY)


# -------------------------------------------------------------------- erasing


def test_an_erased_identity_is_gone_and_the_rest_stays(log: Log, vault: Vault) -> None:
    ledger = log.ledger("tip_off")
    id_ = add_tip(log)
    log.update(ledger, id_, {"reporter": "李四"})
    sealed = [bytes(row[0]) for row in log.query("SELECT sealed FROM _secret")]
    assert len(sealed) == 5
    vault.erase(ledger, id_, "举报人要求")
    record = log.record(ledger, id_) or {}
    assert set(shown(log, id_).values()) == {"已清除"}
    assert (record["real_name"], record["content"]) == (1, "堵塞安全出口")
    raw = bytes_of(log.file)
    assert not [one for one in sealed if one in raw], "not even encrypted"
    assert not [one for one in ("138****5678", "王**", "李**") if one.encode() in raw]
    with pytest.raises(Refusal):
        vault.show(ledger, id_, "再看")
    assert log.undoable == "修改 1 条举报投诉"
    with pytest.raises(Refusal, match="后来又被改过"):
        log.undo()
    assert list(log.faults()) == []


def test_identities_before_a_day_are_erased_together(log: Log, vault: Vault) -> None:
    ledger = log.ledger("tip_off")
    old, new = add_tip(log, received_on="2022-12-31"), add_tip(log, received_on="2023-01-01")
    log.delete(ledger, old)
    assert vault.erase_before(ledger, date(2023, 1, 1), "保存期满") == 1
    assert shown(log, old)["reporter"] == "已清除"
    assert shown(log, new) == MASKS
    assert vault.erase_before(ledger, date(2023, 1, 1), "保存期满") == 0
    assert list(log.faults()) == []


def test_erasing_asks_for_the_password_and_a_reason(log: Log, vault: Vault) -> None:
    id_ = add_tip(log)
    with pytest.raises(Refusal, match="原因"):
        vault.erase(log.ledger("tip_off"), id_, "")
    vault.lock()
    with pytest.raises(Refusal, match="锁着"):
        vault.erase(log.ledger("tip_off"), id_, "举报人要求")


# -------------------------------------------------------------------- passwords


def test_wrong_passwords_are_counted_across_starts(log: Log, vault: Vault, file: Path) -> None:
    times = ["2025-03-05T01:00:00.000Z"]
    log.clock = lambda: times[0]
    wrong = password("别人的保护口令-1").key
    for _ in range(2):
        with pytest.raises(Refusal, match="口令不对。请再输一次"):
            vault.unlock(wrong)
    with pytest.raises(Refusal, match="请等 30 秒再试"):
        vault.unlock(wrong)
    with Log(file, connect(file), log.catalogue, "张三") as again:
        again.clock = lambda: times[0]
        with pytest.raises(Refusal, match="请等 30 秒"):
            Vault(again).key_of(PASSWORD)
    times[0] = "2025-03-05T00:30:00.000Z"
    assert vault.seconds_to_wait() == 30, "a clock set back does not help"
    times[0] = "2025-03-05T01:00:31.000Z"
    with pytest.raises(Refusal, match="请等 60 秒"):
        vault.unlock(wrong)
    times[0] = "2025-03-05T01:02:00.000Z"
    vault.lock()
    vault.unlock(vault.key_of(PASSWORD))
    assert vault.is_open
    times[0] = "2025-03-05T01:02:01.000Z"
    with pytest.raises(Refusal, match="请再输一次"):
        vault.unlock(wrong)


def test_a_password_is_changed_without_touching_a_text(log: Log, vault: Vault) -> None:
    id_ = add_tip(log)
    sealed = list(log.query("SELECT id, sealed FROM _secret"))
    vault.change_password(vault.key_of(PASSWORD), password("新的-保护-口令"))
    assert list(log.query("SELECT id, sealed FROM _secret")) == sealed
    vault.lock()
    with pytest.raises(Refusal, match="口令不对"):
        vault.unlock(vault.key_of(PASSWORD))
    vault.unlock(vault.key_of("新的－保护－口令"))  # full-width as an input method may write it
    assert vault.show(log.ledger("tip_off"), id_, "回访") == IDENTITY


def test_the_recovery_key_sets_a_new_password(log: Log) -> None:
    vault = Vault(log)
    recovery = vault.set_up(password())
    id_ = add_tip(log)
    vault.lock()
    assert recovery.replace("-", "").encode() not in bytes_of(log.file)
    mistyped = ("B" if recovery[0] == "A" else "A") + recovery[1:]
    with pytest.raises(Refusal, match="有的字输错了"):
        vault.recover(mistyped, password("新的-保护-口令"))
    with pytest.raises(Refusal, match="不是现在这份数据文件的恢复密钥"):
        vault.recover(sealing.new_recovery_key(), password("新的-保护-口令"))
    vault.recover(recovery.lower().replace("-", " "), password("新的-保护-口令"))
    assert vault.show(log.ledger("tip_off"), id_, "回访") == IDENTITY
    fresh = vault.new_recovery_key(vault.key_of("新的-保护-口令"))
    with pytest.raises(Refusal, match="换过新的恢复页"):
        vault.recover(recovery, password())
    vault.recover(fresh, password())


@pytest.mark.parametrize(("typed", "again", "said"), [("短", "短", "至少要 8 个"), (PASSWORD, "x", "不一样")])
def test_a_password_that_will_not_do_is_said(typed: str, again: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        new_password(typed, again, CHEAP)


def test_an_entry_moved_to_another_record_does_not_open(log: Log, vault: Vault) -> None:
    ledger = log.ledger("tip_off")
    one, other = add_tip(log), add_tip(log, reporter="李四", contact=None)
    swapped = (log.record(ledger, one) or {})["reporter_secret"]
    log.connection.execute("UPDATE _secret SET record = ?, mask = '李**' WHERE id = ?", (other, swapped))
    log.connection.execute("UPDATE tip_off SET reporter_secret = ? WHERE id = ?", (swapped, other))
    with pytest.raises(Refusal, match="被改动过"):
        vault.show(ledger, other, "回访")
    assert list(log.faults())


# -------------------------------------------------------------------- logs of older programs


@pytest.fixture
def old(log: Log) -> str:
    """A record whose identity stands in the clear, as programs before format 5 kept it, with its history."""
    ledger = log.ledger("tip_off")
    id_ = add_tip(log, **dict.fromkeys(IDENTITY), tip_no="举报-7")
    log.add(log.ledger("tip_off"), {"received_on": "2025-01-01", "tip_no": "举报-8"})
    with log.transaction():
        before = log.record(ledger, id_) or {}
        change = changes.Change(ledger.name, id_, "update", {}, IDENTITY)
        log.connection.execute(
            f"UPDATE tip_off SET {', '.join(f'{name} = ?' for name in IDENTITY)} WHERE id = ?",
            (*IDENTITY.values(), before["id"]),
        )
        changes.append(log.connection, log.author(), [change])
        log.connection.execute(
            "INSERT INTO _pending VALUES ('form:1', 'tip_off', NULL, ?, '2025-03-05 09:00')",
            (json.dumps({"state": json.dumps({"typed": {**IDENTITY, "content": "噪声"}}, ensure_ascii=False)}),),
        )
    log.update(ledger, id_, {"note": "后来又改"})
    assert list(log.faults()) == []
    return id_


def test_setting_up_moves_clear_texts_in_and_leaves_none_behind(log: Log, old: str) -> None:
    assert len(found_in(bytes_of(log.file))) == 4
    vault = Vault(log)
    assert vault.clear_records() == 1
    vault.set_up(password())
    assert found_in(bytes_of(log.file)) == []
    (draft,) = next(log.query("SELECT typed FROM _pending"))
    assert json.loads(json.loads(draft)["state"]) == {"typed": {"content": "噪声"}}
    assert shown(log, old) == MASKS
    assert vault.show(log.ledger("tip_off"), old, "核对") == IDENTITY
    assert vault.clear_records() == 0
    assert list(log.faults()) == [], "the change log's chain holds"
    (said,) = [one.reason for one in vault.viewings() if one.action == "举报人信息保护"]
    assert "1 条记录的举报人信息已加密" in said
    assert "修改记录里 1 条的举报人信息原文已去掉，从第 3 条起校验值重新衔接" in said


def test_a_set_up_that_was_cut_short_is_finished_at_the_next_start(
    log: Log, old: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_connection: object) -> None:
        raise sqlite.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(secret_rows, "wipe", killed)
        assert Vault(log).set_up(password()), "the recovery key reaches the person"
    assert found_in(bytes_of(file)), "the log beside the file still has it"
    log.close()
    with Log.open(file, person="张三") as again:
        assert found_in(bytes_of(file)) == []
        assert shown(again, old) == MASKS
        assert list(again.faults()) == []


def test_texts_that_a_reader_kept_in_the_write_ahead_log_go_at_the_next_start(
    log: Log, old: str, file: Path, stranger: sqlite.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list was just being read: the log beside the file could not be emptied, and nobody noticed."""
    monkeypatch.setattr(secret_rows, "BUSY_MILLISECONDS", 100)
    stranger.execute("BEGIN")
    stranger.execute("SELECT count(*) FROM tip_off").fetchone()
    Vault(log).set_up(password())
    assert found_in(bytes_of(file))
    assert log.setting(secret_rows.UNWIPED) == "1", "it is known that something is left"
    stranger.execute("COMMIT")
    stranger.close()
    log.close()
    with Log.open(file, person="张三") as again:
        assert found_in(bytes_of(file)) == []
        assert again.setting(secret_rows.UNWIPED) is None


def test_undo_goes_past_what_lost_its_texts(log: Log, old: str) -> None:
    Vault(log).set_up(password())
    said = [log.undo() for _ in range(3)]
    assert said == ["已撤销：修改 1 条举报投诉", "已撤销：修改 1 条举报投诉", "已撤销：新增 1 条举报投诉"]
    assert shown(log, old) == MASKS, "what is in the vault stays"
    assert len(list(log.records(log.ledger("tip_off"), deleted=True))) == 1
    assert list(log.faults()) == []


def test_setting_up_over_a_broken_chain_is_refused_and_changes_nothing(log: Log, old: str) -> None:
    log.connection.execute("UPDATE _change SET person = '别人' WHERE seq = 1")
    with pytest.raises(Refusal, match="接不上"):
        Vault(log).set_up(password())
    assert shown(log, old) == IDENTITY
    assert not Vault(log).is_set_up


def test_a_change_from_outside_is_still_found_after_setting_up(log: Log, old: str) -> None:
    Vault(log).set_up(password())
    log.connection.execute("UPDATE _change SET person = '别人' WHERE seq = 4")
    assert any("第 4 条" in fault for fault in log.faults())
