"""Field types and fields: how a value is read, stored, shown and exchanged.

A field type is one object. What the store keeps (`Stored`) is text, a whole number or nothing: dates as ISO text,
money in 分, decimals as whole numbers of 10^-places, yes and no as 1 and 0, tags and attachments as a JSON array.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from desktop.catalogue import normalise
from desktop.catalogue.masking import Secret, is_masked, mask

Stored: TypeAlias = str | int | None
"""A value as the store keeps it."""

Plain: TypeAlias = str | int | bool | list[str] | None
"""A value as JSON carries it."""

LONGEST_LINE = 500
LONGEST_TEXT = 30_000  # an Excel cell holds 32,767 characters
LARGEST = 9_007_199_254_740_991  # the largest whole number that Excel and JSON readers keep exactly


@dataclass(frozen=True)
class Field:
    """One field of a ledger, as its definition gives it."""

    name: str
    label: str
    type: "FieldType"
    choices: Mapping[str, str] = field(default_factory=dict)
    """Stored Chinese term by English name; empty where any value may stand."""
    off: frozenset[str] = frozenset()
    """Terms of `choices` that the bureau no longer offers; records that hold them stay valid."""
    suggest: str | None = None
    ledger: str | None = None
    """Target of a link."""
    needed: str | None = None
    """`save`, `count` or None."""
    default: Stored = None
    unit: str = ""
    min: Decimal | None = None
    max: Decimal | None = None
    places: int = 0
    """Decimal places kept: 2 for money, the definition's for a decimal, 0 otherwise."""
    approx: bool = False
    secret: bool = False
    """Whether the text is kept encrypted in the tip-off vault, and only its mask in the record."""
    not_before: str | None = None
    check: str | None = None
    section: str = ""
    aliases: tuple[str, ...] = ()
    help: str = ""

    @property
    def offered(self) -> list[str]:
        """The terms that a form offers, in their order."""
        return [term for term in self.choices.values() if term not in self.off]

    @property
    def approx_column(self) -> str | None:
        """Column of the 约 mark, where the field can carry one."""
        return f"{self.name}_approx" if self.approx else None

    @property
    def secret_column(self) -> str | None:
        """Column of the vault's entry that holds the text, where the field is secret."""
        return f"{self.name}_secret" if self.secret else None

    @property
    def needed_to_count(self) -> bool:
        """Whether a gap leaves the record out of figures that use the field."""
        return self.needed in ("save", "count")

    def parse(self, raw: object) -> Stored:
        """Read a typed, pasted or JSON value; `ValueError` with a Chinese sentence where it cannot be."""
        raw = raw.text if isinstance(raw, Secret) else raw
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        return self.type.parse(raw, self)

    def reads_as_approximate(self, raw: object) -> bool:
        """Whether a typed number says 约, 近, 余 or 多."""
        return self.type.numeric and isinstance(raw, str) and bool(raw.strip()) and typed_number(raw, self)[1]

    def plain(self, stored: Stored) -> Plain:
        """The value as JSON carries it: money as a decimal string in 元, tags as a list."""
        return None if stored is None else self.type.plain(self._seen(stored), self)

    def display(self, stored: Stored) -> str:
        """The value as a table or a form shows it."""
        return "" if stored is None else self.type.display(self._seen(stored), self)

    def _seen(self, stored: str | int) -> str | int:
        """A log from before there was a vault holds secret texts in the clear: they are shown masked all the same."""
        return mask(str(stored)) if self.secret and not is_masked(str(stored)) else stored

    def exact(self, stored: int) -> Decimal:
        """A stored number as the number it means (money in 元)."""
        return Decimal(stored).scaleb(-self.places)


class FieldType:
    """What all values of one kind have in common. Subclasses override what differs."""

    name = ""
    column = "TEXT"
    numeric = False

    def parse(self, raw: object, field: Field) -> Stored:
        """Read a value that is neither None nor blank."""
        raise NotImplementedError

    def plain(self, stored: str | int, field: Field) -> Plain:
        """The stored value as JSON carries it."""
        return stored

    def display(self, stored: str | int, field: Field) -> str:
        """The stored value as a person reads it."""
        return str(stored)


