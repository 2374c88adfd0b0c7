"""What a user reads: the help's chapters, how they are found, the licences of what is bundled."""

from desktop.help.book import Book, Chapter, Group, Section

__all__ = ["Book", "Chapter", "Group", "Section"]
