"""The built-in outlines: good prose on a full year, no number and no false claim on a log that knows little."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from desktop.catalogue import Catalogue
from desktop.catalogue.wordings import Form, Reference
from desktop.demo import DEMONSTRATION_YEAR, demonstration_log
from desktop.figures import Engine, Figure, Period
from desktop.report.text.composing import Composer
from desktop.report.text.document import Kind, ReportText
from desktop.report.text.laying import LaidReport, facts_of, lay
from desktop.report.text.saying import Said, Sayings, Worth
from desktop.store import Log
from tests.store.conftest import read_the_built_in_definitions_once

__all__ = ["read_the_built_in_definitions_once"]

OUTLINES = ("default", "first_duty", "programme", "short_titles", "continuous")
YEAR = Period.year(DEMONSTRATION_YEAR)
FIRST_QUARTER = Period(YEAR.first, YEAR.first.replace(month=3, day=31))
STUMBLES = re.compile(r"[，、；：（][，、；。：）]|。[，、；。：]|[{}\[\]—]|^[，、；。]|本年度[。；，]")
"""Where a part that was left out would show."""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    with demonstration_log(tmp_path_factory.mktemp("outlines") / "log.db") as log:
        yield log


def laid(log: Log, name: str, period: Period = YEAR) -> LaidReport:
    outline = log.catalogue.outlines[name]
    facts = facts_of("青石区应急管理局", period)
    return lay(ReportText.of(outline), outline, Sayings(Engine(log), log.catalogue, period, outline.spans), facts)


def stumbles(report: LaidReport) -> list[str]:
    return [one.text for one in report.shown if STUMBLES.search(one.text)]


def sentences(report: LaidReport) -> list[str]:
    """What stands between two of 。 and ；, without the headings."""
    return [part for one in report.shown if one.block.kind is Kind.BODY
            for part in re.split("[。；]", one.plain) if part]  # fmt: skip


@pytest.mark.parametrize("period", [YEAR, FIRST_QUARTER], ids=["year", "quarter"])
@pytest.mark.parametrize("name", OUTLINES)
def test_a_full_log_reads_without_a_stumble_and_says_nothing_twice(year: Log, name: str, period: Period) -> None:
    report = laid(year, name, period)
    assert stumbles(report) == []
    assert [one for one, times in Counter(sentences(report)).items() if times > 1] == []
    values = Counter(str(token.reference) for token in report.tokens() if token.reference.form is Form.VALUE)
    assert [one for one, times in values.items() if times > 1] == []
    assert all(token.said.worth is Worth.SAYS for token in report.tokens())


@pytest.mark.parametrize("name", OUTLINES)
def test_every_outline_states_the_same_figures(year: Log, name: str) -> None:
    stated = {str(token.reference) for token in laid(year, name).tokens()}
    assert stated == {str(token.reference) for token in laid(year, "default").tokens()}


def test_the_default_report_has_the_length_of_one(year: Log) -> None:
    assert 4_000 < laid(year, "default").words < 6_000


@pytest.mark.parametrize("name", OUTLINES)
def test_an_empty_log_claims_nothing(log: Log, name: str) -> None:
    report = laid(log, name)
    assert list(report.tokens()) == []
    assert re.findall(r"\d+", report.text) == [str(DEMONSTRATION_YEAR)] * 2  # the title's and the opening's
    assert "未" not in report.text
    assert "无" not in report.text


@pytest.mark.parametrize("name", OUTLINES)
def test_a_log_of_checks_tells_of_checks(log: Log, name: str) -> None:
    ledgers = log.catalogue.ledgers
    log.add(ledgers["enterprise"], {"name": "甲化工厂"})
    check = {"enterprise": "甲化工厂", "kind": "计划检查"}
    for day in ("2025-03-01", "2025-03-09"):
        log.add(ledgers["enforcement_check"], {**check, "checked_on": day})
    report = laid(log, name)
    assert stumbles(report) == []
    told = [one for one in sentences(report) if re.search(r"\d", one) and str(DEMONSTRATION_YEAR) not in one]
    assert sorted(told) == ["摸清监管底数，监管生产经营单位1家", "检查生产经营单位1家、2家次"]


@pytest.mark.parametrize("name", OUTLINES)
def test_ledgers_reported_as_empty_yield_what_did_not_happen(log: Log, name: str) -> None:
    for ledger in log.catalogue.ledgers.values():
        nil = {"ledger_name": ledger.label, "period_from": "2025-01-01", "period_to": "2025-12-31"}
        if ledger.name != "nil_return":
            log.add(log.catalogue.ledgers["nil_return"], nil)
    report = laid(log, name)
    assert stumbles(report) == []
    for claim in ("未发生生产安全事故", "未发生行政复议和行政诉讼案件", "未发生森林火灾", "未实施行政强制措施"):
        assert report.text.count(claim) == 1
    assert not any(token.said.figure.value for token in report.tokens())


class Drawn(Sayings):
    """Figures of which some are known, some zero and some not, as the dice fall."""

    def __init__(self, log: Log, dice: Random) -> None:
        super().__init__(Engine(log), log.catalogue, YEAR)
        self._indicators, self._dice = log.catalogue.indicators, dice
        self._drawn: dict[str, Worth] = {}

    def say(self, one: Reference) -> Said:
        indicator = self._indicators[one.indicator]
        worth = self._drawn.setdefault(indicator.name, self._dice.choice(list(Worth)))
        figure = Figure(indicator, YEAR, None, None, "", approx=False, records=0, uncounted=0, previous=None)
        match one.form:
            case Form.CHANGE | Form.GROWTH:
                return Said("增加3件", self._dice.choice((Worth.SAYS, Worth.UNKNOWN)), figure)
            case Form.WORD:
                return Said(indicator.word or "", Worth.SAYS if worth is Worth.ZERO else Worth.UNKNOWN, figure)
            case _:
                return Said(f"3{indicator.unit}", worth, figure)


def test_a_passage_reads_whichever_of_its_figures_is_missing(log: Log) -> None:
    outline = log.catalogue.outlines["default"]
    passages = [passage for paragraph in outline.paragraphs() for passage in paragraph.passages]
    facts = facts_of("青石区应急管理局", FIRST_QUARTER)
    for dice in map(Random, range(100)):
        composer = Composer(Drawn(log, dice), facts)
        texts = {one.name: "".join(run if isinstance(run, str) else run.said.text for run in composer.compose(one))
                 for one in passages}  # fmt: skip
        assert {name: text for name, text in texts.items() if STUMBLES.search(text)} == {}


def test_the_default_outline_uses_every_shared_passage(catalogue: Catalogue) -> None:
    """What no outline says would be kept for nothing."""
    passages = {name: {passage.name for paragraph in catalogue.outlines[name].paragraphs()
                       for passage in paragraph.passages} for name in OUTLINES}  # fmt: skip
    shared = (Path(__file__).parents[3] / "resources/reports/_passages.toml").read_text(encoding="utf-8")
    assert set(re.findall(r"^\[(\w+)\]", shared, re.MULTILINE)) <= passages["default"]


def test_every_outline_says_for_whom_it_is(catalogue: Catalogue) -> None:
    labels = [catalogue.outlines[name].label for name in OUTLINES]
    assert len(set(labels)) == len(OUTLINES)
    assert all(catalogue.outlines[name].note for name in OUTLINES)