_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no file can hold."""


def text_of(raw: object, label: str) -> str:
    """Typed text; `ValueError` for what is none, or what no file can hold."""
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float, Decimal)):
        raise ValueError(f"{label}应为文字")
    text = str(raw)
    if _HALVES.search(text):
        raise ValueError(f"{label}里有残缺的字符，不能保存，请重新输入")
    return text


_MOST_DIGITS = 30


def _decimals_of(number: Decimal) -> int:
    """Places behind the point, trailing zeros left out; exact for any length."""
    _, digits, exponent = number.as_tuple()
    places = -int(exponent)
    for digit in reversed(digits):
        if digit or places <= 0:
            break
        places -= 1
    return max(0, places)


def typed_number(raw: str, field: Field) -> tuple[Decimal, bool]:
    """A number typed with or without its unit or currency sign, and whether it says 约 or 余."""
    body = normalise.code_text(raw).removeprefix("¥").removeprefix("￥")
    for unit in (field.unit.upper(), "元" if field.type.name == "money" else ""):
        # 3 万 元: the unit goes, the 万 before it stays.
        body = body.removesuffix(unit) if unit else body
    try:
        return normalise.written_number(body)
    except ValueError:
        raise ValueError(f"{field.label}应为数字，现为“{raw}”") from None


class Text(FieldType):
    """One line of text."""

    name = "text"

    def parse(self, raw: object, field: Field) -> Stored:
        """Fold white space; refuse a line that is far too long for one."""
        text = normalise.single_line(text_of(raw, field.label))
        if field.check == "uscc":
            text = normalise.code_text(text)
        if len(text) > LONGEST_LINE:
            raise ValueError(f"{field.label}有 {len(text)} 个字，最多 {LONGEST_LINE} 个；较长的内容请写在备注")
        return text or None


class LongText(FieldType):
    """Text of several lines."""

    name = "long_text"

    def parse(self, raw: object, field: Field) -> Stored:
        """Keep line breaks."""
        text = normalise.plain_text(text_of(raw, field.label))
        if len(text) > LONGEST_TEXT:
            raise ValueError(f"{field.label}有 {len(text)} 个字，最多 {LONGEST_TEXT} 个")
        return text or None


class Integer(FieldType):
    """A whole number; a decimal and money are whole numbers of a smaller unit."""

    name = "integer"
    column = "INTEGER"
    numeric = True

    def parse(self, raw: object, field: Field) -> Stored:
        """Read a number within the field's bounds and with no more than its places."""
        number = self._number(raw, field)
        if number.is_nan():
            raise ValueError(f"{field.label}应为数字")
        if field.min is not None and number < field.min:
            raise ValueError(f"{field.label}不能小于 {field.min}，现为 {raw}")
        if field.max is not None and number > field.max:
            raise ValueError(f"{field.label}不能大于 {field.max}，现为 {raw}")
        if not number.is_finite() or number.adjusted() > _MOST_DIGITS:
            raise ValueError(f"{field.label}太大，请核对")
        if _decimals_of(number) > field.places:
            raise ValueError(self._too_fine(field, raw))
        scaled = int(number.scaleb(field.places))
        if abs(scaled) > LARGEST:
            raise ValueError(f"{field.label}太大，请核对：{raw}")
        return scaled

    @staticmethod
    def _number(raw: object, field: Field) -> Decimal:
        if isinstance(raw, bool):
            raise ValueError(f"{field.label}应为数字")
        if isinstance(raw, (int, float, Decimal)):
            return Decimal(str(raw))
        return typed_number(text_of(raw, field.label), field)[0]

    @staticmethod
    def _too_fine(field: Field, raw: object) -> str:
        return f"{field.label}应为整数，现为 {raw}"


class DecimalNumber(Integer):
    """A number with decimals, kept exactly as a whole number of 10^-places."""

    name = "decimal"

    def plain(self, stored: str | int, field: Field) -> Plain:
        """A decimal string without trailing zeros."""
        return plain_decimal(field.exact(int(stored)))

    def display(self, stored: str | int, field: Field) -> str:
        """As in JSON."""
        return plain_decimal(field.exact(int(stored)))

    @staticmethod
    def _too_fine(field: Field, raw: object) -> str:
        return f"{field.label}最多 {field.places} 位小数，现为 {raw}"


class Money(DecimalNumber):
    """An amount in 元, stored in 分. `3.25万元` is read as 32500 元."""

    name = "money"

    def plain(self, stored: str | int, field: Field) -> Plain:
        """Always two places: 53887.50."""
        return f"{field.exact(int(stored)):.2f}"

    def display(self, stored: str | int, field: Field) -> str:
        """With thousands separators, two places."""
        return f"{field.exact(int(stored)):,.2f}"


class Date(FieldType):
    """A day."""

    name = "date"

    def parse(self, raw: object, field: Field) -> Stored:
        """Read a date object or one of the ways in which a date is written."""
        if isinstance(raw, date):
            day = raw.date() if isinstance(raw, datetime) else raw
            raw = day.isoformat()
        try:
            return normalise.written_date(text_of(raw, field.label)).isoformat()
        except ValueError as error:
            raise ValueError(f"{field.label}：{error}") from None


