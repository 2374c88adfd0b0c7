"""Of whom and of when a sentence speaks, so that numbers of two districts or two months are not held together."""

import re
from dataclasses import dataclass

from desktop.report.draft.quantity import Quantity
from desktop.report.draft.reading import Reading

_TITLES = re.compile(r"《[^》]*》")
_NAMED = re.compile(
    r"[\u4e00-\u9fff]{1,6}?(?:新区|开发区|园区|自治[州县旗]|本级|[市县区镇乡州旗村](?![\u4e00-\u9fff]?[级政委])|街道|社区|行业|领域|企业|"
    r"大队|中队|支队|学校|医院)"
)
_MONTHS = re.compile(r"(?:\d{4}年)?\d{1,2}(?:-\d{1,2}|至\d{1,2})?月份?|[一二三四]季度|[上下]半年|前[一二三]季度")
_FURTHEST = 120
_LONGEST_LABEL = 8
_WIDE = "全本我各辖该"
"""全市 is no name."""


@dataclass(frozen=True)
class Subject:
    """Who and when."""

    named: frozenset[str]
    months: str

    def same(self, other: "Subject") -> bool:
        """Whether both speak of one."""
        return self.named == other.named and self.months == other.months


def subject(reading: Reading, one: Quantity) -> Subject:
    """Of a figure: the names at the head of its sentence, the month that its paragraph spoke of last."""
    start, _ = reading.structure.sentence_span(one.sentence)
    head = reading.text[max(start, one.start - _FURTHEST) : one.start]
    opening = re.split(r"[,，:：\d]", _TITLES.sub("", head).strip("其中:：, "), maxsplit=1)[0]
    line = reading.text.rfind("\n", 0, one.start) + 1
    months = _MONTHS.findall(reading.text, line, one.start)
    return Subject(named(opening) | {label(reading, one.start)}, months[-1] if months else "")


def named(words: str) -> frozenset[str]:
    """The districts, trades and bodies that words name."""
    return frozenset(name[0] for name in _NAMED.finditer(words) if not set(name[0][-2:]) & set(_WIDE))


def label(reading: Reading, position: int) -> str:
    """What a paragraph is about by the words before its colon: (二)工矿商贸：; empty where it has none."""
    headings = reading.structure.headings(position)
    if not headings or not 0 < len(headings[-1].text) <= _LONGEST_LABEL:
        return ""
    end = reading.text.find(headings[-1].text, headings[-1].position) + len(headings[-1].text)
    return headings[-1].text if reading.text[end : end + 1] in (":", "：") else ""
