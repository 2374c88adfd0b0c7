"""Whether a numeral with a unit counts something, or stands in a phrase, a rule, a time limit or a list number."""

import re
from dataclasses import dataclass

from desktop.report.draft.quantity import Form
from desktop.report.draft.scan.approximations import NEARLY, other_word
from desktop.report.draft.scan.numerals import Number
from desktop.report.draft.words import ReadingWords

_CHANGED = re.compile(
    r"(增长|增加|上升|提高|提升|增多|上涨|多|下降|减少|降低|下滑|少|回落|缩减|压降|压缩|缩短|压减|"
    r"增幅|降幅|升幅|涨幅)(?:了|幅度?为|率为|达到?|约)*$"
)
_AGAINST = re.compile(r"同比|环比|相比|[比较]上?[年去]|较上|比上|同期")
_EACH = re.compile(r"每[个家名位][^,，。;；:：\n、]*$")
_AT_LEAST_EVERY = re.compile(
    r"每(?:日|天|周|月|年|季度?|半年|个月)[^,，。;；:：\n、]{0,3}(?:至少|不少于|不低于|按|最多|不超过)$"
)
_THINGS = (
    r"企业|单位|场所|建筑|项目|工程|煤矿|矿山|学校|用户|活动|[\u4e00-\u9fff]{0,4}事故|[\u4e00-\u9fff]{0,2}灾害|降雨|火灾|"
    r"危化品|工贸|车间|人员密集|案件"
)
_CLASS = re.compile(rf"(?:及?以[上下])的?(?:{_THINGS})")
_OVER, _CLASSED = re.compile(r"(?:超过|不足|达到)$"), re.compile(rf"的(?:{_THINGS})")
_STOP = re.compile(r"[、,，。;；:：\n(（]")
_CLAUSE_STOP = re.compile(r"[,，。;；:：\n]")
_EVERY = re.compile(r"[每一其某同统任唯逐单另前后本这那哪再首末头隔]|[上下不]$")
_ORDINAL = frozenset("第周每初其某同统任唯")
_NEVER = re.compile(r"(?:未|没有|没|无|杜绝)(?:发生|出现|收到|接到)?过?$")
"""未发生一起: none."""
_SO_OFTEN = re.compile("每(?:半?个?月|周|日|天|季度?|半?年|旬)")
"""每半个月开展一轮: how often it is due."""
_NO_ONE = ("系列", "些", "定", "样")
_VIEWS = re.compile("方面|层面|环节|领域|维度")
_NIL = "没有|未|无|零|“零|保持|实现"
_SCORED = re.compile(r"(?:得分|评分|成绩|满分|均分|分数|获得?|考核)[为达:约超]*\d*$")
_SHORTENED_FROM = re.compile(r"[由从]$|压缩[至到为]$|缩短[至到为]$|压减[至到为]$")
_SHORTENED = re.compile(r"(?:压缩|缩短|压减|减少)")
_UP_TO_NOW = re.compile(r"近$|已有?$|过去$|实现$|保持$")


@dataclass(frozen=True)
class Numeral:
    """A numeral with a unit behind it, in its text."""

    text: str
    start: int
    end: int
    """Where its digits end."""
    read: Number
    more: str
    """余 or 多 between number and unit."""
    unit: str
    unit_end: int

    @property
    def printed(self) -> str:
        """Its digits."""
        return self.text[self.start : self.end]

    def before(self, length: int) -> str:
        """So many characters before it."""
        return self.text[max(0, self.start - length) : self.start]

    def after(self, length: int) -> str:
        """So many characters behind its unit."""
        return self.text[self.unit_end : self.unit_end + length]


def changed(before: str) -> bool:
    """Whether the words before a number say that it is a change."""
    return bool(_CHANGED.search(before))


def due_every(before: str) -> bool:
    """每日按, 每年至少: what is due, no result."""
    return bool(_AT_LEAST_EVERY.search(before))


def scored(before: str) -> bool:
    """Whether 分 counts points here."""
    return bool(_SCORED.search(before))


def is_rule(one: Numeral) -> bool:
    """每个科室检查1家, 每年至少2次, 300人以上企业, 超过50人的场所: a rule or a class of things, no result."""
    before, after = one.before(12), one.after(12)
    if one.read.value == 1 and _EACH.search(before):
        return True
    return bool(due_every(before) or _CLASS.match(after) or (_OVER.search(before) and _CLASSED.match(after)))


def heads_line(one: Numeral) -> bool:
    """1.5个 at the head of a line is a list number and 5个: things are counted in whole numbers."""
    head = one.before(3)
    short = len(one.printed.partition(".")[0]) <= 2
    return one.unit[0] in "个家次件起人名项支部场期份条" and short and (not head.strip() or head.endswith("\n"))


class Counting:
    """Tells what counts from what does not."""

    def __init__(self, words: ReadingWords) -> None:
        self._words = words

    def in_chinese(self, one: Numeral) -> bool:
        """Whether Chinese numerals count something: 十余次, 两名; not 一把手, 六个方面."""
        printed, after = one.printed, one.after(6)
        if one.unit not in self._words.chinese_units or one.before(1) in _ORDINAL or printed == "二":
            return False
        if printed[0] in "百千万亿" and not one.more and not _nearly(one.before(2)):
            return False
        if printed.startswith("零") or after.startswith(self._words.vague) or _VIEWS.search(after):
            return False
        return printed != "一" or self._one(one)

    def _one(self, one: Numeral) -> bool:
        """有一个案卷, 诉讼一件，: a count; 一系列, 每季度一次，: none."""
        if one.unit == "批" or one.after(2).startswith(_NO_ONE) or _NEVER.search(one.before(5)):
            return False
        clause = _STOP.split(one.before(12))[-1]
        if _SO_OFTEN.search(clause):
            return False
        if one.before(3).endswith(self._words.before_one):
            return True
        ends = one.after(1) in ("", *"、，,。;；()\n")
        return ends and len(clause) >= 2 and "\u4e00" <= clause[-1] <= "\u9fff" and not _EVERY.search(clause)

    def form(self, one: Numeral) -> Form | None:
        """What the figure is; None for a time limit or a date."""
        if one.unit in self._words.durations:
            return self._duration(one)
        if changed(one.before(14)) and one.after(1) != "到" and _AGAINST.search(one.before(40)):
            return Form.CHANGE
        return Form.AMOUNT

    def _duration(self, one: Numeral) -> Form | None:
        clause, after = _CLAUSE_STOP.split(one.before(14))[-1], re.split(r"[。;；\n]", one.after(24))[0]
        if clause.endswith(("连续", "连续保持")):
            return Form.STREAK
        if one.unit in ("年", "个月", "天"):
            return Form.STREAK if _without(clause, after) else None
        if after.startswith("内"):
            return None
        if any(word in clause for word in self._words.duration_before):
            return Form.AMOUNT
        shortened = _SHORTENED_FROM.search(clause) or _SHORTENED.match(after)
        return Form.AMOUNT if shortened and "工作日" in one.unit else None


def _nearly(head: str) -> bool:
    return head.endswith(NEARLY) and not other_word(head, len(head) - 1)


def _without(clause: str, after: str) -> bool:
    """近3年没有发生, 4年来保持: so long without something."""
    since = "" if not _UP_TO_NOW.search(clause) else "?"
    return bool(re.match(rf"(?:来|多来){since}[^,，]{{0,8}}(?:{_NIL})", after))
