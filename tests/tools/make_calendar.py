"""Writes resources/calendar/china.toml from the chinesecalendar package, which the program itself does not need.

    uv run --with chinesecalendar==1.11.0 python tests/tools/make_calendar.py

Run it with a newer release when the next year's holidays are published (October or November), and compare the
new year's days with the notice itself.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

FIRST_YEAR = 2020
FILE = Path(__file__).parents[2] / "resources" / "calendar" / "china.toml"
HEAD = """\
# 各年度放假和调休上班的日子，依据国务院办公厅历年关于部分节假日安排的通知（转录自 chinesecalendar {version}）。
# 由 tests/tools/make_calendar.py 生成，请勿手改；本局的改动写在自己的定义文件里：[calendar.2027]。
"""


def listed(name: str, days: Iterable[date]) -> str:
    """A TOML array, eight days a line."""
    written = [day.isoformat() for day in sorted(days)]
    lines = [", ".join(written[at : at + 8]) for at in range(0, len(written), 8)]
    return f"{name} = [\n" + "".join(f"  {line},\n" for line in lines) + "]\n"


def main() -> None:
    from importlib.metadata import version

    from chinese_calendar import constants

    text = HEAD.format(version=version("chinesecalendar"))
    for year in range(FIRST_YEAR, max(constants.holidays).year + 1):
        text += f"\n[{year}]\n"
        text += listed("days_off", (day for day in constants.holidays if day.year == year))
        text += listed("make_up", (day for day in constants.workdays if day.year == year))
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
