"""Values that are pulled and not typed: the last one of a field, those of the last record. Tinted until touched."""

from desktop.gui.forms.frame import FormFrame
from desktop.gui.forms.presenter import EMPTY, Presenter


def take_last_value(frame: FormFrame, presenter: Presenter) -> bool:
    """Fill the field in which the cursor stands; False where it was never filled before."""
    table = frame.body.details.current if frame.body.details is not None else None
    if table is not None and table.take_last_value():
        return True
    name = frame.body.current_name()
    if name is None or name not in presenter.ledger.fields:
        return True
    value, remark = frame.checks.last_value(name)
    if value in EMPTY:
        return False
    _fill(frame, presenter, name, value)
    frame.side.remark(name, remark)
    return True


def copy_last(frame: FormFrame, presenter: Presenter) -> None:
    """Fill the fields that were not typed yet with the last record's values."""
    for name, value in frame.checks.last_record().items():
        if name not in presenter.touched:
            _fill(frame, presenter, name, value)


def _fill(frame: FormFrame, presenter: Presenter, name: str, value: object) -> None:
    presenter.put_prefilled(name, value)
    if name in frame.body.cells:
        frame.body.put(name)
