"""Sentences taken over from last year's report, and figures of the finalised edition that the draft lacks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop.catalogue import Catalogue
from desktop.report.draft.findings import Finding, FindingKind, Sureness
from desktop.report.draft.plain import plain
from desktop.report.draft.reading import Reading
from desktop.report.draft.said_in_words import said_in_words
from desktop.report.text.printed import PrintedReport

SHORTEST = 15
"""Shorter sentences are the same every year."""
_SENTENCES = re.compile(r"[^。！？!?\n]+[。！？!?]?")


@dataclass(frozen=True)
class Lacking:
    """A figure of the finalised edition that the draft does not state."""

    indicator: str
    label: str
    text: str

    def to_json(self, draft: str) -> dict[str, object]:
        """In the form of the findings: no place in the draft, so an empty quote at its end and nothing printed."""
        sentence = f"定稿写有“{self.label}”{self.text}，稿子里没有。"
        finding = Finding(
            FindingKind.MISMATCH, Sureness.DOUBTFUL, len(draft), len(draft), "", "", self.text, sentence,
            indicator=self.indicator,
        )  # fmt: skip
        return finding.to_json()


def taken_over(reading: Reading, last_year: str) -> Iterator[Finding]:
    """Sentences that last year's text has word for word; those with figures are the ones that matter most."""
    before = {_bare(one) for one in _SENTENCES.findall(plain(last_year))}
    for found in _SENTENCES.finditer(reading.text):
        words = _bare(found[0])
        if len(words) < SHORTEST or words not in before:
            continue
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        stated = sum(start <= one.start < found.end() for one in reading.quantities)
        quote = reading.original[start : found.end()].rstrip()
        yield Finding(
            FindingKind.LAST_YEAR, Sureness.DOUBTFUL, start, start + len(quote), quote, quote, "",
            f"这句话与上年的报告一字不差{f'，其中有 {stated} 个数字' if stated else ''}，请核对是否仍然如此。",
        )  # fmt: skip


def _bare(text: str) -> str:
    return re.sub(
        r"\s+|^(?:[一二三四五六七八九十]+是|\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+、|\d+[.、])",
        "",
        text.strip(),
    )


def lacking(catalogue: Catalogue, edition: PrintedReport, stated: Iterable[str], text: str) -> list[Lacking]:
    """Figures of the edition of which the draft, a plain text, says nothing, in the edition's order."""
    said = {*stated, *said_in_words(edition, text)}
    found: dict[str, Lacking] = {}
    for one in edition.figures():
        name = one.reference.indicator
        if name not in said and name in catalogue.indicators:
            found.setdefault(name, Lacking(name, catalogue.indicators[name].label, one.text))
    return list(found.values())
