"""F8 through what is wrong or missing, without Qt: it goes on from where it stood, also when that was mended."""

from collections.abc import Sequence

from desktop.gui.forms.presenter import Trouble


class Walk:
    """Remembers where it stands."""

    def __init__(self) -> None:
        self._at: tuple[object, ...] | None = None
        self._place = -1

    def step(self, troubles: Sequence[Trouble], by: int) -> Trouble | None:
        """The next or the previous one, round and round; None where there is nothing left."""
        if not troubles:
            return None
        spots = [_spot(one) for one in troubles]
        if self._at in spots:
            place = spots.index(self._at) + by
        elif self._place < 0:
            place = 0 if by > 0 else -1
        else:
            # It was mended: what came after it stands in its place now.
            place = self._place if by > 0 else self._place - 1
        self._place = place % len(troubles)
        self._at = spots[self._place]
        return troubles[self._place]


def _spot(one: Trouble) -> tuple[object, ...]:
    return one.field, one.row, one.rows.key if one.rows else None
