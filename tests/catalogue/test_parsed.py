"""The cache of parsed definitions: it never says anything that the files do not say."""

import os
import shutil
import time
from pathlib import Path

import pytest

from desktop.catalogue import DefinitionError, load
from desktop.catalogue.parsed import CACHE_NAME, Table, definition_tables
from desktop.program import program_root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "program"
    for folder in ("resources/ledgers", "resources/deadlines", "resources/calendar", "seeds/codes"):
        shutil.copytree(program_root() / folder, made / folder)
    return made


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def names(tables: dict[Path, Table]) -> list[str]:
    return [file.name for file in tables]


def label(tables: dict[Path, Table], file: Path) -> object:
    return tables[file]["label"]


def test_kept_tables_are_those_of_the_files_in_the_same_order(root: Path, cache: Path) -> None:
    read, kept_before = definition_tables(root), definition_tables(root, cache)
    kept = definition_tables(root, cache)
    assert (cache / CACHE_NAME).is_file()
    assert read == kept_before == kept
    assert [list(table) for table in read.values()] == [list(table) for table in kept.values()]
    assert names(read) == names(kept)


def test_kept_tables_spare_the_parsing(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    definition_tables(root, cache)
    monkeypatch.setattr("desktop.catalogue.parsed.tomllib.loads", lambda _text: pytest.fail("parsed again"))
    assert definition_tables(root, cache)


def test_tables_that_the_program_brought_along_are_used_and_nothing_is_written(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = definition_tables(root, root)
    monkeypatch.setattr("desktop.catalogue.parsed.tomllib.loads", lambda _text: pytest.fail("parsed again"))
    assert definition_tables(root, cache) == read
    assert not cache.exists()


def test_a_changed_file_is_read_though_its_size_and_time_are_the_same(root: Path, cache: Path) -> None:
    file = root / "resources" / "ledgers" / "training.toml"
    before = label(definition_tables(root, cache), file)
    text, times = file.read_text(encoding="utf-8"), file.stat()
    file.write_text(text.replace(f'label = "{before}"', f'label = "{str(before)[::-1]}"', 1), encoding="utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert file.stat().st_size == times.st_size
    assert label(definition_tables(root, cache), file) == str(before)[::-1]
    assert label(definition_tables(root, cache), file) == str(before)[::-1]


def test_a_file_that_came_or_went_is_noticed(root: Path, cache: Path) -> None:
    definition_tables(root, cache)
    file = root / "resources" / "ledgers" / "training.toml"
    moved = file.rename(file.with_name("zz_training.toml"))
    assert "zz_training.toml" in names(definition_tables(root, cache))
    moved.unlink()
    assert "zz_training.toml" not in names(definition_tables(root, cache))


@pytest.mark.parametrize("spoil", [
    lambda content: b"", lambda content: content[:-20], lambda content: content.replace(b"\n[", b"\n {", 1),
    lambda content: content[:200] + b"\xff" + content[201:], lambda content: b"0" * 64 + content[64:],
    lambda content: content.replace("检查".encode(), "查检".encode()), lambda content: b"\n\n",
])  # fmt: skip
def test_a_damaged_cache_is_not_believed_and_is_made_anew(spoil, root: Path, cache: Path) -> None:  # type: ignore[no-untyped-def]
    whole = definition_tables(root, cache)
    file = cache / CACHE_NAME
    content = file.read_bytes()
    spoiled = spoil(content)
    assert spoiled != content
    file.write_bytes(spoiled)
    assert definition_tables(root, cache) == whole
    assert file.read_bytes() == content


def test_without_a_folder_to_write_in_everything_is_read(root: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    assert definition_tables(root, blocked) == definition_tables(root, blocked / "below") == definition_tables(root)
    in_the_way = tmp_path / "folder"
    (in_the_way / CACHE_NAME / "x").mkdir(parents=True)
    assert definition_tables(root, in_the_way) == definition_tables(root)
    assert [one.name for one in in_the_way.iterdir()] == [CACHE_NAME]


def test_what_json_cannot_hold_is_not_kept(root: Path, cache: Path) -> None:
    file = root / "resources" / "ledgers" / "training.toml"
    file.write_text(f"at = 2025-01-01T08:00:00\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    for _ in range(2):
        assert definition_tables(root, cache)[file]["at"].year == 2025  # type: ignore[attr-defined]
    assert not (cache / CACHE_NAME).exists()


def test_a_mistake_in_a_file_is_said_every_time(root: Path, cache: Path) -> None:
    definition_tables(root, cache)
    (root / "resources" / "ledgers" / "training.toml").write_text("label = ", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(DefinitionError) as caught:
            definition_tables(root, cache)
        assert caught.value.file == "training.toml"


def test_the_program_s_own_definitions_are_kept_in_the_cache_folder(cache_folder: Path) -> None:
    first = load()
    kept = cache_folder / "应急台账" / CACHE_NAME
    assert kept.is_file()
    written = kept.stat().st_mtime_ns
    time.sleep(0.01)
    assert load().ledgers == first.ledgers
    assert kept.stat().st_mtime_ns == written
