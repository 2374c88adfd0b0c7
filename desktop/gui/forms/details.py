"""Which records are logged together with which: the rows under a check, the follow-ups of a case.

That a ledger belongs to another follows from its link fields; this table says which of them a form shows, with
which columns, and what a row takes over from its parent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from desktop.catalogue import Catalogue, Ledger


@dataclass(frozen=True)
class Rows:
    """Detail rows of one ledger in the form of another."""

    ledger: str
    link: str
    """Field of the row that names the parent."""
    columns: tuple[str, ...]
    carry: Mapping[str, str] = field(default_factory=dict)
    """Field of the row by the field of the parent whose value it takes over."""
    fixed: Mapping[str, object] = field(default_factory=dict)
    """Values that every row has."""
    foldable: tuple[str, ...] = ()
    """Columns that go first where the window is narrow, in this order."""
    after: str = ""
    """Section of the parent's form behind which the rows stand; empty: behind the last one but 归属."""
    asked: str = ""
    """Rows are brought in and not typed: earlier records that this one deals with, such as the hazards that a
    check rechecks. A row is saved once this field of it is filled."""
    title: str = ""
    """What the rows are called where it is not the name of their ledger."""

    @property
    def brought(self) -> bool:
        """Whether rows are earlier records and not new ones."""
        return bool(self.asked)

    @property
    def key(self) -> str:
        """Names the kind within one form and its drafts."""
        return f"{self.ledger}.{self.link}" if self.brought else self.ledger


@dataclass(frozen=True)
class FollowUp:
    """A record that a finished one leads to, opened in a form of its own, already filled."""

    verb: str
    ledger: str
    link: str
    carry: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, object] = field(default_factory=dict)


_COMMON = {"level": "level", "organ": "organ"}

ROWS: Mapping[str, tuple[Rows, ...]] = {
    "enforcement_check": (
        Rows(
            "hazard",
            "check",
            ("description", "location", "category", "grade", "due_on", "status", "rectified_on", "quantity"),
            {
                "enterprise": "enterprise", "checked_on": "found_on", "rectify_due_on": "due_on",
                "programme": "programme", **_COMMON,
            },
            {"source": "执法检查"},
            foldable=("rectified_on", "location", "category", "status"),
            after="人员",
        ),
        Rows(
            "hazard",
            "rechecked_in",
            ("description", "location", "grade", "due_on", "recheck_result", "status", "rectified_on"),
            {"checked_on": "rechecked_on", "checkers": "rechecker"},
            foldable=("location", "grade"),
            after="人员",
            asked="recheck_result",
            title="复查以前的隐患",
        ),
    ),
    "penalty_case": (
        Rows("hearing", "case", ("name", "kind", "requested_on", "held_on", "host", "result"),
             {"enterprise": "enterprise", **_COMMON}, {"matter": "行政处罚"}),
        Rows("legal_review", "case", ("name", "received_on", "reviewed_on", "reviewer", "market_related", "result"),
             _COMMON, {"kind": "重大执法决定法制审核"}),
        Rows("case_file_review", "case", ("batch", "kind", "reviewed_on", "reviewer", "score", "issue_count"),
             {"case_no": "file_no", **_COMMON}, {"file_kind": "行政处罚"}),
        Rows("disclosure", "case", ("name", "document_no", "platform", "due_on", "published_on", "withdrawn_on"),
             {"decision_no": "document_no", **_COMMON}, {"kind": "行政处罚"}),
        Rows("dispute", "case", ("case_no", "kind", "received_on", "organ_in_charge", "status", "result"),
             {"enterprise": "enterprise", **_COMMON}),
    ),
    "accident": (
        Rows("accident_liability", "accident",
             ("subject", "subject_type", "role", "outcome", "fine", "decided_on", "executed_on"), _COMMON),
    ),
}  # fmt: skip

FOLLOW_UPS: Mapping[str, tuple[FollowUp, ...]] = {
    "enforcement_check": (
        FollowUp("立案", "penalty_case", "check",
                 {"enterprise": "enterprise", "programme": "programme", "checkers": "officers", **_COMMON},
                 {"case_source": "执法检查", "stage": "事前", "subject_type": "单位"}),
    ),
    "accident": (
        FollowUp("立案", "penalty_case", "accident", {"enterprise": "enterprise", **_COMMON},
                 {"case_source": "事故调查", "stage": "事故"}),
    ),
    "tip_off": (
        FollowUp("登记核查", "enforcement_check", "tip_off", {"enterprise": "enterprise", **_COMMON},
                 {"kind": "举报核查"}),
        FollowUp("立案", "penalty_case", "tip_off", {"enterprise": "enterprise", **_COMMON},
                 {"case_source": "举报"}),
    ),
}  # fmt: skip


def rows_of(catalogue: Catalogue, ledger: Ledger) -> Iterator[Rows]:
    """The detail rows that a ledger's form has; those that a bureau's definitions no longer allow are left out."""
    for one in ROWS.get(ledger.name, ()):
        child = catalogue.ledgers.get(one.ledger)
        if child is not None and one.link in child.links and child.links[one.link].ledger == ledger.name:
            yield _fitted(one, child, ledger)


def follow_ups_of(catalogue: Catalogue, ledger: Ledger) -> Iterator[FollowUp]:
    """What a record of the ledger may lead to."""
    for one in FOLLOW_UPS.get(ledger.name, ()):
        target = catalogue.ledgers.get(one.ledger)
        if target is not None and one.link in target.links and target.links[one.link].ledger == ledger.name:
            yield one


def _fitted(one: Rows, child: Ledger, parent: Ledger) -> Rows:
    columns = tuple(name for name in one.columns if name in child.fields)
    carry = {mine: theirs for mine, theirs in one.carry.items() if mine in parent.fields and theirs in child.fields}
    fixed = {name: value for name, value in one.fixed.items() if name in child.fields}
    foldable = tuple(name for name in one.foldable or tuple(reversed(columns[2:])) if name in columns[1:])
    return replace(one, columns=columns, carry=carry, fixed=fixed, foldable=foldable)


def carried(one: Rows | FollowUp, typed: Mapping[str, object]) -> dict[str, object]:
    """What a new row takes over from what stands in its parent's form."""
    taken = {theirs: typed[mine] for mine, theirs in one.carry.items() if typed.get(mine) not in (None, "", [])}
    return {**taken, **one.fixed}
