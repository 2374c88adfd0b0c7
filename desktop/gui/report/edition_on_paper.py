"""A kept version on the paper: read-only, with what is different since."""

from desktop.gui.report.paper import PaperLine
from desktop.report.editions.differences import Difference, FigureDifference
from desktop.report.text.document import Piece, Placed
from desktop.report.text.manuscript import Heading, Look, Tone, headings_of, heads_of
from desktop.report.text.printed import PrintedFigure, PrintedLine, PrintedReport
from desktop.store import Log
from desktop.store.editions import Edition, EditionFigure, Editions


class EditionOnPaper:
    """One edition, read whole."""

    def __init__(self, log: Log, id_: str) -> None:
        self.edition: Edition = Editions(log).read(id_)
        self.printed = PrintedReport.from_json(self.edition.text)
        self.difference: Difference | None = None
        """Found beside the work: it reads every record behind the figures."""
        self._texts = {str(one.reference): one.text for one in self.printed.figures()}

    def lines(self) -> list[PaperLine]:
        """Its paragraphs."""
        return [_paper_line(number, one) for number, one in enumerate(self.printed.lines)]

    def headings(self) -> list[Heading]:
        """Its outline."""
        return headings_of(
            (f"line:{number}", heads_of(one.kind, one.text, one.lead, one.depth), len(list(one.figures())))
            for number, one in enumerate(self.printed.lines)
        )

    def look(self, name: str) -> Look:
        """A figure as it was printed; one that reads differently now stands out."""
        found = self.figure(name)
        changed = self.changed(name)
        tone = (
            Tone.GAP if changed and changed.differs else Tone.ADJUSTED if found and found.adjustment else Tone.PLAIN
        )
        return Look(self._texts.get(name, ""), tone)

    def figure(self, name: str) -> EditionFigure | None:
        """What the edition kept of a figure."""
        return self.edition.figures.get(name.partition("@")[0].partition(":")[0])

    def changed(self, name: str) -> FigureDifference | None:
        """What became of it since."""
        if self.difference is None:
            return None
        return self.difference.figures.get(name.partition("@")[0].partition(":")[0])

    def explain(self, name: str) -> str:
        """The figure then and now."""
        found, changed = self.figure(name), self.changed(name)
        if found is None:
            return ""
        now = f"\n现值 {changed.now_text}" if changed and changed.differs else ""
        return f"{found.label}　定稿值 {found.reported_text}{now}\n{found.explanation}"


def _paper_line(number: int, line: PrintedLine) -> PaperLine:
    pieces: list[Piece] = [
        Placed(run.reference, run.text) if isinstance(run, PrintedFigure) else run for run in line.runs
    ]
    return PaperLine(f"line:{number}", line.kind, line.depth, pieces, number=line.number, lead=line.lead)
