"""From definition tables to statutory returns: what all provinces share, then each province's own form."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from desktop.catalogue.conditions import Condition, HasTag, LacksTags, Path
from desktop.catalogue.deadlines import Verified
from desktop.catalogue.entries import Entry
from desktop.catalogue.indicator_definitions import (
    INDICATOR_KEYS,
    UNITS_OF_MONEY,
    Ledgers,
    check_combinations,
    read_indicator,
)
from desktop.catalogue.indicators import Indicator, Measure
from desktop.catalogue.returns import (
    Column,
    Difference,
    Exclusion,
    Explanation,
    Listing,
    ReturnForm,
    Rule,
    Source,
    Table,
    Weight,
)
from desktop.catalogue.wordings import Clause, Optional, Passage, Piece, Reference, WordingError, parse

COMMON_KEYS = ("figures", "rules", "kinds", "differences", "checks", "explanations")
RETURN_KEYS = ("label", "order", "money", "count", "sources", "weight", "tables", "rules")
TABLE_KEYS = ("name", "title", "by_unit", "columns", "rules", "rules_unseen")
DIFFERENCE_KEYS = ("label", "note", "whole", "part", "reasons")
COLUMN_KEYS = ("heading", "group", "counts", "kinds", "rest")
Indicators = Mapping[str, Indicator]


class ReturnLanguage:
    """What all provinces share (`_common.toml`): figures, counting rules, differences, sentences."""

    def __init__(self, entry: Entry, ledgers: Ledgers, built_in: Indicators) -> None:
        self.entry, self.ledgers, self.built_in = entry, ledgers, built_in
        figures = entry.child("figures")
        entries = {name: figures.child(name, INDICATOR_KEYS) for name in figures.data}
        self.figures = {name: read_indicator(name, one, ledgers) for name, one in entries.items()}
        # What an indicator is made of was checked with the indicators.
        whole = {name: replace(one, over=(), measure=Measure.COUNT) for name, one in built_in.items()}
        check_combinations({**whole, **self.figures}, entries)
        self.rules = _texts(entry.child("rules"))
        self.base, self.kinds = self._kinds(entry.child("kinds", ("counts", "field")))

    def _kinds(self, entry: Entry) -> tuple[Indicator, Path]:
        """The records that are counted under kinds, and the tags that tell the kinds."""
        base = self.figures.get(entry.text("counts"))
        if base is None or base.ledger is None or base.measure is not Measure.COUNT:
            entry.refuse("应为本文件 figures 里数条数的指标", "请改成它的名称", "counts")
        field = base.ledger.fields.get(entry.text("field"))
        if field is None or field.type.name != "tags" or not field.choices:
            entry.refuse("应为有选项的标签字段", "请改成台账的标签字段", "field")
        return base, Path(field, demanded=True)

    def figure(self, name: str) -> Indicator | None:
        """A figure by the name that a form gives it: one of the returns' own, or else an indicator."""
        return self.figures.get(name) or self.built_in.get(name)


def _texts(entry: Entry) -> dict[str, str]:
    return {name: entry.text(name) for name in entry.data}


def read_return(name: str, entry: Entry, language: ReturnLanguage) -> ReturnForm:
    """Make one province's return, every name checked."""
    return _Reader(name, entry, language).form()


