"""A record before it is saved: what was typed, read and checked against its ledger, without a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from desktop.catalogue import Field, Ledger, Stored
from desktop.catalogue.fields import text_of
from desktop.catalogue.normalise import single_line

KEPT_REASON = "kept_reason"
KEPT_REASON_LABEL = "保留原因"


@dataclass(frozen=True)
class Problem:
    """Why a record cannot be saved as it stands, and at which field."""

    field: str
    message: str


@dataclass
class Draft:
    """The stored values of a record to be, and what is wrong with them.

    `values` holds only the columns that were given (and, for a new record, defaults). `warnings` block saving
    only until a reason for keeping the value is given.
    """

    ledger: Ledger
    id: str | None = None
    """The id that a record of another log brings with it."""
    values: dict[str, Stored] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def kept_reason(self) -> str | None:
        """Why a doubtful value is kept."""
        reason = self.values.get(KEPT_REASON)
        return str(reason) if reason else None

    def blocking(self) -> list[Problem]:
        """What has to be mended before saving."""
        return self.problems if self.kept_reason else self.problems + self.warnings


def read_draft(ledger: Ledger, typed: Mapping[str, object], before: Mapping[str, Stored] | None = None) -> Draft:
    """Read typed values into a draft.

    `typed` is keyed by field name or Chinese label. `before` holds the stored values of the record that is
    edited; None makes a new record, with defaults. Links stay as typed: the store resolves them.
    """
    draft = Draft(ledger)
    # A mark given by itself has the last word over one that is read off the number.
    for key, raw in sorted(typed.items(), key=lambda item: str(item[0]).endswith("_approx")):
        _read_value(draft, str(key), raw)
    if before is None:
        _fill_defaults(draft, typed)
    _check_whole(draft, {**(before or {}), **draft.values})
    return draft


def _read_value(draft: Draft, key: str, raw: object) -> None:
    if key == "id":
        _read_id(draft, raw)
        return
    if key in (KEPT_REASON, KEPT_REASON_LABEL):
        _read_reason(draft, raw)
        return
    marked = _marked_field(draft.ledger, key)
    if marked is not None and marked.approx_column:
        if not isinstance(raw, bool) and raw is not None:
            draft.problems.append(Problem(key, f"{marked.label}的“约”应为 true 或 false。"))
            return
        draft.values[marked.approx_column] = int(bool(raw))
        return
    found = draft.ledger.field_named(key)
    if found is None:
        draft.problems.append(Problem(key, f"台账“{draft.ledger.label}”没有字段“{key}”，请核对字段名。"))
        return
    if found.name in draft.values:
        draft.problems.append(Problem(found.name, f"{found.label}给了两次，请只留一个。"))
        return
    try:
        draft.values[found.name] = found.parse(raw)
        _read_approx(draft, found, raw)
    except ValueError as error:
        draft.problems.append(Problem(found.name, f"{error}。"))


def _read_id(draft: Draft, raw: object) -> None:
    try:
        draft.id = str(UUID(str(raw)))
    except ValueError:
        draft.problems.append(Problem("id", "记录编号不对。新登记的记录不用写编号。"))


def _read_reason(draft: Draft, raw: object) -> None:
    if isinstance(raw, (int, float)):
        draft.problems.append(Problem(KEPT_REASON, f"{KEPT_REASON_LABEL}应为文字。"))
        return
    try:
        reason = single_line(text_of(raw, KEPT_REASON_LABEL)) if raw is not None else None
    except ValueError as error:
        draft.problems.append(Problem(KEPT_REASON, f"{error}。"))
        return
    draft.values[KEPT_REASON] = reason or None


def _marked_field(ledger: Ledger, key: str) -> Field | None:
    found = ledger.fields.get(key.removesuffix("_approx")) if key.endswith("_approx") else None
    return found if found and found.approx else None


def _read_approx(draft: Draft, found: Field, raw: object) -> None:
    approximate = found.reads_as_approximate(raw)
    if approximate and not found.approx:
        raise ValueError(f"{found.label}不能带“约”“余”，请填准确的数")
    if found.approx_column:
        draft.values[found.approx_column] = int(approximate)


def _fill_defaults(draft: Draft, typed: Mapping[str, object]) -> None:
    given = {found.name for key in typed if (found := draft.ledger.field_named(str(key)))}
    for name, one in draft.ledger.fields.items():
        if one.default is not None and name not in given:
            draft.values[name] = one.default


def _check_whole(draft: Draft, values: Mapping[str, Stored]) -> None:
    """Checks that look at the whole record: what is needed to save, dates in order, check digits."""
    flawed = {problem.field for problem in draft.problems}
    span = draft.ledger.active
    for name, one in draft.ledger.fields.items():
        value = values.get(name)
        if value is None:
            if one.needed == "save" and name not in flawed:
                draft.problems.append(Problem(name, f"{one.label}必须填写。"))
            continue
        earlier = one.not_before or (span[0] if span and name == span[1] else None)
        _check_order(draft, one, earlier, values)
        if one.check == "uscc" and name in draft.values and not _is_uscc(str(value)):
            draft.warnings.append(
                Problem(
                    name, f"{one.label}“{value}”校验位不对，请核对；确认无误的，写明“{KEPT_REASON_LABEL}”后可以保存。"
                )
            )


def _is_uscc(text: str) -> bool:
    """Whether the check digit of a 统一社会信用代码 is right."""
    from stdnum.cn import uscc  # noqa: PLC0415 - slow to import, and needed when a code was typed

    return bool(uscc.is_valid(text))


def _check_order(draft: Draft, one: Field, earlier: str | None, values: Mapping[str, Stored]) -> None:
    value, first = values.get(one.name), values.get(earlier or "")
    if earlier and first is not None and str(value) < str(first):
        label = draft.ledger.fields[earlier].label
        draft.problems.append(Problem(one.name, f"{one.label} {value} 早于{label} {first}，请核对。"))
