"""What the check finds: a place, what stands there, what should, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.report.draft.quantity import Quantity


class FindingKind(StrEnum):
    """What does not hold."""

    RATIO = "ratio"
    SUM = "sum"
    ENUMERATION = "enumeration"
    REPEATED = "repeated"
    CHANGE = "change"
    ORDER = "order"
    MISMATCH = "mismatch"
    UNSOURCED = "unsourced"
    LAST_YEAR = "last-year"


class Sureness(StrEnum):
    """确定: scope, subject and period agree and the numbers cannot both be right. 存疑: a person should look."""

    CERTAIN = "确定"
    DOUBTFUL = "存疑"


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold."""

    kind: FindingKind
    sureness: Sureness
    start: int
    end: int
    quote: str
    printed: str
    """What stands there."""
    expected: str
    """What should stand there, as far as it is known."""
    explanation: str
    """A Chinese sentence with the places and the sum."""
    places: tuple[tuple[int, int], ...] = ()
    """The other places that it speaks of."""
    indicator: str = ""
    """The indicator whose rows stand behind the expected value."""

    def to_json(self) -> dict[str, object]:
        """As the command prints it."""
        return {
            "kind": self.kind.value, "sureness": self.sureness.value, "start": self.start, "end": self.end,
            "quote": self.quote, "printed": self.printed, "expected": self.expected, "explanation": self.explanation,
        }  # fmt: skip


def about(
    one: Quantity, kind: FindingKind, certain: bool, expected: str, explanation: str,
    others: Sequence[Quantity] = (), indicator: str = "",
) -> Finding:  # fmt: skip
    """A finding at a figure."""
    return Finding(
        kind, Sureness.CERTAIN if certain else Sureness.DOUBTFUL, one.start, one.end, one.quote, one.quote, expected,
        explanation, tuple((each.start, each.end) for each in others), indicator,
    )  # fmt: skip
