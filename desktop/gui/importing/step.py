"""What the steps of an import have in common."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.gui.importing.desk import ImportDesk

if TYPE_CHECKING:
    from desktop.gui.window import Window


class StepView(QWidget):
    """One step; it shows what the desk knows and hands on what the person does."""

    guidance = ""
    """A line over the step: what it is for."""

    def __init__(self, window: "Window", desk: ImportDesk) -> None:
        super().__init__()
        self.window_, self.theme, self.desk = window, window.theme, desk
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, self.theme.px("s2"), 0, 0)
        self.column.setSpacing(self.theme.px("s2"))

    def show_state(self) -> None:
        """Show what is known now."""

    def note(self) -> tuple[str, str]:
        """What stands beside the buttons below, and its role."""
        return "", "hint"

    def blocked(self) -> str:
        """Why there is no next step; empty where there is one."""
        return ""

    def finish(self) -> bool:
        """Take what is still being typed, before another step is shown; False where it cannot be taken."""
        return True

    def entered(self) -> None:
        """The step came to the front: the cursor goes to its work."""
        self.setFocus()


class StepStack(QStackedWidget):
    """The steps, one in front. A scroll area around takes the wished height of what it holds for the least one.

    The tables of the steps scroll by themselves, so what is wished here is no more than what is needed.
    """

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """No: else the wished height of every wrapped sentence would count."""
        return False

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The least."""
        return self.minimumSizeHint()

    def bring_up(self, view: StepView) -> None:
        """Show a step; only this one says how much room there must be."""
        for one in self.findChildren(StepView, options=Qt.FindChildOption.FindDirectChildrenOnly):
            policy = QSizePolicy.Policy.Preferred if one is view else QSizePolicy.Policy.Ignored
            one.setSizePolicy(policy, policy)
        self.setCurrentWidget(view)
