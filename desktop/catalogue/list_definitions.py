"""From definition tables to what a ledger's list shows; read after all ledgers, for it looks through links."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from desktop.catalogue.conditions import Path
from desktop.catalogue.entries import Entry
from desktop.catalogue.fields import FIELD_TYPES, Field, Stored
from desktop.catalogue.indicator_definitions import read_conditions, read_path
from desktop.catalogue.ledger_definitions import read_linked
from desktop.catalogue.ledgers import Ledger
from desktop.catalogue.listed import DELETED, LOGGED, TONES, Count, ListDefinition, ReadyView, State, Term

COUNT_KEYS = ("label", "unit", "ledger", "link", "where")
STATE_KEYS = ("label", "terms")
TERM_KEYS = ("term", "tone", "when")
VIEW_KEYS = ("label", "whole", "where")

MOST_DAYS = 3650
"""Longest stretch that a state waits for: ten years."""

Ledgers = Mapping[str, Ledger]


def read_list(entry: Entry, ledger: Ledger, ledgers: Ledgers) -> ListDefinition:
    """Read a ledger's list; every column, count, state and view is checked against the ledgers."""
    counts = {name: _count(name, entry.child("counts").child(name, COUNT_KEYS), ledger, ledgers)
              for name in entry.child("counts").data}  # fmt: skip
    known = replace(ledger, fields={**ledger.fields, **{name: one.field for name, one in counts.items()}})
    states = {name: _state(name, entry.child("states").child(name, STATE_KEYS), known, ledgers)
              for name in entry.child("states").data}  # fmt: skip
    linked = {
        name: path for key in ("columns", "more", "filters") for name, path in _linked(entry, key, known, ledgers)
    }
    own = {name: one.field for name, one in counts.items()} | {name: one.field for name, one in states.items()}
    through = {name: _as_column(name, path, ledger) for name, path in linked.items()}
    _check_names(entry, ledger, {**own, **through})
    every = {**ledger.fields, **own, **through, **LOGGED}
    for key in ("columns", "more", "filters", "fold"):
        _check_columns(entry, key, every)
    return ListDefinition(
        columns=entry.texts("columns"),
        filters=_filters(entry, every, counts),
        fold=entry.texts("fold"),
        linked=linked,
        counts=counts,
        states=states,
        views=tuple(_view(child, every, counts) for child in entry.children("views", VIEW_KEYS)),
        fields={**own, **through},
    )


def _count(name: str, entry: Entry, ledger: Ledger, ledgers: Ledgers) -> Count:
    _check_name(name, entry, ledger)
    target, link = read_linked(entry, ledger, ledgers)
    field = Field(name, entry.text("label"), FIELD_TYPES["integer"], unit=entry.text("unit", target.unit))
    return Count(field, target.name, link.name, read_conditions(entry, "where", target, ledgers))


def _state(name: str, entry: Entry, known: Ledger, ledgers: Ledgers) -> State:
    _check_name(name, entry, known)
    terms = tuple(_term(child, known, ledgers) for child in entry.children("terms", TERM_KEYS))
    if not terms:
        entry.refuse("一个状态也没有", "请至少写一个 [[terms]]", "terms")
    if any(not one.when and not one.past for one in terms[:-1]):
        entry.refuse("没有条件的状态只能排在最后", "请给它写 when，或移到最后", "terms")
    tones: dict[str, str] = {}
    for one in terms:
        if tones.setdefault(one.word, one.tone) != one.tone:
            entry.refuse(f"“{one.word}”有两种颜色", "同一个状态写几次时，tone 应相同", "terms")
    words = {f"term_{place}": word for place, word in enumerate(tones)}
    return State(Field(name, entry.text("label"), FIELD_TYPES["choice"], choices=words), terms)


def _term(entry: Entry, known: Ledger, ledgers: Ledgers) -> Term:
    tone = entry.text("tone", "neutral")
    if tone not in TONES:
        entry.refuse(f"没有“{tone}”这种颜色", f"请写 {'、'.join(TONES)} 之一", "tone")
    when = entry.child("when").data
    timed = {name: wanted for name, wanted in when.items() if isinstance(wanted, dict) and "past" in wanted}
    rest = Entry(entry.file, entry.key, {"when": {k: v for k, v in when.items() if k not in timed}})
    past = tuple(_past(entry.child("when"), name, wanted, known, ledgers) for name, wanted in timed.items())
    return Term(entry.text("term"), tone, read_conditions(rest, "when", known, ledgers), past)


