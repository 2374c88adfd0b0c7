"""The text made uniform character by character, so that every position stays what it was."""

import unicodedata

_OTHERS = str.maketrans(
    {"〔": "[", "〕": "]", "﹝": "[", "﹞": "]", "–": "-", "—": "-", "－": "-", "～": "~", "〜": "~", "\u3000": " ",
     "\xa0": " ", "\r": "\n", "﹪": "%", "\x0b": "\n", "\x0c": "\n", "\u2028": "\n"}
)  # fmt: skip


def plain(text: str) -> str:
    """Half-width digits, letters and punctuation. As long as the text, so that positions hold."""
    return text.translate(_table(text))


def _table(text: str) -> dict[int, str]:
    """Only characters that have a one-character compatibility form change."""
    found: dict[int, str] = dict(_OTHERS)
    for char in set(text):
        if ord(char) > 0x7F and ord(char) not in found and not "\u4e00" <= char <= "\u9fff":
            uniform = unicodedata.normalize("NFKC", char)
            if len(uniform) == 1 and uniform not in "\n":
                found[ord(char)] = uniform
    return found
