"""数据: what was deleted, what was done, whether the file is sound."""

from desktop.gui.pages.data_backups import BackupSection
from desktop.gui.pages.data_bin import BinSection, HistorySection, SoundnessSection
from desktop.gui.pages.data_merge import MergeSection
from desktop.gui.pages.data_undo import UndoSection
from desktop.gui.pages.sectioned import SectionedPage


class DataPage(SectionedPage):
    """What concerns the whole file."""

    name, title, icon = "data", "数据", "data"
    made = (
        ("合并", MergeSection),
        ("备份", BackupSection),
        ("回收站", BinSection),
        ("撤销", UndoSection),
        ("修改记录", HistorySection),
        ("检查数据文件", SoundnessSection),
    )
