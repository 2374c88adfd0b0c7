"""A cell as a bureau writes it, made ready for its field. What cannot be read says why; nothing is guessed."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from desktop.catalogue import Field
from desktop.catalogue.fields import LARGEST
from desktop.catalogue.normalise import single_line, written_date
from desktop.exchange.sheets import Cell, Unreadable, shown


@dataclass(frozen=True)
class Context:
    """What the sheet says about its values as a whole."""

    year: int | None = None
    """Year of days that are written without one."""
    date1904: bool = False


_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_SERIALS = range(18_264, 73_415)
"""Day numbers of 1950 to 2100."""

_TIME = re.compile(
    r"[\sT]+\d{1,2}(?::|时|点).*$|\s*(?:上午|下午|(?:星期|周)[一二三四五六日天]|[（(](?:星期|周)?[一二三四五六日天][）)]).*$"
)
_SHORT_YEAR = re.compile(r"'?(\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_UNFINISHED = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}\s*月?")

_YES = {"√", "✓", "✔", "☑", "是", "有", "对", "对勾", "y", "yes", "true", "1", "v"}
_NO = {"×", "✗", "✘", "☒", "╳", "x", "否", "无", "没有", "错", "n", "no", "false", "0", "-", "—", "/"}
_NOTHING = {"/", "\\", "-", "—", "——", "－", "--"}
"""What is drawn into a cell that has no value."""

_PARTED = re.compile(r"\d[\d,.\s]*\d")
_GROUPED = re.compile(r"\d{1,3}(?:[,\s]\s*\d{3})+(?:\.\d+)?")
"""1,234.5 and 1 234.5; 1.234,5 and 1,5 may mean anything."""
_SCALES = {"万": 10_000, "亿": 100_000_000}
_APPROXIMATE = re.compile(r"^(?:约为|约|大约|大概|近|将近|超过|超|逾)|(?:左右|上下|以上|余|多)$")
_UNITS = re.compile(
    r"(家次|人次|场次|台次|批次|车次|班次|件次|台套|工作日|公顷|学时|平方米|公里|千克|吨|亩|元|家|人|个|次|项|处|条|起|件|宗|份|场|名"
    r"|户|辆|台|套|支|间|天|卷|分|类|篇|部|只|块|期|所|座|艘|把|%|％)$"
)


def read_value(one: Field, cell: Cell, unit: str, context: Context) -> object:
    """The cell as the field reads it; `ValueError` with a Chinese reason, without the heading, where it cannot be."""
    if isinstance(cell, Unreadable):
        raise ValueError(cell.reason)
    if cell is None:
        return None
    if isinstance(cell, str) and one.type.name not in ("text", "long_text", "boolean") and cell.strip() in _NOTHING:
        return None
    match one.type.name:
        case "date":
            return _day(cell, context)
        case "integer" | "decimal" | "money":
            return _number(one, cell, unit)
        case "boolean":
            return _yes_or_no(cell)
        case "choice":
            return _term(one, _text(cell))
        case "tags":
            return _terms(one, _text(cell))
    return _text(cell)


# -------------------------------------------------------------------- text


def _text(cell: Cell) -> str:
    """Text of any cell: a number without .0, a day as 2024-03-05."""
    if isinstance(cell, float) and not isinstance(cell, bool) and abs(cell) >= 1e15:
        raise ValueError(f"“{shown(cell)}”超过 15 位，表里的末几位已经丢失，请把这一列设为文本后重新填写")
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return shown(cell)


# -------------------------------------------------------------------- days


def _day(cell: Cell, context: Context) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, (time, timedelta, bool)):
        raise ValueError(f"“{shown(cell)}”只有时间，没有日期")
    if isinstance(cell, (float, int)):
        return _numbered_day(float(cell), context).isoformat()
    return _written_day(str(cell), context).isoformat()


def _numbered_day(number: float, context: Context) -> date:
    """A number in place of a day: 20240305, Excel's day number, or 3.5 for 3月5日 where that is certain."""
    whole = int(number)
    if whole in _SERIALS:
        return _EPOCHS[context.date1904] + timedelta(days=whole)
    if number == whole and 19_000_000 < whole < 21_010_000:
        return written_date(str(whole))
    text = f"{number:.15g}"
    month, _, day = text.partition(".")
    if number < 13 and day:
        # As a number 3.1 may have been 3.1 or 3.10, 3.2 also 3.20.
        if day in ("1", "2") or (day == "3" and month != "2"):
            raise ValueError(f"“{text}”分不清是{day}日还是{day}0日，请写成 2024-03-05 这样的完整日期")
        return _written_day(text, context)
    raise ValueError(f"“{text}”不是日期，请写成 2024-03-05 这样的形式")


