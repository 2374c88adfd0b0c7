"""Code tables: lists of terms that several fields share, arranged by the bureau."""

from collections.abc import Iterable, Mapping

from desktop.catalogue.entries import Entry

ARRANGED_KEYS = ("order", "off")


class CodeTable(dict[str, str]):
    """Terms by code, in the order in which they are offered.

    A term in `off` is no longer offered; it stays a term, so that records which hold it stay valid.
    """

    def __init__(self, terms: Mapping[str, str], order: Iterable[str] = (), off: Iterable[str] = ()) -> None:
        places = {term: place for place, term in enumerate(order)}
        super().__init__(sorted(terms.items(), key=lambda item: places.get(item[1], len(places))))
        self.off = frozenset(off) & frozenset(self.values())

    @property
    def offered(self) -> list[str]:
        """The terms that a form offers."""
        return [term for term in self.values() if term not in self.off]


def read_codes(entry: Entry, arranged: Entry | None) -> CodeTable:
    """Make a code table from its definition and the bureau's arrangement.

    An arrangement may name terms that are gone: a later program may have dropped them.
    """
    table = entry.child("codes")
    terms = {name: table.text(name) for name in table.data}
    return CodeTable(terms, arranged.texts("order"), arranged.texts("off")) if arranged else CodeTable(terms)
