"""Half-typed forms in the log, without Qt: kept every few seconds, offered again, dropped once saved."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import cast
from uuid import uuid4

from desktop.catalogue import Ledger
from desktop.gui.forms.presenter import Presenter, Typed
from desktop.store import Log, pending
from desktop.store.pending import Pending

_STATE = "state"


class Keeper:
    """Keeps one form's state under one key."""

    def __init__(self, presenter: Presenter, key: str | None = None) -> None:
        self._presenter = presenter
        self.key = key or f"form:{presenter.ledger.name}:{presenter.id or uuid4()}"
        self._kept: Typed | None = None

    def keep(self) -> bool:
        """Keep what stands there, if it differs from what was kept; whether something was written."""
        presenter = self._presenter
        state = presenter.state()
        if not presenter.dirty or state == self._kept:
            return False
        typed = {_STATE: json.dumps(state, ensure_ascii=False)}
        now = f"{datetime.now():%Y-%m-%d %H:%M}"
        pending.keep(presenter.log, self.key, presenter.ledger, presenter.id, typed, now)
        self._kept = state
        return True

    def drop(self) -> None:
        """The record was saved, or given up."""
        pending.drop(self._presenter.log, self.key)
        self._kept = None


def drafts_for(log: Log, ledger: Ledger, record_id: str | None) -> list[Pending]:
    """Kept drafts of a new record of the ledger, or of the record, newest first."""
    return [one for one in pending.all(log) if one.ledger == ledger.name and one.record_id == record_id]


def state_of(draft: Pending) -> Mapping[str, object]:
    """What a draft kept, for `Presenter.restore`; empty where it cannot be read."""
    try:
        return cast(Mapping[str, object], json.loads(draft.typed.get(_STATE, "{}")))
    except ValueError:
        return {}
