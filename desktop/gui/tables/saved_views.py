"""A ledger's saved views in the settings of the log: kept, renamed, put in order, dropped. No Qt."""

from dataclasses import replace

from desktop.catalogue import Ledger
from desktop.gui.tables.views import View, read_views, views_text
from desktop.store import Log


class SavedViews:
    """Reads anew each time, for another desk may have changed them; of a read-only log nothing is kept."""

    def __init__(self, log: Log, ledger: Ledger) -> None:
        self._log, self._ledger = log, ledger

    def views(self) -> list[View]:
        """In their order."""
        return read_views(self._log.setting(f"views.{self._ledger.name}"), self._ledger)

    def put(self, view: View) -> None:
        """Add a view at the end, or in place of one of the same name."""
        views = self.views()
        known = view.name in [one.name for one in views]
        self._keep([view if one.name == view.name else one for one in views] if known else [*views, view])

    def remove(self, view: View) -> None:
        """Drop a view."""
        self._keep([one for one in self.views() if one != view])

    def rename(self, view: View, name: str) -> View:
        """The view under its new name, in its old place."""
        named = replace(view, name=name)
        self._keep([named if one == view else one for one in self.views()])
        return named

    def move(self, view: View, step: int) -> None:
        """Further left or right, as far as there are views."""
        views = self.views()
        place = views.index(view) + step if view in views else -1
        if 0 <= place < len(views):
            views.remove(view)
            views.insert(place, view)
            self._keep(views)

    def _keep(self, views: list[View]) -> None:
        if not self._log.read_only:
            self._log.set_setting(f"views.{self._ledger.name}", views_text(views))
