"""From definition tables to outlines: headings, figures and sentences, every name checked against the indicators."""

from collections.abc import Mapping

from desktop.catalogue.entries import Entry
from desktop.catalogue.indicators import Indicator, Measure, Placing
from desktop.catalogue.outlines import Numbering, Outline, Section, Span, Style
from desktop.catalogue.wordings import Clause, Form, Paragraph, Passage, Reference, WordingError, parse

PASSAGES = "_passages"
"""The file of passages that several outlines share."""

_OUTLINE_KEYS = ("label", "sections", "monthly", "title", "opening", "closing", "numbering", "spans", "note")
_SECTION_KEYS = ("title", "indicators", "sections", "paragraphs", "style", "hint")
_PASSAGE_KEYS = ("text", "otherwise")

Indicators = Mapping[str, Indicator]


def read_passages(file: str, data: Mapping[str, object], indicators: Indicators) -> dict[str, Passage]:
    """The shared passages by name."""
    return {name: _passage(Entry(file, name, one, _PASSAGE_KEYS), name, indicators) for name, one in data.items()}


def read_outline(
    name: str, entry: Entry, indicators: Indicators, shared: Mapping[str, Passage], *, own: bool
) -> Outline:
    """Make an outline from its definition."""
    Entry(entry.file, name, entry.data, _OUTLINE_KEYS)
    monthly = entry.texts("monthly")
    _check_names(entry, "monthly", monthly, indicators)
    _check_monthly(entry, monthly, indicators)
    reader = _Reader(indicators, shared)
    made = Outline(
        name=name,
        label=entry.text("label"),
        sections=reader.sections(entry),
        monthly=monthly,
        title=entry.names("title"),
        opening=reader.paragraphs(entry, "opening"),
        closing=reader.paragraphs(entry, "closing"),
        numbering=entry.word("numbering", Numbering, Numbering.STANDARD),
        spans=_spans(entry),
        note=entry.text("note", ""),
        own=own,
    )
    for paragraph in made.paragraphs():
        for one in paragraph.references():
            if one.span and one.span not in made.spans:
                entry.refuse(f"段落“{paragraph.name}”用了没有的时段“{one.span}”", "请在 [spans] 里写出它的起止月日")
    return made


class _Reader:
    def __init__(self, indicators: Indicators, shared: Mapping[str, Passage]) -> None:
        self._indicators, self._shared = indicators, shared

    def sections(self, entry: Entry) -> tuple[Section, ...]:
        made = []
        for child in entry.children("sections", _SECTION_KEYS):
            names = child.texts("indicators")
            _check_names(child, "indicators", names, self._indicators)
            made.append(
                Section(
                    title=child.text("title"),
                    indicators=names,
                    sections=self.sections(child),
                    paragraphs=self.paragraphs(child, "paragraphs"),
                    style=child.word("style", Style, Style.LINE),
                    hint=child.text("hint", ""),
                )
            )
        titles = [one.title for one in made]
        for title in titles:
            if titles.count(title) > 1:
                entry.refuse(f"同一级有两个标题“{title}”", "请改成不同的标题", "sections")
        return tuple(made)

    def paragraphs(self, entry: Entry, key: str) -> tuple[Paragraph, ...]:
        """A list of names of shared passages, sentences, tables with `text` and `otherwise`, or lists of these."""
        given = entry.data.get(key, [])
        if not isinstance(given, list):
            entry.refuse("应为一列段落", f'请写成 {key} = ["段落名", "一句话。"]', key)
        return tuple(self._paragraph(entry, key, f"p{number}", one) for number, one in enumerate(given, 1))

    def _paragraph(self, entry: Entry, key: str, name: str, given: object) -> Paragraph:
        if not isinstance(given, list):
            return Paragraph((self._passage(entry, key, name, given),))
        parts = enumerate(given, 1)
        return Paragraph(tuple(self._passage(entry, key, f"{name}.{number}", one) for number, one in parts))

    def _passage(self, entry: Entry, key: str, name: str, given: object) -> Passage:
        if isinstance(given, str) and given in self._shared:
            return self._shared[given]
        if isinstance(given, str) and given.isascii():
            entry.refuse(f"没有段落“{given}”", f"请写 {PASSAGES}.toml 里的段落名，或写出整句", key)
        table = {"text": given} if isinstance(given, str) else given
        return _passage(Entry(entry.file, f"{entry.key}.{key}[{name}]", table, _PASSAGE_KEYS), name, self._indicators)


def _passage(entry: Entry, name: str, indicators: Indicators) -> Passage:
    text = _clauses(entry, "text", indicators)
    otherwise = _clauses(entry, "otherwise", indicators) if entry.has("otherwise") else ()
    return Passage(name, text, otherwise)


def _clauses(entry: Entry, key: str, indicators: Indicators) -> tuple[Clause, ...]:
    try:
        clauses = parse(entry.text(key))
    except WordingError as error:
        entry.refuse(str(error), "请按 resources/README.md 的写法改正", key)
    for clause in clauses:
        for one in clause.references():
            _check_reference(entry, key, one, indicators)
    return clauses


def _check_reference(entry: Entry, key: str, one: Reference, indicators: Indicators) -> None:
    _check_names(entry, key, (one.indicator,), indicators)
    indicator = indicators[one.indicator]
    if one.form is Form.WORD and not indicator.word:
        entry.refuse(f"指标“{one.indicator}”没有 word，不能写 :word", "请给指标写 word，或去掉 :word", key)
    if one.form in (Form.TITLES, Form.NAMES) and indicator.ledger is None:
        entry.refuse(f"指标“{one.indicator}”由其他指标算出，不能列出记录", "请改成从一种台账统计的指标", key)


def _check_names(entry: Entry, key: str, names: tuple[str, ...], indicators: Indicators) -> None:
    for missing in (one for one in names if one not in indicators):
        entry.refuse(f"没有指标“{missing}”", "请改成已有的指标名", key)


def _check_monthly(entry: Entry, names: tuple[str, ...], indicators: Indicators) -> None:
    for one in (indicators[name] for name in names):
        if one.measure not in (Measure.COUNT, Measure.SUM) or one.placing is not Placing.PERIOD:
            entry.refuse(f"“{one.name}”不能逐月相加", "逐月的指标应为期内的 count 或 sum", "monthly")


def _spans(entry: Entry) -> dict[str, Span]:
    table = entry.child("spans")
    made = {}
    for name in table.data:
        one = table.child(name, ("from", "to"))
        made[name] = Span(_month_day(one, "from"), _month_day(one, "to"))
    return made


def _month_day(entry: Entry, key: str) -> tuple[int, int]:
    month, _, day = entry.text(key).partition("-")
    if not (month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        entry.refuse("应为月和日", f'请写成 {key} = "10-01"', key)
    return int(month), int(day)
