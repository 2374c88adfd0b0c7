"""What a list shows: a view (本年度, 未计入, 全部, a saved one) narrowed by conditions. No Qt."""

import calendar
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from desktop.catalogue import Field, Ledger, Stored
from desktop.store.listing import Filter

EMPTY_VALUE = "未填"
ME, OFFICE = "@me", "@office"
"""Stand for who works now and for those of the same 科室: a saved view means whoever looks at it."""
ME_WORD, OFFICE_WORD = "本人", "本科室"
OWN_FIRST = 3


@dataclass(frozen=True)
class Conditions:
    """What the filter bar says."""

    text: str = ""
    first: date | None = None
    last: date | None = None
    equals: Mapping[str, tuple[Stored, ...]] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.text or self.first or self.last or self.equals)

    def with_values(self, name: str, values: tuple[Stored, ...]) -> "Conditions":
        """A field limited to some values; to none of them lifts the condition."""
        rest = {key: value for key, value in self.equals.items() if key != name}
        return replace(self, equals={**rest, name: values} if values else rest)


@dataclass(frozen=True)
class View:
    """A tab over the list."""

    name: str
    base: str
    """year, incomplete, all or deleted."""
    conditions: Conditions = Conditions()
    saved: bool = False
    ids: tuple[str, ...] | None = None
    """Only these records, as another page asked for them; such a view is never kept."""

    @property
    def brings(self) -> bool:
        """Whether it sets the conditions of the bar."""
        return self.saved or self.conditions.any

    def filter(self, conditions: Conditions, year: int) -> Filter:
        """The view narrowed by the bar's conditions."""
        first, last = conditions.first, conditions.last
        if self.base == "year":
            first = max(first or date(year, 1, 1), date(year, 1, 1))
            last = min(last or date(year, 12, 31), date(year, 12, 31))
        return Filter(first, last, conditions.equals, conditions.text, self.base == "incomplete",
                      self.base == "deleted", self.ids)  # fmt: skip


def built_in_views(ledger: Ledger) -> list[View]:
    """The views that a ledger has from the start; a register's year is what was in force in it."""
    ready = [View(one.label, "all" if one.whole else "year", Conditions(equals=one.values))
             for one in ledger.listing.views]  # fmt: skip
    return [
        View("本年度" if ledger.date else "在册", "year"),
        *ready,
        View("未计入", "incomplete"),
        View("全部", "all"),
    ]


def plain_view(view: View, ledger: Ledger) -> View:
    """What is left of a view when its conditions are lifted."""
    return next(one for one in built_in_views(ledger) if one.base == view.base and not one.brings)


RECYCLED = View("回收站", "deleted")


def read_views(text: str | None, ledger: Ledger) -> list[View]:
    """Saved views from the log's settings; conditions on what the ledger no longer has are left out."""
    try:
        return [_read_view(one, ledger) for one in json.loads(text or "[]")]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []


def _read_view(kept: Mapping[str, object], ledger: Ledger) -> View:
    equals = kept["equals"]
    assert isinstance(equals, dict)
    conditions = Conditions(
        str(kept["text"]), _day(kept["first"]), _day(kept["last"]),
        {name: tuple(values) for name, values in equals.items() if name in ledger.listed},
    )  # fmt: skip
    base = str(kept["base"])
    return View(str(kept["name"]), base if base in ("year", "incomplete", "all") else "all", conditions, saved=True)


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def views_text(views: list[View]) -> str:
    """Saved views as the settings keep them."""
    kept = [
        {
            "name": one.name, "base": one.base, "text": one.conditions.text,
            "first": one.conditions.first.isoformat() if one.conditions.first else None,
            "last": one.conditions.last.isoformat() if one.conditions.last else None,
            "equals": {name: list(values) for name, values in one.conditions.equals.items()},
        }
        for one in views
    ]  # fmt: skip
    return json.dumps(kept, ensure_ascii=False)


