"""A form's way to the identities of reporting persons: the bar is made when it is first needed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.gui.forms.presenter import Presenter
from desktop.gui.jobs import Jobs
from desktop.gui.session import Session
from desktop.gui.theme import Theme

if TYPE_CHECKING:
    from desktop.gui.forms.identity_bar import IdentityBar
    from desktop.gui.pages.page import Page


class Identities:
    """Asks for password and reason over one page."""

    def __init__(
        self, page: "Page", theme: Theme, session: Session, jobs: Jobs, erased: Callable[[], object]
    ) -> None:
        self._page, self._theme, self._session, self._jobs, self._erased = page, theme, session, jobs, erased
        self._bar: IdentityBar | None = None

    @property
    def bar(self) -> "IdentityBar":
        """Where both are typed; what it imports is slow."""
        if self._bar is None:
            from desktop.gui.forms.identity_bar import IdentityBar  # noqa: PLC0415

            self._bar = IdentityBar(self._page, self._theme, self._session, self._jobs, self._page.foot_height)
            self._bar.erased.connect(self._erased)
        return self._bar

    def reveal(self, presenter: Presenter) -> None:
        """Show the identity of the record in the form, where this machine has it."""
        from desktop.store.vault import Vault  # noqa: PLC0415 - the cryptography is slow to import, and seldom needed

        if presenter.id and Vault(self._session.log).is_elsewhere(presenter.ledger, presenter.id):
            self._session.said.emit("原文在登记它的那台电脑上，这里只有遮盖后的内容", False)
        elif presenter.id:
            self.bar.ask_to_show(presenter.ledger, presenter.id)
