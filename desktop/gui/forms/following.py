"""The log changes beneath an open form: a save is undone or done again, an earlier version comes back. No Qt."""

from enum import Enum, auto

from desktop.catalogue import Ledger
from desktop.gui.forms.earlier import Typed
from desktop.gui.forms.presenter import DetailRow, Presenter, raw_record
from desktop.store import Record


class Followed(Enum):
    """What became of the form."""

    SAME = auto()
    """Its record and rows are as they were."""
    CHANGED = auto()
    """It shows what the log has now; what was typed since the last save stands."""
    LOOSE = auto()
    """Its record is gone: what stands there is a new record, not saved yet."""
    GONE = auto()
    """Its record is gone, and with it an identity that only stood there masked: it cannot be saved once more."""
    BACK = auto()
    """The record that was gone is there again."""


class Follower:
    """Holds one presenter to the log."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self._lost: tuple[str, Typed] | None = None
        """The record that went away, and what stood in the form then."""

    def follow(self) -> Followed:
        """Take over what the log says now."""
        presenter = self._presenter
        if self._lost is not None and presenter.id is None:
            return self._look_for(*self._lost)
        if presenter.id is None:
            return Followed.SAME
        now = _alive(presenter, presenter.ledger, presenter.id)
        if now is None and any(presenter.typed.get(name) for name in presenter.ledger.secrets):
            return Followed.GONE
        if now is None:
            self._lost = (presenter.id, _come_loose(presenter))
            return Followed.LOOSE
        if now == presenter.before and _rows_as_they_were(presenter):
            return Followed.SAME
        if presenter.dirty:
            _take_over(presenter, now)
        else:
            presenter.settle(presenter.id)
        return Followed.CHANGED

    def _look_for(self, id_: str, left: Typed) -> Followed:
        presenter = self._presenter
        if presenter.state() != left or _alive(presenter, presenter.ledger, id_) is None:
            return Followed.SAME
        self._lost = None
        presenter.settle(id_)
        return Followed.BACK


def _alive(presenter: Presenter, ledger: Ledger, id_: str) -> Record | None:
    found = presenter.log.record(ledger, id_)
    return None if found is None or found["deleted_at"] else found


def _rows_as_they_were(presenter: Presenter) -> bool:
    for kind in presenter.kinds:
        held = {row.id: row.before for row in presenter.rows[kind.key] if row.before is not None and not row.fresh}
        if {row.id: row.before for row in presenter.kept_rows(kind)} != held:
            return False
    return True


def _come_loose(presenter: Presenter) -> Typed:
    """Go on as a new record with what is shown; rows that belong to an earlier record stay with it."""
    presenter.come_loose()
    for kind in presenter.kinds:
        presenter.rows[kind.key] = [row for row in presenter.rows[kind.key] if not row.removed]
        for row in presenter.rows[kind.key]:
            _free(presenter, row)
    return presenter.state()


def _free(presenter: Presenter, row: DetailRow) -> None:
    now = _alive(presenter, presenter.child(row.rows), row.id) if row.id else None
    row.fresh = row.rows.brought and now is not None
    row.before = now if row.fresh else None


def _take_over(presenter: Presenter, now: Record) -> None:
    """Fields that were not touched since the last save show the log's value; the others keep what was typed."""
    old = raw_record(presenter.ledger, presenter.before or {})
    for name, value in raw_record(presenter.ledger, now).items():
        if presenter.typed.get(name) == old.get(name):
            presenter.typed[name] = value
    presenter.before = now
    for rows in presenter.rows.values():
        for row in rows:
            alive = _alive(presenter, presenter.child(row.rows), row.id) if row.id else None
            row.before, row.fresh = alive, row.fresh and alive is not None
    presenter.forget()
