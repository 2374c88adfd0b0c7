"""A report as it is printed: nothing in it is computed any more, so that an edition reads the same for ever."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.catalogue import Refusal
from desktop.catalogue.wordings import Reference, WordingError, reference
from desktop.report.text.composing import Run, Token
from desktop.report.text.document import Kind
from desktop.report.text.laying import Laid, LaidReport

_VERSION = 1


@dataclass(frozen=True)
class PrintedFigure:
    """A figure as it was printed."""

    reference: Reference
    text: str


PrintedRun = str | PrintedFigure


@dataclass(frozen=True)
class PrintedLine:
    """A heading or a paragraph."""

    kind: Kind
    depth: int
    number: str
    lead: str
    runs: tuple[PrintedRun, ...]

    @property
    def text(self) -> str:
        """What is read."""
        return self.number + self.lead + self.plain

    @property
    def plain(self) -> str:
        """The runs as text, without number and lead."""
        return "".join(run if isinstance(run, str) else run.text for run in self.runs)

    def figures(self) -> Iterator[PrintedFigure]:
        """Its figures, in reading order."""
        yield from (run for run in self.runs if isinstance(run, PrintedFigure))


@dataclass(frozen=True)
class PrintedReport:
    """Title and lines."""

    title: tuple[str, ...]
    lines: tuple[PrintedLine, ...]
    source: str = ""
    """The writer's own text (`ReportText`), from which a new version goes on."""

    def figures(self) -> Iterator[PrintedFigure]:
        """Every figure, in reading order."""
        for line in self.lines:
            yield from line.figures()

    @property
    def text(self) -> str:
        """The whole text, a line a paragraph."""
        return "\n".join([*self.title, *(line.text for line in self.lines)])

    def to_json(self) -> str:
        """As an edition keeps it."""
        lines = [
            {
                "kind": line.kind.value,
                "depth": line.depth,
                "number": line.number,
                "lead": line.lead,
                "runs": [run if isinstance(run, str) else [str(run.reference), run.text] for run in line.runs],
            }
            for line in self.lines
        ]
        content = {"version": _VERSION, "title": self.title, "lines": lines, "source": self.source}
        return json.dumps(content, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "PrintedReport":
        """Read what an edition kept; `Refusal` where it cannot be read."""
        try:
            content = json.loads(text)
            lines = tuple(_line(one) for one in content["lines"])
            return cls(tuple(content["title"]), lines, str(content["source"]))
        except (KeyError, TypeError, ValueError, WordingError) as error:
            raise Refusal("这一版的文字读不出来，可能被别的程序改过。请与备份核对。") from error


def printed(laid: LaidReport, source: str = "") -> PrintedReport:
    """The report as it reads now, for good."""
    return PrintedReport(laid.title, tuple(_printed_line(one) for one in laid.shown), source)


def _printed_line(laid: Laid) -> PrintedLine:
    runs = tuple(_printed_run(run) for run in laid.runs)
    return PrintedLine(laid.block.kind, laid.block.depth, laid.number, laid.lead, runs)


def _printed_run(run: Run) -> PrintedRun:
    return PrintedFigure(run.reference, run.said.text) if isinstance(run, Token) else run


def _line(plain: dict[str, object]) -> PrintedLine:
    runs = plain["runs"]
    if not isinstance(runs, list):
        raise TypeError(runs)
    return PrintedLine(
        Kind(str(plain["kind"])), int(str(plain["depth"])), str(plain["number"]), str(plain["lead"]),
        tuple(run if isinstance(run, str) else _figure(*run) for run in runs),
    )  # fmt: skip


def _figure(name: str, text: str) -> PrintedFigure:
    found = reference(name)
    if not isinstance(found, Reference):
        raise WordingError(name)
    return PrintedFigure(found, str(text))
