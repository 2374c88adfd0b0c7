"""The menus: every action of the window with its key, and room in 记录 for those of the page in front."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar

from desktop.gui.importing.entrance import open_import
from desktop.gui.tables.row_height import ROW_HEIGHTS
from desktop.gui.theme import MODES, TEXT_SIZES
from desktop.gui.widgets.actions import make_action
from desktop.gui.widgets.rail import PAGES
from desktop.store.bureau import Bureau

if TYPE_CHECKING:
    from desktop.gui.window import Window

TITLES = {"文件": "F", "编辑": "E", "记录": "R", "查看": "V", "工具": "T", "帮助": "H"}
Slot = Callable[[], object]


class Menus(QObject):
    """Builds the menu bar of a window."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self.bar = QMenuBar()
        self.bar.setNativeMenuBar(False)
        self._menus = {title: self.bar.addMenu(f"{title}(&{key})") for title, key in TITLES.items()}
        self._of_page: list[QAction] = []
        self._hidden: list[QAction] = []
        for fill in (self._fill_file, self._fill_edit, self._fill_record, self._fill_view, self._fill_tools):
            fill()
        self._fill_help()
        for menu in self._menus.values():
            menu.aboutToShow.connect(partial(self._part_keys, menu))

    def _part_keys(self, menu: QMenu) -> None:
        """Qt leaves too little between the longest word and its key."""
        menu.setMinimumWidth(0)
        menu.setMinimumWidth(menu.sizeHint().width() + self._window.theme.px("s5"))

    def add(self, menu: str, text: str, shortcut: str, slot: Slot) -> QAction:
        """An action at the end of a menu; where another one has its key, this one gets it."""
        action = make_action(self, text, shortcut, slot)
        self._menus[menu].addAction(action)
        return action

    def _submenu(self, menu: str, title: str) -> QMenu:
        return self._menus[menu].addMenu(title)

    def _separate(self, menu: str) -> None:
        self._menus[menu].addSeparator()

    def all_actions(self) -> list[QAction]:
        """Every action that can be seen now: the page's first, then the menus' and submenus'."""
        found = [action for menu in self._menus.values() for action in _actions(menu) if action.isVisible()]
        of_page = [action for action in self._of_page if not action.isSeparator()]
        return of_page + [action for action in found if action not in of_page]

    # ---------------------------------------------------------------- the page's actions

    def take_page_actions(self, actions: Sequence[QAction]) -> None:
        """Show a page's actions at the top of 记录; the window's own ones with the same keys step back."""
        self._drop_page_actions()
        record = self._menus["记录"]
        first = record.actions()[0] if record.actions() else None
        separator = QAction(self)
        separator.setSeparator(True)
        self._of_page = [*actions, separator] if actions else []
        record.insertActions(first, self._of_page) if first else record.addActions(self._of_page)
        keys = {key.toString() for action in actions for key in action.shortcuts()}
        for action in self.all_actions():
            if action not in self._of_page and action.isVisible() and action.shortcut().toString() in keys:
                action.setVisible(False)
                self._hidden.append(action)

    def _drop_page_actions(self) -> None:
        for action in self._of_page:
            self._menus["记录"].removeAction(action)
        for action in self._hidden:
            action.setVisible(True)
        self._of_page, self._hidden = [], []

    # ---------------------------------------------------------------- the menus

    def _fill_file(self) -> None:
        window = self._window
        self.add("文件", "新建数据文件…", "", window.new_wanted.emit)
        self.add("文件", "打开数据文件…", "Ctrl+O", window.open_wanted.emit)
        self._separate("文件")
        self.add("文件", "导入…", "Ctrl+I", lambda: open_import(window))
        self.add("文件", "合并…", "", partial(window.show_section, "data", "合并"))
        self.add("文件", "备份…", "", partial(window.show_section, "data", "备份"))
        self._separate("文件")
        self.add("文件", "打印…", "Ctrl+P", lambda: window.page(window.front).print_())
        self._separate("文件")
        self.add("文件", "换人登记…", "", window.person_wanted.emit)
        self.add("文件", "退出", "Ctrl+Q", window.close)

    def _fill_edit(self) -> None:
        window = self._window
        self.add("编辑", "撤销", "Ctrl+Z", window.undo)
        self.add("编辑", "重做", "Ctrl+Y", window.redo)
        self.add("编辑", "最近的操作…", "", partial(window.show_section, "data", "撤销"))
        self._separate("编辑")
        for text, key, slot in (
            ("剪切", "Ctrl+X", "cut"), ("复制", "Ctrl+C", "copy"), ("粘贴", "Ctrl+V", "paste"),
            ("全选", "Ctrl+A", "selectAll"),
        ):  # fmt: skip
            self.add("编辑", text, key, partial(_ask_focus, slot))
        self._separate("编辑")
        self.add("编辑", "在本页查找", "Ctrl+F", window.search_page)
        self.add("编辑", "搜索全部台账", "Ctrl+K", window.search_everywhere)

    def _fill_record(self) -> None:
        window = self._window
        self.add("记录", "新增记录", "Ctrl+N", window.new_record)
        quick = self._submenu("记录", "快速登记")
        for number, ledger in enumerate(Bureau(window.session.log).quick_entry, 1):
            open_form = make_action(
                self, f"新增{ledger.label}", f"Ctrl+{number}", partial(window.open_form, ledger.name)
            )
            quick.addAction(open_form)
        self.add("记录", "逐条补填", "Ctrl+G", window.walk_gaps)
        self.add("记录", "没保存的草稿", "Ctrl+Shift+K", partial(window.offer_drafts, asked=True))

    def _fill_view(self) -> None:
        window = self._window
        for number, (name, word, _icon) in enumerate(PAGES, 1):
            self.add("查看", word, f"Alt+{number}", partial(window.show_page, name))
        self._separate("查看")
        self.add("查看", "下一个区域", "F6", window.next_pane)
        self._choices("行高", list(ROW_HEIGHTS), window.row_height.word, window.row_height.choose)
        self._choices("颜色", list(MODES), window.mode_word(), lambda word: window.set_look(mode=MODES[word]))
        self._choices(
            "字号", list(TEXT_SIZES), window.text_size_word(), lambda word: window.set_look(size=TEXT_SIZES[word])
        )

    def _choices(self, title: str, words: Sequence[str], chosen: str, slot: Callable[[str], object]) -> None:
        menu, group = self._submenu("查看", title), QActionGroup(self)
        for word in words:
            action = make_action(self, word, "", partial(slot, word))
            action.setCheckable(True)
            action.setChecked(word == chosen)
            group.addAction(action)
            menu.addAction(action)

    def _fill_tools(self) -> None:
        window = self._window
        for text, page in (("年度报告", "report"), ("校核草稿", "check")):
            self.add("工具", text, "", partial(window.show_page, page))
        for text in ("回收站", "修改记录", "检查数据文件"):
            self.add("工具", text, "", partial(window.show_section, "data", text))
        self._separate("工具")
        self.add("工具", "人员、代码表和显示…", "", lambda: window.show_page("settings"))

    def _fill_help(self) -> None:
        window = self._window
        self.add("帮助", "本页的帮助", "F1", window.show_help)
        self.add("帮助", "全部帮助", "", partial(window.show_help, "start"))
        self.add("帮助", "本页快捷键", "Shift+F1", window.show_keys)
        self._separate("帮助")
        self.add("帮助", "打开运行记录文件夹", "", window.open_log_folder)
        self.add("帮助", "许可和声明", "", partial(window.show_help, "licences"))
        self.add("帮助", "关于应急台账", "", window.show_about)


def _actions(menu: QMenu) -> list[QAction]:
    found: list[QAction] = []
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            found += _actions(below)
        elif not action.isSeparator():
            found.append(action)
    return found


def _ask_focus(slot: str) -> None:
    """Do in the focused widget what the menu says, where it can."""
    widget = QApplication.focusWidget()
    method = getattr(widget, slot, None)
    if callable(method):
        method()
