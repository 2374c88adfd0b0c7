"""What the person looks at before anything is written: the sheet's first rows, every row's fate, as plain text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop.exchange.linking import Answer, Question
from desktop.exchange.planning import Kind, OnDouble, Plan, PlannedRow
from desktop.exchange.sheets import Row, shown
from desktop.exchange.understanding import Understanding
from desktop.exchange.wizard import Planned, Wizard

FIRST_ROWS = 60
"""Rows of the sheet that are shown."""

MOST_LISTED = 2_000
"""Lines of one list; nobody reads more, and all rows that are left out come back in the workbook."""


@dataclass(frozen=True)
class Seen:
    """A row of the sheet and what it is taken for."""

    row: Row
    role: str
    """表头, 记录, 合计行 and so on."""
    is_head: bool
    is_record: bool


def first_rows(understood: Understanding, most: int = FIRST_ROWS) -> list[Seen]:
    """The sheet's first rows, each with what the import takes it for."""
    sheet = replace(understood.sheet, rows=understood.sheet.rows[:most])
    records, skipped = replace(understood, sheet=sheet).parted()
    taken = {one.number for one in records}
    reasons = {one.number: one.reason for one in skipped}
    return [_seen(understood, row, taken, reasons) for row in sheet.rows]


def _seen(understood: Understanding, row: Row, taken: set[int], reasons: Mapping[int, str]) -> Seen:
    head = understood.head
    if row.number < head.first:
        return Seen(row, "表头上方", False, False)
    if row.number <= head.last:
        return Seen(row, "表头", True, False)
    if row.number in taken:
        return Seen(row, "记录", False, True)
    return Seen(row, reasons.get(row.number, "不是记录"), False, False)


def letters(index: int) -> str:
    """A column's letters as Excel writes them: 0 → A, 27 → AB."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


# -------------------------------------------------------------------- what is to be decided


class Matter(StrEnum):
    """What kind of thing a person has to decide."""

    NAME = "name"
    DOUBLE = "double"
    CODE = "code"


@dataclass(frozen=True)
class Ask:
    """One line of what is to be decided."""

    matter: Matter
    text: str
    rows: int
    answer: str
    """In words."""
    answered: bool
    question: Question | None = None
    row: PlannedRow | None = None


def asks(wizard: Wizard) -> list[Ask]:
    """Everything to be decided: names first, then codes, then rows that may be there already."""
    if wizard.planned is None:
        return []
    base = wizard.planned.base
    found = [_about_name(wizard, one) for one in base.questions[:MOST_LISTED]]
    doubtful = base.doubtful
    if doubtful:
        said = "照原样导入" if wizard.kept_reason else "退回改正"
        found.append(Ask(Matter.CODE, "代码的校验位不对", len(doubtful), said, bool(wizard.kept_reason)))
    found += [_about_double(wizard, one) for one in base.doubles[:MOST_LISTED]]
    return found


def _about_name(wizard: Wizard, one: Question) -> Ask:
    answer = wizard.answers.get(one.key, one.answer)
    named = {each.id: f"就是“{each.name}”" for each in one.proposals}
    said = {Answer.CREATE.value: "新建", Answer.EMPTY.value: "空着导入", Answer.LEAVE.value: "退回改正"} | named
    text = f"{one.label}“{one.name}”"
    return Ask(Matter.NAME, text, one.rows, said[answer], one.key in wizard.answers, question=one)


DOUBLE_WORDS = {OnDouble.SKIP: "不导入", OnDouble.UPDATE: "更新原记录", OnDouble.ADD: "另增一条"}


def _about_double(wizard: Wizard, one: PlannedRow) -> Ask:
    answer = wizard.double_answer(one.row.number)
    like = f"与第 {one.same_as_row} 行相同" if one.same_as_row is not None else "台账里可能已有"
    text = f"第 {one.row.number} 行{like}"
    return Ask(Matter.DOUBLE, text, 1, DOUBLE_WORDS[answer], answer is not OnDouble.SKIP, row=one)


def told_of_double(one: PlannedRow) -> str:
    """Why a row may be there already."""
    if one.same_as_row is not None:
        return f"表里第 {one.row.number} 行与第 {one.same_as_row} 行各项都相同。"
    return f"表里第 {one.row.number} 行和台账里的一条记录编号相同，或主要内容相同。"


def differences_of(one: PlannedRow) -> str:
    """What the record and the row say otherwise, a line each."""
    return "\n".join(
        f"{each.label}：台账里{_quoted(each.before)}，表里{_quoted(each.after)}" for each in one.differences
    )


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "空着"


# -------------------------------------------------------------------- what would happen


@dataclass(frozen=True)
class Listed:
    """One of the lists over the plan: a title, its count, heads and rows of text."""

    title: str
    count: int
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    nothing: str
    """What is said where it is empty."""
    numbers: frozenset[str] = frozenset({"行", "行数"})
    """Heads of columns that hold numbers."""


def lists(planned: Planned) -> list[Listed]:
    """Every row's fate, in lists as they are looked through: what is new first."""
    plan, counts = planned.plan, planned.plan.counts
    found = [
        _new(planned),
        Listed("更新", counts[Kind.UPDATE], ("行", "记录", "项目", "台账里", "改为"), _few(_updates(plan)),
               "没有要更新的记录"),
        Listed("退回", counts[Kind.REJECTED] + counts[Kind.DOUBLE], REJECT_HEADS,
               rejects(plan.left_out), "没有退回的行"),
        Listed("已有", counts[Kind.SAME], ("行", "内容"), _few(_same(plan)), "没有和台账里相同的行"),
        Listed("不是记录", len(plan.skipped), ("行", "作什么看", "内容"),
               _few((str(one.number), one.reason, one.text) for one in plan.skipped), "每一行都是记录"),
        Listed("换了写法", len(plan.readings), ("列", "表里写的", "记作", "行数"),
               _few((one.head, one.written, one.read, f"{one.rows:,}") for one in plan.readings), "没有换写法的"),
    ]  # fmt: skip
    return [one for one in found if one.count or one.title in ("新增", "退回")]


