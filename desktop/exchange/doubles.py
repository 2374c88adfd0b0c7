"""Whether a row is a record that the log already has: by natural key, by circumstances, else by its whole content."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop.catalogue import Ledger, Stored
from desktop.store import Log, Record
from desktop.store.suggestions import circumstances

_MOST_COMPARED = 20


@dataclass(frozen=True)
class Difference:
    """A field whose value in the file is not the one in the log."""

    field: str
    label: str
    before: str
    after: str


class Doubles:
    """Finds the live record that a row of a foreign file most likely is."""

    def __init__(self, log: Log, ledger: Ledger, given: Sequence[str]) -> None:
        """`given`: the ledger's fields that the file has columns for."""
        self._log, self._ledger = log, ledger
        # Of a secret text the record has only a mask, which two people can have in common.
        self._given = [name for name in given if name in ledger.fields and name not in ledger.secrets]
        self._secrets = [name for name in given if name in ledger.secrets]
        self._ids: dict[tuple[object, ...], list[str]] = defaultdict(list)
        self._same: dict[tuple[object, ...], str] = {}
        for record in log.records(ledger):
            self._same.setdefault(self._whole(record), str(record["id"]))
            for key in self._keys_of_record(record):
                self._ids[key].append(str(record["id"]))

    def _keys_of_record(self, record: Record) -> Iterator[tuple[object, ...]]:
        yield from self._natural(record)
        yield from self._by_circumstances(record)
        if record.get("kind") is not None:
            # A row that says nothing of the kind may be it as well.
            yield from self._by_circumstances({**record, "kind": None})
        yield self._whole(record)

    def _natural(self, values: Mapping[str, Stored]) -> Iterator[tuple[object, ...]]:
        for key in self._ledger.keys:
            if values.get(key) is not None:
                yield key, values[key]

    def _by_circumstances(self, values: Mapping[str, Stored]) -> Iterator[tuple[object, ...]]:
        for names in circumstances(self._ledger, values):
            if all(values.get(name) is not None for name in names):
                yield tuple((name, values[name]) for name in names)

    def _whole(self, values: Mapping[str, Stored]) -> tuple[object, ...]:
        return tuple(values.get(name) for name in self._given)

    def same(self, values: Mapping[str, Stored]) -> str | None:
        """The id of a record that says exactly the same in every column of the file; quicker than `find`."""
        if any(values.get(name) is not None for name in self._secrets):
            return None
        return self._same.get(self._whole(values))

    def find(self, values: Mapping[str, Stored]) -> Record | None:
        """The record with the fewest differences among those that may be it."""
        ids = [id_ for key in self._natural(values) for id_ in self._ids.get(key, ())]
        if not ids:
            ids = [id_ for key in self._keys_without_number(values) for id_ in self._ids.get(key, ())]
        found = [self._log.record(self._ledger, id_) for id_ in list(dict.fromkeys(ids))[:_MOST_COMPARED]]
        fitting = [record for record in found if record and self._may_be(record, values)]
        return min(fitting, key=lambda record: len(differing(record, values)), default=None)

    def _keys_without_number(self, values: Mapping[str, Stored]) -> Iterator[tuple[object, ...]]:
        alike = list(self._by_circumstances(values))
        yield from alike or [self._whole(values)]

    def _may_be(self, record: Record, values: Mapping[str, Stored]) -> bool:
        """Two numbers of a document make two records, however alike the rest."""
        pairs = [(record.get(key), values.get(key)) for key in self._ledger.keys]
        numbered = [(one, other) for one, other in pairs if one is not None and other is not None]
        return not numbered or any(one == other for one, other in numbered)


def differing(record: Mapping[str, Stored], values: Mapping[str, Stored]) -> list[str]:
    """Columns that a row fills otherwise than the record."""
    return [name for name, value in values.items() if value is not None and record.get(name) != value]
