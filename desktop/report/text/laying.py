"""The report as it reads now: numbered headings and paragraphs with their figures, for screen and Word alike."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop.catalogue.outlines import Numbering, Outline, Style
from desktop.catalogue.wordings import Reference
from desktop.figures import Period
from desktop.report.text.composing import Composer, Run, Token
from desktop.report.text.document import Block, Kind, Placed, ReportText
from desktop.report.text.saying import Said, Sayings, Worth
from desktop.store.report_format import HeadingNumbers

DEPTHS = 8
"""More than any outline has."""

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Laid:
    """A block as it reads."""

    block: Block
    runs: tuple[Run, ...]
    number: str = ""
    """一、 or （一） or 1. or （1） or 一是, empty where there is none or a 一是 would have no 二是."""
    lead: str = ""
    """Number and title of the headings that stand at the head of this paragraph, the outer one first."""
    hint: str = ""
    """What a person should write here; not printed."""

    @property
    def text(self) -> str:
        """What is read, number and lead included."""
        return self.number + self.lead + self.plain

    @property
    def plain(self) -> str:
        """The runs as text."""
        return "".join(run if isinstance(run, str) else run.said.text for run in self.runs)

    def tokens(self) -> Iterator[Token]:
        """Its figures."""
        yield from (run for run in self.runs if isinstance(run, Token))


@dataclass(frozen=True)
class Problem:
    """A place at which the text must not be printed as it is."""

    key: str
    message: str


@dataclass(frozen=True)
class LaidReport:
    """The whole report as it reads now."""

    title: tuple[str, ...]
    shown: tuple[Laid, ...]
    """What is printed: no heading without anything under it, no paragraph of which nothing can be said."""
    open: tuple[Laid, ...]
    """What is edited: also the parts that a person still has to write."""
    period: Period
    facts: Mapping[str, str]

    def tokens(self) -> Iterator[Token]:
        """Every figure that is printed."""
        for one in self.shown:
            yield from one.tokens()

    @property
    def text(self) -> str:
        """The printed text, a line a block."""
        return "\n".join([*self.title, *(one.text for one in self.shown)])

    @property
    def words(self) -> int:
        """Characters without spaces, as WPS counts 字数."""
        return sum(not char.isspace() for char in self.text)

    def problems(self) -> list[Problem]:
        """Figures without a value or not borne out, in a person's sentences; the outline's own leave them out."""
        found = []
        for one in self.shown:
            for token in one.tokens():
                if token.said.worth is Worth.UNKNOWN:
                    label = token.said.figure.indicator.label
                    found.append(Problem(one.block.key, f"“{label}”{_why(token)}，请改写这句话或删去这个数字。"))
        return found

    def unwritten(self) -> list[Laid]:
        """Parts that a person has to write and has not."""
        return [one for one in self.open if one.hint and not one.runs]

    def changed(self) -> list[tuple[Laid, list[tuple[Placed, Said]]]]:
        """Written paragraphs whose figures read differently than when they were last edited."""
        found = []
        for one in self.shown:
            placed = [piece for piece in one.block.pieces or () if isinstance(piece, Placed)]
            pairs = zip(placed, one.tokens(), strict=True) if placed else ()
            differing = [(piece, token.said) for piece, token in pairs if piece.seen != token.said.text]
            if differing:
                found.append((one, differing))
        return found


def _why(token: Token) -> str:
    if token.said.figure.value is None:
        return "没有数值"
    if token.said.figure.adjustment and token.said.figure.reported is None:
        return "加上手工调整后不成立"
    if token.said.figure.known:
        return "在所选期间不成立"
    return "所用的台账在所选期间没有记录，0 不一定属实"


def facts_of(bureau: str, period: Period) -> dict[str, str]:
    """What sentences state besides figures."""
    year, last = period.last.year, period.last
    whole = (last.month, last.day) == (12, 31)
    return {
        "year": str(year),
        "next_year": str(year + 1),
        "last_year": str(year - 1),
        "bureau": bureau,
        "cutoff": "" if whole else f"截至{last.month}月{last.day}日",
    }


_NUMBERINGS = {
    HeadingNumbers.STANDARD: Numbering.STANDARD, HeadingNumbers.CONTINUOUS: Numbering.CONTINUOUS,
    HeadingNumbers.NONE: Numbering.PLAIN,
}  # fmt: skip


def numbering_of(outline: Outline, chosen: HeadingNumbers) -> Numbering:
    """How headings are numbered: as the report's format says, else as the outline does."""
    return _NUMBERINGS.get(chosen, outline.numbering)


def lay(
    text: ReportText, outline: Outline, sayings: Sayings, facts: Mapping[str, str],
    chosen: HeadingNumbers = HeadingNumbers.OUTLINE,
) -> LaidReport:  # fmt: skip
    """Compose every block; figures are computed together. `chosen` is the numbering of the report's format."""
    numbering = numbering_of(outline, chosen)
    sayings.compute(_references(text))
    composer = Composer(sayings, facts)
    runs = {block.key: tuple(_runs(block, text, composer)) for block in text.blocks}
    said = {key for key, found in runs.items() if found}
    asked = {block.key for block in text.blocks if block.asks and not block.removed}
    return LaidReport(
        title=tuple(composer.filled(line) for line in outline.title),
        shown=tuple(_laid(text, numbering, runs, said)),
        open=tuple(_laid(text, numbering, runs, said | asked)),
        period=sayings.period,
        facts=facts,
    )


