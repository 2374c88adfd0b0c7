"""What is still open in a report: places that must not be printed, parts to write, what changed, what is not used."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.figures import Figure
from desktop.report.text.laying import LaidReport


class Sort(StrEnum):
    """Why a point is open."""

    WRONG = "不能照印"
    UNWRITTEN = "还没有写"
    CHANGED = "数字有变"
    UNUSED = "没有用到的指标"


@dataclass(frozen=True)
class Point:
    """One point: where it is, and what to do."""

    sort: Sort
    text: str
    detail: str = ""
    key: str = ""
    """The paragraph; empty for a figure that stands nowhere."""
    reference: str = ""


def open_points(laid: LaidReport, unused: Sequence[Figure]) -> list[Point]:
    """All open points, the gravest first."""
    points = [Point(Sort.WRONG, one.message, key=one.key) for one in laid.problems()]
    points += [Point(Sort.UNWRITTEN, one.hint, key=one.block.key) for one in laid.unwritten()]
    for one, differing in laid.changed():
        for placed, said in differing:
            points.append(
                Point(Sort.CHANGED, said.figure.indicator.label, f"写时 {placed.seen}，现为 {said.text}",
                      one.block.key, str(placed.reference))
            )  # fmt: skip
    points += [Point(Sort.UNUSED, one.indicator.label, one.text, reference=one.indicator.name) for one in unused]
    return points
