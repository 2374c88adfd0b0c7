"""The definition language: what it takes, what it refuses, and how it says so."""

import re
import shutil
from pathlib import Path

import pytest

from desktop.catalogue import Catalogue, DefinitionError, Definitions, Measure, Placing, load
from desktop.program import program_root

OWN = "own.toml"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def small_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of the real ledgers, no indicators: the language is the same, a load takes a tenth of the time."""
    root = tmp_path_factory.mktemp("root")
    (root / "resources" / "ledgers").mkdir(parents=True)
    for name in ("_common", "training", "enterprise", "check_plan"):
        text = (program_root() / "resources" / "ledgers" / f"{name}.toml").read_text(encoding="utf-8")
        # Its list counts the records of ledgers that are not here.
        text = re.sub(r"^(columns|filters|fold) = .*\n", "", text.partition("\n[counts.")[0], flags=re.MULTILINE)
        (root / "resources" / "ledgers" / f"{name}.toml").write_text(text, encoding="utf-8")
    (root / "seeds" / "codes").mkdir(parents=True)
    for name in ("industry", "audience"):
        shutil.copy(program_root() / "seeds" / "codes" / f"{name}.toml", root / "seeds" / "codes")
    return root


def written(header: str, keys: dict[str, str | None]) -> str:
    """A TOML table; a key whose value is None is left out."""
    return "\n".join([f"[{header}]", *(f"{key} = {value}" for key, value in keys.items() if value is not None)])


def indicator(name: str = "probe", **changes: str | None) -> str:
    usual = {"label": '"探针"', "section": '"综合"', "unit": '"次"', "ledger": '"training"', "measure": '"count"'}
    return written(f"indicators.{name}", {**usual, **changes}) + "\n"


def combined(name: str = "probe", **changes: str | None) -> str:
    return indicator(name, **{"ledger": None, "measure": '"total"', "over": '["one", "two"]', **changes})


def field(name: str = "own", **changes: str | None) -> str:
    return written(f"ledgers.probe.fields.{name}", {"label": '"自定"', "type": '"text"', **changes}) + "\n"


def ledger(fields: str = "", **changes: str | None) -> str:
    usual = {"label": '"探针台账"', "group": '"综合"', "unit": '"次"', "title": '"name"', "date": '"done_on"'}
    return (
        written("ledgers.probe", {**usual, **changes})
        + "\n"
        + field("name", label='"名称"')
        + field("done_on", label='"日期"', type='"date"')
        + fields
    )


def deadline(**changes: str | None) -> str:
    usual = {
        "label": '"探针时限"', "ledger": '"training"', "start": '"held_on"', "done": '"ended_on"', "days": "7",
        "day_kind": '"working"', "source": '"某法"', "verified": '"text"',
    }  # fmt: skip
    return written("deadlines.probe", {**usual, **changes})


def where(condition: str, ledger: str = "training") -> str:
    return indicator(ledger=f'"{ledger}"', where=f"{{ {condition} }}")


def refused(root: Path | None, *texts: str, names: tuple[str, ...] = (OWN,)) -> DefinitionError:
    with pytest.raises(DefinitionError) as caught:
        load([Definitions(name, text) for name, text in zip(names, texts, strict=True)], root)
    return caught.value


def assert_says_where_and_how(error: DefinitionError, key: str, file: str = OWN) -> None:
    assert error.file == file
    assert error.key == key
    assert CHINESE.search(error.problem)
    assert error.remedy.strip()
    assert "None" not in str(error)
    assert file in str(error)
    assert key in str(error)
    assert str(error).endswith("。")


# -------------------------------------------------------------------- the built-in catalogue


def test_the_built_in_catalogue_loads_and_its_parts_know_each_other(catalogue: Catalogue) -> None:
    assert len(catalogue.ledgers) >= 40
    assert len(catalogue.indicators) >= 200
    assert "default" in catalogue.outlines
    assert len(catalogue.deadlines) >= 10
    assert catalogue.ledger_named("学法培训") is catalogue.ledger_named("training") is catalogue.ledgers["training"]
    assert catalogue.ledger_named("没有的台账") is None
    for one in catalogue.indicators.values():
        assert (one.ledger is None) == one.measure.combines
        assert one.placing is not Placing.AS_OF or (one.ledger and one.ledger.active)


def test_every_ledger_has_the_common_fields_last_and_its_own_take_their_place(catalogue: Catalogue) -> None:
    training, enterprise = catalogue.ledgers["training"], catalogue.ledgers["enterprise"]
    assert list(training.fields)[-5:] == ["level", "organ", "source_doc", "note", "attachments"]
    assert training.fields["level"].label == "实施层级"
    assert enterprise.fields["level"].label == "监管层级"
    assert list(enterprise.fields)[-4:] == ["organ", "source_doc", "note", "attachments"]


def test_ledgers_stand_in_the_order_of_their_groups(catalogue: Catalogue) -> None:
    groups = [one.group for one in catalogue.ledgers.values()]
    assert list(dict.fromkeys(groups)) == ["执法", "法制", "宣教", "应急", "综合"]
    assert groups == sorted(groups, key=["执法", "法制", "宣教", "应急", "综合"].index)


# -------------------------------------------------------------------- overlays


def test_a_bureau_adds_a_field_a_choice_a_code_and_an_indicator() -> None:
    own = """
    [ledgers.training.fields.cadre_level]
    label = "干部层级"
    type = "choice"
    choices = { middle = "中层" }

    [ledgers.training.fields.kind.choices]
    salon = "普法沙龙"

    [codes.industry]
    lithium = "锂电池"

    [indicators.salons]
    label = "普法沙龙场次"
    section = "宣教/学法"
    unit = "场次"
    ledger = "training"
    measure = "count"
    where = { kind = "普法沙龙", cadre_level = "中层" }
    """
    found = load([Definitions(OWN, own)])
    training = found.ledgers["training"]
    assert training.fields["cadre_level"].parse("middle") == "中层"
    assert training.fields["kind"].parse("salon") == "普法沙龙"
    assert training.fields["kind"].parse("course") == "培训班", "the built-in choices stay"
    assert found.ledgers["enterprise"].fields["industry"].parse("锂电池") == "锂电池"
    assert found.ledgers["enterprise"].fields["industry"].parse("化工") == "化工"
    assert found.indicators["salons"].file == OWN
    assert list(training.fields)[-6:-4] == ["cadre_level", "level"], "added before the common fields"

    built_in = load()
    assert "cadre_level" not in built_in.ledgers["training"].fields
    assert "锂电池" not in built_in.ledgers["enterprise"].fields["industry"].choices.values()


def test_a_bureau_adds_a_ledger_with_its_own_codes_report_and_deadline(small_root: Path) -> None:
    own = (
        ledger(
            field("colour", label='"颜色"', type='"choice"', codes='"colour"')
            + field("told_on", label='"告知日期"', type='"date"', not_before='"done_on"')
            + field("whom", label='"企业"', type='"link"', ledger='"enterprise"')
        )
        + "[codes.colour]\nred = '红'\n"
        + indicator(
            ledger='"probe"', where='{ colour = "红", whom.kind = "企业", told_on = { not_after = "done_on" } }'
        )
        + deadline(ledger='"probe"', start='"done_on"', done='"told_on"')
        + "\n[reports.own]\nlabel = '局内简报'\nmonthly = ['probe']\n"
        + "[[reports.own.sections]]\ntitle = '一'\nindicators = ['probe']\n"
        + "[[reports.own.sections.sections]]\ntitle = '二'\n"
    )
    found = load([Definitions(OWN, own)], small_root)
    assert found.ledgers["probe"].label == "探针台账"
    assert "level" in found.ledgers["probe"].fields
    assert found.codes["colour"] == {"red": "红"}
    assert [path for path, _ in found.outlines["own"].walk()] == [("一",), ("一", "二")]
    assert found.outlines["own"].monthly == ("probe",)
    assert found.deadlines["probe"].done == ("told_on",)
    assert [one.path.text for one in found.indicators["probe"].where] == ["colour", "whom.kind", "told_on"]


def test_a_later_overlay_builds_on_an_earlier_one(small_root: Path) -> None:
    first = Definitions("一.toml", ledger())
    second = Definitions("二.toml", field("late", label='"补充"') + indicator(ledger='"probe"'))
    third = Definitions("三.toml", "[ledgers.probe.fields.late]\nlabel = '后补'")
    found = load([first, second, third], small_root)
    assert found.ledgers["probe"].fields["late"].label == "后补"
    assert load([first, third, second], small_root).ledgers["probe"].fields["late"].label == "补充"


def test_an_overlay_changes_a_label_and_leaves_the_rest_of_the_field(small_root: Path) -> None:
    found = load([Definitions(OWN, "[ledgers.training.fields.participants]\nlabel = '参加人次'")], small_root)
    changed = found.ledgers["training"].fields["participants"]
    assert (changed.label, changed.unit, changed.approx, changed.needed) == ("参加人次", "人次", True, "count")


def test_combined_indicators_may_stand_before_the_ones_they_combine(small_root: Path) -> None:
    text = combined(measure='"ratio"', unit='"%"') + indicator("one") + indicator("two")
    assert load([Definitions(OWN, text)], small_root).indicators["probe"].measure is Measure.RATIO


# -------------------------------------------------------------------- indicators

INDICATOR_MISTAKES = [
    *(pytest.param(indicator(**{key: None}), f"probe.{key}", id=f"no {key}")
      for key in ("label", "section", "unit", "ledger", "measure")),
    pytest.param(indicator(unit='" "'), "probe.unit", id="blank unit"),
    pytest.param(indicator(label="5"), "probe.label", id="label is a number"),
    pytest.param(indicator(colour='"red"'), "probe", id="unknown key"),
    pytest.param("[indicators]\nprobe = 1", "probe", id="not a table"),
    pytest.param(indicator(measure='"average"'), "probe.measure", id="unknown measure"),
    pytest.param(indicator(ledger='"lessons"'), "probe.ledger", id="missing ledger"),
    pytest.param(indicator(ledger='"学法培训"'), "probe.ledger", id="ledger by its label"),
    pytest.param(indicator(measure='"sum"'), "probe.of", id="sum of nothing"),
    pytest.param(indicator(measure='"sum"', of='"heads"'), "probe.of", id="sum of a missing field"),
    pytest.param(indicator(measure='"sum"', of='"name"'), "probe.of", id="sum of text"),
    pytest.param(indicator(measure='"max"', of='"held_on"'), "probe.of", id="max of a date"),
    pytest.param(indicator(measure='"min"', of='"kind"'), "probe.of", id="min of a choice"),
    pytest.param(indicator(measure='"distinct"', of='"topics"'), "probe.of", id="distinct tags"),
    pytest.param(indicator(measure='"distinct"', of='"town.name"'), "probe.of", id="path through no link"),
    pytest.param(indicator(ledger='"check_plan"', measure='"distinct"', of='"enterprise.colour"'), "probe.of",
                 id="linked field is missing"),
    pytest.param(indicator(of='"participants"'), "probe.of", id="count takes no field"),
    pytest.param(indicator(having='{ level = "本局" }'), "probe.having", id="count takes no having"),
    pytest.param(indicator(over='["one", "two"]'), "probe.over", id="count takes no others"),
    pytest.param(indicator(step='"month"'), "probe.step", id="count takes no step"),
    pytest.param(indicator(since="2020-01-01"), "probe.since", id="count takes no since"),
    pytest.param(indicator(measure='"share"', unit='"%"'), "probe.having", id="share of nothing"),
    pytest.param(indicator(measure='"share"', having='{ level = "本局" }'), "probe.unit", id="share not in per cent"),
    pytest.param(indicator(measure='"streak"', unit='"年"', step='"year"'), "probe.since", id="streak without since"),
    pytest.param(indicator(measure='"streak"', unit='"年"', since="2020-01-01"), "probe.step",
                 id="streak without step"),
    pytest.param(indicator(measure='"streak"', unit='"个月"', step='"year"', since="2020-01-01"), "probe.unit",
                 id="streak of years in months"),
    pytest.param(indicator(measure='"streak"', unit='"月"', step='"month"', since="2020-01-01"), "probe.unit",
                 id="streak unit"),
    pytest.param(indicator(measure='"streak"', unit='"年"', step='"week"', since="2020-01-01"), "probe.step",
                 id="streak of weeks"),
    pytest.param(indicator(measure='"streak"', unit='"年"', step='"year"', since='"2020-01-01"'), "probe.since",
                 id="since in quotes"),
    pytest.param(indicator(ledger='"check_plan"', measure='"sum"', of='"budget"', unit='"千元"') +
                 "[ledgers.check_plan.fields.budget]\nlabel = '预算'\ntype = 'money'", "probe.unit", id="money unit"),
    pytest.param(indicator(placing='"as_of"'), "probe.placing", id="as_of without active"),
    pytest.param(indicator(placing='"always"'), "probe.placing", id="unknown placing"),
    pytest.param(indicator(ledger='"enterprise"', placing='"as_of"', when='"ended_on"'), "probe.when",
                 id="as_of takes no date"),
    pytest.param(indicator(ledger='"enterprise"', measure='"monthly_min"'), "probe.placing",
                 id="months of a register"),
    pytest.param(indicator(ledger='"enterprise"', placing='"period"'), "probe.when",
                 id="a register has no usual date"),
    pytest.param(indicator(when='"kind"'), "probe.when", id="when is no date"),
    pytest.param(indicator(when='"gone_on"'), "probe.when", id="when is missing"),
    pytest.param(indicator(decimals='"2"'), "probe.decimals", id="decimals in quotes"),
    pytest.param(indicator(decimals="true"), "probe.decimals", id="decimals is a boolean"),
    pytest.param(indicator(approx='"yes"'), "probe.approx", id="approx is text"),
    pytest.param(indicator(version="1.5"), "probe.version", id="version is a fraction"),
    pytest.param(indicator(word="1"), "probe.word", id="word is a number"),
    pytest.param(combined(over='["one"]'), "probe.over", id="total of one"),
    pytest.param(combined(over='"one"'), "probe.over", id="over is text"),
    pytest.param(combined(over="[1, 2]"), "probe.over", id="over numbers"),
    pytest.param(combined(over=None), "probe.over", id="total of none"),
    pytest.param(combined(measure='"ratio"', unit='"%"', over='["one", "two", "one"]'), "probe.over",
                 id="ratio of three"),
    pytest.param(combined(ledger='"training"'), "probe.ledger", id="total over a ledger"),
    pytest.param(combined(where='{ level = "本局" }'), "probe.where", id="total with a condition"),
    pytest.param(combined(placing='"period"'), "probe.placing", id="total with a placing"),
    pytest.param(combined(), "probe.over", id="total of missing indicators"),
    pytest.param(combined(over='["probe", "probe"]'), "probe.over", id="total of itself"),
    pytest.param(combined() + indicator("one") + indicator("two", unit='"家次"'), "probe.unit", id="units mixed"),
    pytest.param(combined(unit='"家"') + indicator("one") + indicator("two"), "probe.unit", id="unit of its own"),
    pytest.param(combined(measure='"difference"', unit='"件"') + indicator("one") + indicator("two"), "probe.unit",
                 id="difference in another unit"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key"), INDICATOR_MISTAKES)
def test_a_mistake_in_an_indicator_is_refused_where_it_stands(small_root: Path, text: str, key: str) -> None:
    assert_says_where_and_how(refused(small_root, text), key)


def test_a_circle_of_combinations_is_shown_whole(small_root: Path) -> None:
    text = combined("a", over='["b", "c"]') + combined("b", over='["c", "d"]') + combined("c", over='["d", "a"]')
    error = refused(small_root, text + indicator("d"))
    assert_says_where_and_how(error, "a.over")
    assert "a → b → c → a" in error.problem


def test_an_indicator_is_defined_once(small_root: Path) -> None:
    error = refused(small_root, indicator(), indicator(label='"另一个"'), names=("一.toml", "二.toml"))
    assert_says_where_and_how(error, "probe", "二.toml")
    assert "一.toml" in error.problem


def test_a_built_in_indicator_cannot_be_defined_again(catalogue: Catalogue) -> None:
    name = next(iter(catalogue.indicators))
    error = refused(None, indicator(name))
    assert_says_where_and_how(error, name)
    assert catalogue.indicators[name].file in error.problem


# -------------------------------------------------------------------- conditions

CONDITION_MISTAKES = [
    pytest.param(where('colour = "红"'), "probe.where.colour", id="missing field"),
    pytest.param(where('level = "村级"'), "probe.where.level", id="choice not in the list"),
    pytest.param(where('level = ["本局", "村级"]'), "probe.where.level", id="one choice of a list"),
    pytest.param(where('level = "bureau"'), "probe.where.level", id="choice in English"),
    pytest.param(where('level = { not = "bureau" }'), "probe.where.level", id="excluded choice in English"),
    pytest.param(where('level = { not = ["本局", 3] }'), "probe.where.level", id="excluded number for a choice"),
    pytest.param(where("level = true"), "probe.where.level", id="boolean for a choice"),
    pytest.param(where('participants = "50"'), "probe.where.participants", id="text for a number"),
    pytest.param(where("participants = true"), "probe.where.participants", id="boolean for a number"),
    pytest.param(where("participants = -1"), "probe.where.participants", id="number below the field's least"),
    pytest.param(where("participants = 1.5"), "probe.where.participants", id="fraction for a whole number"),
    pytest.param(where("participants = nan"), "probe.where.participants", id="equal to not-a-number"),
    pytest.param(where("name = 5"), "probe.where.name", id="number for text"),
    pytest.param(where("name = [['a']]"), "probe.where.name", id="list in a list"),
    pytest.param(where('standardised = "是"', "enterprise"), "probe.where.standardised", id="text for a boolean"),
    pytest.param(where("standardised = 1", "enterprise"), "probe.where.standardised", id="number for a boolean"),
    pytest.param(where('held_on = "2024-02-30"'), "probe.where.held_on", id="no such day"),
    pytest.param(where('topics = "法律法规"'), "probe.where.topics", id="tags without has"),
    pytest.param(where('tags = { has = "核设施" }', "enterprise"), "probe.where.tags", id="missing tag"),
    pytest.param(where("tags = { has = 3 }", "enterprise"), "probe.where.tags", id="number for a tag"),
    pytest.param(where('level = { has = "本局" }'), "probe.where.level", id="has for a choice"),
    pytest.param(where('level = { lacks = "本局" }'), "probe.where.level", id="lacks for a choice"),
    pytest.param(where("topics = { lacks = [] }"), "probe.where.topics", id="lacks nothing"),
    pytest.param(where('topics = { has = "法律法规", present = true }'), "probe.where.topics", id="has and present"),
    pytest.param(where('topics = { has = "法律法规", needed = 1 }'), "probe.where.topics", id="needed is a number"),
    pytest.param(where("topics = { needed = true }"), "probe.where.topics", id="needed by itself"),
    pytest.param(where('level = { not = "本局", present = true }'), "probe.where.level", id="two operators"),
    pytest.param(where("participants = { min = 1, above = 2 }"), "probe.where.participants",
                 id="unknown beside known"),
    pytest.param(where('name = { min = "a" }'), "probe.where.name", id="range of text"),
    pytest.param(where('level = { max = "本局" }'), "probe.where.level", id="range of a choice"),
    pytest.param(where('participants = { min = "许多" }'), "probe.where.participants.min", id="bound is no number"),
    pytest.param(where("participants = { max = true }"), "probe.where.participants.max", id="bound is a boolean"),
    pytest.param(where('held_on = { min = "去年" }'), "probe.where.held_on.min", id="bound is no date"),
    pytest.param(where('level = { present = "yes" }'), "probe.where.level", id="present is text"),
    pytest.param(where('held_on = { not_after = "gone_on" }'), "probe.where.held_on", id="order to a missing date"),
    pytest.param(where('held_on = { not_before = "name" }'), "probe.where.held_on", id="order to text"),
    pytest.param(where('name = { not_before = "held_on" }'), "probe.where.name", id="order of text"),
    pytest.param(where('enterprise.started_on = { not_after = "listed_on" }', "check_plan"),
                 "probe.where.enterprise.started_on", id="order over a link"),
    pytest.param(where("name = { report_year = 0 }"), "probe.where.name", id="report year of text"),
    pytest.param(where("plan_year = { report_year = 0.5 }"), "probe.where.plan_year", id="half a report year"),
    pytest.param(where("plan_year = { report_year = true }"), "probe.where.plan_year", id="report year is true"),
    pytest.param(where('enterprise.colour = "x"', "check_plan"), "probe.where.enterprise.colour",
                 id="missing linked field"),
    pytest.param(where('enterprise.kind = "村"', "check_plan"), "probe.where.enterprise.kind", id="linked choice"),
    pytest.param(indicator(where="1"), "probe.where", id="where is a number"),
    pytest.param(indicator(measure='"share"', unit='"%"', having='{ level = "bureau" }'), "probe.having.level",
                 id="having is checked too"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key"), CONDITION_MISTAKES)
def test_a_mistake_in_a_condition_is_refused_where_it_stands(small_root: Path, text: str, key: str) -> None:
    assert_says_where_and_how(refused(small_root, text), key)


def test_an_unknown_operator_is_refused_and_the_known_ones_are_listed(small_root: Path) -> None:
    assert refused(small_root, where('kind.name = "x"')).key.startswith("probe.where.kind"), "nor is it a path"
    error = refused(small_root, where('level = { like = "本" }'))
    assert error.file == OWN
    assert error.key.startswith("probe.where.level")
    assert "not_after" in error.remedy


@pytest.mark.parametrize(
    "condition",
    [
        pytest.param("level = {}", id="nothing asked"),
        pytest.param("level = []", id="one of none"),
        pytest.param("level = { not = [] }", id="none of none"),
        pytest.param("topics = { has = [] }", id="has none"),
        pytest.param('name = ""', id="equal to nothing"),
        pytest.param("participants = { min = 1.5 }", id="fraction as a bound of whole numbers"),
        pytest.param("hours = { max = 0.25 }", id="bound finer than the field"),
        pytest.param("participants = { min = 9, max = 1 }", id="bounds crossed"),
    ],
)
def test_a_condition_that_cannot_mean_what_it_says_is_refused(small_root: Path, condition: str) -> None:
    error = refused(small_root, where(condition))
    assert error.key.startswith("probe.where.")


@pytest.mark.parametrize("bound", ["inf", "-inf", "nan"])
def test_a_bound_that_is_no_number_is_refused(small_root: Path, bound: str) -> None:
    assert refused(small_root, where(f"participants = {{ min = {bound} }}")).key.startswith(
        "probe.where.participants"
    )


def test_a_link_cannot_be_compared_with_a_name_for_it_holds_an_id(small_root: Path) -> None:
    assert refused(small_root, where('enterprise = "甲公司"', "check_plan")).key == "probe.where.enterprise"


# -------------------------------------------------------------------- ledgers and fields

LEDGER_MISTAKES = [
    *(pytest.param(ledger(**{key: None}), f"probe.{key}", id=f"no {key}")
      for key in ("label", "group", "unit", "title")),
    pytest.param(ledger(group='"财务"'), "probe.group", id="unknown group"),
    pytest.param(ledger(colour='"红"'), "probe", id="unknown key"),
    pytest.param(ledger(order='"1"'), "probe.order", id="order in quotes"),
    pytest.param(written("ledgers.probe", {"label": '"空"'}), "probe.fields", id="no fields"),
    pytest.param("[ledgers]\nprobe = 1", "probe", id="not a table"),
    pytest.param(ledger(title='"topic"'), "probe.title", id="title names no field"),
    pytest.param(ledger(date='"gone_on"'), "probe.date", id="date names no field"),
    pytest.param(ledger(date='"name"'), "probe.date", id="date is text"),
    pytest.param(ledger(date=None), "probe.date", id="neither date nor active"),
    pytest.param(ledger(active='["done_on"]'), "probe.active", id="active with one end"),
    pytest.param(ledger(active='"done_on"'), "probe.active", id="active is text"),
    pytest.param(ledger(active='["done_on", "name"]'), "probe.active", id="active to text"),
    pytest.param(ledger(keys='["code"]'), "probe.keys", id="key names no field"),
    pytest.param(ledger(quantity='"name"'), "probe.quantity", id="quantity is text"),
    pytest.param(ledger(quantity='"level"'), "probe.quantity", id="quantity is a choice"),
    pytest.param(ledger(field(type='"date"', not_before='"gone_on"')), "probe.fields.own.not_before",
                 id="order to a missing date"),
    pytest.param(ledger(field(type='"date"', not_before='"name"')), "probe.fields.own.not_before",
                 id="order to text"),
    pytest.param(ledger(field(label='"名称"')), "probe.fields.own", id="label twice"),
    pytest.param(ledger(field(label='"备注"')), "probe.fields.note", id="label of a common field"),
    pytest.param(ledger(field(label=None)), "probe.fields.own.label", id="field without label"),
    pytest.param(ledger(field(type=None)), "probe.fields.own.type", id="field without type"),
    pytest.param(ledger(field(type='"number"')), "probe.fields.own.type", id="unknown type"),
    pytest.param(ledger(field(colour='"红"')), "probe.fields.own", id="unknown field key"),
    *(pytest.param(ledger(field(name)), f"probe.fields.{name}", id=f"field named {name}")
      for name in ("Own", "own-name", "2nd", "id", "created_at", "created_by", "deleted_at", "kept_reason",
                   "n_approx")),
    pytest.param(ledger(field(type='"choice"')), "probe.fields.own", id="choice of nothing"),
    pytest.param(ledger(field(type='"choice"', choices="{}")), "probe.fields.own", id="empty choices"),
    pytest.param(ledger(field(type='"choice"', choices="{ red = 1 }")), "probe.fields.own.choices.red",
                 id="choice is a number"),
    pytest.param(ledger(field(type='"choice"', choices='["红"]')), "probe.fields.own.choices",
                 id="choices are a list"),
    pytest.param(ledger(field(type='"choice"', codes='"colour"')), "probe.fields.own.codes", id="missing code table"),
    pytest.param(ledger(field(suggest='"colour"')), "probe.fields.own.suggest", id="missing suggestions"),
    pytest.param(ledger(field(type='"link"')), "probe.fields.own", id="link to nowhere"),
    pytest.param(ledger(field(type='"link"', ledger='"factory"')), "probe.fields.own.ledger",
                 id="link to a missing ledger"),
    pytest.param(ledger(field(ledger='"enterprise"')), "probe.fields.own", id="text with a ledger"),
    pytest.param(ledger(field(needed='"always"')), "probe.fields.own.needed", id="unknown need"),
    pytest.param(ledger(field(approx="true")), "probe.fields.own.approx", id="approximate text"),
    pytest.param(ledger(field(type='"integer"', approx='"true"')), "probe.fields.own.approx", id="approx in quotes"),
    pytest.param(ledger(field(check='"phone"')), "probe.fields.own.check", id="unknown check"),
    pytest.param(ledger(field(type='"integer"', min='"0"')), "probe.fields.own.min", id="min in quotes"),
    pytest.param(ledger(field(type='"integer"', max="true")), "probe.fields.own.max", id="max is a boolean"),
    pytest.param(ledger(field(type='"decimal"', places='"2"')), "probe.fields.own.places", id="places in quotes"),
    pytest.param(ledger(field(type='"integer"', default='"许多"')), "probe.fields.own.default",
                 id="default is no number"),
    pytest.param(ledger(field(type='"integer"', default="-1")), "probe.fields.own.default",
                 id="default below the least"),
    pytest.param(ledger(field(type='"choice"', choices='{ red = "红" }', default='"绿"')), "probe.fields.own.default",
                 id="default not in the list"),
    pytest.param(ledger(field(type='"date"', default='"2024-02-30"')), "probe.fields.own.default",
                 id="default is no day"),
    pytest.param(ledger(field(aliases='"别名"')), "probe.fields.own.aliases", id="aliases are text"),
    pytest.param(ledger(field(unit="1")), "probe.fields.own.unit", id="unit is a number"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key"), LEDGER_MISTAKES)
def test_a_mistake_in_a_ledger_is_refused_where_it_stands(small_root: Path, text: str, key: str) -> None:
    assert_says_where_and_how(refused(small_root, text), key)


@pytest.mark.parametrize("name", ["_change", "_setting", "sqlite_own", "Training", '"Bad Name"', '"a;b"', '"台账"'])
def test_a_ledger_name_that_cannot_be_a_table_of_its_own_is_refused(small_root: Path, name: str) -> None:
    text = ledger().replace("ledgers.probe", f"ledgers.{name}")
    assert refused(small_root, text).file == OWN


def test_two_ledgers_cannot_have_one_label_for_both_are_asked_for_by_it(small_root: Path) -> None:
    assert refused(small_root, ledger(label='"学法培训"')).key.startswith("probe")


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(field('"字段"'), id="Chinese field name"),
        pytest.param(field(type='"integer"', min="5", max="1"), id="min above max"),
        pytest.param(field(type='"decimal"', places="-2"), id="negative places"),
        pytest.param(field(type='"choice"', choices='{ red = "红", crimson = "红" }'), id="one term under two names"),
        pytest.param(field(type='"text"', choices='{ red = "红" }'), id="choices of a text"),
        pytest.param(field(type='"integer"', min="nan", default="5"), id="min is not a number"),
    ],
)
def test_a_field_that_contradicts_itself_is_refused(small_root: Path, wrong: str) -> None:
    assert refused(small_root, ledger(wrong)).key.startswith("probe.fields.")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[ledgers.training.fields.own]\nlabel = '自定'\ntype = 'number'", "training.fields.own.type"),
        ("[ledgers.training.fields.kind.choices]\nsalon = 5", "training.fields.kind.choices.salon"),
        ("[codes.industry]\nlithium = 5", "industry.codes.lithium"),
        ("[ledgers]\ntraining = 1", "training"),
    ],
    ids=["field", "choice", "code", "ledger"],
)
def test_a_mistake_in_what_is_laid_over_names_the_overlay_not_the_built_in_file(
    small_root: Path, text: str, key: str
) -> None:
    assert_says_where_and_how(refused(small_root, text), key)


# -------------------------------------------------------------------- deadlines, outlines, files


@pytest.mark.parametrize(
    ("text", "key"),
    [
        *((deadline(**{key: None}), f"probe.{key}") for key in ("label", "ledger", "start", "days", "source")),
        (deadline(day_kind=None), "probe.day_kind"),
        (deadline(verified=None), "probe.verified"),
        (deadline(ledger='"lessons"'), "probe.ledger"),
        (deadline(start='"name"'), "probe.start"),
        (deadline(start='"gone_on"'), "probe.start"),
        (deadline(done='"kind"'), "probe.done"),
        (deadline(days='"7"'), "probe.days"),
        (deadline(days="7.5"), "probe.days"),
        (deadline(day_kind='"weeks"'), "probe.day_kind"),
        (deadline(verified='"maybe"'), "probe.verified"),
        (deadline(**{"from": '"2021-09-01"'}), "probe.from"),
        (deadline(to="2021-09-01T08:00:00"), "probe.to"),
        (deadline(colour='"红"'), "probe"),
    ],
)
def test_a_mistake_in_a_deadline_is_refused_where_it_stands(small_root: Path, text: str, key: str) -> None:
    assert_says_where_and_how(refused(small_root, text), key)


REPORT = "[reports.own]\nlabel = '简报'\n"
SECTION = "[[reports.own.sections]]\ntitle = '一'\n"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[reports.own]\n" + SECTION, "own.label"),
        (REPORT + "colour = '红'", "own"),
        (REPORT + "sections = 1", "own.sections"),
        (REPORT + "[[reports.own.sections]]\nindicators = []", "own.sections[0].title"),
        (REPORT + SECTION + "colour = '红'", "own.sections[0]"),
        (REPORT + SECTION + "indicators = 'probe'", "own.sections[0].indicators"),
        (REPORT + SECTION + "indicators = ['probe']", "own.sections[0].indicators"),
        (REPORT + SECTION + "[[reports.own.sections.sections]]\ntitle = '二'\nindicators = ['probe']",
         "own.sections[0].sections[0].indicators"),
        (REPORT + "monthly = ['probe']", "own.monthly"),
        (indicator(measure='"max"', of='"participants"') + REPORT + "monthly = ['probe']", "own.monthly"),
        (indicator(ledger='"enterprise"') + REPORT + "monthly = ['probe']", "own.monthly"),
    ],
)  # fmt: skip
def test_a_mistake_in_an_outline_is_refused_where_it_stands(small_root: Path, text: str, key: str) -> None:
    assert_says_where_and_how(refused(small_root, text), key)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[indicators.probe\nlabel = '缺括号'", "文件"),
        ("label = 没有引号", "文件"),
        (indicator() + indicator(), "文件"),
        ("[colours]\nred = '红'", "文件"),
        ("codes = 1", "codes"),
        ("[codes.colour]\nred = 1", "colour.codes.red"),
        ("[codes.colour]\nred = ' '", "colour.codes.red"),
    ],
    ids=["bracket", "quotes", "table twice", "unknown kind", "not a table", "code is a number", "code is blank"],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(small_root: Path, text: str, key: str) -> None:
    assert_says_where_and_how(refused(small_root, text), key)


def test_a_file_nested_without_end_is_refused_not_a_crash(small_root: Path) -> None:
    assert refused(small_root, "a = " + "[" * 5000).file == OWN


def test_a_file_saved_by_notepad_with_a_byte_order_mark_is_read(small_root: Path) -> None:
    assert "probe" in load([Definitions(OWN, "\ufeff" + indicator())], small_root).indicators