class Boolean(FieldType):
    """Yes or no."""

    name = "boolean"
    column = "INTEGER"
    words: Mapping[str, int] = {
        **dict.fromkeys(("是", "有", "√", "✓", "1", "TRUE", "YES", "Y"), 1),
        **dict.fromkeys(("否", "无", "×", "✗", "0", "FALSE", "NO", "N"), 0),
    }

    def parse(self, raw: object, field: Field) -> Stored:
        """Read true and false, 是 and 否, a tick and a cross."""
        if isinstance(raw, bool):
            return int(raw)
        found = self.words.get(normalise.code_text(text_of(raw, field.label)))
        if found is None:
            raise ValueError(f"{field.label}应为“是”或“否”，现为“{raw}”")
        return found

    def plain(self, stored: str | int, field: Field) -> Plain:
        """A JSON boolean."""
        return bool(stored)

    def display(self, stored: str | int, field: Field) -> str:
        """是 or 否."""
        return "是" if stored else "否"


class Choice(FieldType):
    """One term of a list; the Chinese term is stored, its English name may be typed."""

    name = "choice"

    def parse(self, raw: object, field: Field) -> Stored:
        """Find the term by its Chinese or its English name."""
        return choice_term(field, raw)


class Tags(FieldType):
    """Several terms."""

    name = "tags"

    def parse(self, raw: object, field: Field) -> Stored:
        """Read a list, or text parted by 、 or ；; doubles are dropped."""
        parts: Sequence[object]
        if isinstance(raw, str):
            parts = raw.replace("；", "、").replace(";", "、").replace("，", "、").split("、")
        elif isinstance(raw, (list, tuple)):
            parts = raw
        else:
            raise ValueError(f"{field.label}应为若干词，用“、”分开")
        terms = [term for part in parts if (term := self._term(part, field))]
        return json.dumps(list(dict.fromkeys(terms)), ensure_ascii=False) if terms else None

    @staticmethod
    def _term(part: object, field: Field) -> str:
        term = normalise.single_line(text_of(part, field.label))
        if term and field.choices:
            return choice_term(field, term)
        if "、" in term:
            raise ValueError(f"{field.label}的一个词里不能有“、”：{term}")
        return term

    def plain(self, stored: str | int, field: Field) -> Plain:
        """A list."""
        return tag_list(stored)

    def display(self, stored: str | int, field: Field) -> str:
        """Parted by 、."""
        return "、".join(tag_list(stored))


class Attachment(Tags):
    """Names of files; of one that is kept beside the log, `sha256 name` (see store/attachments.py)."""

    name = "attachment"
    _hash = re.compile(r"[0-9a-f]{64} ")

    def parse(self, raw: object, field: Field) -> Stored:
        """Read a list, the stored form of one, or names parted by 、 or ；."""
        if isinstance(raw, str) and raw.lstrip().startswith("["):
            try:
                raw = json.loads(raw)
            except ValueError:
                raise ValueError(f"{field.label}应为若干文件名，用“、”分开") from None
        return super().parse(raw, field)

    @staticmethod
    def _term(part: object, field: Field) -> str:
        # A file's name may hold 、 and must come back as it was.
        return normalise.single_line(text_of(part, field.label))

    def display(self, stored: str | int, field: Field) -> str:
        """The names, parted by 、."""
        return "、".join(self._hash.sub("", term) for term in tag_list(stored))


class Link(FieldType):
    """A record of another ledger, by its id or by its natural key; the store finds the record."""

    name = "link"

    def parse(self, raw: object, field: Field) -> Stored:
        """Keep what was typed; it is resolved when the record is saved."""
        return normalise.single_line(text_of(raw, field.label)) or None


FIELD_TYPES: Mapping[str, FieldType] = {
    kind.name: kind
    for kind in (
        Text(), LongText(), Integer(), DecimalNumber(), Money(), Date(), Boolean(), Choice(), Tags(), Link(),
        Attachment(),
    )
}  # fmt: skip


def choice_term(field: Field, raw: object) -> str:
    """The stored Chinese term for a typed one; `ValueError` lists what there is."""
    typed = normalise.single_line(text_of(raw, field.label))
    if typed in field.choices:
        return field.choices[typed]
    if typed in field.choices.values():
        return typed
    shown = "、".join(list(field.choices.values())[:12])
    raise ValueError(f"{field.label}没有“{typed}”这一项，可填：{shown}")


def tag_list(stored: Stored) -> list[str]:
    """The terms of a stored tags value."""
    return [str(term) for term in json.loads(str(stored))] if stored else []


def plain_decimal(number: Decimal) -> str:
    """A decimal without exponent and without trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
