"""The figures of published annual reports as data: facts and figures, no sentence of a report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from desktop.catalogue import Definitions, Refusal
from desktop.catalogue.entries import Entry
from desktop.catalogue.parsed import read_toml
from desktop.figures import Period
from desktop.program import program_root

FIGURE_KEYS = ("id", "indicator", "value", "unit", "approx", "from", "to", "contradiction", "gives", "not_computable")


@dataclass(frozen=True)
class PublishedFigure:
    """A printed figure and the indicator that yields it."""

    id: str
    value: Decimal
    unit: str
    indicator: str | None
    """None where no record can yield it; `not_computable` says why."""
    approx: bool = False
    first: date | None = None
    last: date | None = None
    contradiction: str = ""
    """Why the printed value cannot be right."""
    gives: Decimal | None = None
    """What the records give instead of a contradictory value."""
    not_computable: str = ""

    @property
    def expected(self) -> Decimal:
        """What the engine must compute."""
        return self.value if self.gives is None else self.gives


@dataclass(frozen=True)
class PublishedReport:
    """One report: its span, its figures, its own definitions, and the records that yield them."""

    name: str
    place: str
    period: Period
    figures: tuple[PublishedFigure, ...]
    definitions: tuple[Definitions, ...]
    """What is peculiar to it, and the outline of its text."""
    records_file: Path

    def period_of(self, figure: PublishedFigure) -> Period:
        """The span of a figure: its own, or the report's."""
        return Period(figure.first or self.period.first, figure.last or self.period.last)


def _folder(root: Path | None) -> Path:
    return (root or program_root()) / "seeds" / "reports"


def published_reports(root: Path | None = None) -> list[str]:
    """The names of the reports that can be generated."""
    return sorted(file.parent.name for file in _folder(root).glob("*/figures.toml"))


def published_report(name: str, root: Path | None = None) -> PublishedReport:
    """Read a report's data; `Refusal` where there is none of that name."""
    if name not in published_reports(root):
        raise Refusal(f"没有名为 {name} 的报告。可选：{'、'.join(published_reports(root))}。")
    folder = _folder(root) / name
    file = f"{name}/figures.toml"
    entry = Entry(file, "文件", read_toml(folder / "figures.toml"), ("report", "figures"))
    report = entry.child("report", ("place", "from", "to", "note"))
    first, last = report.day("from"), report.day("to")
    if first is None or last is None:
        report.refuse("缺少起止日", "请写 from 和 to")
    return PublishedReport(
        name=name,
        place=report.text("place"),
        period=Period(first, last),
        figures=tuple(_figure(one) for one in entry.children("figures", FIGURE_KEYS)),
        definitions=tuple(_definitions(name, folder)),
        records_file=folder / "records.toml",
    )


def _definitions(name: str, folder: Path) -> Iterator[Definitions]:
    for file in (folder / "definitions.toml", folder / "outline.toml"):
        if file.exists():
            yield Definitions(f"{name}-{file.name}", file.read_text(encoding="utf-8"))


def _figure(entry: Entry) -> PublishedFigure:
    value = entry.number("value")
    if value is None:
        entry.refuse("缺少数值", "value = 1", "value")
    return PublishedFigure(
        id=entry.text("id"),
        value=value,
        unit=entry.text("unit"),
        indicator=entry.optional("indicator"),
        approx=entry.truth("approx"),
        first=entry.day("from"),
        last=entry.day("to"),
        contradiction=entry.text("contradiction", ""),
        gives=entry.number("gives"),
        not_computable=entry.text("not_computable", ""),
    )
