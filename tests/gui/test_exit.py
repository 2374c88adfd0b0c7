"""The program's end: no fault behind it, for what starts it judges its exit status."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.store import Log

BEGIN = """
import sys
from datetime import date
from pathlib import Path
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication
from desktop.gui.guards import dress
from desktop.gui.session import Session
from desktop.gui.theme import Theme
from desktop.gui.window import Window
from desktop.store import Log

app, theme = QApplication([]), Theme.load()
dress(app, theme, Path(sys.argv[1]).parent)
window = Window(Session(Log.open(Path(sys.argv[1]), person="张三"), date(2025, 11, 21)), theme)
"""
COPIED = """
data = QMimeData()
data.setText("青石区")
app.clipboard().setMimeData(data)
"""
STANDING = """
window.show()
window.show_page("figures")
app.processEvents()
"""


@pytest.mark.parametrize("what", [COPIED, STANDING], ids=["after a copy", "with its window still open"])
def test_the_program_ends_without_a_fault(log: Log, what: str) -> None:
    done = subprocess.run([sys.executable, "-c", BEGIN + what, str(log.file)], cwd=Path(__file__).parents[2],
                          timeout=60, check=False, capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
