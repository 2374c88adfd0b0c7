"""What the start of the window and of the command line does not wait for."""

import subprocess
import sys

from desktop.catalogue import program_root

SLOW = ("openpyxl", "xlsxwriter", "docx", "sqlite_utils", "stdnum", "desktop.demo")


def test_what_is_slow_to_import_is_imported_when_it_is_needed() -> None:
    asked = (
        "import sys, desktop.cli, desktop.gui.app, desktop.gui.pages.today\n"
        f"print([one for one in {SLOW} if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=program_root(), capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "[]"
