"""Half-typed forms in the log, without Qt: kept every few seconds, offered again, dropped once saved."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import uuid4

from desktop.catalogue import Ledger
from desktop.catalogue.masking import without_secrets
from desktop.gui.forms.checks import Checks
from desktop.gui.forms.earlier import Typed
from desktop.gui.forms.presenter import Presenter
from desktop.store import Log, pending
from desktop.store.pending import Pending
from desktop.store.suggestions import Suggestions

_STATE = "state"


class Keeper:
    """Keeps one form's state under one key."""

    def __init__(self, presenter: Presenter, key: str | None = None) -> None:
        self._presenter = presenter
        self.key = key or f"form:{presenter.ledger.name}:{presenter.id or uuid4()}"
        self._kept: Typed | None = None

    def keep(self, patience: int = 0) -> bool:
        """Keep what stands there, if it differs from what was kept; whether something was written.

        Another writer is waited for so many milliseconds; `Refusal` where it takes longer.
        """
        presenter = self._presenter
        state = presenter.state()
        if presenter.log.read_only or not presenter.dirty or state == self._kept:
            return False
        typed = {_STATE: json.dumps(without_secrets(state), ensure_ascii=False)}
        now = f"{datetime.now():%Y-%m-%d %H:%M}"
        with presenter.log.waiting(patience):
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


@dataclass(frozen=True)
class Waiting:
    """A draft as it is offered again."""

    draft: Pending
    what: str
    """执法检查 JC-77，2025-11-21，青川恒泰化工有限公司."""
    when: str
    """今天 14:32, else 11月20日 14:32."""


def waiting(log: Log, today: date, among: Iterable[Pending] | None = None) -> list[Waiting]:
    """Drafts with what can be read of them, newest first; of all ledgers where none are given."""
    drafts = pending.all(log) if among is None else among
    return [
        Waiting(one, _what(log, today, one), _when(one, today))
        for one in drafts
        if one.ledger in log.catalogue.ledgers
    ]


def _what(log: Log, today: date, draft: Pending) -> str:
    presenter = Presenter(log, log.catalogue.ledgers[draft.ledger], today)
    presenter.restore(state_of(draft))
    title, words = Checks(presenter, Suggestions(log)).words_for(presenter.ledger, presenter.stored())
    named = [one for one in (title, words) if one and not (words and one.startswith("没有"))]
    verb = "修改" if draft.record_id else "新增"
    return f"{verb}{presenter.ledger.label.removesuffix('库')}：{'，'.join(named)}"


def _when(draft: Pending, today: date) -> str:
    at = datetime.fromisoformat(draft.kept_at)
    return f"今天 {at:%H:%M}" if at.date() == today else f"{at.month}月{at.day}日 {at:%H:%M}"


def state_of(draft: Pending) -> Mapping[str, object]:
    """What a draft kept, for `Presenter.restore`; empty where it cannot be read."""
    try:
        return cast(Mapping[str, object], json.loads(draft.typed.get(_STATE, "{}")))
    except ValueError:
        return {}
