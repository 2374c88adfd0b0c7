"""Definition files as raw tables."""

import tomllib
from pathlib import Path

from desktop.catalogue.refusal import DefinitionError

Table = dict[str, object]


def read_toml(file: Path) -> Table:
    """Read a TOML file; a mistake in its form is a `DefinitionError`."""
    return parse_toml(file.read_text(encoding="utf-8"), file.name)


def parse_toml(text: str, name: str) -> Table:
    """Parse TOML text; a mistake in its form is a `DefinitionError`."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise DefinitionError(name, "文件", "括号套得太深", "请改成 [表] 的写法") from None
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(name, "文件", f"不合 TOML 的写法（{error}）", "请检查所说的那一行") from None
