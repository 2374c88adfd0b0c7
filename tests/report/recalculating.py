"""Recalculates an exported workbook in LibreOffice.

The cached values are replaced by -1 before the run, so that nothing can be carried over.
"""

import re
import shutil
import subprocess
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl


@dataclass(frozen=True)
class Cell:
    """A formula cell: what the program wrote as its result, and what LibreOffice makes of the formula."""

    formula: str
    stated: Any
    recalculated: Any

    @property
    def agrees(self) -> bool:
        if isinstance(self.stated, (int, float)) and isinstance(self.recalculated, (int, float)):
            return abs(self.stated - self.recalculated) < 1e-6
        return self.stated == self.recalculated


def recalculated(book: Path) -> dict[str, dict[str, Cell]]:
    """Every formula cell, by sheet and address."""
    work = book.parent / "office"
    work.mkdir()
    stripped = work / "in.xlsx"
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(stripped, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(rb'(<c [^>]*?)( t="str")?>(<f>.*?</f>)<v>.*?</v>', rb"\1>\3<v>-1</v>", data)
            target.writestr(name, data)
    profile = work / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load">'
        '<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>\n',
        "utf-8",
    )
    soffice = shutil.which("soffice")
    assert soffice is not None
    subprocess.run(
        [soffice, f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(work / "out"), str(stripped)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    stated, new = read_cells(book, True), read_cells(work / "out" / "in.xlsx", True)
    return {
        sheet.title: {
            cell.coordinate: Cell(
                cell.value, stated[sheet.title].get(cell.coordinate), new[sheet.title].get(cell.coordinate)
            )
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        for sheet in _sheets(book)
    }


def read_cells(book: Path, values: bool = False) -> dict[str, dict[str, Any]]:
    """Every cell, by sheet and address: formulas, or the values that the file holds for them."""
    return {
        sheet.title: {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}
        for sheet in _sheets(book, values)
    }


def _sheets(book: Path, values: bool = False) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's, about styles
        return openpyxl.load_workbook(book, data_only=values)
