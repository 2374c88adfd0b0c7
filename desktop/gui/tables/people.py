"""Who 本人 and 本科室 are: the person who works, and those of the same department in the staff ledger. No Qt."""

from collections.abc import Mapping, Sequence

from desktop.catalogue import Ledger, Stored
from desktop.gui.tables.views import ME, OFFICE
from desktop.store import Log
from desktop.store.bureau import Bureau
from desktop.store.listing import Filter, Listing

_STAFF, _OFFICE = "staff", "department"
Equals = Mapping[str, tuple[Stored, ...]]


class People:
    """Answers for whoever works at the open log now."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def names(self) -> list[str]:
        """Those who log, for a list to choose from."""
        return Bureau(self._log).people

    def office(self) -> list[str]:
        """The colleagues of the same department, oneself included; alone where the ledger does not say."""
        ledger = self._log.catalogue.ledgers.get(_STAFF)
        own = self._staff(ledger, "name", self._log.person) if ledger else []
        departments = {str(one[_OFFICE]) for one in own if one.get(_OFFICE)}
        found = [one for each in sorted(departments) for one in self._staff(ledger, _OFFICE, each)]
        return list(dict.fromkeys([self._log.person, *(str(one["name"]) for one in found)]))

    def _staff(self, ledger: Ledger | None, field: str, value: str) -> list[dict[str, Stored]]:
        if ledger is None or not {"name", _OFFICE} <= set(ledger.fields):
            return []
        listing = Listing(self._log, ledger)
        return listing.page(listing.ids(Filter(equals={field: (value,)})))

    def resolved(self, equals: Equals) -> Equals:
        """Conditions with names in place of 本人 and 本科室."""
        wanted = equals.get("created_by", ())
        if not {ME, OFFICE} & set(wanted):
            return equals
        stands_for: Mapping[str, Sequence[Stored]] = {
            ME: [self._log.person],
            OFFICE: self.office() if OFFICE in wanted else [],
        }
        names: list[Stored] = [name for one in wanted for name in (stands_for.get(str(one)) or [one])]
        return {**equals, "created_by": tuple(dict.fromkeys(names))}
