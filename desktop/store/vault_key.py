"""The open vault's key: in memory only, and only for some minutes after it was last used."""

import time
from collections.abc import Callable

IDLE_SECONDS = 300
"""After this time without use the vault is locked again."""


class VaultKey:
    """Holds the data key while the vault is open. Python cannot wipe memory: the key is merely let go."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        # The wall clock goes on while a notebook sleeps. Set back, it locks.
        self.clock = clock
        self._key: bytes | None = None
        self._used_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether texts can be read and written now; asking is no use of the key."""
        if self._key is not None and not 0 <= self.clock() - self._used_at <= IDLE_SECONDS:
            self.lock()
        return self._key is not None

    def get(self) -> bytes | None:
        """The key where the vault is open; the time until it locks begins anew."""
        if self.is_open:
            self._used_at = self.clock()
        return self._key

    def open(self, key: bytes) -> None:
        """Hold the key."""
        self._key, self._used_at = key, self.clock()

    def lock(self) -> None:
        """Let it go."""
        self._key = None
