"""The sentence around a figure with all numbers taken out: where the same words stand, the same figure is meant."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.report.draft.reading import Reading

MARK = "#"
_BEFORE, _AFTER = 80, 40
_OPENED = "，,、；;：:。（(“"
_KEY = 2
_CHANGE = re.compile(r"(?:同比|[与比较](?:上年|去年)(?:同期)?(?:相比)?)(?:增长|增加|上升|提高|下降|减少|降低)了?$")
_CHANGED = "同比增减"
"""A change in all ways of writing it: its direction is not what it is the change of."""


@dataclass(frozen=True)
class Frame:
    """The text around a figure, numbers masked; `before` runs backwards from the figure."""

    before: str
    after: str

    @property
    def key(self) -> str:
        """By which frames that can be alike are found."""
        return self.before[:_KEY]


def frames(reading: Reading) -> Iterator[Frame]:
    """The frame of each figure of a text."""
    masked, places = _masked(reading)
    for start, end in places:
        line = masked.rfind("\n", 0, start) + 1
        stop = masked.find("\n", end)
        before = masked[max(line, start - _BEFORE) : start]
        after = masked[end : min(end + _AFTER, stop if stop >= 0 else len(masked))]
        yield Frame(before[::-1], after)


def _masked(reading: Reading) -> tuple[str, list[tuple[int, int]]]:
    """The text with a mark for every figure, and where the marks stand."""
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    position = length = 0
    for one in reading.quantities:
        between = _CHANGE.sub(_CHANGED, reading.text[position : one.start])
        pieces += [between, MARK]
        places.append((length + len(between), length + len(between) + 1))
        length += len(between) + 1
        position = one.end
    pieces.append(reading.text[position:])
    return "".join(pieces), places


def _common(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def own_words(frame: Frame) -> int:
    """How far back the words of the figure's own clause reach; of a bare 同比增加, those of the figure before it."""
    reach = _clause(frame.before, 0)
    if frame.before[:reach] == _CHANGED[::-1] and frame.before[reach + 1 : reach + 2] == MARK:
        return _clause(frame.before, reach + 2)
    return reach


def _clause(before: str, start: int) -> int:
    for place in range(start, len(before)):
        if before[place] in _OPENED or before[place] == MARK:
            return place
    return len(before)


class FrameIndex:
    """The figures of a known text by their frames."""

    def __init__(self, known: Sequence[tuple[Frame, int]]) -> None:
        """`known`: frames, each with the number of what it states."""
        self._by_key: dict[str, list[tuple[Frame, int]]] = {}
        for frame, number in known:
            self._by_key.setdefault(frame.key, []).append((frame, number))

    def find(self, frame: Frame) -> tuple[int, bool] | None:
        """What a figure in these words is, and whether so much of the text is the same that it can be nothing else.

        None where the words are not known, or stand for several figures.
        """
        own = own_words(frame)
        best: list[tuple[int, int]] = []
        for other, number in self._by_key.get(frame.key, ()):
            back = _common(frame.before, other.before)
            if back >= own and own_words(other) == own:
                best.append((back + _common(frame.after, other.after), number))
        best.sort(reverse=True)
        if not best or best[0][0] < max(own, SHORTEST):
            return None
        rivals = {number for score, number in best if score == best[0][0]}
        return (best[0][1], best[0][0] >= own + SURE) if len(rivals) == 1 else None


SURE = 7
"""So many characters beyond the figure's own words leave no doubt."""
SHORTEST = 5
"""Fewer common characters say nothing."""
