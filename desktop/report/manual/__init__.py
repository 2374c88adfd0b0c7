"""The help as a printed manual: the same chapters as a Word document, or as plain text."""

from desktop.report.manual.text import chapter_text
from desktop.report.manual.writing import write_manual

__all__ = ["chapter_text", "write_manual"]
