"""Which column holds which field: proposed by heading and content, remembered from the last time, changed by hand."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.catalogue import Catalogue, Field, Ledger, Refusal
from desktop.catalogue.normalise import code_text
from desktop.exchange.names import ID, Candidate, Names, is_ignored, unit_of
from desktop.exchange.sheets import Cell, Head, Row, shown
from desktop.exchange.values import Context, looks_like_day
from desktop.store import Log
from desktop.store.drafts import KEPT_REASON

_SAMPLES = 200
_SHOWN = 5
_USCC = re.compile(r"[0-9A-HJ-NP-RTUW-Y]{2}\d{6}[0-9A-HJ-NP-RTUW-Y]{10}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True)
class Column:
    """A column of the sheet and the field that it goes into."""

    index: int
    """From 0."""
    head: str
    target: str | None
    """A field's name, `link.field`, `field_approx`, `id`, `kept_reason`; None where the column is left out."""
    confidence: int
    """Per cent; 100 is a heading of the same name, or the person's own choice."""
    reason: str
    """Why, in Chinese."""
    unit: str = ""
    """Unit that the heading gives, such as 万元."""
    samples: tuple[str, ...] = ()
    """Its first values."""


def propose(
    log: Log, ledger: Ledger, head: Head, rows: Sequence[Row], *, recalling: bool = True
) -> tuple[tuple[Column, ...], bool]:
    """The columns with their proposed fields, and whether these are as the person left them the last time.

    Without `recalling` the last time is passed over.
    """
    contents = {index: _content(rows, index) for index in _indexes(head, rows)}
    kept = recall(log, ledger, head) if recalling else None
    if kept is not None:
        found = {
            index: Candidate(kept[text], 100, "上次这样对应") for index, text in head.texts.items() if kept.get(text)
        }
        targets = set(targets_of(ledger, log.catalogue))
        found = {index: one for index, one in found.items() if one.target in targets}
    else:
        found = _by_name(head, Names(ledger, log.catalogue))
        found |= _by_content(contents, head, ledger, log.catalogue, found)
    return tuple(
        _column(index, head, found.get(index), content) for index, content in contents.items()
    ), kept is not None


def _indexes(head: Head, rows: Sequence[Row]) -> Iterable[int]:
    width = max([*(index + 1 for index in head.texts), *(len(row.cells) for row in rows[:_SAMPLES])], default=0)
    return range(width)


def _content(rows: Sequence[Row], index: int) -> list[Cell]:
    return [cell for row in rows[:_SAMPLES] if (cell := row.cell(index)) is not None]


def _column(index: int, head: Head, found: Candidate | None, content: Sequence[Cell]) -> Column:
    text = head.texts.get(index, "")
    samples = tuple(shown(cell) for cell in content[:_SHOWN])
    unit = unit_of(text) or unit_of(text.partition("/")[0])
    if found is None:
        why = "不导入的列" if is_ignored(text) else "没有内容" if not content else "没有对得上的项目"
        return Column(index, text, None, 0, why, unit, samples)
    return Column(index, text, found.target, found.confidence, found.reason, unit, samples)


# -------------------------------------------------------------------- by heading


def _by_name(head: Head, names: Names) -> dict[int, Candidate]:
    """Each field goes to the column that names it best."""
    offers = [
        (one, index) for index, text in head.texts.items() if not is_ignored(text) for one in names.candidates(text)
    ]
    found: dict[int, Candidate] = {}
    taken: set[str] = set()
    for one, index in sorted(offers, key=lambda offer: (-offer[0].confidence, offer[1])):
        if index not in found and one.target not in taken:
            found[index] = one
            taken.add(one.target)
    return found


# -------------------------------------------------------------------- by content


def _by_content(
    contents: Mapping[int, list[Cell]],
    head: Head,
    ledger: Ledger,
    catalogue: Catalogue,
    found: Mapping[int, Candidate],
) -> dict[int, Candidate]:
    """What a column without a telling heading holds, where only one field can be meant."""
    taken = {one.target for one in found.values()}
    more: dict[int, Candidate] = {}
    for index, content in contents.items():
        if index in found or not content or is_ignored(head.texts.get(index, "")):
            continue
        one = _told_by(content, ledger, catalogue, taken, head)
        if one:
            more[index] = one
            taken.add(one.target)
    return more


