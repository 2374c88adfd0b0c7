"""An indicator as a live Excel formula over the detail sheets of the exported workbook.

Only functions that Excel, WPS and LibreOffice share are used. Where all conditions are simple ones a figure is a sum
of COUNTIFS or SUMIFS, which a clerk can read; otherwise a SUMPRODUCT over the same columns.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Protocol

from desktop.catalogue import Catalogue, Condition, Field, Indicator, Ledger, Measure, Path, Placing, Step, Stored
from desktop.catalogue.conditions import (
    Filled,
    HasTag,
    InOrder,
    InReportYear,
    LacksTags,
    NoneOf,
    OneOf,
    Order,
    Within,
)
from desktop.catalogue.fields import plain_decimal
from desktop.catalogue.indicator_definitions import UNITS_OF_MONEY
from desktop.figures.period import Period
from desktop.figures.stating import NOTHING, decimals_of

LONGEST = 8192
"""Characters that a formula may have: Excel calls a file with a longer one damaged."""
_MOST_TERMS = 12
_EXCEL_EPOCH = date(1899, 12, 30)
_HUGE = "1E+15"
_LARGE = "1E+9"
"""Lifts negative numbers above the 0 of records that do not count, and leaves six decimals exact."""


class Layout(Protocol):
    """Where the exported workbook keeps things."""

    first_day: str
    """Cell of the period's first day."""
    last_day: str
    """Cell of its last day."""

    def column(self, ledger: Ledger, path: Path) -> str:
        """The range of a field's values on the ledger's detail sheet."""

    def codes(self, ledger: Ledger, path: Path) -> str:
        """The range of whole numbers from 1 that stand for the different values of a field, 0 for none."""

    def cell(self, name: str, *, unrounded: bool) -> str:
        """The cell of another indicator's stated value, or that of its unrounded one."""

    def ids(self, ledger: Ledger) -> str:
        """The range of the records' ids, filled in every row that is a record."""

    def has_blanks(self, ledger: Ledger, path: Path) -> bool:
        """Whether some record lacks the field."""

    def bins(self, ledger: Ledger, path: Path) -> str:
        """The range of those whole numbers in order, starting with 0."""


@dataclass(frozen=True)
class _Criterion:
    """A range and what its cells must be, as COUNTIFS takes it; `test` is the criterion as an Excel expression."""

    range: str
    test: str


Alternatives = list[list[_Criterion]]
"""Criteria that must all hold, in one of several ways."""


@dataclass(frozen=True)
class _Test:
    """A condition in both forms; `simple` is None where COUNTIFS cannot say it."""

    simple: Alternatives | None
    array: str
    """An array of truth values or of 0 and 1."""


def formula(indicator: Indicator, catalogue: Catalogue, layout: Layout, period: Period) -> str:
    """The cell's formula, rounded as the figure is stated; its result is 「—」 where there is no figure."""
    return "=" + _Writer(catalogue, layout, period).stated(indicator)


def unrounded_formula(indicator: Indicator, catalogue: Catalogue, layout: Layout, period: Period) -> str:
    """The formula of the unrounded value, for a cell that combined indicators build on."""
    return "=" + _Writer(catalogue, layout, period).unrounded(indicator)


def is_rounded(indicator: Indicator) -> bool:
    """Whether the stated value may differ from the exact one."""
    return indicator.decimals is not None or indicator.measure in (Measure.RATIO, Measure.SHARE)


def monthly_formula(indicator: Indicator, month: str, catalogue: Catalogue, layout: Layout, period: Period) -> str:
    """The formula of one month's value of an indicator that places records in the period."""
    return "=" + _Writer(catalogue, layout, period).in_month(indicator, month)


