"""A small catalogue of its own for the figure tests: ledgers, random records and random indicators.

Everything is plain data that `oracle` evaluates without the engine; `as_toml` and `fill` turn the same data into
definition files and a log. Whatever is random is drawn by a `Pick`, which is hypothesis' or a seeded generator's.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from desktop.figures import Period
from desktop.store import Log

Value = str | Decimal | date | bool | tuple[str, ...] | int | None
"""A typed value; a link is the place of the linked record among those of its ledger."""

Pick = Callable[[Sequence[Any]], Any]


@dataclass(frozen=True)
class FieldSpec:
    label: str
    type: str
    pool: tuple[Value, ...]
    """Values that records hold; None where the field may be empty."""
    needed: str | None = None
    approx: bool = False
    places: int = 0
    lowest: int | None = None
    ledger: str | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class LedgerSpec:
    name: str
    label: str
    fields: Mapping[str, FieldSpec]
    title: str
    date: str | None = None
    active: tuple[str, str] | None = None
    quantity: str | None = None
    not_before: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Condition:
    path: str
    kind: str
    """one_of, not, range, present, has, lacks, has_lacks, not_after, not_before, report_year; raw: as defined"""
    argument: Any
    demanded: bool = False
    """Whether a gap leaves the record undecided although the field is optional."""


@dataclass(frozen=True)
class IndicatorSpec:
    name: str
    measure: str
    unit: str
    ledger: str | None = None
    of: str | None = None
    when: str | None = None
    placing: str | None = None
    where: tuple[Condition, ...] = ()
    having: tuple[Condition, ...] = ()
    over: tuple[str, ...] = ()
    step: str | None = None
    since: date | None = None
    decimals: int | None = None


@dataclass
class Row:
    """A record: its typed values, the number fields that carry 约, and whether it is in the recycle bin."""

    values: dict[str, Value]
    approx: frozenset[str] = frozenset()
    deleted: bool = False
    id: str = ""


@dataclass
class World:
    ledgers: Mapping[str, LedgerSpec]
    rows: dict[str, list[Row]]
    indicators: list[IndicatorSpec]
    period: Period

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """Short: hypothesis prints it with every failure."""
        printer.text(f"<World of {sum(map(len, self.rows.values()))} records over {self.period.text}>")


# -------------------------------------------------------------------- ledgers


def _days() -> tuple[date, ...]:
    days = [date(2024, 5, 17), date(2024, 2, 29), date(2024, 1, 1), date(2024, 12, 31), date(2023, 2, 28)]
    for month in range(24):
        first = date(2023 + month // 12, month % 12 + 1, 1)
        days += [first, first + timedelta(9), first - timedelta(1)]
    return (*days, date(2019, 3, 31), date(2021, 7, 15), date(2025, 1, 1), date(2025, 6, 30))


DAYS = _days()
TAGS = ("法律", "法律法规", "法规", "应急", '规划"法律', '“安全”"月"', "a*b?~", "=1+1")
TERMS = ("简易程序", "一般程序", "=其他", "*", '带"引号')
TEXTS = ("甲厂", "乙厂", "=1+1", "+86", "-5", "@句", "a*c", "abc", "甲?", "~甲", '说"好"', "9137028278123456X7")
CODES = ("913702001234567890", "913702001234567899", "370200198001010011", "007", None)


def _numbers(*texts: str, empty: bool = True) -> tuple[Value, ...]:
    numbers: tuple[Value, ...] = tuple(Decimal(text) for text in texts)
    return (*numbers, None) if empty else numbers


def _ledgers() -> dict[str, LedgerSpec]:
    firm = LedgerSpec(
        "firm", "企业名录", title="name", active=("opened", "closed"),
        fields={
            "name": FieldSpec("名称", "text", TEXTS, "save"),
            "code": FieldSpec("代码", "text", CODES),
            "opened": FieldSpec("设立日期", "date", (*DAYS[:20], None, None, None)),
            "closed": FieldSpec("注销日期", "date", (None, None, None, *DAYS)),
            "kind": FieldSpec("类别", "choice", (*TERMS, None), "count", choices=TERMS),
            "size": FieldSpec("规模", "integer", _numbers("3", "0", "12"), approx=True),
            "capital": FieldSpec("资本", "money", _numbers("100", "0", "12345.67"), "count"),
            "themes": FieldSpec("主题", "tags", (("法律",), ("法律法规", "应急"), ("法律", "a*b?~"), None), "count"),
            "star": FieldSpec("示范", "boolean", (True, False, None)),
        },
    )  # fmt: skip
    work = LedgerSpec(
        "work", "执法检查", title="title", date="done_on", quantity="copies",
        not_before={"closed_on": "done_on"},
        fields={
            "title": FieldSpec("事项", "text", TEXTS, "save"),
            "remark": FieldSpec("说明", "long_text", ("第一行\n第二行", "=SUM(A1)", None)),
            "done_on": FieldSpec("办理日期", "date", (*DAYS, None, None, None), "count"),
            "due_on": FieldSpec("期限", "date", (*DAYS[:8], None, None, None), "count"),
            "closed_on": FieldSpec("办结日期", "date", (*DAYS, *[None] * 20), "count"),
            "filed_on": FieldSpec("归档日期", "date", (*DAYS[:12], None, None)),
            "read_on": FieldSpec("阅卷日期", "date", (*DAYS[:12], None, None, None)),
            "kind": FieldSpec("程序", "choice", (*TERMS, None), "count", choices=TERMS),
            "grade": FieldSpec("等级", "choice", (*TERMS[:3], None), choices=TERMS),
            "people": FieldSpec("人数", "integer", _numbers("3", "0", "1", "30"), "count", approx=True),
            "change": FieldSpec("增减", "integer", _numbers("-3", "0", "7", "-12"), lowest=-100),
            "plan_year": FieldSpec("计划年度", "integer", _numbers("2024", "2023", "2025"), "count"),
            "next_year": FieldSpec("下一年度", "integer", _numbers("2025", "2024")),
            "fee": FieldSpec("罚款", "money", _numbers("10000", "0", "0.01", "53887.5"), "count", approx=True),
            "gift": FieldSpec("奖励", "money", _numbers("1", "500", "99999.99")),
            "rate": FieldSpec("比率", "decimal", _numbers("0.1", "0", "0.125", "33.3333"), places=4),
            "weight": FieldSpec("重量", "decimal", _numbers("2.5", "0.05", "0"), "count", approx=True, places=2),
            "open": FieldSpec("公开", "boolean", (True, False, None), "count"),
            "blind": FieldSpec("随机", "boolean", (True, False, None)),
            "topics": FieldSpec("专题", "tags", ((TAGS[0],), TAGS[1:3], (TAGS[3], TAGS[6]), None), "count",
                                choices=TAGS),
            "words": FieldSpec("关键词", "tags", ((TAGS[1],), TAGS[:2], (TAGS[4],), (TAGS[5],), TAGS[6:], None)),
            "firm": FieldSpec("企业", "link", (), "count", ledger="firm"),
            "helper": FieldSpec("协助企业", "link", (), ledger="firm"),
            "copies": FieldSpec("数量", "integer", (None, None, *_numbers("2", "0", "5")), approx=True),
        },
    )  # fmt: skip
    permit = LedgerSpec(
        "permit", "行政许可", title="number", date="issued_on", active=("valid_from", "valid_to"),
        fields={
            "number": FieldSpec("证号", "text", CODES),
            "issued_on": FieldSpec("发证日期", "date", (*DAYS, None, None, None)),
            "signed_on": FieldSpec("签发日期", "date", (*DAYS, None, None, None), "count"),
            "valid_from": FieldSpec("有效期起", "date", (*DAYS, *[None] * 20)),
            "valid_to": FieldSpec("有效期止", "date", (*DAYS, *[None] * 20)),
            "area": FieldSpec("面积", "decimal", _numbers("2.5", "0.05", "0"), "save", approx=True, places=2),
            "work": FieldSpec("检查", "link", (), "save", ledger="work"),
            "firm": FieldSpec("企业", "link", (), ledger="firm"),
        },
    )  # fmt: skip
    return {"firm": firm, "work": work, "permit": permit}


LEDGERS = _ledgers()


def field_of(ledger: LedgerSpec, path: str, ledgers: Mapping[str, LedgerSpec] = LEDGERS) -> FieldSpec:
    """The field that `field` or `link.field` names."""
    link, _, inner = path.partition(".")
    return ledgers[str(ledger.fields[link].ledger)].fields[inner] if inner else ledger.fields[link]


# -------------------------------------------------------------------- random records


def draw_rows(pick: Pick, most: int, least: int = 0) -> dict[str, list[Row]]:
    """Records of every ledger; linked ones first. Registers and permits are half as many."""
    found: dict[str, list[Row]] = {}
    for name, share in (("firm", 2), ("work", 1), ("permit", 2)):
        found[name] = [
            _draw_row(pick, LEDGERS[name], found) for _ in range(pick(range(least // share, most // share + 1)))
        ]
    return found


def _draw_row(pick: Pick, ledger: LedgerSpec, before: Mapping[str, list[Row]]) -> Row:
    values: dict[str, Value] = {}
    for name, one in ledger.fields.items():
        pool: Sequence[Value] = one.pool
        if one.ledger:
            pool = [*range(len(before[one.ledger])), *([None] if one.needed != "save" else [])]
            if not pool:  # a needed link with nothing to link to
                return Row({}, deleted=True)
        values[name] = pick(pool)
        if values[name] is None and one.needed == "save":
            values[name] = one.pool[0]
    pairs = dict(ledger.not_before) | ({ledger.active[1]: ledger.active[0]} if ledger.active else {})
    for later, earlier in pairs.items():
        first, last = values[earlier], values[later]
        if isinstance(first, date) and isinstance(last, date) and last < first:
            values[later] = first
    marked = {name for name, one in ledger.fields.items() if one.approx and values[name] is not None and pick(_RARE)}
    return Row(values, frozenset(marked), pick(_RARE))


_RARE = (False, False, False, False, False, False, False, True)


def draw_period(pick: Pick) -> Period:
    """Mostly 2024 or a part of it, or a span over the turn of a year."""
    first = pick((date(2024, 1, 1), date(2024, 2, 29), date(2024, 3, 15), date(2023, 1, 1), date(2023, 11, 10)))
    last = first + timedelta(pick((365, 0, 59, 180, 300)))
    return Period(first, pick((last, max(first, date(last.year, 12, 31)), max(first, date(2024, 2, 29)))))


# -------------------------------------------------------------------- random indicators

MEASURES = (
    "count", "sum", "distinct", "min", "max", "share", "monthly_min", "monthly_max", "streak",
    "ratio", "total", "difference",
)  # fmt: skip
OVER_RECORDS = MEASURES[:9]


def draw_indicator(pick: Pick, name: str, measure: str, ledgers: Sequence[str] = ("work", "permit", "firm")) -> Any:
    """An indicator over records."""
    ledger = LEDGERS[pick(ledgers)]
    placing, when = _draw_placing(pick, ledger, measure)
    step = pick(("month", "year")) if measure == "streak" else None
    of, unit = None, pick(("件", "件", "人"))
    if measure in ("sum", "min", "max"):
        of = pick([path for path in _paths(ledger) if field_of(ledger, path).type in ("integer", "decimal", "money")])
        unit = pick(("元", "万元", "亿元")) if field_of(ledger, of).type == "money" else unit
    elif measure == "distinct":
        of = pick([path for path in _paths(ledger) if field_of(ledger, path).type != "tags"])
    elif measure == "share":
        unit = "%"
    elif step:
        unit = "个月" if step == "month" else "年"
    return IndicatorSpec(
        name=name, measure=measure, unit=unit, ledger=ledger.name, of=of, when=when, placing=placing,
        where=_draw_conditions(pick, ledger, pick((0, 1, 1, 2, 3))),
        having=_draw_conditions(pick, ledger, pick((1, 1, 2))) if measure == "share" else (),
        step=step,
        since=pick((date(2020, 1, 1), date(2023, 5, 1), date(2023, 5, 2), date(2024, 12, 31))) if step else None,
        decimals=pick((None, None, 0, 1, 2)),
    )  # fmt: skip


def draw_combined(pick: Pick, name: str, measure: str, parts: Sequence[IndicatorSpec]) -> IndicatorSpec:
    """An indicator over earlier ones, which may be combined themselves."""
    if measure == "ratio":
        over = (pick(parts).name, pick(parts).name)
        return IndicatorSpec(name, measure, pick(("%", "倍")), over=over, decimals=pick((None, 0, 1)))
    unit = pick(parts).unit
    alike = [one.name for one in parts if one.unit == unit]
    over = tuple(pick(alike) for _ in range(pick((2, 3))))
    return IndicatorSpec(name, measure, unit, over=over, decimals=pick((None, 0, 1)))


def _draw_placing(pick: Pick, ledger: LedgerSpec, measure: str) -> tuple[str | None, str | None]:
    """Placing and date as a definition gives them; None is left out."""
    dates = [name for name, one in ledger.fields.items() if one.type == "date"]
    # `until` has no meaning by month: test_oracle has a test of its own for it.
    placings = [None, "period"] + (["until"] if not measure.startswith("monthly") else [])
    if ledger.active and measure not in ("streak", "monthly_min", "monthly_max"):
        placings.append("as_of")
    placing = pick(placings)
    if placing == "as_of":
        return placing, None
    if ledger.date is None and (placing is not None or measure in ("streak", "monthly_min", "monthly_max")):
        return placing, pick(dates)
    return placing, pick((None, None, *dates))


def _paths(ledger: LedgerSpec) -> list[str]:
    own = list(ledger.fields)
    return own + [f"{link}.{inner}" for link, one in ledger.fields.items() if one.ledger
                  for inner in LEDGERS[one.ledger].fields]  # fmt: skip


def _draw_conditions(pick: Pick, ledger: LedgerSpec, count: int) -> tuple[Condition, ...]:
    found: dict[str, Condition] = {}
    for _ in range(count):
        path = pick(_paths(ledger))
        found[path] = _draw_condition(pick, ledger, path)
    return tuple(found.values())


def _draw_condition(pick: Pick, ledger: LedgerSpec, path: str) -> Condition:
    one = field_of(ledger, path)
    kind = pick(_kinds(one, path))
    filled = [value for value in one.pool if value is not None]
    if kind in ("one_of", "not"):
        values = tuple(dict.fromkeys(pick(filled) for _ in range(pick((1, 2, 3)))))
        return Condition(path, kind, values)
    if kind == "range":
        low, high = pick((None, *filled)), pick((None, *filled))
        if low is not None and high is not None and low > high:
            low, high = high, low
        return Condition(path, kind, (low, high) if (low, high) != (None, None) else (filled[0], None))
    demanded = pick((False, False, True))
    if kind == "present":
        return Condition(path, kind, pick((True, False)), demanded)
    if kind in ("has", "lacks"):
        return Condition(path, kind, _draw_tags(pick), demanded)
    if kind == "has_lacks":
        return Condition(path, kind, (_draw_tags(pick), _draw_tags(pick)), demanded)
    if kind in ("not_after", "not_before"):
        dates = [name for name, each in ledger.fields.items() if each.type == "date" and name != path]
        return Condition(path, kind, pick(dates))
    return Condition(path, kind, pick((0, 1, -1)))


def _draw_tags(pick: Pick) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pick(TAGS) for _ in range(pick((1, 2)))))


def _kinds(one: FieldSpec, path: str) -> list[str]:
    kinds = ["present"]
    if one.type == "tags":
        kinds += ["has", "has", "lacks", "lacks", "has_lacks", "has_lacks"]
    elif one.type != "link":
        kinds += ["one_of", "one_of", "not"]
    if one.type in ("integer", "decimal", "money", "date"):
        kinds += ["range", "range"]
    if one.type == "integer":
        kinds.append("report_year")
    if one.type == "date" and "." not in path:
        kinds += ["not_after", "not_before"]
    return kinds


# -------------------------------------------------------------------- definitions and log


def toml(value: object) -> str:
    """A TOML value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(str(k))} = {toml(v)}" for k, v in value.items() if v is not None) + " }"
    if isinstance(value, (int, Decimal)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def _table(pairs: Mapping[str, object]) -> str:
    return "".join(f"{key} = {toml(value)}\n" for key, value in pairs.items() if value not in (None, (), {}))


def _condition_value(one: Condition) -> object:
    if one.kind == "raw":
        return one.argument
    if one.kind == "one_of":
        values = [_listed(value) for value in one.argument]
        return values[0] if len(values) == 1 else values
    if one.kind == "range":
        return {"min": one.argument[0], "max": one.argument[1]}
    if one.kind == "not":
        return {"not": [_listed(value) for value in one.argument]}
    demanded = {"needed": True} if one.demanded else {}
    if one.kind == "has_lacks":
        return {"has": one.argument[0], "lacks": one.argument[1], **demanded}
    return {one.kind: one.argument, **demanded}


def _listed(value: Value) -> Value:
    return value.isoformat() if isinstance(value, date) else value


def indicator_toml(one: IndicatorSpec) -> str:
    """The definition; the label is the name."""
    pairs = {"label": one.name, "section": "测试", "unit": one.unit, "measure": one.measure, "ledger": one.ledger}
    pairs |= {key: getattr(one, key) for key in ("of", "when", "placing", "over", "step", "since", "decimals")}
    pairs |= {key: {each.path: _condition_value(each) for each in getattr(one, key)} for key in ("where", "having")}
    return f"[{toml(one.name)}]\n{_table(pairs)}\n"


def ledger_toml(one: LedgerSpec) -> str:
    text = _table({"label": one.label, "group": "执法", "unit": "条", "title": one.title, "date": one.date,
                   "active": one.active, "quantity": one.quantity})  # fmt: skip
    for name, each in one.fields.items():
        choices = {f"c{number}": term for number, term in enumerate(each.choices)}
        pairs = {"label": each.label, "type": each.type, "needed": each.needed, "approx": each.approx or None,
                 "places": each.places or None, "min": each.lowest, "ledger": each.ledger, "choices": choices,
                 "not_before": one.not_before.get(name)}  # fmt: skip
        text += f"[fields.{name}]\n{_table(pairs)}"
    return text


def write_root(
    root: Path, indicators: Iterable[IndicatorSpec], ledgers: Mapping[str, LedgerSpec] = LEDGERS,
    monthly: Sequence[str] = (), extra: str = "",
) -> Path:  # fmt: skip
    """A program folder with definitions; what is there is replaced."""
    resources = root / "resources"
    for folder in ("ledgers", "indicators", "reports", "deadlines"):
        (resources / folder).mkdir(parents=True, exist_ok=True)
    (root / "seeds" / "codes").mkdir(parents=True, exist_ok=True)
    for one in ledgers.values():
        (resources / "ledgers" / f"{one.name}.toml").write_text(ledger_toml(one), encoding="utf-8")
    (resources / "ledgers" / "_common.toml").write_text('[fields.note]\nlabel = "备注"\ntype = "text"\n', "utf-8")
    text = "".join(map(indicator_toml, indicators)) + extra
    (resources / "indicators" / "all.toml").write_text(text, encoding="utf-8")
    outline = f'label = "测试"\nmonthly = {toml(list(monthly))}\n'
    (resources / "reports" / "default.toml").write_text(outline, encoding="utf-8")
    return root


def fill(log: Log, rows: Mapping[str, list[Row]], ledgers: Mapping[str, LedgerSpec] = LEDGERS) -> None:
    """Save the records in the order of the ledgers, note their ids, and delete those that are deleted."""
    for name, records in rows.items():
        ledger, fields = log.catalogue.ledgers[name], ledgers[name].fields
        wanted = [row for row in records if row.values]
        typed = []
        for row in wanted:
            values: dict[str, object] = {f"{name}_approx": True for name in row.approx}
            for key, value in row.values.items():
                link = fields[key].ledger
                values[key] = rows[link][value].id if link and isinstance(value, int) else _typed(value)
            typed.append(values)
        added = log.add_many(ledger, enumerate(typed))
        assert not added.rejected, added.rejected
        for row, id_ in zip(wanted, added.ids, strict=True):
            row.id = id_
    for name, records in rows.items():
        for row in records:
            if row.deleted and row.id:
                log.delete(log.catalogue.ledgers[name], row.id)


def _typed(value: Value) -> object:
    return str(value) if isinstance(value, Decimal) else list(value) if isinstance(value, tuple) else value
