"""A bureau edits the deadline rules: every change holds at once, stays in the log, and can be taken back."""

from dataclasses import replace
from datetime import date

import pytest

from desktop.catalogue import Deadline
from desktop.catalogue.deadlines import Kind
from desktop.figures.due import DueList
from desktop.store import Log
from desktop.store.deadline_rules import DeadlineRules, Origin, length_in_words
from desktop.store.typed_rule import RuleFault, TypedRule

TODAY = date(2025, 11, 21)
OWN = TypedRule(
    label="培训小结", ledger="training", start="held_on", done="ended_on", days="5", day_kind="working",
    extension="", first="", last="", on=True, source="本局制度第三条", checked=True, verb="写小结",
)  # fmt: skip


@pytest.fixture
def rules(log: Log) -> DeadlineRules:
    return DeadlineRules(log)


def rule(log: Log, name: str) -> Deadline:
    return log.catalogue.deadlines[name]


def typed(log: Log, name: str, **changes: object) -> TypedRule:
    return replace(TypedRule.of(rule(log, name)), **changes)  # type: ignore[arg-type]


def due(log: Log) -> list[tuple[str, str]]:
    return [(one.rule.name, one.due.isoformat()) for one in DueList(log, TODAY).items()]


def tip_off(log: Log, day: str = "2025-10-01") -> None:
    log.add(log.ledger("tip_off"), {"received_on": day, "accepted_on": day, "acceptance": "受理", "channel": "12350"})


# -------------------------------------------------------------------- editing


def test_a_changed_length_holds_at_once_and_after_opening_again(log: Log, rules: DeadlineRules) -> None:
    tip_off(log)
    before = [one for one in due(log) if one[0] == "tip_off_closing"]
    assert before == [("tip_off_closing", "2025-11-30")]
    rules.edit("tip_off_closing", typed(log, "tip_off_closing", days="30", source="市局文件", checked=True), TODAY)
    assert ("tip_off_closing", "2025-10-31") in due(log)
    assert rules.origin(rule(log, "tip_off_closing")) is Origin.CHANGED
    with Log.open(log.file) as again:
        kept = rule(again, "tip_off_closing")
        assert (kept.days, kept.source, kept.checked) == (30, "市局文件", True)
        assert kept.where == rule(log, "tip_off_closing").where
        assert kept.unless == rule(log, "tip_off_closing").unless


def test_a_rule_is_switched_off_and_on_again(log: Log, rules: DeadlineRules) -> None:
    tip_off(log)
    rules.edit("tip_off_closing", typed(log, "tip_off_closing", on=False), TODAY)
    assert "tip_off_closing" not in [name for name, _ in due(log)]
    rules.edit("tip_off_closing", typed(log, "tip_off_closing", on=True), TODAY)
    assert rules.origin(rule(log, "tip_off_closing")) is Origin.BUILT_IN
    assert "tip_off_closing" in [name for name, _ in due(log)]


def test_what_is_kept_as_it_is_is_no_change(log: Log, rules: DeadlineRules) -> None:
    counting = [
        one for one in log.catalogue.deadlines.values() if rules.can_be_on(one) and one.kind is not Kind.ANNUAL
    ]
    assert len(counting) > 80
    for one in counting:
        assert rules.changes(one.name, TypedRule.of(one), TODAY) == {}


