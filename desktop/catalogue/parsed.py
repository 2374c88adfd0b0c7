"""The built-in definition files as raw tables, and a cache of them: parsing TOML is most of the program's start.

The cache is plain data and spares the parsing alone: its tables are checked as those of the files are. It belongs to
exactly these bytes of these files; whatever is wrong with it, the files are read. The installed program brings one
along beside its files: its first start is as fast as the others, and nothing is written.
"""

import json
import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from hashlib import blake2b
from pathlib import Path

from desktop.catalogue.refusal import DefinitionError

CACHE_NAME = "definitions.json"
_FORMAT = b"1"
_DATE = "\0date"
_PATTERNS = (
    "seeds/codes/*.toml", "resources/ledgers/_common.toml", "resources/ledgers/[!_]*.toml",
    "resources/indicators/*.toml", "resources/deadlines/*.toml", "resources/reports/*.toml",
    "resources/calendar/*.toml", "resources/returns/*.toml",
)  # fmt: skip

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


def definition_tables(root: Path, cache: Path | None = None) -> dict[Path, Table]:
    """The tables of every built-in definition file below `root`, in the order of loading; `cache` is a folder."""
    texts = {file: file.read_bytes() for pattern in _PATTERNS for file in sorted(root.glob(pattern))}
    key = _key(root, texts)
    for folder in filter(None, (root, cache)):
        kept = _read_cache(folder / CACHE_NAME, key)
        if kept is not None and len(kept) == len(texts):
            return dict(zip(texts, kept, strict=True))
    tables = {file: parse_toml(text.decode("utf-8"), file.name) for file, text in texts.items()}
    if cache:
        _write_cache(cache / CACHE_NAME, key, list(tables.values()))
    return tables


def _key(root: Path, texts: Mapping[Path, bytes]) -> bytes:
    """Which files with which contents."""
    made = blake2b(_FORMAT, digest_size=32)
    for file, text in texts.items():
        made.update(f"{file.relative_to(root).as_posix()}\n{len(text)}\n".encode())
        made.update(text)
    return made.hexdigest().encode()


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=32).hexdigest().encode()


def _read_cache(file: Path, key: bytes) -> list[Table] | None:
    """The kept tables; None where there are none, or they are not whole, or belong to other files."""
    try:
        found, digest, body = file.read_bytes().split(b"\n", 2)
        if found != key or digest != _digest(body):
            return None
        tables: list[Table] = json.loads(body, object_hook=_with_date)
    except (OSError, ValueError):
        return None
    return tables


def _write_cache(file: Path, key: bytes, tables: list[Table]) -> None:
    """Keep the tables; where that is not possible, they are parsed again the next time."""
    part = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        body = json.dumps(tables, default=_dated, ensure_ascii=False, separators=(",", ":")).encode()
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(b"\n".join((key, _digest(body), body)))
        part.replace(file)
    except TypeError:
        return
    except OSError:
        with suppress(OSError):
            part.unlink()


def _dated(value: object) -> dict[str, str]:
    """A date as JSON; for TOML's other kinds of time, which no definition has, a TypeError."""
    if type(value) is not date:
        raise TypeError(type(value))
    return {_DATE: value.isoformat()}


def _with_date(table: Table) -> object:
    return date.fromisoformat(str(table[_DATE])) if _DATE in table else table
