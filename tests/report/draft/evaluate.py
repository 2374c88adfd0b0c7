"""How the draft check does on marked texts. Run: python -m tests.report.draft.evaluate [-v] [FOLDER]

Every .txt of the folder is one text, marked as `marked` tells; without a folder, the texts beside this module.
"""

import sys
from pathlib import Path

from desktop.catalogue import load
from desktop.report.draft.checking import check_draft
from desktop.report.draft.findings import Sureness
from tests.report.draft.drafts import PAGE
from tests.report.draft.marked import Tally, marked_text

OWN = Path(__file__).parent / "texts"


def main(arguments: list[str]) -> None:
    folder = Path(next((one for one in arguments if not one.startswith("-")), OWN))
    catalogue, whole = load(), Tally()
    print(f"{'':24}{'figures':>8}{'read':>6}{'right':>6}{'recall':>9}{'precision':>10}   确定 t/m/f   存疑 t/m/f")
    for file in sorted(folder.glob("*.txt")):
        marked = marked_text(file.read_text(encoding="utf-8"))
        check, tally = check_draft(marked.text, catalogue), Tally()
        for each in (tally, whole):
            each.add(marked, check)
        _line(file.stem, tally)
        if "-v" in arguments:
            print("".join(f"      {one}\n" for one in tally.told), end="")
    _line("all", whole)
    print(f"{whole.letters / PAGE:.1f} pages of {PAGE} characters")


def _line(name: str, one: Tally) -> None:
    grades = "   ".join(
        f"{one.true[grade]:>3}/{one.missed[grade]}/{one.false[grade]:<5}"
        for grade in (Sureness.CERTAIN, Sureness.DOUBTFUL)
    )
    print(f"{name:24}{one.stated:>8}{one.read:>6}{one.right:>6}{one.recall:>8.2f}%{one.precision:>9.2f}%   {grades}")


if __name__ == "__main__":
    main(sys.argv[1:])
