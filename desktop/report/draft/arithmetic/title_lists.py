"""Lists against their stated number: 《甲》《乙》等4部预案; 3项制度：《甲》《乙》."""

import re
from collections.abc import Iterator

from desktop.report.draft.arithmetic.tables import arithmetic_words
from desktop.report.draft.findings import Finding, FindingKind, about
from desktop.report.draft.quantity import Form, Quantity
from desktop.report.draft.reading import Reading

_TITLE = r"《[^《》\n]{1,80}(?:《[^《》\n]*》[^《》\n]*)*》(?:\([^()\n]{0,20}\))?"
_JOINED = rf"{_TITLE}(?:\s*[、,，和及与以]{{0,2}}\s*{_TITLE})*"
_BEFORE = re.compile(rf"({_JOINED})\s*(等)?\s*(?:共计?|合计|各项?|多部)?\s*$")
_BEHIND = re.compile(rf"[^,，。;；:：\d《]{{0,14}}[:：,，(]?\s*(?:包括|分别为|分别是|即|有)?\s*({_JOINED})\s*(等)?")
_UNITS = ("部", "个", "件", "项", "份", "种", "本", "套", "篇", "册", "期")


def title_lists(reading: Reading) -> Iterator[Finding]:
    """Lists of titles that do not have as many members as is said."""
    titled = arithmetic_words().titled
    for one in reading.quantities:
        if one.form is not Form.AMOUNT or not one.exact or one.unit not in _UNITS:
            continue
        clause, _ = reading.structure.sentence_span(one.sentence)
        before = _BEFORE.search(reading.text, max(clause, one.start - 900), one.start)
        if before is not None:
            yield from _compared(one, before[1], before[2], certain=True)
        elif titled.search(one.before + one.after):
            behind = _BEHIND.match(reading.text, one.end)
            if behind is not None:
                certain = reading.text[one.end : behind.end()].count("《") > 0 and _introduced(reading, one, behind)
                yield from _compared(one, behind[1], behind[2], certain=certain)


def _introduced(reading: Reading, one: Quantity, behind: re.Match[str]) -> bool:
    """Whether a colon, a bracket or 包括 leads to the list, rather than the next thing that was done."""
    return bool(re.search(r"[:：(]|包括|分别|即", reading.text[one.end : behind.start(1)]))


def _compared(one: Quantity, listed: str, etc: str | None, certain: bool) -> Iterator[Finding]:
    count = len(re.findall(_TITLE, listed))
    if count == one.value or (etc and count < one.value) or (not certain and count < one.value) or count < 2:
        return
    yield about(
        one, FindingKind.ENUMERATION, certain, f"{count}{one.unit}",
        f"列出的《》共 {count} 个{'，后面写“等”' if etc else ''}，文中写“{one.quote}”。",
    )  # fmt: skip