def _few(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [row for row, _ in zip(rows, range(MOST_LISTED), strict=False)]


def _new(planned: Planned) -> Listed:
    fields = planned.plan.ledger.fields.values()
    present = {label for row in planned.preview for label in row}
    heads = tuple(one.label for one in fields if one.label in present)
    rows = [tuple(row.get(head, "") for head in heads) for row in planned.preview]
    numbers = frozenset(one.label for one in fields if one.type.numeric)
    return Listed("新增", planned.plan.counts[Kind.NEW], heads, rows, "没有要新增的记录", numbers)


def _updates(plan: Plan) -> Iterator[tuple[str, ...]]:
    for one in plan.rows:
        if one.kind is Kind.UPDATE:
            for each in one.differences:
                what = "，".join(shown(one.row.cells[index])[:20] for index in one.row.filled[:2])
                yield str(one.row.number), what, each.label, each.before or "（空）", each.after or "（空）"


REJECT_HEADS = ("行", "列", "表里写的", "原因")


def rejects(rows: Iterable[PlannedRow]) -> list[tuple[str, ...]]:
    """Rows that are left out, a line for each problem, as `REJECT_HEADS` heads them."""
    return _few(_rejects(rows))


def _rejects(rows: Iterable[PlannedRow]) -> Iterator[tuple[str, ...]]:
    for one in rows:
        if one.kind is Kind.DOUBLE:
            yield str(one.row.number), "", _first_cells(one.row), one.reason.rstrip("。")
        for each in one.problems:
            yield str(one.row.number), each.head, each.value, _told(each.head, each.message)


def _told(head: str, message: str) -> str:
    """The reason without the heading, which stands beside it."""
    return message.removeprefix(f"{head}：").rstrip("。") if head else message.rstrip("。")


def _same(plan: Plan) -> Iterator[tuple[str, ...]]:
    return ((str(one.row.number), _first_cells(one.row)) for one in plan.rows if one.kind is Kind.SAME)


def _first_cells(row: Row) -> str:
    return "　".join(shown(row.cells[index])[:30] for index in row.filled[:5])


def told_of(one: Listed, planned: Planned) -> str:
    """What has to be said over a list; empty where nothing."""
    if not one.count:
        return one.nothing
    if one.title == "新增":
        more = f"先列前 {len(one.rows):,} 行。" if one.count > len(one.rows) else ""
        return more + "。".join(filter(None, (_beside(planned.plan), _defaults(planned.plan), _hidden(planned.plan))))
    more = f"先列前 {len(one.rows):,} 项。" if len(one.rows) == MOST_LISTED else ""
    return more + _MEANT.get(one.title, "")


_MEANT = {
    "更新": "台账里的这些项目会改成表里的", "退回": "这些行不导入", "已有": "台账里有，各项都相同，不再导入",
    "不是记录": "这些行不导入", "换了写法": "表里的写法照台账的选项记",
}  # fmt: skip


def _beside(plan: Plan) -> str:
    """Rows of a second table to the right would be left out without a word."""
    found = plan.understanding.beside
    if not found:
        return ""
    return f"右边 {letters(found[0].index)} 列起还有一个同样表头的表，没有导入；请把它接到左边的表下面，再导入一次"


def _hidden(plan: Plan) -> str:
    """A table that was filtered comes in whole."""
    if not plan.hidden:
        return ""
    return f"有 {plan.hidden:,} 行在表里是隐藏的（如筛选后没显示的），也一起导入；不要的，先在表里删去"


def _defaults(plan: Plan) -> str:
    """What new records get because the file says nothing; empty where nothing."""
    if not plan.defaults or not plan.counts[Kind.NEW]:
        return ""
    said = "，".join(f"{label}填“{value}”" for label, value in plan.defaults)
    return f"表里没有这几列，新记录照默认的填：{said}"
