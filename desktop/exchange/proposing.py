"""Which ledger a file is for: told from its headings, its title, and the names of file and sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.catalogue import Catalogue, Ledger
from desktop.exchange.heads import find_head
from desktop.exchange.names import Names
from desktop.exchange.reading import Book
from desktop.exchange.sheets import Head, Progress, Sheet

_LEAST = 1.5
"""Two headings that are known, or nearly; less fits any ledger."""

_NAMED, _MOST_NAMED = 0.5, 2.0
"""What each character of the ledger's own name in title, file or sheet is worth, up to two headings."""


@dataclass(frozen=True)
class Proposed:
    """A ledger that the file seems to be for."""

    ledger: Ledger
    sheet: str
    known: int
    """How many of its headings the ledger knows."""
    named: bool
    """Whether title, sheet or file bear its name."""

    @property
    def reason(self) -> str:
        """Why, for the person who chooses."""
        said = ["表名里有这种台账的名称"] if self.named else []
        said += [f"{self.known} 列的列名对得上"] if self.known else []
        return "，".join(said)


class KeptBook(Book):
    """A book that reads each sheet once, for it is looked at again with every change of mind."""

    def __init__(self, book: Book) -> None:
        super().__init__(book.file, book.sheets)
        self._book = book
        self._read: dict[str, Sheet] = {}

    def read(self, name: str, progress: Progress) -> Sheet:
        """A sheet's cells, from memory where they were read before."""
        if name not in self._read:
            self._read[name] = self._book.read(name, progress)
        return self._read[name]


def propose_ledger(
    catalogue: Catalogue, ledgers: Sequence[Ledger], book: Book, progress: Progress
) -> Proposed | None:
    """The ledger that fits a sheet of the book best; None where none fits."""
    best: tuple[float, Proposed] | None = None
    known = [(one, Names(one, catalogue)) for one in ledgers]
    for sheet in (book.read(one.name, progress) for one in book.sheets):
        for ledger, names in known if sheet.rows else ():
            merit, proposed = _merit(ledger, names, sheet, book.file.stem)
            if best is None or merit > best[0]:
                best = merit, proposed
    return best[1] if best and best[0] >= _LEAST else None


def _merit(ledger: Ledger, names: Names, sheet: Sheet, stem: str) -> tuple[float, Proposed]:
    head = find_head(sheet, names, stem)
    core = ledger.label.removesuffix("案件")
    named = any(core in text for text in (head.above, sheet.name, stem))
    merit = names.score(head.texts.values()) + named * min(_MOST_NAMED, _NAMED * len(core))
    return merit, Proposed(ledger, sheet.name, _known(head, names), named)


def _known(head: Head, names: Names) -> int:
    targets = (names.candidates(text)[:1] for text in head.texts.values())
    return len({one.target for found in targets for one in found})
