"""The help as a whole: groups of chapters in reading order, and which chapter a page of the window opens."""

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from desktop.catalogue import Refusal
from desktop.help.blocks import Block, Heading
from desktop.help.licences import licence_table
from desktop.help.reading import read
from desktop.program import program_root

PICTURE_SCALE = 1.5
"""Pixels of a picture to a pixel of the window that it shows: sharp enough on paper and on a finer screen."""

FIRST = "start"
"""The chapter that opens where a page has none of its own."""
LICENCES = "licences"
"""The chapter that ends with the list of what is bundled."""


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it; the chapter's beginning has neither text nor anchor."""

    heading: str
    anchor: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Chapter:
    """One task. `pages` name what of the window opens it, `words` are further ones by which it is found."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    pages: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The chapter parted at its headings."""
        found: list[tuple[Heading | None, list[Block]]] = [(None, [])]
        for block in self.blocks:
            if isinstance(block, Heading):
                found.append((block, []))
            else:
                found[-1][1].append(block)
        return tuple(
            Section(head.text if head else "", head.anchor if head else "", tuple(blocks)) for head, blocks in found
        )


@dataclass(frozen=True)
class Group:
    """Chapters under one caption of the contents."""

    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class Book:
    """All chapters."""

    groups: tuple[Group, ...]
    folder: Path

    @classmethod
    def load(cls, root: Path | None = None) -> "Book":
        """Read resources/help; `Refusal` names the file and line that cannot be read."""
        folder = (root or program_root()) / "resources" / "help"
        contents = tomllib.loads((folder / "contents.toml").read_text(encoding="utf-8"))
        groups = tuple(
            Group(group["title"], tuple(_chapter(folder, name, contents) for name in group["chapters"]))
            for group in contents["groups"]
        )
        return cls(groups, folder)

    @cached_property
    def chapters(self) -> dict[str, Chapter]:
        """Every chapter by its name, in reading order."""
        return {one.name: one for group in self.groups for one in group.chapters}

    @cached_property
    def _by_page(self) -> dict[str, Chapter]:
        return {page: one for one in self.chapters.values() for page in one.pages}

    def for_page(self, page: str) -> Chapter:
        """The chapter of a page: of data/回收站 or form/tip_off, else of data or form, else the first one."""
        found = self._by_page.get(page) or self._by_page.get(page.partition("/")[0])
        return found or self.chapters[FIRST]

    def picture(self, file: str) -> Path:
        """Where a picture lies."""
        return self.folder / "pictures" / file


def _chapter(folder: Path, name: str, contents: dict[str, Any]) -> Chapter:
    file = folder / f"{name}.md"
    try:
        title, blocks = read(file.read_text(encoding="utf-8"), file.name)
    except FileNotFoundError:
        raise Refusal(f"帮助里缺少 {file.name}，程序文件不全。请重新安装。") from None
    if name == LICENCES:
        blocks = (*blocks, licence_table())
    more = contents.get("chapter", {}).get(name, {})
    return Chapter(name, title, blocks, tuple(more.get("pages", ())), tuple(more.get("words", ())))
