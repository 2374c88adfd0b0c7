"""Finding the figures: numerals with a unit, told from all other numerals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from desktop.report.draft.numerals import ARABIC, CHINESE, NUMERAL, SCALES, arabic, chinese, granularity
from desktop.report.draft.places import Barred, barred
from desktop.report.draft.quantity import Approximation, Form
from desktop.report.draft.words import ReadingWords, any_of

_MOST_DIGITS = 24
_SIGN = re.compile(r"[ \t]?(个百分点|%|‰)")
_CHANGED = re.compile(
    r"(增长|增加|上升|提高|提升|增多|上涨|多|下降|减少|降低|下滑|少|回落|缩减|压降)(?:了|幅度?为|率为|达到?|约)*$"
)
_AGAINST = re.compile(r"同比|环比|相比|[比较]上?[年去]|较上|比上|同期")
_RANK = re.compile(r"(?:排名|位列|位居|名列|列|居)[^\d,，。;；]{0,8}?第\s*(\d+|[一二三四五六七八九十]+)\s*(名|位)?")
_PARTS = re.compile(
    rf"(?<![{CHINESE}\d])([{CHINESE}]{{1,8}}|\d{{1,6}})分之([{CHINESE}]{{1,8}}(?:点[零一二三四五六七八九]{{1,4}})?|{ARABIC})"
)
_HALF = re.compile(r"(?<![\u4e00-\u9fff]过)半数(以上)?|(?:近|约|超)半数")
_NORM = re.compile(r"每[个家名位][^,，。;；:：\n、]*$")
"""每个科室检查1家: a rule, not a result."""
_NIL = "没有|未|无|零|“零|保持|实现"


@dataclass(frozen=True)
class Scanned:
    """A figure as its own characters give it."""

    start: int
    end: int
    value: Fraction
    unit: str
    approximation: Approximation
    form: Form
    step: Fraction
    number_start: int
    number_end: int
    upper: Fraction | None = None


class Scanner:
    """Finds figures in plain text (`plain`)."""

    def __init__(self, words: ReadingWords, units: tuple[str, ...] = ()) -> None:
        self._words = words
        self._all = frozenset((*words.units, *units))
        unit = any_of(one for one in self._all if one not in ("%", "‰"))
        self._unit = re.compile(rf"({unit})(?:\((次|套|处|台|名|部|个|家|人|件|册|支|场)\))?")
        self._joint = re.compile(rf"[ \t]?(?:%|{unit})?[ \t]?(?:-{{1,2}}|~|至|到)[ \t]?({ARABIC}|[{CHINESE}]{{1,8}})")
        self._behind = re.compile(any_of(words.behind))
        self._before = re.compile(rf"(?:{any_of(words.before)})$")
        self._tail = re.compile(r"[ \t]?(余|多|来)?[ \t]?(百万|千万|亿|万|千|百)?[ \t]?(余|多|来)?[ \t]?(?=\S)")

    def scan(self, text: str) -> Iterator[Scanned]:
        """Every figure, in reading order."""
        closed = barred(text, self._words)
        found = [*self._ranks(text), *self._fractions(text, closed)]
        taken = Barred((one.start, one.end) for one in found)
        position = 0
        for numeral in NUMERAL.finditer(text):
            at = numeral.start()
            if at < position or closed.holds(at) or taken.holds(at) or len(numeral[0]) > _MOST_DIGITS:
                continue
            one = self._figure(text, at, numeral.end())
            if one is not None:
                found.append(one)
                position = one.end
        yield from sorted(found, key=lambda one: one.start)

    # ---------------------------------------------------------------- one figure

    def _figure(self, text: str, start: int, end: int) -> Scanned | None:
        number = text[start:end]
        if _glued(text, start):
            return None
        value = arabic(number) if number[0].isdigit() else chinese(number)
        if value is None:
            return None
        ranged = self._range(text, start, end)
        upper = None
        if ranged is not None:
            upper, end = ranged
        tail = self._tail.match(text, end)
        inner, scale, more = (tail.group(1), tail.group(2), tail.group(3)) if tail else (None, None, None)
        after = tail.end() if tail else end
        percent = self._percent(text, start, end, value, upper)
        if percent is not None:
            return percent
        return self._amount(text, start, end, after, value, upper, scale or "", inner or more or "")

    def _amount(
        self, text: str, start: int, end: int, after: int, value: Fraction, upper: Fraction | None, scale: str,
        more: str,
    ) -> Scanned | None:  # fmt: skip
        unit = self._unit_at(text, after)
        if unit is None:
            return None
        name, unit_end = unit
        number = text[start:end]
        if (
            number[0].isdigit()
            and "." in number
            and not scale
            and upper is None
            and self._is_list_number(text, start, number, name)
        ):
            dot = start + number.index(".") + 1
            return self._figure(text, dot, end)
        if not number[0].isdigit() and not self._chinese_counts(text, start, number, more, name, unit_end):
            return None
        form = self._form(text, start, unit_end, name, value)
        if form is None or (value == 1 and _NORM.search(text[max(0, start - 12) : start])):
            return None
        number_end = after if scale else end
        return self._made(text, start, number_end, unit_end, value, upper, name, scale, more, form)

    def _made(
        self, text: str, start: int, number_end: int, unit_end: int, value: Fraction, upper: Fraction | None,
        unit: str, scale: str, more: str, form: Form,
    ) -> Scanned:  # fmt: skip
        times = SCALES.get(scale, 1)
        number = text[start:number_end]
        step = granularity(number) if number[0].isdigit() and not scale else None
        if step is None:
            digits = re.match(ARABIC, number)
            step = granularity(digits[0], times) if digits else _step(value, number)
        value, upper = value * times, upper * times if upper is not None else None
        unit, money = _money(unit, scale, number)
        approximation, first, last = self._approximation(text, start, unit_end, unit, more)
        return Scanned(
            first, last, value * money, unit, approximation, form, step * money, start, number_end,
            upper * money if upper is not None else None,
        )  # fmt: skip

    def _unit_at(self, text: str, position: int) -> tuple[str, int] | None:
        while position < len(text) and text[position] in " \t":
            position += 1
        found = self._unit.match(text, position)
        if found is None:
            return None
        unit, end = found[1], found.end()
        following = text[end : end + 1]
        if following and not found[2] and following in self._words.not_before.get(unit, ""):
            return None
        if unit == "分" and not re.search(
            r"(?:得分|评分|成绩|满分|均分|分数|获得?|考核)[为达:约超]*\d*$", text[max(0, position - 14) : position]
        ):
            return None
        return (unit + found[2] if found[2] and found[2] != unit else unit), end

    def _percent(self, text: str, start: int, end: int, value: Fraction, upper: Fraction | None) -> Scanned | None:
        sign = _SIGN.match(text, end)
        if sign is None:
            return None
        form = Form.POINTS if sign[1] == "个百分点" else Form.PERCENT
        if _CHANGED.search(text[max(0, start - 8) : start]) and form is Form.PERCENT:
            form = Form.CHANGE
        number = text[start:end]
        step = granularity(number) if upper is None and number[0].isdigit() else Fraction(1)
        approximation, first, last = self._approximation(text, start, sign.end(), "%", "")
        unit = sign[1]
        return Scanned(first, last, value, unit, approximation, form, step, start, end, upper)

    def _range(self, text: str, start: int, end: int) -> tuple[Fraction, int] | None:
        """The higher end of 3—5次, and where it ends; not of 从3次到5次, which is a change."""
        if re.search(r"[从由]$", text[max(0, start - 1) : start]):
            return None
        joint = self._joint.match(text, end)
        if joint is None:
            return None
        number = joint[1]
        value = arabic(number) if number[0].isdigit() else chinese(number)
        return None if value is None else (value, joint.end())

    # ---------------------------------------------------------------- what is none

    def _is_list_number(self, text: str, start: int, number: str, unit: str) -> bool:
        """1.5个…at the head of a line: things are counted in whole numbers."""
        whole_units = "个家次件起人名项支部场期份条"
        head = text[max(0, start - 3) : start]
        return (
            unit[0] in whole_units
            and len(number.partition(".")[0]) <= 2
            and (not head.strip() or head.endswith("\n"))
        )

    def _chinese_counts(self, text: str, start: int, number: str, more: str, unit: str, unit_end: int) -> bool:
        words = self._words
        if unit not in words.chinese_units or text[max(0, start - 1) : start] in (
            "第",
            "周",
            "每",
            "初",
            "其",
            "某",
            "同",
            "统",
            "任",
            "唯",
        ):
            return False
        if number[0] in "百千万亿" and not more:
            return False
        after = text[unit_end : unit_end + 6]
        if after.startswith(words.vague) or re.search("方面|层面|环节|领域|维度", after):
            return False
        if number == "二" or number.startswith("零"):
            return False
        if number == "一":
            return text[max(0, start - 3) : start].endswith(words.before_one) and not after.startswith(
                ("系列", "些", "定", "样")
            )
        return True

    def _form(self, text: str, start: int, end: int, unit: str, value: Fraction) -> Form | None:
        """What the figure is; None for a time limit or a date."""
        before = text[max(0, start - 14) : start]
        clause = re.split(r"[,，。;；:：\n]", before)[-1]
        if unit in self._words.durations:
            return self._duration(text, clause, end, unit)
        if (
            _CHANGED.search(before)
            and text[end : end + 1] != "到"
            and _AGAINST.search(text[max(0, start - 40) : start])
        ):
            return Form.CHANGE
        return Form.AMOUNT

    def _duration(self, text: str, clause: str, end: int, unit: str) -> Form | None:
        after = re.split(r"[。;；\n]", text[end : end + 24])[0]
        if re.search(r"连续$|连续保持$", clause):
            return Form.STREAK
        if unit in ("年", "个月", "天"):
            if re.search(r"近$|已$|过去$", clause) and re.match(rf"(?:来|多来)?[^,，]{{0,8}}(?:{_NIL})", after):
                return Form.STREAK
            return Form.STREAK if re.match(rf"(?:来|多来)[^,，]{{0,8}}(?:{_NIL})", after) else None
        if after.startswith("内"):
            return None
        if any(one in clause for one in self._words.duration_before):
            return Form.AMOUNT
        shortened = re.search(r"[由从]$|压缩[至到为]$|缩短[至到为]$|压减[至到为]$", clause) or re.match(
            r"(?:压缩|缩短|压减|减少)", after
        )
        return Form.AMOUNT if shortened and "工作日" in unit else None

    # ---------------------------------------------------------------- 约, 余, 以上

    def _approximation(self, text: str, start: int, end: int, unit: str, more: str) -> tuple[Approximation, int, int]:
        """The approximation, and where the figure begins and ends with its words."""
        kind = Approximation.ABOVE if more else Approximation.EXACT
        head = text[max(0, start - 4) : start]
        before = self._before.search(head)
        if (
            before
            and not (before[0] == "近" and unit in ("年", "个月", "天"))
            and not _other_word(head, before.start())
        ):
            kind, start = self._words.before[before[0]], start - (len(head) - before.start())
        behind = self._behind.match(text, end)
        if (
            behind
            and behind[0] not in ("来",)
            and not (behind[0] == "多" and text[behind.end() : behind.end() + 1] in "部元样方次种")
        ):
            following = text[behind.end() : behind.end() + 1]
            if behind[0] not in ("以上", "以下") or following not in "、":
                kind, end = self._words.behind[behind[0]], behind.end()
        return kind, start, end

    # ---------------------------------------------------------------- ranks and parts

    def _ranks(self, text: str) -> Iterator[Scanned]:
        for one in _RANK.finditer(text):
            value = arabic(one[1]) if one[1].isdigit() else chinese(one[1])
            if value:
                yield Scanned(
                    one.start(1) - 1, one.end(), value, one[2] or "位", Approximation.EXACT, Form.RANK, Fraction(1),
                    one.start(1), one.end(1),
                )  # fmt: skip

    def _fractions(self, text: str, closed: Barred) -> Iterator[Scanned]:
        for one in _PARTS.finditer(text):
            whole = arabic(one[1]) if one[1].isdigit() else chinese(one[1])
            part = arabic(one[2]) if one[2][0].isdigit() else chinese(one[2])
            if not whole or part is None or closed.holds(one.start()):
                continue
            percent = one[1] in ("百", "一百")
            kind, start, end = self._approximation(text, one.start(), one.end(), "%", "")
            value, form = (part, Form.PERCENT) if percent else (part / whole, Form.PART)
            yield Scanned(
                start, end, value, "%" if percent else "", kind, form, _step(part) if percent else Fraction(1, 1000),
                one.start(), one.end(),
            )  # fmt: skip
        for one in _HALF.finditer(text):
            kind = Approximation.AT_LEAST if one[1] else Approximation.EXACT
            yield Scanned(
                one.start(), one.end(), Fraction(1, 2), "", kind, Form.PART, Fraction(1, 100), one.start(), one.end()
            )


def _glued(text: str, start: int) -> bool:
    """Part of a code, a version or a longer number: A12, 5.12.3."""
    before = text[max(0, start - 1) : start]
    return bool(before) and (before.isascii() and (before.isalnum() or before in "._/#"))


def _other_word(head: str, at: int) -> bool:
    """近, 超, 约 as the end of another word: 附近, 签约, 节约."""
    return at > 0 and (head[at - 1] + head[at]) in (
        "附近",
        "邻近",
        "靠近",
        "临近",
        "签约",
        "节约",
        "履约",
        "合约",
        "制约",
        "预约",
        "违约",
        "公约",
        "大约",
        "最近",
        "赶超",
    )


def _step(value: Fraction, number: str = "") -> Fraction:
    """The last place of a number in Chinese numerals: ones in 三百二十, ten thousands in 三万."""
    if value.denominator != 1:
        return Fraction(1, value.denominator if value.denominator in (10, 100, 1000) else 10)
    return Fraction(SCALES.get(number[-1:], 1) if number[-1:] in "万亿" else 1)


def _money(unit: str, scale: str, number: str) -> tuple[str, Fraction]:
    """The unit in which an amount of money is kept, and what its value is multiplied with."""
    if unit == "亿元":
        return "万元", Fraction(10_000)
    if unit == "元" and (scale in ("万", "百万", "千万", "亿") or number[-1] in "万亿"):
        return "万元", Fraction(1, 10_000)
    return unit, Fraction(1)
