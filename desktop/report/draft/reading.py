"""Reading a draft: its figures with what they count, for whom and for when."""

import re
from collections.abc import Iterable
from fractions import Fraction

from desktop.report.draft.plain import plain
from desktop.report.draft.quantity import Approximation, Form, Quantity
from desktop.report.draft.scan.scanned import Scanned
from desktop.report.draft.scan.scanning import Scanner
from desktop.report.draft.structure import Part, Structure
from desktop.report.draft.table_rows import Cell, TableRows
from desktop.report.draft.words import ReadingWords, any_of, reading_words

FURTHEST = 400
"""A longer sentence is looked at so far around a figure."""
LONGEST_WORDS = 40
"""As far as the words around a number are kept."""
_STOPS = re.compile(r"[,，:：;；。！？!?\n]")
_LEADING = "共|共计|为|达|达到|累计|总计|合计|了|各|有|计|数|均|分别|先后|约|至|到|是|量"
"""What stands between the thing and its number."""
_NO_NOUN = "(?<![查度作划训法练监管])"
"""对照年度检查计划开展: a plan that there is, not something planned."""
_MONTHS = re.compile(
    r"(?P<whole>截[至止到]|1(?:月份?)?\s?[-~至]\s?1[012]月)|上半年|下半年|前?[一二三四]个?季度|\d{1,2}\s?[-~至]\s?\d{1,2}月|\d{1,2}月"
)
"""What a sentence says of some months is not the year's; 截至10月底 and 1—11月 are."""
_LAST_YEAR_HEAD = re.compile(r"上年|去年|同期|上期|往年")
_PLAN_HEAD = re.compile(r"计划|目标|任务")
_PART_HEAD = re.compile(r"季度|\d月|半年")
_LISTED = re.compile(r"[、()（）]")


class Reading:
    """A text that was read: its figures and how it is built."""

    def __init__(self, text: str, units: Iterable[str] = ()) -> None:
        """`units`: further ones, as the ledgers count in."""
        self.original, self.text = text, plain(text)
        self.words = reading_words()
        self.structure = Structure(self.text)
        self.rows = TableRows(self.text)
        scanned = list(Scanner(self.words, tuple(units)).scan(self.text, self.rows))
        self._contexts = contexts = _Contexts(self.text, self.structure, self.words, self.rows)
        ends = [0, *(one.end for one in scanned)]
        starts = [*(one.start for one in scanned[1:]), len(text)]
        self.quantities = [
            contexts.quantity(one, text, end, start) for one, end, start in zip(scanned, ends, starts, strict=False)
        ]

    def as_figure(self, start: int, end: int, unit: str) -> Quantity:
        """Words that say that there was none, as the figure 0 that they state."""
        none = Scanned(start, end, Fraction(0), unit, Approximation.EXACT, Form.AMOUNT, Fraction(1), start, end)
        return self._contexts.quantity(none, self.original, 0, len(self.text))

    def sentence_of(self, one: Quantity) -> str:
        """The sentence that states a figure, as it is written."""
        start, end = self.structure.sentence_span(one.sentence)
        return self.original[start:end].strip()

    def around(self, one: Quantity) -> tuple[str, str]:
        """The sentence before and after a figure, in plain characters."""
        start, end = self.structure.sentence_span(one.sentence)
        return self.text[max(start, one.start - FURTHEST) : one.start], self.text[
            one.end : min(end, one.end + FURTHEST)
        ]

    def clause_of(self, one: Quantity) -> str:
        """The clause that states a figure, in plain characters."""
        start, end = self.structure.clause_span(one.clause)
        return self.text[start:end]


def read(text: str, units: Iterable[str] = ()) -> list[Quantity]:
    """The figures of a text, in reading order."""
    return Reading(text, units).quantities


