"""The built catalogue, kept for the next start: checking every definition takes ten times as long as reading it back.

What is kept belongs to exactly these bytes of these definition files, these definitions of the bureau and this code;
What is kept belongs to exactly these bytes of the definition files, these definitions of the bureau and this code;
is as fast as the others, and nothing is written. It is a pickle that may name the catalogue's own classes and no
others: nobody can make the program do anything by laying another file in its place.
"""

import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zlib import crc32

from desktop.catalogue.catalogue import Catalogue, Definitions, Later
from desktop.catalogue.fields import FIELD_TYPES

if TYPE_CHECKING:
    from desktop.catalogue.outlines import Outline
    from desktop.catalogue.returns import ReturnForm

ENDING = ".catalogue"
MOST = 8
"""Files that stay in the cache folder: those of the logs last opened."""
_PACKAGE = "desktop.catalogue."
_PLAIN = {("datetime", "date"), ("decimal", "Decimal")}
_UNREADABLE = (
    OSError, pickle.UnpicklingError, EOFError, ValueError, TypeError, LookupError, AttributeError, ImportError,
)  # fmt: skip

Table = dict[str, object]
Names = Mapping[Any, object]


@dataclass(frozen=True)
class Key:
    """What a kept catalogue was made of: the code, and every text with its length and sum."""

    code: str
    texts: str

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.code}-{crc32(self.texts.encode()):08x}{ENDING}"


@dataclass(frozen=True)
class Kept:
    """A catalogue, and the parsed definition files that it was built from, in their order."""

    catalogue: Catalogue
    tables: Callable[[], Sequence[Table]]


def key_of(root: Path, files: Mapping[Path, bytes], overlays: Iterable[Definitions]) -> Key:
    """The key of a catalogue made from definition files below `root` and definitions of the bureau."""
    lines = [_line(f"{file.parent.name}/{file.name}", text) for file, text in files.items()]
    lines += [_line(f"+{one.name}", one.text.encode()) for one in overlays]
    return Key(_code(root), "\n".join(lines))


def _line(name: str, text: bytes) -> str:
    return f"{name} {len(text)} {crc32(text):08x}"


def _code(root: Path) -> str:
    """Which code made it. The installed program has no sources: there it is that of the file brought along."""
    found = 0
    for source in sorted(Path(__file__).parent.glob("*.py")):
        found = crc32(source.read_bytes(), found)
    brought = next((one.name.partition("-")[0] for one in root.glob(f"*{ENDING}")), "")
    return f"{found:08x}" if found else brought


# -------------------------------------------------------------------- reading


def read(folders: Iterable[Path], key: Key) -> Kept | None:
    """The catalogue kept under a key in the first folder that has it; None where none has it whole."""
    for folder in folders:
        with suppress(*_UNREADABLE):
            return _kept((folder / key.file).read_bytes(), key)
    return None


def _kept(content: bytes, key: Key) -> Kept:
    total, _, body = content.partition(b"\n")
    parts = cast(dict[str, bytes], _unpickled(body, {})) if total == _sum(body) else {}
    if parts.get("texts") != key.texts.encode():
        raise ValueError(key.file)
    core = cast(Catalogue, _unpickled(parts["core"], FIELD_TYPES))
    outlines = Later(lambda: cast(dict[str, "Outline"], _later(parts["outlines"], core)))
    returns = Later(lambda: cast(dict[str, "ReturnForm"], _later(parts["returns"], core)))
    tables = parts["tables"]
    return Kept(replace(core, outlines=outlines, returns=returns), lambda: cast(list[Table], _unpickled(tables, {})))


def _later(content: bytes, core: Catalogue) -> object:
    return _unpickled(content, dict(_named(core)))


class _Reading(pickle.Unpickler):
    def __init__(self, content: bytes, named: Names) -> None:
        super().__init__(BytesIO(content))
        self._named = named

    def persistent_load(self, pid: object) -> object:
        return self._named[pid]

    def find_class(self, module: str, name: str) -> type:
        if module.startswith(_PACKAGE) or (module, name) in _PLAIN:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _unpickled(content: bytes, named: Names) -> object:
    return _Reading(content, named).load()


# -------------------------------------------------------------------- writing


def write(folder: Path, key: Key, kept: Kept) -> None:
    """Keep a catalogue; where that is not possible, it is built again the next time."""
    whole = kept.catalogue
    types, names = ({id(one): name for name, one in named} for named in (FIELD_TYPES.items(), _named(whole)))
    parts = {
        "texts": key.texts.encode(),
        "tables": _pickled(list(kept.tables()), {}),
        "core": _pickled(replace(whole, outlines={}, returns={}), types),
        "outlines": _pickled(dict(whole.outlines), names),
        "returns": _pickled(dict(whole.returns), names),
    }
    body = _pickled(parts, {})
    file = folder / key.file
    part = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_bytes(b"\n".join((_sum(body), body)))
        part.replace(file)
        _forget_oldest(folder)
    except OSError:
        with suppress(OSError):
            part.unlink()


def _forget_oldest(folder: Path) -> None:
    found = sorted(folder.glob(f"*{ENDING}"), key=lambda one: one.stat().st_mtime_ns)
    for file in found[:-MOST]:
        file.unlink()


class _Writing(pickle.Pickler):
    def __init__(self, into: BytesIO, names: Mapping[int, object]) -> None:
        super().__init__(into, protocol=5)
        self._names = names

    def persistent_id(self, one: object) -> object:
        return self._names.get(id(one))

    def reducer_override(self, one: object) -> Any:
        """A word of an enumeration by its value: Python 3.11.0 to 3.11.3 would write a call of `getattr`."""
        return (type(one), (one.value,)) if isinstance(one, Enum) else NotImplemented


def _pickled(what: object, names: Mapping[int, object]) -> bytes:
    into = BytesIO()
    _Writing(into, names).dump(what)
    return into.getvalue()


def _sum(body: bytes) -> bytes:
    return b"%08x" % crc32(body)


def _named(catalogue: Catalogue) -> Iterator[tuple[object, object]]:
    """What the parts that are read later share with the rest, each with the name by which they refer to it."""
    yield from FIELD_TYPES.items()
    for name, ledger in catalogue.ledgers.items():
        yield (name,), ledger
        yield from (((name, field), one) for field, one in ledger.fields.items())
    yield from ((("", name), one) for name, one in catalogue.indicators.items())
