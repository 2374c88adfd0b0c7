"""From definition tables to ledgers."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from desktop.catalogue.code_tables import CodeTable
from desktop.catalogue.entries import Entry
from desktop.catalogue.fields import FIELD_TYPES, Field, Stored
from desktop.catalogue.ledgers import GROUPS, Ledger

LEDGER_KEYS = (
    "label", "group", "order", "unit", "help", "title", "date", "active", "keys", "quantity", "same_matter_days",
    "fields", "columns", "more", "filters", "fold", "counts", "states", "views", "rows",
    "follow_ups",
)  # fmt: skip
FIELD_KEYS = (
    "label", "type", "choices", "codes", "suggest", "ledger", "needed", "default", "unit", "min", "max", "places",
    "approx", "secret", "not_before", "check", "section", "aliases", "help",
)  # fmt: skip
SYSTEM_COLUMNS = frozenset(("id", "created_at", "created_by", "deleted_at", "kept_reason"))
CHECKS = ("uscc",)
DEFAULT_PLACES = {"money": 2, "decimal": 4}
MOST_PLACES = 8

_LONGEST_SHEET_NAME = 31
_NAME = re.compile(r"[a-z][a-z0-9_]*")

Codes = Mapping[str, CodeTable]


def read_common(fields: Entry, codes: Codes) -> Mapping[str, Field]:
    """The fields that every ledger has."""
    return {name: read_field(name, fields.child(name, FIELD_KEYS), codes) for name in fields.data}


def read_ledger(name: str, entry: Entry, common: Mapping[str, Field], codes: Codes) -> Ledger:
    """Make a ledger from its definition, with the common fields after its own."""
    if not _NAME.fullmatch(name) or name.startswith("sqlite_"):
        entry.refuse("这个台账名不能用", "请用小写英文字母开头，只含小写字母、数字和下划线")
    own = entry.child("fields")
    if not own.data:
        entry.refuse("没有字段", "请至少写一个 [fields.名称]", "fields")
    fields = {key: read_field(key, own.child(key, FIELD_KEYS), codes) for key in own.data}
    fields |= {key: field for key, field in common.items() if key not in fields}
    group = entry.text("group")
    if group not in GROUPS:
        entry.refuse(f"没有“{group}”这一组", f"请写 {'、'.join(GROUPS)} 之一", "group")
    ledger = Ledger(
        name=name,
        label=entry.text("label"),
        group=group,
        order=entry.whole("order", 100),
        unit=entry.text("unit"),
        title=entry.text("title"),
        fields=fields,
        date=entry.optional("date"),
        active=_span(entry),
        keys=entry.texts("keys"),
        quantity=entry.optional("quantity"),
        same_matter_days=entry.whole("same_matter_days", 0),
        help=entry.text("help", ""),
    )
    if len(ledger.label) > _LONGEST_SHEET_NAME or set(ledger.label) & set("[]:*?/\\'"):
        entry.refuse(
            "名称太长或含 [ ] : * ? / \\ '，不能作工作表名", f"请改成不超过 {_LONGEST_SHEET_NAME} 个字的名称", "label"
        )
    _check_ledger(ledger, entry)
    return ledger


def _span(entry: Entry) -> tuple[str, str] | None:
    span = entry.texts("active")
    if not span:
        return None
    if len(span) != 2:
        entry.refuse("应为起、止两个日期字段", 'active = ["started_on", "ended_on"]', "active")
    return span[0], span[1]


def _check_ledger(ledger: Ledger, entry: Entry) -> None:
    if not (ledger.date or ledger.active):
        entry.refuse("既没有日期也没有起止", "请写 date 或 active，否则记录无法归入年度", "date")
    wanted = [("title", ledger.title, None), ("quantity", ledger.quantity, "integer"), ("date", ledger.date, "date")]
    wanted += [("active", name, "date") for name in ledger.active or ()]
    wanted += [("keys", name, None) for name in ledger.keys]
    wanted += [(f"fields.{field.name}.not_before", field.not_before, "date") for field in ledger.fields.values()]
    for key, name, kind in wanted:
        if name is None:
            continue
        if name not in ledger.fields:
            entry.refuse(f"没有字段“{name}”", f"请改成已有的字段，或加上 [fields.{name}]", key)
        if kind and ledger.fields[name].type.name != kind:
            entry.refuse(f"字段“{name}”不是 {kind} 类型", f"请改用 {kind} 类型的字段", key)
    if ledger.fields[ledger.title].ledger:
        entry.refuse(f"“{ledger.title}”是链接，不能作记录的名称", "请改成文字或日期字段", "title")
    for key, name in (("title", ledger.title), *(("keys", name) for name in ledger.keys)):
        if ledger.fields[name].secret:
            entry.refuse(f"“{name}”是保密的，不能用来称呼记录", "请改成别的字段", key)
    labels: dict[str, str] = {}
    for field in ledger.fields.values():
        if field.label in labels:
            entry.refuse(
                f"与字段 {labels[field.label]} 的名称同为“{field.label}”", "请改成不同的名称", f"fields.{field.name}"
            )
        labels[field.label] = field.name


def read_linked(entry: Entry, ledger: Ledger, ledgers: Mapping[str, Ledger]) -> tuple[Ledger, Field]:
    """The ledger that `entry` names, and its link field that points to `ledger`."""
    other = ledgers.get(entry.text("ledger"))
    if other is None:
        entry.refuse(f"没有台账“{entry.text('ledger')}”", "请改成已有的台账名", "ledger")
    link = other.links.get(entry.text("link"))
    if link is None or link.ledger != ledger.name:
        ways = "、".join(one.name for one in other.links.values() if one.ledger == ledger.name) or "没有"
        entry.refuse(f"“{entry.text('link')}”不链接到本台账", f"{other.label}链接到本台账的字段：{ways}", "link")
    return other, link


def read_field(name: str, entry: Entry, codes: Codes) -> Field:
    """Make a field from its definition."""
    if not _NAME.fullmatch(name) or name in SYSTEM_COLUMNS or name.endswith(("_approx", "_secret")):
        entry.refuse("这个字段名不能用", "请用小写英文、数字和下划线，且不与系统列（id 等）重名")
    kind = FIELD_TYPES.get(entry.text("type"))
    if kind is None:
        entry.refuse(f"没有“{entry.text('type')}”这种类型", f"可用：{'、'.join(FIELD_TYPES)}", "type")
    field = Field(
        name=name,
        label=entry.text("label"),
        type=kind,
        choices=_choices(entry, codes),
        off=_off(entry, codes),
        suggest=_suggestions(entry, codes),
        ledger=entry.optional("ledger"),
        needed=entry.optional("needed"),
        unit=entry.text("unit", ""),
        min=entry.number("min") if entry.has("min") or not kind.numeric else Decimal(0),
        max=entry.number("max"),
        places=entry.whole("places", DEFAULT_PLACES.get(kind.name, 0)),
        approx=entry.truth("approx"),
        secret=entry.truth("secret"),
        not_before=entry.optional("not_before"),
        check=entry.optional("check"),
        section=entry.text("section", ""),
        aliases=entry.texts("aliases"),
        help=entry.text("help", ""),
    )
    _check_field(field, entry)
    return _with_default(field, entry)


def _choices(entry: Entry, codes: Codes) -> Mapping[str, str]:
    if entry.has("choices"):
        table = entry.child("choices")
        return {key: table.text(key) for key in table.data}
    if entry.has("codes"):
        return codes[_code_table(entry, "codes", codes)]
    return {}


def _off(entry: Entry, codes: Codes) -> frozenset[str]:
    shared = entry.has("codes") and not entry.has("choices")
    return codes[_code_table(entry, "codes", codes)].off if shared else frozenset()


def _suggestions(entry: Entry, codes: Codes) -> str | None:
    return _code_table(entry, "suggest", codes) if entry.has("suggest") else None


def _code_table(entry: Entry, key: str, codes: Codes) -> str:
    name = entry.text(key)
    if name not in codes:
        entry.refuse(f"没有代码表“{name}”", f"可用：{'、'.join(sorted(codes))}", key)
    return name


def _check_field(field: Field, entry: Entry) -> None:
    kind = field.type.name
    if field.needed not in (None, "save", "count"):
        entry.refuse(f"没有“{field.needed}”这一项", "请写 save 或 count，或不写", "needed")
    if kind == "choice" and not field.choices:
        entry.refuse("选项为空", "请写 choices 或 codes")
    if field.choices and kind not in ("choice", "tags"):
        entry.refuse("只有选项和标签字段可写选项", "请去掉 choices、codes，或改用 suggest", "type")
    if len(set(field.choices.values())) < len(field.choices):
        entry.refuse("同一个选项写了两次", "请去掉重复的一项", "choices")
    if field.min is not None and field.max is not None and field.min > field.max:
        entry.refuse("最小值大于最大值", "请核对 min 和 max", "min")
    if not 0 <= field.places <= MOST_PLACES:
        entry.refuse("小数位数不对", f"请写 0 至 {MOST_PLACES} 的整数", "places")
    if (kind == "link") != (field.ledger is not None):
        entry.refuse("链接字段与 ledger 不相配", 'type = "link" 须写 ledger，其他类型不写')
    if field.approx and not field.type.numeric:
        entry.refuse("只有数字字段可带“约”", "请去掉 approx", "approx")
    if field.secret and (kind != "text" or field.suggest or field.check or entry.has("default")):
        entry.refuse("保密的字段只能是单行文字", "请用 text 类型，并去掉 suggest、check、default", "secret")
    if field.check not in (None, *CHECKS):
        entry.refuse(f"没有“{field.check}”这种核对", f"可用：{'、'.join(CHECKS)}", "check")


def _with_default(field: Field, entry: Entry) -> Field:
    if not entry.has("default"):
        return field
    try:
        value: Stored = field.parse(entry.data["default"])
    except ValueError as error:
        entry.refuse(f"默认值不合适：{error}", "请改成这个字段可填的值", "default")
    # A term that is no longer offered is not filled in either.
    return field if value in field.off else replace(field, default=value)
