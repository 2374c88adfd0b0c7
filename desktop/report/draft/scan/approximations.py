"""约, 余, 以上: how exactly a number is meant, and where the figure begins and ends with these words."""

import re

from desktop.report.draft.quantity import Approximation
from desktop.report.draft.words import ReadingWords, any_of

_OTHER_WORDS = frozenset(
    [
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
        "线上",
        "网上",
        "路上",
        "街上",
        "会上",
    ]
)
"""近, 超, 约 and 上 as the end of another word."""
_OTHER_ENDS = "部元样方次种"
"""多部门, 多元: 多 begins another word."""
NEARLY = ("近", "上", "约", "超", "逾", "达")
"""What makes 百 and 千 numbers: 近百家, 上千人."""


def other_word(head: str, at: int) -> bool:
    """Whether the character there ends another word: 附近, 签约, 线上."""
    return at > 0 and head[at - 1] + head[at] in _OTHER_WORDS


class Approximations:
    """The words for it."""

    def __init__(self, words: ReadingWords) -> None:
        self._words = words
        self._behind = re.compile(any_of(words.behind))
        self._before = re.compile(rf"(?:{any_of(words.before)})$")

    def around(self, text: str, start: int, end: int, unit: str, more: str) -> tuple[Approximation, int, int]:
        """Of a number at `start` whose unit ends at `end`; `more`: 余 or 多 between them."""
        kind = Approximation.ABOVE if more else Approximation.EXACT
        head = text[max(0, start - 4) : start]
        before = self._before.search(head)
        if head.endswith("上") and text[start] in "百千万" and not other_word(head, len(head) - 1):
            kind, start = Approximation.AT_LEAST, start - 1
        elif before and not _since(before[0], unit) and not other_word(head, before.start()):
            kind, start = self._words.before[before[0]], start - len(before[0])
        behind = self._behind.match(text, end)
        if behind and not _begins_another(behind[0], text[behind.end() : behind.end() + 1]):
            kind, end = self._words.behind[behind[0]], behind.end()
        return kind, start, end


def _since(word: str, unit: str) -> bool:
    """近3年: the last three years, not nearly three."""
    return word == "近" and unit in ("年", "个月", "天")


def _begins_another(word: str, following: str) -> bool:
    if word == "来":
        return True
    if word in ("以上", "以下"):
        return following == "、"
    return word == "多" and bool(following) and following in _OTHER_ENDS
