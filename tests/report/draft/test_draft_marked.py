"""Whole texts in several bureaus' ways of writing, their figures and findings marked by hand."""

from pathlib import Path

import pytest

from desktop.catalogue import Catalogue, load
from desktop.report.draft.checking import check_draft
from tests.report.draft.evaluate import OWN
from tests.report.draft.marked import Tally, marked_text


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.mark.parametrize("file", sorted(OWN.glob("*.txt")), ids=lambda file: file.stem)
def test_every_marked_figure_is_read_and_nothing_else_is_told(catalogue: Catalogue, file: Path) -> None:
    marked, tally = marked_text(file.read_text(encoding="utf-8")), Tally()
    tally.add(marked, check_draft(marked.text, catalogue))
    assert tally.told == []