def _written_day(text: str, context: Context) -> date:
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("。.、,，;； ")
    plain = _TIME.sub("", plain)
    short = _SHORT_YEAR.fullmatch(plain)
    if short:
        if context.year is None or context.year % 100 != int(short[1]):
            raise ValueError(f"“{text}”的年份只有两位，请写成 2024-03-05 这样的完整日期")
        return written_date(f"{context.year}-{short[2]}-{short[3]}")
    match = _MONTH_AND_DAY.fullmatch(plain)
    if match:
        if context.year is None:
            raise ValueError(f"“{text}”没有年份，请写明年份，或在导入时给出年份")
        return written_date(f"{context.year}-{match[1]}-{match[2]}")
    if _UNFINISHED.fullmatch(plain):
        raise ValueError(f"“{text}”没有写到日，请补上")
    if plain.isdigit() and int(plain) in _SERIALS:
        return _EPOCHS[context.date1904] + timedelta(days=int(plain))
    return written_date(plain)


def looks_like_day(cell: Cell, context: Context) -> bool:
    """Whether a cell can be read as a day, whatever the year."""
    if isinstance(cell, (bool, float, int)) and not (isinstance(cell, float) and cell in _SERIALS):
        return False
    try:
        _day(cell, Context(context.year or 2000, context.date1904))
    except ValueError:
        return False
    return True


# -------------------------------------------------------------------- numbers


def _number(one: Field, cell: Cell, unit: str) -> object:
    if isinstance(cell, (bool, date, time, timedelta)):
        raise ValueError(f"“{shown(cell)}”不是数字")
    if isinstance(cell, (float, int)):
        return _exact(cell, one, _scale_of(unit))
    return _written_number(one, str(cell), unit)


def _scale_of(unit: str) -> int:
    return _SCALES.get(unit[:1], 1)


def _exact(cell: float, one: Field, scale: int) -> Decimal:
    """The number as Excel shows it: what 0.1+0.2 leaves behind its fifteenth digit is none of it."""
    exact = Decimal(repr(cell)) * scale
    if exact.is_finite() and abs(exact) <= LARGEST and exact != round(exact, one.places):
        return Decimal(f"{cell:.15g}") * scale
    return exact


def _written_number(one: Field, text: str, unit: str) -> object:
    written = unicodedata.normalize("NFKC", text).strip()
    if any(not _GROUPED.fullmatch(run) for run in _PARTED.findall(written) if not run.replace(".", "").isdigit()):
        raise ValueError(f"“{text}”里逗号或空格的位置不对，看不出是多少，请写成 1234.5 这样的数")
    plain = "".join(written.split()).replace(",", "")
    body, approximate = _without_words(plain.removeprefix("¥").removeprefix("人民币"))
    in_yuan = plain.startswith(("¥", "人民币"))
    plain = plain.removeprefix("¥").removeprefix("人民币")
    scale = 0
    if body[-1:] in _SCALES:
        scale = _SCALES[body[-1]]
        body, before = _without_words(body[:-1])
        approximate = approximate or before
    elif body != plain and plain.endswith("元"):
        scale = 1
    if in_yuan and not scale and _scale_of(unit) > 1:
        raise ValueError(f"“{text}”像是按元写的，这一列写的是{unit}，请在数后面写明“元”或“万元”")
    try:
        number = Decimal(body) * (scale or _scale_of(unit))
    except InvalidOperation:
        raise ValueError(f"“{text}”不是数字") from None
    if not number.is_finite():
        raise ValueError(f"“{text}”不是数字")
    return f"约{number:f}" if approximate else number


def _without_words(text: str) -> tuple[str, bool]:
    """A number without its unit and without 约, 余 and the like, and whether it had the latter."""
    approximate = False
    while True:
        bare = _APPROXIMATE.sub("", text)
        approximate = approximate or bare != text
        bare = _UNITS.sub("", bare)
        if bare == text:
            return text, approximate
        text = bare


# -------------------------------------------------------------------- words


def _yes_or_no(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    word = "".join(unicodedata.normalize("NFKC", shown(cell)).split()).lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError(f"“{shown(cell)}”看不出是“是”还是“否”，请填“是”或“否”")


def _term(one: Field, text: str) -> str:
    """A term by its Chinese or English name, or by a beginning that only one has."""
    typed = _folded(single_line(text))
    by_form = {_folded(term): term for term in one.choices.values()}
    found = by_form.get(typed) or one.choices.get(single_line(text))
    if found:
        return found
    begin = [term for form, term in by_form.items() if typed and form.startswith(typed)]
    if len(begin) == 1:
        return begin[0]
    if begin:
        raise ValueError(f"“{text}”可能是{'、'.join(begin[:6])}，请写全")
    raise ValueError(f"没有“{text}”这一项，可填：{'、'.join(list(one.choices.values())[:12])}")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", "".join(text.split()))


def _terms(one: Field, text: str) -> list[str]:
    """Terms parted by 、 ， ； or line breaks; a space parts only terms of a list."""
    parts = [part for part in re.split(r"[、,，;；\n]", text) if part.strip()]
    if one.choices and len(parts) == 1 and _folded(text) not in {_folded(term) for term in one.choices.values()}:
        parts = text.split()
    return [_term(one, part) for part in parts] if one.choices else parts
