"""One search over all ledgers, ledger by ledger, so that a window can show the first finds before the last ledger."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop.catalogue import Ledger
from desktop.store.listing import Filter, Listing
from desktop.store.log import Log, Record


@dataclass(frozen=True)
class Match:
    """A record that was found: what names it, and its day."""

    ledger: Ledger
    id: str
    title: str
    day: str = ""


def matches(log: Log, text: str, ledgers: Iterable[Ledger], each: int = 4) -> Iterator[list[Match]]:
    """Per ledger the newest records in which every word of `text` occurs, or its pinyin initials."""
    for ledger in ledgers:
        listing = Listing(log, ledger)
        rows = listing.first_rows(Filter(text=text), count=each)
        yield [_match(ledger, record) for record in listing.page(rows)] if len(rows) else []


def _match(ledger: Ledger, record: Record) -> Match:
    day = record.get(ledger.date or "")
    return Match(ledger, str(record["id"]), "，".join(_names(ledger, record)) or "未命名", str(day or ""))


def _names(ledger: Ledger, record: Record) -> Iterator[str]:
    """What the ledger names its records by, then the first linked record."""
    linked = (f"{name}#title" for name in ledger.links)
    for key in (ledger.title, next(linked, "")):
        value = record.get(key)
        if value is not None:
            yield ledger.fields[key].display(value) if key in ledger.fields else str(value)
