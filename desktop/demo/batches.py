"""Batches: a generated log described as data, so many records of a ledger with such and such values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as day

from desktop.catalogue import Catalogue, Ledger
from desktop.catalogue.entries import Entry

BATCH_KEYS = (
    "ledger", "name", "count", "per_month", "set", "cycle", "choose", "range", "total", "approx", "date", "within",
    "after", "link", "inherit", "blank", "decoys",
)  # fmt: skip


@dataclass(frozen=True)
class Batch:
    """So many records of one ledger; see seeds/README.md for the keys of a definition."""

    name: str
    ledger: Ledger
    count: int
    per_month: tuple[int, ...] = ()
    set: Mapping[str, object] = field(default_factory=dict)
    cycle: Mapping[str, list[object]] = field(default_factory=dict)
    choose: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    range: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    total: Mapping[str, object] = field(default_factory=dict)
    approx: tuple[str, ...] = ()
    date: str | None = None
    within: tuple[day, day] | None = None
    after: Mapping[str, list[object]] = field(default_factory=dict)
    link: Mapping[str, str] = field(default_factory=dict)
    inherit: Mapping[str, str] = field(default_factory=dict)
    blank: Mapping[str, int] = field(default_factory=dict)
    decoys: bool = True


def read_batches(file: str, tables: Mapping[str, object], catalogue: Catalogue) -> list[Batch]:
    """Read the `[[batch]]` tables of a records file; a name that the catalogue lacks stops with its place."""
    whole = Entry(file, "文件", tables, ("batch",))
    return [_read(entry, catalogue) for entry in whole.children("batch", BATCH_KEYS)]


def _read(entry: Entry, catalogue: Catalogue) -> Batch:
    ledger = catalogue.ledgers.get(entry.text("ledger"))
    if ledger is None:
        entry.refuse(f"没有台账“{entry.text('ledger')}”", "请改成已有的台账名", "ledger")
    per_month = entry.data.get("per_month", [])
    if not isinstance(per_month, list):
        entry.refuse("应为一列整数", "per_month = [1, 2, …]", "per_month")
    for key in ("set", "cycle", "choose", "range", "total", "after", "link", "inherit", "blank"):
        for name in entry.child(key).data:
            if name.removesuffix("_approx") not in ledger.fields:
                entry.refuse(f"台账“{ledger.label}”没有字段“{name}”", "请改成已有的字段", key)
    return Batch(
        name=entry.text("name", ""),
        ledger=ledger,
        count=sum(per_month) if per_month else entry.whole("count", 1),
        per_month=tuple(per_month),
        approx=entry.texts("approx"),
        date=entry.optional("date"),
        within=_within(entry),
        decoys=entry.truth("decoys", True),
        **{  # type: ignore[arg-type]
            key: entry.child(key).data
            for key in ("set", "cycle", "choose", "range", "total", "after", "link", "inherit", "blank")
        },
    )


def _within(entry: Entry) -> tuple[day, day] | None:
    span = entry.texts("within")
    return (day.fromisoformat(span[0]), day.fromisoformat(span[1])) if len(span) == 2 else None
