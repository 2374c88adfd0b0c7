"""What every page has: a place in the rail, a refresh when records change, keys of its own."""

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop.gui.window import Window


class Page(QWidget):
    """One page. It is made with the window, shows nothing until it is first shown, and refreshes when shown."""

    name = ""
    """Stable name, for settings and screenshots: today, ledgers, figures, report, check, data, settings."""
    title = ""
    """The word in the rail."""
    icon = ""

    def __init__(self, window: "Window") -> None:
        super().__init__()
        self.setObjectName("page")
        self.window_ = window
        self.session = window.session
        self.theme = window.theme

    def refresh(self, changed: set[str] | None = None) -> None:
        """Show the present state; `changed` names the ledgers concerned, None means everything."""

    @property
    def help_name(self) -> str:
        """What F1 asks the help for: the page's name, and after a slash what of it is in front."""
        return self.name

    @property
    def busy(self) -> bool:
        """Whether something that the page is to show is still being worked out."""
        return False

    def actions_of_page(self) -> list[QAction]:
        """Actions for the menu 记录 while the page is in front."""
        return []

    def search(self) -> None:
        """Ctrl+F: put the cursor into the page's search box."""

    def print_(self) -> None:
        """Ctrl+P: print what the page shows."""
        self.session.said.emit("这一页不能打印；可打印的是台账列表", False)

    @property
    def ledger_name(self) -> str:
        """The ledger in front, of which Ctrl+N makes a new record; empty where the page has none."""
        return ""

    def standing(self) -> object:
        """What is to be found again when the page is made anew, as after a change of the text size."""
        return None

    def stand_again(self, standing: Any) -> None:
        """Show what `standing` gave."""

    def take_back(self) -> bool:
        """Ctrl+Z: take back what is not in the log yet; False where the log's last action is meant."""
        return False

    def do_again(self) -> bool:
        """Ctrl+Y: likewise, what was taken back."""
        return False

    def copy_totals(self) -> None:
        """复制合计 in the status bar, beside the sums that the page said."""

    def status_text(self) -> str:
        """What the left of the status bar says while the page is in front."""
        return ""

    def foot_height(self) -> int:
        """Pixels at the bottom that hold commands: a toast stays above them."""
        return 0

    def can_leave(self) -> bool:
        """Whether the page may be left now; a form keeps its draft and returns True."""
        return True
