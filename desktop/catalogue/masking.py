"""What is shown in place of a reporting person's identity: 王**, 138****5678."""

import re

ERASED = "已清除"
"""Stands in a record whose identity was erased: that there was one still counts."""

_HIDDEN = "**"
_MOBILE = re.compile(r"1\d{10}")
_IDENTITY_NUMBER = re.compile(r"\d{17}[\dX]")
_CHINESE_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "司徒", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "东方")


def mask(text: str) -> str:
    """The mask of a text; never the whole of it, and never its length where that would tell something.

    What is neither a name, a mobile nor an identity number may be anything, such as a name with a number behind it:
    only its first character is left.
    """
    compact = "".join(text.split()).upper()
    if _MOBILE.fullmatch(compact):
        return f"{compact[:3]}****{compact[-4:]}"
    if _IDENTITY_NUMBER.fullmatch(compact):
        return f"{compact[0]}****************{compact[-1]}"
    if _CHINESE_NAME.fullmatch(compact):
        double = len(compact) > 2 and compact[:2] in _DOUBLE_SURNAMES
        return f"{compact[: 2 if double else 1]}{_HIDDEN}"
    return f"{compact[0]}****" if len(compact) > 1 else _HIDDEN


class Secret:
    """A text on its way into the vault. Wherever it is shown, printed or reported by mistake, its mask appears."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return mask(self.text)

    def __repr__(self) -> str:
        return f"Secret({self})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)


def without_secrets(value: object) -> object:
    """What a draft may keep: nested values without the secret texts among them."""
    if isinstance(value, dict):
        return {name: without_secrets(one) for name, one in value.items() if not isinstance(one, Secret)}
    if isinstance(value, list):
        return [without_secrets(one) for one in value if not isinstance(one, Secret)]
    return value


def is_masked(text: str) -> bool:
    """Whether a text is a mask, which says nothing that could be kept in the vault."""
    return _HIDDEN in text or text == ERASED
