"""What was decided about findings of the draft check: left as they are, with the reason. The change log keeps it.

Of a draft only the figure itself goes into the change log: what stands there can never be taken out again, and a
draft may say more than it should. Its sentence is known by a fingerprint.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.catalogue import Refusal
from desktop.catalogue.normalise import single_line
from desktop.store import changes
from desktop.store.changes import Change
from desktop.store.log import Log

FINDING = "_finding"
"""Under this name the change log tells what was decided about a finding."""
LONGEST_QUOTE = 40


@dataclass(frozen=True)
class Decision:
    """A finding that is left as it is."""

    key: str
    """The finding: its sentence, place and kind, as a fingerprint."""
    quote: str
    expected: str
    """What was held against it at that time."""
    reason: str
    person: str
    at: str
    """UTC."""


class Decisions:
    """The decisions that a log holds."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def standing(self) -> Mapping[str, Decision]:
        """By finding, what is left as it is; what was raised again is not among them."""
        found: dict[str, Decision] = {}
        rows = self._log.query(
            "SELECT record, action, after, reason, person, at FROM _change WHERE ledger = ? ORDER BY seq", (FINDING,)
        )
        for key, action, after, reason, person, at in rows:
            if action == "dismiss":
                told = json.loads(after)
                found[key] = Decision(key, told.get("quote", ""), told.get("expected", ""), reason or "", person, at)
            else:
                found.pop(key, None)
        return found

    def leave(self, findings: Sequence[tuple[str, str, str]], reason: str) -> None:
        """Leave the findings of one place as they are (key, quote, what is expected), and say why."""
        if not single_line(reason):
            raise Refusal("不改要写明理由，再校核时才知道为什么。")
        self._write(
            [
                Change(FINDING, key, "dismiss", {}, {"quote": quote[:LONGEST_QUOTE], "expected": expected})
                for key, quote, expected in findings
            ],
            reason,
        )

    def raise_again(self, keys: Sequence[str]) -> None:
        """Take decisions back: the findings are open again."""
        standing = self.standing()
        self._write(
            [
                Change(FINDING, key, "reopen", {"quote": one.quote, "expected": one.expected}, {})
                for key in keys
                if (one := standing.get(key))
            ],
            None,
        )

    def _write(self, made: Sequence[Change], reason: str | None) -> None:
        author = self._log.author(reason)
        with self._log.transaction():
            changes.append(self._log.connection, author, made)
