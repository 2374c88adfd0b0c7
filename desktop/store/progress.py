"""How long work tells how far it is; what is told may stop the work by an exception."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Progress = Callable[[int, int], None]
"""Given what is done and the whole, in records; a whole of 0 where nothing is counted yet, as while backing up."""


def no_progress(_done: int, _whole: int) -> None:
    """Nobody waits for news."""


_T = TypeVar("_T")
_TELL_EVERY = 200


def told(items: Iterable[_T], progress: Progress, before: int, whole: int) -> Iterator[_T]:
    """The items, with the news of every two hundredth of them; `before` were done earlier."""
    for done, item in enumerate(items, before):
        if done % _TELL_EVERY == 0:
            progress(done, whole)
        yield item
