"""WordprocessingML from Python: elements, lengths, text that XML can carry, runs with their fonts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

Element = BaseOxmlElement

REPLACEMENT = "\ufffd"
"""Stands where a character cannot be printed."""

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"  # XML has no place for these
    "\u202a-\u202e\u2066-\u2069]"  # These turn the digits that follow around: 410 would read 014
)
_BREAKS = re.compile("(\n|\t)")
_PROPERTY_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "kinsoku", "wordWrap", "overflowPunct",
    "autoSpaceDE", "autoSpaceDN", "adjustRightInd", "snapToGrid", "spacing", "ind", "jc", "outlineLvl",
)  # fmt: skip
"""The schema's order of what a paragraph's properties hold; Word calls a file damaged where it differs."""


@dataclass(frozen=True)
class Face:
    """Fonts of a text: of its Chinese characters, and of its digits and Latin letters."""

    chinese: str
    western: str

    def element(self, **more: object) -> Element:
        """All four slots by name, so that no theme has a say."""
        return w("rFonts", **more, ascii=self.western, eastAsia=self.chinese, hAnsi=self.western, cs=self.western)


def w(tag: str, /, *children: Element, **attributes: object) -> Element:
    """An element of the main namespace; the attributes are of that namespace, too."""
    element: Element = OxmlElement(f"w:{tag}", {qn(f"w:{name}"): _written(one) for name, one in attributes.items()})
    element.extend(children)
    return element


def _written(value: object) -> str:
    return clean(str(int(value) if isinstance(value, bool) else value))


def fill(part: Element, children: Iterable[Element]) -> None:
    """Give a part other content."""
    for child in list(part):
        part.remove(child)
    part.extend(children)


def paragraph_properties(*properties: Element) -> Element:
    """A paragraph's properties in the order of the schema."""
    return w("pPr", *sorted(properties, key=lambda one: _PROPERTY_ORDER.index(one.tag.rpartition("}")[2])))


def paragraph(style: str, *runs: Element) -> Element:
    """A paragraph in a style."""
    return w("p", w("pPr", w("pStyle", val=style)), *runs)


def text_run(text: str, face: Face) -> Element:
    """A run of text. The hint gives “”, — and … the Chinese font, which Word takes for Latin otherwise."""
    return w("r", w("rPr", face.element(hint="eastAsia")), *_text(clean(text)))


def _text(text: str) -> Iterator[Element]:
    for part in filter(None, _BREAKS.split(text)):
        if part in "\n\t":
            yield w("br" if part == "\n" else "tab")
            continue
        element = w("t")
        element.text = part
        if part != part.strip():
            element.set(qn("xml:space"), "preserve")
        yield element


def clean(text: str) -> str:
    """The text as it can be printed: what cannot be shows as a replacement character, everything else stays."""
    return _UNPRINTABLE.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))


# -------------------------------------------------------------------- lengths


def twips(millimetres: Decimal | int) -> int:
    """Millimetres as twentieths of a point."""
    return _whole(millimetres * Decimal(1440) / Decimal("25.4"))


def twentieths(points: Decimal | int) -> int:
    """Points as twentieths."""
    return _whole(Decimal(points) * 20)


def half_points(points: Decimal | int) -> int:
    """Points as Word gives a font's size."""
    return _whole(Decimal(points) * 2)


def _whole(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_HALF_UP))