# ---------------------------------------------------------------- which conditions a ledger offers


def condition_fields(ledger: Ledger) -> list[Field]:
    """What can narrow the list, as the definition names it; else level, needed choices, states, who logged it."""
    if ledger.listing.filters:
        return [ledger.listed[name] for name in ledger.listing.filters]
    offered = [one for one in ledger.fields.values() if one.choices or one.type.name == "boolean"]
    weight = {"level": 0}
    ranked = sorted(offered, key=lambda one: weight.get(one.name, 1 if one.needed_to_count else 2))
    return [*ranked[:OWN_FIRST], ledger.listed["created_by"], *ranked[OWN_FIRST:]]


def values_of(one: Field, terms: Sequence[str] = ()) -> list[tuple[str, Stored]]:
    """The values that a condition can ask for, with their words; 未填 stands last.

    `terms` are the values that a field without choices holds, or the people who log.
    """
    if one.name == "created_by":
        return [(ME_WORD, ME), (OFFICE_WORD, OFFICE), *((term, term) for term in terms)]
    if one.type.name == "boolean":
        return [("是", 1), ("否", 0), (EMPTY_VALUE, None)]
    if one.type.numeric:
        return [("有", 1), ("无", 0)]
    return [(term, term) for term in (one.choices.values() or terms)] + [(EMPTY_VALUE, None)]


def values_text(one: Field, values: tuple[Stored, ...]) -> str:
    """状态：未整改、逾期未整改; more than two as a count."""
    if len(values) > 2:
        return f"{one.label}：{len(values)} 项"
    known = {value: word for word, value in values_of(one)}
    return f"{one.label}：{'、'.join(known.get(value, str(value)) for value in values)}"


# ---------------------------------------------------------------- spans of days


def spans(today: date, year: int) -> list[tuple[str, date, date]]:
    """The spans that are asked for most, by name; those around today, then the parts of the chosen year."""
    quarter = (today.month - 1) // 3
    month_end = date(today.year, today.month, 1) - timedelta(days=1)
    return [
        ("今日", today, today),
        ("近 7 天", today - timedelta(days=6), today),
        ("近 30 天", today - timedelta(days=29), today),
        ("本月", _month(today.year, today.month)[0], today),
        ("上月", *_month(month_end.year, month_end.month)),
        ("本季度", date(today.year, quarter * 3 + 1, 1), today),
        *((f"{'一二三四'[n]}季度", date(year, n * 3 + 1, 1), _month(year, n * 3 + 3)[1]) for n in range(4)),
        ("上半年", date(year, 1, 1), date(year, 6, 30)),
        ("下半年", date(year, 7, 1), date(year, 12, 31)),
        (f"{year} 年", date(year, 1, 1), date(year, 12, 31)),
        (f"{year - 1} 年", date(year - 1, 1, 1), date(year - 1, 12, 31)),
    ]


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def span_text(first: date | None, last: date | None, year: int) -> str:
    """11月1日至21日, 2024年3月, 3月5日以后 … as short as it stays clear in a given year."""
    if first and last:
        return _whole(first, last, year) or _from_to(first, last, year)
    if first:
        return f"{_written(first, year)}以后"
    return f"{_written(last, year)}以前" if last else ""


def _whole(first: date, last: date, year: int) -> str:
    """A whole year or month by its name."""
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return f"{first.year}年"
    if (first, last) == _month(first.year, first.month):
        return f"{first.month}月" if first.year == year else f"{first.year}年{first.month}月"
    return ""


def _from_to(first: date, last: date, year: int) -> str:
    if first == last:
        return _written(first, year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{_written(first, year)}至{last.day}日"
    if first.year == last.year:
        return f"{_written(first, year)}至{last.month}月{last.day}日"
    return f"{_written(first, 0)}至{_written(last, 0)}"


def _written(day: date, year: int) -> str:
    return f"{day.month}月{day.day}日" if day.year == year else f"{day.year}年{day.month}月{day.day}日"
