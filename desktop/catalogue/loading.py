"""Reading the catalogue: as it was kept, where nothing changed since; else from the definition files."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from desktop.catalogue import kept
from desktop.catalogue.catalogue import Catalogue, Definitions
from desktop.program import cache_folder, program_root

PATTERNS = (
    "seeds/codes/*.toml", "resources/ledgers/_common.toml", "resources/ledgers/[!_]*.toml",
    "resources/indicators/*.toml", "resources/deadlines/*.toml", "resources/reports/*.toml",
    "resources/calendar/*.toml", "resources/returns/*.toml",
)  # fmt: skip


def load(overlays: Iterable[Definitions] = (), root: Path | None = None, cache: Path | None = None) -> Catalogue:
    """Read the built-in definitions and lay `overlays` on top; the first mistake is a `DefinitionError`.

    `root` is the folder that holds resources/ and seeds/, by default the program's own; its catalogue is kept in the
    folder `cache`, by default the user's. One that was brought along below `root` is used, and nothing is written.
    """
    if root is None:
        root, cache = program_root(), cache or cache_folder()
    files, overlays = _files(root), tuple(overlays)
    folders = [one for one in (root, cache) if one]
    key = kept.key_of(root, files, overlays)
    found = kept.read(folders, key)
    if found is None:
        alone = kept.read(folders, kept.key_of(root, files, ())) if overlays else None
        found = _build(files, overlays, alone)
        if cache:
            kept.write(cache, key, found)
    return found.catalogue


def _files(root: Path) -> dict[Path, bytes]:
    """The built-in definition files below `root`, in the order of loading."""
    return {file: file.read_bytes() for pattern in PATTERNS for file in sorted(root.glob(pattern))}


def _build(files: Mapping[Path, bytes], overlays: Iterable[Definitions], alone: kept.Kept | None) -> kept.Kept:
    """Parsing is the greater part: where only the overlays changed, the tables are those kept `alone`."""
    from desktop.catalogue.building import build  # noqa: PLC0415 - what was kept needs no reader of definitions
    from desktop.catalogue.parsed import parse_toml  # noqa: PLC0415

    if alone:
        tables = alone.tables()
    else:
        tables = [parse_toml(text.decode("utf-8"), file.name) for file, text in files.items()]
    return kept.Kept(build(dict(zip(files, tables, strict=True)), overlays), lambda: tables)