class _Writer:
    def __init__(self, catalogue: Catalogue, layout: Layout, period: Period) -> None:
        self._catalogue, self._layout, self._period = catalogue, layout, period
        self._first, self._last = layout.first_day, layout.last_day

    def stated(self, one: Indicator) -> str:
        value, empty = self._value(one)
        return self._unless(empty, f"ROUND({value},{decimals_of(one)})")

    def unrounded(self, one: Indicator) -> str:
        value, empty = self._value(one)
        return self._unless(empty, value)

    @staticmethod
    def _unless(empty: list[str], text: str) -> str:
        for condition in reversed(empty):
            text = f'IF({condition},"{NOTHING}",{text})'
        return text

    def _value(self, one: Indicator) -> tuple[str, list[str]]:
        """The unrounded value, and the conditions under which there is none, to be asked in this order."""
        if one.measure.combines:
            return self._combined(one)
        if one.measure is Measure.SHARE:
            whole = self._counted(one, self._tests(one))
            part = self._counted(one, self._tests(one) + self._conditions(one, one.having))
            return f"100*({part})/({whole})", [f"({whole})=0"]
        writers: dict[Measure, Callable[[Indicator], tuple[str, list[str]]]] = {
            Measure.COUNT: lambda one: (self._counted(one, self._tests(one)), []),
            Measure.SUM: lambda one: (self._sum(one), []),
            Measure.DISTINCT: lambda one: (self._distinct(one), []),
            Measure.MIN: self._extreme,
            Measure.MAX: self._extreme,
            Measure.MONTHLY_MIN: lambda one: (f"MIN({self._months(one)})", []),
            Measure.MONTHLY_MAX: lambda one: (f"MAX({self._months(one)})", []),
            Measure.STREAK: lambda one: (self._streak(one), []),
        }
        return writers[one.measure](one)

    def _combined(self, one: Indicator) -> tuple[str, list[str]]:
        parts = [self._part(self._catalogue.indicators[name]) for name in one.over]
        values, missing = (
            [f"({value})" for value, _ in parts],
            [condition for _, empty in parts for condition in empty],
        )
        if one.measure is Measure.RATIO:
            times = "100*" if one.unit == "%" else ""
            missing.append(f"{values[1]}=0")
            value = f"{times}{values[0]}/{values[1]}"
        else:
            value = ("+" if one.measure is Measure.TOTAL else "-").join(values)
        return value, missing

    def _part(self, one: Indicator) -> tuple[str, list[str]]:
        """The unrounded value of a part, by the cell in which it stands."""
        cell = self._layout.cell(one.name, unrounded=is_rounded(one))
        return cell, [f"ISTEXT({cell})"]

    # ---------------------------------------------------------------- which records

    def _tests(self, one: Indicator) -> list[_Test]:
        tests = [*self._placed(one), *self._conditions(one, one.where)]
        if one.of and one.measure is not Measure.DISTINCT:
            tests.append(self._filled(self._column(one, one.of), True))
        return tests

    def _placed(self, one: Indicator, first: str | None = None, last: str | None = None) -> list[_Test]:
        assert one.ledger is not None
        first, last = first or self._first, last or self._last
        if one.placing is Placing.AS_OF:
            start, end = (
                self._layout.column(one.ledger, Path(one.ledger.fields[n])) for n in one.ledger.active or ()
            )
            ids = self._layout.ids(one.ledger)
            return [
                # A row without a record is blank, and a blank start or end means in force.
                _Test([[_Criterion(ids, '"<>"')]], f'({ids}<>"")'),
                _Test([[_at_most(start, last)], [_blank(start)]], f"({start}<={last})"),
                _Test([[_at_least(end, last)], [_blank(end)]], f'((({end}="")+({end}>={last}))>0)'),
            ]
        day = self._layout.column(one.ledger, Path(one.ledger.fields[str(one.when)]))
        if one.placing is Placing.UNTIL or one.measure is Measure.STREAK:
            return [_Test([[_at_most(day, last)]], f'({day}<>"")*({day}<={last})')]
        return [_Test([[_at_least(day, first), _at_most(day, last)]], f"({day}>={first})*({day}<={last})")]

    def _conditions(self, one: Indicator, conditions: Iterable[Condition]) -> list[_Test]:
        return [self._test(one, condition) for condition in conditions]

    def _column(self, one: Indicator, path: Path) -> str:
        assert one.ledger is not None
        return self._layout.column(one.ledger, path)

    def _test(self, one: Indicator, condition: Condition) -> _Test:
        column, field = self._column(one, condition.path), condition.path.field
        match condition:
            case OneOf(values=values):
                simple = [[_Criterion(column, _criterion(field, value))] for value in values]
                # An empty cell equals 0 in a comparison, though not for COUNTIFS.
                filled = f'({column}<>"")*' if field.type.numeric else ""
                array = filled + _any(_equal(column, field, value) for value in values)
                return _Test(simple if _told_by_countifs(field, values) else None, array)
            case NoneOf(values=values):
                every = [_Criterion(column, f'"<>{_plain(field, value, escape=True)}"') for value in values]
                unequal = "*".join(f"(1-{_equal(column, field, value)})" for value in values)
                both = [[*every, _Criterion(column, '"<>"')]]
                return _Test(both if _told_by_countifs(field, values) else None, f'({column}<>"")*{unequal}')
            case Within(low=low, high=high):
                return _range(column, field, low, high)
            case Filled(filled=filled):
                return self._filled(column, filled)
            case HasTag(terms=terms):
                return _Test(None, _any(_holding(column, terms)))
            case LacksTags(terms=terms):
                none = "*".join(f"(1-{one})" for one in _holding(column, terms))
                return _Test(None, f'({column}<>"")*{none}')
            case InOrder(order=order, other=other):
                second = self._column(one, other)
                sign = "<=" if order is Order.NOT_AFTER else ">="
                return _Test(None, f'({column}<>"")*({second}<>"")*({column}{sign}{second})')
            case InReportYear(offset=offset):
                year = f"YEAR({self._last}){offset:+}" if offset else f"YEAR({self._last})"
                return _Test([[_Criterion(column, year)]], f"({column}={year})")

    @staticmethod
    def _filled(column: str, filled: bool) -> _Test:
        sign = "<>" if filled else "="
        return _Test([[_Criterion(column, f'"{sign}"')]], f'({column}{sign}"")')

    # ---------------------------------------------------------------- what is done with them

    def _counted(self, one: Indicator, tests: list[_Test]) -> str:
        assert one.ledger is not None
        quantity = one.ledger.quantity
        if quantity:
            path = Path(one.ledger.fields[quantity])
            column = self._layout.column(one.ledger, path)
            added = self._added(column, tests)
            if not self._layout.has_blanks(one.ledger, path):
                return added
            # A record without its quantity stands for one.
            return f"{added}+{self._records([*tests, self._filled(column, False)])}"
        return self._records(tests)

    @staticmethod
    def _records(tests: list[_Test]) -> str:
        terms = _terms(tests)
        if terms is not None:
            return "+".join(f"COUNTIFS({_arguments(term)})" for term in terms)
        return f"SUMPRODUCT({_all(tests)}*1)"

    @staticmethod
    def _added(column: str, tests: list[_Test]) -> str:
        terms = _terms(tests)
        if terms is not None:
            return "+".join(f"SUMIFS({column},{_arguments(term)})" for term in terms)
        return f"SUMPRODUCT({_all(tests)}*1,{column})"

    def _sum(self, one: Indicator) -> str:
        assert one.of is not None
        added = self._added(self._column(one, one.of), self._tests(one))
        per = _per_unit(one)
        return f"({added})/{per}" if per != 1 else added

    def _distinct(self, one: Indicator) -> str:
        """Numbers of the values that occur, counted by FREQUENCY; 0 stands for records that do not count."""
        assert one.of is not None and one.ledger is not None
        codes, bins = self._layout.codes(one.ledger, one.of), self._layout.bins(one.ledger, one.of)
        found = f"{_all(self._tests(one))}*{codes}"
        return f"SUMPRODUCT((FREQUENCY({found},{bins})>0)*1)-(SUMPRODUCT(({found}=0)*1)>0)"

    def _extreme(self, one: Indicator) -> tuple[str, list[str]]:
        assert one.of is not None
        tests, column = self._tests(one), self._column(one, one.of)
        found = _all(tests)
        none = [f"SUMPRODUCT({found}*1)=0"]
        per = _per_unit(one)
        divided = f"/{per}" if per != 1 else ""
        if one.measure is Measure.MAX:
            if one.of.field.min is not None and one.of.field.min >= 0:
                return f"SUMPRODUCT(MAX({found}*{column})){divided}", none
            return f"(SUMPRODUCT(MAX({found}*({column}+{_LARGE})))-{_LARGE}){divided}", none
        return f"SUMPRODUCT(MIN({column}+(1-{found})*{_HUGE})){divided}", none

    def _months(self, one: Indicator) -> str:
        return ",".join(self.in_month(one, month) for month in self._period.months())

    def in_month(self, one: Indicator, month: str) -> str:
        year, number = (int(part) for part in month.split("-"))
        first = f"MAX({self._first},DATE({year},{number},1))"
        last = f"MIN({self._last},DATE({year},{number + 1},0))"
        tests = [*self._placed(one, first, last), *self._conditions(one, one.where)]
        if one.measure is Measure.SUM and one.of:
            return f"({self._added(self._column(one, one.of), tests)})/{_per_unit(one)}"
        return self._counted(one, tests)

    def _streak(self, one: Indicator) -> str:
        assert one.ledger is not None and one.since is not None
        day = self._layout.column(one.ledger, Path(one.ledger.fields[str(one.when)]))
        last = f"SUMPRODUCT(MAX({_all(self._tests(one))}*{day}))"
        since, end = one.since, self._last
        if one.step is Step.MONTH:
            begun = since.year * 12 + since.month + (since.day > 1)
            after = f"IF({last}=0,0,YEAR({last})*12+MONTH({last})+1)"
            whole = f"YEAR({end})*12+MONTH({end})-(DAY({end}+1)<>1)"
        else:
            begun = since.year + ((since.month, since.day) > (1, 1))
            after = f"IF({last}=0,0,YEAR({last})+1)"
            whole = f"YEAR({end})-(MONTH({end}+1)*100+DAY({end}+1)<>101)"
        return f"MAX(0,{whole}-MAX({begun},{after})+1)"


