"""What was done, action by action, and the recycle bins of all ledgers."""

from desktop.store import Log
from desktop.store.batches import deleted_records, recent_batches


def add(log: Log, name: str) -> str:
    return log.add(log.catalogue.ledgers["enterprise"], {"name": name})


def test_actions_stand_newest_first_with_what_they_did(log: Log) -> None:
    first = add(log, "甲厂")
    enterprise = log.catalogue.ledgers["enterprise"]
    log.add_many(enterprise, [(1, {"name": "乙厂"}), (2, {"name": "丙厂"})])
    log.update(enterprise, first, {"name": "甲工厂"}, reason="写错了")
    said = [(one.said, one.count, one.reason, one.person) for one in recent_batches(log)]
    assert said == [
        ("修改 1 条企业库", 1, "写错了", "张三"),
        ("新增 2 条企业库", 2, "", "张三"),
        ("新增 1 条企业库", 1, "", "张三"),
    ]
    assert recent_batches(log)[0].records == (("enterprise", first),)


def test_older_actions_are_asked_for_page_by_page(log: Log) -> None:
    for number in range(5):
        add(log, f"{number}厂")
    page = recent_batches(log, most=2)
    rest = recent_batches(log, before=page[-1].first, most=10)
    assert len(page) + len(rest) == 5
    assert not {one.id for one in page} & {one.id for one in rest}


def test_an_empty_log_has_none(log: Log) -> None:
    assert recent_batches(log) == []
    assert deleted_records(log) == []


def test_the_bins_of_all_ledgers_lie_together(log: Log) -> None:
    enterprise, drill = log.catalogue.ledgers["enterprise"], log.catalogue.ledgers["drill"]
    one = add(log, "甲厂")
    other = log.add(drill, {"name": "桌面推演", "held_on": "2025-05-01"})
    log.delete_many(enterprise, [one])
    log.delete_many(drill, [other])
    assert {(each.ledger.label, each.title, each.person) for each in deleted_records(log)} == {
        ("企业库", "甲厂", "张三"), ("应急演练", "桌面推演", "张三"),
    }  # fmt: skip
    log.restore(enterprise, one)
    assert [each.title for each in deleted_records(log)] == ["桌面推演"]


def test_an_undone_insert_lies_in_the_bin(log: Log) -> None:
    add(log, "甲厂")
    log.undo()
    assert [each.title for each in deleted_records(log)] == ["甲厂"]
    assert recent_batches(log)[0].said == "撤销 1 条企业库"
