"""A record before it is saved: what was typed, read and checked against its ledger, without a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
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
    return DraftReader(ledger).read(typed, before)


_MOST_REMEMBERED = 100_000
"""Values that a reader keeps in mind."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What a typed value was read as, or why it cannot be."""

    value: Stored = None
    approximate: int | None = None
    """The mark of a field that can carry one."""
    problem: str = ""


class DraftReader:
    """Reads many drafts of one ledger: words, days and numbers that come again are not read again."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._known: dict[str, dict[object, _Read]] = {
            name: {} for name, one in ledger.fields.items() if not one.secret
        }
        """By field, what a value was read as; nothing secret is kept in mind."""
        self._room = _MOST_REMEMBERED
        self._defaults = [(name, one.default) for name, one in ledger.fields.items() if one.default is not None]

    @cached_property
    def _checked(self) -> list[tuple[str, Field, str | None]]:
        """The fields that a whole record is checked for, each with the one whose day it must not precede."""
        span = self._ledger.active
        found = [
            (name, one, one.not_before or (span[0] if span and name == span[1] else None))
            for name, one in self._ledger.fields.items()
        ]
        return [(name, one, earlier) for name, one, earlier in found if one.needed == "save" or earlier or one.check]

    def read(self, typed: Mapping[str, object], before: Mapping[str, Stored] | None = None) -> Draft:
        """As `read_draft`."""
        draft = Draft(self._ledger)
        marks = []
        for key, raw in typed.items():
            if key in self._ledger.fields:
                self._take(draft, self._ledger.fields[key], raw)
            elif str(key).endswith("_approx"):
                marks.append(key)
            else:
                self._read_other(draft, str(key), raw)
        for key in marks:
            # A mark given by itself has the last word over one that is read off the number.
            self._read_other(draft, key, typed[key])
        if before is None:
            self._fill_defaults(draft, typed)
        self._check_whole(draft, {**before, **draft.values} if before else draft.values)
        return draft

    def _read_other(self, draft: Draft, key: str, raw: object) -> None:
        """What is none of the fields by its name: id, reason, mark, or a field by its label."""
        if _read_own(draft, key, raw):
            return
        found = self._ledger.field_named(key)
        if found is None:
            draft.problems.append(Problem(key, f"台账“{draft.ledger.label}”没有“{key}”这一栏，请核对名称。"))
        else:
            self._take(draft, found, raw)

    def _take(self, draft: Draft, found: Field, raw: object) -> None:
        if found.name in draft.values:
            draft.problems.append(Problem(found.name, f"{found.label}给了两次，请只留一个。"))
            return
        known = self._known.get(found.name)
        # Most values are texts that were read before.
        read = known.get(raw) if known is not None and type(raw) is str else None
        if read is None:
            read = self._read(found, raw, known)
        if read.problem:
            draft.problems.append(Problem(found.name, read.problem))
            if read.value is None:
                return
        draft.values[found.name] = read.value
        if found.approx and not read.problem:
            draft.values[f"{found.name}_approx"] = read.approximate

    def _read(self, one: Field, raw: object, known: dict[object, _Read] | None) -> _Read:
        """A value, from memory where it was read before."""
        key = _key_of(raw)
        if key is None or known is None:
            return _read_anew(one, raw)
        read = known.get(key)
        if read is None:
            read = _read_anew(one, raw)
            if self._room > 0:
                known[key], self._room = read, self._room - 1
        return read

    def _fill_defaults(self, draft: Draft, typed: Mapping[str, object]) -> None:
        for name, value in self._defaults:
            if name not in typed and name not in draft.values and self._ledger.fields[name].label not in typed:
                draft.values[name] = value

    def _check_whole(self, draft: Draft, values: Mapping[str, Stored]) -> None:
        """Checks that look at the whole record: what is needed to save, dates in order, check digits."""
        flawed = {problem.field for problem in draft.problems}
        for name, one, earlier in self._checked:
            value = values.get(name)
            if value is None:
                if one.needed == "save" and name not in flawed:
                    draft.problems.append(Problem(name, f"{one.label}必须填写。"))
                continue
            _check_order(draft, one, earlier, values)
            if one.check == "uscc" and name in draft.values and not _is_uscc(str(value)):
                draft.warnings.append(Problem(name, _doubtful(one, value)))


def _doubtful(one: Field, value: Stored) -> str:
    return f"{one.label}“{value}”校验位不对，请核对；确认无误的，写明“{KEPT_REASON_LABEL}”后可以保存。"


def _read_anew(one: Field, raw: object) -> _Read:
    try:
        value = one.parse(raw)
        approximate = one.reads_as_approximate(raw)
    except ValueError as error:
        return _Read(problem=f"{error}。")
    if approximate and not one.approx:
        return _Read(value, problem=f"{one.label}不能带“约”“余”，请填准确的数。")
    return _Read(value, int(approximate))


_PLAIN = (int, float, bool, Decimal)


def _key_of(raw: object) -> object:
    """By which a value is known again, told from one of another type that is equal to it; None where it is not."""
    if type(raw) is str:
        return raw
    if type(raw) in _PLAIN:
        return type(raw), raw
    if type(raw) is list and all(type(one) is str for one in raw):
        return tuple(raw)
    return None


def _read_own(draft: Draft, key: str, raw: object) -> bool:
    """What a draft holds beside the fields: id, reason, mark; whether it was one."""
    if key == "id":
        _read_id(draft, raw)
    elif key in (KEPT_REASON, KEPT_REASON_LABEL):
        _read_reason(draft, raw)
    else:
        marked = _marked_field(draft.ledger, key)
        if marked is None or not marked.approx_column:
            return False
        _read_mark(draft, key, marked.approx_column, marked.label, raw)
    return True


def _read_mark(draft: Draft, key: str, column: str, label: str, raw: object) -> None:
    if not isinstance(raw, bool) and raw is not None:
        draft.problems.append(Problem(key, f"{label}的“约”应为 true 或 false。"))
        return
    draft.values[column] = int(bool(raw))


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


def _is_uscc(text: str) -> bool:
    """Whether the check digit of a 统一社会信用代码 is right."""
    from stdnum.cn import uscc  # noqa: PLC0415 - slow to import, and needed when a code was typed

    return bool(uscc.is_valid(text))


def _check_order(draft: Draft, one: Field, earlier: str | None, values: Mapping[str, Stored]) -> None:
    value, first = values.get(one.name), values.get(earlier or "")
    if earlier and first is not None and str(value) < str(first):
        label = draft.ledger.fields[earlier].label
        draft.problems.append(Problem(one.name, f"{one.label} {value} 早于{label} {first}，请核对。"))