# -------------------------------------------------------------------- pieces


def _terms(tests: list[_Test]) -> list[list[_Criterion]] | None:
    """The ways in which all tests hold, each a list of criteria; None where a SUMPRODUCT is shorter or needed."""
    alternatives = [test.simple for test in tests if test.simple is not None]
    if len(alternatives) < len(tests):
        return None
    ways = [[criterion for part in way for criterion in part] for way in product(*alternatives)]
    return ways if len(ways) <= _MOST_TERMS else None


def _arguments(criteria: list[_Criterion]) -> str:
    # LibreOffice 7 finds nothing by the criteria that stand behind one for empty cells.
    ordered = sorted(criteria, key=lambda one: one.test == '"="')
    return ",".join(f"{one.range},{one.test}" for one in ordered)


def _all(tests: list[_Test]) -> str:
    return "(" + "*".join(test.array for test in tests) + ")"


def _any(tests: Iterable[str]) -> str:
    parts = list(tests)
    return parts[0] if len(parts) == 1 else f"(({'+'.join(parts)})>0)"


def _at_least(column: str, cell: str) -> _Criterion:
    return _Criterion(column, f'">="&{cell}')


def _at_most(column: str, cell: str) -> _Criterion:
    return _Criterion(column, f'"<="&{cell}')


