"""Where the program and its data lie."""

from pathlib import Path

import pytest

from desktop.program import cache_folder, local_data_folder, program_root


def test_the_default_is_local_never_roaming() -> None:
    environment = {"LOCALAPPDATA": "/l", "APPDATA": "/r", "XDG_DATA_HOME": "/x"}
    assert local_data_folder(environment, "win32") == Path("/l/应急台账")
    assert local_data_folder(environment, "linux") == Path("/x/应急台账")
    assert local_data_folder({}, "darwin", Path("/u")) == Path("/u/Library/Application Support/应急台账")


def test_the_program_brings_its_definitions() -> None:
    assert (program_root() / "resources" / "ledgers").is_dir()
    assert (program_root() / "seeds").is_dir()


def test_the_cache_folder_is_the_system_s_own_kind(tmp_path: Path) -> None:
    assert cache_folder({}, "linux", tmp_path) == tmp_path / ".cache" / "应急台账"
    assert cache_folder({"XDG_CACHE_HOME": "/x"}, "linux", tmp_path) == Path("/x/应急台账")
    assert cache_folder({}, "darwin", tmp_path) == tmp_path / "Library" / "Caches" / "应急台账"
    local = {"LOCALAPPDATA": str(tmp_path / "local")}
    assert cache_folder(local, "win32", tmp_path) == tmp_path / "local" / "应急台账" / "cache"


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    assert cache_folder() is None
