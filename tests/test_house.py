"""Rules of the house, checked on the repository itself."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.catalogue import GROUPS, Catalogue, Field, Ledger
from desktop.program import program_root

ROOT = program_root()
SOURCES = sorted((ROOT / "desktop").rglob("*.py"))
DEFINITIONS = sorted([*(ROOT / "resources").rglob("*.toml"), *(ROOT / "seeds").rglob("*.toml")])
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
ABSOLUTE = re.compile(r"(?<![\w.:/])/(?:work|root|home|Users|tmp|opt|mnt)/\.?\w|\b[A-Z]:\\{1,2}\w")


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for file in SOURCES:
        yield file.relative_to(ROOT), ast.parse(file.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def assert_label(text: str, what: str) -> None:
    assert CHINESE.search(text), f"{what}: {text!r} is not Chinese"
    assert text == text.strip(), f"{what}: {text!r} has outer spaces"
    assert "\n" not in text, what


def fields(catalogue: Catalogue) -> Iterator[tuple[Ledger, Field]]:
    for ledger in catalogue.ledgers.values():
        for field in ledger.fields.values():
            yield ledger, field


# -------------------------------------------------------------------- source


def test_qt_is_known_to_the_window_only() -> None:
    assert len(SOURCES) > 20
    knowing = [
        str(file)
        for file, tree in modules()
        if file.parts[1] != "gui" and any(name.split(".")[0].startswith("PySide") for name in imported(tree))
    ]
    assert knowing == []


def test_nothing_prints() -> None:
    printing = [
        f"{file}:{node.lineno}"
        for file, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []


def test_the_python_s_own_sqlite_is_not_used() -> None:
    """It is older than the one that is packed, and has the WAL-reset bug."""
    assert [str(file) for file, tree in modules() if "sqlite3" in imported(tree)] == []


def test_nothing_reaches_for_the_network() -> None:
    network = {"socket", "http", "urllib", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "ssl"}
    reaching = [
        (str(file), name) for file, tree in modules() for name in imported(tree) if name.split(".")[0] in network
    ]
    assert [one for one in reaching if one[1] != "urllib.parse"] == []


@pytest.mark.parametrize("folder", ["desktop", "resources", "seeds"])
def test_no_path_of_somebody_s_machine_is_left(folder: str) -> None:
    left = []
    for file in sorted((ROOT / folder).rglob("*")):
        if file.suffix in (".py", ".toml", ".md", ".json", ".csv", ".txt", ".qss", ".svg"):
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                if ABSOLUTE.search(line):
                    left.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert left == []


def test_the_search_for_paths_finds_them() -> None:
    for text in ('open("/root/x/y")', "/root/.cache/y", "see /home/li/z", r"C:\Users\li", "'/tmp/a.db'"):
        assert ABSOLUTE.search(text)
    for text in ("https://example.org/home/x", "resources/tmp/x", "元/吨", "年/月"):
        assert not ABSOLUTE.search(text)


def test_text_files_are_utf8_without_a_byte_order_mark_and_with_plain_line_ends() -> None:
    for file in [*SOURCES, *DEFINITIONS]:
        content = file.read_bytes()
        content.decode("utf-8")
        assert not content.startswith(b"\xef\xbb\xbf"), file
        assert b"\r" not in content, file


# -------------------------------------------------------------------- definitions


def test_every_ledger_and_field_has_a_chinese_label(catalogue: Catalogue) -> None:
    for ledger in catalogue.ledgers.values():
        assert_label(ledger.label, ledger.name)
        assert_label(ledger.help, f"{ledger.name}.help")
        assert_label(ledger.unit, f"{ledger.name}.unit")
        assert SNAKE_CASE.fullmatch(ledger.name)
        assert ledger.group in GROUPS
    for ledger, field in fields(catalogue):
        what = f"{ledger.name}.{field.name}"
        assert_label(field.label, what)
        assert SNAKE_CASE.fullmatch(field.name), what
        for text in (field.section, field.help, field.unit, *field.aliases):
            assert not text or CHINESE.search(text), what
            assert text == text.strip(), what


def test_no_two_ledgers_and_no_two_indicators_share_a_label(catalogue: Catalogue) -> None:
    """`list` and `rows` take the label for the name."""
    for things in (catalogue.ledgers, catalogue.indicators):
        doubles = [label for label, count in Counter(one.label for one in things.values()).items() if count > 1]
        assert doubles == []


def test_no_alias_means_two_fields_of_a_ledger(catalogue: Catalogue) -> None:
    """A heading of an imported table could then land in either."""
    for ledger in catalogue.ledgers.values():
        headings = Counter(
            heading for field in ledger.fields.values() for heading in {field.label, field.name, *field.aliases}
        )
        assert [heading for heading, count in headings.items() if count > 1] == [], ledger.name


def test_every_indicator_is_said_in_chinese(catalogue: Catalogue) -> None:
    for one in catalogue.indicators.values():
        assert SNAKE_CASE.fullmatch(one.name), one.name
        assert_label(one.label, one.name)
        assert_label(one.section, one.name)
        assert one.section.split("/")[0] in GROUPS, one.name
        assert all(part and part == part.strip() for part in one.section.split("/")), one.name
        assert one.unit == "%" or CHINESE.search(one.unit), one.name
        assert one.unit == one.unit.strip(), one.name
        for text in (one.word or "", one.note, one.source):
            assert not text or CHINESE.search(text), one.name


def test_every_built_in_indicator_stands_exactly_once_in_the_report(catalogue: Catalogue) -> None:
    outline = catalogue.outlines["default"]
    named = Counter(name for _, section in outline.walk() for name in section.indicators)
    assert {name: count for name, count in named.items() if count > 1} == {}
    assert sorted(set(catalogue.indicators) - set(named)) == []
    assert set(outline.monthly) <= set(named)


def test_every_outline_is_said_in_chinese_and_no_heading_comes_twice(catalogue: Catalogue) -> None:
    for outline in catalogue.outlines.values():
        assert_label(outline.label, outline.name)
        assert SNAKE_CASE.fullmatch(outline.name)
        for _, section in outline.walk():
            assert_label(section.title, outline.name)
        paths = [path for path, _ in outline.walk()]
        assert len(paths) == len(set(paths))


def test_every_deadline_is_said_in_chinese_and_has_a_source(catalogue: Catalogue) -> None:
    for one in catalogue.deadlines.values():
        assert SNAKE_CASE.fullmatch(one.name)
        assert_label(one.label, one.name)
        assert_label(one.source, one.name)
        assert one.days is None or one.days > 0, one.name
        for text in (one.note, one.verb, one.counts_from, one.counts_to, one.extended_if):
            assert not text or CHINESE.search(text), one.name
            assert text == text.strip(), one.name
        assert one.on or one.note, f"{one.name}: why is it off?"
        assert not one.on or one.verb, f"{one.name}: what is to be done about it?"
        assert one.valid_from is None or one.valid_to is None or one.valid_from < one.valid_to, one.name


def test_every_choice_has_an_english_name_and_one_chinese_term(catalogue: Catalogue) -> None:
    lists = {f"codes.{name}": terms for name, terms in catalogue.codes.items()}
    lists |= {f"{ledger.name}.{field.name}": field.choices for ledger, field in fields(catalogue)}
    for where, terms in lists.items():
        assert len(set(terms.values())) == len(terms), where
        for name, term in terms.items():
            assert SNAKE_CASE.fullmatch(name), f"{where}.{name}"
            assert term == term.strip(), f"{where}.{name}"
            assert not re.search("[a-z]", term), f"{where}.{name}"
            assert not set("、；;，") & set(term), f"{where}.{name} would be parted when it is typed as a tag"


def test_every_code_table_is_used(catalogue: Catalogue) -> None:
    definitions = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "resources").rglob("*.toml"))
    for name in catalogue.codes:
        assert re.search(rf'(codes|suggest) = "{name}"', definitions), name


def test_a_register_s_dates_are_kept_in_order(catalogue: Catalogue) -> None:
    for ledger in catalogue.ledgers.values():
        if ledger.active:
            first, last = ledger.active
            assert first != last, ledger.name
            assert ledger.fields[last].not_before in (None, first), ledger.name


def test_a_ledger_that_others_link_to_has_keys_to_be_named_by(catalogue: Catalogue) -> None:
    keyless = {
        field.ledger for _, field in fields(catalogue) if field.ledger and not catalogue.ledgers[field.ledger].keys
    }
    assert keyless == set()


def test_no_record_is_named_by_a_link(catalogue: Catalogue) -> None:
    """Its title would be an id."""
    assert [one.name for one in catalogue.ledgers.values() if one.fields[one.title].ledger] == []


def test_no_two_test_modules_have_the_same_name() -> None:
    """pytest imports them by their bare names, and takes the second for the first."""
    names = [file.name for file in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
