"""What the start of the window and of the command line does not wait for."""

import subprocess
import sys
from importlib import import_module

from desktop.cli.running import COMMANDS
from desktop.program import program_root

SLOW = ("openpyxl", "xlsxwriter", "docx", "sqlite_utils", "stdnum", "desktop.demo")


def imported_by(asked: str, *looked_for: str) -> list[str]:
    """What of `looked_for` a fresh interpreter has imported after some imports."""
    script = f"import sys\n{asked}\nprint(*(one for one in {looked_for} if one in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=program_root(), capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.split()


def names_in(module: str) -> list[str]:
    return [str(one.name) for one in import_module(f"desktop.cli.{module}").COMMANDS]


def test_the_frame_of_the_window_is_painted_before_anything_of_the_log_is_imported() -> None:
    assert imported_by("import desktop.cli, desktop.gui.opening", "desktop.catalogue", "desktop.store") == []


def test_a_command_does_not_import_the_others() -> None:
    asked = "from desktop.cli.running import taizhang\ntaizhang.get_command(None, 'list')"
    assert imported_by(asked, "desktop.cli.draft", "desktop.cli.importing", "desktop.report") == []


def test_every_command_stands_in_the_help_once() -> None:
    found = {name: module for module in set(COMMANDS.values()) for name in names_in(module)}
    assert found == COMMANDS


def test_what_is_slow_to_import_is_imported_when_it_is_needed() -> None:
    asked = "import desktop.cli, desktop.gui.app, desktop.gui.pages.today"
    assert imported_by(asked, *SLOW) == []
