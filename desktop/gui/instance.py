"""One window for a file: two programs with drafts of the same records would only confuse."""

from pathlib import Path

from PySide6.QtCore import QLockFile


class InstanceLock:
    """A lock beside a data file. A lock whose program has died is taken over."""

    def __init__(self, file: Path) -> None:
        self._lock = QLockFile(str(file.with_name(f".{file.name}.lock")))
        self._lock.setStaleLockTime(0)

    def take(self) -> bool:
        """Whether the file is ours now; in a folder that cannot be written there is nothing to lock."""
        return self._lock.tryLock(0) or self._lock.error() == QLockFile.LockError.PermissionError

    def owner(self) -> str:
        """Who holds it, as far as the lock tells: the computer's name."""
        found = self._lock.getLockInfo()
        return str(found[2]) if found and found[0] else ""

    def release(self) -> None:
        """Let the next one in."""
        self._lock.unlock()
