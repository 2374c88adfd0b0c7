"""Finding the figures: numerals with a unit, told from all other numerals."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from desktop.report.draft.quantity import Form
from desktop.report.draft.scan.approximations import Approximations
from desktop.report.draft.scan.counting import Counting, Numeral, changed, due_every, heads_line, is_rule, scored
from desktop.report.draft.scan.numerals import ARABIC, CHINESE, NUMERAL, SCALES, Number, number
from desktop.report.draft.scan.places import Barred, barred
from desktop.report.draft.scan.ranks_and_parts import parts, ranks
from desktop.report.draft.scan.scanned import Scanned
from desktop.report.draft.table_rows import TableRows
from desktop.report.draft.words import ReadingWords, any_of

_MOST_DIGITS = 24
_SIGN = re.compile(r"[ \t]?(个百分点|%|‰)")
_LABEL = 14
_CHANGE_HEAD = re.compile(r"增减|增长|增幅|同比|环比|比上年")
_TENTH_NUMBERS = frozenset("一二三四五六七八九两123456789")
_TENTHS = re.compile(r"(成)(半)?(?![立为果员效功本都熟年长分型绩品就交份因语千])")
"""七成, 三成半; not 三成员."""


class Scanner:
    """Finds figures in plain text (`plain`)."""

    def __init__(self, words: ReadingWords, units: tuple[str, ...] = ()) -> None:
        self._words, self._counting, self._approximations = words, Counting(words), Approximations(words)
        unit = any_of(one for one in {*words.units, *units} if one not in ("%", "‰"))
        self._unit = re.compile(rf"({unit})(?:\((次|套|处|台|名|部|个|家|人|件|册|支|场)\))?")
        self._headed = re.compile(rf"\(({unit})\)[ \t:|]*\Z")
        self._joint = re.compile(rf"[ \t]?(?:%|{unit})?[ \t]?(?:-{{1,2}}|~|至|到)[ \t]?({ARABIC}|[{CHINESE}]{{1,8}})")
        self._cell_end = re.compile(r"(余|多)?(?=[ ]*(?:[\t\n]|$))")
        self._tail = re.compile(r"[ \t]?(余|多|来)?[ \t]?(百万|千万|亿|万|千|百)?[ \t]?(余|多|来)?[ \t]?(?=\S)")

    def scan(self, text: str, rows: TableRows) -> Iterator[Scanned]:
        """Every figure, in reading order; `rows`: the tables of the text."""
        closed = barred(text, self._words)
        found = [*ranks(text), *parts(text, closed, self._approximations)]
        taken = Barred((one.start, one.end) for one in found)
        position = 0
        for numeral in NUMERAL.finditer(text):
            at = numeral.start()
            if at < position or closed.holds(at) or taken.holds(at) or len(numeral[0]) > _MOST_DIGITS:
                continue
            one = self._figure(text, at, numeral.end()) or self._in_cell(text, numeral, rows)
            if one is not None:
                found.append(one)
                position = one.end
        yield from sorted(found, key=lambda one: one.start)

    def _figure(self, text: str, start: int, end: int) -> Scanned | None:
        read = None if _glued(text, start) else number(text[start:end])
        if read is None:
            return None
        ranged = self._range(text, start, end)
        if ranged is not None:
            read, end = replace(read, upper=ranged[0]), ranged[1]
        return self._percent(text, start, end, read) or self._amount(text, start, end, read)

    def _amount(self, text: str, start: int, end: int, read: Number) -> Scanned | None:
        tail = self._tail.match(text, end)
        inner, scale, more = tail.groups() if tail else (None, None, None)
        after = tail.end() if tail else end
        unit = self._unit_at(text, after) or self._unit_ahead(text, start, end)
        if unit is None:
            return None
        one = Numeral(text, start, end, read, inner or more or "", *unit)
        if "." in one.printed and not scale and read.upper is None and heads_line(one):
            return self._figure(text, start + one.printed.index(".") + 1, end)
        form = self._counting.form(one)
        if form is None or is_rule(one) or not (one.printed[0].isdigit() or self._counting.in_chinese(one)):
            return None
        return self._made(one, after if scale else end, scale or "", form)

    def _in_cell(self, text: str, numeral: re.Match[str], rows: TableRows) -> Scanned | None:
        """A number that has a cell to itself: its unit stands in the head, beside it or above the table."""
        start, end = numeral.span()
        more = self._cell_end.match(text, end)
        cell = rows.cell(start) if more and numeral[0][0].isdigit() else None
        read = number(numeral[0]) if cell else None
        named = next((one for one in cell.units if one == "%" or self._unit.fullmatch(one)), None) if cell else None
        if cell is None or read is None or named is None or more is None:
            return None
        unit, times = _money(named.replace("(", "").replace(")", ""), "", numeral[0])
        rate, change = named == "%", bool(_CHANGE_HEAD.search(cell.head))
        form = Form.CHANGE if change else Form.PERCENT if rate else Form.AMOUNT
        kind, first, last = self._approximations.around(text, start, more.end(), unit, more[1] or "")
        return Scanned(first, last, read.value * times, unit, kind, form, read.step * times, start, end)

    def _made(self, one: Numeral, number_end: int, scale: str, form: Form) -> Scanned:
        unit, money = _money(one.unit, scale, one.text[one.start : number_end])
        times = SCALES.get(scale, 1) * money
        kind, start, end = self._approximations.around(one.text, one.start, one.unit_end, unit, one.more)
        upper = one.read.upper * times if one.read.upper is not None else None
        value, step = one.read.value * times, one.read.step * times
        return Scanned(start, end, value, unit, kind, form, step, one.start, number_end, upper)

    def _unit_at(self, text: str, position: int) -> tuple[str, int] | None:
        while position < len(text) and text[position] in " \t":
            position += 1
        found = self._unit.match(text, position)
        if found is None:
            return None
        unit, more, end = found[1], found[2], found.end()
        if not more and self._other_word(unit, text, end):
            return None
        if text[position - 1] == "\t" and text[end : end + 1].isalnum():
            return None  # 92 is the number of the row, 镇街 begins the name in its next cell
        if unit == "分" and not scored(text[max(0, position - 14) : position]):
            return None
        return (unit + more if more and more != unit else unit), end

    def _unit_ahead(self, text: str, start: int, end: int) -> tuple[str, int] | None:
        """检查企业（家次）：1326, and so in a row of a table."""
        found = self._headed.search(text[max(0, start - _LABEL) : start])
        ends = text[end : end + 1] in ("", *" \t\n,，;；。|")
        return (found[1], end) if found and ends and text[start].isdigit() else None

    def _other_word(self, unit: str, text: str, end: int) -> bool:
        """3家庭, 5项目: the unit begins another word; 380项目标 not."""
        following = text[end : end + 1]
        begins = bool(following) and following in self._words.not_before.get(unit, "")
        return begins and not text.startswith(self._words.yet_before.get(unit, ()), end)

    def _percent(self, text: str, start: int, end: int, read: Number) -> Scanned | None:
        sign = _SIGN.match(text, end)
        if sign is None and text[start:end] in _TENTH_NUMBERS:
            sign = _TENTHS.match(text, end)
        before = text[max(0, start - 12) : start]
        if sign is None or due_every(before):
            return None
        unit, value, step = sign[1], read.value, read.step
        if unit == "成":
            unit, value, step = "%", value * 10 + (5 if sign[2] else 0), Fraction(10)
        form = Form.POINTS if unit == "个百分点" else Form.CHANGE if changed(before[-8:]) else Form.PERCENT
        kind, first, last = self._approximations.around(text, start, sign.end(), "%", "")
        return Scanned(first, last, value, unit, kind, form, step, start, end, read.upper)

    def _range(self, text: str, start: int, end: int) -> tuple[Fraction, int] | None:
        """The higher end of 3—5次, and where it ends; not of 从3次到5次, which is a change."""
        if text[max(0, start - 1) : start] in ("从", "由"):
            return None
        joint = self._joint.match(text, end)
        upper = number(joint[1]) if joint else None
        return (upper.value, joint.end()) if joint and upper else None


def _glued(text: str, start: int) -> bool:
    """Part of a code, a version or a longer number: A12, 5.12.3."""
    before = text[max(0, start - 1) : start]
    return bool(before) and (before.isascii() and (before.isalnum() or before in "._/#"))


def _money(unit: str, scale: str, number: str) -> tuple[str, Fraction]:
    """The unit in which an amount of money is kept, and what its value is multiplied with."""
    if unit == "亿元":
        return "万元", Fraction(10_000)
    if unit == "元" and (scale in ("万", "百万", "千万", "亿") or number[-1] in "万亿"):
        return "万元", Fraction(1, 10_000)
    return unit, Fraction(1)
