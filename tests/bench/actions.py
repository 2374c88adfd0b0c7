"""Every action of a clerk, one after the other, in one window on a large log; `blocks` measures each."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop.figures import Period
from desktop.gui.guards import dress
from desktop.gui.session import Session
from desktop.gui.tables.record_list import RecordList
from desktop.gui.tables.view import ListView
from desktop.gui.tables.views import RECYCLED, Conditions, View, condition_fields, values_of
from desktop.gui.theme import Theme
from desktop.gui.warming import Warming
from desktop.gui.widgets.search_box import SearchBox
from desktop.gui.window import PAGES, Window
from desktop.report.draft.sources import Source, SourceKind
from desktop.store import Log
from tests.bench import draft
from tests.bench.blocks import Held, Watch
from tests.bench.records import SIZES, id_of

if TYPE_CHECKING:
    from desktop.gui.pages.figures import FiguresPage
    from desktop.gui.pages.report import ReportPage

TODAY = date(2025, 11, 21)
MANY = 5000
NONE, CONTROL, SHIFT = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier,
                        Qt.KeyboardModifier.ShiftModifier)  # fmt: skip
WORDS = ("电缆", "hl", "e0000399", "不在其中的词")
SEVENTH = id_of("enterprise", 7)


class Actions:
    """The groups of actions. They drive the window by its pages, keys and signals."""

    def __init__(self, app: QApplication, file: Path, watch: Watch) -> None:
        self.app, self.watch = app, watch
        theme = Theme.load()
        dress(app, theme, file.parent / "icons")
        self.window = Window(Session(Log.open(file), TODAY), theme)
        self.window.resize(1600, 900)
        self.window.show()

    @property
    def groups(self) -> dict[str, Callable[[], None]]:
        """By the words of the command line."""
        return {
            "pages": self.pages, "ledgers": self.ledgers, "sort": self.sorting, "filter": self.filters,
            "search": self.searching, "everywhere": self.everywhere, "scroll": self.scrolling, "many": self.many,
            "forms": self.forms, "save": self.saving, "figures": self.figures, "report": self.report,
            "returns": self.returns, "check": self.check, "data": self.sections_of_data,
            "settings": self.settings, "again": self.again, "look": self.look, "year": self.year,
        }  # fmt: skip

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, at: QWidget | None = None) -> None:
        """Press a key where the cursor stands."""
        QTest.keyClick(at or QApplication.focusWidget() or self.window, key, modifier)

    # ---------------------------------------------------------------- pages and lists

    def pages(self) -> None:
        """Each page's first showing, then its second."""
        for name in PAGES:
            if name != "form":
                self.watch.do(f"页 {name}，第一次", lambda name=name: self.window.show_page(name))

    def again(self) -> None:
        """Each page once more, after everything else."""
        for name in PAGES:
            if name != "form":
                self.watch.do(f"页 {name}，再来", lambda name=name: self.window.show_page(name))

    @property
    def _list(self) -> RecordList:
        return self.window.page("ledgers").findChildren(RecordList)[0]

    @property
    def _view(self) -> ListView:
        return self.window.page("ledgers").findChildren(ListView)[0]

    def _open(self, ledger: str, view: View | None = None) -> None:
        self.window.open_ledger(ledger)
        if view:
            self._list.show_view(view)

    def ledgers(self) -> None:
        """Each ledger's list, then the views of the large ones."""
        ledgers = self.window.session.catalogue.ledgers
        for name in (*SIZES, "enterprise"):
            self.watch.do(f"台账 {ledgers[name].label}", lambda name=name: self._open(name))
        others = iter([name for name in ledgers if name not in SIZES])
        self.watch.do("其余台账，一个接一个", lambda: self._open(next(others)), several=len(ledgers) - len(SIZES))
        for name in SIZES:
            self.window.open_ledger(name)
            for view in (*self._list.views(), RECYCLED):
                self.watch.do(f"视图 {name} {view.name}", lambda view=view: self._list.show_view(view))

    def sorting(self) -> None:
        """By every column that a list can show."""
        for name in ("hazard", "enforcement_check"):
            self.watch.do(f"全部 {name}", lambda name=name: self._open(name, View("全部", "all")))
            ledger = self.window.session.catalogue.ledgers[name]
            for column in dict.fromkeys((*self._list.layout_.shown, *ledger.listing.fields)):
                self.watch.do(f"排序 {name} {column}", lambda column=column: self._list.sort_by(column))

    def filters(self) -> None:
        """The menu of values and one value of each condition."""
        for name in ("hazard", "enforcement_check", "penalty_case"):
            self._open(name, View("全部", "all"))
            ledger = self.window.session.catalogue.ledgers[name]
            for one in condition_fields(ledger):
                values = values_of(one, ["bench"])
                wanted = View("试", "all", Conditions(equals={one.name: (values[0][1],)}))
                self.watch.do(f"筛选 {name} {one.label}", lambda wanted=wanted: self._list.show_view(wanted))
            span = View("试", "all", Conditions(first=date(2024, 1, 1), last=date(2024, 6, 30)))
            self.watch.do(f"筛选 {name} 日期", lambda span=span: self._list.show_view(span))

    def searching(self) -> None:
        """Words in the box over the list."""
        for name in ("hazard", "enforcement_check"):
            self._open(name, View("全部", "all"))
            field = self._list.bar.findChildren(QLineEdit)[0]
            for word in WORDS:
                self.watch.do(f"查找 {name} {word}", lambda word=word, field=field: field.setText(word))
            self.watch.do(f"查找 {name} 清除", field.clear)

    def everywhere(self) -> None:
        """Ctrl+K."""
        box = self.window.findChildren(SearchBox)[0]
        for word in WORDS:
            self.window.search_everywhere()
            self.watch.do(f"搜索全部 {word}", lambda word=word: box.setText(word))
        self.key(Qt.Key.Key_Escape, at=box)

    def scrolling(self) -> None:
        """Pages, jumps and ends of the longest list."""
        self.watch.do("全部隐患", lambda: self._open("hazard", View("全部", "all")))
        view, bar = self._view, self._view.verticalScrollBar()
        view.setFocus()
        self.watch.do("翻页 100 次", lambda: self.key(Qt.Key.Key_PageDown), several=100)
        places = iter(range(1, 101))

        def jump() -> None:
            bar.setValue(next(places) * 7919 * 37 % max(1, bar.maximum()))
            view.viewport().repaint()

        self.watch.do("拖动 100 次", jump, several=100)
        self.watch.do("到末行", lambda: self.key(Qt.Key.Key_End))
        self.watch.do("到首行", lambda: self.key(Qt.Key.Key_Home))

    # ---------------------------------------------------------------- many records

    def _select_many(self) -> None:
        view = self._view
        view.clearSelection()
        view.select_row(0)
        model = view.list_model()
        flags = view.selectionModel().SelectionFlag
        from PySide6.QtCore import QItemSelection

        view.selectionModel().select(
            QItemSelection(model.index(0, 0), model.index(MANY - 1, 0)), flags.ClearAndSelect | flags.Rows
        )

    def many(self) -> None:
        """Select, add up, copy, change, delete, undo."""
        page: Any = self.window.page("ledgers")
        self.watch.do("全部隐患", lambda: self._open("hazard", View("全部", "all")))
        self.watch.do("全选和合计", self._view.selectAll)
        self.watch.do("选 5000 条", self._select_many)
        self.watch.do("复制 5000 条", self._view.copy)
        self.watch.do("打开批量修改", page.change_many)
        self.watch.do("批量修改 5000 条", lambda: page.batch.wanted.emit("grade", "重大隐患"))
        self.watch.do("撤销批量修改", self.window.session.undo)
        self.watch.do("选 5000 条", self._select_many)
        self.watch.do("删除 5000 条", page.delete)
        self.watch.do("撤销删除", self.window.session.undo)
        self.watch.do("选 400 条", lambda: self._select_few(400))
        self.watch.do("删除 400 条", page.delete)
        self.watch.do("撤销删除 400 条", self.window.session.undo)
        self.watch.do("全部检查", lambda: self._open("enforcement_check", View("全部", "all")))
        self.watch.do("选 5000 条检查", self._select_many)
        self.watch.do("删除 5000 条检查", page.delete)

    def _select_few(self, count: int) -> None:
        view, flags = self._view, self._view.selectionModel().SelectionFlag
        from PySide6.QtCore import QItemSelection

        model = view.list_model()
        view.selectionModel().select(
            QItemSelection(model.index(0, 0), model.index(count - 1, 0)), flags.ClearAndSelect | flags.Rows
        )

    # ---------------------------------------------------------------- forms

    def _first(self, ledger: str) -> str:
        return next(str(row[0]) for row in self.window.session.log.query(f'SELECT max(id) FROM "{ledger}"'))

    def forms(self) -> None:
        """New and existing, of every large ledger and the register; completion; history."""
        for name in (*SIZES, "enterprise", "accident", "permit", "drill"):
            if name in self.window.session.catalogue.ledgers:
                self.watch.do(f"新表 {name}，第一次", lambda name=name: self.window.open_form(name))
                self.watch.do(f"新表 {name}，再来", lambda name=name: self.window.open_form(name))
        for name in (*SIZES, "enterprise"):
            id_ = self._first(name)
            self.watch.do(f"打开记录 {name}", lambda name=name, id_=id_: self.window.open_form(name, id_))
            self.watch.do(f"记录的修改记录 {name}", lambda: self.key(Qt.Key.Key_H, CONTROL))
        self.window.open_form("hazard")
        form: Any = self.window.page("form")
        form.frame.body.cells["enterprise"].editor.setFocus()
        for text in ("hl", "e00", "0399"):
            for letter in text:
                self.watch.do(f"补全企业 {text}：{letter}", lambda letter=letter: QTest.keyClicks(self._here, letter))
            self._here.clear()  # type: ignore[attr-defined]
        self.watch.do("补全企业 海", lambda: self._commit("海"))
        form.frame.body.cells["description"].editor.setFocus()
        for sign in "电缆":
            self.watch.do(f"补全描述 {sign}", lambda sign=sign: self._commit(sign))
        self.watch.do("取上一条 F4", lambda: self.key(Qt.Key.Key_F4))
        self.watch.do("复制上一条", lambda: self.key(Qt.Key.Key_D, CONTROL | SHIFT))
        self.window.open_form("enforcement_check", None, {"enterprise": SEVENTH, "checked_on": TODAY.isoformat()})
        self.watch.do("带入未整改隐患", lambda: self.key(Qt.Key.Key_B, CONTROL | SHIFT))
        self.watch.do("离开表", lambda: self.window.show_page("settings"))

    @property
    def _here(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def _commit(self, text: str) -> None:
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(self._here, event)

    def saving(self) -> None:
        """With every page made before, and a possible duplicate."""
        filled: dict[str, dict[str, object]] = {
            "hazard": {"description": "灭火器过期", "found_on": TODAY.isoformat(), "enterprise": SEVENTH,
                       "level": "本局", "grade": "一般隐患", "quantity": 1},
            "enforcement_check": {"enterprise": SEVENTH, "checked_on": TODAY.isoformat(), "level": "本局",
                                  "kind": "计划检查", "checker_count": 2},
            "penalty_case": {"enterprise": SEVENTH, "filed_on": TODAY.isoformat(), "level": "本局"},
        }  # fmt: skip
        for ledger, values in filled.items():
            for again in ("", "，像是重复"):
                self.watch.do(f"填好 {ledger}{again}", lambda one=(ledger, None, values): self.window.open_form(*one))
                self.watch.do(f"保存 {ledger}{again}", lambda: self.key(Qt.Key.Key_S, CONTROL))
                self.watch.do(f"再保存 {ledger}{again}", lambda: self.key(Qt.Key.Key_S, CONTROL))
            self.watch.do(f"撤销保存 {ledger}", self.window.session.undo)

    # ---------------------------------------------------------------- figures, report, returns, check

    def figures(self) -> None:
        """Rows behind large figures, the drawer's steps, periods."""
        page: FiguresPage = self.window.show_page("figures")  # type: ignore[assignment]
        self.watch.do("指标页", lambda: None)
        for name in ("hazards_all_levels", "checks_all_levels", "hazard_on_time_rate", "penalty_fines"):
            self.watch.do(f"指标背后 {name}", lambda name=name: page.open_rows(name))
        self.watch.do("下一个指标", lambda: page.table.step(1))
        self.watch.do("看记录列表", page.drawer.ledger_wanted.emit)
        self.watch.do("回到指标页", lambda: self.window.show_page("figures"))
        self.watch.do("看全部指标", page.everything.click)
        self.watch.do("滚动指标", lambda: self.key(Qt.Key.Key_PageDown, at=page.table), several=30)
        self.watch.do("统计期 2021 至 2025", lambda: page.set_period(Period(date(2021, 1, 1), date(2025, 11, 21))))
        self.watch.do("统计期 一季度", lambda: page.set_period(Period(date(2025, 1, 1), date(2025, 3, 31))))
        self.watch.do("口径", page.change_definition)
        self.watch.do("统计期 全年", lambda: page.set_period(self.window.session.period()))

    def report(self) -> None:
        """Sections, a figure beside the text, finalising, differences."""
        page: ReportPage = self.window.show_page("report")  # type: ignore[assignment]
        self.watch.do("报告页", lambda: None)
        for step in range(4):
            self.watch.do(f"报告下一个数 {step}", lambda: page.paper.step(1))
        tree = page.tree.sections
        for row in (3, 9, 15):
            self.watch.do(f"报告章节 {row}", lambda row=row: tree.setCurrentIndex(tree.model().index(row, 0)))
        self.watch.do("报告插入指标", page.ask_insert)
        self.watch.do("报告写字", lambda: QTest.keyClicks(page.paper.viewport(), "x"))
        self.watch.do("问定稿", page.ask_finalise)
        self.watch.do("定稿", lambda: page.finalise("第一版"))
        self.watch.do("看差异", page.versions.compare)
        self.watch.do("回到草稿", lambda: page.show_version("draft"))

    def returns(self) -> None:
        """Each return."""
        page: Any = self.window.show_page("returns")
        self.watch.do("报表页", lambda: None)
        for row in range(1, 6):
            index = page.sections.model().index(row, 0)
            self.watch.do(f"报表 {row}", lambda index=index: page.sections.setCurrentIndex(index))

    def check(self) -> None:
        """A draft of a hundred pages."""
        page: Any = self.window.show_page("check")
        text = draft.draft()
        self.watch.do("校核 100 页", lambda: page.open(Source(SourceKind.PASTED, text=text)))
        self.watch.do("校核 下一处", lambda: page.step(1), several=20)
        self.watch.do("离开校核", lambda: self.window.show_page("settings"))
        self.watch.do("回到校核", lambda: self.window.show_page("check"))
        self.watch.do("收起校核", page.put_away)

    # ---------------------------------------------------------------- sections

    def _sections(self, name: str) -> None:
        page: Any = self.window.show_page(name)
        for title, _ in page.made:
            self.watch.do(f"{page.title} {title}", lambda title=title: page.open(title))

    def sections_of_data(self) -> None:
        """Each section of 数据, and more of the history."""
        self._sections("data")
        page: Any = self.window.page("data")
        section = page.open("修改记录")
        self.watch.do("更早的修改", section.more.click, several=1)
        for _ in range(4):
            self.watch.do("更早的修改", section.more.click)

    def settings(self) -> None:
        """Each section of 设置."""
        self._sections("settings")

    # ---------------------------------------------------------------- the whole window

    def look(self) -> None:
        """Text size and colours, with each page in front."""
        for name in ("ledgers", "figures", "report", "form"):
            self.window.open_form("hazard") if name == "form" else self.window.show_page(name)
            self.watch.do(f"等 {name}", lambda: None)
            self.watch.do(f"字号 大，{name}", lambda: self.window.set_look(size=1.15))
            self.watch.do(f"深色，{name}", lambda: self.window.set_look(mode="dark"))
            self.window.set_look("light", 1.0)

    def year(self) -> None:
        """Another year, with each page in front."""
        for name in ("today", "ledgers", "figures", "report", "returns"):
            self.window.show_page(name)
            self.watch.do(f"等 {name}", lambda: None)
            self.watch.do(f"年度 2024，{name}", lambda: self.window.session.set_year(2024))
            self.watch.do(f"年度 2025，{name}", lambda: self.window.session.set_year(2025))

    def close(self) -> None:
        """The window closes while something is read."""
        self.window.show_page("figures")
        self.watch.do("关闭", self.window.close)


def measured(file: Path, explain: bool, only: tuple[str, ...]) -> list[Held]:
    """Do the groups asked for, or all of them."""
    app = QApplication([])
    watch = Watch(app, explain=explain)
    actions = Actions(app, file, watch)
    warming = actions.window.findChildren(Warming)[0]
    watch.do("窗口", lambda: actions.window.show_page("today"))
    watch.do("其余各页的预备", lambda: None, until=lambda: warming.done)
    for name, group in actions.groups.items():
        if not only or name in only:
            group()
    actions.close()
    return watch.held
