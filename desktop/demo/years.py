"""Logs of generated years."""

from datetime import date, timedelta
from pathlib import Path

from desktop.catalogue import Refusal
from desktop.catalogue.parsed import read_toml
from desktop.demo.batches import read_batches
from desktop.demo.generator import Generator
from desktop.demo.published import published_report
from desktop.program import program_root
from desktop.store import Log
from desktop.store.bureau import LEVELS
from desktop.store.connection import setting_of
from desktop.store.listing import Filter, Listing

PERSON = "演示"
GENERATED = "generated"
"""Setting that marks a generated log: such a file may be made anew, any other may not."""
DEMONSTRATION_PLACE = "云江市青石区"
DEMONSTRATION_YEAR = 2025


def published_log(name: str, file: Path, root: Path | None = None) -> Log:
    """Make a log whose records yield the figures of a published report."""
    report = published_report(name, root)
    settings = {"bureau": f"{report.place}应急管理局", GENERATED: name}
    _make_way(file)
    log = Log.create(file, settings=settings, definitions=report.definitions, person=PERSON, root=root)
    _stamp(log, report.period.last)
    batches = read_batches(f"{name}/records.toml", read_toml(report.records_file), log.catalogue)
    Generator(log, report.period.first, report.period.last, report.place, name).make(batches)
    return log


def demonstration_log(file: Path, root: Path | None = None) -> Log:
    """Make the log of one fictitious district: a year and the year before, all main ledgers filled."""
    settings = {"bureau": f"{DEMONSTRATION_PLACE}应急管理局", "level": LEVELS[0], GENERATED: "demonstration"}
    _make_way(file)
    log = Log.create(file, settings=settings, person=PERSON, root=root)
    folder = (root or program_root()) / "seeds" / "demonstration"
    generator: Generator | None = None
    for year, file_name in ((DEMONSTRATION_YEAR - 1, "last_year.toml"), (DEMONSTRATION_YEAR, "year.toml")):
        first, last = date(year, 1, 1), date(year, 12, 31)
        _stamp(log, last)
        if generator is None:
            generator = Generator(log, first, last, DEMONSTRATION_PLACE, "demonstration")
        generator.continue_in(first, last)
        generator.make(read_batches(file_name, read_toml(folder / file_name), log.catalogue))
    return log


def as_of(log: Log, day: date) -> None:
    """Put what is dated after a day into the recycle bin: the log as it stood on that day."""
    for ledger in log.catalogue.ledgers.values():
        if ledger.date:
            listing = Listing(log, ledger)
            later = listing.page(listing.ids(Filter(first=day + timedelta(days=1))))
            log.delete_many(ledger, [str(one["id"]) for one in later], f"演示停在 {day}")


def _make_way(file: Path) -> None:
    """Take away an earlier generated log of that name; `Refusal` for a file that was not generated."""
    if not file.exists():
        return
    if setting_of(file, GENERATED) is None:
        raise Refusal(f"{file} 不是演示数据，没有改动它。请换一个文件夹。")
    for leftover in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
        leftover.unlink(missing_ok=True)


def _stamp(log: Log, last: date) -> None:
    """Date every change on the last day of the span, so that the same file comes out every time."""
    log.clock = lambda: f"{last.isoformat()}T10:00:00.000Z"
