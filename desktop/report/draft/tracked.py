"""A Word file with the corrections as tracked changes (修订): Word and WPS show each one and can accept or refuse it.

Only the runs that a correction touches are written anew; every other part of the file stays byte for byte.
"""

import copy
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

from lxml import etree

from desktop.catalogue import Refusal
from desktop.report.draft.correcting import Correction
from desktop.report.draft.opening import READ, Draft, Line, read_pieces, said_by
from desktop.store.replacing import replacing

LARGEST_UNPACKED = 500_000_000
"""Bytes of all parts of a file that is copied."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DOCUMENT = "word/document.xml"
_STAMPED = tuple(f"{_W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "bookmarkStart", "commentRangeStart"))


@dataclass(frozen=True)
class Stamp:
    """Who corrects, and when."""

    author: str
    at: datetime


def write_tracked(
    word: bytes, draft: Draft, corrections: Sequence[Correction], stamp: Stamp | None, out: Path
) -> None:
    """Write the Word file that a draft was read from with its corrections to `out`, which is replaced as a whole.

    Without a stamp the corrections are not tracked: the new text simply stands there.
    """
    with replacing(out) as beside:
        beside.write_bytes(corrected_file(word, draft, corrections, stamp))


def corrected_file(word: bytes, draft: Draft, corrections: Sequence[Correction], stamp: Stamp | None) -> bytes:
    """The file with its corrections; `Refusal` where it is not the one that the draft was read from."""
    made = BytesIO()
    _refuse_bloated(word)
    with zipfile.ZipFile(BytesIO(word)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.infolist():
            content = before.read(member)
            if member.filename == _DOCUMENT:
                content = _corrected(content, draft, corrections, stamp)
            after.writestr(member, content)
    return made.getvalue()


def _refuse_bloated(word: bytes) -> None:
    """Every part is written again, so all of them together must not be more than a file with many photographs."""
    with zipfile.ZipFile(BytesIO(word)) as packed:
        if sum(one.file_size for one in packed.infolist()) > LARGEST_UNPACKED:
            raise Refusal("这个 Word 文件里的图片等内容太多，没有导出。请删去图片另存一份，再打开校核。")


def _corrected(content: bytes, draft: Draft, corrections: Sequence[Correction], stamp: Stamp | None) -> bytes:
    tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True))
    body = tree.find(f"{_W}body")
    paragraphs = list(body.iter(f"{_W}p")) if body is not None else []
    pen = _Pen(tree, stamp)
    for line, own in _by_line(draft, corrections):
        if line.paragraph >= len(paragraphs):
            raise _other_file()
        pen.correct(paragraphs[line.paragraph], [_within(one, line) for one in own])
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _by_line(draft: Draft, corrections: Iterable[Correction]) -> Iterator[tuple[Line, list[Correction]]]:
    """Each paragraph with its corrections, the last one first, so that places before it hold."""
    rest = sorted(corrections, key=lambda one: one.start, reverse=True)
    for line in reversed(draft.lines):
        own = []
        while rest and rest[0].start >= line.start:
            own.append(rest.pop(0))
        if own:
            yield line, own


def _within(one: Correction, line: Line) -> Correction:
    return Correction(one.start - line.start, one.end - line.start, one.old, one.new)


def _other_file() -> Refusal:
    return Refusal("这个 Word 文件与校核的稿子不是同一份，没有导出。请重新打开稿子校核一次。")


class _Pen:
    """Writes corrections into the paragraphs of one document."""

    def __init__(self, tree: Any, stamp: Stamp | None) -> None:
        self._stamp = stamp
        used = [int(one.get(f"{_W}id", "0")) for one in tree.iter(*_STAMPED) if _is_number(one.get(f"{_W}id"))]
        self._ids = count(max(used, default=0) + 1)

    def correct(self, paragraph: Any, corrections: Sequence[Correction]) -> None:
        """Write a paragraph's corrections, given in its own positions, the last one first."""
        for one in corrections:
            struck = self._cut_out(paragraph, one)
            if one.old != "".join(_text_of(run) for run in struck):
                raise _other_file()
            self._insert(paragraph, one, struck)

    def _insert(self, paragraph: Any, one: Correction, struck: list[Any]) -> None:
        if struck:
            place, like = struck[-1], struck[0]
        else:
            place = like = _run_before(paragraph, one.start)
        written = _run_like(like, one.new) if one.new else None
        if self._stamp is None:
            if written is not None:
                place.addnext(written)
            for run in struck:
                run.getparent().remove(run)
            return
        marks = [self._marked("del", run) for run in struck]
        if written is not None:
            added = self._mark("ins")
            added.append(written)
            _behind(marks[-1] if marks else place, added, next(self._ids))

    def _cut_out(self, paragraph: Any, one: Correction) -> list[Any]:
        """The struck text in runs of nothing else."""
        found, at = [], 0
        for element, words in list(read_pieces(paragraph)):
            start, end = max(one.start, at), min(one.end, at + len(words))
            if start < end:
                found.append(_alone(element, start - at, end - at))
            at += len(words)
        return found

    def _marked(self, name: str, run: Any) -> Any:
        """The run within a mark of deletion."""
        mark = self._mark(name)
        run.addprevious(mark)
        mark.append(run)
        for text in run.iter(f"{_W}t"):
            text.tag = f"{_W}delText"
        return mark

    def _mark(self, name: str) -> Any:
        assert self._stamp is not None
        moment = self._stamp.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        attributes = {"id": str(next(self._ids)), "author": self._stamp.author, "date": moment}
        return etree.Element(f"{_W}{name}", {f"{_W}{key}": value for key, value in attributes.items()})


