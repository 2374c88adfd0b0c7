"""What a form offers while a clerk types."""

import pytest

from desktop.store import Log
from desktop.store.suggestions import Suggestion, Suggestions

CODE = "91110000600037341L"


@pytest.fixture
def offered(log: Log) -> Suggestions:
    names = ("海螺建材有限公司", "上海蓝天化工", "兴旺化工", "Haoli电子")
    firms = [{"name": name, "uscc": CODE if name == names[0] else None} for name in names]
    log.add_many(log.ledger("enterprise"), list(enumerate(firms)))
    return Suggestions(log)


def texts(found: list[Suggestion]) -> list[str]:
    return [one.text for one in found]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("海螺", ["海螺建材有限公司"]),
        ("化工", ["兴旺化工", "上海蓝天化工"]),
        ("hl", ["上海蓝天化工", "海螺建材有限公司"]),
        ("HLJC", ["海螺建材有限公司"]),
        ("hl 建材", ["海螺建材有限公司"]),
        ("9111", ["海螺建材有限公司"]),
        ("haoli", ["Haoli电子"]),
        ("ｈａｏｌｉｄｚ", ["Haoli电子"]),
        ("", ["Haoli电子", "兴旺化工", "上海蓝天化工", "海螺建材有限公司"]),
        ("%", []),
        ("没有", []),
    ],
)
def test_records_by_words_codes_and_initials(log: Log, offered: Suggestions, typed: str, found: list[str]) -> None:
    assert texts(offered.records(log.ledger("enterprise"), typed)) == found


def test_the_last_used_comes_first_whatever_uses_it(log: Log, offered: Suggestions) -> None:
    firms = log.ledger("enterprise")
    clock = iter(f"2026-11-22T08:00:0{n}.000Z" for n in range(9))
    log.clock = lambda: next(clock)
    log.add(log.ledger("hazard"), {"enterprise": "海螺建材有限公司"})
    assert texts(offered.records(firms, "hl")) == ["海螺建材有限公司", "上海蓝天化工"]
    log.add(log.ledger("enforcement_check"), {"enterprise": "上海蓝天化工"})
    assert texts(offered.records(firms, "hl")) == ["上海蓝天化工", "海螺建材有限公司"]
    assert texts(offered.records(firms, "", limit=3)) == ["上海蓝天化工", "海螺建材有限公司", "Haoli电子"]


def test_a_deleted_record_is_not_offered(log: Log, offered: Suggestions) -> None:
    firms = log.ledger("enterprise")
    one = offered.records(firms, "海螺")[0]
    log.add(log.ledger("hazard"), {"enterprise": one.id})
    log.delete(firms, one.id)
    assert offered.records(firms, "海螺") == []


def test_the_detail_tells_namesakes_apart(log: Log, offered: Suggestions) -> None:
    assert offered.records(log.ledger("enterprise"), "海螺")[0].detail == CODE
    check = log.ledger("enforcement_check")
    log.add(check, {"check_no": "检〔2024〕1号", "checked_on": "2024-03-05", "enterprise": "兴旺化工"})
    log.add(check, {"checked_on": "2024-03-06", "enterprise": "兴旺化工"})
    log.add(check, {})
    assert [(one.text, one.detail) for one in offered.records(check, "")] == [
        ("未命名", ""), ("2024-03-06", "兴旺化工"), ("检〔2024〕1号", "2024-03-05 · 兴旺化工"),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["", "h", "化工 h1"])
def test_every_ledger_answers(log: Log, offered: Suggestions, typed: str) -> None:
    for ledger in log.catalogue.ledgers.values():
        found = offered.records(ledger, typed)
        assert found == [] or ledger.name == "enterprise"


# -------------------------------------------------------------------- wordings


def test_frequent_wordings_with_their_use(log: Log, offered: Suggestions) -> None:
    hazard = log.ledger("hazard")
    for place in ("配电房", "车间", "配电房", "东区配电室"):
        log.add(hazard, {"location": place})
    found = offered.wordings(hazard, "location", "配电")
    assert [(one.text, one.detail) for one in found] == [("配电房", "用过 2 次"), ("东区配电室", "用过 1 次")]
    assert texts(offered.wordings(hazard, "location", "")) == ["配电房", "东区配电室", "车间"]
    assert texts(offered.wordings(hazard, "location", "pdf")) == ["配电房"]
    log.add(hazard, {"location": "仓库"})
    assert texts(offered.wordings(hazard, "location", "ck")) == ["仓库"], "known as soon as it is saved"
    log.undo()
    assert offered.wordings(hazard, "location", "ck") == []