class _Reader:
    def __init__(self, name: str, entry: Entry, language: ReturnLanguage) -> None:
        self._name, self._entry, self._language = name, entry, language
        self._made: dict[str, Indicator] = {}
        self._names: dict[str, str] = {}
        money = entry.text("money", "万元")
        if money not in UNITS_OF_MONEY:
            entry.refuse(f"“{money}”不是金额单位", "请写 元、万元 或 亿元", "money")
        self._units = {"元": money, "宗": entry.text("count", "宗")}
        self._rules = {**language.rules, **_texts(entry.child("rules"))}
        self._weight = self._read_weight(entry.child("weight", ("light_to_heavy", "verified", "source")))

    def form(self) -> ReturnForm:
        entry, common = self._entry, self._language.entry
        tables = tuple(map(self._table, entry.children("tables", TABLE_KEYS)))
        _refuse_twice(entry, "tables", (one.name for one in tables))
        if not tables:
            entry.refuse("一张表也没有", "请加上 [[tables]]", "tables")
        return ReturnForm(
            name=self._name,
            label=entry.text("label"),
            order=entry.whole("order", 100),
            tables=tables,
            weight=self._weight,
            sources=tuple(map(_source, entry.children("sources", ("text", "url", "verified")))),
            differences=tuple(map(self._difference, common.children("differences", DIFFERENCE_KEYS))),
            checks=tuple(self._use(common, "checks", name) for name in common.texts("checks")),
            explanations=tuple(
                self._explanation(one, tables) for one in common.children("explanations", ("title", "sentences"))
            ),
            indicators=self._made,
            names=self._names,
            file=entry.file,
        )

    def _use(self, entry: Entry, key: str, name: str) -> str:
        """The return's own copy of a figure and of its parts, in the units of the province; its name."""
        base = self._language.figure(name)
        if base is None:
            entry.refuse(f"没有“{name}”这个数", "请改成 _common.toml 里 figures 的名称或已有的指标名", key)
        full = f"{self._name}.{name}"
        if full not in self._made:
            over = tuple(self._use(entry, key, part) for part in base.over)
            self._keep(replace(base, name=full, unit=self._units.get(base.unit, base.unit), over=over))
            self._names[name] = full
        return full

    def _keep(self, one: Indicator) -> str:
        self._made[one.name] = one
        return one.name

    # ---------------------------------------------------------------- tables

    def _table(self, entry: Entry) -> Table:
        columns = entry.children("columns", COLUMN_KEYS)
        if not columns:
            entry.refuse("一列也没有", '请写 columns = [{ counts = "……", heading = "……" }]', "columns")
        name = entry.text("name")
        made = tuple(self._column(one, f"{self._name}.{name}.{n}", columns) for n, one in enumerate(columns, 1))
        if any(one.kinds for one in made):
            self._check_kinds(entry, made)
        rules = [Rule(self._rule(entry, "rules", one), Verified.TEXT) for one in entry.texts("rules")]
        rules += [Rule(self._rule(entry, "rules_unseen", one), Verified.NONE) for one in entry.texts("rules_unseen")]
        return Table(name, entry.text("title"), made, tuple(rules), entry.truth("by_unit"))

    def _rule(self, entry: Entry, key: str, name: str) -> str:
        if name not in self._rules:
            entry.refuse(f"没有计数规则“{name}”", f"可用：{'、'.join(self._rules)}", key)
        return self._rules[name]

    def _column(self, entry: Entry, name: str, all_columns: list[Entry]) -> Column:
        given = [key for key in ("counts", "kinds", "rest") if entry.has(key)]
        if len(given) != 1:
            entry.refuse("怎样计数应当只写一种", "counts、kinds、rest = true 三者写一个")
        group = entry.text("group", "")
        if given == ["counts"]:
            return Column(entry.text("heading"), self._use(entry, "counts", entry.text("counts")), group)
        kinds = entry.texts("kinds") if given == ["kinds"] else self._rest(all_columns)
        for one in kinds:
            if one not in self._language.kinds.field.choices.values():
                entry.refuse(f"没有种类“{one}”", "请改成代码表里的种类", "kinds")
        heading = entry.text("heading", "、".join(kinds))
        once, each = self._kind_indicators(name, heading, kinds, self._heavier(entry, kinds))
        return Column(heading, once, group, kinds, each)

    def _kind_indicators(
        self, name: str, heading: str, kinds: tuple[str, ...], heavier: tuple[str, ...]
    ) -> tuple[str, str]:
        """Once under the heaviest kind, and under each kind."""
        base, path = self._language.base, self._language.kinds
        has: tuple[Condition, ...] = (*base.where, HasTag(path, kinds))
        lacks: tuple[Condition, ...] = (LacksTags(path, heavier),) if heavier else ()
        unit = self._units.get(base.unit, base.unit)
        once = replace(base, name=name, label=f"{base.label}：{heading}", unit=unit, where=(*has, *lacks), word=None)
        each = replace(once, name=f"{name}.each", label=f"{base.label}：{heading}（按种类计）", where=has)
        return self._keep(once), self._keep(each)

    def _rest(self, columns: list[Entry]) -> tuple[str, ...]:
        """The kinds that no column names, a bureau's own ones among them."""
        named = {kind for one in columns for kind in one.texts("kinds")}
        return tuple(kind for kind in self._language.kinds.field.choices.values() if kind not in named)

    def _heavier(self, entry: Entry, kinds: tuple[str, ...]) -> tuple[str, ...]:
        """The kinds that are heavier than those of a column, which must lie side by side in the table of weights."""
        order = self._weight.light_to_heavy
        unlisted = [kind for kind in kinds if kind not in order]
        if unlisted and len(unlisted) < len(kinds):
            entry.refuse(f"“{unlisted[0]}”不在轻重次序里，同列的却在", "请补进 light_to_heavy，或分成两列", "kinds")
        if unlisted:
            return order
        places = sorted(order.index(kind) for kind in kinds)
        if not places or places != list(range(places[0], places[0] + len(places))):
            entry.refuse("合并的种类在轻重次序里不相邻，最重的一种不能按列归类", "请核对 light_to_heavy", "kinds")
        return order[places[-1] + 1 :]

    def _check_kinds(self, entry: Entry, columns: Iterable[Column]) -> None:
        """Every kind is counted in one column and in one only, or else the columns do not add up to the total."""
        taken = [kind for column in columns for kind in column.kinds]
        _refuse_twice(entry, "columns", taken)
        for kind in self._language.kinds.field.choices.values():
            if kind not in taken:
                entry.refuse(f"种类“{kind}”没有列可归", "请加一列 { rest = true }", "columns")

    def _read_weight(self, entry: Entry) -> Weight:
        order = entry.texts("light_to_heavy")
        for kind in order:
            if kind not in self._language.kinds.field.choices.values():
                entry.refuse(f"没有种类“{kind}”", "请改成代码表里的种类", "light_to_heavy")
        _refuse_twice(entry, "light_to_heavy", order)
        return Weight(order, _verified(entry), entry.text("source"))

    # ---------------------------------------------------------------- differences

    def _difference(self, entry: Entry) -> Difference:
        whole, part = (self._use(entry, key, entry.text(key)) for key in ("whole", "part"))
        exclusions = tuple(self._exclusions(entry, self._made[whole], self._made[part]))
        return Difference(entry.text("label"), entry.text("note"), whole, part, exclusions)

    def _exclusions(self, entry: Entry, whole: Indicator, part: Indicator) -> Iterator[Exclusion]:
        """One a reason: a record belongs to the first condition that it fails, so that the reasons add up."""
        more = [one for one in part.where if one not in whole.where]
        reasons = entry.children("reasons", ("field", "reason"))
        alike = all(getattr(whole, key) == getattr(part, key) for key in ("ledger", "measure", "when", "placing"))
        if not alike or any(one not in part.where for one in whole.where) or part.measure is not Measure.COUNT:
            entry.refuse("后一个数应当是前一个数再加条件", "请改成同一台账的两个 count 指标", "part")
        if sorted(one.text("field") for one in reasons) != sorted({one.path.text for one in more}):
            fields = "、".join(dict.fromkeys(one.path.text for one in more))
            entry.refuse("每个多出的条件要有一条原因", f"请为 {fields} 各写一条", "reasons")
        before = whole
        for number, reason in enumerate(reasons, 1):
            added = tuple(one for one in more if one.path.text == reason.text("field"))
            last = number == len(reasons)
            after = part if last else replace(whole, name=f"{part.name}.{number}", where=(*before.where, *added))
            excluded = replace(
                whole, name=f"{part.name}.excluded.{number}", label=reason.text("reason"), ledger=None, where=(),
                when=None, measure=Measure.DIFFERENCE, over=(before.name, self._keep(after)), note="", word=None,
            )  # fmt: skip
            yield Exclusion(reason.text("reason"), before.name, after.name, self._keep(excluded))
            before = after

    # ---------------------------------------------------------------- sentences

    def _explanation(self, entry: Entry, tables: tuple[Table, ...]) -> Explanation:
        sentences = entry.children("sentences", ("text", "otherwise", "lead", "each"))
        made = [self._listing(one, tables) if one.has("each") else self._passage(one) for one in sentences]
        return Explanation(entry.text("title"), tuple(made))

    def _listing(self, entry: Entry, tables: tuple[Table, ...]) -> Listing:
        known = [one.name for one in tables]
        if entry.text("each") not in known:
            entry.refuse(f"没有表“{entry.text('each')}”", f"可用：{'、'.join(known)}", "each")
        return Listing(entry.text("lead"), entry.text("each"))

    def _passage(self, entry: Entry) -> Passage:
        return Passage(entry.key, self._clauses(entry, "text"), self._clauses(entry, "otherwise"))

    def _clauses(self, entry: Entry, key: str) -> tuple[Clause, ...]:
        try:
            clauses = parse(entry.text(key, "" if key == "otherwise" else None))
        except WordingError as error:
            entry.refuse(str(error), "请核对括号和指标名", key)
        return tuple(
            replace(one, pieces=tuple(self._own(entry, key, piece) for piece in one.pieces)) for one in clauses
        )

    def _own(self, entry: Entry, key: str, piece: Piece) -> Piece:
        """The piece with its figure from this return."""
        match piece:
            case Reference():
                return self._own_reference(entry, key, piece)
            case Optional(pieces=pieces):
                return Optional(tuple(
                    self._own_reference(entry, key, one) if isinstance(one, Reference) else one for one in pieces
                ))  # fmt: skip
        return piece

    def _own_reference(self, entry: Entry, key: str, one: Reference) -> Reference:
        if one.span:
            entry.refuse(f"统计年报只有全年，没有时段“{one.span}”", "请去掉 @ 和后面的时段名", key)
        return replace(one, indicator=self._use(entry, key, one.indicator))


def _source(entry: Entry) -> Source:
    return Source(entry.text("text"), entry.text("url", ""), _verified(entry))


def _verified(entry: Entry) -> Verified:
    found = entry.word("verified", Verified)
    if found is Verified.RECORD:
        entry.refuse("record 只用于时限", "请写 text、secondary 或 none", "verified")
    return found


def _refuse_twice(entry: Entry, key: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            entry.refuse(f"“{name}”写了两次", "请去掉一个", key)
        seen.add(name)
