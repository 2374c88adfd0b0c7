"""What the form's keys do in its detail rows; nothing, or the record's own, where the form has no rows."""

from collections.abc import Callable

from desktop.gui.forms.body import FormBody
from desktop.gui.forms.detail_table import DetailTable


class RowVerbs:
    """One form's rows and attachments, as its page's actions reach them."""

    def __init__(self, body: FormBody) -> None:
        self._body = body

    @property
    def table(self) -> DetailTable | None:
        """The table in front."""
        return self._body.details.current if self._body.details is not None else None

    def new(self) -> None:
        """Ctrl+回车: to the line of the next row."""
        if self._body.details is not None:
            self._body.details.current_new()

    def copy(self) -> None:
        """Ctrl+D: the present row once more."""
        if self.table is not None:
            self.table.copy_row()

    def step(self, by: int) -> None:
        """Ctrl+PgDn, Ctrl+PgUp: another table of rows."""
        if self._body.details is not None:
            self._body.details.step(by)

    def leave(self) -> bool:
        """Esc closes the open row; False where none is open."""
        return self.table is not None and self.table.leave_row()

    def attach(self) -> None:
        """Ctrl+Shift+P: to the row in which the keyboard is, else to the record."""
        taken = self.table is not None and self.table.choose_files()
        if not taken and self._body.attachments is not None:
            self._body.attachments.choose()

    def paste_files(self) -> bool:
        """Files or a picture on the clipboard, likewise; False where there are none."""
        strip = self._body.attachments
        return (self.table is not None and self.table.paste_files()) or (strip is not None and strip.paste())

    def open_record(self, open_form: Callable[[str, str], object]) -> bool:
        """The whole record behind the present row, for it has more fields than columns; False where none is saved."""
        id_ = self.table.current_record if self.table is not None else None
        if self.table is None or id_ is None:
            return False
        open_form(self.table.kind.ledger, id_)
        return True