def _told_by(
    content: Sequence[Cell], ledger: Ledger, catalogue: Catalogue, taken: set[str], head: Head
) -> Candidate | None:
    if ID not in taken and _mostly(content, lambda cell: bool(_UUID.fullmatch(shown(cell).strip())), 1):
        return Candidate(ID, 95, "内容是本程序的编号")
    if _mostly(content, lambda cell: bool(_USCC.fullmatch(code_text(shown(cell)))), 0.8):
        free = [target for target in _code_targets(ledger, catalogue) if target not in taken]
        return Candidate(free[0], 80, "内容像统一社会信用代码") if len(free) == 1 else None
    context = Context(year=head.year)
    if _mostly(content, lambda cell: looks_like_day(cell, context), 0.8):
        free = [name for name, one in ledger.fields.items() if one.type.name == "date" and name not in taken]
        if ledger.date in free or len(free) == 1:
            return Candidate(ledger.date if ledger.date in free else free[0], 60, "内容像日期")
        return None
    free = [name for name in _choices_with(content, ledger) if name not in taken]
    return Candidate(free[0], 60, "内容都是这一项的选项") if len(free) == 1 else None


def _mostly(content: Sequence[Cell], test: Callable[[Cell], bool], share: float) -> bool:
    return sum(1 for cell in content if test(cell)) >= len(content) * share


def _code_targets(ledger: Ledger, catalogue: Catalogue) -> Iterable[str]:
    yield from (name for name, one in ledger.fields.items() if one.check == "uscc")
    for name, link in ledger.links.items():
        for inner, one in catalogue.ledgers[str(link.ledger)].fields.items():
            if one.check == "uscc":
                yield f"{name}.{inner}"


def _choices_with(content: Sequence[Cell], ledger: Ledger) -> list[str]:
    values = {cell.strip() for cell in content if isinstance(cell, str)}
    if not values or len(content) < 3:
        return []
    return [name for name, one in ledger.fields.items() if values <= {*one.choices.values()}]


# -------------------------------------------------------------------- by hand


def targets_of(ledger: Ledger, catalogue: Catalogue) -> dict[str, str]:
    """All that a column can go into, with what a person calls it."""
    found = {ID: "本程序的编号", KEPT_REASON: "保留原因"}
    for name, one in ledger.fields.items():
        if one.type.name == "attachment":
            continue
        found[name] = one.label
        if one.approx_column:
            found[one.approx_column] = f"{one.label}为约数"
    for name, link in ledger.links.items():
        inside = catalogue.ledgers[str(link.ledger)].fields.values()
        found |= {f"{name}.{one.name}": f"{link.label}的{one.label}" for one in inside if _plain(one)}
    return found


def _plain(one: Field) -> bool:
    return not one.ledger and one.type.name != "attachment"


def chosen(columns: Sequence[Column], index: int, target: str | None) -> tuple[Column, ...]:
    """The columns after the person gave one another field; the column that had it before loses it."""

    def changed(one: Column) -> Column:
        if one.index == index:
            return replace(one, target=target, confidence=100, reason="手工选定")
        return replace(one, target=None, confidence=0, reason="手工改到别的列") if one.target == target else one

    if all(one.index != index for one in columns):
        raise Refusal(f"这张表没有第 {index + 1} 列。")
    return tuple(changed(one) for one in columns)


# -------------------------------------------------------------------- remembered


def _key(ledger: Ledger, head: Head) -> str:
    """Setting of a ledger and a row of headings; columns that are never imported do not matter."""
    texts = [text for _, text in sorted(head.texts.items()) if not is_ignored(text)]
    digest = hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()
    return f"import:{ledger.name}:{digest[:16]}"


def recall(log: Log, ledger: Ledger, head: Head) -> dict[str, str] | None:
    """Fields by heading as the person left them; None where such a table is new."""
    kept = log.setting(_key(ledger, head))
    try:
        found = json.loads(kept) if kept else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def remember(log: Log, ledger: Ledger, head: Head, columns: Sequence[Column]) -> None:
    """Keep the fields of the columns for the next table with these headings."""
    texts = {one.head: one.target for one in columns if one.target and one.head}
    value = json.dumps(texts, ensure_ascii=False)
    key = _key(ledger, head)
    if log.setting(key) != value:
        log.set_setting(key, value)
