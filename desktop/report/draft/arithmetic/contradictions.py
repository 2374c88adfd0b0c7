"""What the text says elsewhere against a number: 未发生, 全体, and orders that hold across sections."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from desktop.report.draft.arithmetic.orders import impossible, more
from desktop.report.draft.arithmetic.subjects import label, named, subject
from desktop.report.draft.arithmetic.tables import arithmetic_words
from desktop.report.draft.findings import Finding, FindingKind, about
from desktop.report.draft.quantity import Form, Quantity
from desktop.report.draft.reading import Reading

_ALL_OF = re.compile(r"全体([\u4e00-\u9fff]{3,8}?)(?=$|约|共|近|[,，、])")
_LEADS = re.compile(r"^(?:任何|过|新的|相关|较大)")
Named = Mapping[str, list[Quantity]]
"""The figures by what they count."""
SHORTEST = 4
_VERB = 2
_OPENING = re.compile(r"[,，。;；:：\n]")


def contradictions(reading: Reading) -> Iterator[Finding]:
    """Numbers that a statement elsewhere speaks against; all 存疑, since the scopes may differ."""
    counted = [one for one in reading.quantities if one.form is Form.AMOUNT and one.period in ("", "part")]
    by_name: dict[str, list[Quantity]] = {}
    for one in counted:
        by_name.setdefault(one.counted, []).append(one)
    yield from _against_nil(reading, by_name)
    yield from _against_all(reading, counted, by_name)
    yield from _across(counted)


def _against_nil(reading: Reading, counted: Named) -> Iterator[Finding]:
    """未发生森林火灾 beside 森林火灾2起; 无行政处罚权 beside 行政处罚11起."""
    words = arithmetic_words()
    for nil in words.nil.finditer(reading.text):
        before = _OPENING.split(reading.text[max(0, nil.start() - 30) : nil.start()])[-1]
        thing = _LEADS.sub("", nil[1])
        if words.nil_unless.search(before + thing) or re.search(r"\d", before):
            continue
        things = [one for one in (thing, words.nil_endings.sub("", thing)) if len(one) >= SHORTEST]
        called = [same for words_of, same in counted.items() if any(_names(words_of, each) for each in things)]
        for one in chain.from_iterable(called):
            if one.value and not one.period and _one_place(reading, nil, before, one):
                yield about(
                    one, FindingKind.REPEATED, False, "",
                    f"文中另一处写“{nil[0]}”，这里写“{one.quote}”。口径若不同请写明。",
                )  # fmt: skip


def _names(words: str, thing: str) -> bool:
    """Whether a figure's words name the thing, with no more than a verb before it."""
    if words.endswith(thing):
        return len(words) <= len(thing) + _VERB
    return len(words) >= SHORTEST and thing.startswith(words)


def _one_place(reading: Reading, nil: re.Match[str], before: str, one: Quantity) -> bool:
    """Not of two towns or two trades, and not in one sentence, which will have its reasons."""
    other = subject(reading, one)
    apart = reading.structure.sentence(nil.start()) != one.sentence
    return apart and named(before) <= other.named and label(reading, nil.start()) in other.named


def _against_all(reading: Reading, counted: list[Quantity], by_name: Named) -> Iterator[Finding]:
    """全体领导干部约60人 beside 领导干部约70人."""
    for whole in counted:
        found = _ALL_OF.search(whole.before)
        if found is None:
            continue
        for part in chain.from_iterable(same for words, same in by_name.items() if words.endswith(found[1])):
            scopes = part.scope in ("", whole.scope) or not whole.scope
            alike = scopes and reading.words.unit(part.unit) == reading.words.unit(whole.unit)
            if part is not whole and alike and more(part, whole):
                yield impossible(part, whole, False, f"前后文的“{found[0]}”只有“{whole.quote}”")


def _across(counted: list[Quantity]) -> Iterator[Finding]:
    for rule in arithmetic_words().across:
        highs = [one for one in counted if rule.high.search(one.counted + one.after[:12])]
        lows = [one for one in counted if rule.low.search(one.before[-12:]) and one not in highs]
        if len(highs) == 1 and len(lows) == 1 and more(lows[0], highs[0]) and lows[0].exact:
            yield impossible(lows[0], highs[0], False, f"{rule.why}，口径若不同请写明")
