"""An indicator written back as its definition reads as the same indicator."""

import json
import tomllib
from dataclasses import replace

from desktop.catalogue import Catalogue, Definitions, load
from desktop.catalogue.written import canonical, definition_of, toml_table, toml_value


def test_every_built_in_indicator_comes_back_the_same(catalogue: Catalogue) -> None:
    """Under another name and label, for its own is taken."""
    text = "\n".join(
        toml_table(f"indicators.again_{name}", {**definition_of(one), "label": f"又 {one.label}"})
        for name, one in catalogue.indicators.items()
    )
    again = load([Definitions("again.toml", text)])
    for name, one in catalogue.indicators.items():
        found = again.indicators[f"again_{name}"]
        assert replace(found, name=name, label=one.label, file=one.file, version=one.version) == one
        assert canonical(replace(found, label=one.label)) == canonical(one)


def test_numbers_yes_and_no_and_dates_are_written_as_they_are_read() -> None:
    own = """
[indicators.a]
label = "大额处罚数"
section = "执法"
unit = "件"
ledger = "penalty_case"
measure = "count"
where = { fine = { min = 1000.5, max = 20000 }, decided_on = { not_before = "filed_on" } }
"""
    catalogue = load([Definitions("own.toml", own)])
    found = json.loads(canonical(catalogue.indicators["a"]))
    assert found["where"] == {"fine": {"min": 1000.5, "max": 20000}, "decided_on": {"not_before": "filed_on"}}
    assert found["when"] == "decided_on"


def test_text_with_quotes_and_controls_stays_toml() -> None:
    text = 'a"b\\c\n\x7f\t结'
    assert tomllib.loads(toml_table("t", {"x.y": [text, {"k": text}]})) == {"t": {"x.y": [text, {"k": text}]}}
    assert toml_value(True) == "true"


def test_what_tags_have_and_lack_stands_in_one_table() -> None:
    own = """
[indicators.a]
label = "只罚款的处罚数"
section = "执法"
unit = "件"
ledger = "penalty_case"
measure = "count"
where = { penalty_kinds = { has = ["罚款", "警告"], lacks = "责令停产停业", needed = true } }
"""
    one = load([Definitions("own.toml", own)]).indicators["a"]
    kinds = {"has": ["罚款", "警告"], "lacks": "责令停产停业", "needed": True}
    assert json.loads(canonical(one))["where"] == {"penalty_kinds": kinds}
    text = toml_table("indicators.b", {**definition_of(one), "label": "又一个"})
    again = load([Definitions("b.toml", text)]).indicators["b"]
    assert again.where == one.where
    assert all(condition.path.demanded for condition in again.where)