def _blank(column: str) -> _Criterion:
    return _Criterion(column, '"="')


def _holding(column: str, terms: tuple[str, ...]) -> list[str]:
    """For each term whether the tags, which stand in the cell parted by 、, contain it."""
    return [f'ISNUMBER(FIND("、{_quoted(term)}、","、"&{column}&"、"))' for term in terms]


def _range(column: str, field: Field, low: Stored, high: Stored) -> _Test:
    sides = [(sign, _plain(field, value)) for sign, value in ((">=", low), ("<=", high)) if value is not None]
    criteria = [_Criterion(column, f'"{sign}{value}"') for sign, value in sides]
    tests = "*".join(f"({column}{sign}{value})" for sign, value in sides)
    return _Test([criteria], f'({column}<>"")*{tests}')


def _plain(field: Field, value: Stored, *, escape: bool = False) -> str:
    """A value as a detail sheet shows it, for use within a criterion."""
    if field.type.name == "date":
        return str((date.fromisoformat(str(value)) - _EXCEL_EPOCH).days)
    if field.type.numeric:
        return plain_decimal(field.exact(int(value or 0)))
    text = _quoted(field.display(value))
    return text.replace("~", "~~").replace("*", "~*").replace("?", "~?") if escape else text


def _criterion(field: Field, value: Stored) -> str:
    plain = _plain(field, value, escape=True)
    if field.type.numeric or field.type.name == "date":
        return plain
    return f'"={plain}"' if plain[:1] in "=<>" else f'"{plain}"'


def _told_by_countifs(field: Field, values: tuple[Stored, ...]) -> bool:
    """Whether COUNTIFS tells the values from all others: it ignores case, and takes text like 007 for a number."""
    if field.type.numeric or field.type.name == "date":
        return True
    return not any(re.search(r"[A-Za-z]|^[\d.,%\s+-]+$", field.display(value)) for value in values)


def _equal(column: str, field: Field, value: Stored) -> str:
    if field.type.numeric or field.type.name == "date":
        return f"({column}={_literal(field, value)})"
    exact = re.search("[A-Za-z]", field.display(value))
    return f"EXACT({column},{_literal(field, value)})" if exact else f"({column}={_literal(field, value)})"


def _literal(field: Field, value: Stored) -> str:
    plain = _plain(field, value)
    return plain if field.type.numeric or field.type.name == "date" else f'"{plain}"'


def _quoted(text: str) -> str:
    return text.replace('"', '""')


def _per_unit(one: Indicator) -> Decimal:
    """元 in one unit of the figure, where a money field is counted in 万元 or 亿元."""
    if one.of is None or one.of.field.type.name != "money":
        return Decimal(1)
    return Decimal(10 ** (UNITS_OF_MONEY[one.unit] - 2))
