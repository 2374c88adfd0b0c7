"""The corrected copy of a draft: of a Word file with tracked changes, of bare text as a Word or a text file."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from desktop.report.draft.correcting import Corrected
from desktop.report.draft.opening import Draft, Line
from desktop.report.draft.shapes import Shape, led, shapes
from desktop.report.draft.sources import Taken
from desktop.report.draft.tracked import Stamp, write_tracked
from desktop.report.word.elements import Element, Face, paragraph, text_run
from desktop.report.word.package import empty_document
from desktop.report.word.styles import HEADINGS, Faces, StyleId
from desktop.store.replacing import replacing
from desktop.store.report_format import ReportFormat


def write_copy(taken: Taken, corrected: Corrected, form: ReportFormat, stamp: Stamp, out: Path) -> None:
    """Write the copy to `out`; the draft itself is never changed. The format is for text that has none of its own."""
    if out.suffix.lower() == ".txt":
        with replacing(out) as beside:
            beside.write_text(corrected.text, encoding="utf-8-sig", newline="\r\n")
        return
    word, draft = (taken.word, taken.draft) if taken.word else word_of(taken.draft.text, form)
    write_tracked(word, draft, corrected.corrections, stamp, out)


def word_of(text: str, form: ReportFormat) -> tuple[bytes, Draft]:
    """Bare text as a Word file in the bureau's format, and the same text with the places of its paragraphs."""
    lines = text.split("\n")
    document, made = empty_document(form), BytesIO()
    for one in _paragraphs(lines, Faces(form)):
        document.element.body.sectPr.addprevious(one)
    document.save(made)
    return made.getvalue(), Draft(text, tuple(_places(lines)))


def _places(lines: Sequence[str]) -> Iterator[Line]:
    start = paragraphs = 0
    for line in lines:
        if line.strip():
            yield Line(start + len(line) - len(line.lstrip()), paragraphs)
            paragraphs += 1
        start += len(line) + 1


def _paragraphs(lines: Sequence[str], faces: Faces) -> Iterator[Element]:
    look: dict[Shape, tuple[str, Face]] = {
        Shape.TITLE: (StyleId.TITLE, faces.title),
        Shape.HEADING1: (HEADINGS[0], faces.heading(0)),
        Shape.HEADING2: (HEADINGS[1], faces.heading(1)),
    }
    for line, shape in zip(lines, shapes(lines), strict=True):
        words = line.strip()
        if not words:
            continue
        style, face = look.get(shape, (StyleId.BODY, faces.body))
        cut = led(words) if shape is Shape.BODY else 0
        head = [text_run(words[:cut], faces.heading(1))] if cut else []
        yield paragraph(style, *head, text_run(words[cut:], face))
