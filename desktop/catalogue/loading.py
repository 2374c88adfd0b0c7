"""The catalogue: everything that can be logged and reported, read from the definition files."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.catalogue.calendar import WorkingDays, read_calendar
from desktop.catalogue.code_tables import ARRANGED_KEYS, CodeTable, read_codes
from desktop.catalogue.deadline_definitions import DEADLINE_KEYS, read_deadlines
from desktop.catalogue.deadlines import Deadline
from desktop.catalogue.detail_definitions import read_follow_ups, read_rows
from desktop.catalogue.entries import Entry
from desktop.catalogue.indicator_definitions import INDICATOR_KEYS, check_combinations, read_indicator
from desktop.catalogue.indicators import Indicator
from desktop.catalogue.ledger_definitions import LEDGER_KEYS, read_common, read_ledger
from desktop.catalogue.ledgers import GROUPS, Ledger
from desktop.catalogue.list_definitions import read_list
from desktop.catalogue.outline_definitions import PASSAGES, read_outline, read_passages
from desktop.catalogue.outlines import Outline
from desktop.catalogue.parsed import Table, definition_tables, parse_toml
from desktop.catalogue.redefinitions import KEYS, check_label, laid_over, redefined
from desktop.catalogue.refusal import DefinitionError
from desktop.catalogue.return_definitions import COMMON_KEYS, RETURN_KEYS, ReturnLanguage, read_return
from desktop.catalogue.returns import ReturnForm
from desktop.program import cache_folder, program_root


@dataclass(frozen=True)
class Definitions:
    """A definition file by name and text: the built-in language, loaded on top."""

    name: str
    text: str


@dataclass(frozen=True)
class Catalogue:
    """Ledgers, indicators, outlines, deadline rules and returns, checked against each other; the working days."""

    ledgers: Mapping[str, Ledger]
    indicators: Mapping[str, Indicator]
    outlines: Mapping[str, Outline]
    deadlines: Mapping[str, Deadline]
    codes: Mapping[str, CodeTable]
    calendar: WorkingDays
    returns: Mapping[str, ReturnForm]
    """The provinces' statutory returns. Their indicators are not among `indicators`."""

    def ledger_named(self, name: str) -> Ledger | None:
        """Find a ledger by its English name or its Chinese label."""
        return self.ledgers.get(name) or next((one for one in self.ledgers.values() if one.label == name), None)

    def with_return(self, form: ReturnForm) -> "Catalogue":
        """A catalogue that also knows the indicators of a return."""
        return replace(self, indicators={**self.indicators, **form.indicators})

    def of_return(self, form: ReturnForm) -> "Catalogue":
        """A catalogue that knows the indicators of a return and no others."""
        return replace(self, indicators=form.indicators)


class _Sources:
    """The raw tables of every kind with the file that each came from; later files are laid over earlier ones."""

    kinds = ("codes", "ledgers", "indicators", "reports", "deadlines", "returns")

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, object]] = {kind: {} for kind in self.kinds}
        self.files: dict[tuple[str, str], str] = {}
        self.own: set[tuple[str, str]] = set()
        """Kind and name of what an overlay defines anew."""
        self.calendars: list[Entry] = []
        """Tables of years, each laid over those before it day by day."""
        self.redefined: dict[str, Entry] = {}
        """The bureau's changes of counting rules, by indicator; they come last, whatever the order of files."""
        self.arranged: dict[str, Entry] = {}
        """The bureau's order of code tables and what it switched off, by table; they too come last."""
        self.return_language: Entry | None = None
        """What all returns share."""

    def add(self, kind: str, name: str, data: object, file: str) -> None:
        if name in self.tables[kind]:
            raise DefinitionError(file, name, f"已在 {self.files[kind, name]} 里定义", "请换一个名称")
        self.tables[kind][name] = data
        self.files[kind, name] = file

    def overlay(self, tables: Mapping[str, object], file: str) -> None:
        for kind, named in Entry(
            file, "文件", tables, (*self.kinds, "calendar", "redefined", "arranged")
        ).data.items():
            entry = Entry(file, kind, named)
            if kind == "redefined":
                self.redefined |= {name: Entry(file, name, data, KEYS) for name, data in entry.data.items()}
                continue
            if kind == "arranged":
                self.arranged |= {name: Entry(file, name, data, ARRANGED_KEYS) for name, data in entry.data.items()}
                continue
            if kind == "calendar":
                self.calendars.append(entry)
                continue
            for name, data in entry.data.items():
                if name not in self.tables[kind] or kind in ("indicators", "reports"):
                    self.add(kind, name, _codes_table(data) if kind == "codes" else data, file)
                    self.own.add((kind, name))
                else:
                    self.tables[kind][name] = _over(kind, self.tables[kind][name], data)
                    # What was there has been checked by itself: a mistake is the overlay's.
                    self.files[kind, name] = file

    def entry(self, kind: str, name: str, allowed: Iterable[str] | None = None) -> Entry:
        return Entry(self.files[kind, name], name, self.tables[kind][name], allowed)

    def entries(self, kind: str, allowed: Iterable[str] | None = None) -> Iterator[tuple[str, Entry]]:
        for name in self.tables[kind]:
            yield name, self.entry(kind, name, allowed)


def _codes_table(data: object) -> object:
    return {"label": "", "codes": data}


def _over(kind: str, below: object, above: object) -> object:
    if kind in ("deadlines", "returns") and isinstance(below, dict) and isinstance(above, dict):
        # Key by key: conditions of one's own take the place of the built-in ones.
        return {**below, **above}
    return _merged(below, {"codes": above} if kind == "codes" else above)


