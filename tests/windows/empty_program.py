"""The least that PySide6 can start: what the program's own start is measured against.

It writes the time at which its window was painted into the file that TAIZHANG_PAINTED names.
"""

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class Window(QMainWindow):
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        QTimer.singleShot(0, self._painted)

    def _painted(self) -> None:
        Path(os.environ["TAIZHANG_PAINTED"]).write_text(str(time.time()), encoding="ascii")
        QApplication.quit()


def main() -> int:
    app = QApplication(sys.argv)
    window = Window()
    window.resize(1366, 689)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
