"""One result of a check, as a person works it off: where, both values, why, how sure, what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from desktop.report.draft.correcting import Change, Note
from desktop.report.draft.findings import Finding, FindingKind, Sureness
from desktop.store.decisions import Decision


class Group(StrEnum):
    """How a list orders results."""

    CERTAIN = "确定有误"
    DOUBTFUL = "可能有误"
    UNSOURCED = "台账无出处"
    LACKING = "定稿有而稿中无"
    DONE = "已处理"
    AGREES = "一致"


OPEN = (Group.CERTAIN, Group.DOUBTFUL, Group.UNSOURCED)
"""Groups whose places are marked and numbered."""
GROUP_NOTES = {
    Group.CERTAIN: "与台账或前后的数对不上",
    Group.DOUBTFUL: "口径或截止日不同时会出现",
    Group.UNSOURCED: "请补录，或注明来源",
    Group.LACKING: "定稿写了，这份稿子没有写",
    Group.DONE: "改过的和不改的",
    Group.AGREES: "与台账相同",
}
KIND_TITLES = {
    FindingKind.RATIO: "比率与分子分母不符",
    FindingKind.SUM: "分项与合计不符",
    FindingKind.ENUMERATION: "列举与数目不符",
    FindingKind.REPEATED: "前后不一致",
    FindingKind.CHANGE: "增减与前后的数不符",
    FindingKind.ORDER: "大小关系不对",
    FindingKind.MISMATCH: "与台账不符",
    FindingKind.UNSOURCED: "台账无出处",
    FindingKind.LAST_YEAR: "与上年文字相同",
}


@dataclass(frozen=True)
class Item:
    """One place of the draft and what is said of it; or a figure that the draft lacks, or what was done."""

    group: Group
    number: int
    """In the list and in the margin; 0 where nothing is to be done."""
    title: str
    start: int
    end: int
    printed: str = ""
    expected: str = ""
    reasons: tuple[str, ...] = ()
    """Sentences: the sum, the places, what may have happened."""
    context: str = ""
    """The words around the place."""
    places: tuple[tuple[int, int], ...] = ()
    """The other places that it speaks of."""
    indicator: str = ""
    """Whose rows stand behind the expected value."""
    change: Change | None = None
    """What accepting it writes; None where the right value is not known."""
    findings: tuple[Finding, ...] = ()
    keys: tuple[str, ...] = ()
    decision: Decision | None = None
    earlier: Decision | None = None
    """A decision on another value than today's, which does not stand any more."""
    correction: int | None = None
    """Which of the corrections made it."""
    note: Note | None = None
    """What was found there before."""

    @property
    def against(self) -> str:
        """Whose value the expected one is."""
        named = self.findings[0].indicator if self.findings else self.indicator
        return "台账" if named else "应为"

    @property
    def compared(self) -> str:
        """What was compared, as the check sheet says it."""
        if self.against == "台账":
            return f"台账“{self.title}”"
        return KIND_TITLES[self.findings[0].kind] if self.findings else self.title

    @property
    def sureness(self) -> str:
        """As the check sheet says it."""
        if self.group in OPEN:
            return self.group.value
        if self.note:
            return self.note.sureness
        return group_of(self.findings[0]).value if self.findings else ""

    @property
    def outcome(self) -> str:
        """What was decided."""
        if self.correction is not None:
            return "已改"
        if self.decision is not None:
            return "不改"
        return "" if self.group is Group.AGREES else "未处理"


def group_of(one: Finding) -> Group:
    """Where a list shows a finding that is not decided."""
    if one.kind is FindingKind.UNSOURCED:
        return Group.UNSOURCED
    return Group.CERTAIN if one.sureness is Sureness.CERTAIN else Group.DOUBTFUL


def by_place(items: Iterable[Item]) -> list[Item]:
    """In reading order."""
    return sorted(items, key=lambda one: (one.start < 0, one.start))
