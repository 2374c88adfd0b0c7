"""How sure a result is, to the eye: colour, ground, line."""

from dataclasses import dataclass

from PySide6.QtCore import Qt

from desktop.report.draft.items import Group, Item


@dataclass(frozen=True)
class Tone:
    """Token names of a colour and its ground, and the line below a place."""

    ink: str
    ground: str
    line: Qt.PenStyle
    thick: bool = True


TONES = {
    Group.CERTAIN: Tone("danger", "danger_soft", Qt.PenStyle.SolidLine),
    Group.DOUBTFUL: Tone("warn", "warn_soft", Qt.PenStyle.DashLine),
    Group.UNSOURCED: Tone("ink2", "sunken", Qt.PenStyle.DotLine),
    Group.LACKING: Tone("ink2", "sunken", Qt.PenStyle.NoPen),
    Group.DONE: Tone("accent", "accent_soft", Qt.PenStyle.SolidLine, thick=False),
    Group.AGREES: Tone("ok", "ok_soft", Qt.PenStyle.SolidLine, thick=False),
}


def tone_of(item: Item) -> Tone:
    """The tone of an item."""
    return TONES[item.group]
