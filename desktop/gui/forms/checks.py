"""What the side panel says about the record, without Qt: gaps, twins, what will count, the enterprise."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.catalogue import Field, Ledger, Stored
from desktop.catalogue.details import Rows
from desktop.figures import Period
from desktop.figures.adding import Addition, adds
from desktop.figures.adding import gaps as gaps_of
from desktop.figures.visits import Visits, usual_cap, visits_of
from desktop.gui.forms.earlier import Earlier, Typed, earlier
from desktop.gui.forms.presenter import Presenter, Trouble, raw_of
from desktop.store import Record
from desktop.store.listing import Filter, Listing
from desktop.store.suggestions import Suggestions

TOLD: Mapping[str, tuple[str, ...]] = {
    "enterprise": ("town", "industry", "uscc"),
    "enforcement_check": ("checked_on", "enterprise", "kind"),
    "penalty_case": ("filed_on", "enterprise", "cause"),
    "tip_off": ("received_on", "enterprise"),
    "accident": ("occurred_on", "grade"),
}
"""What is said below a link about the record that it names, by ledger."""

_NUMBER = re.compile(r"(\d+)(\D*)$")


@dataclass(frozen=True)
class EnterpriseYear:
    """An enterprise's visits in the year, and the last one."""

    visits: Visits
    last: str
    """上次检查 6月12日，查出 5 项隐患；空为没有查过"""


