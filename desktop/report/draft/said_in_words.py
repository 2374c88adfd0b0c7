"""What a finalised edition says in words (未发生森林火灾), or in numbers that are no figures, found in a draft."""

import re
from collections.abc import Iterator

from desktop.report.draft.arithmetic.tables import arithmetic_words
from desktop.report.draft.plain import plain
from desktop.report.text.printed import PrintedFigure, PrintedLine, PrintedReport

_THING = re.compile(r"[\u4e00-\u9fff“”\"]{2,14}")
_NONE = ("未", "无", "没有")
_BEFORE, _AFTER = 8, 4
"""Characters on either side that make a number the one that is meant."""


def said_in_words(edition: PrintedReport, text: str) -> frozenset[str]:
    """The indicators of which a plain text says the same as the edition: that there was none, in any of its words."""
    return frozenset(name for line in edition.lines for name in _of_line(line, text))


def _of_line(line: PrintedLine, text: str) -> Iterator[str]:
    words = [plain(run if isinstance(run, str) else run.text) for run in line.runs]
    for place, run in enumerate(line.runs):
        if not isinstance(run, PrintedFigure):
            continue
        before, said, after = "".join(words[:place]), words[place], "".join(words[place + 1 :])
        if f"{before[-_BEFORE:]}{said}{after[:_AFTER]}" in text or _none_said(said, after, text):
            yield run.reference.indicator


def _none_said(said: str, after: str, text: str) -> bool:
    thing = _THING.match(after)
    if thing is None or not said.startswith(_NONE):
        return False
    other = said.replace("未", "没有", 1)
    verbs = "|".join(re.escape(one) for one in (said, other, *arithmetic_words().nil_verbs))
    return re.search(rf"(?:{verbs})过?(?:任何)?{re.escape(thing[0])}", text) is not None
