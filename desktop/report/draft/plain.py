"""The text made uniform character by character, so that every position stays what it was."""

import unicodedata

_HYPHENS = dict.fromkeys("\u2010\u2011\u2012–—\u2015\u2212－", "-")
_SPACES = dict.fromkeys("\u3000\xa0\xad\u200b\u200c\u200d\u2060\ufeff", " ")
"""Those without a width, too: they come along from web pages, between a number and its unit."""
_BREAKS = dict.fromkeys("\r\x0b\x0c\u2028", "\n")
_OTHERS = str.maketrans(
    {"〔": "[", "〕": "]", "﹝": "[", "﹞": "]", "～": "~", "〜": "~", "﹪": "%"} | _HYPHENS | _SPACES | _BREAKS
)


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