def _merged(below: object, above: object) -> object:
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return {**below, **{key: _merged(below[key], value) if key in below else value for key, value in above.items()}}


def load(overlays: Iterable[Definitions] = (), root: Path | None = None) -> Catalogue:
    """Read the built-in definitions and lay `overlays` on top; the first mistake is a `DefinitionError`.

    The program's own definitions are kept parsed in the user's cache folder.
    """
    sources, common = _built_in(definition_tables(root or program_root(), None if root else cache_folder()))
    names: set[str] = set()
    for overlay in overlays:
        if overlay.name in names:
            raise DefinitionError(overlay.name, "文件", "有两个定义文件同名", "请给其中一个改名")
        names.add(overlay.name)
        sources.overlay(parse_toml(overlay.text, overlay.name), overlay.name)
    return _build(sources, common)


def _built_in(tables: Mapping[Path, Table]) -> tuple[_Sources, Entry]:
    sources, common = _Sources(), Entry("_common.toml", "fields", {})
    for file, table in tables.items():
        kind = file.parent.name
        if (kind, file.name) == ("returns", "_common.toml"):
            sources.return_language = Entry(file.name, kind, table, COMMON_KEYS)
        elif file.name == "_common.toml":
            common = Entry(file.name, "fields", table.get("fields", {}))
        elif kind == "calendar":
            sources.calendars.append(Entry(file.name, kind, table))
        elif kind in ("indicators", "deadlines"):
            for name, data in table.items():
                sources.add(kind, name, data, file.name)
        else:
            sources.add(kind, file.stem, table, file.name)
    return sources, common


def _build(sources: _Sources, common_fields: Entry) -> Catalogue:
    codes = {
        name: read_codes(entry, sources.arranged.get(name))
        for name, entry in sources.entries("codes", ("label", "codes"))
    }
    common = read_common(common_fields, codes)
    ledgers = {
        name: read_ledger(name, entry, common, codes) for name, entry in sources.entries("ledgers", LEDGER_KEYS)
    }
    _check_labels(ledgers, sources)
    ledgers = dict(sorted(ledgers.items(), key=lambda item: (GROUPS.index(item[1].group), item[1].order, item[0])))
    _check_links(ledgers, sources)
    ledgers = {name: _with_relations(one, sources.entry("ledgers", name), ledgers) for name, one in ledgers.items()}
    entries = dict(sources.entries("indicators", INDICATOR_KEYS))
    changes = {name: entry for name, entry in sources.redefined.items() if name in entries}
    # A return counts by the rules of its province, whatever the bureau makes of its own figures.
    built_in = {name: read_indicator(name, entries[name], ledgers) for name in changes}
    entries |= {name: laid_over(entries[name], change) for name, change in changes.items()}
    indicators = {name: read_indicator(name, entry, ledgers) for name, entry in entries.items()}
    for name, change in changes.items():
        indicators[name] = redefined(indicators[name], change)
        check_label(indicators[name], indicators.values(), change)
    check_combinations(indicators, entries)
    outlines = _read_outlines(sources, indicators)
    deadlines = read_deadlines(dict(sources.entries("deadlines", DEADLINE_KEYS)), ledgers)
    returns = _read_returns(sources, ledgers, {**indicators, **built_in})
    return Catalogue(ledgers, indicators, outlines, deadlines, codes, read_calendar(sources.calendars), returns)


def _with_relations(ledger: Ledger, entry: Entry, ledgers: Mapping[str, Ledger]) -> Ledger:
    """A ledger with what looks through links to other ledgers: its list, the rows and follow-ups of its form."""
    return replace(
        ledger,
        listing=read_list(entry, ledger, ledgers),
        rows=read_rows(entry, ledger, ledgers),
        follow_ups=read_follow_ups(entry, ledger, ledgers),
    )


def _read_returns(
    sources: _Sources, ledgers: Mapping[str, Ledger], indicators: Mapping[str, Indicator]
) -> Mapping[str, ReturnForm]:
    entries = dict(sources.entries("returns", RETURN_KEYS))
    if not entries:
        return {}
    if sources.return_language is None:
        next(iter(entries.values())).refuse("缺少各省共用的 _common.toml", "请放进 resources/returns")
    language = ReturnLanguage(sources.return_language, ledgers, indicators)
    made = [read_return(name, entry, language) for name, entry in entries.items()]
    return {one.name: one for one in sorted(made, key=lambda one: (one.order, one.name))}


def _check_labels(ledgers: Mapping[str, Ledger], sources: _Sources) -> None:
    owners: dict[str, str] = {}
    for name, ledger in ledgers.items():
        if ledger.label in owners:
            sources.entry("ledgers", name).refuse(
                f"与台账 {owners[ledger.label]} 的名称同为“{ledger.label}”", "请改成不同的名称", "label"
            )
        owners[ledger.label] = name


def _check_links(ledgers: Mapping[str, Ledger], sources: _Sources) -> None:
    for ledger in ledgers.values():
        for field in ledger.links.values():
            if field.ledger not in ledgers:
                sources.entry("ledgers", ledger.name).refuse(
                    f"链接到没有的台账“{field.ledger}”", "请改成已有的台账名", f"fields.{field.name}.ledger"
                )


def _read_outlines(sources: _Sources, indicators: Mapping[str, Indicator]) -> dict[str, Outline]:
    entries = dict(sources.entries("reports"))
    shared = entries.pop(PASSAGES, None)
    passages = read_passages(shared.file, shared.data, indicators) if shared else {}
    return {
        name: read_outline(name, entry, indicators, passages, own=("reports", name) in sources.own)
        for name, entry in entries.items()
    }
