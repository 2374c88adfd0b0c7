"""The arithmetic inside a draft, all rules together."""

from collections.abc import Iterator
from functools import cache

from desktop.catalogue import Catalogue, Measure
from desktop.report.draft.arithmetic.changes import changes
from desktop.report.draft.arithmetic.contradictions import contradictions
from desktop.report.draft.arithmetic.name_lists import name_lists
from desktop.report.draft.arithmetic.orders import orders, parts_and_heads
from desktop.report.draft.arithmetic.ratios import rates_apart, ratios
from desktop.report.draft.arithmetic.repeats import Specific, below_a_fen, overprecise, repeats, twins
from desktop.report.draft.arithmetic.sentences import passages, sentences
from desktop.report.draft.arithmetic.sums import listed, sums
from desktop.report.draft.arithmetic.tables import arithmetic_words
from desktop.report.draft.arithmetic.title_lists import title_lists
from desktop.report.draft.findings import Finding
from desktop.report.draft.reading import Reading

_COMPARED = (Measure.RATIO, Measure.SHARE, Measure.MIN, Measure.MAX, Measure.MONTHLY_MIN, Measure.MONTHLY_MAX)


def arithmetic(reading: Reading, catalogue: Catalogue) -> list[Finding]:
    """What does not hold together, in reading order."""
    found: list[Finding] = []
    for sentence in sentences(reading):
        for rule in (ratios, sums, orders, changes):
            found += rule(sentence)
    for passage in passages(reading):
        found += (*listed(passage), *rates_apart(passage))
    found += title_lists(reading)
    found += name_lists(reading)
    found += repeats(reading, one_thing(catalogue))
    found += twins(reading)
    found += (*overprecise(reading.quantities), *below_a_fen(reading.quantities))
    found += contradictions(reading)
    found += parts_and_heads(reading, arithmetic_words().heads)
    return list(_once(sorted(found, key=lambda one: (one.start, one.sureness.value))))


def one_thing(catalogue: Catalogue) -> Specific:
    """How many kinds of figures of the catalogue are named so; the same at all levels is one."""
    labels = {
        one.label.partition("（")[0]: None for one in catalogue.indicators.values() if one.measure not in _COMPARED
    }

    @cache
    def specific(words: str) -> int:
        return sum(words in label for label in labels)

    return specific


def _once(found: list[Finding]) -> Iterator[Finding]:
    """One finding of a kind at a place."""
    told: set[tuple[str, int]] = set()
    for one in found:
        if (one.kind, one.start) not in told:
            told.add((one.kind, one.start))
            yield one