class Checks:
    """Answers for one presenter; reads the log, writes nothing."""

    def __init__(self, presenter: Presenter, suggestions: Suggestions) -> None:
        self._presenter, self._suggestions = presenter, suggestions
        self._log = presenter.log
        self._added: dict[str, list[Addition]] = {}
        self._year_of: tuple[tuple[str, int], EnterpriseYear] | None = None
        self._earlier_of: tuple[tuple[str, str], Earlier] | None = None

    # ------------------------------------------------------------------ gaps

    def gaps(self) -> list[Trouble]:
        """Empty fields that leave the record or one of its rows out of figures."""
        presenter = self._presenter
        wrong = {(one.field, one.row) for one in presenter.problems()}
        own = [
            Trouble(one.field, one.message)
            for one in gaps_of(presenter.ledger, presenter.stored(), self._log.catalogue)
            if (one.field, None) not in wrong
        ]
        return [*own, *(one for one in self._row_gaps() if (one.field, one.row) not in wrong)]

    def _row_gaps(self) -> Iterator[Trouble]:
        presenter = self._presenter
        for kind in presenter.kinds:
            for place, row in enumerate(presenter.live(kind)):
                if row.blank:
                    continue
                values = presenter.row_stored(row)
                for one in gaps_of(presenter.child(kind), values, self._log.catalogue):
                    # A gap of the form itself is said once, not again for each row that takes it over.
                    if one.field != kind.link and one.field not in kind.carry.values():
                        yield Trouble(one.field, one.message, place, kind)

    # ------------------------------------------------------------------ twins

    def twins(self) -> list[Record]:
        """Records that may be the same matter."""
        values: dict[str, Stored] = {**self._presenter.stored()}
        if self._presenter.id:
            values["id"] = self._presenter.id
        ledger = self._presenter.ledger
        found = [*self._suggestions.duplicates(ledger, values), *self._suggestions.same_matter(ledger, values)]
        return list({str(one["id"]): one for one in found}.values())

    def words_for(self, ledger: Ledger, record: Mapping[str, Stored]) -> tuple[str, str]:
        """A record in two lines: its title, and its date, enterprise and kind."""
        one = ledger.fields[ledger.title]
        title = one.display(record.get(ledger.title)) or f"没有{one.label}"
        return title, "，".join(self._told(ledger, record))

    def _told(self, ledger: Ledger, record: Mapping[str, Stored]) -> Iterator[str]:
        for name in TOLD.get(ledger.name, (ledger.date or "", "enterprise", "kind")):
            one, value = ledger.fields.get(name), record.get(name)
            if one is not None and value is not None:
                yield self._presenter.title_of(one, str(value)) if one.ledger else one.display(value)

    def remark_on(self, link: Field) -> str:
        """What is said below a link about the record it names."""
        value = self._presenter.stored().get(link.name)
        ledger = self._log.catalogue.ledgers[str(link.ledger)]
        record = self._log.record(ledger, str(value)) if value else None
        return "，".join(self._told(ledger, record)) if record else ""

    # ------------------------------------------------------------------ figures

    def additions(self, period: Period) -> list[Addition]:
        """What saving adds to which figure, the rows' amounts put together."""
        presenter = self._presenter
        found = list(self._adds(presenter.ledger, presenter.given(), period, presenter.id))
        for kind in presenter.kinds:
            for row in presenter.live(kind):
                if not row.blank:
                    found += self._adds(presenter.child(kind), presenter.row_given(row), period, row.id)
        # Figures over all levels, or by another scope, repeat the plain ones: they come last.
        return sorted(together(found), key=lambda one: "（" in one.label)

    def _adds(self, ledger: Ledger, given: Typed, period: Period, id_: str | None) -> list[Addition]:
        """Remembered until the log changes: of a form with many rows only one is being typed into."""
        key = repr((ledger.name, sorted(given.items()), period, id_))
        if key not in self._added:
            self._added[key] = list(adds(self._log, ledger, given, period, id_))
        return self._added[key]

    def forget(self) -> None:
        """The log changed."""
        self._added.clear()
        self._year_of = None
        self._earlier_of = None

    # ------------------------------------------------------------------ the enterprise

    def enterprise_year(self, year: int) -> EnterpriseYear | None:
        """Visits of the record's enterprise in a year up to today; None where it names none, or is no check."""
        id_ = self._presenter.stored().get("enterprise")
        if self._presenter.ledger.name != "enforcement_check" or not id_:
            return None
        key = (str(id_), year)
        if self._year_of is None or self._year_of[0] != key:
            self._year_of = (key, self._enterprise_year(str(id_), year))
        return self._year_of[1]

    def _enterprise_year(self, id_: str, year: int) -> EnterpriseYear:
        mine = visits_of(self._log, id_, year, until=self._presenter.today)
        return EnterpriseYear(mine or Visits(id_, "", 0, 0, usual_cap(self._log)), self._last_check(id_))

    def _last_check(self, id_: str) -> str:
        ledger, hazards = self._presenter.ledger, self._log.catalogue.ledgers["hazard"]
        listing = Listing(self._log, ledger)
        until = Filter(last=self._presenter.today, equals={"enterprise": (id_,)})
        rows = listing.first_rows(until, sort=ledger.date, count=2)
        earlier = [one for one in listing.page(rows) if one["id"] != self._presenter.id and one.get("checked_on")]
        if not earlier:
            return ""
        many = Listing(self._log, hazards).count(Filter(equals={"check": (earlier[0]["id"],)}))
        day = date.fromisoformat(str(earlier[0]["checked_on"]))
        what = f"查出 {many} 项隐患" if many else "没有查出隐患"
        when = f"{day.month}月{day.day}日" if day.year == self._presenter.today.year else day.isoformat()
        return f"上次检查 {when}，{what}"

    # ------------------------------------------------------------------ earlier checks

    def earlier(self) -> Earlier:
        """The last check of the record's enterprise, and open hazards that the form does not hold yet."""
        values = self._presenter.stored()
        id_, day = values.get("enterprise"), values.get("checked_on")
        if self._brought is None or not id_:
            return Earlier(None)
        key = (str(id_), str(day or ""))
        if self._earlier_of is None or self._earlier_of[0] != key:
            self._earlier_of = (key, earlier(self._log, str(id_), self._presenter.id, str(day) if day else None))
        found = self._earlier_of[1]
        held = {row.id for row in self._presenter.rows[self._brought.key]}
        return Earlier(found.check, tuple(one for one in found.hazards if one["id"] not in held))

    @property
    def _brought(self) -> Rows | None:
        return next((kind for kind in self._presenter.kinds if kind.brought), None)

    # ------------------------------------------------------------------ values to take over

    def last_value(self, name: str) -> tuple[object, str]:
        """F4: the field's last value and what is said about it; a running number goes on by one."""
        ledger = self._presenter.ledger
        one = ledger.fields[name]
        stored = self._suggestions.last_value(ledger, name)
        if stored is None:
            return None, ""
        if one.type.name == "text" and (name in ledger.keys or name == ledger.title) and _NUMBER.search(str(stored)):
            return next_number(str(stored)), "已按上一条顺号"
        return raw_of(one, stored), "取自上一条"

    def last_record(self) -> Typed:
        """The last record's values but for its numbers and files."""
        ledger = self._presenter.ledger
        found = self._suggestions.last_record(ledger)
        if found is None:
            return {}
        kept = [
            one
            for one in ledger.fields.values()
            if one.name not in ledger.keys and one.type.name != "attachment" and not one.secret
        ]
        return {one.name: raw_of(one, found.get(one.name)) for one in kept if found.get(one.name) is not None}


def next_number(text: str) -> str:
    """The number after: 〔2025〕411号 becomes 〔2025〕412号, 0099 becomes 0100."""
    found = _NUMBER.search(text)
    if found is None:
        return text
    digits = found.group(1)
    return f"{text[: found.start()]}{int(digits) + 1:0{len(digits)}d}{found.group(2)}"


def together(found: list[Addition]) -> list[Addition]:
    """Amounts of the same figure added up, in the order in which the figures came; zeros left out."""
    sums: dict[str, Decimal] = {}
    first: dict[str, Addition] = {}
    for one in found:
        first.setdefault(one.indicator, one)
        sums[one.indicator] = sums.get(one.indicator, Decimal()) + Decimal(one.amount.replace("−", "-"))
    return [
        Addition(one.indicator, one.label, one.unit, f"+{total}" if total >= 0 else f"−{-total}")
        for name, one in first.items()
        if (total := sums[name])
    ]
