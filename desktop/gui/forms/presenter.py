"""What a form knows, without Qt: what was typed, what is wrong with it, what it lacks, its detail rows, its save."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from desktop.catalogue import Field, Ledger, Stored
from desktop.catalogue.details import Rows, carried
from desktop.catalogue.fields import tag_list
from desktop.catalogue.masking import Secret
from desktop.gui.forms.earlier import EMPTY, Typed, rechecked
from desktop.store import Detail, Draft, Log, Record, read_draft
from desktop.store.drafts import KEPT_REASON
from desktop.store.links import LinkFinder
from desktop.store.listing import Filter, Listing


@dataclass
class DetailRow:
    """One row below the form: a record of its own, saved with its parent."""

    rows: Rows
    typed: Typed = field(default_factory=dict)
    before: Record | None = None
    removed: bool = False
    own: set[str] = field(default_factory=set)
    """Fields that were typed in the row, and so are no longer taken over from the parent."""
    fresh: bool = False
    """Whether an earlier record was brought in since the form was last saved."""

    @property
    def id(self) -> str | None:
        """The id of a row that was saved before."""
        return str(self.before["id"]) if self.before else None

    @property
    def blank(self) -> bool:
        """Whether nothing was typed yet: such a row is not saved."""
        if self.fresh:
            return self.typed.get(self.rows.asked) in EMPTY
        return self.before is None and all(self.typed.get(name) in EMPTY for name in self.own)


@dataclass(frozen=True)
class Trouble:
    """Something to look at: at a field of the form (`row` None) or of a detail row."""

    field: str
    message: str
    row: int | None = None
    rows: Rows | None = None


def raw_of(one: Field, stored: Stored) -> object:
    """What an editor shows of a stored value: text, a list of terms, True or False."""
    if stored is None:
        return [] if one.type.name in ("tags", "attachment") else None
    if one.type.name in ("tags", "attachment"):
        return tag_list(stored)
    if one.type.name == "boolean":
        return bool(stored)
    return str(stored) if one.ledger else one.display(stored)


def raw_record(ledger: Ledger, record: Mapping[str, Stored]) -> Typed:
    """All values of a record as editors show them, 约 marks and the kept reason among them."""
    shown: Typed = {}
    for name, one in ledger.fields.items():
        shown[name] = raw_of(one, record.get(name))
        if one.approx_column:
            shown[one.approx_column] = bool(record.get(one.approx_column))
    if record.get(KEPT_REASON):
        shown[KEPT_REASON] = record[KEPT_REASON]
    return shown


def defaults_of(ledger: Ledger) -> Typed:
    """What a new record starts with."""
    return {name: raw_of(one, one.default) for name, one in ledger.fields.items() if one.default is not None}


def given_of(ledger: Ledger, typed: Mapping[str, object], before: Record | None) -> Typed:
    """What goes to the store of what was typed.

    Of a new record every field, so that an emptied one does not get its default again; of an old one what differs,
    so that opening and saving a record changes nothing. A number takes its 约 mark along.
    """
    shown = raw_record(ledger, before) if before else {}
    given: Typed = {}
    for name, one in ledger.fields.items():
        names = [name, one.approx_column] if one.approx_column else [name]
        if before is not None and all(_plain(typed.get(each)) == _plain(shown.get(each)) for each in names):
            continue
        given[name] = _plain(typed.get(name))
        if one.approx_column and typed.get(one.approx_column):
            given[one.approx_column] = True
    if typed.get(KEPT_REASON) != shown.get(KEPT_REASON):
        given[KEPT_REASON] = typed.get(KEPT_REASON)
    return given


def _plain(value: object) -> object:
    return None if value in EMPTY else value


class Presenter:
    """One record in the form, with the rows that belong to it."""

    def __init__(self, log: Log, ledger: Ledger, today: date, id_: str | None = None) -> None:
        self.log, self.ledger, self.today = log, ledger, today
        self.before = log.record(ledger, id_) if id_ else None
        self.typed: Typed = raw_record(ledger, self.before) if self.before else defaults_of(ledger)
        self.prefilled: set[str] = set()
        self.left: set[str] = set()
        self.touched: set[str] = set()
        self.asked = self.before is not None
        """Whether everything is shown that is wrong, because a save was tried or the record is an old one."""
        self.kinds = ledger.rows
        self.rows: dict[str, list[DetailRow]] = {one.key: list(self.kept_rows(one)) for one in self.kinds}
        self.begun: dict[str, tuple[str, object]] = {}
        """What stands in the line for the next row: its field and value, by kind of the rows."""
        self._draft: Draft | None = None
        self._start = self.state()

    # ------------------------------------------------------------------ the record

    @property
    def id(self) -> str | None:
        """The id of an existing record."""
        return str(self.before["id"]) if self.before else None

    @property
    def dirty(self) -> bool:
        """Whether something differs from what the form started with."""
        return self.state() != self._start

    def prefill(self, values: Mapping[str, object]) -> None:
        """Put values in that the person has not typed; they are shown as such until touched."""
        for name, value in values.items():
            one = self.ledger.fields.get(name)
            if one is not None:
                self.typed[name] = value
                self.prefilled.add(name)
        self.forget()
        self._start = self.state()

    def put_prefilled(self, name: str, value: object) -> None:
        """Put a value in that was not typed, at the person's wish; the field is tinted until touched."""
        self._put(name, value)
        self.prefilled.add(name)

    def put(self, name: str, value: object) -> None:
        """Take what was typed into a field."""
        self.prefilled.discard(name)
        self.touched.add(name)
        self._put(name, value)

    def _put(self, name: str, value: object) -> None:
        if value in EMPTY:
            value = [] if isinstance(value, list) else None
        self.typed[name] = value
        self.forget()

    def leave(self, name: str) -> None:
        """The person has left a field: what is wrong there may be said now."""
        self.left.add(name)

    def draft(self) -> Draft:
        """What was typed, read and checked; kept until something else is typed."""
        if self._draft is None:
            self._draft = read_draft(self.ledger, self.given(), self.before)
            self._check_links(self._draft)
        return self._draft

    def forget(self) -> None:
        """Look again: a record that a link names may have come or gone."""
        self._draft = None

    def problems(self) -> list[Trouble]:
        """What keeps the record from being saved, in the order of the form."""
        return [*self._problems(self.draft(), self.ledger), *self.row_problems()]

    def shown_problems(self) -> list[Trouble]:
        """Those that may be shown: fields that were left, or all after a save was tried."""
        return [one for one in self.problems() if self.asked or one.row is not None or one.field in self.left]

    def needs_reason(self) -> bool:
        """Whether a doubtful value can be kept by giving a reason."""
        return bool(self.draft().warnings) or bool(self.typed.get(KEPT_REASON))

    def stored(self) -> dict[str, Stored]:
        """The values as the store would keep them; what cannot be read is left out."""
        values = self.draft().values
        return {**{k: v for k, v in (self.before or {}).items() if k in self.ledger.fields}, **values}

    def title_of(self, one: Field, id_: str) -> str:
        """What names a linked record; what was typed where it is no record's id."""
        target = self.log.catalogue.ledgers[str(one.ledger)]
        found = self.log.record(target, id_)
        if found is None:
            return id_
        names = (target.title, *target.keys, target.date or "")
        shown = next((name for name in names if name and found.get(name) is not None), None)
        return target.fields[shown].display(found[shown]) if shown else f"未命名的{target.label}"

    def given(self) -> Typed:
        """What goes to the store."""
        return given_of(self.ledger, self.typed, self.before)

    def row_given(self, row: DetailRow) -> Typed:
        """What goes to the store of a row; its link to the parent is for the store to put in."""
        given = given_of(self.child(row.rows), self.row_typed(row), row.before)
        given.pop(row.rows.link, None)
        return given

    def _check_links(self, draft: Draft) -> None:
        LinkFinder(self.log.connection, self.log.catalogue).resolve(draft)

    @staticmethod
    def _problems(draft: Draft, ledger: Ledger) -> list[Trouble]:
        order = {name: place for place, name in enumerate(ledger.fields)}
        found = [Trouble(one.field, one.message) for one in draft.blocking()]
        return sorted(found, key=lambda one: order.get(one.field, len(order)))

    # ------------------------------------------------------------------ detail rows

    def kept_rows(self, kind: Rows) -> Iterator[DetailRow]:
        """The record's rows as the log has them."""
        if self.id is None:
            return
        child = self.log.catalogue.ledgers[kind.ledger]
        listing = Listing(self.log, child)
        for record in listing.page(listing.ids(Filter(equals={kind.link: (self.id,)}), descending=False)):
            typed = raw_record(child, record)
            yield DetailRow(kind, typed, record, own=set(typed))

    def child(self, kind: Rows) -> Ledger:
        """The ledger of a kind of rows."""
        return self.log.catalogue.ledgers[kind.ledger]

    def live(self, kind: Rows) -> list[DetailRow]:
        """The rows that are there, those taken away left out."""
        return [row for row in self.rows[kind.key] if not row.removed]

    def add_row(self, kind: Rows, copy: DetailRow | None = None) -> DetailRow:
        """A new row, empty or with the values of another one."""
        row = DetailRow(kind)
        if copy is not None:
            keys = set(self.child(kind).keys)
            row.typed = {name: value for name, value in copy.typed.items() if name not in keys}
            row.own = {name for name in copy.own if name not in keys}
        self.rows[kind.key].append(row)
        return row

    def bring_in(self, kind: Rows, records: Iterable[Record]) -> None:
        """Rows for earlier records that this one deals with; what an earlier one said of them is asked anew."""
        anew: Typed = dict.fromkeys((kind.asked, *kind.carry.values()))
        for record in records:
            typed = raw_record(self.child(kind), record) | anew
            self.rows[kind.key].append(DetailRow(kind, typed, record, fresh=True))

    def begin_row(self, kind: Rows, name: str, value: object) -> None:
        """Remember what is being typed into the line for the next row; nothing where it is empty."""
        self.begun.pop(kind.key, None)
        if value not in EMPTY:
            self.begun[kind.key] = (name, value)

    def drop_blank_rows(self) -> None:
        """Forget rows into which nothing was typed."""
        for name, rows in self.rows.items():
            self.rows[name] = [row for row in rows if not row.blank]

    def row_typed(self, row: DetailRow) -> Typed:
        """All values of a row: its own, what it takes over from the form, what every such row has."""
        if row.fresh:
            return rechecked({**row.typed, **self._not_own(row, carried(row.rows, self._carriable()))}, row.own)
        if row.before is not None:
            return row.typed
        taken = {**defaults_of(self.child(row.rows)), **carried(row.rows, self._carriable())}
        return {**taken, **{name: row.typed.get(name) for name in row.own}}

    def is_taken_over(self, row: DetailRow, name: str) -> bool:
        """Whether the row's value was put in by the form and not typed."""
        if name in row.own or (row.before is not None and not row.fresh):
            return False
        value = self.row_typed(row).get(name)
        return value not in EMPTY and (row.before is None or value != row.typed.get(name))

    @staticmethod
    def _not_own(row: DetailRow, values: Typed) -> Typed:
        return {name: value for name, value in values.items() if name not in row.own}

    def _carriable(self) -> Typed:
        read = self.stored()
        return {name: raw_of(one, read.get(name)) for name, one in self.ledger.fields.items()}

    def row_problems(self) -> list[Trouble]:
        """What is wrong in the rows."""
        return [one for kind in self.kinds for place in range(len(self.live(kind)))
                for one in self.problems_of_row(kind, place)]  # fmt: skip

    def problems_of_row(self, kind: Rows, place: int) -> list[Trouble]:
        """What is wrong in one row."""
        row = self.live(kind)[place]
        if row.blank:
            return []
        draft = self.row_draft(row)
        return [Trouble(one.field, one.message, place, kind) for one in draft.blocking() if one.field != kind.link]

    def row_draft(self, row: DetailRow) -> Draft:
        """A row, read and checked; its link to the parent is left out."""
        draft = read_draft(self.child(row.rows), self.row_given(row), row.before)
        self._check_links(draft)
        return draft

    def row_stored(self, row: DetailRow) -> dict[str, Stored]:
        """A row's values as the store would keep them; what cannot be read is left out."""
        fields = self.child(row.rows).fields
        return {**{k: v for k, v in (row.before or {}).items() if k in fields}, **self.row_draft(row).values}

    # ------------------------------------------------------------------ draft and save

    def state(self) -> Typed:
        """Everything that was typed, as a draft keeps it."""
        rows = {
            kind: [
                {
                    "id": row.id, "typed": dict(row.typed), "own": sorted(row.own),
                    "removed": row.removed, "fresh": row.fresh,
                }
                for row in rows
                if row.fresh or not row.blank
            ]
            for kind, rows in self.rows.items()
        }  # fmt: skip
        for kind, (name, value) in self.begun.items():
            rows[kind].append({"id": None, "typed": {name: value}, "own": [name]})
        return {"typed": {k: v for k, v in self.typed.items() if v not in EMPTY}, "rows": rows}

    def restore(self, state: Mapping[str, object]) -> None:
        """Put back what a draft kept."""
        self.typed, self.begun = dict(cast(Typed, state.get("typed", {}))), {}
        for name in self.ledger.secrets:
            # Drafts hold no identity: what the record has must not be taken for emptied.
            self.typed.setdefault(name, (self.before or {}).get(name))
        self.forget()
        kept = cast(dict[str, list[Typed]], state.get("rows", {}))
        for kind in self.kinds:
            old = {row.id: row.before for row in self.rows[kind.key]}
            rows = (self._restored(kind, one, old) for one in kept.get(kind.key, []))
            self.rows[kind.key] = [row for row in rows if row is not None]

    def _restored(self, kind: Rows, one: Typed, old: Mapping[str | None, Record | None]) -> DetailRow | None:
        """A row of a draft; None where the record that was brought in is gone."""
        id_, fresh = cast(str | None, one.get("id")), bool(one.get("fresh"))
        before = self.log.record(self.child(kind), str(id_)) if fresh else old.get(id_)
        if fresh and (before is None or before["deleted_at"]):
            return None
        typed, own = cast(Typed, one.get("typed", {})), cast(list[str], one.get("own", []))
        return DetailRow(kind, dict(typed), before, bool(one.get("removed")), set(own), fresh)

    def save(self, reason: str | None = None) -> str:
        """Save the record and its rows in one transaction and return its id; `Rejected` where that cannot be."""
        return self.log.save_with_details(self.ledger, self.id, self.given(), list(self._details()), reason=reason)

    @property
    def has_secrets(self) -> bool:
        """Whether something was typed that has to be kept encrypted."""
        rows = [row for some in self.rows.values() for row in some]
        return any(isinstance(value, Secret) for typed in (self.typed, *(row.typed for row in rows))
                   for value in typed.values())  # fmt: skip

    def take_masks(self) -> None:
        """The record's identity was erased meanwhile: go on with what stands in its place."""
        self.before = self.log.record(self.ledger, self.id) if self.id else None
        for name in self.ledger.secrets:
            if self.before is not None and not isinstance(self.typed.get(name), Secret):
                self.typed[name] = self.before.get(name)
        self.forget()

    def settle(self, id_: str) -> None:
        """Go on from what was saved, as the record that it now is."""
        self.before = self.log.record(self.ledger, id_)
        self.typed = raw_record(self.ledger, self.before or {})
        self.rows = {one.key: list(self.kept_rows(one)) for one in self.kinds}
        self.begun = {}
        self.prefilled, self.asked = set(), True
        self.forget()
        self._start = self.state()

    def come_loose(self) -> None:
        """The record is gone from the log: what stands here is a new one, not saved yet."""
        self.before, self._start = None, {}
        self.forget()

    def saved_words(self) -> str:
        """What a save has done: 已登记 1 条执法检查，3 条隐患."""
        verb = "已保存" if self.id else "已登记"
        counts = [self._counted(kind, len(live)) for kind in self.kinds if (live := self.live(kind))]
        return "，".join([f"{verb} 1 条{self.ledger.label}", *counts])

    def _counted(self, kind: Rows, many: int) -> str:
        label = self.child(kind).label
        return f"复查 {many} 条以前的{label}" if kind.brought else f"{many} 条{label}"

    def ledgers_written(self) -> set[str]:
        """Names of the ledgers that a save concerns."""
        return {self.ledger.name, *(kind.ledger for kind in self.kinds if self.rows[kind.key])}

    def _details(self) -> Iterator[Detail]:
        for kind in self.kinds:
            child = self.child(kind)
            for row in self.rows[kind.key]:
                if not row.blank:
                    yield Detail(child, kind.link, self.row_given(row), row.id, row.removed)
