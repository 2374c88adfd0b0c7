"""A piece of a spreadsheet that is pasted into detail rows, as Excel and WPS put it on the clipboard. No Qt."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date

from desktop.catalogue import Field
from desktop.catalogue.details import Rows
from desktop.catalogue.pinyin import spellings
from desktop.gui.forms.presenter import DetailRow, Presenter

ReadDay = Callable[[str], date | None]
"""Reads a day as the date fields of the form do."""


def is_block(text: str) -> bool:
    """Whether it is more than one cell: a single one ends with a line break too."""
    return any(mark in text.strip("\r\n") for mark in "\t\n\r")


def cells_of(text: str) -> list[list[str]]:
    """Its lines as cells; a cell with a line break of its own stands in quotation marks. Empty lines are left out."""
    if text.count('"') % 2:
        lines = [line.split("\t") for line in text.splitlines()]
    else:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))
    stripped = ([cell.strip() for cell in line] for line in lines)
    return [line for line in stripped if any(line)]


def put_block(
    presenter: Presenter, kind: Rows, lines: Sequence[Sequence[str]], place: int, column: int, day: ReadDay
) -> int:
    """Fill rows from a place on, each from a column on; rows are added where there are too few. How many were filled.

    A first line of nothing but the columns' names says which column is which.
    """
    child = presenter.child(kind)
    fields = [child.fields[name] for name in kind.columns][column:]
    named = _named(lines[0], fields) if lines else None
    filled = 0
    for cells in lines[1:] if named else lines:
        row = _row_at(presenter, kind, place + filled)
        if row is None:
            break
        for one, cell in zip(named or fields, cells, strict=False):
            if cell:
                row.typed[one.name] = typed_cell(one, cell, day)
                row.own.add(one.name)
        filled += 1
    presenter.forget()
    return filled


def _named(head: Sequence[str], fields: Sequence[Field]) -> list[Field] | None:
    """The fields that a line of names stands for; None where it is no such line."""
    known = {name: one for one in fields for name in (one.label, f"{one.label}/{one.unit}")}
    return [known[name] for name in head] if all(name in known for name in head) else None


def _row_at(presenter: Presenter, kind: Rows, place: int) -> DetailRow | None:
    live = presenter.live(kind)
    if place < len(live):
        return live[place]
    return None if kind.brought else presenter.add_row(kind)


def typed_cell(one: Field, text: str, read_day: ReadDay) -> object:
    """A cell as its editor would read it: short dates, the only term that is meant; else as it stands."""
    if one.type.name == "date":
        day = read_day(text)
        return day.isoformat() if day else text
    if one.type.name == "tags":
        return [part for part in (each.strip() for each in text.replace("，", "、").split("、")) if part]
    if one.choices and text not in one.offered:
        sought = text.lower()
        meant = [term for term in one.offered if text in term or any(s.startswith(sought) for s in spellings(term))]
        return meant[0] if len(meant) == 1 else text
    return text
