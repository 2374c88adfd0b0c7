"""From definition tables to indicators, every name and type checked against the ledgers."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from desktop.catalogue.conditions import (
    Condition,
    Filled,
    HasTag,
    InOrder,
    InReportYear,
    LacksTags,
    NoneOf,
    OneOf,
    Order,
    Path,
    Within,
)  # fmt: skip
from desktop.catalogue.entries import Entry
from desktop.catalogue.fields import Field, Stored
from desktop.catalogue.indicators import Indicator, Measure, Placing, Step
from desktop.catalogue.ledgers import Ledger
from desktop.catalogue.normalise import single_line

INDICATOR_KEYS = (
    "label", "section", "unit", "ledger", "measure", "of", "when", "where", "having", "over", "placing", "step",
    "since", "decimals", "approx", "word", "version", "source", "note",
)  # fmt: skip
UNITS_OF_MONEY = {"元": 2, "万元": 6, "亿元": 10}
"""Power of ten between the unit and 分."""

_LONGEST_IN_FORMULA = 250

OPERATORS = frozenset(("not", "min", "max", "present", "has", "lacks", "not_after", "not_before", "report_year"))
TOGETHER = (frozenset(("min", "max")), frozenset(("has", "lacks")))
"""Operators that may stand side by side."""

Ledgers = Mapping[str, Ledger]


def read_indicator(name: str, entry: Entry, ledgers: Ledgers) -> Indicator:
    """Make an indicator from its definition; combined ones are checked later, when all are known."""
    measure = entry.word("measure", Measure)
    shared = _Shared(name, entry, measure)
    return _combined(shared) if measure.combines else _over_records(shared, ledgers)


class _Shared:
    """What both kinds of indicator have."""

    def __init__(self, name: str, entry: Entry, measure: Measure) -> None:
        self.name, self.entry, self.measure = name, entry, measure

    def indicator(self, **own: object) -> Indicator:
        entry = self.entry
        return Indicator(
            name=self.name,
            label=entry.text("label"),
            section=entry.text("section"),
            unit=entry.text("unit"),
            measure=self.measure,
            decimals=entry.whole("decimals") if entry.has("decimals") else None,
            approx=entry.truth("approx"),
            word=entry.optional("word"),
            version=entry.whole("version", 1),
            source=entry.text("source", ""),
            note=entry.text("note", ""),
            file=entry.file,
            **own,  # type: ignore[arg-type]
        )


def _combined(shared: _Shared) -> Indicator:
    entry = shared.entry
    over = entry.texts("over")
    if len(over) < 2 or (shared.measure is Measure.RATIO and len(over) != 2):
        entry.refuse("数目不对", 'ratio 须写两个指标 over = ["部分", "全部"]，total、difference 至少两个', "over")
    for key in ("ledger", "of", "when", "where", "having", "placing", "step", "since"):
        if entry.has(key):
            entry.refuse(f"{shared.measure} 由其他指标算出，不读台账", f"请去掉 {key}", key)
    return shared.indicator(over=over)


def _over_records(shared: _Shared, ledgers: Ledgers) -> Indicator:
    entry, measure = shared.entry, shared.measure
    ledger = ledgers.get(entry.text("ledger"))
    if ledger is None:
        entry.refuse(f"没有台账“{entry.text('ledger')}”", "请改成 resources/ledgers 里的台账名", "ledger")
    _check_keys(entry, measure)
    of = read_path(entry, "of", entry.text("of"), ledger, ledgers) if measure.takes_field else None
    placing, when = _placing(entry, ledger, measure)
    made = shared.indicator(
        ledger=ledger,
        of=of,
        placing=placing,
        when=when,
        where=read_conditions(entry, "where", ledger, ledgers),
        having=read_conditions(entry, "having", ledger, ledgers),
        step=entry.word("step", Step) if measure is Measure.STREAK else None,
        since=entry.day("since"),
    )
    _check_measure(made, entry)
    return made


def _check_keys(entry: Entry, measure: Measure) -> None:
    needs = {"of": measure.takes_field, "having": measure is Measure.SHARE, "step": measure is Measure.STREAK}
    needs["since"] = needs["step"]
    for key, needed in needs.items():
        if needed and not entry.has(key):
            entry.refuse(f"{measure} 缺少 {key}", f"请加上 {key}", key)
        if entry.has(key) and not needed:
            entry.refuse(f"{measure} 用不到 {key}", f"请去掉 {key}", key)
    if entry.has("over"):
        entry.refuse(f"{measure} 用不到 over", "请去掉 over", "over")


def _placing(entry: Entry, ledger: Ledger, measure: Measure) -> tuple[Placing, str | None]:
    usual = Placing.PERIOD if ledger.date or entry.has("when") else Placing.AS_OF
    placing = entry.word("placing", Placing, usual)
    if placing is Placing.AS_OF:
        if not ledger.active:
            entry.refuse(f"台账“{ledger.label}”没有起止日期", "请给台账写 active，或改用 period", "placing")
        if measure in (Measure.STREAK, Measure.MONTHLY_MIN, Measure.MONTHLY_MAX):
            entry.refuse(f"{measure} 要看每条记录的日期", "请改用 period", "placing")
        if entry.has("when"):
            entry.refuse("期末在册的记录不看日期字段", "请去掉 when", "when")
        return placing, None
    if placing is Placing.UNTIL and measure in (Measure.MONTHLY_MIN, Measure.MONTHLY_MAX):
        entry.refuse(f"{measure} 只数期内的记录", "请去掉 placing", "placing")
    when = entry.optional("when") or ledger.date
    if when is None:
        entry.refuse(f"台账“{ledger.label}”没有默认日期", "请写 when = 日期字段", "when")
    field = ledger.fields.get(when)
    if field is None or field.type.name != "date":
        entry.refuse(f"“{when}”不是台账“{ledger.label}”的日期字段", "请改成它的日期字段", "when")
    return placing, when


def _check_measure(made: Indicator, entry: Entry) -> None:
    if made.of and made.measure in (Measure.SUM, Measure.MIN, Measure.MAX) and not made.of.field.type.numeric:
        entry.refuse(f"“{made.of.field.label}”不是数字", "请改成数字字段", "of")
    if made.measure is Measure.DISTINCT and made.of and made.of.field.type.name in ("tags", "attachment"):
        entry.refuse(f"“{made.of.field.label}”一条记录有多个值，不能去重计数", "请改成单值字段", "of")
    if made.measure is Measure.SHARE and made.unit != "%":
        entry.refuse("占比的单位应为 %", 'unit = "%"', "unit")
    money = made.of is not None and made.of.field.type.name == "money" and made.measure is not Measure.DISTINCT
    if money and made.unit not in UNITS_OF_MONEY:
        entry.refuse("单位与字段不相配", "金额字段的单位是 元、万元 或 亿元", "unit")
    streak_units = {Step.MONTH: "个月", Step.YEAR: "年"}
    if made.step and made.unit != streak_units[made.step]:
        entry.refuse("单位与步长不相配", f'unit = "{streak_units[made.step]}"', "unit")


def read_path(entry: Entry, key: str, text: str, ledger: Ledger, ledgers: Ledgers) -> Path:
    """Find `field` or `link.field`."""
    name, _, linked = text.partition(".")
    field = ledger.fields.get(name)
    if field is None:
        entry.refuse(f"台账“{ledger.label}”没有字段“{name}”", _known(ledger), key)
    if not linked:
        return Path(field)
    if field.ledger is None:
        entry.refuse(f"“{name}”不是链接字段", "点号前应为链接字段", key)
    target = ledgers.get(field.ledger)
    if target is None or linked not in target.fields:
        entry.refuse(f"“{field.label}”链接的台账没有字段“{linked}”", _known(target) if target else "", key)
    return Path(target.fields[linked], field)


def _known(ledger: Ledger) -> str:
    return f"它的字段是 {'、'.join(ledger.fields)}"


def read_conditions(entry: Entry, key: str, ledger: Ledger, ledgers: Ledgers) -> tuple[Condition, ...]:
    """Read `where` or `having`."""
    table = entry.child(key)
    return tuple(
        condition
        for name, wanted in _flat(table.data, ledger)
        for condition in _conditions(table, name, read_path(table, name, name, ledger, ledgers), wanted, ledger)
    )


def _flat(conditions: Mapping[str, object], ledger: Ledger) -> Iterator[tuple[str, object]]:
    """Conditions by path: TOML reads `check.level = "本局"` without quotes as a table within a table."""
    for name, wanted in conditions.items():
        if isinstance(wanted, dict) and name in ledger.links and wanted and not OPERATORS & set(wanted):
            yield from ((f"{name}.{inner}", value) for inner, value in wanted.items())
        else:
            yield name, wanted


def _conditions(table: Entry, key: str, path: Path, wanted: object, ledger: Ledger) -> Iterator[Condition]:
    if isinstance(wanted, dict):
        yield from _operators(table, key, path, wanted, ledger)
        return
    if path.field.type.name in ("tags", "attachment"):
        table.refuse("标签字段要写 has", f'{key} = {{ has = "……" }}', key)
    yield OneOf(path, _values(table, key, path.field, wanted))


def _operators(table: Entry, key: str, path: Path, wanted: dict[str, object], ledger: Ledger) -> Iterator[Condition]:
    """The conditions of one table of operators; `needed = true` in it asks for the value."""
    operators = set(wanted) - {"needed"}
    if "needed" in wanted:
        path = replace(path, demanded=_truth(table, key, "needed", wanted["needed"]))
    readers: Mapping[str, Callable[[], Condition]] = {
        "not": lambda: NoneOf(path, _values(table, key, path.field, wanted["not"])),
        "min": lambda: _range(table, key, path, wanted),
        "max": lambda: _range(table, key, path, wanted),
        "present": lambda: Filled(path, _truth(table, key, "present", wanted["present"])),
        "has": lambda: HasTag(path, tuple(_tags(table, key, path, wanted["has"]))),
        "lacks": lambda: LacksTags(path, tuple(_tags(table, key, path, wanted["lacks"]))),
        "not_after": lambda: _order(table, key, path, Order.NOT_AFTER, wanted["not_after"], ledger),
        "not_before": lambda: _order(table, key, path, Order.NOT_BEFORE, wanted["not_before"], ledger),
        "report_year": lambda: _report_year(table, key, path, wanted["report_year"]),
    }
    alone = len(operators) == 1 or any(operators == pair for pair in TOGETHER)
    if not alone or not operators <= set(readers):
        table.refuse(f"条件 {wanted} 看不懂", f"可用的条件是 {'、'.join(readers)}", key)
    once = operators - {"max"} if "min" in operators else operators
    yield from (readers[name]() for name in sorted(once))


def _listed(wanted: object) -> list[object]:
    return wanted if isinstance(wanted, list) else [wanted]


def _values(table: Entry, key: str, field: Field, wanted: object) -> tuple[Stored, ...]:
    if field.ledger:
        table.refuse(f"“{field.label}”是链接，不能与文字比较", f'请写 "{key}.字段" = …，或 present', key)
    values = _listed(wanted)
    if not values:
        table.refuse("条件值一个也没有", "请至少写一个值", key)
    return tuple(dict.fromkeys(_value(table, key, field, value) for value in values))


def _value(table: Entry, key: str, field: Field, wanted: object) -> Stored:
    expected: tuple[type, ...] = (str,)
    if field.type.numeric:
        expected = (int, float)
    elif field.type.name == "boolean":
        expected = (bool,)
    if not isinstance(wanted, expected) or (isinstance(wanted, bool) and bool not in expected):
        table.refuse(f"“{field.label}”的条件值 {wanted!r} 类型不对", f"它是 {field.type.name} 字段", key)
    try:
        value = field.parse(wanted)
    except ValueError as error:
        table.refuse(f"条件值不合适：{error}", "请改成这个字段可填的值", key)
    if value is None:
        table.refuse("条件值是空的", "要找没有填的，请写 present = false", key)
    if len(str(value)) > _LONGEST_IN_FORMULA:
        table.refuse("条件值太长", f"最多 {_LONGEST_IN_FORMULA} 个字，Excel 公式里写不下更长的", key)
    if field.choices and wanted not in field.choices.values():
        table.refuse(f"条件值“{wanted}”应写中文", f"请写“{value}”", key)
    return value


def _range(table: Entry, key: str, path: Path, wanted: dict[str, object]) -> Within:
    if not path.field.type.numeric and path.field.type.name != "date":
        table.refuse(f"“{path.field.label}”不能比大小", "min、max 只用于数字和日期", key)

    def bound(side: str) -> Stored:
        if side not in wanted:
            return None
        value = wanted[side]
        if path.field.type.numeric:
            return _exact_bound(table, f"{key}.{side}", path.field, value)
        try:
            return path.field.parse(value)
        except ValueError as error:
            table.refuse(f"界限不合适：{error}", "请改成这个字段可填的值", f"{key}.{side}")

    low, high = bound("min"), bound("max")
    if low is not None and high is not None and type(low) is type(high) and low > high:  # type: ignore[operator]
        table.refuse("最小值大于最大值", "请核对 min 和 max", key)
    return Within(path, low, high)


def _exact_bound(table: Entry, key: str, field: Field, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        table.refuse(f"界限 {value!r} 不是数字", "请写一个数字", key)
    scaled = Decimal(str(value)).scaleb(field.places)
    if scaled != scaled.to_integral_value():
        table.refuse(f"界限 {value} 比字段还细", f"“{field.label}”保留 {field.places} 位小数", key)
    return int(scaled)


def _truth(table: Entry, key: str, operator: str, wanted: object) -> bool:
    if not isinstance(wanted, bool):
        table.refuse(f"{operator} 应为 true 或 false", f"{key} = {{ {operator} = true }}", key)
    return wanted


def _tags(table: Entry, key: str, path: Path, wanted: object) -> Iterator[str]:
    if path.field.type.name != "tags":
        table.refuse(f"“{path.field.label}”不是标签字段", "has、lacks 只用于 tags 类型", key)
    if not _listed(wanted):
        table.refuse("条件值一个也没有", "请至少写一个标签", key)
    for raw in _listed(wanted):
        term = single_line(raw) if isinstance(raw, str) else ""
        if not term or "、" in term or len(term) > _LONGEST_IN_FORMULA:
            table.refuse(f"标签 {raw!r} 不对", "标签是不含“、”的一个词", key)
        if not isinstance(term, str) or (path.field.choices and term not in path.field.choices.values()):
            table.refuse(f"没有标签“{term}”", f"可用：{'、'.join(path.field.choices.values())}", key)
        yield term


def _order(table: Entry, key: str, path: Path, order: Order, wanted: object, ledger: Ledger) -> InOrder:
    other = ledger.fields.get(str(wanted))
    if path.field.type.name != "date" or path.link or other is None or other.type.name != "date":
        table.refuse("先后只能在同一条记录的两个日期之间比", f"请写 {key} = {{ {order} = 日期字段 }}", key)
    return InOrder(path, order, Path(other))


def _report_year(table: Entry, key: str, path: Path, wanted: object) -> InReportYear:
    if path.field.type.name != "integer" or isinstance(wanted, bool) or not isinstance(wanted, int):
        table.refuse("report_year 只用于整数的年度字段", f"{key} = {{ report_year = 0 }}", key)
    return InReportYear(path, wanted)


def check_combinations(indicators: Mapping[str, Indicator], entries: Mapping[str, Entry]) -> None:
    """Refuse combined indicators that name a missing one, or themselves by a detour, or mix units in a sum."""
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            chain = " → ".join((*above[above.index(name) :], name))
            entries[name].refuse(f"循环引用：{chain}", "请去掉其中一环", "over")
        if name in done:
            return
        for part in indicators[name].over:
            if part not in indicators:
                entries[name].refuse(f"没有指标“{part}”", "请改成已有的指标名", "over")
            visit(part, (*above, name))
        done.add(name)

    for name, made in indicators.items():
        visit(name, ())
        units = {indicators[part].unit for part in made.over}
        if made.measure in (Measure.TOTAL, Measure.DIFFERENCE) and units != {made.unit}:
            entries[name].refuse(
                f"单位不一致：{'、'.join(sorted(units | {made.unit}))}", "相加减的指标单位须相同", "unit"
            )