def test_an_open_end_and_back_to_the_built_in_rule(log: Log, rules: DeadlineRules) -> None:
    name = "tip_off_closing_2012"
    rules.edit(name, typed(log, name, first="", last="2017-12-31"), TODAY)
    changed = rule(log, name)
    assert TypedRule.of(changed).first == ""
    assert (changed.valid_from, changed.valid_to) == (date.min, date(2017, 12, 31))
    rules.reset(name)
    assert rule(log, name).valid_from == date(2012, 5, 2)
    assert rules.origin(rule(log, name)) is Origin.BUILT_IN


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"days": ""}, "days", "请填期限"),
        ({"days": "十"}, "days", "1 至 3660"),
        ({"days": "1201", "day_kind": "months"}, "days", "1 至 1200"),
        ({"day_kind": "hours"}, "day_kind", "只记日期"),
        ({"extension": "30、x"}, "extension", "1 至 3660"),
        ({"first": "明年"}, "from", "不是日期"),
        ({"first": "2025-03-01", "last": "2025-02-01"}, "to", "早于生效日"),
        ({"first": "2017-01-01"}, "from", "同时有效"),
        ({"source": " "}, "source", "依据"),
        ({"label": ""}, "label", "名称"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_changes_nothing(
    log: Log, rules: DeadlineRules, changes: dict[str, object], field: str, sentence: str
) -> None:
    before = log.catalogue
    with pytest.raises(RuleFault, match=sentence) as caught:
        rules.edit("tip_off_closing", typed(log, "tip_off_closing", **changes), TODAY)
    assert caught.value.field == field
    assert log.catalogue is before


def test_a_rule_without_a_length_is_not_switched_on(log: Log, rules: DeadlineRules) -> None:
    unknown = next(
        one for one in log.catalogue.deadlines.values() if one.days is None and not one.stated and one.ledger
        and one.kind is Kind.WITHIN
    )  # fmt: skip
    with pytest.raises(RuleFault, match="启用前请填期限"):
        rules.edit(unknown.name, typed(log, unknown.name, on=True), TODAY)


def test_as_many_extensions_as_the_ledger_records(log: Log, rules: DeadlineRules) -> None:
    extended = next(one for one in log.catalogue.deadlines.values() if one.extended_on and not one.version_of)
    with pytest.raises(RuleFault, match="用顿号隔开") as caught:
        rules.edit(extended.name, typed(log, extended.name, extension=""), TODAY)
    assert caught.value.field == "extension"


# -------------------------------------------------------------------- versions


def test_a_new_wording_holds_from_its_day_and_the_old_one_until_the_day_before(
    log: Log, rules: DeadlineRules
) -> None:
    tip_off(log, "2025-10-01")
    tip_off(log, "2025-11-10")
    wanted = typed(log, "tip_off_closing", days="30", first="2025-11-01", last="", source="新办法第十条")
    made = rules.new_version("tip_off_closing", wanted, TODAY)
    assert rule(log, "tip_off_closing").valid_to == date(2025, 10, 31)
    assert rule(log, made).unless == rule(log, "tip_off_closing").unless
    closing = [one for one in due(log) if one[0] in ("tip_off_closing", made)]
    assert closing == [("tip_off_closing", "2025-11-30"), (made, "2025-12-10")]
    rules.reset(made)
    assert made not in log.catalogue.deadlines
    assert rule(log, "tip_off_closing").valid_to is None


def test_a_version_of_a_version_ends_the_one_before(log: Log, rules: DeadlineRules) -> None:
    first = rules.new_version("tip_off_closing", typed(log, "tip_off_closing", first="2025-01-01"), TODAY)
    second = rules.new_version(first, typed(log, first, days="20", first="2025-06-01"), TODAY)
    assert rule(log, first).valid_to == date(2025, 5, 31)
    assert rule(log, second).version_of == "tip_off_closing"
    rules.reset(second)
    assert rule(log, first).valid_to is None


@pytest.mark.parametrize(("first", "sentence"), [("", "从哪一天起"), ("2018-01-04", "应晚于"), ("某日", "不是日期")])
def test_a_new_wording_needs_a_later_day(log: Log, rules: DeadlineRules, first: str, sentence: str) -> None:
    with pytest.raises(RuleFault, match=sentence) as caught:
        rules.new_version("tip_off_closing", typed(log, "tip_off_closing", first=first), TODAY)
    assert caught.value.field == "from"
    assert rule(log, "tip_off_closing").valid_to is None


# -------------------------------------------------------------------- own rules


def test_a_rule_of_the_bureau_s_own_reminds_until_it_is_taken_out(log: Log, rules: DeadlineRules) -> None:
    log.add(log.ledger("training"), {"name": "学习安全生产法", "held_on": "2025-11-18"})
    name = rules.add(OWN, TODAY)
    assert (name, "2025-11-25") in due(log)
    made = rule(log, name)
    assert (rules.origin(made), made.checked, made.verb) == (Origin.OWN, True, "写小结")
    rules.edit(name, replace(TypedRule.of(made), days="1", first="2025-12-01"), TODAY)
    assert name not in [one for one, _ in due(log)]
    rules.edit(name, replace(TypedRule.of(rule(log, name)), first=""), TODAY)
    assert rule(log, name).valid_from is None
    rules.reset(name)
    assert name not in log.catalogue.deadlines


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"label": "举报核查办结"}, "label"), ({"ledger": ""}, "ledger"), ({"start": ""}, "start"),
        ({"done": "held_on"}, "done"), ({"start": "name"}, "start"), ({"days": ""}, "days"),
    ],
)  # fmt: skip
def test_an_own_rule_with_a_mistake_is_not_added(
    log: Log, rules: DeadlineRules, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(RuleFault) as caught:
        rules.add(replace(OWN, **changes), TODAY)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert not [one for one in log.catalogue.deadlines.values() if rules.origin(one) is not Origin.BUILT_IN]


# -------------------------------------------------------------------- reading


def test_rules_are_found_by_name_initials_ledger_and_source(log: Log, rules: DeadlineRules) -> None:
    assert len(rules.rules()) == len(log.catalogue.deadlines)
    names = {
        text: {one.name for one in rules.rules(text)} for text in ("举报核查办结", "jbhcbj", "举报投诉", "安监总财")
    }
    assert all("tip_off_closing" in found for found in names.values())
    assert rules.rules("没有这样的时限") == []


def test_lengths_are_told_in_words(log: Log) -> None:
    assert length_in_words(rule(log, "tip_off_closing")) == "60 日，可延长 30"
    assert length_in_words(rule(log, "law_gov_report_up_0301")) == "每年3月1日"
    words = {length_in_words(one) for one in log.catalogue.deadlines.values()}
    assert all(words)
    assert any(one.startswith("提前 ") for one in words)
