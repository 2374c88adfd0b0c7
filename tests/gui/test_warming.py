"""What the other pages import is there before they are asked for."""

import json
import subprocess
import sys
from pathlib import Path

from desktop.gui.warming import MODULES
from desktop.store import Log

PROGRAM = """
import json, sys
from datetime import date
from pathlib import Path
from PySide6.QtWidgets import QApplication
from desktop.gui.guards import dress
from desktop.gui.session import Session
from desktop.gui.theme import Theme
from desktop.gui.warming import Warming
from desktop.gui.window import PAGES, Window
from desktop.store import Log

app, theme, file = QApplication([]), Theme.load(), Path(sys.argv[1])
dress(app, theme, file.parent)
window = Window(Session(Log.open(file), date(2025, 11, 21)), theme)
window.show()
window.show_page("today")
before = [name for name, (module, _) in PAGES.items() if module in sys.modules]
warming = window.findChildren(Warming)[0]
while not warming.done:
    app.processEvents()
after = [name for name, (module, _) in PAGES.items() if module in sys.modules]
window.leave()
print(json.dumps([before, after, list(PAGES)]))
"""


def test_the_modules_of_every_page_are_there_after_a_while(tmp_path: Path) -> None:
    file = tmp_path / "log.db"
    Log.create(file, person="张三").close()
    command = [sys.executable, "-c", PROGRAM, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    before, after, pages = json.loads(done.stdout.splitlines()[-1])
    assert before == ["today"]
    assert after == pages


def test_each_module_stands_once() -> None:
    assert len(set(MODULES)) == len(MODULES)
