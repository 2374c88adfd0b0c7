"""同比 figures are held against the change of their own indicator, however they are worded."""

from collections.abc import Iterator

import pytest

from desktop.figures import Period
from desktop.report.draft.checking import check_draft
from desktop.report.draft.findings import Finding, Sureness
from desktop.report.draft.knowing import Known, known
from desktop.report.draft.verdict import Status, Verdict
from desktop.report.text.living import LivingReport
from desktop.store import Log

YEAR = Period.year(2025)
ACCIDENTS = "事故起数同比减少1起"
HAZARDS = "同比增加2项"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    """Fewer accidents than last year with smaller losses, more hazards, fewer drills."""
    with Log.create(tmp_path_factory.mktemp("changes") / "log.db", settings={"bureau": "本局"}, person="张三") as log:
        accidents = (("2024-02-01", 2, "800000"), ("2024-03-01", 1, "400000"), ("2024-09-01", 0, "456000"),
                     ("2025-05-01", 1, "300000"), ("2025-06-02", 0, "70000"))  # fmt: skip
        for day, deaths, loss in accidents:
            log.add(
                log.catalogue.ledgers["accident"],
                {"name": f"{day}事故", "occurred_on": day, "production": True, "deaths": deaths, "loss": loss,
                 "grade": "一般"},
            )  # fmt: skip
        for year, count in (("2024", 4), ("2025", 6)):
            for number in range(count):
                log.add(
                    log.catalogue.ledgers["hazard"],
                    {"found_on": f"{year}-03-0{number + 1}", "description": f"隐患{number}", "level": "本局"},
                )
        for year, count in (("2024", 3), ("2025", 2)):
            for number in range(count):
                log.add(
                    log.catalogue.ledgers["drill"],
                    {"held_on": f"{year}-04-0{number + 1}", "name": f"演练{number}", "status": "完成"},
                )
        yield log


@pytest.fixture(scope="module")
def held(log: Log) -> Known:
    return known(log, YEAR)


@pytest.fixture(scope="module")
def text(log: Log) -> str:
    made = LivingReport(log, YEAR).lay().text
    assert ACCIDENTS in made
    assert HAZARDS in made
    return made


def findings(log: Log, held: Known, text: str) -> list[Finding]:
    return list(check_draft(text, log.catalogue, held).findings)


def last(log: Log, held: Known, sentence: str) -> Verdict:
    return check_draft(sentence, log.catalogue, held).verdicts[-1]


@pytest.mark.parametrize(
    ("old", "new", "expected", "indicator"),
    [
        (ACCIDENTS, "事故起数同比增加1起", "同比减少1起", "accidents"),
        (ACCIDENTS, "事故起数同比减少了3起", "同比减少1起", "accidents"),
        (ACCIDENTS, "事故起数比上年增加1起", "同比减少1起", "accidents"),
        (ACCIDENTS, "事故起数同比下降50%", "同比下降33.3%", "accidents"),
        (ACCIDENTS, "事故起数同比减少1人", "同比减少1起", "accidents"),
        ("死亡人数同比减少2人", "死亡人数同比增加2人", "同比减少2人", "accident_deaths"),
        (HAZARDS, "同比减少2项", "同比增加2项", "hazards"),
        (HAZARDS, "同比减少1项", "同比增加2项", "hazards"),
        (HAZARDS, "较上年增长30%", "同比增长50%", "hazards"),
    ],
)
def test_a_changed_change_is_held_against_its_own_indicator(
    log: Log, held: Known, text: str, old: str, new: str, expected: str, indicator: str
) -> None:
    (found,) = findings(log, held, text.replace(old, new, 1))
    assert (found.sureness, found.expected, found.indicator) == (Sureness.CERTAIN, expected, indicator)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ACCIDENTS, "事故起数较上年减少1起"),
        (ACCIDENTS, "事故起数同比下降33.3%"),
        (HAZARDS, "比去年同期增加了2项"),
        (HAZARDS, "同比增加2项，增长50%"),
    ],
)
def test_the_same_change_in_other_words_agrees(log: Log, held: Known, text: str, old: str, new: str) -> None:
    assert findings(log, held, text.replace(old, new, 1)) == []


@pytest.mark.parametrize(
    ("sentence", "status", "label"),
    [
        ("发生事故2起，直接经济损失37万元，事故起数同比增加1起。", Status.DIFFERS, "生产安全事故起数"),
        ("生产安全事故直接经济损失37万元，同比减少128.6万元。", Status.AGREES, "生产安全事故直接经济损失"),
        ("生产安全事故直接经济损失37万元，同比减少1286000元。", Status.AGREES, "生产安全事故直接经济损失"),
        ("开展应急演练2场次，同比减少1场。", Status.AGREES, "应急演练场次"),
        ("排查隐患6项，满意度同比提高3%。", Status.OUTSIDE, ""),
        ("排查隐患6项，环比增加3项。", Status.OUTSIDE, ""),
        ("排查隐患6项，办理时限压缩30%。", Status.OUTSIDE, ""),
        ("排查隐患6项、开展应急演练2场次，同比分别增加2项、1场次。", Status.OUTSIDE, ""),
    ],
)
def test_which_figure_changed_is_told_from_the_words(
    log: Log, held: Known, sentence: str, status: Status, label: str
) -> None:
    verdict = last(log, held, sentence)
    assert (verdict.status, verdict.label) == (status, label)
