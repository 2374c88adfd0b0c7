"""Deadline rules: versions, rules that are off, what a bureau changes, and the built-in ones."""

import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from desktop.catalogue import Catalogue, DefinitionError, Definitions, load
from desktop.catalogue.deadlines import DayKind, Kind, Verified
from desktop.program import program_root

RULE = """
label = "探针时限"
ledger = "training"
start = "held_on"
done = "ended_on"
days = 7
day_kind = "working"
source = "某法第一条"
verified = "text"
"""
VERSION = 'version_of = "probe"\ndays = 9\nsource = "某法第二条"\nverified = "none"\n'


def read(text: str, root: Path | None = None) -> Catalogue:
    return load([Definitions("own.toml", text)], root)


def refused(text: str, root: Path | None = None) -> DefinitionError:
    with pytest.raises(DefinitionError) as caught:
        read(text, root)
    return caught.value


@pytest.fixture(scope="module")
def small_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of the real ledgers: the language is the same, a load takes a tenth of the time."""
    root = tmp_path_factory.mktemp("root")
    (root / "resources" / "ledgers").mkdir(parents=True)
    for name in ("_common", "training"):
        shutil.copy(program_root() / "resources" / "ledgers" / f"{name}.toml", root / "resources" / "ledgers")
    shutil.copytree(program_root() / "seeds" / "codes", root / "seeds" / "codes")
    return root


def probe(changes: str = "", name: str = "probe", **replaced: str) -> str:
    """The rule with lines put in place of its own, and more lines behind them."""
    lines = dict(line.split(" = ", 1) for line in RULE.strip().splitlines()) | replaced
    return f"[deadlines.{name}]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items() if value) + changes


# -------------------------------------------------------------------- the built-in rules


def test_the_built_in_rules_are_those_that_were_researched_and_every_one_has_its_source(catalogue: Catalogue) -> None:
    rules = catalogue.deadlines.values()
    assert len(rules) >= 156
    assert sum(one.on for one in rules) >= 50
    for one in rules:
        assert re.search("[\u4e00-\u9fff]{2}", one.source), one.name
        assert one.verified is not Verified.TEXT or one.evidence, f"{one.name}: where was the text seen?"
        assert one.verified is Verified.TEXT or one.checked == (one.verified is Verified.RECORD)


def test_a_rule_that_is_on_can_be_counted(catalogue: Catalogue) -> None:
    for one in catalogue.deadlines.values():
        if one.on and one.kind is Kind.ANNUAL:
            assert one.fixed, one.name
        elif one.on:
            assert one.ledger and one.start and one.kind.makes_due_dates, one.name
            assert one.done, f"{one.name} could never be dealt with"
            assert one.days or one.stated, one.name


def test_no_two_rules_that_are_on_say_the_same_of_the_same_date(catalogue: Catalogue) -> None:
    """A clerk would be reminded twice."""
    live = [one for one in catalogue.deadlines.values() if one.on and not one.version_of]
    alike = Counter((one.ledger, one.start, one.done, str(one.where), one.fixed and one.label) for one in live)
    assert [key for key, count in alike.items() if count > 1] == []


def test_rules_that_are_on_are_told_apart_by_their_names(catalogue: Catalogue) -> None:
    labels = Counter(one.label for one in catalogue.deadlines.values() if one.on)
    assert [label for label, count in labels.items() if count > 1] == []


def test_local_samples_are_off(catalogue: Catalogue) -> None:
    for one in catalogue.deadlines.values():
        if "样例" in f"{one.label}{one.source}{one.note}":
            assert not one.on, one.name


def test_the_files_of_the_rules_are_named_in_lower_case() -> None:
    files = sorted((program_root() / "resources" / "deadlines").glob("*"))
    assert files
    assert all(re.fullmatch(r"[a-z_]+\.toml", file.name) for file in files)


# -------------------------------------------------------------------- the language


def test_a_rule_reads_what_it_says() -> None:
    own = probe(
        'kind = "lead"\nextension = [3, 2]\nextended_on = ["ended_on"]\nstated = "planned_on"\nrolls = true\n'
        'person = "lecturer"\nverb = "登记"\nwhere = { kind = "培训班" }\nunless = { status = "计划" }\n'
    )
    rule = read(own).deadlines["probe"]
    assert (rule.kind, rule.days, rule.day_kind, rule.length) == (Kind.LEAD, 7, DayKind.WORKING, "7 个工作日")
    assert (rule.extension, rule.extended_on, rule.stated, rule.done) == (
        (3, 2), ("ended_on",), ("planned_on",), ("ended_on",)
    )  # fmt: skip
    assert rule.rolls
    assert rule.on
    assert rule.person is not None
    assert rule.person.text == "lecturer"
    assert [one.path.text for one in (*rule.where, *rule.unless)] == ["kind", "status"]
    assert rule.file == "own.toml"


def test_a_rule_that_is_off_needs_only_its_name_and_source() -> None:
    own = '[deadlines.probe]\nlabel = "探针"\nsource = "某法"\nverified = "none"\non = false\n'
    rule = read(own).deadlines["probe"]
    assert (rule.on, rule.ledger, rule.days, rule.length) == (False, None, None, "")


def test_a_kind_without_due_dates_is_off_by_itself() -> None:
    assert not read(probe('kind = "wait"')).deadlines["probe"].on
    fixed = read(probe('kind = "annual"\nfixed = ["07-05", "01-05"]', days="", day_kind="")).deadlines["probe"]
    assert (fixed.on, fixed.length) == (False, "07-05、01-05")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (probe('kind = "wait"\non = true'), "probe.on"),
        (probe('kind = "soon"'), "probe.kind"),
        (probe(days="0"), "probe.days"),
        (probe(days="-3"), "probe.days"),
        (probe(days="100000"), "probe.days"),
        (probe(days="1201", day_kind='"months"'), "probe.days"),
        (probe(days="", verified='"text"'), "probe.days"),
        (probe(day_kind='"hours"'), "probe.day_kind"),
        (probe("extension = [0]"), "probe.extension"),
        (probe("extension = 10"), "probe.extension"),
        (probe("extension = [true]"), "probe.extension"),
        (probe('extended_on = "ended_on"'), "probe.extended_on"),
        (probe('extension = [3]\nextended_on = "name"'), "probe.extended_on"),
        (probe('extension = [3]\nextended_on = ["ended_on", "held_on"]'), "probe.extended_on"),
        (probe('stated = "name"'), "probe.stated"),
        (probe(done='["ended_on", "name"]'), "probe.done"),
        (probe(done="7"), "probe.done"),
        (probe(verified='"record"'), "probe.verified"),
        (probe('person = "held_on"'), "probe.person"),
        (probe('person = "gone"'), "probe.person"),
        (probe('where = { colour = "红" }'), "probe.where.colour"),
        (probe("where = { plan_year = { report_year = 0 } }"), "probe.where"),
        (probe('unless = { kind = "茶话会" }'), "probe.unless.kind"),
        (probe('kind = "annual"\nfixed = ["13-01"]', days=""), "probe.fixed"),
        (probe('kind = "once"\nfixed = ["01-31"]', days=""), "probe.fixed"),
        (probe('fixed = ["01-31"]'), "probe.fixed"),
        (probe("from = 2024-02-01\nto = 2024-01-31"), "probe.to"),
        (probe('on = false\nwhere = { kind = "培训班" }', ledger=""), "probe.where"),
        (probe("on = false", ledger=""), "probe.start"),
        (probe('version_of = "gone"'), "probe.version_of"),
        (probe('on = "no"'), "probe.on"),
    ],
)
def test_a_mistake_is_refused_where_it_stands(small_root: Path, text: str, key: str) -> None:
    error = refused(text, small_root)
    assert (error.file, error.key) == ("own.toml", key)
    assert str(error).endswith("。")
    assert "None" not in str(error)


# -------------------------------------------------------------------- versions


def test_a_version_takes_over_what_it_does_not_say() -> None:
    own = probe("to = 2026-01-31\n", name="probe") + f"[deadlines.newer]\n{VERSION}from = 2026-02-01\n"
    newer = read(own).deadlines["newer"]
    assert (newer.rule, newer.label, newer.start, newer.done, newer.days) == (
        "probe", "探针时限", "held_on", ("ended_on",), 9
    )  # fmt: skip
    assert (newer.source, newer.checked, newer.valid_from, newer.valid_to) == (
        "某法第二条", False, date(2026, 2, 1), None
    )  # fmt: skip


def test_two_versions_on_the_same_day_are_refused_unless_one_is_off() -> None:
    both = probe("to = 2026-02-01\n") + f"[deadlines.newer]\n{VERSION}from = 2026-02-01\n"
    error = refused(both)
    assert error.key == "newer.from"
    assert "probe" in error.problem
    assert read(both + "on = false\n").deadlines["newer"].on is False


def test_a_version_of_a_version_is_refused() -> None:
    own = (
        probe("to = 2024-12-31\n")
        + f"[deadlines.newer]\n{VERSION}from = 2025-01-01\nto = 2025-12-31\n"
        + f"[deadlines.newest]\n{VERSION.replace('probe', 'newer')}from = 2026-01-01\n"
    )
    assert refused(own).key == "newest.version_of"


# -------------------------------------------------------------------- what a bureau changes


def test_a_bureau_switches_off_edits_and_adds_a_rule() -> None:
    own = """
    [deadlines.coercion_disclosure]
    days = 7
    note = "本局自定"
    [deadlines.plan_drill]
    on = false
    [deadlines.cppcc_proposal_3m]
    on = true
    """
    built_in, found = load().deadlines, read(own + probe()).deadlines
    assert found["coercion_disclosure"].days == 7
    assert found["coercion_disclosure"].source == built_in["coercion_disclosure"].source
    assert not found["plan_drill"].on
    assert found["cppcc_proposal_3m"].on
    assert found["probe"].on
    assert len(found) == len(built_in) + 1


def test_conditions_of_one_s_own_take_the_place_of_the_built_in_ones() -> None:
    rule = read("[deadlines.permit_decision]\nwhere = { kind = '备案' }").deadlines["permit_decision"]
    assert len(rule.where) == 1
    assert read("[deadlines.permit_decision]\nwhere = {}").deadlines["permit_decision"].where == ()


def test_a_mistake_in_an_edited_rule_is_told_of_the_bureau_s_file() -> None:
    assert refused("[deadlines.plan_drill]\ndays = 0").file == "own.toml"


def test_a_new_wording_of_the_law_is_a_new_version_of_a_built_in_rule() -> None:
    own = """
    [deadlines.hazard_recheck_reminder]
    on = false
    [deadlines.hazard_recheck_order18]
    on = true
    days = 15
    day_kind = "working"
    verified = "text"
    """
    rule = read(own).deadlines["hazard_recheck_order18"]
    assert (rule.days, rule.day_kind, rule.start, rule.rule) == (15, DayKind.WORKING, "due_on", "hazard_recheck")
