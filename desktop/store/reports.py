"""The text of a year's report while it is being written; its form is the report's own, here it is only kept."""

from dataclasses import dataclass
from datetime import date

from desktop.store.log import Log


@dataclass(frozen=True)
class KeptReport:
    """What was last saved for a year."""

    year: int
    first: date
    last: date
    outline: str
    content: str
    saved_at: str
    person: str


def keep_report(log: Log, year: int, first: date, last: date, outline: str, content: str) -> None:
    """Keep the text of a year in place of what was; on disk when it returns."""
    row = (year, first.isoformat(), last.isoformat(), outline, content, log.clock(), log.person)
    with log.transaction():
        log.connection.execute(
            "INSERT OR REPLACE INTO _report (year, first, last, outline, content, saved_at, person)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            row,
        )


def kept_report(log: Log, year: int) -> KeptReport | None:
    """What was last saved for a year; None where nobody wrote yet."""
    columns = "year, first, last, outline, content, saved_at, person"
    for number, first, last, *rest in log.query(f"SELECT {columns} FROM _report WHERE year = ?", (year,)):
        return KeptReport(number, date.fromisoformat(first), date.fromisoformat(last), *rest)
    return None


def drop_report(log: Log, year: int) -> None:
    """Forget the text of a year, to begin anew from an outline."""
    with log.transaction():
        log.connection.execute("DELETE FROM _report WHERE year = ?", (year,))