def _laid(
    text: ReportText, numbering: Numbering, runs: Mapping[str, tuple[Run, ...]], wanted: set[str]
) -> Iterator[Laid]:
    """The wanted paragraphs under their headings."""
    shown = _shown_keys(text, wanted)
    for block, number, lead in _numbered(text, numbering, runs, shown):
        if block.key in shown and not _is_lead(block):
            hint = text.headings[block.heading].hint if block.asks else ""
            yield Laid(block, runs[block.key], number, lead, hint)


def _references(text: ReportText) -> Iterator[Reference]:
    for block in text.blocks:
        if block.removed:
            continue
        paragraph = text.paragraphs.get(block.key)
        yield from paragraph.references() if paragraph and not block.written else block.references()


def _runs(block: Block, text: ReportText, composer: Composer) -> list[Run]:
    if block.removed:
        return []
    if block.pieces is not None:
        return composer.runs(piece if isinstance(piece, str) else piece.reference for piece in block.pieces)
    if block.kind is Kind.HEADING:
        return [composer.filled(text.headings[block.key].title)]
    paragraph = text.paragraphs.get(block.key)
    return composer.paragraph(paragraph) if paragraph else []


def _is_lead(block: Block) -> bool:
    return block.kind is Kind.HEADING and block.style is not Style.LINE


def _shown_keys(text: ReportText, wanted: set[str]) -> set[str]:
    """The wanted paragraphs, and headings with one of them under them."""
    shown: set[str] = set()
    said_under = [False] * DEPTHS
    for block in reversed(text.blocks):
        if block.kind is Kind.BODY:
            if block.key in wanted:
                shown.add(block.key)
                said_under = said_under if block.closes else [True] * DEPTHS
            continue
        if said_under[block.depth] and not block.removed:
            shown.add(block.key)
        said_under[block.depth :] = [False] * (DEPTHS - block.depth)
    return shown


def _numbered(
    text: ReportText, numbering: Numbering, runs: Mapping[str, tuple[Run, ...]], shown: set[str]
) -> Iterator[tuple[Block, str, str]]:
    """Each block with its number, and with the headings that lead it.

    Those that wait for their first paragraph lead it together: （一）规范执法。一是严格行政检查。全年……
    """
    counters = _Counters(numbering)
    alone = _alone(text, shown)
    waiting: list[tuple[int, str]] = []
    for block in text.blocks:
        if block.kind is Kind.HEADING:
            waiting = [one for one in waiting if one[0] < block.depth]
            if block.key not in shown or block.style is Style.NONE:
                yield block, "", ""
                continue
            number = "" if block.key in alone else counters.next(block)
            if _is_lead(block):
                waiting.append((block.depth, number + _title(runs[block.key])))
            yield block, number, ""
        elif block.key in shown:
            yield block, "", "".join(lead for _, lead in waiting)
            waiting = []
        else:
            yield block, "", ""


def parts_of(lead: str, depth: int) -> list[tuple[str, int]]:
    """The headings at the head of a paragraph one by one, without their full stops, each with its depth."""
    titles = lead.rstrip("。").split("。") if lead else []
    return [(title, depth - len(titles) + number) for number, title in enumerate(titles, 1)]


def _alone(text: ReportText, shown: set[str]) -> set[str]:
    """Ordinals without a second one beside them: 一是 asks for 二是."""
    ordinals = [one.key for one in text.blocks if one.style is Style.ORDINAL and one.key in shown]
    siblings = Counter(key.rpartition("/")[0] for key in ordinals)
    return {key for key in ordinals if siblings[key.rpartition("/")[0]] == 1}


def _title(runs: tuple[Run, ...]) -> str:
    return "".join(run if isinstance(run, str) else run.said.text for run in runs) + "。"


class _Counters:
    """Numbers of headings, by depth."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts = [0] * DEPTHS

    def next(self, block: Block) -> str:
        depth = block.depth
        self._counts[depth] += 1
        for deeper in range(depth + 1, len(self._counts)):
            if not (self._numbering is Numbering.CONTINUOUS and deeper == 1):
                self._counts[deeper] = 0
        return self._written(block, self._counts[depth])

    def _written(self, block: Block, count: int) -> str:
        if block.style is Style.ORDINAL:
            return f"{chinese(count)}是"
        if self._numbering is Numbering.PLAIN:
            return ""
        return (f"{chinese(count)}、", f"（{chinese(count)}）", f"{count}.", f"（{count}）")[min(block.depth, 3)]


def chinese(number: int) -> str:
    """一 to 九十九."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones or not tens else "")
