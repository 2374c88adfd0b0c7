"""Where each field stands in the form: sections, columns, widths."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.catalogue import Field, Ledger

SHORTEST_SEGMENTS = 10
"""Characters of all choices together that still fit into one column as segments."""

COMMON_SECTION = "归属"

LONG_TEXTS = frozenset(("address", "cause", "content", "description", "measures", "topic"))
"""Texts of one line that are sentences rather than words: they take two columns."""


@dataclass(frozen=True)
class Place:
    """Row, first column and number of columns of a field."""

    field: Field
    row: int
    column: int
    span: int


def is_segmented(field: Field) -> bool:
    """Whether a choice is so small that all its terms can be seen at once."""
    terms = field.offered
    return 0 < len(terms) <= 4 and sum(map(len, terms)) <= SHORTEST_SEGMENTS


def span_of(field: Field, ledger: Ledger) -> int:
    """Columns that a field takes of four."""
    if field.type.name in ("long_text", "attachment"):
        return 4
    if field.type.name == "text":
        titled = field.name == ledger.title and not field.name.endswith("_no")
        return 2 if titled or field.name in LONG_TEXTS else 1
    many = field.type.name == "tags" and len(field.offered) > 4
    return 2 if field.ledger == "enterprise" or many else 1


def sections_of(ledger: Ledger) -> dict[str, list[Field]]:
    """Fields by section in the order of the definition; attachments have their own place below."""
    found: dict[str, list[Field]] = {}
    for one in ledger.fields.values():
        if one.type.name != "attachment":
            found.setdefault(one.section, []).append(one)
    return found


def places(fields: list[Field], ledger: Ledger, columns: int) -> Iterator[Place]:
    """Fields in reading order, row by row; a wide one that does not fit begins a new row."""
    row = column = 0
    for one in fields:
        span = min(span_of(one, ledger), columns)
        if column + span > columns:
            row, column = row + 1, 0
        yield Place(one, row, column, span)
        column += span
