"""A table of a definition file, read key by key with errors that name file, key and remedy."""

import math
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NoReturn, TypeVar

from desktop.catalogue.refusal import DefinitionError

Word = TypeVar("Word", bound=StrEnum)


class Entry:
    """One TOML table with its place, so that whatever is wrong with it can be said where it stands."""

    def __init__(self, file: str, key: str, data: object, allowed: Iterable[str] | None = None) -> None:
        self.file = file
        self.key = key
        if not isinstance(data, dict):
            self.refuse("应为一个表", "请按 resources/README.md 写成 [名称] 下的若干键")
        self.data: Mapping[str, object] = data
        if allowed is not None:
            self._refuse_unknown(set(allowed))

    def _refuse_unknown(self, allowed: set[str]) -> None:
        for key in self.data:
            if key not in allowed:
                self.refuse(f"没有“{key}”这个键", f"可用的键是 {'、'.join(sorted(allowed))}")

    def refuse(self, problem: str, remedy: str, key: str = "") -> NoReturn:
        """Stop the load."""
        raise DefinitionError(self.file, f"{self.key}.{key}" if key else self.key, problem, remedy)

    def child(self, key: str, allowed: Iterable[str] | None = None) -> "Entry":
        """A table within the table; empty where there is none."""
        return Entry(self.file, f"{self.key}.{key}", self.data.get(key, {}), allowed)

    def children(self, key: str, allowed: Iterable[str]) -> "list[Entry]":
        """An array of tables."""
        items = self.data.get(key, [])
        if not isinstance(items, list):
            self.refuse("应为一组表", f"请写成 [[{key}]]", key)
        return [Entry(self.file, f"{self.key}.{key}[{n}]", item, allowed) for n, item in enumerate(items)]

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self.data

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required where there is no default."""
        value = self.data.get(key, default)
        if value is None:
            self.refuse("必须填写", f'请加一行 {key} = "……"', key)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.refuse("应为不空的文字", f'请写成 {key} = "……"', key)
        return value

    def optional(self, key: str) -> str | None:
        """A text or None."""
        return self.text(key) if self.has(key) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where there is none."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse("应为一列文字", f'请写成 {key} = ["……", "……"]', key)
        return tuple(value)

    def names(self, key: str) -> tuple[str, ...]:
        """A text or a list of texts; empty where there is none."""
        return (self.text(key),) if isinstance(self.data.get(key), str) else self.texts(key)

    def days(self, key: str) -> tuple[date, ...]:
        """A list of dates; empty where there is none."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(type(item) is date for item in value):
            self.refuse("应为一列日期", f"请写成 {key} = [2026-10-01, 2026-10-02]，不加引号", key)
        return tuple(value)

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers; empty where there is none."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(type(item) is int for item in value):
            self.refuse("应为一列整数", f"请写成 {key} = [30]", key)
        return tuple(value)

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number; required where there is no default."""
        value = self.data.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse("应为整数", f"请写成 {key} = 1", key)
        return value

    def number(self, key: str) -> Decimal | None:
        """A number or None."""
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            self.refuse("应为数字", f"请写成 {key} = 0", key)
        return Decimal(str(value))

    def truth(self, key: str, default: bool = False) -> bool:
        """A boolean."""
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            self.refuse("应为 true 或 false", f"请写成 {key} = true", key)
        return value

    def day(self, key: str) -> date | None:
        """A date or None."""
        value = self.data.get(key)
        if value is not None and type(value) is not date:
            self.refuse("应为日期", f"请写成 {key} = 2021-07-15，不加引号", key)
        return value if isinstance(value, date) else None

    def word(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """One of the words of an enumeration."""
        value = self.data.get(key, default)
        try:
            return words(str(value))
        except ValueError:
            known = "、".join(word.value for word in words)
            problem = "必须填写" if value is None else f"没有“{value}”这一项"
            self.refuse(problem, f"请写 {known} 之一", key)