def _past(entry: Entry, name: str, wanted: Mapping[str, object], known: Ledger, ledgers: Ledgers) -> tuple[Path, int]:
    path = read_path(entry, name, name, known, ledgers)
    if path.field.type.name != "date":
        entry.refuse(f"“{path.field.label}”不是日期", "past 只用于日期", name)
    days = wanted["past"]
    if len(wanted) != 1 or isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= MOST_DAYS:
        entry.refuse("past 应单独写，是天数", f"{name} = {{ past = 0 }} 是今天以前，past = 10 是过了 10 天还多", name)
    return path, days


def _check_name(name: str, entry: Entry, ledger: Ledger) -> None:
    if name in (*ledger.fields, *LOGGED, *DELETED):
        entry.refuse("与台账的字段同名", "请换一个名称")


def _linked(entry: Entry, key: str, known: Ledger, ledgers: Ledgers) -> Iterator[tuple[str, Path]]:
    for name in entry.texts(key):
        if "." in name:
            path = read_path(entry, key, name, known, ledgers)
            if path.field.ledger or path.field.type.name == "attachment":
                entry.refuse(f"“{name}”是链接或附件，不能作列", "请改成链接的记录上的其他字段", key)
            yield name, path


def _as_column(name: str, path: Path, ledger: Ledger) -> Field:
    """The linked record's field under the name by which the list knows it."""
    label = path.label if any(one.label == path.field.label for one in ledger.fields.values()) else path.field.label
    return replace(path.field, name=name, label=label, needed="count" if path.needed_to_count else None, approx=False)


def _check_names(entry: Entry, ledger: Ledger, extra: Mapping[str, Field]) -> None:
    labels = {one.label: name for name, one in (*ledger.fields.items(), *LOGGED.items(), *DELETED.items())}
    for name, one in extra.items():
        if one.label in labels:
            entry.refuse(f"“{name}”与“{labels[one.label]}”的名称同为“{one.label}”", "请改成不同的名称", name)
        labels[one.label] = name


def _check_columns(entry: Entry, key: str, every: Mapping[str, Field]) -> None:
    names = entry.texts(key)
    for name in names:
        if name not in every:
            entry.refuse(f"没有列“{name}”", "请写台账的字段、链接.字段、counts 或 states 里的名称", key)
    if len(set(names)) < len(names):
        entry.refuse("同一列写了两次", "请去掉重复的一个", key)


def _filters(entry: Entry, every: Mapping[str, Field], counts: Mapping[str, Count]) -> tuple[str, ...]:
    for name in entry.texts("filters"):
        one = every[name]
        if one.secret:
            entry.refuse(f"“{one.label}”是保密的，不能作条件", "请从 filters 里去掉", "filters")
        if name not in counts and not one.choices and one.type.name not in ("boolean", "text", "tags"):
            entry.refuse(f"“{one.label}”没有可选的值，不能作条件", "请改成选项、是否、文字字段或 counts", "filters")
    return entry.texts("filters")


def _view(entry: Entry, every: Mapping[str, Field], counts: Mapping[str, Count]) -> ReadyView:
    where = entry.child("where")
    if not where.data:
        entry.refuse("没有条件", "请写 where", "where")
    values = {name: _values(where, name, every, counts) for name in where.data}
    return ReadyView(entry.text("label"), entry.truth("whole"), values)


def _values(where: Entry, name: str, every: Mapping[str, Field], counts: Mapping[str, Count]) -> tuple[Stored, ...]:
    if name not in every:
        where.refuse(
            f"没有列“{name}”", "请写台账的字段、counts 或 states 里的名称；链接的字段先列入 columns 或 more", name
        )
    wanted = where.data[name]
    items = wanted if isinstance(wanted, list) else [wanted]
    return tuple(_value(where, name, every[name], name in counts, item) for item in items)


def _value(where: Entry, name: str, one: Field, counted: bool, wanted: object) -> Stored:
    if counted or one.type.name == "boolean":
        if not isinstance(wanted, bool):
            where.refuse("应为 true 或 false", f"{name} = true（有、是），false（无、否）", name)
        return int(wanted)
    if wanted == "":
        return None
    if not isinstance(wanted, str) or (one.choices and wanted not in one.choices.values()):
        known = "、".join(one.choices.values())
        where.refuse(f"没有“{wanted}”这一项", f"可用：{known or '文字'}；空着的写空文字", name)
    return wanted
