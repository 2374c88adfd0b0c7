"""数据: what comes in, what was deleted, what was done, whether the file is sound."""

from typing import TYPE_CHECKING

from desktop.gui.data.backups import BackupSection
from desktop.gui.data.bin import BinSection, HistorySection, SoundnessSection
from desktop.gui.data.merge import MergeSection
from desktop.gui.data.undo import UndoSection
from desktop.gui.importing.entrance import open_import, take_tables
from desktop.gui.importing.section import ImportSection
from desktop.gui.pages.sectioned import SectionedPage

if TYPE_CHECKING:
    from desktop.gui.window import Window


class DataPage(SectionedPage):
    """What concerns the whole file."""

    name, title, icon = "data", "数据", "data"
    made = (
        ("导入", ImportSection),
        ("合并", MergeSection),
        ("备份", BackupSection),
        ("回收站", BinSection),
        ("撤销", UndoSection),
        ("修改记录", HistorySection),
        ("检查数据文件", SoundnessSection),
    )

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        take_tables(self, lambda file: open_import(window, file))
