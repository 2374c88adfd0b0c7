"""Texts whose figures and findings are marked by hand, and how the check does on them.

A figure is marked ⟦约50家⟧; where its value cannot be read off simply, ⟦十余次=10|次|~⟧: value, unit, ~ if rough.
⟦!16起⟧ marks a figure at which a 确定 finding is right, ⟦?16起⟧ one for a 存疑 finding.
"""

import re
from dataclasses import dataclass, field
from fractions import Fraction

from desktop.report.draft.checking import Check
from desktop.report.draft.findings import FindingKind, Sureness
from desktop.report.draft.quantity import Quantity

_MARK = re.compile(r"⟦([!?]?)([^⟧=]*)(?:=([^⟧|]*)\|([^⟧|]*)\|(~?))?⟧")
_PLAIN = re.compile(
    r"(?P<before>约|近|超过?|逾|不足|不到|不少于|至少|最多)?(?P<number>[\d.,]+)(?P<scale>万|亿|千)?(?P<behind>余|多)?"
    r"(?P<unit>[^\d]*?)(?P<after>以上|左右|余|多)?$"
)
_SCALES = {None: 1, "千": 1000, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True)
class Marked:
    """One figure as a reader marked it."""

    start: int
    end: int
    quote: str
    value: Fraction
    unit: str
    approximate: bool
    finding: str
    """`!` 确定, `?` 存疑, else empty."""

    def read_right(self, one: Quantity) -> bool:
        return (one.start, one.end, one.value, _bare(one.unit), not one.exact) == (
            self.start, self.end, self.value, _bare(self.unit), self.approximate,
        )  # fmt: skip


@dataclass(frozen=True)
class MarkedText:
    text: str
    figures: tuple[Marked, ...]


def marked_text(raw: str) -> MarkedText:
    """The text without its marks, and what they mark."""
    pieces: list[str] = []
    figures: list[Marked] = []
    length = position = 0
    for mark in _MARK.finditer(raw):
        pieces.append(raw[position : mark.start()])
        length += mark.start() - position
        figures.append(_figure(mark, length))
        pieces.append(mark[2])
        length, position = length + len(mark[2]), mark.end()
    return MarkedText("".join((*pieces, raw[position:])), tuple(figures))


def _figure(mark: re.Match[str], at: int) -> Marked:
    finding, quote, value, unit, rough = mark.groups()
    if value is not None:
        return Marked(at, at + len(quote), quote, Fraction(value), unit, rough == "~", finding)
    plain = _PLAIN.match(quote)
    assert plain, f"mark the value of {quote}"
    number, unit = Fraction(plain["number"].replace(",", "")), plain["unit"]
    if unit == "元" and plain["scale"]:
        number, unit = number * _SCALES[plain["scale"]] / 10_000, "万元"
    else:
        number *= _SCALES[plain["scale"]]
    rough = bool(plain["before"] or plain["behind"] or plain["after"])
    return Marked(at, at + len(quote), quote, number, unit, rough, finding)


def _bare(unit: str) -> str:
    return re.sub("[()（）]", "", unit)


@dataclass
class Tally:
    """What was read and found over some texts."""

    stated: int = 0
    read: int = 0
    right: int = 0
    true: dict[Sureness, int] = field(default_factory=lambda: dict.fromkeys(Sureness, 0))
    missed: dict[Sureness, int] = field(default_factory=lambda: dict.fromkeys(Sureness, 0))
    false: dict[Sureness, int] = field(default_factory=lambda: dict.fromkeys(Sureness, 0))
    letters: int = 0
    told: list[str] = field(default_factory=list)
    """What went wrong, a line each."""

    def add(self, marked: MarkedText, check: Check) -> None:
        self.letters += len(marked.text)
        self._reading(marked, check.quantities)
        self._findings(marked, check)

    def _reading(self, marked: MarkedText, read: list[Quantity]) -> None:
        by_place = {one.start: one for one in read}
        right = [one for one in marked.figures if one.start in by_place and one.read_right(by_place[one.start])]
        self.stated += len(marked.figures)
        self.read += len(read)
        self.right += len(right)
        good = {one.start for one in right}
        self.told += [f"not read: {one.quote}" for one in marked.figures if one.start not in good]
        self.told += [
            f"read amiss: {marked.text[max(0, one.start - 12) : one.start]}[{one.quote}] as {one.printed} {one.unit} "
            f"{one.approximation.value}" for one in read if one.start not in good
        ]  # fmt: skip

    def _findings(self, marked: MarkedText, check: Check) -> None:
        wanted = {"!": Sureness.CERTAIN, "?": Sureness.DOUBTFUL}
        expected = {one.start: wanted[one.finding] for one in marked.figures if one.finding}
        met: set[int] = set()
        for one in check.findings:
            if one.kind in (FindingKind.UNSOURCED, FindingKind.LAST_YEAR):
                continue
            if one.start in met:
                continue
            met.add(one.start)
            if expected.get(one.start) is one.sureness:
                self.true[one.sureness] += 1
            else:
                self.false[one.sureness] += 1
                self.told.append(f"false {one.sureness} {one.kind}: {one.explanation}")
        for start, sureness in expected.items():
            if start not in met:
                self.missed[sureness] += 1
                quote = next(one.quote for one in marked.figures if one.start == start)
                self.told.append(f"missed {sureness}: {quote}")

    @property
    def recall(self) -> float:
        return 100 * self.right / (self.stated or 1)

    @property
    def precision(self) -> float:
        return 100 * self.right / (self.read or 1)
