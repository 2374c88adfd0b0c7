"""Drafts of varied wording with known figures, and the errors that are planted in them."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop.catalogue.wordings import Form
from desktop.report.text.composing import Token
from desktop.report.text.laying import LaidReport

PAGE = 22 * 28
"""Characters of a page of an official document."""
NUMBER = re.compile(r"\d+(?:\.\d+)?")
PLAIN = (Form.VALUE, Form.CHANGE, Form.GROWTH)


@dataclass(frozen=True)
class Piece:
    """A run of a draft; `token` where it states a figure."""

    text: str
    token: Token | None = None
    planted: str = ""

    @property
    def states_number(self) -> bool:
        return self.token is not None and self.token.reference.form in PLAIN and bool(NUMBER.search(self.text))


@dataclass(frozen=True)
class Planted:
    start: int
    end: int
    kind: str


Draft = list[Piece]


def pieces_of(laid: LaidReport) -> Draft:
    found = [Piece("\n".join(laid.title))]
    for one in laid.shown:
        found.append(Piece(f"\n{one.number}{one.lead}"))
        found += [Piece(run.said.text, run) if isinstance(run, Token) else Piece(run) for run in one.runs]
    return found


def text_of(draft: Draft) -> str:
    return "".join(one.text for one in draft)


def planted_in(draft: Draft) -> Iterator[Planted]:
    position = 0
    for one in draft:
        if one.planted:
            yield Planted(position, position + len(one.text), one.planted)
        position += len(one.text)


# -------------------------------------------------------------------- wording

SYNONYMS = (
    ("开展", "组织开展"),
    ("组织", "积极组织"),
    ("召开", "先后召开"),
    ("完成整改", "已整改到位"),
    ("排查隐患", "共排查整治各类隐患"),
    ("接到举报投诉", "全年共接到各类举报投诉"),
    ("作出行政处罚决定", "依法作出行政处罚决定"),
    ("检查生产经营单位", "累计检查各类生产经营单位"),
    ("评查案卷", "集中评查行政处罚案卷"),
    ("发放", "向群众发放"),
    ("现有", "目前共有"),
    ("罚款", "罚款金额"),
    ("其中", "其中，"),
    ("立案", "依法立案"),
    ("公示", "及时公示"),
    ("聘请", "续聘"),
    ("出台", "制定出台"),
    ("约谈", "警示约谈"),
    ("举办", "分批举办"),
    ("参加", "共有"),
    ("涉及", "共涉及"),
)
OPENINGS = ("截至目前，", "一年来，", "据统计，", "今年以来，我局聚焦主责主业，", "按照上级部署要求，", "")


def reworded(draft: Draft, chance: random.Random) -> Draft:
    """Other words around the same figures; some sentences get an opening, some commas become semicolons."""
    chosen = [pair for pair in SYNONYMS if chance.random() < 0.4]
    made: Draft = []
    for one in draft:
        text = one.text
        if one.token is None:
            for old, new in chosen:
                text = text.replace(old, new)
            text = re.sub("。(?=.)", lambda _: "。" + chance.choice(OPENINGS), text)
            text = text.replace("；", chance.choice("；；，。")) if chance.random() < 0.5 else text
        made.append(replace(one, text=text))
    return made


def full_width(draft: Draft, chance: random.Random) -> Draft:
    table = str.maketrans("0123456789%", "０１２３４５６７８９％")
    return [replace(one, text=one.text.translate(table)) if chance.random() < 0.3 else one for one in draft]


def separated(draft: Draft, chance: random.Random) -> Draft:
    """Thousands separators."""
    del chance
    return [replace(one, text=re.sub(r"(?<![\d.])\d{4,}", lambda n: f"{int(n[0]):,}", one.text)) if one.token else one
            for one in draft]  # fmt: skip


WORDINGS = {
    "as composed": lambda draft, chance: draft,
    "reworded": reworded,
    "full width": full_width,
    "separated": separated,
    "reworded, full width": lambda draft, chance: full_width(reworded(draft, chance), chance),
}

# -------------------------------------------------------------------- errors

OTHER_UNITS = {
    "家次": "家",
    "人次": "人",
    "件": "项",
    "起": "次",
    "家": "家次",
    "万元": "元",
    "场次": "人次",
    "份": "次",
    "人": "家",
    "项": "家",
    "次": "人",
    "条": "次",
    "个": "次",
    "支": "人",
    "册": "次",
    "部": "次",
    "期": "人",
    "%": "个",
}


def plant(draft: Draft, kind: str, chance: random.Random, count: int) -> Draft:
    """So many errors of a kind, not in neighbouring figures."""
    made = list(draft)
    places = [place for place, one in enumerate(made) if one.states_number]
    chance.shuffle(places)
    done: list[int] = []
    for place in places:
        if len(done) == count:
            break
        if any(abs(place - other) < 12 for other in done):
            continue
        changed = _swapped(made, place) if kind == "swapped" else _changed(made, place, kind, chance)
        if changed:
            done.append(place)
    return made


def _changed(made: Draft, place: int, kind: str, chance: random.Random) -> bool:
    one = made[place]
    percent = one.text.endswith("%")
    if (kind == "digit" and not percent) or (kind == "percentage" and percent):
        text = _other_digit(one.text, chance)
    elif kind == "unit":
        text = _other_unit(one)
    else:
        return False
    if text == one.text:
        return False
    made[place] = replace(one, text=text, planted=kind)
    return True


def _other_digit(text: str, chance: random.Random) -> str:
    """One digit replaced, so that the number stays one of as many digits."""
    digits = [place for place, char in enumerate(text) if char.isdigit() and char.isascii()]
    if not digits:
        return text
    place = chance.choice(digits)
    others = [digit for digit in "123456789" if digit != text[place]]
    return text[:place] + chance.choice(others) + text[place + 1 :]


def _other_unit(one: Piece) -> str:
    assert one.token is not None
    unit = one.token.said.figure.indicator.unit
    if one.token.reference.form is not Form.VALUE or unit not in OTHER_UNITS or not one.text.endswith(unit):
        return one.text
    return one.text.removesuffix(unit) + OTHER_UNITS[unit]


def _swapped(made: Draft, place: int) -> bool:
    """The numbers of two figures that stand side by side in one paragraph."""
    for other in range(place + 1, min(place + 4, len(made))):
        first, second = made[place], made[other]
        if first.token is None and "\n" in first.text:
            return False
        if not second.states_number or first.text.endswith("%") or second.text.endswith("%"):
            continue
        one, two = NUMBER.findall(first.text), NUMBER.findall(second.text)
        if len(one) == len(two) == 1 and float(one[0]) != float(two[0]):
            made[place] = replace(first, text=first.text.replace(one[0], two[0]), planted="swapped")
            made[other] = replace(second, text=second.text.replace(two[0], one[0]), planted="swapped")
            return True
    return False
