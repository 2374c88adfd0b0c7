"""设置: bureau, people, ledgers in use, code tables, working days, look. Every change is kept at once."""

from typing import TYPE_CHECKING

from desktop.gui.pages.section import Section
from desktop.gui.pages.sectioned import SectionedPage
from desktop.gui.settings.codes import CodesSection
from desktop.gui.settings.deadlines import DeadlinesSection
from desktop.gui.settings.lists import LedgersSection, PeopleSection, WorkingDaysSection
from desktop.gui.settings.report_format import ReportSection
from desktop.gui.settings.single import BureauSection, LookSection, VisitsSection

if TYPE_CHECKING:
    from desktop.gui.window import Window


def vault_section(window: "Window") -> Section:
    """Imported when it is shown: the cryptography would cost every start tenths of a second."""
    from desktop.gui.settings.vault import VaultSection  # noqa: PLC0415

    return VaultSection(window)


class SettingsPage(SectionedPage):
    """What a bureau decides for itself."""

    name, title, icon = "settings", "设置", "settings"
    made = (
        ("单位", BureauSection),
        ("人员", PeopleSection),
        ("台账和快速登记", LedgersSection),
        ("代码表", CodesSection),
        ("时限", DeadlinesSection),
        ("检查频次", VisitsSection),
        ("工作日", WorkingDaysSection),
        ("显示", LookSection),
        ("年度报告格式", ReportSection),
        ("举报人信息保护", vault_section),
    )