def _is_number(text: str | None) -> bool:
    return bool(text) and str(text).isdecimal()


def _behind(mark: Any, added: Any, number: int) -> None:
    """Put an insertion behind; out of somebody else's insertion, which is closed before it and goes on after it."""
    around = mark.getparent()
    if around.tag != f"{_W}ins":
        mark.addnext(added)
        return
    rest = etree.Element(around.tag, {**around.attrib, f"{_W}id": str(number)})
    for one in list(mark.itersiblings()):
        rest.append(one)
    around.addnext(added)
    if len(rest):
        added.addnext(rest)


def _run_of(element: Any) -> Any:
    return next(element.iterancestors(f"{_W}r"))


def _run_before(paragraph: Any, place: int) -> Any:
    """The run in which the text up to a place ends."""
    at, found = 0, None
    for element, words in read_pieces(paragraph):
        if found is None or at + len(words) <= place or at < place:
            found = element
        at += len(words)
    if found is None:
        raise _other_file()
    return _run_of(found)


def _text_of(run: Any) -> str:
    return "".join(map(said_by, run.iter(*READ)))


def _alone(element: Any, start: int, end: int) -> Any:
    """A run that holds this part of a text element and nothing else; what stood beside it keeps its runs."""
    run = _run_of(element)
    text = said_by(element)
    before, after = list(element.itersiblings(preceding=True))[::-1], list(element.itersiblings())
    before = [one for one in before if one.tag != f"{_W}rPr"]
    if before or start > 0:
        head = _shell(run)
        for one in before:
            head.append(one)
        if start > 0:
            head.append(_text(text[:start]))
        run.addprevious(head)
    if after or end < len(text):
        tail = _shell(run)
        if end < len(text):
            tail.append(_text(text[end:]))
        for one in after:
            tail.append(one)
        run.addnext(tail)
    if element.tag == f"{_W}t":
        element.text = text[start:end]
        element.set(_SPACE, "preserve")
    return run


def _shell(run: Any) -> Any:
    """An empty run of the same look."""
    made = etree.Element(run.tag, dict(run.attrib), nsmap=run.nsmap)
    look = run.find(f"{_W}rPr")
    if look is not None:
        made.append(copy.deepcopy(look))
    return made


def _run_like(run: Any, text: str) -> Any:
    made = _shell(run)
    made.append(_text(text))
    return made


def _text(text: str) -> Any:
    made = etree.Element(f"{_W}t", {_SPACE: "preserve"})
    made.text = text
    return made
