"""Values that are pulled and not typed: of a field, of the last record, of earlier checks. Tinted until touched."""

from desktop.gui.forms.earlier import EMPTY, prefill
from desktop.gui.forms.frame import FormFrame
from desktop.gui.forms.presenter import Presenter, raw_of


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


def bring_in(frame: FormFrame, presenter: Presenter) -> str:
    """从上次检查带入: open hazards to be rechecked, people and kind; returns what is said about it."""
    found, kind = frame.checks.earlier(), next((one for one in presenter.kinds if one.brought), None)
    if kind is None or (found.check is None and not found.hazards):
        return "先填企业；这家企业以前没有检查过的，没有可带入的内容"
    if presenter.id is None:
        for name, value in prefill(presenter.ledger, found, bool(found.hazards)).items():
            if name not in presenter.touched:
                _fill(frame, presenter, name, raw_of(presenter.ledger.fields[name], value))
    presenter.bring_in(kind, found.hazards)
    if found.hazards and frame.body.details is not None:
        frame.body.details.show_brought(kind, len(presenter.live(kind)) - len(found.hazards))
        return f"带入 {len(found.hazards)} 项没有整改完的隐患，逐项填复查结论；没有填的不改"
    return "已带入上次检查的类别和人员；以前的隐患都已整改" if presenter.id is None else "以前的隐患都已整改"


def _fill(frame: FormFrame, presenter: Presenter, name: str, value: object) -> None:
    presenter.put_prefilled(name, value)
    if name in frame.body.cells:
        frame.body.put(name)
