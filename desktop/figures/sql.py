"""Conditions and placings as SQL.

The records of a ledger are `r`, those of a link field `check` are `l_check`. An expression is NULL exactly when
a value that is needed to decide it is missing: SQL's own three-valued logic then tells the records that count
(true), that do not (false) and that are 未计入 (NULL).
"""

from datetime import date

from desktop.catalogue import Condition, Indicator, Ledger, Path, Placing, Stored
from desktop.catalogue.conditions import Filled, InOrder
from desktop.figures.period import Period
from desktop.store.condition_text import condition_text


def quoted(name: str) -> str:
    """A table or column name."""
    return '"' + name.replace('"', '""') + '"'


class Parameters:
    """The values of a statement, each bound once under a name of its own."""

    def __init__(self) -> None:
        self._names: dict[tuple[type, Stored], str] = {}

    def bind(self, value: Stored) -> str:
        """The placeholder of a value."""
        name = self._names.setdefault((type(value), value), f"p{len(self._names)}")
        return f":{name}"

    @property
    def values(self) -> dict[str, Stored]:
        """For `execute`."""
        return {name: value for (_, value), name in self._names.items()}


class Expressions:
    """Writes the SQL of one statement, over one period."""

    def __init__(self, period: Period) -> None:
        self.period = period
        self.parameters = Parameters()

    def day(self, day: date) -> str:
        """A bound date."""
        return self.parameters.bind(day.isoformat())

    def column(self, path: Path) -> str:
        """A field's column."""
        table = f"l_{path.link.name}" if path.link else "r"
        return f"{quoted(table)}.{quoted(path.field.name)}"

    def condition(self, condition: Condition) -> str:
        """True, false, or NULL where the value is missing."""
        return condition_text(condition, self.column, self.parameters.bind, self.period.last.year)

    def decidable(self, condition: Condition) -> str:
        """The condition, false instead of NULL where an optional value is missing."""
        if isinstance(condition, Filled):
            asked = condition.filled and condition.path.demanded
            return self.value_present(condition.path) if asked else self.condition(condition)
        written = self.condition(condition)
        paths = [condition.path, condition.other] if isinstance(condition, InOrder) else [condition.path]
        optional = [f"{self.column(path)} IS NULL" for path in paths if not path.needed_to_count]
        if not optional:
            return written
        return f"CASE WHEN {' OR '.join(optional)} THEN 0 ELSE {written} END"

    def value_present(self, path: Path) -> str:
        """That the field that is added up or counted is there: NULL where it is missing and needed."""
        column = self.column(path)
        return f"nullif({column} IS NOT NULL, 0)" if path.needed_to_count else f"{column} IS NOT NULL"

    def placed(self, ledger: Ledger, placing: Placing, when: str | None) -> str:
        """That a record falls into the period."""
        if placing is Placing.AS_OF:
            start, end = (f"r.{quoted(name)}" for name in ledger.active or ())
            last = self.day(self.period.last)
            return f"coalesce({start} <= {last}, 1) AND coalesce({end} >= {last}, 1)"
        column = f"r.{quoted(str(when))}"
        if placing is Placing.UNTIL:
            return f"{column} <= {self.day(self.period.last)}"
        return f"{column} BETWEEN {self.day(self.period.first)} AND {self.day(self.period.last)}"

    def source(self, ledger: Ledger, linked: "dict[str, str]") -> str:
        """FROM with the linked records that are used: target ledger by link field. A deleted one is no record."""
        joins = "".join(
            f" LEFT JOIN {quoted(target)} AS {quoted('l_' + link)}"
            f" ON {quoted('l_' + link)}.id = r.{quoted(link)} AND {quoted('l_' + link)}.deleted_at IS NULL"
            for link, target in linked.items()
        )
        return f"FROM {quoted(ledger.name)} AS r{joins}"


def paths_of(indicator: Indicator) -> list[Path]:
    """Every field that an indicator over records looks at, apart from its date."""
    found = [condition.path for condition in (*indicator.where, *indicator.having)]
    found += [one.other for one in (*indicator.where, *indicator.having) if isinstance(one, InOrder)]
    return found + ([indicator.of] if indicator.of else [])


def deciding_paths_of(indicator: Indicator) -> list[Path]:
    """The fields whose emptiness can leave a record undecided; not those only asked whether they are filled."""
    conditions = (*indicator.where, *indicator.having)
    asked = {id(one.path) for one in conditions if isinstance(one, Filled) and not (one.filled and one.path.demanded)}
    return [path for path in paths_of(indicator) if id(path) not in asked and path.needed_to_count]


def links_of(indicator: Indicator) -> dict[str, str]:
    """The link fields that an indicator looks through, with their targets."""
    return {path.link.name: str(path.link.ledger) for path in paths_of(indicator) if path.link}