def test_the_code_table_follows_what_was_used(log: Log, offered: Suggestions) -> None:
    figures = log.ledger("reported_figure")
    field = next(one for one in figures.fields.values() if one.suggest)
    terms = list(log.catalogue.codes[str(field.suggest)].values())
    log.add(figures, {field.name: terms[3]})
    found = offered.wordings(figures, field.name, "", limit=100)
    assert texts(found) == [terms[3], *(term for term in terms if term != terms[3])]
    assert [one.detail for one in found[:2]] == ["用过 1 次", "代码表"]


# -------------------------------------------------------------------- earlier records


def test_the_last_value_and_the_last_record(log: Log, offered: Suggestions) -> None:
    hazard = log.ledger("hazard")
    assert offered.last_value(hazard, "location") is None
    assert offered.last_record(hazard) is None
    log.add(hazard, {"location": "车间", "funds": "1.5"})
    second = log.add(hazard, {"description": "叉车"})
    assert offered.last_value(hazard, "location") == "车间"
    assert offered.last_value(hazard, "funds") == 150
    last = offered.last_record(hazard)
    assert last is not None and last["id"] == second
    log.delete(hazard, second)
    last = offered.last_record(hazard)
    assert last is not None and last["location"] == "车间"


def test_possible_duplicates(log: Log, offered: Suggestions) -> None:
    check = log.ledger("enforcement_check")
    typed = {"enterprise": "兴旺化工", "checked_on": "2024-03-05", "kind": "专项检查"}
    record = log.record(check, log.add(check, {**typed, "check_no": "一"}))
    assert record is not None
    same = {"enterprise": record["enterprise"], "checked_on": "2024-03-05", "kind": "专项检查"}

    def found(**changed: object) -> int:
        return len(offered.duplicates(check, {**same, **changed}))  # type: ignore[dict-item]

    assert found() == 1
    assert found(kind=None) == 1
    assert found(kind="复查") == 0
    assert found(checked_on="2024-03-06") == 0
    assert found(enterprise=None) == 0
    assert found(checked_on="2024-03-06", check_no="一") == 1
    assert found(id=record["id"]) == 0, "never the record itself"
    log.delete(check, str(record["id"]))
    assert found() == 0


def test_a_tip_off_about_an_enterprise_that_was_reported_lately_may_be_the_same_matter(
    log: Log, offered: Suggestions
) -> None:
    tip_off = log.ledger("tip_off")
    record = log.record(tip_off, log.add(tip_off, {"enterprise": "兴旺化工", "received_on": "2024-03-05"}))
    assert record is not None

    def found(day: str | None, **changed: object) -> int:
        values = {"enterprise": record["enterprise"], "received_on": day, **changed}
        return len(offered.same_matter(tip_off, values))  # type: ignore[arg-type]

    assert [found(day) for day in ("2024-03-05", "2024-05-04", "2024-01-05")] == [1, 1, 1]
    assert [found(day) for day in ("2024-05-05", "2023-12-31", None)] == [0, 0, 0]
    assert found("2024-03-20", enterprise=None) == 0
    assert found("2024-03-20", id=record["id"]) == 0
    check = log.ledger("enforcement_check")
    assert offered.same_matter(check, {"enterprise": record["enterprise"], "checked_on": "2024-03-05"}) == []


def test_hazards_of_one_check_are_no_duplicates_unless_they_say_the_same(log: Log, offered: Suggestions) -> None:
    hazard = log.ledger("hazard")
    typed = {"enterprise": "兴旺化工", "found_on": "2024-03-05", "description": "叉车未年检"}
    record = log.record(hazard, log.add(hazard, typed))
    assert record is not None
    same = {name: record[name] for name in ("enterprise", "found_on", "kind", "description")}
    assert len(offered.duplicates(hazard, same)) == 1
    assert offered.duplicates(hazard, {**same, "description": "配电箱"}) == []
    assert offered.duplicates(hazard, {**same, "description": None}) == []


def test_namesakes_and_events_of_one_day(log: Log, offered: Suggestions) -> None:
    assert len(offered.duplicates(log.ledger("enterprise"), {"name": "兴旺化工"})) == 1
    assert offered.duplicates(log.ledger("enterprise"), {"name": None}) == []
    training = log.ledger("training")
    log.add(training, {"name": "讲座", "held_on": "2024-03-05"})
    assert len(offered.duplicates(training, {"name": "讲座", "held_on": "2024-03-05"})) == 1
    assert offered.duplicates(training, {"name": "讲座", "held_on": "2024-03-06"}) == []


def test_every_ledger_can_be_asked_for_duplicates(log: Log, offered: Suggestions) -> None:
    for ledger in log.catalogue.ledgers.values():
        assert offered.duplicates(ledger, dict.fromkeys(ledger.fields, "x")) == []
        assert offered.duplicates(ledger, {}) == []
