"""The headings by which a ledger's fields are known."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.catalogue import Catalogue, Field, Ledger
from desktop.catalogue.listed import RECORD_ID_HEAD
from desktop.store.drafts import KEPT_REASON, KEPT_REASON_LABEL

REASON_HEAD = "未导入的原因"
"""Column that a workbook of rejected rows adds."""

HINT_HEAD = "填写提示"
"""First column of a template: marks the rows that are none to import."""

ID = "id"

_IGNORED = {
    "序号", "编次", "no", REASON_HEAD, HINT_HEAD, "登记人", "登记时间", "删除时间", "删除人",
}  # fmt: skip
_DECORATION = re.compile(r"[\s*★※☆▲:：]+")
_BRACKETS = re.compile(r"[（(\[【]([^）)\]】]*)[）)\]】]")
_UNIT = re.compile(r"(?:单位[:：]?)?(亿元|万元|元|万[\u4e00-\u9fff]{1,3}|[\u4e00-\u9fff%]{1,3})")


def plain_head(text: str) -> str:
    """A heading without white space, marks of decoration and full-width letters; Chinese brackets stay."""
    return _DECORATION.sub("", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True)
class Candidate:
    """A field that a heading may mean."""

    target: str
    confidence: int
    """Per cent."""
    reason: str


class Names:
    """Looks headings up for one ledger."""

    def __init__(self, ledger: Ledger, catalogue: Catalogue) -> None:
        self._known: dict[str, Candidate] = {}
        self._know(RECORD_ID_HEAD, Candidate(ID, 100, "本程序导出的编号列"))
        self._know(KEPT_REASON_LABEL, Candidate(KEPT_REASON, 100, "列名相同"))
        for name, one in _importable(ledger):
            self._know_field(name, one)
        for name, link in ledger.links.items():
            self._know_linked(name, link, catalogue.ledgers[str(link.ledger)])

    def _know(self, head: str, candidate: Candidate) -> None:
        self._known.setdefault(plain_head(head).lower(), candidate)

    def _know_field(self, name: str, one: Field) -> None:
        # A label always wins over an alias of another field.
        self._known[plain_head(one.label).lower()] = Candidate(name, 100, "列名相同")
        self._know(name, Candidate(name, 95, "英文名相同"))
        if one.approx_column:
            self._know(f"{one.label}为约数", Candidate(one.approx_column, 100, "本程序导出的约数列"))
        for alias in one.aliases:
            known = self._known.get(plain_head(alias).lower())
            if known is None:
                self._know(alias, Candidate(name, 95, f"“{alias}”是“{one.label}”的又一种叫法"))

    def _know_linked(self, name: str, link: Field, target: Ledger) -> None:
        """What a row says of the record that it links to: its keys and, for a new one, its other fields."""
        for inner, one in _importable(target):
            if not one.ledger:
                why = f"{link.label}的{one.label}"
                self._know(f"{link.label}{one.label}", Candidate(f"{name}.{inner}", 95, why))
                self._know(one.label, Candidate(f"{name}.{inner}", 80, why))
                for alias in one.aliases:
                    self._know(alias, Candidate(f"{name}.{inner}", 75, why))

    def candidates(self, head: str) -> list[Candidate]:
        """Fields that a heading may mean, the likeliest first."""
        return sorted(self._candidates(head), key=lambda one: -one.confidence)

    def _candidates(self, head: str) -> Iterable[Candidate]:
        whole = head.replace("/", "")
        for text in dict.fromkeys((whole, head.rpartition("/")[2])):
            for form in dict.fromkeys((text, _BRACKETS.sub("", text))):
                found = self._known.get(form.lower())
                if found:
                    yield found
        yield from self._containing(_BRACKETS.sub("", head.rpartition("/")[2]).lower())

    def _containing(self, text: str) -> Iterable[Candidate]:
        """Headings that say more than a known one: 被检查企业名称 holds 企业名称."""
        found = [known for known in self._known if len(known) > 1 and known in text and known != text]
        for known in sorted(found, key=len, reverse=True)[:2]:
            likely = self._known[known]
            if len(known) * 2 >= len(text):
                yield Candidate(likely.target, 55 + 20 * len(known) // len(text), f"列名里有“{known}”")

    def score(self, heads: Iterable[str]) -> float:
        """How well a row of headings fits the ledger: one for each field that is known for sure."""
        found: dict[str, int] = {}
        width = 0
        for head in heads:
            width += 1
            if is_ignored(head):
                found[head] = 50
            for one in self.candidates(head)[:1]:
                found[one.target] = max(found.get(one.target, 0), one.confidence)
        return sum(found.values()) / 100 if width > 1 or max(found.values(), default=0) > 90 else 0


def _importable(ledger: Ledger) -> Iterable[tuple[str, Field]]:
    return ((name, one) for name, one in ledger.fields.items() if one.type.name != "attachment")


def is_ignored(head: str) -> bool:
    """Whether a column is none of a ledger by its very name: 序号, the reason of an earlier rejection."""
    return head.rpartition("/")[2].lower() in _IGNORED


def unit_of(head: str) -> str:
    """The unit in a heading's brackets: 罚款（万元） → 万元; empty where there is none."""
    for inside in reversed(_BRACKETS.findall(head)):
        match = _UNIT.fullmatch(inside)
        if match:
            return str(match[1])
    return ""
