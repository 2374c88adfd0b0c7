"""The same quantity stated twice with different values."""

from collections.abc import Callable, Iterator

from desktop.catalogue.fields import plain_decimal
from desktop.report.draft.arithmetic_words import arithmetic_words
from desktop.report.draft.findings import Finding, FindingKind, about
from desktop.report.draft.quantity import Form, Quantity
from desktop.report.draft.reading import Reading
from desktop.report.draft.rounding import decimal_of

SHORTEST = 3
Specific = Callable[[str], int]
"""How many kinds of figures words may name: only one that has no other meaning can contradict itself."""


def repeats(reading: Reading, specific: Specific) -> Iterator[Finding]:
    """Things that are said twice, and differently."""
    generic = arithmetic_words().generic
    first: dict[tuple[str, str, str, str], Quantity] = {}
    for one in reading.quantities:
        if one.form is not Form.AMOUNT or not one.exact or len(one.counted) < SHORTEST or one.counted in generic:
            continue
        if one.period in ("plan", "last_year"):
            continue
        key = (one.counted, reading.words.unit(one.unit), one.scope, one.period)
        before = first.setdefault(key, one)
        if before.value == one.value or before.sentence == one.sentence:
            continue
        meanings = specific(one.counted)
        certain = meanings == 1 and before.step == one.step == 1
        if certain or (meanings == 0 and len(one.counted) > SHORTEST + 1):
            value = plain_decimal(decimal_of(before.value))
            yield about(
                one, FindingKind.REPEATED, certain, f"{value}{one.unit}",
                f"“{one.counted}”两处不一致：前面写“{before.quote}”，这里写“{one.quote}”。口径若不同请写明。",
                (before,),
            )  # fmt: skip
