"""Code tables: terms of the bureau's own, their names and order, and what is no longer offered."""

import pytest
from test_bureau import reopened

from desktop.catalogue import Definitions, Refusal, load
from desktop.store import Log
from desktop.store.code_tables import CodeTables, own_code


def industry_of(log: Log, id_: str) -> object:
    record = log.record(log.ledger("enterprise"), id_)
    assert record is not None
    return record["industry"]


def test_own_terms_are_choices_at_once_and_after_opening_again(log: Log) -> None:
    codes = CodeTables(log)
    assert codes.add("industry", ["石材加工", "工贸", "石材加工"]) == 1
    assert "石材加工" in log.catalogue.codes["industry"].values()
    log.add(log.ledger("enterprise"), {"name": "青石石材厂", "industry": "石材加工"})
    with reopened(log) as again:
        assert again.catalogue.codes["industry"][own_code("石材加工")] == "石材加工"


def test_a_term_in_use_stays_and_an_unused_one_goes(log: Log) -> None:
    codes = CodeTables(log)
    codes.add("industry", ["石材加工", "家具"])
    log.add(log.ledger("enterprise"), {"name": "青石石材厂", "industry": "石材加工"})
    codes.remove("industry", "家具")
    assert "家具" not in log.catalogue.codes["industry"].values()
    with pytest.raises(Refusal, match="有 1 条记录用着“石材加工”"):
        codes.remove("industry", "石材加工")
    with pytest.raises(Refusal, match="自带"):
        codes.remove("industry", "工贸")


def test_a_term_that_would_be_parted_is_refused(log: Log) -> None:
    with pytest.raises(Refusal, match="拆成几项"):
        CodeTables(log).add("industry", ["木材、家具"])
    assert CodeTables(log).own_terms("industry") == []


def test_every_code_table_has_a_chinese_name(log: Log) -> None:
    labels = CodeTables(log).labels()
    assert set(labels) == set(log.catalogue.codes)
    assert labels["industry"] == "行业领域"


def test_a_moved_term_is_offered_in_its_new_place(log: Log) -> None:
    codes = CodeTables(log)
    first, second, *_ = log.catalogue.codes["industry"].values()
    codes.move("industry", second, -1)
    with reopened(log) as again:
        offered = again.ledger("enterprise").fields["industry"].offered
        assert offered[:2] == [second, first]
        CodeTables(again).move("industry", second, -1)  # it is the first already
        assert again.ledger("enterprise").fields["industry"].offered[:2] == [second, first]


def test_a_term_switched_off_is_not_offered_but_stays_valid(log: Log) -> None:
    codes, ledger = CodeTables(log), "enterprise"
    id_ = log.add(log.ledger(ledger), {"name": "青石石材厂", "industry": "工贸"})
    codes.offer("industry", "工贸", False)
    field = log.ledger(ledger).fields["industry"]
    assert "工贸" not in field.offered
    assert log.update(log.ledger(ledger), id_, {"name": "青石石材有限公司", "industry": "工贸"})
    assert industry_of(log, id_) == "工贸"
    codes.offer("industry", "工贸", True)
    assert "工贸" in log.ledger(ledger).fields["industry"].offered


def test_the_last_offered_term_is_not_switched_off(log: Log) -> None:
    codes = CodeTables(log)
    *others, last = codes.table("season").offered
    for term in others:
        codes.offer("season", term, False)
    with pytest.raises(Refusal, match="最后一个"):
        codes.offer("season", last, False)


def test_a_default_that_is_switched_off_is_not_filled_in() -> None:
    field = '[ledgers.training.fields.series]\nlabel = "系列"\ntype = "choice"\ncodes = "season"\ndefault = "flood"\n'
    arranged = "[arranged.season]\noff = ['{}']"
    flood = load([Definitions("本单位.toml", field)]).ledgers["training"].fields["series"].default
    own = [Definitions("本单位.toml", field), Definitions("代码表.toml", arranged.format(flood))]
    series = load(own).ledgers["training"].fields["series"]
    assert series.default is None
    assert flood in series.choices.values()


def test_a_renamed_term_changes_the_records_in_one_batch_that_can_be_undone(log: Log) -> None:
    codes = CodeTables(log)
    codes.add("industry", ["家具"])
    firm = log.add(log.ledger("enterprise"), {"name": "青石家具厂", "industry": "家具"})
    accident = log.add(
        log.ledger("accident"), {"name": "青石家具厂火灾", "occurred_on": "2025-03-01", "industry": "家具"}
    )
    assert codes.rename("industry", "家具", "家具制造", records=True) == 2
    assert industry_of(log, firm) == "家具制造"
    held = log.record(log.ledger("accident"), accident)
    assert held is not None
    assert held["industry"] == "家具制造"
    offered = log.ledger("enterprise").fields["industry"].offered
    assert "家具制造" in offered
    assert "家具" not in offered
    assert log.undo() == "已撤销：修改 1 条企业库、修改 1 条事故调查处理"
    assert industry_of(log, firm) == "家具"
    assert log.update(log.ledger("enterprise"), firm, {"name": "青石家具城", "industry": "家具"})
    assert list(log.faults()) == []


def test_a_renamed_tag_keeps_its_neighbours(log: Log) -> None:
    codes = CodeTables(log)
    codes.add("agenda", ["用电"])
    meetings = log.ledger("meeting")
    other = codes.table("agenda").offered[0]
    meeting = log.add(meetings, {"name": "季度会", "held_on": "2025-03-01", "agenda": [other, "用电"]})
    assert codes.rename("agenda", "用电", "用电安全", records=True) == 1
    record = log.record(meetings, meeting)
    assert record is not None
    assert meetings.fields["agenda"].plain(record["agenda"]) == [other, "用电安全"]


def test_old_records_may_keep_the_old_name(log: Log) -> None:
    codes = CodeTables(log)
    codes.add("industry", ["家具"])
    firm = log.add(log.ledger("enterprise"), {"name": "青石家具厂", "industry": "家具"})
    assert codes.rename("industry", "家具", "家具制造", records=False) == 0
    assert industry_of(log, firm) == "家具"
    assert codes.table("industry").off == {"家具"}


def test_a_name_that_no_record_holds_goes_with_its_renaming(log: Log) -> None:
    codes = CodeTables(log)
    codes.add("industry", ["家具"])
    places = list(codes.table("industry").values()).index("家具")
    codes.move("industry", "家具", -2)
    codes.rename("industry", "家具", "家具制造", records=False)
    assert codes.own_terms("industry") == ["家具制造"]
    assert list(codes.table("industry").values()).index("家具制造") == places - 2


@pytest.mark.parametrize(
    ("term", "wanted", "said"),
    [("工贸", "工商贸", "自带"), ("家具", "工贸", "已有"), ("家具", "家具", "没有改动"), ("家具", " ", "必须填写"),
     ("家具", "家具、木材", "拆成几项")],
)  # fmt: skip
def test_a_name_that_cannot_be_is_refused(log: Log, term: str, wanted: str, said: str) -> None:
    codes = CodeTables(log)
    codes.add("industry", ["家具"])
    with pytest.raises(Refusal, match=said):
        codes.rename("industry", term, wanted, records=True)
    assert codes.own_terms("industry") == ["家具"]
