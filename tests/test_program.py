"""Where the program and its data lie."""

from pathlib import Path

from desktop.program import local_data_folder, program_root


def test_the_default_is_local_never_roaming() -> None:
    environment = {"LOCALAPPDATA": "/l", "APPDATA": "/r", "XDG_DATA_HOME": "/x"}
    assert local_data_folder(environment, "win32") == Path("/l/应急台账")
    assert local_data_folder(environment, "linux") == Path("/x/应急台账")
    assert local_data_folder({}, "darwin", Path("/u")) == Path("/u/Library/Application Support/应急台账")


def test_the_program_brings_its_definitions() -> None:
    assert (program_root() / "resources" / "ledgers").is_dir()
    assert (program_root() / "seeds").is_dir()