class _Contexts:
    """What stands around a figure."""

    def __init__(self, text: str, structure: Structure, words: ReadingWords, rows: TableRows) -> None:
        self._text, self._structure, self._words, self._rows = text, structure, words, rows
        self._scope = re.compile(any_of(words.scopes))
        self._light = re.compile(rf"^(?:[一二三四五六七八九十]{{1,3}}是|{any_of((*words.light, *words.scopes))})+")
        self._light_end = re.compile(rf"(?:[人次家件起场户]数)?(?:{_LEADING})*$")
        self._verbs = re.compile(rf"^(?:{any_of(words.verbs)})(?:了|过)?")
        self._last_year, self._plan = (
            re.compile(any_of(words.last_year)),
            re.compile(rf"{_NO_NOUN}(?:{any_of(words.plan)})"),
        )
        self._plan_headings = re.compile(any_of(words.plan_headings))
        self._season = re.compile(any_of(words.season))

    def quantity(self, one: Scanned, original: str, previous_end: int, next_start: int) -> Quantity:
        """A scanned figure with its surroundings."""
        structure = self._structure
        sentence, clause = structure.sentence(one.number_start), structure.clause(one.number_start)
        clause_start, clause_end = structure.clause_span(clause)
        before = self._text[max(clause_start, previous_end) : one.start]
        after = _STOPS.split(self._text[one.end : min(clause_end, next_start)], maxsplit=1)[0]
        headings = structure.headings(one.start)
        cell = self._rows.cell(one.number_start)
        before = cell.words if cell else before
        period = (self._period_of(cell) if cell else "") or self._period(sentence, clause, one.start, headings)
        return Quantity(
            start=one.start, end=one.end, quote=original[one.start : one.end], value=one.value, unit=one.unit,
            approximation=one.approximation, form=one.form, step=one.step, upper=one.upper,
            counted=self._counted(before, after), before=before[-LONGEST_WORDS:], after=after[:LONGEST_WORDS],
            scope=self._scope_of(sentence, one.start), period=period,
            sentence=sentence, clause=clause, heading="/".join(part.text for part in headings),
            number_start=one.number_start, number_end=one.number_end,
        )  # fmt: skip

    # ---------------------------------------------------------------- what is counted

    def _counted(self, before: str, after: str) -> str:
        """The noun behind the number (2名常年法律顾问), else the words before it (检查单位109家)."""
        head = self._stripped(_LISTED.split(before)[-1] if before.rstrip().endswith(("、", "(")) is False else before)
        noun = self._noun(after)
        if noun and (not head or self._verbs.sub("", head) == ""):
            return noun
        return self._verbs.sub("", head) or head or noun

    def _stripped(self, words: str) -> str:
        words = words.strip(" 、()“”\"'")
        for pattern in (self._light, self._light_end):
            words = pattern.sub("", words)
        return words.strip(" 、()“”\"'")

    def _noun(self, after: str) -> str:
        """What follows the unit, up to where a verb of the sentence goes on."""
        found = re.match(r"[\u4e00-\u9fffA-Za-z()“”\"·\-]+", after.strip())
        if found is None:
            return ""
        words = found[0]
        cut = re.search(
            r"(?<=.)(?:完成|参与|参加|进行|开展|均|全部|被|到|对|作为|担任|的(?=.)|实行|组成|构成|投入|启用|按期|并|以)",
            words,
        )
        return words[: cut.start()] if cut else words

    # ---------------------------------------------------------------- scope and period

    def _scope_of(self, sentence: int, position: int) -> str:
        start, _ = self._structure.sentence_span(sentence)
        said = [one[0] for one in self._scope.finditer(self._text, max(start, position - FURTHEST), position)]
        return self._words.scopes[said[-1]] if said else ""

    def _period_of(self, cell: Cell) -> str:
        """What the head of its column says of a number in a table."""
        if cell.earlier or _LAST_YEAR_HEAD.search(cell.head):
            return "last_year"
        if _PLAN_HEAD.search(cell.head):
            return "plan"
        return "part" if _PART_HEAD.search(cell.head) else ""

    def _period(self, sentence: int, clause: int, position: int, headings: tuple[Part, ...]) -> str:
        if any(self._plan_headings.search(part.text) for part in headings[:2]):
            return "plan"
        start, _ = self._structure.clause_span(clause)
        said = self._text[max(start, position - FURTHEST) : position]
        if self._last_year.search(said) and not re.search(r"[比较]|增|减|升|降", said):
            return "last_year"
        begun = self._text[max(position - FURTHEST, self._structure.sentence_span(sentence)[0]) : position]
        if self._plan.search(begun):
            return "plan"
        if self._season.search(begun):
            return "season"
        months = _MONTHS.search(begun)
        return "part" if months and not months["whole"] else ""
