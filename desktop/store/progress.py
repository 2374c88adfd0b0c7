"""How long work tells how far it is; what is told may stop the work by an exception."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Given what is done and the whole, in records; a whole of 0 where nothing is counted yet, as while backing up."""


def no_progress(_done: int, _whole: int) -> None:
    """Nobody waits for news."""
