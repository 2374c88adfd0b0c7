"""LibreOffice as a person without Word: a document as the pages that it prints."""

import shutil
import subprocess
from pathlib import Path

import pytest

TOOLS = ("soffice", "pdfinfo", "pdftotext")

needs_office = [
    pytest.mark.office,
    pytest.mark.skipif(
        any(shutil.which(one) is None for one in TOOLS), reason="LibreOffice or poppler is not on PATH"
    ),
]


def printed(document: Path, folder: Path) -> Path:
    """The document as PDF, by a LibreOffice with a profile of its own."""
    profile = (folder / "profile").as_uri()
    _run("soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder),
         str(document))  # fmt: skip
    return folder / f"{document.stem}.pdf"


def facts(pdf: Path) -> dict[str, str]:
    """What pdfinfo says: Pages, Page size …"""
    lines = (line.partition(":") for line in _run("pdfinfo", str(pdf)).splitlines())
    return {name: value.strip() for name, _, value in lines}


def pages(pdf: Path) -> list[list[str]]:
    """The lines of every page, without their spaces."""
    text = _run("pdftotext", "-layout", str(pdf), "-")
    return [["".join(line.split()) for line in page.splitlines() if line.strip()] for page in text.split("\f")[:-1]]


def _run(tool: str, *arguments: str) -> str:
    path = shutil.which(tool)
    assert path is not None
    done = subprocess.run([path, *arguments], check=True, capture_output=True, timeout=300)
    return done.stdout.decode("utf-8")
