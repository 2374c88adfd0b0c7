"""撤销 in a form: its own steps before a save, and the log's undone saves beneath it."""

from collections.abc import Iterable

from desktop.gui.forms.following import Followed, Follower
from desktop.gui.forms.frame import FormFrame
from desktop.gui.forms.presenter import Presenter, Trouble
from desktop.gui.forms.steps import Place, Steps

_SAID = {Followed.LOOSE: ("未保存", "warn", "这条的登记已撤销，填的内容还在；Ctrl+S 重新登记")}


class Backtrack:
    """Takes back what was done in one form and shows what stands there then."""

    def __init__(self, presenter: Presenter, frame: FormFrame) -> None:
        self._presenter, self._frame = presenter, frame
        self._steps, self._follower = Steps(presenter), Follower(presenter)

    def note(self) -> None:
        """Something may have changed in the form."""
        self._steps.note()

    def back(self) -> bool:
        """Take the last step back; False where there is none."""
        return self._show(self._steps.back())

    def forth(self) -> bool:
        """Do the step again that was taken back; False where there is none."""
        return self._show(self._steps.forth())

    def saved(self) -> None:
        """What was done before a save is taken back in the log."""
        self._steps = Steps(self._presenter)

    def follow(self) -> Followed:
        """The log changed: show what it has now of this record."""
        found = self._follower.follow()
        if found not in (Followed.SAME, Followed.GONE):
            held = self._frame.body.held_in_rows
            self._frame.settle()
            self._frame.body.show_rows()
            if held and self._frame.body.details is not None:
                # The cell in which the cursor stood is gone, and keys would go on to whatever comes next.
                self._frame.body.details.begin()
            self._steps = Steps(self._presenter)
            self._frame.head.say(*_SAID.get(found, ("", "", "")))
        return found

    def _show(self, where: Iterable[Place]) -> bool:
        places = sorted(where, key=str)
        if places:
            self._frame.body.put_all()
            self._frame.body.show_rows()
            self._go_to(places[0])
        return bool(places)

    def _go_to(self, place: Place) -> None:
        """A field of the form has the cursor again; of rows their table has it."""
        kind = next((one for one in self._presenter.kinds if one.key == place[0]), None)
        if kind is None:
            self._frame.body.go_to(Trouble(str(place[0]), ""))
        elif self._frame.body.details is not None:
            self._frame.body.details.stand_in(kind, int(str(place[1])))
