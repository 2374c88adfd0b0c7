"""Which record a link means: by code or by name for certain, by a like name when the person says so."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from desktop.catalogue import Field, Ledger, Stored
from desktop.catalogue.normalise import code_text
from desktop.exchange.likeness import Alike, Likeness, plain_name
from desktop.store import Draft, Log, Record, read_draft
from desktop.store.suggestions import UNNAMED


class Answer(StrEnum):
    """What to do with a name that no record has."""

    LEAVE = "leave"
    """Keep its rows out; they come back with the reason."""
    CREATE = "create"
    """Make a new record of it, in the same batch."""
    EMPTY = "empty"
    """Import the rows without the link."""


@dataclass(frozen=True)
class Named:
    """What a row says of the record that it links to."""

    field: str
    """The link's field."""
    name: str
    """As written; empty where only other columns say something."""
    more: tuple[tuple[str, Stored], ...] = ()
    """Values of the linked record's own fields that stand in the row, such as a 统一社会信用代码."""


@dataclass(frozen=True)
class Proposal:
    """A record that may be meant."""

    id: str
    name: str
    per_cent: int
    reason: str


@dataclass(frozen=True)
class Question:
    """A name that no record has, or more than one; the rows wait for an answer."""

    field: str
    label: str
    """Of the link's field."""
    name: str
    rows: int
    proposals: tuple[Proposal, ...]
    can_create: bool
    answer: str
    """An `Answer`, or the id of the record that is the same."""

    @property
    def key(self) -> tuple[str, str]:
        """By which the answer is given."""
        return self.field, self.name


@dataclass
class Created:
    """A record to be made because rows name it."""

    draft: Draft
    _given: set[str] = field(default_factory=set)

    def add(self, more: Sequence[tuple[str, Stored]]) -> None:
        """What a row says of it besides; where rows differ, the first one counts."""
        for name, value in more:
            one = self.draft.ledger.fields[name]
            if name not in self._given and value is not None and not (one.check and not _is_sound(one, value)):
                self.draft.values[name] = value
                self._given.add(name)


def _is_sound(one: Field, value: Stored) -> bool:
    """Whether a code's check digit is right; a wrong one is left to the person."""
    probe = Ledger("probe", "", "", 0, "", one.name, {one.name: one})
    return not read_draft(probe, {one.name: value}).warnings


@dataclass
class _Known:
    """The records of one ledger, by what names them."""

    by_code: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, str] = field(default_factory=dict)
    alike: Alike | None = None


class Linking:
    """Finds linked records for one plan; loads each target ledger once."""

    def __init__(self, log: Log, ledger: Ledger, answers: Mapping[tuple[str, str], str]) -> None:
        self._log, self._ledger, self._answers = log, ledger, answers
        self._targets: dict[str, _Known] = {}
        self._asked: dict[tuple[str, str], Question] = {}
        self.created: dict[tuple[str, str], Created] = {}
        """Records to be made, by target ledger and plain name."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Names to be answered, those in most rows first."""
        return tuple(sorted(self._asked.values(), key=lambda one: (-one.rows, one.name)))

    def find(self, named: Named) -> str | None:
        """The id of the record that is meant; `ValueError` with a reason where the row has to wait."""
        link = self._ledger.fields[named.field]
        target = self._log.catalogue.ledgers[str(link.ledger)]
        found = self._certain(target, named)
        if len(found) == 1:
            return found[0]
        if not named.name:
            raise ValueError("所填的代码在" + target.label + "里没有，也没有写名称")
        return self._answered(link, target, named, found)

    def _certain(self, target: Ledger, named: Named) -> list[str]:
        known = self._known(target)
        for name, value in named.more:
            one = target.fields[name]
            if name in target.keys and one.check and value is not None:
                found = known.by_code.get(code_text(str(value)), [])
                if found:
                    return found
        if not named.name:
            return []
        return known.by_code.get(code_text(named.name), []) or known.by_name.get(plain_name(named.name), [])

    def _known(self, target: Ledger) -> _Known:
        if target.name not in self._targets:
            known = _Known()
            for record in self._log.records(target):
                _learn(known, target, record)
            self._targets[target.name] = known
        return self._targets[target.name]

    # ---------------------------------------------------------------- questions

    def _answered(self, link: Field, target: Ledger, named: Named, found: Sequence[str]) -> str | None:
        question = self._question(link, target, named, found)
        match question.answer:
            case Answer.LEAVE:
                raise ValueError(self._reason(target, question))
            case Answer.EMPTY:
                return None
            case Answer.CREATE:
                return self._create(target, named)
        if question.answer not in self._known(target).names:
            raise ValueError(f"选作“{named.name}”的记录已经没有了，请重新选")
        return question.answer

    def _question(self, link: Field, target: Ledger, named: Named, found: Sequence[str]) -> Question:
        key = (link.name, named.name)
        asked = self._asked.get(key)
        if asked is None:
            answer = self._answers.get(key, self._answers.get((link.name, ""), Answer.LEAVE))
            asked = Question(
                link.name,
                link.label,
                named.name,
                0,
                self._proposals(target, named.name, found),
                can_create(target),
                answer,
            )
        self._asked[key] = replace(asked, rows=asked.rows + 1)
        return asked

    def _proposals(self, target: Ledger, name: str, found: Sequence[str]) -> tuple[Proposal, ...]:
        known = self._known(target)
        if found:
            return tuple(Proposal(id_, known.names.get(id_, UNNAMED), 100, "名称相同，有多条") for id_ in found[:5])
        if known.alike is None:
            known.alike = Alike(known.names.items())
        return tuple(_proposal(one, known) for one in known.alike.find(name))

    @staticmethod
    def _reason(target: Ledger, question: Question) -> str:
        if question.proposals and question.proposals[0].per_cent == 100:
            return f"“{question.name}”在{target.label}里有多条，请填代码，或在导入时选定一条"
        near = "、".join(f"“{one.name}”" for one in question.proposals[:3])
        hint = f"，名称相近的有{near}" if near else ""
        return f"“{question.name}”在{target.label}里没有{hint}"

    def _create(self, target: Ledger, named: Named) -> str:
        """The id of the record to be made; rows of the same name share it and fill what the first left open."""
        if not can_create(target):
            raise ValueError(f"{target.label}不能只凭名称新建，请先登记")
        key = (target.name, plain_name(named.name))
        if key not in self.created:
            draft = read_draft(target, {"id": self._log.new_id(), target.title: named.name})
            if draft.blocking():
                raise ValueError(f"不能新建“{named.name}”：{draft.blocking()[0].message.rstrip('。')}")
            self.created[key] = Created(draft)
        self.created[key].add(named.more)
        return str(self.created[key].draft.id)


def can_create(target: Ledger) -> bool:
    """Whether a name alone makes a record: 企业, but no hazard."""
    needed = {name for name, one in target.fields.items() if one.needed == "save"}
    return target.title in target.keys and needed <= {target.title} and bool(needed)


def _learn(known: _Known, target: Ledger, record: Record) -> None:
    id_ = str(record["id"])
    known.by_code[code_text(id_)].append(id_)
    for key in target.keys:
        value = record.get(key)
        if value is None:
            continue
        if target.fields[key].check:
            known.by_code[code_text(str(value))].append(id_)
        elif id_ not in known.by_name[plain_name(str(value))]:
            known.by_name[plain_name(str(value))].append(id_)
    title = record.get(target.title)
    if title is not None and target.title in target.keys:
        known.names[id_] = str(title)


def _proposal(one: Likeness, known: _Known) -> Proposal:
    return Proposal(one.key, known.names[one.key], one.per_cent, one.reason)
