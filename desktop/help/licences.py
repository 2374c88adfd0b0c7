"""What is bundled with the program, and on what terms: from resources/licences."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from desktop.help.blocks import Line, Link, Table, Text
from desktop.program import program_root

_FOLDER = Path("resources", "licences")
_PREFIX = "licence_"
"""Begins the target of a link to a licence's text."""


@dataclass(frozen=True)
class Bundled:
    """A component: `key` names it, `files` hold the texts of its licence, `source` is where its source code is."""

    key: str
    name: str
    version: str
    licence: str
    source: str
    files: tuple[str, ...]


def bundled(root: Path | None = None) -> list[Bundled]:
    """Every component, the program itself first."""
    file = (root or program_root()) / _FOLDER / "contents.toml"
    read = tomllib.loads(file.read_text(encoding="utf-8"))
    return [Bundled(key=key, **{**one, "files": tuple(one["files"])}) for key, one in read.items()]


def licence_text(key: str, root: Path | None = None) -> str:
    """The whole text of a component's licence."""
    folder = (root or program_root()) / _FOLDER
    one = next(one for one in bundled(root) if one.key == key)
    return "\n\n".join((folder / name).read_text(encoding="utf-8").strip() for name in one.files)


def licence_of(target: str) -> str | None:
    """The component whose licence a link asks for; None where it leads to a chapter."""
    return target.removeprefix(_PREFIX) if target.startswith(_PREFIX) else None


def licence_table() -> Table:
    """The components for a page: name with version, terms with a link to the text, where the source is."""
    return Table(tuple(map(_words, ("组件", "许可", "源代码"))), tuple(map(_row, bundled())))


def _row(one: Bundled) -> tuple[Line, ...]:
    named = _words(f"{one.name} {one.version}".strip())
    return named, (Link(one.licence, _PREFIX + one.key),), _words(one.source.removeprefix("https://"))


def _words(text: str) -> Line:
    return (Text(text),) if text else ()
