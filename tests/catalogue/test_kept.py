"""The kept catalogue: it never says anything that the files do not say."""

import os
import pickle
import shutil
import time
from pathlib import Path
from zlib import crc32

import pytest

from desktop.catalogue import Catalogue, DefinitionError, Definitions, kept, load
from desktop.catalogue.fields import FIELD_TYPES
from desktop.program import program_root

OWN = Definitions("own.toml", '[codes.tier]\n"特别高" = "special"\n')


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "program"
    for folder in ("resources/ledgers", "resources/deadlines", "resources/calendar", "seeds/codes"):
        shutil.copytree(program_root() / folder, made / folder)
    return made


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on no definition file is parsed, and none is checked."""
    for what in ("parsed.parse_toml", "building.build"):
        monkeypatch.setattr(f"desktop.catalogue.{what}", lambda *_: pytest.fail("read again"))


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{kept.ENDING}"))


def content_of(catalogue: Catalogue) -> list[object]:
    parts = ("ledgers", "indicators", "outlines", "deadlines", "codes", "returns")
    return [list(getattr(catalogue, one).items()) for one in parts]


def test_what_was_kept_is_what_the_files_say_in_the_same_order(cache: Path) -> None:
    built, read = load(cache=cache), load(cache=cache)
    assert content_of(read) == content_of(built)
    years = range(2020, 2027)
    assert [read.calendar.is_known(year) for year in years] == [built.calendar.is_known(year) for year in years]


def test_what_is_one_thing_stays_one_thing(cache: Path) -> None:
    load(cache=cache)
    read = load(cache=cache)
    returned = [one for form in read.returns.values() for one in form.indicators.values()]
    counted = [one for one in (*read.indicators.values(), *returned) if one.ledger]
    assert returned
    assert all(one.ledger is read.ledgers[one.ledger.name] for one in counted if one.ledger)
    fields = [field for ledger in read.ledgers.values() for field in ledger.fields.values()]
    assert all(field.type is FIELD_TYPES[field.type.name] for field in fields)


def test_a_start_that_finds_a_kept_catalogue_reads_no_definition(cache: Path, request: pytest.FixtureRequest) -> None:
    load(cache=cache)
    request.getfixturevalue("nothing_is_read")
    assert load(cache=cache).outlines["default"].sections


def test_one_that_the_program_brought_along_is_used_and_nothing_is_written(
    root: Path, cache: Path, request: pytest.FixtureRequest
) -> None:
    built = load(root=root, cache=root)
    request.getfixturevalue("nothing_is_read")
    assert content_of(load(root=root, cache=cache)) == content_of(built)
    assert not cache.exists()


def test_the_installed_program_has_no_sources_and_still_finds_what_it_brought_along(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    load(root=root, cache=root)
    request.getfixturevalue("nothing_is_read")
    monkeypatch.setattr(kept, "__file__", str(root / "archive" / "kept.pyc"))
    assert load(root=root, cache=cache).ledgers
    assert not cache.exists()


def test_a_changed_file_is_read_though_its_size_and_time_are_the_same(root: Path, cache: Path) -> None:
    file = root / "resources" / "ledgers" / "training.toml"
    before = load(root=root, cache=cache).ledgers["training"].label
    text, times = file.read_text(encoding="utf-8"), file.stat()
    file.write_text(text.replace(f'label = "{before}"', f'label = "{before[::-1]}"', 1), encoding="utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert file.stat().st_size == times.st_size
    for _ in range(2):
        assert load(root=root, cache=cache).ledgers["training"].label == before[::-1]


def test_a_file_that_came_or_went_is_noticed(root: Path, cache: Path) -> None:
    load(root=root, cache=cache)
    file = root / "resources" / "deadlines" / "zz_own.toml"
    file.write_text('[own_rule]\nlabel = "自查"\nledger = "enforcement_check"\n', encoding="utf-8")
    with pytest.raises(DefinitionError):
        load(root=root, cache=cache)
    file.unlink()
    assert load(root=root, cache=cache).deadlines


def test_other_code_reads_the_files_anew(cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    load(cache=cache)
    monkeypatch.setattr(kept, "__file__", str(tmp_path / "kept.py"))
    (tmp_path / "kept.py").write_text("# the next version\n", encoding="utf-8")
    load(cache=cache)
    assert len(files_in(cache)) == 2


def test_the_bureau_s_own_definitions_are_kept_beside_the_built_in_ones(
    cache: Path, request: pytest.FixtureRequest
) -> None:
    alone, own = load(cache=cache), load([OWN], cache=cache)
    assert own.codes["tier"] != alone.codes["tier"]
    request.getfixturevalue("nothing_is_read")
    assert content_of(load([OWN], cache=cache)) == content_of(own)
    assert content_of(load(cache=cache)) == content_of(alone)


def test_new_definitions_of_the_bureau_do_not_make_the_built_in_ones_be_parsed_again(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(cache=cache)
    monkeypatch.setattr("desktop.catalogue.parsed.parse_toml", lambda *_: pytest.fail("parsed again"))
    assert "特别高" in str(load([OWN], cache=cache).codes["tier"])


def test_the_folder_does_not_grow(cache: Path) -> None:
    for number in range(kept.MOST + 3):
        load([Definitions(f"own{number}.toml", OWN.text)], cache=cache)
    assert len(files_in(cache)) == kept.MOST


@pytest.mark.parametrize("spoil", [
    lambda content: b"", lambda content: content[:-20], lambda content: content.replace(b"\n", b"", 1),
    lambda content: content[:2000] + b"\xff" + content[2001:], lambda content: b"0" * 8 + content[8:],
    lambda content: content.replace("检查".encode(), "查检".encode()), lambda content: b"\n\n",
])  # fmt: skip
def test_a_damaged_file_is_not_believed_and_is_made_anew(spoil, root: Path, cache: Path) -> None:  # type: ignore[no-untyped-def]
    whole = content_of(load(root=root, cache=cache))
    (file,) = files_in(cache)
    content = file.read_bytes()
    spoiled = spoil(content)
    assert spoiled != content
    file.write_bytes(spoiled)
    assert content_of(load(root=root, cache=cache)) == whole
    assert file.read_bytes() == content


class _Harm:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (os.environ["HARM"],)


def test_a_file_that_somebody_made_runs_nothing(
    root: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARM", str(tmp_path / "harm"))
    load(root=root, cache=cache)
    (file,) = files_in(cache)
    body = pickle.dumps({"texts": _Harm()})
    file.write_bytes(b"%08x\n" % crc32(body) + body)  # a sum that fits: whoever can write the file can add it up
    assert load(root=root, cache=cache).ledgers
    assert not (tmp_path / "harm").exists()
    pickle.loads(body)
    assert (tmp_path / "harm").exists()


def test_without_a_folder_to_write_in_everything_is_read(root: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    whole = content_of(load(root=root))
    assert content_of(load(root=root, cache=blocked)) == content_of(load(root=root, cache=blocked / "below")) == whole


def test_a_folder_in_the_file_s_place_is_left_alone(root: Path, cache: Path) -> None:
    load(root=root, cache=cache)
    (file,) = files_in(cache)
    file.unlink()
    (file / "x").mkdir(parents=True)
    assert load(root=root, cache=cache).ledgers
    assert list(cache.iterdir()) == [file]


def test_a_mistake_in_a_file_is_said_every_time(root: Path, cache: Path) -> None:
    load(root=root, cache=cache)
    (root / "resources" / "ledgers" / "training.toml").write_text("label = ", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(DefinitionError) as caught:
            load(root=root, cache=cache)
        assert caught.value.file == "training.toml"


def test_the_program_s_own_catalogue_is_kept_in_the_cache_folder(cache_folder: Path) -> None:
    load()
    found = {file: file.stat().st_mtime_ns for file in files_in(cache_folder / "应急台账")}
    assert found
    time.sleep(0.01)
    load()
    assert {file: file.stat().st_mtime_ns for file in files_in(cache_folder / "应急台账")} == found
