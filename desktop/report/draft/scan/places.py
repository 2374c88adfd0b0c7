"""Where in a text no figure can stand: dates, document and article numbers, titles, slogans, list numbers."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from desktop.report.draft.words import ReadingWords, any_of

LONGEST_SLOGAN = 60
"""What stands in a pair of “” is a slogan or a motto up to here; between unpaired marks, less."""
_LONGEST_PLAIN = 14

_PATTERNS = tuple(
    re.compile(one, re.MULTILINE)
    for one in (
        r"《[^《》\n]{0,120}(?:《[^《》\n]{0,60}》[^《》\n]{0,60}){0,3}》",  # titles
        r"\[\d{4}\]\s?第?\d{1,6}号?",  # 〔2024〕7号
        r"第\s?(?:\d{1,6}|[零〇一二两三四五六七八九十百千]{1,8})(?:\s?[、和至-]\s?(?:第?\d{1,4}|第?[一二三四五六七八九十百千]{1,6})){0,9}\s?"
        r"(?:条|款|项|章|节|号|届|次|批|个|期|届|轮|名|位|场|站|课|季度|季|季|页|类|部分|条第\d+款)",
        r"(?:[零〇一二三四五六七八九十]{1,4}|\d{1,2})届(?:人大|政协|[市省区县]委)?(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
        r"(?:[、和及至](?:[一二三四五六七八九十]{1,3}|\d{1,2})){0,4}次",  # 十五届五次全会
        r"\d{4}\s?(?:[-~/至、]\s*\d{2,4})?\s?年(?:度|底|初|末|以来)?",
        r"[零〇一二三四五六七八九]{4}年",
        r"(?<![\d.])\d{1,2}月(?:份|底|初|末|中旬|上旬|下旬)?(?:\s*[-~至]\s*\d{1,2}月)?(?:\d{1,2}[日号])?"
        r"(?:\s*[-~至]\s*(?:\d{1,2}月)?\d{1,2}[日号])?",
        r"\d{1,2}\s*[日号](?=[前后上下至起,，、。\s-])",
        r"\d{4}[-./]\d{1,2}[-./]\d{1,2}",
        r"\d{1,2}[时点:]\d{1,2}分?(?:\d{1,2}秒)?",
        r"(?<!\d)\d{1,6}\s?[×xX*]\s?\d{1,6}(?:小时)?",
        r"(?<!\d)24\s*小时",
        r"(?<!\d)\d{1,6}[A-Za-z]?(?:\s?\+\s?[\dA-Za-z一二三四五六七八九十]{1,6}){1,6}",  # 1+9+N
        r"[A-Za-z]\d{1,20}",
        r"(?<!\d)\d{1,4} ?个 ?\d{1,6} ?%?",  # 5个100%; not 3 and 个 and 5 in three cells of a table
        r"[一二三四五六七八九十]个\d+%",
        r"(?<![\d.])\d{3,4}-\d{7,8}|(?<!\d)1\d{10}(?!\d)|(?<!\d)(?:12345|12350|12315|12388|110|119|120|122)(?=[^\d,，。;；、件起项次人家条个份场期万元]{0,8}(?:热线|专线|平台|举报|电话|指挥|报警|急救))",
        r"(?<!\d)(?:[1-9]|1[0-2])[.·•](?:[1-9]|[12]\d|3[01])(?![\d%‰个万亿千百元倍小公平亩米天吨])(?=[”\"]?(?:[^\d,，。;；]{0,2})(?:防灾|宪法|国家|消防|国际|全国|安全|广场|宣传|法制|咨询|世界|[^,，。;；]{0,4}日))",
        r"^\s*[(（]?\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:[)）]|[、.．](?!\d)|[.](?=\d{1,4}[^\d.%]))",
        r"(?:^|[。;；:：,，])\s*\(?\d{1,2}\)[.、]?",
        r"[一二三四五六七八九十]{1,3}是(?=[\u4e00-\u9fff])",
        r"(?:近|过去|未来|今后)?(?<![一二三四五六七八九十两])[一二三四五六七八九十两]{1,4}年(?:行动|规划|计划|任务|攻坚|提升|方案)|\d年(?:行动|规划|计划|攻坚)",
    )
)
_QUOTED = re.compile(r"[“‘「『]([^“”‘’「」『』\n]{1,80})[”’」』]|\"([^\"\n]{1,80})\"")
_FIGURE_IN_QUOTE = re.compile(r"\d+(?:\.\d+)?\s*(?:万|亿)?(?:元|人次|家次)")


class Barred:
    """Spans of a text, asked for by position."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def holds(self, position: int) -> bool:
        """Whether a position lies within one of them."""
        found = bisect_right(self._starts, position) - 1
        return found >= 0 and position < self._ends[found]


def barred(text: str, words: ReadingWords) -> Barred:
    """Where the plain text holds no figures."""
    return Barred(_spans(text, words))


def _spans(text: str, words: ReadingWords) -> Iterator[tuple[int, int]]:
    for pattern in _PATTERNS:
        yield from (one.span() for one in pattern.finditer(text))
    yield from (one.span() for one in re.finditer(any_of(words.slogans), text))
    for quoted in _QUOTED.finditer(text):
        longest = LONGEST_SLOGAN if quoted[1] else _LONGEST_PLAIN
        if len(quoted[1] or quoted[2]) <= longest and not _FIGURE_IN_QUOTE.search(quoted[0]):
            yield quoted.span()
